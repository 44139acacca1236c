"""Rows of a transfer's parts from what was asked, and back."""

from collections import Counter
from collections.abc import Sequence

from services.residents.confidential import FieldCipher
from services.residents.domain.identity_numbers import parse_id_number
from services.residents.households import repository as households
from services.residents.households.domain.errors import PersonTwice
from services.residents.households.domain.membership import Belonging, payer_among
from services.residents.households.schemas import MemberBody
from services.residents.transfers.models import TransferMember, TransferPaper
from services.residents.transfers.schemas.asked import PaperBody
from shared.kernel.errors import InvalidField
from shared.kernel.ids import new_id
from shared.kernel.phones import parse_phone
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_UNKNOWN = Text(zh="小区内没有此人员", en="The community has no such person")


def papers_of(tx: Transaction, caller: Caller, bodies: Sequence[PaperBody]) -> list[TransferPaper]:
    """As seen now by the caller."""
    return [
        TransferPaper(
            id=new_id(),
            kind=body.kind.value,
            description=body.description,
            seen_at=tx.now,
            seen_by=caller.account_id,
        )
        for body in bodies
    ]


async def members_of(
    tx: Transaction, community_id: str, bodies: Sequence[MemberBody], cipher: FieldCipher
) -> list[TransferMember]:
    """What the closing will register, checked now as it will be then; none where nobody follows.

    Raises NoHolder, SeveralPayers, PersonTwice, InvalidField, NotAPhone, NotAnIdNumber.
    """
    if not bodies:
        return []
    payer_among([Belonging(role=body.role, pays=body.pays) for body in bodies])
    await _check_known(tx, community_id, bodies)
    return [_member(position, body, cipher) for position, body in enumerate(bodies)]


async def _check_known(tx: Transaction, community_id: str, bodies: Sequence[MemberBody]) -> None:
    wanted = Counter(body.person_id for body in bodies if body.person_id is not None)
    known = await households.persons_by_id(tx.session, community_id, wanted.keys())
    for position, body in enumerate(bodies):
        pointer = f"/members/{position}/person_id"
        if body.person_id is None:
            continue
        if wanted[body.person_id] > 1:
            raise PersonTwice(pointer=pointer)
        if body.person_id not in known:
            raise InvalidField(pointer=pointer, reason=_UNKNOWN)


def _member(position: int, body: MemberBody, cipher: FieldCipher) -> TransferMember:
    if body.phone:
        parse_phone(body.phone, f"/members/{position}/phone")
    details = body.model_dump(mode="json", exclude={"id_number"})
    member = TransferMember(id=new_id(), position=position, details=details)
    if body.id_number:
        number = parse_id_number(body.id_number, f"/members/{position}/id_number")
        member.sealed_id_number = cipher.seal(number, row_id=member.id)
    return member


def asked_again(members: Sequence[TransferMember], cipher: FieldCipher) -> list[MemberBody]:
    """What was asked for, for the register; ID numbers are opened here alone, to be sealed for the person at once."""
    return [
        MemberBody.model_validate(
            member.details
            | {"id_number": cipher.open(member.sealed_id_number, row_id=member.id) if member.sealed_id_number else None}
        )
        for member in members
    ]
