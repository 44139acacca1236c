"""What the gateway composes of. Source: handbook B-11, permissions.md."""

from datetime import timedelta

from services.billing.app import PROGRAM
from shared.kernel.ids import new_id
from tests.service.billing.builders import (
    HOUSEHOLD,
    NEXT_DOOR,
    ROOM,
    approve_renovation,
    cashier,
    close_ticket,
    move_out,
    pay,
)
from tests.service.support import ELSEWHERE, ServiceRig

CARD, TODAY = "/internal/front-desk/caller-card", "/internal/front-desk/today"


async def test_the_desk_learns_only_whether_there_are_arrears(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    async with rig.client("arrears:flag") as desk:
        before = (await desk.get(CARD, params={"room_code": ROOM})).json()
        rig.clock.advance(timedelta(days=15))
        after = (await desk.get(CARD, params={"household_id": HOUSEHOLD})).json()
        neighbour = (await desk.get(CARD, params={"room_code": NEXT_DOOR})).json()
    assert before == {"household_id": HOUSEHOLD, "has_arrears": False}
    assert after == {"household_id": HOUSEHOLD, "has_arrears": True}
    assert not neighbour["has_arrears"]


async def test_nothing_is_in_arrears_on_its_last_day_to_pay(rig: ServiceRig) -> None:
    await close_ticket(rig, 8_000)
    rig.clock.advance(timedelta(days=14))
    async with cashier(rig) as client:
        card = (await client.get(CARD, params={"room_code": ROOM})).json()
        today = (await client.get(TODAY)).json()
    assert not card["has_arrears"]
    assert today["unpaid_due_today"] == 1


async def test_the_cashier_sees_amounts_and_open_charges(rig: ServiceRig) -> None:
    await approve_renovation(rig)
    await close_ticket(rig, 8_000)
    rig.clock.advance(timedelta(days=1))
    async with cashier(rig) as client:
        await pay(client, 4_000)
        card = (await client.get(CARD, params={"room_code": ROOM})).json()
    assert card["has_arrears"]
    amounts = card["amounts"]
    assert (amounts["outstanding_fen"], amounts["overdue_fen"]) == (268_000, 260_000)
    assert (amounts["open_count"], amounts["prepaid_fen"]) == (4, 0)
    assert [charge["due_on"] for charge in amounts["open_charges"]] == ["2026-11-22"] * 3 + ["2026-12-06"]


async def test_an_empty_room_owes_nothing_and_an_unknown_one_is_not_found(rig: ServiceRig) -> None:
    await move_out(rig, ROOM, "王芳")
    async with rig.client("arrears:flag") as desk:
        assert (await desk.get(CARD, params={"room_code": ROOM})).json() == {"has_arrears": False}
        assert (await desk.get(CARD, params={"room_code": "9#9-9-9"})).status_code == 404
        assert (await desk.get(CARD, params={"household_id": new_id()})).status_code == 404
        assert (await desk.get(CARD)).status_code == 422
    async with rig.client("arrears:flag", communities=[ELSEWHERE]) as stranger:
        assert (await stranger.get(CARD, params={"household_id": HOUSEHOLD})).status_code == 404


async def test_who_was_granted_neither_flag_nor_charges_is_refused(rig: ServiceRig) -> None:
    async with rig.client("payments:take") as other:
        assert (await other.get(CARD, params={"room_code": ROOM})).status_code == 403
        assert (await other.get(TODAY)).status_code == 403


async def test_today_counts_what_came_in_on_the_communitys_day(rig: ServiceRig) -> None:
    async with cashier(rig) as client:
        await pay(client, 1_000)
        rig.clock.advance(timedelta(hours=12, minutes=30))
        await pay(client, 2_000)
        await pay(client, 500, room_code=NEXT_DOOR)
        today = (await client.get(TODAY)).json()
    assert today == {
        "day": "2026-11-23",
        "unpaid_due_today": 0,
        "payments_today": 2,
        "amount_today_fen": 2_500,
    }


async def test_code_tables_speak_the_callers_language(rig: ServiceRig) -> None:
    async with rig.client(headers={"Accept-Language": "zh-CN"}) as desk:
        tables = (await desk.get("/internal/code-tables")).json()
    assert {"code": "wechat", "label": "微信支付"} in tables["payment_method"]
    async with rig.client() as desk:
        tables = (await desk.get("/internal/code-tables")).json()
    assert {"code": "wechat", "label": "WeChat Pay"} in tables["payment_method"]


async def test_internal_routes_are_not_in_the_public_document(rig: ServiceRig) -> None:
    paths = rig.app.openapi()["paths"]
    assert not [path for path in paths if path.startswith("/internal")]
    assert PROGRAM.definition.name == "billing"
    for path, operations in paths.items():
        for operation in operations.values():
            assert operation["operationId"], path
            assert operation["summary"], path
