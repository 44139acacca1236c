"""A room is handed over step by step. Handbook R-20 to R-24, flows 3."""

from decimal import Decimal
from typing import Any

import pytest

from shared.contracts.residents import DefectRaised, MoveInCompleted
from tests.service.residents.builders import did
from tests.service.residents.counting import counted
from tests.service.residents.hand_over import (
    FORMS,
    ORDER,
    announced,
    assistant,
    step,
    unsold_room,
    walked,
)
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig


async def test_an_owner_takes_over_in_one_visit_and_everybody_hears_of_it(rig: ServiceRig) -> None:
    room_code = await unsold_room(rig)
    async with assistant(rig) as client:
        move_in = await announced(client, room_code)
        assert (move_in["status"], move_in["next_step"]) == ("notified", "verify")
        assert move_in["appointment_at"] == "2026-11-22T02:00:00Z"
        assert move_in["owner_phone"] == "138****8000"
        standing = await walked(client, move_in["id"], until="complete")
        people = standing["household"]["household_id"]
        household = await did(await client.get(f"/v1/households/{people}"))
        wishes = [
            {"person_id": member["person_id"], "count": 4 if member["role"] == "owner" else 3}
            for member in household["members"]
        ]
        done = await did(await step(client, move_in["id"], "complete", {"passes_wanted": wishes}))
        [room] = (await did(await client.get("/v1/rooms", params={"code": room_code})))["items"]

    assert (done["status"], done["next_step"], done["handed_over_on"]) == ("completed", None, "2026-11-22")
    assert all(state["done_at"] and state["done_by"] for state in done["steps"])
    assert [state["step"].replace("_", "-") for state in done["steps"]] == list(ORDER)
    assert (room["hand_over"], room["occupancy"]) == ("handed_over", "occupied")

    [told] = await rig.told("move_in.completed")
    event = MoveInCompleted.model_validate(told.data)
    assert (event.room_code, event.household_id, str(event.handed_over_on)) == (room_code, people, "2026-11-22")
    assert {(line.kind, line.serial, line.reading) for line in event.readings} == {
        ("water", "W20260178", Decimal("1.250")),
        ("power", "E20260178", Decimal(36)),
        ("gas", "G20260178", Decimal(0)),
    }
    assert [wish.count for wish in event.passes_wanted] == [4, 3, 3]
    # The key that does not work was not signed for.
    assert [(sort.label, sort.count, sort.kept) for sort in event.keys] == [
        ("entrance", 2, 0),
        ("door", 2, 1),
        ("mailbox", 1, 0),
    ]
    assert event.version == done["version"]


async def test_what_was_signed_is_in_the_household_s_file(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        done = await walked(client, move_in["id"])
        params = {"household_id": done["household_id"]}
        [file] = (await did(await client.get("/v1/archives", params=params)))["items"]
        whole = await did(await client.get(f"/v1/archives/{file['id']}"))

    filed = {entry["kind"]: entry for entry in whole["entries"]}
    assert set(filed) == {
        "hand_over_form",
        "room_inspection",
        "key_receipt",
        "key_custody",
        "household_information",
        "document_receipt",
        "interim_convention",
        "area_undertaking",
        "agency_authorisation",
        "renovation_agreement",
        "identity_copy",
        "title_copy",
    }
    assert {entry["number"] for entry in whole["entries"]} == {done["number"]}
    assert filed["room_inspection"]["details"] == {"items": 16, "defects": 2}
    assert filed["key_receipt"]["details"] == {"keys": 5, "kept": 1}
    assert whole["entries"][0]["section"] == "interim_convention"


@pytest.mark.parametrize("pause", ORDER)
async def test_a_visit_that_was_broken_off_goes_on_where_it_stopped(rig: ServiceRig, pause: str) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        standing = await walked(client, move_in["id"], until=pause)
    assert standing["next_step"] == pause.replace("-", "_")
    async with assistant(rig, account_id="another-assistant") as colleague:
        done = await did(await step(colleague, move_in["id"], pause))
    by = {state["step"]: state["done_by"] for state in done["steps"]}
    assert by[pause.replace("-", "_")] == "another-assistant"


async def test_documents_come_from_a_pack_that_was_prepared(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig), pack_prepared=False)
        assert move_in["pack_prepared_by"] is None
        await walked(client, move_in["id"], until="hand-out-documents")
        problem = await did(await step(client, move_in["id"], "hand-out-documents"), 409)
        assert problem["type"] == "urn:lobby:problem:pack-not-prepared"
        packed = await did(await step(client, move_in["id"], "prepare-pack"))
        assert packed["pack_prepared_by"]
        assert packed["next_step"] == "hand_out_documents"
        handed = await did(await step(client, move_in["id"], "hand-out-documents"))
        assert handed["next_step"] == "record_prepayment"
        await did(await step(client, move_in["id"], "prepare-pack"), 409)


async def test_a_room_without_a_meter_of_its_own_is_read_without_it(rig: ServiceRig) -> None:
    form = {
        "readings": [{"kind": "power", "reading": "9999999999.999"}, {"kind": "gas", "reading": "-0"}],
        "absent": ["water"],
    }
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        await walked(client, move_in["id"], until="read-meters")
        read = await did(await step(client, move_in["id"], "read-meters", form))
    assert [line["reading"] for line in read["readings"]["readings"]] == ["9999999999.999", "0"]
    assert read["readings"]["absent"] == ["water"]


async def test_who_holds_the_room_already_is_confirmed_and_not_registered_again(rig: ServiceRig) -> None:
    room_code = await unsold_room(rig)
    async with assistant(rig) as client:
        owner = {"room_code": room_code, "members": FORMS["confirm-household"]["members"]}
        known = await did(await client.post("/v1/households", json=owner), 201)
        move_in = await announced(client, room_code)
        await walked(client, move_in["id"], until="confirm-household")
        again = await did(await step(client, move_in["id"], "confirm-household"), 409)
        assert again["type"] == "urn:lobby:problem:room-taken"
        confirmed = await did(await step(client, move_in["id"], "confirm-household", {}))
    assert confirmed["household"] == {"household_id": known["id"], "is_new": False}


async def test_each_defect_of_the_inspection_goes_to_the_developer_at_once(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        seen = await walked(client, move_in["id"], until="read-meters")
        listed = (await did(await client.get("/v1/defects", params={"move_in_id": move_in["id"]})))["items"]
    numbers = {number for item in seen["inspection"]["items"] for number in item["defects"]}
    assert {defect["number"] for defect in listed} == numbers == {"D261122-0001", "D261122-0002"}
    events = [DefectRaised.model_validate(told.data) for told in await rig.told("defect.raised")]
    assert {(event.kind, str(event.deadline_on), event.household_id) for event in events} == {
        ("wall_floor", "2026-12-06", seen["household_id"]),
        ("waterproofing", "2026-11-29", seen["household_id"]),
    }


async def test_lists_and_reads_cost_a_fixed_number_of_queries_and_stay_in_the_community(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        for position in range(2):
            await announced(client, await unsold_room(rig, position))
        move_in = await announced(client, await unsold_room(rig, 2))
        with counted(rig) as queries:
            page = await did(await client.get("/v1/move-ins", params={"limit": 2}))
        assert len(queries) == 1
        rest = await did(await client.get("/v1/move-ins", params={"limit": 2, "cursor": page["next_cursor"]}))
        assert [each["number"] for each in page["items"] + rest["items"]] == [
            "M261122-0003",
            "M261122-0002",
            "M261122-0001",
        ]
        with counted(rig) as queries:
            answer = await client.get(f"/v1/move-ins/{move_in['id']}")
        assert len(queries) == 2
        assert answer.headers["ETag"] == f'"{move_in["version"]}"'
        stale = {"If-Match": '"99"', "Idempotency-Key": "k"}
        assert (await client.post(f"/v1/move-ins/{move_in['id']}/prepare-pack", headers=stale)).status_code == 412
        found = await did(
            await client.get("/v1/move-ins", params={"room_code": move_in["room_code"], "status": "notified"})
        )
        assert [each["id"] for each in found["items"]] == [move_in["id"]]
    async with assistant(rig, communities=(ELSEWHERE,)) as stranger:
        assert (await stranger.get(f"/v1/move-ins/{move_in['id']}")).status_code == 404
        assert (await step(stranger, move_in["id"], "verify")).status_code == 404
        assert (await did(await stranger.get("/v1/move-ins")))["items"] == []
        assert (await stranger.get("/v1/move-ins", params={"community_id": GARDEN})).status_code == 404


async def test_the_lists_of_items_are_in_the_caller_s_language(rig: ServiceRig) -> None:
    async with assistant(rig, headers={"Accept-Language": "zh-CN"}) as client:
        lists: list[Any] = (await client.get("/v1/move-ins/inspection-lists")).json()
    flat = next(each for each in lists if each["room_kind"] == "flat")
    assert flat["items"][0] == {"item": "entrance_door", "label": "入户门及门锁"}
    assert [meter["kind"] for meter in flat["meters"]] == ["water", "power", "gas"]
    assert {each["room_kind"] for each in lists} >= {"shop", "parking_space"}


async def test_the_papers_of_the_hand_over_are_printed_once_the_keys_are_tried(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        await walked(client, move_in["id"], until="try-keys")
        for paper in ("hand-over-form", "key-receipt"):
            early = await did(await client.get(f"/v1/move-ins/{move_in['id']}/{paper}/pdf"), 409)
            assert early["type"] == "urn:lobby:problem:not-signed-yet"
        for name in ("try-keys", "complete"):
            await did(await step(client, move_in["id"], name))
            for paper in ("hand-over-form", "key-receipt"):
                printed = await client.get(f"/v1/move-ins/{move_in['id']}/{paper}/pdf")
                assert printed.status_code == 200
                assert printed.headers["content-type"] == "application/pdf"
                assert printed.content.startswith(b"%PDF-")
        path = f"/v1/move-ins/{move_in['id']}/key-receipt/pdf"
        assert (await client.get(path)).content == (await client.get(path)).content
