"""Handbook R-07: what gates the closing, and who may answer for it."""

from datetime import date
from decimal import Decimal
from typing import Any

from shared.contracts.residents import MoveInCompleted, OpeningReading
from tests.service.residents.builders import (
    MANAGER,
    WANG,
    WANG_ROOM,
    desk,
    did,
)
from tests.service.residents.files import archive_id, lead, post
from tests.service.residents.files import assistant as borrower
from tests.service.residents.transfers import (
    BY_HAND,
    LOAN,
    PATH,
    READINGS,
    WANG_ROOM_ID,
    act,
    assistant,
    chief,
    closed,
    file_of,
    household_of,
    opened,
    paid,
    posted,
    settled,
    shown,
    states,
    tell,
    transfer,
)
from tests.service.support import ServiceRig

PAPERS_OF_NOBODY: list[dict[str, Any]] = [{"kind": "other", "description": "中介来函"}]


async def test_closing_with_arrears_is_refused_and_names_every_open_item(rig: ServiceRig) -> None:
    transfer_id = await settled(rig, papers=PAPERS_OF_NOBODY)
    await tell(rig, posted("c1"))
    async with assistant(rig) as client:
        refused = await act(client, transfer_id, "close")
        chinese = await act(client, transfer_id, "close", **{"Accept-Language": "zh-CN"})
    document = await did(refused, 409)
    assert document["type"] == "urn:lobby:problem:checklist-open"
    assert [fault["pointer"] for fault in document["errors"]] == ["/checklist/papers", "/checklist/arrears"]
    assert "Arrears" in document["errors"][1]["message"]
    assert chinese.json()["errors"][1]["message"] == "“欠费”尚未办清"
    assert (await household_of(rig, WANG))["departed_on"] is None
    assert await rig.told("household.departed") == []


async def test_the_last_payment_lets_it_close(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    await tell(rig, posted("c1"))
    assert (await states(rig, transfer_id))["arrears"] == "open"
    await tell(rig, paid(["c1"]))
    async with assistant(rig) as client:
        done = await did(await act(client, transfer_id, "close"))
    assert done["status"] == "closed"
    assert len((await file_of(rig, WANG))["entries"]) == 2, "the fee record and the protocol"


async def test_only_who_may_waive_sees_sums(rig: ServiceRig) -> None:
    transfer_id = str((await opened(rig))["id"])
    await tell(rig, posted("c1", owed_fen=10_000))
    await tell(rig, paid(prepaid_fen=500, amount_fen=500))
    async with assistant(rig) as client:
        unseen = (await did(await client.get(f"{PATH}/{transfer_id}")))["checklist"]
    seen = (await shown(rig, transfer_id))["checklist"]
    assert {each["sum_fen"] for each in unseen} == {None}
    assert [each["state"] for each in unseen] == [each["state"] for each in seen]
    assert {each["item"]: each["sum_fen"] for each in seen if each["sum_fen"]} == {"arrears": 10_000, "prepaid": 500}


async def test_a_waived_item_lets_it_close_until_more_is_open(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    await tell(rig, posted("c1"))
    async with chief(rig) as client:
        waived = await did(await act(client, transfer_id, "waive", {"item": "arrears", "reason": "买方承担"}))
    item = next(each for each in waived["checklist"] if each["item"] == "arrears")
    assert (item["state"], item["note"], item["marked_by"]) == ("waived", "买方承担", MANAGER)
    await tell(rig, posted("c2"))
    assert (await states(rig, transfer_id))["arrears"] == "open", "the waiver was for less"
    await tell(rig, paid(["c2"]))
    async with assistant(rig) as client:
        assert (await did(await act(client, transfer_id, "close")))["status"] == "closed"


async def test_nobody_waives_in_a_transfer_that_they_opened(rig: ServiceRig) -> None:
    async with chief(rig) as client:
        made = await did(await client.post(PATH, json=transfer()), 201)
        refused = await act(client, made["id"], "waive", {"item": "parcels", "reason": "我同意"})
    assert (await did(refused, 403))["type"] == "urn:lobby:problem:own-request"
    async with assistant(rig) as client:
        forbidden = await act(client, made["id"], "waive", {"item": "parcels", "reason": "我同意"})
    assert "transfers:waive" in (await did(forbidden, 403))["detail"]


async def test_facts_can_not_be_talked_away(rig: ServiceRig) -> None:
    transfer_id = str((await opened(rig))["id"])
    await tell(rig, posted("c1"))
    async with assistant(rig) as client:
        by_hand = await act(client, transfer_id, "confirm", {"item": "arrears", "note": "已口头承诺"})
        clear = await act(client, transfer_id, "confirm", {"item": "keys", "note": "已收"})
    assert (await did(by_hand, 409))["type"] == "urn:lobby:problem:not-by-hand"
    assert (await did(clear, 409))["type"] == "urn:lobby:problem:nothing-open"


async def test_a_confirmation_says_who_when_and_what_was_looked_at(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    parcels = next(each for each in (await shown(rig, transfer_id))["checklist"] if each["item"] == "parcels")
    assert (parcels["state"], parcels["note"], parcels["marked_at"]) == ("confirmed", "已核对", "2026-11-22T04:00:00Z")
    assert parcels["marked_by_name"]


async def test_a_prepaid_balance_is_shown_as_known_and_confirmed_by_hand_for_as_much_as_it_was(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    await tell(rig, paid(prepaid_fen=900, amount_fen=900))
    await tell(rig, paid(amount_fen=400, method="prepaid"))
    async with assistant(rig) as client:
        await did(await act(client, transfer_id, "confirm", {"item": "prepaid", "note": "已退还 5 元"}))
    assert (await states(rig, transfer_id))["prepaid"] == "confirmed"
    await tell(rig, paid(prepaid_fen=1, amount_fen=1))
    assert (await states(rig, transfer_id))["prepaid"] == "open"


async def test_a_running_renovation_blocks(rig: ServiceRig) -> None:
    from tests.service.residents.builders import LI, draft  # noqa: PLC0415 - Li renovates, Wang does not

    renovation_id = await draft(rig)
    transfer_id = await settled(rig, household_id=LI)
    assert (await states(rig, transfer_id))["renovation"] == "clear"
    async with desk(rig) as client:
        await did(await client.post(f"/v1/renovations/{renovation_id}/submit"))
    item = next(each for each in (await shown(rig, transfer_id))["checklist"] if each["item"] == "renovation")
    assert (item["state"], item["names"]) == ("open", ["R261122-0001"])


async def test_a_file_that_is_asked_for_or_out_blocks_until_it_is_back(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    assert (await states(rig, transfer_id))["archive_loan"] == "clear"
    async with borrower(rig) as client, lead(rig) as head:
        file_id = await archive_id(client)
        loan = await did(await post(client, f"/v1/archives/{file_id}/loans", LOAN), 201)
        path = f"/v1/archives/loans/{loan['id']}"
        await did(await head.post(f"{path}/approve"))
        await did(await client.post(f"{path}/hand-out", json={"due_on": "2026-11-25"}))
        item = next(each for each in (await shown(rig, transfer_id))["checklist"] if each["item"] == "archive_loan")
        assert (item["state"], item["names"], item["by_hand"]) == ("open", [f"SG-{WANG_ROOM}"], False)
        async with assistant(rig) as conductor:
            talked = await act(conductor, transfer_id, "confirm", {"item": "archive_loan", "note": "已还"})
            assert (await did(talked, 409))["type"] == "urn:lobby:problem:not-by-hand"
        await did(await client.post(f"{path}/return"))
    async with assistant(rig) as client:
        assert (await did(await act(client, transfer_id, "close")))["status"] == "closed"


async def test_readings_go_up_from_the_move_in_to_the_transfer_and_on(rig: ServiceRig) -> None:
    moved_in = MoveInCompleted(
        move_in_id="m",
        number="M1",
        household_id=WANG,
        room_id=WANG_ROOM_ID,
        room_code=WANG_ROOM,
        handed_over_on=date(2026, 1, 5),
        readings=[OpeningReading(kind="water", serial=None, reading=Decimal("120.501"))],
        passes_wanted=[],
        keys=[],
        version=1,
    )
    await rig.tell(moved_in, subject="m")
    transfer_id = str((await opened(rig))["id"])
    async with assistant(rig) as client:
        below = await act(client, transfer_id, "readings", READINGS)
        document = await did(below, 422)
        assert document["type"] == "urn:lobby:problem:reading-below-opening"
        assert document["errors"][0]["pointer"] == "/readings/0/reading"
        read = {"readings": [{"meter": "water", "reading": "120.501"}, *READINGS["readings"][1:]]}
        recorded = await did(await act(client, transfer_id, "readings", read))
        assert [(each["meter"], each["reading"], each["opening"]) for each in recorded["readings"]] == [
            ("water", "120.501", "120.501"),
            ("power", "3456.000", None),
            ("gas", None, None),
        ]
        for item in BY_HAND:
            await did(await act(client, transfer_id, "confirm", {"item": item, "note": "无"}))
        done = await did(await act(client, transfer_id, "close"))
        again = await did(
            await client.post(PATH, json=transfer(household_id=done["new_household_id"], members=[])), 201
        )
        lower = {"readings": [{"meter": "power", "reading": "3455.999"}]}
        assert (await act(client, again["id"], "readings", lower)).status_code == 422


async def test_an_ended_transfer_keeps_its_checklist_as_it_stood(rig: ServiceRig) -> None:
    done = await closed(rig)
    await tell(rig, posted("late"))
    later = await shown(rig, done["id"])
    assert {each["item"]: each["state"] for each in later["checklist"]}["arrears"] == "clear"
    assert later["is_clear"]
