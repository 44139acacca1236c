"""A roster from the file to the register and back. Source: handbook R-08."""

from typing import Any

import httpx

from shared.contracts.envelope import read_payload
from shared.contracts.registry import EVENTS
from shared.runtime.sealing import unseal
from tests.service.residents.builders import CONTACT_SECRET, WANG, WANG_ROOM, departs, did
from tests.service.residents.rosters import (
    CARD,
    IMPORTS,
    applied,
    ask,
    checked,
    csv_text,
    done,
    importer,
    room,
    rows_of,
    upload,
    xlsx,
)
from tests.service.support import ServiceRig


async def home_of(client: httpx.AsyncClient, code: str) -> dict[str, Any] | None:
    page = await did(await client.get("/v1/households", params={"room_code": code}))
    return page["items"][0] if page["items"] else None


async def room_of(client: httpx.AsyncClient, code: str) -> dict[str, Any]:
    page: dict[str, Any] = await did(await client.get("/v1/rooms", params={"code": code}))
    found: dict[str, Any] = page["items"][0]
    return found


FAMILY = room(
    owner_id_number=CARD, tenant_name="刘洋", tenant_phone="13900139000", occupancy="出租", kind="商铺",
    member_1_name="陈小明", member_1_relation="子女", registered_on="2024-05-06",
)  # fmt: skip


async def test_a_dry_run_changes_nothing_and_tells_what_would_come(rig: ServiceRig) -> None:
    before = len(await rig.told())
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx([FAMILY, room("9#1-1-2", owner_name=None, owner_phone=None)]))
        assert found["status"] == "checked"
        assert found["rows"]["new"] == found["rows"]["total"] == 2
        assert (await did(await client.get("/v1/rooms", params={"code": "9#1-1-1"})))["items"] == []
    assert len(await rig.told()) == before


async def test_what_was_found_is_written_with_people_files_and_events(rig: ServiceRig) -> None:
    before = len(await rig.told())
    async with importer(rig) as client:
        found = await applied(rig, client, xlsx([FAMILY]))
        assert (found["status"], found["rows_done"]) == ("applied", 1)
        place, home = await room_of(client, "9#1-1-1"), await home_of(client, "9#1-1-1")
        files = await did(await client.get("/v1/archives", params={"room_code": "9#1-1-1"}))
    assert (place["area_m2"], place["kind"], place["occupancy"], place["hand_over"]) == (
        "89.50", "shop", "let", "handed_over",
    )  # fmt: skip
    assert home is not None
    assert home["registered_on"] == "2024-05-06"
    assert [(one["name"], one["role"], one["phone"], one["relation"]) for one in home["members"]] == [
        ("陈晨", "owner", "138****8000", None),
        ("刘洋", "tenant", "139****9000", None),
        ("陈小明", "family", None, "子女"),
    ]
    assert [one["pays"] for one in home["members"]] == [True, False, False]
    assert home["members"][0]["has_id_number"]
    assert files["items"][0]["number"] == "SG-9#1-1-1"

    told = (await rig.told())[before:]
    assert [each.type for each in told] == ["room.changed", "household.registered", "household.contacts_changed"]
    for each in told:
        read_payload(EVENTS[each.type], each)
    assert CARD not in str(told)
    assert "13800138000" not in str(told)
    contacts = unseal(CONTACT_SECRET, told[2].data["contacts_jwe"])["contacts"]
    assert [one["address"] for one in contacts] == ["+8613800138000", "+8613900139000"]


async def test_an_id_number_that_was_imported_is_revealed_with_a_reason(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        await applied(rig, client, xlsx([FAMILY]))
        home = await home_of(client, "9#1-1-1")
        assert home is not None
        asked = {"reason": "核对证件", "fields": ["id_number"]}
        person = home["members"][0]["person_id"]
        shown = await did(
            await client.post(f"/v1/persons/{person}/reveal", json=asked, headers={"Idempotency-Key": "k1"})
        )
    assert shown["id_number"] == CARD


async def test_the_same_file_again_writes_nothing(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        await applied(rig, client, xlsx([FAMILY, room("9#1-1-2", occupancy="未售", owner_name="", owner_phone="")]))
        before = len(await rig.told())
        again = await applied(
            rig, client, xlsx([FAMILY, room("9#1-1-2", occupancy="未售", owner_name="", owner_phone="")])
        )
    assert again["rows"]["same"] == 2
    assert len(await rig.told()) == before


async def test_undo_takes_everything_back_and_leaves_rooms_unsold(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        made = await applied(rig, client, xlsx([FAMILY]))
        home = await home_of(client, "9#1-1-1")
        assert home is not None
        before = len(await rig.told())
        undone = await done(rig, client, made["id"], "undo")
        assert (undone["status"], undone["rows"]["kept"]) == ("undone", 0)
        assert await home_of(client, "9#1-1-1") is None
        assert (await client.get(f"/v1/households/{home['id']}")).status_code == 404
        place = await room_of(client, "9#1-1-1")
        files = await did(await client.get("/v1/archives", params={"room_code": "9#1-1-1"}))
    assert (place["occupancy"], place["hand_over"]) == ("unsold", "pending")
    assert files["items"] == []
    told = (await rig.told())[before:]
    assert sorted(each.type for each in told) == [
        "household.contacts_changed", "household.departed", "room.changed",
    ]  # fmt: skip
    for each in told:
        read_payload(EVENTS[each.type], each)
    contacts = next(each for each in told if each.type == "household.contacts_changed")
    assert unseal(CONTACT_SECRET, contacts.data["contacts_jwe"])["contacts"] == []


async def test_rows_that_were_touched_since_are_kept_and_told(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        made = await applied(rig, client, xlsx([room("9#1-1-1"), room("9#1-1-2"), room("9#1-1-3")]))
        first = await home_of(client, "9#1-1-1")
        second = await home_of(client, "9#1-1-2")
        assert first is not None
        assert second is not None
        await did(await client.post(f"/v1/households/{first['id']}/members", json={"name": "陈小", "role": "family"}))
        person = second["members"][0]["person_id"]
        await did(await client.post(f"/v1/persons/{person}/reveal", json={"reason": "核对"}))
        undone = await done(rig, client, made["id"], "undo")
        rows = await rows_of(client, made["id"])
        assert undone["rows"]["kept"] == 2
        assert [row["remark"] and row["remark"]["code"] for row in rows] == ["touched_since", "touched_since", None]
        assert await home_of(client, "9#1-1-1") is not None
        assert await home_of(client, "9#1-1-3") is None


def of_wang(**over: Any) -> dict[str, Any]:
    """Wang's flat as the demo has it."""
    return room(WANG_ROOM, area_m2=89.5, owner_name="王芳", owner_phone="13812345678") | over


async def test_differences_are_told_masked_and_written_and_taken_back(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        home = await did(await client.get(f"/v1/households/{WANG}"))
        sheet = xlsx(
            [
                of_wang(
                    area_m2=92.1, owner_phone="13700137000", owner_id_number=CARD, tenant_name="赵六", occupancy="出租"
                )
            ]
        )
        found = await checked(rig, client, sheet)
        (row,) = await rows_of(client, found["id"], kind="changed")
        assert {(each["field"], each["before"], each["after"]) for each in row["changes"]} == {
            ("area_m2", "89.50", "92.10"),
            ("occupancy", "Occupied", "Let"),
            ("phone", "138****5678", "137****7000"),
            ("id_number", None, "****"),
            ("member", None, "赵六"),
        }
        before = len(await rig.told())
        await done(rig, client, found["id"], "apply")
        now = await did(await client.get(f"/v1/households/{WANG}"))
        assert [one["name"] for one in now["members"]] == [*(one["name"] for one in home["members"]), "赵六"]
        assert now["members"][0]["phone"] == "137****7000"
        assert now["members"][0]["has_id_number"]
        assert now["version"] == home["version"] + 1
        told = (await rig.told())[before:]
        assert [each.type for each in told] == ["room.changed", "household.changed", "household.contacts_changed"]
        assert told[1].data["version"] == now["version"]
        again = await checked(rig, client, sheet)
        assert again["rows"]["same"] == 1

        await done(rig, client, found["id"], "undo")
        back = await did(await client.get(f"/v1/households/{WANG}"))
        place = await room_of(client, WANG_ROOM)
    assert [(one["name"], one["phone"], one["has_id_number"]) for one in back["members"]] == [
        (one["name"], one["phone"], one["has_id_number"]) for one in home["members"]
    ]
    assert (place["area_m2"], place["occupancy"]) == ("89.50", "occupied")


async def test_another_holder_is_a_conflict_and_never_replaced(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx([of_wang(owner_name="别人")]))
        (row,) = await rows_of(client, found["id"], kind="conflict")
        assert row["faults"][0]["code"] == "holder_differs"
        refused = await ask(client, found["id"], "apply")
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:lobby:problem:roster-rows-in-error")
        made = await done(rig, client, found["id"], "apply", {"leave_out_faulty": True})
        home = await home_of(client, WANG_ROOM)
    assert made["status"] == "applied"
    assert home is not None
    assert home["members"][0]["name"] == "王芳"


async def test_what_others_changed_after_the_dry_run_is_left_out(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        found = await checked(rig, client, xlsx([of_wang(owner_phone="13700137000"), room("9#1-1-1")]))
        body = {"name": "陈小", "role": "family"}
        await did(await client.post(f"/v1/households/{WANG}/members", json=body))
        made = await done(rig, client, found["id"], "apply")
        rows = await rows_of(client, found["id"])
        home = await home_of(client, WANG_ROOM)
    assert made["rows"]["left_out"] == 1
    assert [row["remark"] and row["remark"]["code"] for row in rows] == ["changed_since", None]
    assert home is not None
    assert home["members"][0]["phone"] == "138****5678"


async def test_who_comes_after_somebody_gets_the_next_file_of_the_room(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        await applied(rig, client, xlsx([room("9#1-1-1"), room("9#1-1-2", owner_name=None, owner_phone=None)]))
        first = await home_of(client, "9#1-1-1")
        assert first is not None
        await departs(rig, first["id"])
        rows = [room("9#1-1-1", owner_name="后来"), room("9#1-1-2", owner_name="首户")]
        found = await applied(rig, client, xlsx(rows))
        files = [
            await did(await client.get("/v1/archives", params={"room_code": code})) for code in ("9#1-1-1", "9#1-1-2")
        ]
    assert (found["rows"]["new"], found["rows"]["left_out"]) == (2, 0)
    assert [sorted(one["number"] for one in page["items"]) for page in files] == [
        ["SG-9#1-1-1", "SG-9#1-1-1/2"],
        ["SG-9#1-1-2"],
    ]


async def test_csv_is_read_in_utf8_and_in_gb18030(rig: ServiceRig) -> None:
    text = csv_text([room("9#1-1-1", owner_name="龘龘"), room("9#1-1-2", area_m2="1e400")])
    async with importer(rig) as client:
        for content in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("gb18030")):
            found = await checked(rig, client, content)
            assert (found["rows"]["new"], found["rows"]["error"]) == (1, 1), found
            (row,) = await rows_of(client, found["id"], kind="error")
            assert row["faults"][0]["cell"] == "CSV!F3"


async def test_an_import_is_seen_by_its_community_alone(rig: ServiceRig) -> None:
    async with importer(rig) as client:
        made = await upload(client, xlsx([room()]))
    async with importer(rig, communities=("elsewhere",)) as other:
        for path in (IMPORTS, f"{IMPORTS}/{made['id']}", f"{IMPORTS}/{made['id']}/rows", f"{IMPORTS}/template"):
            assert (await other.get(path)).status_code == 404
        for what in ("apply", "undo"):
            assert (await ask(other, made["id"], what)).status_code == 404
