"""The renovation's printed papers. Source: handbook R-32."""

from pathlib import Path

from services.residents.premises.models import Community
from services.residents.renovation.domain.application import SIZES, Size
from services.residents.renovation.domain.lifecycle import Status
from services.residents.renovation.domain.policy import QUIET_DAYS, span_text
from services.residents.renovation.models import Permit, Renovation
from services.residents.renovation.policies.reading import works_of_permit
from shared.kernel.phones import mask_phone
from shared.runtime.papers import compile_paper, qr_svg

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST_SCOPE, _LONGEST_NAME = 100, 30
_MARKS = {
    Status.SUSPENDED: ("停工", "WORKS STOPPED"),
    Status.COMPLETED: ("已竣工", "COMPLETED"),
}


def permit_pdf(renovation: Renovation, permit: Permit, community: Community) -> bytes:
    """The permit on A4, to post at the door; the same file, byte for byte, while nothing changes."""
    issued = permit.issued_at.astimezone(community.zone)
    size = SIZES[Size(renovation.size)]
    works = works_of_permit(permit)
    mark = _MARKS.get(Status(renovation.status))
    content = {
        "number": permit.number,
        "qr": qr_svg(permit.code),
        "community_zh": community.name_zh,
        "community_en": community.name_en,
        "room": renovation.room_code,
        "application": renovation.number,
        "scope": _shortened(renovation.scope),
        "size_zh": size.zh,
        "size_en": size.en,
        "contractor": renovation.contractor_name,
        "licence": renovation.contractor_licence_number,
        "contact": _contact(renovation),
        "workers": len(renovation.workers),
        "from": [permit.valid_from.year, permit.valid_from.month, permit.valid_from.day],
        "until": [permit.valid_until.year, permit.valid_until.month, permit.valid_until.day],
        "hours": [span_text(span) for span in works.hours],
        "quiet_zh": QUIET_DAYS.zh if works.quiet_on_rest_days else None,
        "quiet_en": QUIET_DAYS.en if works.quiet_on_rest_days else None,
        "issued": f"{issued:%Y-%m-%d}",
        "replaces": renovation.permits[-2].number if len(renovation.permits) > 1 else None,
        "mark": list(mark) if mark else None,
    }
    return compile_paper(_TEMPLATES / "permit.typ", content, made_at=permit.issued_at)


def _contact(renovation: Renovation) -> str | None:
    """The name with the number masked, as on every paper: the sheet hangs where anybody reads it (R-04)."""
    if renovation.contractor_contact_name is None:
        return None
    name = renovation.contractor_contact_name[:_LONGEST_NAME]
    return f"{name} {mask_phone(renovation.contractor_contact_phone or '')}"


def _shortened(scope: str) -> str:
    """One page at the door: what is longer is in the approved plans."""
    words = " ".join(scope.split())
    return words if len(words) <= _LONGEST_SCOPE else f"{words[:_LONGEST_SCOPE]}…（详见批准方案）"
