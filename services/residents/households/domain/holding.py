"""What must stay true of a household while its members change. Source: handbook R-02."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.residents.households.domain.errors import NoHolder, PayerLeaves
from services.residents.households.domain.membership import HOLDERS


@dataclass(frozen=True, slots=True)
class Stay:
    """A present member as these rules see one."""

    person_id: str
    role: str


def must_stay_held(staying: Sequence[Stay], payer_id: str, *, pointer: str) -> None:
    """Raises NoHolder when no owner or tenant would be left, PayerLeaves when who is billed would be gone."""
    if not any(member.role in HOLDERS for member in staying):
        raise NoHolder(pointer=pointer)
    if payer_id not in {member.person_id for member in staying}:
        raise PayerLeaves(pointer=pointer)
