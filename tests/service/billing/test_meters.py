"""Opening readings of meters. Source: handbook B-13, R-22."""

from datetime import date

from tests.service.billing.builders import (
    HOUSEHOLD,
    ROOM,
    cashier,
)
from tests.service.billing.residents_tell import (
    READINGS,
    moved_in,
)
from tests.service.residents.counting import counted
from tests.service.support import ELSEWHERE, GARDEN, ServiceRig

HANDED_OVER = date(2026, 11, 22)


async def test_opening_readings_stand_with_their_meters(rig: ServiceRig) -> None:
    move = moved_in(HANDED_OVER, readings=READINGS)
    await rig.tell(move, subject=move.move_in_id)
    await rig.tell(moved_in(HANDED_OVER, readings=READINGS[:1]), subject=HOUSEHOLD)
    async with cashier(rig) as client:
        meters = (await client.get("/v1/meters", params={"room_code": ROOM})).json()["items"]
        water = (await client.get("/v1/meters", params={"kind": "water"})).json()["items"]
        other = (await client.get("/v1/meters", params={"room_code": "none"})).json()["items"]
    shown = {meter["kind"]: (meter["serial"], [each["reading"] for each in meter["readings"]]) for meter in meters}
    assert shown == {"water": ("W-1", ["12.500", "12.500"]), "power": (None, ["803.000"]), "gas": ("G-9", ["0.001"])}
    assert meters[0]["readings"][0]["read_on"] == "2026-11-22"
    assert {each["source"] for each in meters[0]["readings"]} == {"move_in"}
    assert [meter["id"] for meter in water] == [meter["id"] for meter in meters if meter["kind"] == "water"]
    assert other == []


async def test_meters_are_listed_in_two_queries_by_page_and_by_community(rig: ServiceRig) -> None:
    await rig.tell(moved_in(HANDED_OVER, readings=READINGS), subject=HOUSEHOLD)
    async with cashier(rig) as client, rig.client("meters:read", communities=[ELSEWHERE]) as stranger:
        with counted(rig) as seen:
            whole = (await client.get("/v1/meters")).json()["items"]
        first = (await client.get("/v1/meters", params={"limit": 2})).json()
        rest = (await client.get("/v1/meters", params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert len(seen) == 2
        assert first["items"] + rest["items"] == whole
        assert (await stranger.get("/v1/meters")).json()["items"] == []
        assert (await stranger.get("/v1/meters", params={"community_id": GARDEN})).status_code == 404
        for wrong in ({"kind": "steam"}, {"room_code": "\x00"}, {"cursor": "x"}, {"limit": 0}):
            assert (await client.get("/v1/meters", params=wrong)).status_code == 422
    async with rig.client("charges:read") as other:
        assert (await other.get("/v1/meters")).status_code == 403
