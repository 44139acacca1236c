"""Handbook R-02, A-06: the household's register and how it changes."""

from typing import Any

import httpx
import pytest

from shared.kernel.ids import stable_id
from shared.runtime.sealing import unseal
from tests.service.residents.builders import CONTACT_SECRET, FOREIGN_HOUSEHOLD, LI, WANG, departs, desk, did, member
from tests.service.residents.counting import counted
from tests.service.support import ServiceRig

HOME = f"/v1/households/{WANG}"
WANG_FANG = stable_id("demo", "person", "3#2-5-1", "0")
ENTRIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("vehicles", "vehicles", {"plate": "沪ad12345", "kind": "car", "brand": "比亚迪", "colour": "白"}),
    ("parking-spaces", "parking_spaces", {"label": "B1-900", "tenure": "leased", "until": "2027-12-31"}),
    ("pets", "pets", {"kind": "dog", "name": "豆豆", "licence_number": "BJ-2026-1"}),
)


async def space(rig: ServiceRig, code: str = "1#B1-1-12", kind: str = "parking_space") -> str:
    async with desk(rig) as client:
        made = await client.post("/v1/rooms", json={"code": code, "area_m2": "12.5", "kind": kind})
    return str((await did(made, 201))["code"])


@pytest.mark.parametrize(("path", "field", "body"), ENTRIES)
async def test_an_entry_is_made_and_removed_and_stays_as_history(
    rig: ServiceRig, path: str, field: str, body: dict[str, Any]
) -> None:
    async with desk(rig) as client:
        before = await did(await client.get(HOME))
        entered = await did(await client.post(f"{HOME}/{path}", json=body))
        known = {entry["id"] for entry in before[field]}
        [entry] = [entry for entry in entered[field] if entry["id"] not in known]
        removal = f"{HOME}/{path}/{entry['id']}/remove"
        removed = await did(await client.post(removal))
        again = await client.post(removal)
        elsewhere = await client.post(f"/v1/households/{LI}/{path}/{entry['id']}/remove")
        strange = await client.post(f"/v1/households/{FOREIGN_HOUSEHOLD}/{path}", json=body)
        kept = await did(await client.get(HOME))
    assert (entry["since"], entry["removed_on"]) == ("2026-11-22", None)
    assert [each["removed_on"] for each in removed[field] if each["id"] == entry["id"]] == ["2026-11-22"]
    assert kept == removed
    assert [entered["version"], removed["version"]] == [before["version"] + 1, before["version"] + 2]
    assert [event.data["version"] for event in await rig.told("household.changed")] == [2, 3]
    assert again.status_code == 409
    assert (elsewhere.status_code, strange.status_code) == (404, 404)


async def test_a_plate_is_one_entry_of_a_household_however_it_is_written(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        await did(await client.post(f"{HOME}/vehicles", json={"plate": "沪A·12345"}))
        twice = await client.post(f"{HOME}/vehicles", json={"plate": "沪a12345"})
        shared = await client.post(f"/v1/households/{LI}/vehicles", json={"plate": "沪A12345"})
        bad = await client.post(f"{HOME}/vehicles", json={"plate": "=HYPERLINK(1)"})
    assert (await did(twice, 409))["type"] == "urn:lobby:problem:plate-on-register"
    assert shared.status_code == 200
    assert (await did(bad, 422))["errors"][0]["pointer"] == "/plate"


async def test_a_space_of_the_premises_belongs_to_one_household_until_it_leaves(rig: ServiceRig) -> None:
    code = await space(rig)
    body = {"room_code": code, "tenure": "owned"}
    async with desk(rig) as client:
        mine = await did(await client.post(f"{HOME}/parking-spaces", json=body))
        taken = await client.post(f"/v1/households/{LI}/parking-spaces", json=body)
        flat = await client.post(f"{HOME}/parking-spaces", json=body | {"room_code": "3#2-5-1"})
        both = await client.post(f"{HOME}/parking-spaces", json=body | {"label": "x"})
        gone = await departs(rig, WANG)
        free = await client.post(f"/v1/households/{LI}/parking-spaces", json=body)
        history = await did(await client.get(HOME))
    assert mine["parking_spaces"][-1]["label"] == code
    assert mine["parking_spaces"][-1]["room_id"] is not None
    assert (await did(taken, 409))["type"] == "urn:lobby:problem:space-taken"
    assert (await did(flat, 422))["type"] == "urn:lobby:problem:not-a-parking-space"
    assert both.status_code == 422
    assert gone["departed_on"] == "2026-11-22"
    assert free.status_code == 200
    assert {entry["removed_on"] for field in ("vehicles", "parking_spaces") for entry in history[field]} == {
        "2026-11-22"
    }


async def test_an_instruction_is_written_by_the_desk_and_withdrawn(rig: ServiceRig) -> None:
    body = {"kind": "never_admit", "text": "不要让中介上楼", "valid_until": "2026-12-31"}
    async with rig.client("instructions:write", "households:read") as client:
        written = (await did(await client.post(f"{HOME}/instructions", json=body)))["instructions"][-1]
        path = f"{HOME}/instructions/{written['id']}/withdraw"
        withdrawn = (await did(await client.post(path)))["instructions"][-1]
        again = await client.post(path)
        past = await client.post(f"{HOME}/instructions", json=body | {"valid_until": "2026-11-21"})
        backwards = await client.post(
            f"{HOME}/instructions", json=body | {"valid_from": "2027-01-02", "valid_until": "2027-01-01"}
        )
        entry = await client.post(f"{HOME}/vehicles", json={"plate": "沪A12345"})
    assert (written["written_by"], written["written_at"]) == (
        stable_id("demo", "account", "front_desk"),
        "2026-11-22T04:00:00Z",
    )
    assert withdrawn["withdrawn_at"] == "2026-11-22T04:00:00Z"
    assert (again.status_code, past.status_code, backwards.status_code, entry.status_code) == (409, 422, 422, 403)
    assert not [event for event in await rig.told() if "中介".encode() in event.to_bytes()]


async def test_members_change_place_and_the_room_follows(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        whole = await did(await client.post(f"{HOME}/members", json=member(name="林一", role="family", age=9)))
        [child] = [one for one in whole["members"] if one["name"] == "林一"]
        path = f"{HOME}/members/{child['person_id']}"
        tag = {"If-Match": f'"{whole["version"]}"'}
        changed = await did(
            await client.patch(path, json={"role": "tenant", "matters": ["fees"], "pays": True}, headers=tag)
        )
        stale = await client.patch(path, json={"role": "family"}, headers=tag)
        missing = await client.patch(path, json={"role": "family"})
        emptied = await client.patch(path, json={"role": None}, headers={"If-Match": "*"})
        [room] = (await did(await client.get("/v1/rooms", params={"code": "3#2-5-1"})))["items"]
    assert (child["age"], child["may_be_told"]) == (9, ["repairs", "parcels", "visitors"])
    [tenant] = [one for one in changed["members"] if one["name"] == "林一"]
    assert (tenant["role"], tenant["may_be_told"], tenant["pays"]) == ("tenant", ["fees"], True)
    assert changed["payer_id"] == child["person_id"]
    assert room["occupancy"] == "let"
    assert (stale.status_code, missing.status_code, emptied.status_code) == (412, 428, 422)


async def test_a_member_who_left_stays_in_the_history_and_is_told_nothing(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        whole = await did(await client.post(f"{HOME}/members", json=member(name="林一", role="family")))
        person_id = whole["members"][-1]["person_id"]
        left = await did(await client.post(f"{HOME}/members/{person_id}/leave"))
        again = await client.post(f"{HOME}/members/{person_id}/leave")
        payer = await client.post(f"{HOME}/members/{WANG_FANG}/leave")
        nobody = await client.post(f"{HOME}/members/{stable_id('x')}/leave")
        found = (await did(await client.get("/v1/households", params={"q": "林一"})))["items"]
        back = await client.post(f"{HOME}/members", json={"person_id": person_id, "role": "family"})
        left_again = await client.post(f"{HOME}/members/{person_id}/leave")
    assert left["members"][-1]["left_on"] == "2026-11-22"
    contacts = [
        unseal(CONTACT_SECRET, event.data["contacts_jwe"]) for event in await rig.told("household.contacts_changed")
    ]
    assert [len(told["contacts"]) for told in contacts][:2] == [2, 1]
    told = (await rig.told("household.changed"))[1].data
    assert [one["person_id"] for one in told["members"]] == [WANG_FANG]
    assert (await did(again, 409))["type"] == "urn:lobby:problem:member-left"
    assert (payer.status_code, nobody.status_code) == (422, 404)
    assert found == []
    assert (back.status_code, left_again.status_code) == (200, 200)


async def test_a_persons_particulars_reach_every_household_of_theirs(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        await did(await client.post(f"/v1/households/{LI}/members", json={"person_id": WANG_FANG, "role": "family"}))
        shown = await client.get(f"/v1/persons/{WANG_FANG}")
        tag = {"If-Match": shown.headers["ETag"]}
        body = {
            "preferred_name": "王老师",
            "phone": "139 1111 2222",
            "language": "en",
            "birth_year": 1980,
            "sex": "female",
        }
        changed = await did(await client.patch(f"/v1/persons/{WANG_FANG}", json=body, headers=tag))
        stale = await client.patch(f"/v1/persons/{WANG_FANG}", json=body, headers=tag)
        found = (await did(await client.get("/v1/households", params={"q": "13911112222"})))["items"]
        nothing = (await did(await client.get("/v1/households", params={"phone": "13812345678"})))["items"]
    assert [home["room_code"] for home in (await did(shown))["households"]] == ["2#1-8-2", "3#2-5-1"]
    assert (changed["phone"], changed["display_name"], changed["age"]) == ("139****2222", "王老师", 46)
    assert stale.status_code == 412
    assert {home["id"] for home in found} == {WANG, LI}
    assert nothing == []
    told = {event.data["household_id"]: event.data for event in await rig.told("household.changed")}
    assert told[WANG]["members"][0]["display_name"] == "王老师"
    assert told[LI]["members"][-1]["language"] == "en"
    assert not [event for event in await rig.told() if b"13911112222" in event.to_bytes()]


async def test_a_change_that_changes_nothing_tells_nothing(rig: ServiceRig) -> None:
    async with desk(rig, headers={"If-Match": "*"}) as client:
        same = await did(await client.patch(f"/v1/persons/{WANG_FANG}", json={"name": "王芳", "phone": "13812345678"}))
        empty = await did(await client.patch(f"/v1/persons/{WANG_FANG}", json={}))
    assert (same["version"], empty["version"]) == (1, 1)
    assert await rig.told("household.changed") == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": None}, "/"),
        ({"phone": "12"}, "/phone"),
        ({"id_number": "110105194912310021"}, "/id_number"),
        ({"age": 3, "birth_year": 2023}, "/"),
        ({"age": 121}, "/age"),
        ({"birth_year": 10**30}, "/birth_year"),
        ({"name": "a\x00"}, "/name"),
        ({"community_id": "x"}, "/community_id"),
    ],
)
async def test_refused_particulars_name_their_field(rig: ServiceRig, body: dict[str, Any], pointer: str) -> None:
    async with desk(rig, headers={"If-Match": "*"}) as client:
        answer = await client.patch(f"/v1/persons/{WANG_FANG}", json=body)
    assert pointer in [fault["pointer"] for fault in (await did(answer, 422))["errors"]]


async def test_a_departed_household_takes_no_entry(rig: ServiceRig) -> None:
    async with desk(rig, headers={"If-Match": "*"}) as client:
        await departs(rig, WANG)
        answers: list[httpx.Response] = [await client.post(f"{HOME}/{path}", json=body) for path, _, body in ENTRIES]
        answers.append(await client.post(f"{HOME}/instructions", json={"kind": "away", "text": "x"}))
        answers.append(await client.patch(f"{HOME}/members/{WANG_FANG}", json={"relation": "x"}))
    assert {answer.json()["type"] for answer in answers} == {"urn:lobby:problem:household-departed"}


async def test_a_household_is_read_whole_in_seven_queries(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        for path, _, body in ENTRIES:
            await did(await client.post(f"{HOME}/{path}", json=body))
        with counted(rig) as queries:
            await did(await client.get(HOME))
    assert len(queries) == 7


async def test_a_register_takes_thirty_of_a_kind(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        there = len((await did(await client.get(HOME)))["pets"])
        answers = [await client.post(f"{HOME}/pets", json={"kind": "bird"}) for _ in range(31 - there)]
    assert [answer.status_code for answer in answers] == [200] * (30 - there) + [409]
