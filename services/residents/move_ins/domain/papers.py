"""What the owner has to present. Source: handbook R-21."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from shared.kernel.text import Text


class Party(StrEnum):
    """Who takes over."""

    PRIVATE = "private"
    COMPANY = "company"


class Presenter(StrEnum):
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


PARTIES: Mapping[Party, Text] = {
    Party.PRIVATE: Text(zh="个人", en="Private"),
    Party.COMPANY: Text(zh="单位", en="Company"),
}
PRESENTERS: Mapping[Presenter, Text] = {
    Presenter.OWNER: Text(zh="业主本人", en="The owner"),
    Presenter.PROXY: Text(zh="代理人", en="A proxy"),
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
_OWN_IDENTITY: Mapping[Party, tuple[MoveInPaper, ...]] = {
    Party.PRIVATE: (MoveInPaper.IDENTITY,),
    Party.COMPANY: (MoveInPaper.LEGAL_PERSON_PROOF, MoveInPaper.BUSINESS_LICENCE),
}
_WHO_STANDS_HERE: Mapping[tuple[Party, Presenter], tuple[MoveInPaper, ...]] = {
    (Party.PRIVATE, Presenter.OWNER): (),
    (Party.COMPANY, Presenter.OWNER): (MoveInPaper.IDENTITY,),
    (Party.PRIVATE, Presenter.PROXY): (MoveInPaper.PROXY_IDENTITY, MoveInPaper.PROXY_LETTER),
    (Party.COMPANY, Presenter.PROXY): (MoveInPaper.PROXY_IDENTITY, MoveInPaper.PROXY_LETTER),
}


def missing_papers(presented: Collection[MoveInPaper], *, party: Party, presenter: Presenter) -> dict[str, Text]:
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
