"""What staff are told of patrols and of the owners' committee. Source: handbook T-25, T-26."""

from datetime import UTC, datetime
from typing import Any

from shared.contracts.tickets import (
    CommitteeMatterBreached,
    CommitteeMatterRaised,
    IncidentRaised,
    PatrolFindingRecorded,
)
from tests.service.notifications.test_works import told

DUE = datetime(2026, 11, 26, 2, tzinfo=UTC)


async def test_the_lead_hears_what_a_patrol_found(database_url: str) -> None:
    finding = PatrolFindingRecorded(
        finding_id="f-1",
        area_id="a-1",
        area_code="3#-lobby",
        kind="cleaning",
        item="floor",
        found_by="x",
        deadline_at=DUE,
    )
    messages = await told(database_url, finding, "f-1")
    assert set(messages) == {"role:service_lead"}
    assert "3#-lobby" in str(messages["role:service_lead"]["body"])


async def test_the_manager_hears_of_a_matter_and_that_it_is_late(database_url: str) -> None:
    state: dict[str, Any] = {"matter_id": "m-1", "occasion": "asked", "cause_id": None, "due_at": DUE}
    raised = await told(database_url, CommitteeMatterRaised(kind="question", **state), "m-1")
    assert "三个工作日内答复" in str(raised["role:manager"]["body"])


async def test_the_manager_hears_that_nobody_reported_it(database_url: str) -> None:
    state: dict[str, Any] = {"matter_id": "m-1", "occasion": "renovation_violation", "cause_id": "v-1", "due_at": DUE}
    late = await told(database_url, CommitteeMatterBreached(kind="report", **state), "m-1")
    assert "未在三个工作日内报告" in str(late["role:manager"]["body"])


async def test_security_and_the_manager_are_alerted_to_an_incident(database_url: str) -> None:
    incident = IncidentRaised(
        incident_id="i-1",
        ticket_id="t-1",
        ticket_number="T261123-0004",
        room_code=None,
        severity="important",
        opened_at=DUE,
        raised_at=DUE,
    )
    messages = await told(database_url, incident, "t-1")
    assert set(messages) == {"role:security", "role:manager"}
    assert messages["role:security"]["urgency"] == "urgent"
    assert "T261123-0004" in str(messages["role:security"]["body"])
