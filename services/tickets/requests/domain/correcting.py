"""What may be corrected, by whom, and until when. Source: handbook T-03 … T-05, T-09, T-12."""

from collections.abc import Collection

from services.tickets.domain.duties import Standing
from services.tickets.requests.domain.errors import LeadDecides
from shared.kernel.errors import DomainError, Kind
from shared.kernel.text import Text

OF_THE_LEAD = ("severity", "category", "room_code", "source")
"""Limits, statistics and whom it concerns hang on them."""
_PRICED = ("category", "room_code")
"""A price was put to the household of this room, for work of this category."""


class AssignedAlready(DomainError):
    """Whoever has the work has it in its department. Source: handbook T-03, T-04."""

    slug = "assigned-already"
    kind = Kind.CONFLICT
    title = Text(zh="已派给个人", en="Assigned already")
    detail = Text(
        zh="工单已派给个人，不能只改部门；请重新派工到另一部门。",
        en="Somebody has the work: dispatch again to move it to another department.",
    )


class PricedAlready(DomainError):
    """What was priced stays what it was. Source: handbook T-09."""

    slug = "priced-already"
    kind = Kind.CONFLICT
    title = Text(zh="已报价", en="Priced already")
    detail = Text(
        zh="已向业户报价或计费，类别和房号不能再改。",
        en="A price was put to the resident: category and room can't be corrected any more.",
    )


def check_decider(fields: Collection[str], by: Standing) -> None:
    """Raises LeadDecides for the first field that is the lead's alone."""
    for name in OF_THE_LEAD:
        if name in fields and not by.is_lead:
            raise LeadDecides(pointer=f"/{name}")


def check_unpriced(fields: Collection[str], *, is_priced: bool) -> None:
    """Raises PricedAlready."""
    for name in _PRICED:
        if name in fields and is_priced:
            raise PricedAlready(pointer=f"/{name}")


def check_unassigned(fields: Collection[str], assignee_id: str | None) -> None:
    """Raises AssignedAlready."""
    if "department" in fields and assignee_id is not None:
        raise AssignedAlready(pointer="/department")
