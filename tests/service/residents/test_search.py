"""Handbook R-03: households are found by whatever somebody says of them."""

import asyncio

import pytest
from sqlalchemy import delete, select, update

from services.residents.households.models import Household, SearchTerm
from services.residents.households.schemas import HouseholdView
from tests.service.residents.builders import FOREIGN_HOUSEHOLD, LI, WANG, departs, desk, did, member
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig


async def rooms(rig: ServiceRig, **asked: str) -> list[str]:
    async with desk(rig) as client:
        with counted(rig) as queries:
            found = (await did(await client.get("/v1/households", params=asked)))["items"]
    assert len(queries) <= 2
    return [home["room_code"] for home in found]


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "王芳"},
        {"q": "wangfang"},
        {"q": "WANG FANG"},
        {"q": "138 1234 5678"},
        {"q": "812345678"},
        {"q": "京A12345"},
        {"q": "a·12345"},
        {"q": "3#2-5-1"},
        {"q": "wangfang", "building": "3"},
        {"q": "wangf", "phone": "5678"},
        {"phone": "13812345678"},
        {"phone": "3812345678"},
        {"plate": "京A12345"},
        {"plate": "A1234"},
    ],
)
async def test_a_household_is_found_by_name_reading_phone_plate_and_room(
    rig: ServiceRig, asked: dict[str, str]
) -> None:
    assert await rooms(rig, **asked) == ["3#2-5-1"]


@pytest.mark.parametrize(
    "asked", [{"q": "%"}, {"q": "_"}, {"q": "-"}, {"q": "方王"}, {"q": "fangwang"}, {"q": "wf", "building": "1#"}]
)
async def test_a_wildcard_or_another_name_finds_nobody(rig: ServiceRig, asked: dict[str, str]) -> None:
    assert "3#2-5-1" not in await rooms(rig, **asked)


async def test_namesakes_are_told_apart_by_building_floor_and_room(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        found = (await did(await client.get("/v1/households", params={"q": "zhangwei"})))["items"]
    assert [(home["room_code"], home["building"], home["floor"]) for home in found] == [
        ("1#1-2-1", "1", "2"),
        ("1#2-6-3", "1", "6"),
    ]


async def test_a_list_of_a_building_has_that_building_alone(rig: ServiceRig) -> None:
    found = await rooms(rig, building="2", limit="200")
    assert {code.partition("#")[0] for code in found} == {"2"}
    assert len(found) > 60


async def test_a_search_is_paged_like_any_list(rig: ServiceRig) -> None:
    seen: list[str] = []
    cursor: str | None = None
    async with desk(rig) as client:
        while True:
            params = {"q": "w", "limit": "5"} | ({"cursor": cursor} if cursor else {})
            page = await did(await client.get("/v1/households", params=params))
            seen += [home["room_code"] for home in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
    assert len(seen) == len(set(seen))
    assert seen == await rooms(rig, q="w", limit="200")


async def test_too_few_digits_of_a_phone_and_a_plate_that_is_none_are_refused(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        phone = await client.get("/v1/households", params={"phone": "567"})
        plate = await client.get("/v1/households", params={"plate": "=1"})
    assert (await did(phone, 422))["errors"][0]["pointer"] == "/phone"
    assert (await did(plate, 422))["errors"][0]["pointer"] == "/plate"


async def test_a_new_household_is_found_at_once_and_a_departed_one_as_history(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        [room] = (await did(await client.get("/v1/rooms", params={"occupancy": "sold_vacant", "limit": 1})))["items"]
        body = {
            "room_code": room["code"],
            "members": [member(name="单雨薇", preferred_name="Vivian", phone="13900009999")],
        }
        home = await did(await client.post("/v1/households", json=body), 201)
        assert (
            await rooms(rig, q="shanyuwei")
            == await rooms(rig, q="dyw")
            == await rooms(rig, q="vivian")
            == [room["code"]]
        )
        await departs(rig, home["id"])
    assert await rooms(rig, q="shanyuwei") == []
    assert await rooms(rig, q="shanyuwei", state="departed") == [room["code"]]
    assert await rooms(rig, phone="9999", state="departed") == [room["code"]]


async def test_a_plate_finds_its_household_until_the_vehicle_is_removed(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        home = await did(await client.post(f"/v1/households/{LI}/vehicles", json={"plate": "沪A99999"}))
        assert await rooms(rig, plate="沪A99999") == ["2#1-8-2"]
        [car] = [car for car in home["vehicles"] if car["plate"] == "沪A99999"]
        await did(await client.post(f"/v1/households/{LI}/vehicles/{car['id']}/remove"))
    assert await rooms(rig, plate="沪A99999") == []


async def test_another_communitys_households_are_not_found(rig: ServiceRig) -> None:
    async with desk(rig, communities=(ELSEWHERE,)) as client:
        [home] = (await did(await client.get("/v1/households", params={"q": "9#1-1-1"})))["items"]
        assert home["id"] == FOREIGN_HOUSEHOLD
        assert (await client.get("/v1/households", params={"q": "w", "community_id": GARDEN})).status_code == 404
    assert await rooms(rig, q="9#1-1-1") == []


async def test_households_written_in_bulk_are_indexed_by_the_job_without_a_new_version(rig: ServiceRig) -> None:
    async with rig.service.database.connection() as connection:
        await connection.execute(delete(SearchTerm))
        await connection.execute(update(Household).values(search_terms_version=None))
    assert await rooms(rig, q="wangfang") == []
    await rig.run_job("index_households")
    async with rig.service.database.read() as session:
        left = (await session.scalars(select(Household.id).where(Household.search_terms_version.is_(None)))).all()
        version = await session.scalar(select(Household.version).where(Household.id == WANG))
    assert await rooms(rig, q="wangfang") == ["3#2-5-1"]
    assert (list(left), version) == ([], 1)


async def test_of_two_changes_at_once_the_terms_are_those_of_what_stands(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        answers = await asyncio.gather(
            *(client.post(f"/v1/households/{WANG}/vehicles", json={"plate": f"沪A0000{place}"}) for place in range(4))
        )
        whole = await did(await client.get(f"/v1/households/{WANG}"))
    assert {answer.status_code for answer in answers} <= {200, 409}
    standing = {car["plate"] for car in whole["vehicles"]}
    async with rig.service.database.read() as session:
        terms = await session.scalars(
            select(SearchTerm.term).where(SearchTerm.household_id == WANG, SearchTerm.kind == "plate")
        )
        assert {term for term in terms if not term[0].isascii()} == standing


async def test_the_list_writes_what_the_household_itself_shows(rig: ServiceRig) -> None:
    """The list has no models; both are made of one set of fields."""
    async with desk(rig) as client:
        page = await client.get("/v1/households", params={"limit": 200})
        assert page.headers["content-type"] == "application/json"
        items = page.json()["items"]
        shown = [await did(await client.get(f"/v1/households/{item['id']}")) for item in items]
    assert len(items) >= 2
    assert items == [{name: whole[name] for name in HouseholdView.model_fields} for whole in shown]
