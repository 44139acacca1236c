"""Handbook R-07: what is refused to whom, and what lists cost."""

import asyncio
from typing import Any

import pytest

from tests.service.residents.builders import (
    DESK,
    FOREIGN_HOUSEHOLD,
    WANG,
    WANG_ROOM,
    departs,
    did,
    member,
)
from tests.service.residents.counting import counted
from tests.service.residents.transfers import (
    PATH,
    READINGS,
    act,
    assistant,
    chief,
    opened,
    settled,
    transfer,
)
from tests.service.support import ELSEWHERE, ServiceRig

# What is refused here is decided before the database is asked: one of the two is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"planned_on": "1999-01-01"}, "/planned_on"),
        ({"planned_on": "2150-01-01"}, "/planned_on"),
        ({"reason": "whim"}, "/reason"),
        ({"members": [{"role": "owner"}]}, "/members/0"),
        ({"members": [member(role="family")]}, "/members"),
        ({"members": [member(phone="12")]}, "/members/0/phone"),
        ({"members": [member(id_number="110105194912310021")]}, "/members/0/id_number"),
        ({"members": [{"person_id": "nobody", "role": "owner"}]}, "/members/0/person_id"),
        ({"remark": "a\x00b"}, "/remark"),
        ({"household_id": "x\x00"}, "/household_id"),
        ({"status": "closed"}, "/status"),
    ],
)
async def test_what_can_not_be_is_refused_by_its_field(rig: ServiceRig, over: dict[str, Any], pointer: str) -> None:
    async with assistant(rig) as client:
        document = await did(await client.post(PATH, json=transfer(**over)), 422)
    assert document["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("action", "body", "pointer"),
    [
        ("waive", {"item": "arrears"}, "/reason"),
        ("waive", {"item": "arrears", "reason": "  "}, "/reason"),
        ("waive", {"item": "weather", "reason": "x"}, "/item"),
        ("confirm", {"item": "parcels"}, "/note"),
        ("cancel", {}, "/reason"),
        ("close", {"transferred_on": "2026-11-23"}, "/transferred_on"),
        ("close", {"transferred_on": "1990-01-01"}, "/transferred_on"),
        ("readings", {"readings": []}, "/readings"),
        ("readings", {"readings": [{"meter": "water"}]}, "/readings/0"),
        ("readings", {"readings": [{"meter": "water", "reading": "-1"}]}, "/readings/0/reading"),
        ("readings", {"readings": [{"meter": "water", "reading": "1e400"}]}, "/readings/0/reading"),
        ("readings", {"readings": [{"meter": "water", "reading": "NaN"}]}, "/readings/0/reading"),
        ("readings", {"readings": [{"meter": "water", "reading": "0.0001"}]}, "/readings/0/reading"),
        ("readings", {"readings": [{"meter": "gas", "is_absent": True}] * 2}, "/"),
    ],
)
async def test_what_can_not_be_done_is_refused_by_its_field(
    rig: ServiceRig, action: str, body: dict[str, Any], pointer: str
) -> None:
    transfer_id = str((await opened(rig))["id"])
    async with chief(rig) as client:
        document = await did(await act(client, transfer_id, action, body), 422)
    assert document["errors"][0]["pointer"] == pointer


async def test_a_departed_household_has_nothing_to_transfer(rig: ServiceRig) -> None:
    transfer_id = await settled(rig)
    async with assistant(rig) as client:
        await departs(rig, WANG)
        late = await did(await act(client, transfer_id, "close"), 409)
        await did(await act(client, transfer_id, "cancel", {"reason": "已离开"}))
        again = await did(await client.post(PATH, json=transfer()), 409)
    assert late["type"] == again["type"] == "urn:lobby:problem:household-departed"


async def test_another_communitys_households_and_transfers_do_not_exist(rig: ServiceRig) -> None:
    made = await opened(rig)
    async with assistant(rig) as client:
        await did(await client.post(PATH, json=transfer(household_id=FOREIGN_HOUSEHOLD)), 404)
    async with chief(rig, communities=(ELSEWHERE,)) as stranger:
        assert (await did(await stranger.get(PATH)))["items"] == []
        for path in ("", "/protocol"):
            await did(await stranger.get(f"{PATH}/{made['id']}{path}"), 404)
        for action, body in (
            ("change", {}),
            ("readings", READINGS),
            ("confirm", {"item": "parcels", "note": "x"}),
            ("waive", {"item": "parcels", "reason": "x"}),
            ("cancel", {"reason": "x"}),
            ("close", {}),
        ):
            await did(await act(stranger, made["id"], action, body), 404)


async def test_the_desk_reads_no_transfers(rig: ServiceRig) -> None:
    async with rig.client("households:read", account_id=DESK) as client:
        assert (await client.get(PATH)).status_code == 403
        assert (await client.post(PATH, json=transfer())).status_code == 403


async def test_one_transfer_of_a_household_at_a_time(rig: ServiceRig) -> None:
    first = await opened(rig)
    async with assistant(rig) as client:
        second = await did(await client.post(PATH, json=transfer()), 409)
    assert second["type"] == "urn:lobby:problem:transfer-open"
    assert first["number"] in second["detail"]


async def test_two_desks_that_open_at_once_open_one(rig: ServiceRig) -> None:
    async with assistant(rig) as one, chief(rig) as other:
        answers = await asyncio.gather(one.post(PATH, json=transfer()), other.post(PATH, json=transfer()))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_lists_are_narrowed_and_paged_by_one_query_and_a_transfer_is_read_by_thirteen(rig: ServiceRig) -> None:
    first = await opened(rig)
    async with assistant(rig) as client:
        await did(await act(client, first["id"], "cancel", {"reason": "重填"}))
    second = await opened(rig)
    async with assistant(rig) as client:
        with counted(rig) as seen:
            page = await did(await client.get(PATH, params={"room_code": WANG_ROOM, "limit": 1}))
        assert len(seen) == 1
        assert [each["id"] for each in page["items"]] == [second["id"]]
        rest = await did(await client.get(PATH, params={"cursor": page["next_cursor"], "limit": 1}))
        assert [each["id"] for each in rest["items"]] == [first["id"]]
        ended = await did(await client.get(PATH, params={"status": "cancelled", "household_id": WANG}))
        assert [each["id"] for each in ended["items"]] == [first["id"]]
        with counted(rig) as seen:
            answer = await client.get(f"{PATH}/{second['id']}")
    assert answer.headers["etag"] == f'"{second["version"]}"'
    assert len(seen) == 13
