"""Composed answers: what comes in time is shown, what doesn't costs its part alone."""

import asyncio

import httpx
import pytest

from gateway.demo import ELSEWHERE, GARDEN
from gateway.front_desk.last_answers import KEPT_S, LastAnswers
from gateway.settings import SERVICES
from tests.service.gateway.rig import GatewayRig, account_id

CARD = "/v1/front-desk/caller-card"
ROOM = {"room_code": "3#2-5-1"}
HANGS_S = 60


def _household(*ids: str) -> tuple[int, object]:
    return 200, {"matches": [{"household_id": id_, "room_code": "3#2-5-1"} for id_ in ids]}


async def test_the_card_of_a_room_has_every_services_part(rig: GatewayRig) -> None:
    async with await rig.signed_in("front_desk") as desk:
        answer = await desk.get(CARD, params=ROOM)
    card = answer.json()
    assert answer.status_code == 200
    assert list(card["parts"]) == list(SERVICES)
    assert {part["status"] for part in card["parts"].values()} == {"ok"}
    assert card["parts"]["billing"]["data"] == {"of": "billing"}
    assert card["subject"]["community_id"] == GARDEN
    asked = f"internal/front-desk/caller-card?room_code=3%232-5-1&community_id={GARDEN}"
    assert rig.services["tickets"].asked == [asked]


async def test_every_part_is_asked_for_with_the_callers_own_grants(rig: GatewayRig) -> None:
    async with await rig.signed_in("front_desk") as desk:
        await desk.get(CARD, params=ROOM)
    caller = rig.services["billing"].callers[0]
    assert caller.account_id == account_id("front_desk")
    assert caller.permissions == {"arrears:flag"}


async def test_a_hung_part_costs_its_own_deadline_and_not_the_page(rig: GatewayRig) -> None:
    rig.services["billing"].delay_s = HANGS_S
    async with asyncio.timeout(HANGS_S / 2), await rig.signed_in("front_desk") as desk:
        answer = await desk.get(CARD, params=ROOM)
    parts = answer.json()["parts"]
    assert answer.status_code == 200
    assert parts["billing"] == {"status": "unavailable", "data": None, "as_of": None}
    assert {name for name, part in parts.items() if part["status"] == "ok"} == set(SERVICES) - {"billing"}
    assert [upstream.deadlines_s for upstream in rig.upstreams.values()] == [[0.3]] * 5


async def test_a_part_that_ignores_its_deadline_is_left_behind(rig: GatewayRig) -> None:
    rig.upstreams["billing"].ignores_deadlines_for_s = HANGS_S
    async with asyncio.timeout(HANGS_S / 2), await rig.signed_in("front_desk") as desk:
        parts = (await desk.get(CARD, params=ROOM)).json()["parts"]
    assert parts["billing"]["status"] == "unavailable"
    assert parts["tickets"]["status"] == "ok"


async def test_a_part_that_is_away_is_shown_as_it_last_was(rig: GatewayRig) -> None:
    async with await rig.signed_in("front_desk") as desk:
        fresh = (await desk.get(CARD, params=ROOM)).json()["parts"]["tickets"]
        rig.upstreams["tickets"].is_away = True
        stale = (await desk.get(CARD, params=ROOM)).json()["parts"]["tickets"]
        other_room = (await desk.get(CARD, params={"room_code": "1#1-1-1"})).json()["parts"]["tickets"]
    assert stale == {**fresh, "status": "stale"}
    assert other_room["status"] == "unavailable"


async def test_what_one_account_saw_is_never_shown_to_another(rig: GatewayRig) -> None:
    async with await rig.signed_in("service_lead") as lead, await rig.signed_in("front_desk") as desk:
        await lead.get(CARD, params=ROOM)
        rig.upstreams["tickets"].is_away = True
        parts = (await desk.get(CARD, params=ROOM)).json()["parts"]
    assert parts["tickets"]["status"] == "unavailable"


async def test_what_an_account_may_no_longer_see_is_not_shown_from_memory(rig: GatewayRig) -> None:
    async with await rig.signed_in("front_desk") as desk, await rig.signed_in("admin") as admin:
        await desk.get(CARD, params=ROOM)
        url = f"/v1/staff/{account_id('front_desk')}"
        await admin.patch(url, json={"roles": ["cashier"]}, headers={"If-Match": '"1"'})
        rig.upstreams["tickets"].is_away = True
        parts = (await desk.get(CARD, params=ROOM)).json()["parts"]
    assert parts["tickets"]["status"] == "unavailable"


@pytest.mark.parametrize(
    ("answer", "status"),
    [((403, {}), "forbidden"), ((404, {}), "ok"), ((500, {}), "unavailable"), ((422, {}), "unavailable")],
)
async def test_a_part_says_how_its_service_answered(rig: GatewayRig, answer: tuple[int, object], status: str) -> None:
    rig.services["billing"].parts["/internal/front-desk/caller-card"] = answer
    async with await rig.signed_in("front_desk") as desk:
        part = (await desk.get(CARD, params=ROOM)).json()["parts"]["billing"]
    assert part == {"status": status, "data": None, "as_of": None}


async def test_after_a_refusal_the_old_copy_is_gone(rig: GatewayRig) -> None:
    billing = rig.services["billing"].parts
    async with await rig.signed_in("front_desk") as desk:
        await desk.get(CARD, params=ROOM)
        billing["/internal/front-desk/caller-card"] = (403, {})
        await desk.get(CARD, params=ROOM)
        rig.upstreams["billing"].is_away = True
        part = (await desk.get(CARD, params=ROOM)).json()["parts"]["billing"]
    assert part["status"] == "unavailable"


async def test_an_unknown_room_is_not_found(rig: GatewayRig) -> None:
    rig.services["residents"].parts["/internal/front-desk/caller-card"] = (404, {})
    async with await rig.signed_in("front_desk") as desk:
        answer = await desk.get(CARD, params={"room_code": "9#9-9-9"})
    assert answer.status_code == 404


async def test_with_residents_away_the_others_are_still_shown(rig: GatewayRig) -> None:
    rig.upstreams["residents"].is_away = True
    async with await rig.signed_in("front_desk") as desk:
        parts = (await desk.get(CARD, params=ROOM)).json()["parts"]
    assert parts["residents"]["status"] == "unavailable"
    assert parts["tickets"]["status"] == "ok"


async def test_promises_are_asked_of_tickets_alone_and_shown_as_they_last_were(rig: GatewayRig) -> None:
    waiting = {"proposed": 0, "open": 2, "due": 1, "broken": 1, "next": []}
    rig.services["tickets"].parts["/internal/front-desk/promises"] = (200, waiting)
    async with await rig.signed_in("front_desk") as desk, await rig.signed_in("technician") as technician:
        fresh = (await desk.get("/v1/front-desk/promises")).json()
        rig.upstreams["tickets"].is_away = True
        stale = (await desk.get("/v1/front-desk/promises")).json()
        assert (await technician.get("/v1/front-desk/promises")).status_code == 403
        assert (await desk.get("/v1/front-desk/promises", params={"community_id": ELSEWHERE})).status_code == 404
    assert list(fresh["parts"]) == ["tickets"]
    assert fresh["community_id"] == GARDEN
    assert (fresh["parts"]["tickets"]["status"], fresh["parts"]["tickets"]["data"]) == ("ok", waiting)
    assert (stale["parts"]["tickets"]["status"], stale["parts"]["tickets"]["data"]) == ("stale", waiting)
    assert rig.services["billing"].asked == []


async def test_a_phone_is_looked_up_by_residents_and_the_rest_by_its_household(rig: GatewayRig) -> None:
    rig.services["residents"].parts["/internal/front-desk/caller-card"] = _household("h-1")
    async with await rig.signed_in("front_desk") as desk:
        card = (await desk.get(CARD, params={"phone": "138 1234 5678"})).json()
    assert card["subject"]["phone"] == "138****5678"
    assert list(card["parts"]) == list(SERVICES)
    assert "phone=%2B8613812345678" in rig.services["residents"].asked[0]
    assert rig.services["tickets"].asked[0].startswith("internal/front-desk/caller-card?household_id=h-1")
    assert "13812345678" not in "".join(rig.services["billing"].asked)


async def test_a_phone_of_two_households_asks_nobody_else(rig: GatewayRig) -> None:
    rig.services["residents"].parts["/internal/front-desk/caller-card"] = _household("h-1", "h-2")
    async with await rig.signed_in("front_desk") as desk:
        card = (await desk.get(CARD, params={"phone": "13812345678"})).json()
    assert list(card["parts"]) == ["residents"]
    assert len(card["parts"]["residents"]["data"]["matches"]) == 2
    assert rig.services["tickets"].asked == []


async def test_a_phone_that_nobody_has_is_not_found(rig: GatewayRig) -> None:
    rig.services["residents"].parts["/internal/front-desk/caller-card"] = (404, {})
    async with await rig.signed_in("front_desk") as desk:
        assert (await desk.get(CARD, params={"phone": "13812345678"})).status_code == 404


async def test_a_phone_with_residents_away_leaves_every_part_unavailable(rig: GatewayRig) -> None:
    rig.upstreams["residents"].is_away = True
    async with await rig.signed_in("front_desk") as desk:
        answer = await desk.get(CARD, params={"phone": "13812345678"})
    assert answer.status_code == 200
    assert {part["status"] for part in answer.json()["parts"].values()} == {"unavailable"}


async def test_a_phone_lookup_keeps_within_one_deadline_though_it_asks_twice(rig: GatewayRig) -> None:
    rig.services["residents"].parts["/internal/front-desk/caller-card"] = _household("h-1")
    async with await rig.signed_in("front_desk") as desk:
        rig.services["residents"].delay_s = 0.05
        rig.services["access"].delay_s = HANGS_S
        parts = (await desk.get(CARD, params={"phone": "13812345678"})).json()["parts"]
    assert parts["access"]["status"] == "unavailable"
    assert parts["tickets"]["status"] == "ok"
    assert rig.upstreams["residents"].deadlines_s == [0.3]
    assert 0.2 <= rig.upstreams["access"].deadlines_s[0] <= 0.25


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 422),
        ({"room_code": "1", "phone": "13812345678"}, 422),
        ({"phone": "none"}, 422),
        ({"phone": "1" * 40}, 422),
        ({"room_code": ""}, 422),
        ({"room_code": "x" * 65}, 422),
        ({"room_code": "1\x00"}, 422),
        ({"household_id": "x" * 40}, 422),
        ({"room_code": "1", "community_id": ELSEWHERE}, 404),
        ({"room_code": "1", "community_id": "no id"}, 404),
    ],
)
async def test_bad_questions_are_told_and_ask_nobody(rig: GatewayRig, parameters: dict[str, str], status: int) -> None:
    async with await rig.signed_in("front_desk") as desk:
        answer = await desk.get(CARD, params=parameters)
    assert answer.status_code == status
    assert all(service.asked == [] for service in rig.services.values())


async def test_today_asks_every_service_for_the_community(rig: GatewayRig) -> None:
    async with await rig.signed_in("front_desk") as desk:
        rig.upstreams["notifications"].is_away = True
        answer = (await desk.get("/v1/front-desk/today")).json()
    assert answer["community_id"] == GARDEN
    assert answer["parts"]["notifications"]["status"] == "unavailable"
    assert answer["parts"]["access"]["status"] == "ok"
    assert rig.services["access"].asked == [f"internal/front-desk/today?community_id={GARDEN}"]


async def test_the_gate_check_asks_access_alone_and_never_answers_from_memory(rig: GatewayRig) -> None:
    async with await rig.signed_in("security") as guard:
        first = (await guard.get("/v1/front-desk/gate-check", params={"code": "P-1"})).json()
        rig.upstreams["access"].is_away = True
        second = (await guard.get("/v1/front-desk/gate-check", params={"code": "P-1"})).json()
    assert first["parts"]["access"]["data"] == {"decision": "allow"}
    assert second["parts"] == {"access": {"status": "unavailable", "data": None, "as_of": None}}
    assert rig.services["residents"].asked == []


async def test_a_code_of_a_room_is_answered_with_what_its_household_asks_for(rig: GatewayRig) -> None:
    path = "/internal/front-desk/gate-check"
    rig.services["access"].parts[path] = (200, {"decision": "allow", "room_code": "3#2-5-1", "community_id": GARDEN})
    rig.services["residents"].parts[path] = (200, {"instructions": [{"kind": "never_admit"}]})
    async with await rig.signed_in("security") as guard:
        first = (await guard.get("/v1/front-desk/gate-check", params={"code": "P-1"})).json()
        rig.upstreams["residents"].is_away = True
        second = (await guard.get("/v1/front-desk/gate-check", params={"code": "P-1"})).json()
    assert first["parts"]["residents"]["data"] == {"instructions": [{"kind": "never_admit"}]}
    asked = httpx.URL("http://residents/" + rig.services["residents"].asked[0])
    assert dict(asked.params) == {"room_code": "3#2-5-1", "community_id": GARDEN}
    assert second["parts"]["access"]["data"]["decision"] == "allow"
    assert second["parts"]["residents"]["status"] == "unavailable"


async def test_a_scanned_code_reaches_access_as_it_is(rig: GatewayRig) -> None:
    scanned = " https://lobby.example/p?x=1&y=二维码#\x00 " + "9" * 1900
    async with await rig.signed_in("security") as guard:
        answer = await guard.get("/v1/front-desk/gate-check", params={"code": scanned})
        refused = await guard.get("/v1/front-desk/gate-check", params={"code": "9" * 2049})
    assert answer.status_code == 200
    asked = httpx.URL("http://access/" + rig.services["access"].asked[0])
    assert asked.params["code"] == scanned
    assert refused.status_code == 422


async def test_code_tables_of_all_services_are_merged_with_labels(rig: GatewayRig) -> None:
    rig.services["tickets"].parts["/internal/code-tables"] = (200, {"channels": [{"code": "a", "label": "甲"}]})
    rig.services["access"].parts["/internal/code-tables"] = (200, {"channels": [{"code": "b", "label": "乙"}]})
    rig.upstreams["billing"].is_away = True
    async with await rig.signed_in("technician") as client:
        answer = await client.get("/v1/code-tables")
        chinese = await client.get("/v1/code-tables", headers={"Accept-Language": "zh-CN"})
    tables = answer.json()
    assert tables["channels"] == [{"code": "a", "label": "甲"}]
    assert tables["access.channels"] == [{"code": "b", "label": "乙"}]
    assert tables["roles"][0] == {"code": "front_desk", "label": "Front desk"}
    assert chinese.json()["roles"][0]["label"] == "前台"
    assert answer.headers["x-lobby-missing"] == "billing"


def test_copies_are_bounded_and_grow_old() -> None:
    now = 0.0
    last = LastAnswers(most=2, clock=lambda: now)
    for key in ("a", "b", "c"):
        last.keep(key, None)  # type: ignore[arg-type]
    assert last._copies.keys() == {"b", "c"}
    now = KEPT_S
    assert last.find("c") is None
    assert last._copies.keys() == {"b"}
