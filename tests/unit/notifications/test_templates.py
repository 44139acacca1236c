"""Every template renders in both languages from what its event carries. Source: handbook N-01."""

import pytest
from jinja2 import UndefinedError

from services.notifications.domain.rendering import render
from services.notifications.domain.templates import TEMPLATES, TemplateName
from shared.kernel.text import Locale

PARAMETERS = {
    "tickets": "3",
    "number": "T261122-0001",
    "month": "2026-11",
    "room_code": "3#2-5-1",
    "amount": "80.00",
    "due_on": "2026-12-06",
    "clock": "settle",
    "receipt_number": "SG-2026-000001",
    "permit_number": "SG-P26-0001",
    "valid_from": "2026-12-01",
    "valid_until": "2026-12-31",
    "serious": True,
    "paid": "2000.00",
    "deducted": "300.00",
    "refunded": "1700.00",
    "voucher_number": "SG-RF-2026-000001",
    "days_overdue": 7,
    "destroyed_on": "2029-11-23",
    "documents": 12,
    "handed_over_on": "2026-11-22",
    "deadline_on": "2026-12-06",
    "cured_on": "2026-12-05",
    "contractor": None,
    "expired": True,
    "begins": "2026-12-02 09:00",
    "ends": "2026-12-02 11:30",
    "outcome": "expired",
    "area_code": "3#-lobby",
    "slip_number": "WL-261123-0001",
    "cause": "breach",
    "item": "floor",
    "kind": "question",
    "title": "下半年满意度调查",
    "closes_on": "2026-12-20",
    "asked": "120",
    "answered": "96",
    "valid": "90",
    "satisfaction": "91.2 %",
    "visits_waiting": "4",
    "status_zh": "已派工",
    "status_en": "Dispatched",
    "next_on": "2026-11-27",
    "category": "complaint",
    "severity": "major",
    "department": "engineering",
    "matter": "noise",
    "joined_to": "T261122-0002",
}


@pytest.mark.parametrize("name", list(TemplateName))
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_template_renders_without_a_place_left_open(name: TemplateName, language: Locale) -> None:
    title, body = render(name, language, PARAMETERS)
    assert title
    assert body
    assert "{" not in title + body
    assert title.isascii() == (language == "en")


def test_every_kind_of_message_has_a_template() -> None:
    assert set(TEMPLATES) == set(TemplateName)


def test_a_missing_parameter_is_an_error_and_no_gap_in_the_sentence() -> None:
    with pytest.raises(UndefinedError):
        render(TemplateName.TICKET_OPENED, "en", {"number": "T1"})


def test_markup_in_a_parameter_is_text_and_never_code() -> None:
    _, body = render(TemplateName.TICKET_OPENED, "en", PARAMETERS | {"room_code": "{{ 7*7 }}"})
    assert "{{ 7*7 }}" in body
