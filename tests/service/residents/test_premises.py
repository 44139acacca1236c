"""Handbook R-01."""

from shared.kernel.ids import stable_id
from tests.service.residents.builders import FOREIGN_ROOM, desk, did
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig


async def test_the_callers_communities_are_listed_with_their_reception_hours(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        [garden] = (await did(await client.get("/v1/communities")))["items"]
    assert garden["id"] == GARDEN
    assert (garden["code"], garden["name_zh"], garden["name_en"]) == ("SG", "阳光花园", "Sunshine Garden")
    assert (garden["reception_opens"], garden["reception_closes"]) == ("08:00:00", "17:00:00")


async def test_a_room_is_found_by_its_code_and_read_by_its_id(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        [room] = (await did(await client.get("/v1/rooms", params={"code": "３＃2-5-1"})))["items"]
        answer = await client.get(f"/v1/rooms/{room['id']}")
    assert await did(answer) == room
    assert answer.headers["ETag"] == '"1"'
    assert room["id"] == stable_id("demo", "room", "3#2-5-1")
    assert (room["building"], room["entrance"], room["floor"], room["number"]) == ("3", "2", "5", "1")
    assert room["area_m2"] == "89.50"


async def test_the_garden_has_240_rooms_in_walking_order_page_by_page(rig: ServiceRig) -> None:
    seen: list[str] = []
    cursor = None
    async with desk(rig) as client:
        while True:
            params = {"limit": 100} | ({"cursor": cursor} if cursor else {})
            with counted(rig) as queries:
                page = await did(await client.get("/v1/rooms", params=params))
            assert len(queries) == 1
            seen += [room["code"] for room in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
    assert len(seen) == len(set(seen)) == 240
    assert seen[:5] == ["1#1-1-1", "1#1-1-2", "1#1-1-3", "1#1-1-4", "1#1-2-1"]
    assert seen.index("1#1-2-4") < seen.index("1#1-10-1")


async def test_rooms_are_narrowed_by_building_occupancy_and_the_beginning_of_the_code(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        building = (await did(await client.get("/v1/rooms", params={"building": "2", "limit": 200})))["items"]
        let = (await did(await client.get("/v1/rooms", params={"occupancy": "let", "limit": 200})))["items"]
        floor = (await did(await client.get("/v1/rooms", params={"q": "3#2-5-"})))["items"]
        wildcard = (await did(await client.get("/v1/rooms", params={"q": "%"})))["items"]
    assert {room["building"] for room in building} == {"2"}
    assert len(building) == 80
    assert len(let) == 30
    assert [room["code"] for room in floor] == ["3#2-5-1", "3#2-5-2", "3#2-5-3", "3#2-5-4"]
    assert wildcard == []


async def test_another_communitys_rooms_do_not_exist_for_the_caller(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        assert (await client.get(f"/v1/rooms/{FOREIGN_ROOM}")).status_code == 404
        assert (await client.get(f"/v1/communities/{ELSEWHERE}")).status_code == 404
        assert (await client.get("/v1/rooms", params={"community_id": ELSEWHERE})).status_code == 404
        assert (await did(await client.get("/v1/rooms", params={"code": "9#1-1-1"})))["items"] == []
    async with desk(rig, communities=(ELSEWHERE,)) as elsewhere:
        assert (await did(await elsewhere.get(f"/v1/rooms/{FOREIGN_ROOM}")))["code"] == "9#1-1-1"


async def test_one_code_in_two_communities_is_two_rooms(rig: ServiceRig) -> None:
    async with desk(rig, communities=(GARDEN, ELSEWHERE)) as client:
        rooms = (await did(await client.get("/v1/rooms", params={"code": "3#2-5-1"})))["items"]
    assert {room["community_id"] for room in rooms} == {GARDEN, ELSEWHERE}


async def test_a_code_that_is_none_is_refused_in_the_callers_language(rig: ServiceRig) -> None:
    async with desk(rig, headers={"Accept-Language": "zh-CN"}) as client:
        problem = await did(await client.get("/v1/rooms", params={"code": "三号楼"}), 422)
    assert problem["type"] == "urn:lobby:problem:bad-room-code"
    assert problem["title"] == "房号格式错误"
    assert problem["errors"][0]["pointer"] == "/code"
