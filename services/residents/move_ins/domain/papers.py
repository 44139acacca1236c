"""What the owner has to present. Source: handbook R-21."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from shared.kernel.text import Text


class MoveInParty(StrEnum):
    """Who takes over."""

    PRIVATE = "private"
    COMPANY = "company"


class MoveInPresenter(StrEnum):
    """Who stands at the desk: the owner (a company's legal person), or somebody with a letter."""

    OWNER = "owner"
    PROXY = "proxy"


class MoveInPaper(StrEnum):
    """What is presented."""

    HAND_OVER_NOTICE = "hand_over_notice"
    IDENTITY = "identity"
    LEGAL_PERSON_PROOF = "legal_person_proof"
    BUSINESS_LICENCE = "business_licence"
    PROXY_IDENTITY = "proxy_identity"
    PROXY_LETTER = "proxy_letter"
    CONTRACT_COPY = "contract_copy"
    DEED_COPY = "deed_copy"
    PHOTO = "photo"


PARTIES: Mapping[MoveInParty, Text] = {
    MoveInParty.PRIVATE: Text(zh="个人", en="Private"),
    MoveInParty.COMPANY: Text(zh="单位", en="Company"),
}
PRESENTERS: Mapping[MoveInPresenter, Text] = {
    MoveInPresenter.OWNER: Text(zh="业主本人", en="The owner"),
    MoveInPresenter.PROXY: Text(zh="代理人", en="A proxy"),
}
MOVE_IN_PAPERS: Mapping[MoveInPaper, Text] = {
    MoveInPaper.HAND_OVER_NOTICE: Text(zh="交房通知书", en="hand-over notice"),
    MoveInPaper.IDENTITY: Text(zh="身份证件", en="identity"),
    MoveInPaper.LEGAL_PERSON_PROOF: Text(zh="法定代表人证明", en="legal-person proof"),
    MoveInPaper.BUSINESS_LICENCE: Text(zh="营业执照", en="business licence"),
    MoveInPaper.PROXY_IDENTITY: Text(zh="代理人身份证件", en="proxy's identity"),
    MoveInPaper.PROXY_LETTER: Text(zh="授权委托书", en="letter of proxy"),
    MoveInPaper.CONTRACT_COPY: Text(zh="购房合同复印件", en="contract copy"),
    MoveInPaper.DEED_COPY: Text(zh="产权证复印件", en="deed copy"),
    MoveInPaper.PHOTO: Text(zh="照片", en="photo"),
}
_TITLE = frozenset({MoveInPaper.CONTRACT_COPY, MoveInPaper.DEED_COPY})
_TITLE_WORDS = Text(zh="购房合同或产权证复印件", en="contract or deed copy")
_OWN_IDENTITY: Mapping[MoveInParty, tuple[MoveInPaper, ...]] = {
    MoveInParty.PRIVATE: (MoveInPaper.IDENTITY,),
    MoveInParty.COMPANY: (MoveInPaper.LEGAL_PERSON_PROOF, MoveInPaper.BUSINESS_LICENCE),
}
_WHO_STANDS_HERE: Mapping[tuple[MoveInParty, MoveInPresenter], tuple[MoveInPaper, ...]] = {
    (MoveInParty.PRIVATE, MoveInPresenter.OWNER): (),
    (MoveInParty.COMPANY, MoveInPresenter.OWNER): (MoveInPaper.IDENTITY,),
    (MoveInParty.PRIVATE, MoveInPresenter.PROXY): (MoveInPaper.PROXY_IDENTITY, MoveInPaper.PROXY_LETTER),
    (MoveInParty.COMPANY, MoveInPresenter.PROXY): (MoveInPaper.PROXY_IDENTITY, MoveInPaper.PROXY_LETTER),
}


def missing_papers(
    presented: Collection[MoveInPaper], *, party: MoveInParty, presenter: MoveInPresenter
) -> dict[str, Text]:
    """Everything that is still wanted, by its code; contract or deed, either will do. Empty when complete."""
    wanted = (
        MoveInPaper.HAND_OVER_NOTICE,
        *_OWN_IDENTITY[party],
        *_WHO_STANDS_HERE[party, presenter],
        MoveInPaper.PHOTO,
    )
    missing = {paper.value: MOVE_IN_PAPERS[paper] for paper in wanted if paper not in presented}
    if not _TITLE & set(presented):
        missing[MoveInPaper.CONTRACT_COPY.value] = _TITLE_WORDS
    return missing
