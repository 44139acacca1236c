"""Lists, and access's part of the front-desk pages."""

from datetime import timedelta

from sqlalchemy import event

from services.access.app import PROGRAM
from services.access.demo import seed
from shared.kernel.ids import new_id
from tests.service.access.builders import ALL, HOUSEHOLD, ROOM, TODAY, Works, passes_of, walk
from tests.service.support import ELSEWHERE, ServiceRig

GUEST = {"kind": "temporary", "room_code": ROOM, "holder_name": "客人", "valid_until": str(TODAY)}


async def test_pages_follow_each_other_without_gap_or_repeat(rig: ServiceRig) -> None:
    works = Works(rig, workers=7)
    await works.begin()
    async with rig.client("passes:read") as client:
        seen, cursor = [], None
        while True:
            page = (await client.get("/v1/passes", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        everything = [item["id"] for item in (await client.get("/v1/passes")).json()["items"]]
        broken = await client.get("/v1/passes", params={"cursor": "nonsense"})
    assert seen == everything
    assert len(set(seen)) == 7
    assert broken.status_code == 422


async def test_a_list_takes_the_same_number_of_queries_whatever_it_holds(rig: ServiceRig) -> None:
    counts = []
    for workers in (1, 40):
        works = Works(rig, workers=workers)
        await works.begin()
        statements: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_rest: object, into: list[str] = statements) -> None:
            into.append(statement)

        engine = rig.service.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        await passes_of(rig, works)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len([statement for statement in statements if statement.startswith("SELECT")]))
    assert counts == [1, 1]


FILTERS: list[tuple[dict[str, str | int], int]] = [
    ({"kind": "dog"}, 422),
    ({"status": "gone"}, 422),
    ({"room_code": "3#\x00"}, 422),
    ({"renovation_id": "x" * 37}, 422),
    ({"limit": 0}, 422),
    ({"limit": 10**30}, 422),
    ({"cursor": "nonsense"}, 422),
    ({"room_code": "nowhere"}, 200),
]


async def test_filters_are_checked(rig: ServiceRig) -> None:
    async with rig.client("passes:read") as client:
        for params, status in FILTERS:
            assert (await client.get("/v1/passes", params=params)).status_code == status, params


async def test_an_id_that_is_none_is_told_so(rig: ServiceRig) -> None:
    async with rig.client(*ALL) as client:
        for pass_id in ("x", "%00", "x" * 37, "' OR 1=1", new_id()):
            for answer in (
                await client.get(f"/v1/passes/{pass_id}"),
                await client.get(f"/v1/passes/{pass_id}/qr.svg"),
                await client.post(f"/v1/passes/{pass_id}/stamp"),
            ):
                assert answer.status_code in {404, 422}, pass_id


async def test_the_caller_card_shows_the_rooms_passes_that_matter(rig: ServiceRig) -> None:
    works = Works(rig, workers=3)
    await works.begin()
    cards = await passes_of(rig, works)
    await walk(rig, cards[0]["id"], "issue")
    async with rig.client(*ALL) as client:
        await client.post(f"/v1/passes/{cards[1]['id']}/review", json={"decision": "refuse", "reason": "x"})
        asked = {"room_code": ROOM, "household_id": HOUSEHOLD}
        card = (await client.get("/internal/front-desk/caller-card", params=asked)).json()
        before = (await client.get("/internal/front-desk/caller-card", params=asked | {"household_id": "old"})).json()
        by_household = await client.get("/internal/front-desk/caller-card", params={"household_id": HOUSEHOLD})
        of_nobody = await client.get("/internal/front-desk/caller-card")
    assert {(item["number"], item["status"]) for item in card["passes"]} == {
        ("W-0001", "issued"),
        ("W-0003", "in_review"),
    }
    assert before == {"passes": []}
    assert by_household.json() == card
    assert of_nobody.status_code == 422


async def test_today_counts_stages_late_passes_and_temporary_passes_that_are_out(rig: ServiceRig) -> None:
    works = Works(rig, workers=3)
    await works.begin()
    await walk(rig, (await passes_of(rig, works))[0]["id"], "stamp")
    async with rig.client(*ALL) as client:
        await client.post("/v1/passes", json=GUEST, headers={"Idempotency-Key": "1"})
        rig.clock.advance(timedelta(minutes=31))
        today = (await client.get("/internal/front-desk/today")).json()
    assert today["waiting"] == {"requested": 0, "in_review": 2, "reviewed": 0, "stamped": 1, "made": 0}
    assert (today["over_the_clock"]["count"], len(today["over_the_clock"]["items"])) == (3, 3)
    assert [item["number"] for item in today["temporary_unreturned"]["items"]] == ["T-0001"]


async def test_the_front_desk_pages_need_the_grant_and_the_community(rig: ServiceRig) -> None:
    async with rig.client("gate:check") as client:
        assert (await client.get("/internal/front-desk/today")).status_code == 403
        assert (await client.get("/internal/front-desk/caller-card", params={"room_code": ROOM})).status_code == 403
    async with rig.client("passes:read") as client:
        assert (await client.get("/internal/front-desk/today", params={"community_id": ELSEWHERE})).status_code == 404


async def test_every_enumeration_has_its_words_in_both_languages(rig: ServiceRig) -> None:
    async with rig.client() as client:
        english = (await client.get("/internal/code-tables")).json()
        chinese = (await client.get("/internal/code-tables", headers={"Accept-Language": "zh-CN"})).json()
    assert sorted(english) == [
        "gate_decision",
        "gate_reason",
        "key_class",
        "key_movement",
        "key_status",
        "pass_action",
        "pass_kind",
        "pass_status",
    ]
    assert {"code": "worker", "label": "Worker pass"} in english["pass_kind"]
    assert {"code": "worker", "label": "施工人员出入证"} in chinese["pass_kind"]
    assert [len(english[name]) for name in sorted(english)] == [2, 12, 3, 4, 4, 15, 3, 13]
    assert {"code": "withdrawn", "label": "已收回"} in chinese["key_status"]


async def test_the_demo_can_be_loaded_twice_and_the_desk_goes_on_numbering(rig: ServiceRig) -> None:
    assert PROGRAM.seed is seed
    for _ in range(2):
        await seed(rig.service.unit_of_work)
    async with rig.client(*ALL) as client:
        loaded = (await client.get("/v1/passes")).json()["items"]
        made = await client.post("/v1/passes", json=GUEST, headers={"Idempotency-Key": "1"})
    assert len(loaded) == 9
    assert {item["status"] for item in loaded} == {"issued"}
    assert made.json()["number"] == "T-0004"
    assert [envelope.type for envelope in await rig.told()] == ["pass.issued"]


ROUTES: list[tuple[str, str, dict[str, str] | None]] = [
    ("GET", "/v1/passes", None),
    ("POST", "/v1/passes", GUEST),
    ("GET", "/v1/passes/x", None),
    ("GET", "/v1/passes/x/qr.svg", None),
    ("POST", "/v1/passes/x/review", {"decision": "pass"}),
    ("POST", "/v1/passes/x/stamp", None),
    ("POST", "/v1/passes/x/make", None),
    ("POST", "/v1/passes/x/issue", {"received_by": "x"}),
    ("POST", "/v1/passes/x/return", None),
    ("POST", "/v1/passes/x/report-lost", None),
    ("POST", "/v1/passes/x/revoke", {"reason": "x"}),
]


async def test_nothing_is_done_without_its_grant(rig: ServiceRig) -> None:
    async with rig.client("tickets:read") as client:
        for method, path, body in ROUTES:
            assert (await client.request(method, path, json=body)).status_code == 403, path
        del client.headers["Authorization"]
        for method, path, body in ROUTES:
            assert (await client.request(method, path, json=body)).status_code == 401, path
