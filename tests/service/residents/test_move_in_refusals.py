"""What a move-in does not let pass. Handbook R-20 to R-22."""

import asyncio
from typing import Any

import pytest

from tests.service.residents.builders import WANG_ROOM, departs, did
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
from tests.service.support import ELSEWHERE, ServiceRig

# What is refused here is decided before the database is asked: one of the two is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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


async def test_another_notice_than_the_developer_s_is_refused(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        form = FORMS["verify"] | {"notice_number": "JF-1"}
        problem = await did(await step(client, move_in["id"], "verify", form), 422)
    assert problem["errors"][0]["pointer"] == "/notice_number"


@pytest.mark.parametrize(
    ("name", "form", "pointers"),
    [
        (
            "sign-agreements",
            {"signed": ["renovation_rules"], "signed_by": "周敏"},
            {"/signed/interim_convention", "/signed/area_undertaking"},
        ),
        (
            "hand-out-documents",
            {"documents": [{"kind": "fee_table"}], "received_by": "周敏"},
            {"/documents/quality_guarantee", "/documents/user_manual", "/documents/owner_handbook"},
        ),
        ("record-prepayment", {"amount_fen": 100}, {"/"}),
        ("record-prepayment", {"amount_fen": 0, "receipt_number": "SG-1"}, {"/"}),
        ("record-prepayment", {"amount_fen": -1}, {"/amount_fen"}),
        ("confirm-household", {}, {"/members"}),
        ("confirm-household", {"members": [{"name": "周敏", "role": "family"}]}, {"/members"}),
        ("confirm-household", {"members": [{"name": "周敏", "role": "owner", "phone": "1"}]}, {"/members/0/phone"}),
        ("choose-custody", {"custody": "finishing_work"}, {"/"}),
        (
            "inspect",
            {
                "items": [
                    {"item": "walls", "finding": "ok"},
                    {"item": "walls", "finding": "ok"},
                    {"item": "roller_door", "finding": "ok"},
                ],
                "inspected_with": "x",
            },
            {"/items/0/item", "/items/1/item", "/items/2/item", "/items/kitchen"},
        ),
        ("inspect", inspection({"walls": []}), {"/items/3/defects"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": 1}]}, {"/readings/power", "/readings/gas"}),
        (
            "read-meters",
            {"readings": [{"kind": "water", "reading": 1}] * 2, "absent": ["power", "gas"]},
            {"/readings/0/kind", "/readings/1/kind"},
        ),
        (
            "read-meters",
            {"readings": [{"kind": "water", "reading": 1}], "absent": ["water", "power", "gas"]},
            {"/readings/0/kind"},
        ),
        ("read-meters", {"readings": [{"kind": "water", "reading": -0.001}]}, {"/readings/0/reading"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": "9" * 20}]}, {"/readings/0/reading"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": "NaN"}]}, {"/readings/0/reading"}),
        ("read-meters", {"readings": [{"kind": "water", "reading": "1e400"}]}, {"/readings/0/reading"}),
        ("try-keys", {"keys": [key("door", works=False)], "received_by": "x"}, {"/keys"}),
        (
            "try-keys",
            {"keys": [key("door", stays=True), key("door", stays=True), key("door")], "received_by": "x"},
            {"/keys/1/stays"},
        ),
        ("try-keys", {"keys": [key("door"), key("mailbox")], "received_by": "x"}, {"/keys"}),
        (
            "try-keys",
            {"keys": [key("door"), key("door", stays=True, works=False)], "received_by": "x"},
            {"/keys/1/stays"},
        ),
        ("try-keys", {"keys": [key("door", tag="a\x00b")], "received_by": "x"}, {"/keys/0/tag"}),
        ("complete", {"handed_over_on": "2026-11-23"}, {"/handed_over_on"}),
        ("complete", {"handed_over_on": "2026-11-09"}, {"/handed_over_on"}),
        ("complete", {"passes_wanted": [{"person_id": "x", "count": 3}]}, {"/passes_wanted/0/person_id"}),
        ("complete", {"passes_wanted": [{"person_id": "x", "count": 10**9}]}, {"/passes_wanted/0/count"}),
    ],
)
async def test_a_form_that_is_not_in_order_is_refused_by_field_and_changes_nothing(
    rig: ServiceRig, name: str, form: dict[str, Any], pointers: set[str]
) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        before = await walked(client, move_in["id"], until=name)
        problem = await did(await step(client, move_in["id"], name, form), 422)
        assert {fault["pointer"] for fault in problem["errors"]} >= pointers
        assert await did(await client.get(f"/v1/move-ins/{move_in['id']}")) == before


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


async def test_a_household_that_left_meanwhile_takes_nothing_over(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        standing = await walked(client, move_in["id"], until="complete")
        await departs(rig, standing["household_id"])
        gone = await did(await step(client, move_in["id"], "complete"), 409)
        assert gone["type"] == "urn:lobby:problem:household-gone"
        await did(await step(client, move_in["id"], "cancel", {"reason": "业主退房"}))
    assert await rig.told("move_in.completed") == []


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


async def test_of_several_desks_at_once_one_begins_to_hand_a_room_over(rig: ServiceRig) -> None:
    room_code = await unsold_room(rig)
    body = {"room_code": room_code, "owner_name": "周敏", "notice_number": "JF-2", "notice_on": "2026-11-10"}
    async with assistant(rig) as client:
        answers = await asyncio.gather(*(client.post("/v1/move-ins", json=body) for _ in range(5)))
        listed = (await did(await client.get("/v1/move-ins", params={"room_code": room_code})))["items"]
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert len(listed) == 1


async def test_of_several_desks_at_once_one_takes_a_step(rig: ServiceRig) -> None:
    async with assistant(rig) as client:
        move_in = await announced(client, await unsold_room(rig))
        await walked(client, move_in["id"], until="complete")
        answers = await asyncio.gather(*(step(client, move_in["id"], "complete") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len(await rig.told("move_in.completed")) == 1
