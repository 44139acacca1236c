"""A room is handed over step by step. Handbook R-20 to R-24, flows 3."""

from decimal import Decimal
from typing import Any

import pytest

from shared.contracts.residents import DefectRaised, MoveInCompleted
from tests.service.residents.builders import WANG_ROOM, did
from tests.service.residents.counting import counted
from tests.service.residents.hand_over import (
    FORMS,
    ORDER,
    announced,
    assistant,
    inspection,
    key,
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


async def test_a_step_out_of_its_turn_is_refused_with_the_step_that_is_next(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        for position, due in enumerate(ORDER):
            for name in ORDER:
                if name == due:
                    continue
                problem = await did(await step(client, move_in["id"], name), 409)
                assert problem["type"] == "urn:lobby:problem:step-out-of-order"
                assert f"({due.replace('-', '_')})" in problem["detail"], (position, name)
            await did(await step(client, move_in["id"], due))
        ended = await did(await step(client, move_in["id"], "complete"), 409)
        assert "it has ended" in ended["detail"]
    assert len(await rig.told("move_in.completed")) == 1


async def test_the_language_of_a_refused_step_is_the_caller_s(rig: ServiceRig) -> None:
    async with assistant(rig, headers={"Accept-Language": "zh-CN"}) as client:
        move_in = await announced(client, await unsold_room(rig))
        problem = await did(await step(client, move_in["id"], "complete"), 409)
    assert problem["detail"] == "收楼处于“已通知”，现在不能“完成交接”；下一步：核验资料 (verify)。"


PRIVATE = ("hand_over_notice", "identity", "contract_copy", "photo")
COMPANY = ("hand_over_notice", "legal_person_proof", "business_licence", "proxy_identity", "proxy_letter", "photo")


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        ({"papers": []}, set(PRIVATE)),
        ({"papers": [{"kind": "identity"}]}, {"hand_over_notice", "contract_copy", "photo"}),
        ({"papers": [{"kind": kind} for kind in (*PRIVATE[:2], "photo")]}, {"contract_copy"}),
        (
            {"presented_by": "proxy", "papers": [{"kind": kind} for kind in PRIVATE]},
            {"proxy_identity", "proxy_letter"},
        ),
        (
            {"party": "company", "presented_by": "proxy", "papers": [{"kind": "deed_copy"}]},
            set(COMPANY),
        ),
    ],
)
async def test_papers_that_are_missing_stop_it_and_are_named(
    rig: ServiceRig, form: dict[str, Any], missing: set[str]
) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        problem = await did(await step(client, move_in["id"], "verify", form), 409)
        assert problem["type"] == "urn:lobby:problem:move-in-papers-missing"
        assert {fault["pointer"].removeprefix("/papers/") for fault in problem["errors"]} == missing
        assert all(fault["message"] in problem["detail"] for fault in problem["errors"])
        asked = await did(
            await step(client, move_in["id"], "ask-sales-office", {"missing": sorted(missing), "note": "明日补送"})
        )
    assert (asked["status"], asked["next_step"]) == ("notified", "verify")
    assert "明日补送" in asked["history"][-1]["note"]


async def test_a_company_s_proxy_with_everything_and_a_deed_is_verified(rig: ServiceRig) -> None:
    form = {
        "party": "company",
        "presented_by": "proxy",
        "papers": [{"kind": kind, "sha256": "ab" * 32} for kind in (*COMPANY, "deed_copy")],
    }
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig), owner_name="阳光科技有限公司", owner_phone=None)
        verified = await did(await step(client, move_in["id"], "verify", form))
    assert verified["status"] == "verified"
    assert verified["verification"]["party"] == "company"


async def test_another_notice_than_the_developer_s_is_refused(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        form = FORMS["verify"] | {"notice_number": "JF-1"}
        problem = await did(await step(client, move_in["id"], "verify", form), 422)
    assert problem["errors"][0]["pointer"] == "/notice_number"


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


@pytest.mark.parametrize(
    ("name", "form", "pointers"),
    [
        ("sign-agreements", {"signed": ["renovation_rules"], "signed_by": "周敏"}, {"/signed/interim_convention", "/signed/area_undertaking"}),
        ("hand-out-documents", {"documents": [{"kind": "fee_table"}], "received_by": "周敏"}, {"/documents/quality_guarantee", "/documents/user_manual", "/documents/owner_handbook"}),
        ("record-prepayment", {"amount_fen": 100}, {"/"}),
        ("record-prepayment", {"amount_fen": 0, "receipt_number": "SG-1"}, {"/"}),
        ("record-prepayment", {"amount_fen": -1}, {"/amount_fen"}),
        ("confirm-household", {}, {"/members"}),
        ("confirm-household", {"members": [{"name": "周敏", "role": "family"}]}, {"/members"}),
        ("confirm-household", {"members": [{"name": "周敏", "role": "owner", "phone": "1"}]}, {"/members/0/phone"}),
        ("choose-custody", {"custody": "finishing_work"}, {"/"}),
        ("inspect", {"items": [{"item": "walls", "finding": "ok"}, {"item": "walls", "finding": "ok"}, {"item": "roller_door", "finding": "ok"}], "inspected_with": "x"}, {"/items/0/item", "/items/1/item", "/items/2/item", "/items/kitchen"}),
        ("inspect", inspection({"walls": []}), {"/items/3/defects"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": 1}]}, {"/readings/power", "/readings/gas"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": 1}] * 2, "absent": ["power", "gas"]}, {"/readings/0/kind", "/readings/1/kind"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": 1}], "absent": ["water", "power", "gas"]}, {"/readings/0/kind"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": -0.001}]}, {"/readings/0/reading"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": "9" * 20}]}, {"/readings/0/reading"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": "NaN"}]}, {"/readings/0/reading"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": "1e400"}]}, {"/readings/0/reading"}),
        ("try-keys", {"keys": [key("door", works=False)], "received_by": "x"}, {"/keys"}),
        ("try-keys", {"keys": [key("door", stays=True), key("door", stays=True), key("door")], "received_by": "x"}, {"/keys/1/stays"}),
        ("try-keys", {"keys": [key("door"), key("mailbox")], "received_by": "x"}, {"/keys"}),
        ("try-keys", {"keys": [key("door"), key("door", stays=True, works=False)], "received_by": "x"}, {"/keys/1/stays"}),
        ("try-keys", {"keys": [key("door", tag="a\x00b")], "received_by": "x"}, {"/keys/0/tag"}),
        ("complete", {"handed_over_on": "2026-11-23"}, {"/handed_over_on"}),
        ("complete", {"handed_over_on": "2026-11-09"}, {"/handed_over_on"}),
        ("complete", {"passes_wanted": [{"person_id": "x", "count": 3}]}, {"/passes_wanted/0/person_id"}),
        ("complete", {"passes_wanted": [{"person_id": "x", "count": 10**9}]}, {"/passes_wanted/0/count"}),
    ],
)  # fmt: skip
async def test_a_form_that_is_not_in_order_is_refused_by_field_and_changes_nothing(
    rig: ServiceRig, name: str, form: dict[str, Any], pointers: set[str]
) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        before = await walked(client, move_in["id"], until=name)
        problem = await did(await step(client, move_in["id"], name, form), 422)
        assert {fault["pointer"] for fault in problem["errors"]} >= pointers
        assert await did(await client.get(f"/v1/move-ins/{move_in['id']}")) == before


async def test_a_room_without_gas_is_read_without_gas(rig: ServiceRig) -> None:
    form = {
        "readings": [{"kind": "water", "reading": "0.001"}, {"kind": "power", "reading": "9999999999.999"}],
        "absent": ["gas"],
    }
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        await walked(client, move_in["id"], until="read-meters")
        read = await did(await step(client, move_in["id"], "read-meters", form))
    assert read["readings"]["readings"][1]["reading"] == "9999999999.999"
    assert read["readings"]["absent"] == ["gas"]


async def test_no_key_stays_without_the_owner_s_word(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        await walked(client, move_in["id"], until="choose-custody")
        await did(await step(client, move_in["id"], "choose-custody", {"custody": "none"}))
        for name in ("inspect", "read-meters"):
            await did(await step(client, move_in["id"], name))
        staying = {"keys": [key("door"), key("door", stays=True)], "received_by": "周敏"}
        problem = await did(await step(client, move_in["id"], "try-keys", staying), 422)
        assert problem["errors"][0]["pointer"] == "/keys/1/stays"
        tried = await did(await step(client, move_in["id"], "try-keys", {"keys": [key("door")], "received_by": "周敏"}))
    assert tried["custody_slip_number"] is None
    assert tried["keys"]["keys"][0]["tag"] == tried["room_code"]


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


async def test_a_household_that_left_meanwhile_takes_nothing_over(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        standing = await walked(client, move_in["id"], until="complete")
        await did(await client.post(f"/v1/households/{standing['household_id']}/depart", json={}))
        gone = await did(await step(client, move_in["id"], "complete"), 409)
        assert gone["type"] == "urn:lobby:problem:household-gone"
        await did(await step(client, move_in["id"], "cancel", {"reason": "业主退房"}))
    assert await rig.told("move_in.completed") == []


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


async def test_a_room_is_handed_over_once_and_by_one_move_in_at_a_time(rig: ServiceRig) -> None:
    room_code = await unsold_room(rig)
    body = {"room_code": room_code, "owner_name": "周敏", "notice_number": "JF-2", "notice_on": "2026-11-10"}
    async with assistant(rig) as client:
        first = await announced(client, room_code)
        second = await did(await client.post("/v1/move-ins", json=body), 409)
        assert second["type"] == "urn:lobby:problem:move-in-open"
        assert first["number"] in second["detail"]
        cancelled = await did(await step(client, first["id"], "cancel", {"reason": "通知书有误"}))
        assert (cancelled["status"], cancelled["next_step"]) == ("cancelled", None)
        await did(await step(client, first["id"], "verify"), 409)
        again = await announced(client, room_code)
        await walked(client, again["id"])
        handed = await did(await client.post("/v1/move-ins", json=body), 409)
        assert handed["type"] == "urn:lobby:problem:already-handed-over"
        await did(await step(client, again["id"], "cancel", {"reason": "x"}), 409)


@pytest.mark.parametrize(
    ("over", "status", "pointer"),
    [
        ({"room_code": "9#9-9-9"}, 422, "/room_code"),
        ({"room_code": "x"}, 422, "/room_code"),
        ({"room_code": WANG_ROOM}, 409, "/room_code"),
        ({"notice_on": "2026-11-23"}, 422, "/notice_on"),
        ({"notice_on": "0001-01-01"}, 422, "/notice_on"),
        ({"owner_name": "a\x00b"}, 422, "/owner_name"),
        ({"owner_phone": "12"}, 422, "/owner_phone"),
        ({"appointment_at": "9999-12-31T23:59:59-14:00"}, 422, "/appointment_at"),
        ({"appointment_at": "2026-11-22T10:00:00"}, 422, "/appointment_at"),
        ({"pack_prepared": "perhaps"}, 422, "/pack_prepared"),
        ({"community_id": ELSEWHERE}, 404, None),
        ({"surprise": 1}, 422, "/surprise"),
    ],
)
async def test_a_notice_that_cannot_be_is_refused(
    rig: ServiceRig, over: dict[str, Any], status: int, pointer: str | None
) -> None:
    body = {"room_code": await unsold_room(rig), "owner_name": "周敏", "notice_number": "JF", "notice_on": "2026-11-10"}
    async with assistant(rig) as client:
        problem = await did(await client.post("/v1/move-ins", json=body | over), status)
    if pointer is not None:
        assert problem["errors"][0]["pointer"] == pointer


async def test_lists_and_reads_cost_a_fixed_number_of_queries_and_stay_in_the_community(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        for position in range(3):
            move_in = await announced(client, await unsold_room(rig, position))
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
        lists = await did(await client.get("/v1/move-ins/inspection-lists"))
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
        again = await client.get(f"/v1/move-ins/{move_in['id']}/key-receipt/pdf")
        assert again.content == printed.content


async def test_a_key_is_required_where_money_or_a_document_is_made(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        for name in ("record-prepayment", "inspect", "complete"):
            answer = await client.post(f"/v1/move-ins/{move_in['id']}/{name}", json=FORMS[name])
            assert (await did(answer, 400))["type"] == "urn:lobby:problem:idempotency-key-required"


async def test_who_may_only_read_takes_no_step(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
    async with rig.client("move_ins:read", "defects:read") as reader:
        assert (await reader.get(f"/v1/move-ins/{move_in['id']}")).status_code == 200
        for name in (*ORDER, "cancel", "prepare-pack", "ask-sales-office"):
            assert (await step(reader, move_in["id"], name)).status_code == 403
        assert (await reader.post("/v1/move-ins", json={})).status_code == 403
    async with rig.client("households:read") as nobody:
        assert (await nobody.get(f"/v1/move-ins/{move_in['id']}")).status_code == 403
