"""Handbook R-02, R-03, R-05, R-10."""

import asyncio
from typing import Any

from shared.runtime.sealing import unseal
from tests.service.residents.builders import (
    CONTACT_SECRET,
    FOREIGN_HOUSEHOLD,
    WANG,
    departs,
    desk,
    did,
    leaving,
    member,
)
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, ServiceRig


async def vacant_room(rig: ServiceRig) -> str:
    async with desk(rig) as client:
        rooms = (await did(await client.get("/v1/rooms", params={"occupancy": "sold_vacant"})))["items"]
    return str(rooms[0]["code"])


async def registered(rig: ServiceRig, *members: dict[str, Any]) -> dict[str, Any]:
    body = {"room_code": await vacant_room(rig), "members": list(members) or [member()]}
    async with desk(rig) as client:
        return await did(await client.post("/v1/households", json=body), 201)


def contacts_in(envelopes: list[Any]) -> list[dict[str, Any]]:
    return [unseal(CONTACT_SECRET, envelope.data["contacts_jwe"]) for envelope in envelopes]


async def test_a_registered_household_has_its_room_its_payer_and_its_file(rig: ServiceRig) -> None:
    household = await registered(rig, member(), member(name="林一", role="family", relation="配偶", phone=None))
    async with desk(rig) as client:
        [room] = (await did(await client.get("/v1/rooms", params={"code": household["room_code"]})))["items"]
        files = (await did(await client.get("/v1/archives", params={"household_id": household["id"]})))["items"]
    assert room["occupancy"] == "occupied"
    assert household["payer_id"] == household["members"][0]["person_id"]
    assert [one["pays"] for one in household["members"]] == [True, False]
    assert [file["number"] for file in files] == [f"SG-{household['room_code']}"]


async def test_registering_tells_the_other_services_without_any_personal_number(rig: ServiceRig) -> None:
    household = await registered(rig)
    told = await rig.told()
    [registration] = [e for e in told if e.type == "household.registered" and e.subject == household["id"]]
    rooms = [e for e in told if e.type == "room.changed" and e.data["code"] == household["room_code"]]
    assert registration.data["members"] == [
        {
            "person_id": household["payer_id"],
            "role": "owner",
            "display_name": "陈晨",
            "language": "zh-CN",
            "channels": ["sms"],
        }
    ]
    assert [(e.data["occupancy"], e.data["version"]) for e in rooms] == [("sold_vacant", 1), ("occupied", 2)]
    assert not [e for e in told if b"13800138000" in e.to_bytes()]


async def test_contact_points_are_sealed_for_the_notifications_service(rig: ServiceRig) -> None:
    household = await registered(rig, member(email="chen@example.com", channels=["sms", "email"]))
    [contacts] = contacts_in(await rig.told("household.contacts_changed"))
    person_id = household["payer_id"]
    assert contacts == {
        "household_id": household["id"],
        "contacts": [
            {"person_id": person_id, "channel": "sms", "address": "+8613800138000", "consent": True},
            {"person_id": person_id, "channel": "email", "address": "chen@example.com", "consent": True},
        ],
    }


async def test_a_room_has_one_present_household(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        answer = await client.post("/v1/households", json={"room_code": "3#2-5-1", "members": [member()]})
    assert (await did(answer, 409))["type"] == "urn:lobby:problem:room-taken"


async def test_a_tenant_who_joins_makes_the_room_let_and_is_told_of(rig: ServiceRig) -> None:
    household = await registered(rig)
    async with desk(rig) as client:
        answer = await client.post(
            f"/v1/households/{household['id']}/members",
            json=member(name="Tom Reed", role="tenant", phone="13800138001", language="en", pays=True),
            headers={"If-Match": f'"{household["version"]}"'},
        )
        changed = await did(answer)
        [room] = (await did(await client.get("/v1/rooms", params={"code": household["room_code"]})))["items"]
    [told] = await rig.told("household.changed")
    assert room["occupancy"] == "let"
    assert told.data["version"] == changed["version"] == household["version"] + 1
    assert told.data["payer_id"] == changed["payer_id"] == changed["members"][1]["person_id"]
    assert len(contacts_in(await rig.told("household.contacts_changed"))[-1]["contacts"]) == 2


async def test_one_person_may_hold_several_rooms(rig: ServiceRig) -> None:
    household = await registered(rig)
    person_id = household["payer_id"]
    second = await registered(rig, {"person_id": person_id, "role": "owner"})
    async with desk(rig) as client:
        found = (await did(await client.get("/v1/households", params={"phone": "138 0013 8000"})))["items"]
    assert {one["id"] for one in found} == {household["id"], second["id"]}
    assert second["members"][0]["person_id"] == person_id


async def test_a_departed_household_stays_as_history_and_nothing_reaches_its_old_phone(rig: ServiceRig) -> None:
    household = await registered(rig)
    async with desk(rig) as client:
        gone = await departs(rig, household["id"])
        past = (await did(await client.get("/v1/households", params={"state": "departed"})))["items"]
        [file] = (await did(await client.get("/v1/archives", params={"household_id": household["id"]})))["items"]
        [room] = (await did(await client.get("/v1/rooms", params={"code": household["room_code"]})))["items"]
        async with leaving(rig) as manager:
            again = await manager.post(f"/v1/households/{household['id']}/depart")
        late = await client.post(f"/v1/households/{household['id']}/members", json=member())
    assert gone["departed_on"] == file["closed_on"] == gone["members"][0]["left_on"] == "2026-11-22"
    assert [one["id"] for one in past] == [household["id"]]
    assert room["occupancy"] == "sold_vacant"
    assert [e.data["household_id"] for e in await rig.told("household.departed")] == [household["id"]]
    assert contacts_in(await rig.told("household.contacts_changed"))[-1]["contacts"] == []
    assert again.status_code == late.status_code == 409


async def test_only_who_may_waive_the_checklist_lets_a_household_leave_without_one(rig: ServiceRig) -> None:
    household = await registered(rig)
    async with desk(rig) as client:
        refused = await client.post(f"/v1/households/{household['id']}/depart")
        there = await did(await client.get(f"/v1/households/{household['id']}"))
    assert "transfers:waive" in (await did(refused, 403))["detail"]
    assert there["departed_on"] is None


async def test_the_next_household_of_a_room_has_a_file_of_its_own(rig: ServiceRig) -> None:
    first = await registered(rig)
    async with desk(rig) as client:
        await departs(rig, first["id"])
        body = {"room_code": first["room_code"], "members": [member(name="后来")]}
        await did(await client.post("/v1/households", json=body), 201)
        files = (await did(await client.get("/v1/archives", params={"room_code": first["room_code"]})))["items"]
    assert [file["number"] for file in files] == [f"SG-{first['room_code']}", f"SG-{first['room_code']}/2"]


async def test_namesakes_are_told_apart_by_room(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        found = (await did(await client.get("/v1/households", params={"q": "张伟"})))["items"]
    assert [one["room_code"] for one in found] == ["1#1-2-1", "1#2-6-3"]


async def test_a_list_costs_two_queries_however_long_it_is(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        for limit in (5, 150):
            with counted(rig) as queries:
                page = await did(await client.get("/v1/households", params={"limit": limit}))
            assert len(page["items"]) == limit
            assert len(queries) == 2


async def test_another_communitys_household_does_not_exist_for_the_caller(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        assert (await client.get(f"/v1/households/{FOREIGN_HOUSEHOLD}")).status_code == 404
        async with leaving(rig) as manager:
            assert (await manager.post(f"/v1/households/{FOREIGN_HOUSEHOLD}/depart")).status_code == 404
        assert (await client.post(f"/v1/households/{FOREIGN_HOUSEHOLD}/members", json=member())).status_code == 404
        body = {"room_code": "9#1-1-1", "members": [member()], "community_id": ELSEWHERE}
        assert (await client.post("/v1/households", json=body)).status_code == 404


async def test_a_stale_if_match_changes_nothing(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        stale = await client.post(f"/v1/households/{WANG}/members", json=member(), headers={"If-Match": '"7"'})
        household = await did(await client.get(f"/v1/households/{WANG}"))
    assert stale.status_code == 412
    assert household["version"] == 1
    assert "陈晨" not in {one["name"] for one in household["members"]}


async def test_an_idempotency_key_registers_once(rig: ServiceRig) -> None:
    body = {"room_code": await vacant_room(rig), "members": [member()]}
    async with desk(rig, headers={"Idempotency-Key": "register-1"}) as client:
        first = await client.post("/v1/households", json=body)
        second = await client.post("/v1/households", json=body)
        other = await client.post("/v1/households", json=body | {"registered_on": "2026-01-01"})
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert other.status_code == 422


async def test_refused_members_name_their_field(rig: ServiceRig) -> None:
    room = await vacant_room(rig)
    bad: list[tuple[dict[str, Any], str]] = [
        (member(phone="12345"), "/members/0/phone"),
        (member(id_number="110105194912310021"), "/members/0/id_number"),
        (member(role="lodger"), "/members/0/role"),
        (member(role="family"), "/members"),
        ({"person_id": "00000000-0000-0000-0000-000000000000", "role": "owner"}, "/members/0/person_id"),
        (member(name="a\x00b"), "/members/0/name"),
        (member(email="nobody"), "/members/0/email"),
        (member(shoe_size=42), "/members/0/shoe_size"),
    ]
    async with desk(rig) as client:
        for body, pointer in bad:
            answer = await client.post("/v1/households", json={"room_code": room, "members": [body]})
            assert pointer in [fault["pointer"] for fault in (await did(answer, 422))["errors"]]
        far = await client.post(
            "/v1/households", json={"room_code": room, "members": [member()], "registered_on": "2026-11-23"}
        )
        assert (await did(far, 422))["type"] == "urn:lobby:problem:day-out-of-range"
        vacant = (await did(await client.get("/v1/households", params={"room_code": room})))["items"]
    assert vacant == []


async def test_contact_points_of_households_that_were_there_before_the_key_are_caught_up_with(
    rig: ServiceRig,
) -> None:
    await rig.run_job("tell_contacts")
    told = await rig.told("household.contacts_changed")
    opened = {one["household_id"]: one["contacts"] for one in contacts_in(told)}
    await rig.run_job("tell_contacts")
    assert len(opened) == len(told) == 206
    assert opened[WANG][0]["address"] == "+8613812345678"
    assert len(await rig.told("household.contacts_changed")) == 206


async def test_of_several_desks_that_register_at_once_one_gets_the_room(rig: ServiceRig) -> None:
    room = await vacant_room(rig)
    body = {"room_code": room, "members": [member()]}
    async with desk(rig) as client:
        answers = await asyncio.gather(*(client.post("/v1/households", json=body) for _ in range(4)))
        found = (await did(await client.get("/v1/households", params={"room_code": room})))["items"]
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(found) == 1
