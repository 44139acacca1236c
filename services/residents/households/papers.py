"""The household's register form (业户登记表). Source: handbook R-02, R-04.

Numbers are masked, whoever asks: they are revealed one by one and on the record.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from services.residents.households.domain.belongings import PET_KINDS, SEXES, TENURES, VEHICLE_KINDS
from services.residents.households.domain.instructions import INSTRUCTION_KINDS, is_in_force
from services.residents.households.domain.matters import MATTERS
from services.residents.households.domain.membership import LANGUAGES, ROLES
from services.residents.households.schemas import MemberView, WholeHouseholdView
from services.residents.premises.domain.kinds import HAND_OVERS, OCCUPANCIES, ROOM_KINDS, HandOver, Occupancy, RoomKind
from services.residents.premises.models import Community, Room
from shared.kernel.text import Text
from shared.runtime.papers import compile_paper

_TEMPLATES = Path(__file__).parent / "templates"


def register_form_pdf(
    household: WholeHouseholdView, room: Room, community: Community, *, printed_at: datetime
) -> bytes:
    """On A4, Chinese with English below; who left and what was removed is left out."""
    local = printed_at.astimezone(community.zone)
    content = {
        "community": community.name_zh,
        "community_en": community.name_en,
        "room": room.code,
        "facts": _facts(room, household),
        "members": [_member(member) for member in household.members if member.left_on is None],
        "vehicles": [
            [row.plate, _both(VEHICLE_KINDS[row.kind]), row.brand or "", row.colour or "", str(row.since)]
            for row in household.vehicles
            if row.removed_on is None
        ],
        "parking_spaces": [
            [row.label, _both(TENURES[row.tenure]), str(row.since), str(row.until or "")]
            for row in household.parking_spaces
            if row.removed_on is None
        ],
        "pets": [
            [_both(PET_KINDS[row.kind]), row.name or "", row.licence_number or "", str(row.since)]
            for row in household.pets
            if row.removed_on is None
        ],
        "instructions": _instructions(household, local.date()),
        "printed_at": f"{local:%Y-%m-%d %H:%M}",
    }
    return compile_paper(_TEMPLATES / "register_form.typ", content, made_at=printed_at)


def _facts(room: Room, household: WholeHouseholdView) -> list[list[str]]:
    return [
        ["建筑面积", "Area", f"{room.area_m2} m²"],
        ["房屋类型", "Kind", _both(ROOM_KINDS[RoomKind(room.kind)])],
        ["使用状况", "Occupancy", _both(OCCUPANCIES[Occupancy(room.occupancy)])],
        ["交付状态", "Hand-over", _both(HAND_OVERS[HandOver(room.hand_over)])],
        ["登记日期", "Registered", str(household.registered_on)],
        ["离开日期", "Departed", str(household.departed_on or "—")],
    ]


def _member(member: MemberView) -> dict[str, Any]:
    told = [_both(MATTERS[matter]) for matter in member.may_be_told]
    return {
        "name": member.name,
        "preferred": member.display_name if member.display_name != member.name else "",
        "role": _both(ROLES[member.role]),
        "relation": member.relation or "",
        "sex": _both(SEXES[member.sex]) if member.sex else "",
        "age": "" if member.age is None else str(member.age),
        "phone": member.phone or "",
        "email": member.email or "",
        "language": _both(LANGUAGES[member.language]),
        "told": "、".join(told) or "—",
        "id_number": "√" if member.has_id_number else "",
        "pays": member.pays,
        "is_emergency_contact": member.is_emergency_contact,
    }


def _instructions(household: WholeHouseholdView, day: date) -> list[list[str]]:
    return [
        [_both(INSTRUCTION_KINDS[row.kind]), row.text, f"{row.valid_from} – {row.valid_until or '…'}"]
        for row in household.instructions
        if is_in_force(
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            is_withdrawn=row.withdrawn_at is not None,
            day=day,
        )
    ]


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
