"""What the gateway composes, the code tables, the demo communities and their republishing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.residents.demo import seed
from services.residents.premises.models import Room
from services.residents.snapshot import snapshot
from shared.contracts.registry import EVENTS
from shared.kernel.ids import stable_id
from shared.kernel.phones import parse_phone
from shared.runtime.sealing import unseal
from tests.service.residents.builders import (
    CONTACT_SECRET,
    FOREIGN_HOUSEHOLD,
    LI,
    LI_ROOM,
    WANG,
    WANG_ROOM,
    departs,
    desk,
    did,
    permitted,
    under_review,
)
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

CARD = "/internal/front-desk/caller-card"


@pytest.mark.parametrize("asked", [{"room_code": WANG_ROOM}, {"household_id": WANG}, {"phone": "138 1234 5678"}])
async def test_the_caller_is_found_by_room_household_or_phone(rig: ServiceRig, asked: dict[str, str]) -> None:
    async with desk(rig) as client:
        with counted(rig) as queries:
            [match] = (await did(await client.get(CARD, params=asked | {"community_id": GARDEN})))["matches"]
    assert len(queries) <= 8
    assert (match["household_id"], match["room_code"], match["occupancy"]) == (WANG, WANG_ROOM, "occupied")
    assert (match["members"][0]["name"], match["members"][0]["phone"]) == ("王芳", "138****5678")
    assert match["members"][0]["same_name_rooms"] == []
    assert match["works"] is None


async def test_namesakes_rooms_are_shown(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        [match] = (await did(await client.get(CARD, params={"room_code": "1#1-2-1"})))["matches"]
    assert match["members"][0]["same_name_rooms"] == ["1#2-6-3"]


async def test_works_with_a_permit_are_on_the_card(rig: ServiceRig) -> None:
    renovation_id = await permitted(rig)
    async with desk(rig) as client:
        [match] = (await did(await client.get(CARD, params={"household_id": LI})))["matches"]
    async with rig.client("households:read") as narrow:
        [without] = (await did(await narrow.get(CARD, params={"household_id": LI})))["matches"]
    assert match["occupancy"] == "renovating"
    assert match["works"]["renovation_id"] == renovation_id
    assert (match["works"]["permit_number"], match["works"]["valid_until"]) == ("SG-P26-0001", "2027-02-28")
    assert without["works"] is None


async def test_what_the_household_asks_of_the_desk_is_on_the_card_and_at_the_gate(rig: ServiceRig) -> None:
    asked = {"room_code": WANG_ROOM, "community_id": GARDEN}
    gate = "/internal/front-desk/gate-check"
    async with desk(rig) as client:
        await did(
            await client.post(
                f"/v1/households/{WANG}/instructions",
                json={"kind": "away", "text": "外出", "valid_from": "2026-11-23", "valid_until": "2026-11-24"},
            )
        )
        [match] = (await did(await client.get(CARD, params=asked)))["matches"]
        rig.clock.advance(timedelta(hours=12))  # 23 November by the community's clock
        with counted(rig) as queries:
            at_gate = await did(await client.get(gate, params=asked))
        unknown = await client.get(gate, params=asked | {"room_code": "9#9-9-9"})
        foreign = await client.get(gate, params=asked | {"community_id": ELSEWHERE})
    async with rig.client("households:read") as without:
        [bare] = (await did(await without.get(CARD, params=asked)))["matches"]
        assert (await without.get(gate, params=asked)).status_code == 403
    assert [row["kind"] for row in match["instructions"]] == ["admit"]
    assert match["members"][0]["may_be_told"] == ["everything"]
    assert {row["kind"] for row in at_gate["instructions"]} == {"admit", "away"}
    assert len(queries) == 5
    assert at_gate["hot_works"] == []
    assert bare["instructions"] == []
    assert (unknown.status_code, foreign.status_code) == (404, 404)


async def test_a_vacant_room_is_known_though_nobody_holds_it(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        rooms = (await did(await client.get("/v1/rooms", params={"occupancy": "unsold"})))["items"]
        [match] = (await did(await client.get(CARD, params={"room_code": rooms[0]["code"]})))["matches"]
    assert (match["household_id"], match["members"]) == (None, [])


async def test_an_unknown_room_or_household_is_not_found_and_an_unknown_phone_is_nobody(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        assert (await client.get(CARD, params={"room_code": "9#9-9-9"})).status_code == 404
        assert (await client.get(CARD, params={"household_id": FOREIGN_HOUSEHOLD})).status_code == 404
        assert (await client.get(CARD, params={"room_code": "9#1-1-1"})).status_code == 404
        assert (await client.get(CARD, params={"room_code": WANG_ROOM, "community_id": ELSEWHERE})).status_code == 404
        assert (await did(await client.get(CARD, params={"phone": "13900000000"})))["matches"] == []
        assert (await client.get(CARD, params={"phone": "nobody"})).status_code == 422
    async with rig.client("rooms:read") as without:
        assert (await without.get(CARD, params={"room_code": WANG_ROOM})).status_code == 403


async def test_today_shows_what_waits_and_which_permits_end_within_a_week(rig: ServiceRig) -> None:
    waiting = await under_review(rig)
    soon = await permitted(rig, ends_on="2026-12-05")
    await permitted(rig, ends_on="2026-12-07")
    rig.clock.advance(timedelta(days=7))
    async with desk(rig) as client:
        page = await did(await client.get("/internal/front-desk/today", params={"community_id": GARDEN}))
    async with rig.client("households:read") as without:
        assert (await without.get("/internal/front-desk/today")).status_code == 403
    assert [one["renovation_id"] for one in page["renovations_waiting"]] == [waiting]
    assert [(one["renovation_id"], one["valid_until"]) for one in page["permits_expiring"]] == [(soon, "2026-12-05")]
    assert page["permits_expiring"][0]["room_code"] == LI_ROOM


async def test_code_tables_are_labelled_in_the_readers_language(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        english = await did(await client.get("/internal/code-tables"))
        chinese = await did(await client.get("/internal/code-tables", headers={"Accept-Language": "zh-CN"}))
    assert {"code": "renovating", "label": "装修中"} in chinese["occupancy"]
    assert {"code": "renovating", "label": "Renovating"} in english["occupancy"]
    assert english.keys() == chinese.keys()
    assert all(one["label"] for table in english.values() for one in table)


async def test_the_demo_is_the_same_every_time_and_loaded_once(rig: ServiceRig) -> None:
    before = await rig.told()
    await seed(rig.service.unit_of_work)
    async with rig.service.database.read() as session:
        counts = dict((await session.execute(select(Room.occupancy, func.count()).group_by(Room.occupancy))).all())
    async with desk(rig) as client:
        household = await did(await client.get(f"/v1/households/{LI}"))
    assert len(await rig.told()) == len(before)
    assert sum(counts.values()) == 246
    assert (counts["let"], counts["sold_vacant"], counts["unsold"]) == (30, 20, 20)
    assert household["members"][0]["name"] == "李伟"
    assert household["room_id"] == stable_id("demo", "room", LI_ROOM)
    assert parse_phone("13912345678") == "+8613912345678"


async def test_the_present_state_can_be_told_anew_contact_points_included(rig: ServiceRig) -> None:
    await rig.run_job("tell_contacts")
    await departs(rig, WANG)
    async with rig.service.database.read() as session:
        told = [(aggregate.id, event) async for aggregate, event in snapshot(session)]
    kinds = [event.TYPE for _, event in told]
    [departed] = [event for _, event in told if event.TYPE == "household.departed"]
    opened = {
        subject: unseal(CONTACT_SECRET, event.model_dump()["contacts_jwe"])["contacts"]
        for subject, event in told
        if event.TYPE == "household.contacts_changed"
    }
    assert (kinds.count("community.changed"), kinds.count("room.changed")) == (2, 246)
    assert (kinds.count("household.changed"), len(opened)) == (205, 206)
    assert departed.model_dump()["household_id"] == WANG
    assert opened[WANG] == []
    assert opened[LI][0]["address"] == "+8613912345678"
    assert set(kinds) <= set(EVENTS)
