"""Why a room changes hands, what is presented, what the room is when nobody follows. Source: handbook R-01, R-07."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from shared.kernel.text import Text


class Reason(StrEnum):
    """Why the household leaves."""

    SALE = "sale"
    END_OF_LEASE = "end_of_lease"
    INHERITANCE = "inheritance"
    GIFT = "gift"
    COURT_ORDER = "court_order"
    OTHER = "other"


class PaperKind(StrEnum):
    """What was presented and looked at."""

    CONTRACT = "contract"
    IDENTITY = "identity"
    TITLE = "title"
    INHERITANCE_PROOF = "inheritance_proof"
    AUTHORISATION = "authorisation"
    OTHER = "other"


class Vacancy(StrEnum):
    """What the room is when no new holder is known."""

    SOLD_VACANT = "sold_vacant"
    UNSOLD = "unsold"


TRANSFER_REASONS: Mapping[Reason, Text] = {
    Reason.SALE: Text(zh="房屋买卖", en="Sale"),
    Reason.END_OF_LEASE: Text(zh="租约到期", en="End of lease"),
    Reason.INHERITANCE: Text(zh="继承", en="Inheritance"),
    Reason.GIFT: Text(zh="赠与", en="Gift"),
    Reason.COURT_ORDER: Text(zh="法院裁定", en="Court order"),
    Reason.OTHER: Text(zh="其他", en="Other"),
}
TRANSFER_PAPERS: Mapping[PaperKind, Text] = {
    PaperKind.CONTRACT: Text(zh="买卖或租赁合同", en="Contract"),
    PaperKind.IDENTITY: Text(zh="身份证件", en="Identity papers"),
    PaperKind.TITLE: Text(zh="不动产权证", en="Title deed"),
    PaperKind.INHERITANCE_PROOF: Text(zh="继承证明", en="Proof of inheritance"),
    PaperKind.AUTHORISATION: Text(zh="授权委托书", en="Authorisation"),
    PaperKind.OTHER: Text(zh="其他资料", en="Other paper"),
}
VACANCIES: Mapping[Vacancy, Text] = {
    Vacancy.SOLD_VACANT: Text(zh="已售空置", en="Sold, vacant"),
    Vacancy.UNSOLD: Text(zh="未售", en="Unsold"),
}
_INHERITED = (PaperKind.INHERITANCE_PROOF, PaperKind.TITLE)


def missing_papers(reason: Reason, seen: Collection[PaperKind]) -> list[PaperKind]:
    """Identity and a contract; whoever inherits, is given or awarded the room may show another title instead."""
    missing = [] if PaperKind.IDENTITY in seen else [PaperKind.IDENTITY]
    needs_contract = reason in {Reason.SALE, Reason.END_OF_LEASE}
    titles = (PaperKind.CONTRACT,) if needs_contract else (PaperKind.CONTRACT, *_INHERITED)
    if not any(kind in seen for kind in titles):
        missing.insert(0, PaperKind.CONTRACT)
    return missing


def transfer_number(day: date, last: int) -> str:
    """Write `H261122-0001`."""
    return f"H{day:%y%m%d}-{last:04d}"
