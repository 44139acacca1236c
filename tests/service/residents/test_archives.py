"""Handbook R-10, R-11."""

from typing import Any

import pytest

from services.residents.archives.usecases.file_record import NoFile
from shared.contracts.tickets import BillableItem, Durations, FollowUpDone, TicketClosed
from shared.kernel.ids import new_id
from tests.service.residents.builders import FOREIGN_HOUSEHOLD, LI, WANG, departs, desk, did, payment, permitted
from tests.service.support import GARDEN, ServiceRig


def closed(**over: Any) -> TicketClosed:
    state: dict[str, Any] = {
        "ticket_id": new_id(),
        "number": "T261122-0007",
        "room_id": "room",
        "room_code": "3#2-5-1",
        "household_id": WANG,
        "category": "repair",
        "nature": "general",
        "severity": "minor",
        "department": "engineering",
        "status": "closed",
        "owner_id": "desk",
        "assignee_id": None,
        "opened_at": "2026-11-22T01:00:00Z",
        "respond_by": None,
        "arrive_by": None,
        "settle_by": None,
        "version": 9,
        "outcome": "solved",
        "billable_items": [BillableItem(item="paid_repair", quantity=1, amount_fen=8_000)],
        "payer_household_id": WANG,
        "durations": Durations(to_dispatch_s=1, to_arrival_s=2, to_completion_s=3, to_closing_s=4),
        "closed_at": "2026-11-22T03:00:00Z",
    }
    return TicketClosed.model_validate(state | over)


def visited(**over: Any) -> FollowUpDone:
    state: dict[str, Any] = {
        "follow_up_id": new_id(),
        "ticket_id": "ticket",
        "ticket_number": "T261122-0007",
        "room_code": "3#2-5-1",
        "household_id": WANG,
        "visitor_level": "staff",
        "due_at": "2026-11-24T03:00:00Z",
        "result": "satisfied",
        "rework_ticket_id": None,
    }
    return FollowUpDone.model_validate(state | over)


async def file_of(rig: ServiceRig, household_id: str, **headers: str) -> dict[str, Any]:
    async with desk(rig, headers=headers) as client:
        [found] = (await did(await client.get("/v1/archives", params={"household_id": household_id})))["items"]
        return await did(await client.get(f"/v1/archives/{found['id']}"))


async def test_a_repair_its_payment_and_its_follow_up_file_themselves_in_directory_order(rig: ServiceRig) -> None:
    ticket, visit, money = closed(), visited(), payment("t", [], household=WANG)
    await rig.tell(ticket, subject=ticket.ticket_id)
    await rig.tell(visit, subject=visit.follow_up_id)
    await rig.tell(money, subject=money.payment_id)
    archive = await file_of(rig, WANG, **{"Accept-Language": "zh-CN"})
    assert archive["number"] == "SG-3#2-5-1"
    assert [(entry["section"], entry["title"]) for entry in archive["entries"]] == [
        ("fee_papers", "缴费记录 SG-26-000001"),
        ("complaint_follow_up", "回访记录 T261122-0007"),
        ("service_repair", "服务记录 T261122-0007"),
    ]
    assert archive["entries"][2]["details"]["amount_fen"] == 8_000
    assert archive["entry_count"] == 3


async def test_a_complaint_is_filed_among_the_complaints(rig: ServiceRig) -> None:
    ticket = closed(category="complaint", billable_items=[])
    await rig.tell(ticket, subject=ticket.ticket_id)
    [entry] = (await file_of(rig, WANG))["entries"]
    assert (entry["section"], entry["kind"]) == ("complaint_follow_up", "complaint_record")
    assert entry["title"] == "Complaint record T261122-0007"


async def test_the_same_thing_is_filed_once_however_often_it_is_told(rig: ServiceRig) -> None:
    ticket = closed()
    envelope = await rig.tell(ticket, subject=ticket.ticket_id)
    for _ in range(4):
        await rig.deliver(envelope)
    await rig.tell(ticket, subject=ticket.ticket_id)  # replayed under another event id
    archive = await file_of(rig, WANG)
    assert len(archive["entries"]) == archive["entry_count"] == 1


async def test_a_ticket_about_common_parts_belongs_to_no_file(rig: ServiceRig) -> None:
    ticket = closed(household_id=None, room_id=None, room_code=None)
    await rig.tell(ticket, subject=ticket.ticket_id)
    assert (await file_of(rig, WANG))["entries"] == []


async def test_an_approved_and_permitted_renovation_files_its_papers(rig: ServiceRig) -> None:
    await permitted(rig)
    archive = await file_of(rig, LI)
    assert [entry["kind"] for entry in archive["entries"]] == [
        "renovation_agreement",
        "renovation_permit",
        "personnel_register",
        "safety_undertaking",
        "contractor_licence",
        "fee_record",
    ]
    assert archive["entries"][1]["number"] == "SG-P26-0001"


async def test_a_record_of_a_household_without_file_here_is_kept_for_a_retry(rig: ServiceRig) -> None:
    for household_id in (new_id(), FOREIGN_HOUSEHOLD):
        ticket = closed(household_id=household_id)
        with pytest.raises(NoFile):
            await rig.tell(ticket, subject=ticket.ticket_id, community=GARDEN)


async def test_a_late_record_reaches_a_closed_file(rig: ServiceRig) -> None:
    await departs(rig, WANG)
    ticket = closed()
    await rig.tell(ticket, subject=ticket.ticket_id)
    archive = await file_of(rig, WANG)
    assert archive["closed_on"] == "2026-11-22"
    assert len(archive["entries"]) == 1


async def test_a_files_tag_moves_with_its_entries(rig: ServiceRig) -> None:
    before = await file_of(rig, WANG)
    for _ in range(3):
        ticket = closed()
        await rig.tell(ticket, subject=ticket.ticket_id)
    async with desk(rig) as client:
        answer = await client.get(f"/v1/archives/{before['id']}")
    assert answer.headers["ETag"] == f'"{before["version"] + 3}"'


async def test_another_communitys_file_does_not_exist_for_the_caller(rig: ServiceRig) -> None:
    async with desk(rig, communities=("elsewhere",)) as client:
        assert (await client.get(f"/v1/archives/{(await file_of(rig, WANG))['id']}")).status_code == 404
        assert (await did(await client.get("/v1/archives")))["items"] == []
