"""Accounts: who may see and change them, and what a change does to those who are signed in."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from gateway.demo import ELSEWHERE, GARDEN
from gateway.identity.domain.permissions import PERMISSIONS
from gateway.identity.models import EVERY_COMMUNITY
from shared.runtime.http.security import TokenVerifier
from tests.service.gateway.rig import GatewayRig, account_id

NEW = {"username": "zhao.min", "display_name": "赵敏", "roles": ["cashier"], "communities": [GARDEN]}


async def _create(admin: httpx.AsyncClient, **changed: Any) -> httpx.Response:
    return await admin.post("/v1/staff", json=NEW | changed)


async def test_a_new_account_can_sign_in_once_it_has_a_password(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        made = await _create(admin)
        assert made.status_code == 201
        assert made.headers["location"] == f"/v1/staff/{made.json()['id']}"
        assert made.json()["has_password"] is False
        url = f"/v1/staff/{made.json()['id']}/password"
        set_ = await admin.put(url, json={"password": "correct horse battery"})
        assert set_.json()["has_password"] is True
    assert (await rig.tokens("zhao.min", "correct horse battery"))["access_token"]


async def test_every_change_of_an_account_is_told_with_its_version(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        made = (await _create(admin)).json()
        url = f"/v1/staff/{made['id']}"
        renamed = await admin.patch(url, json={"display_name": "赵小敏"}, headers={"If-Match": '"1"'})
        disabled = await admin.post(f"{url}/disable")
    told = [event for event in await rig.told("account.changed") if event.subject == made["id"]]
    assert [event.data["version"] for event in told] == [1, 2, 3]
    assert [renamed.json()["version"], disabled.json()["version"]] == [2, 3]
    assert [event.data["display_name"] for event in told] == ["赵敏", "赵小敏", "赵小敏"]
    assert [event.data["active"] for event in told] == [True, True, False]
    assert {event.community for event in told} == {EVERY_COMMUNITY}
    assert told[0].actor == account_id("admin")


async def test_an_account_is_created_once_per_idempotency_key(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        answers = [await admin.post("/v1/staff", json=NEW, headers={"Idempotency-Key": "key-1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


async def test_a_username_is_given_once(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        await _create(admin)
        again = await _create(admin, display_name="另一位")
    assert again.status_code == 409
    assert again.json()["errors"][0]["pointer"] == "/username"


@pytest.mark.parametrize(
    "changed",
    [
        {"username": "Zhao Min"},
        {"username": "zhao\x00"},
        {"username": "x" * 65},
        {"display_name": " "},
        {"display_name": "a\x00b"},
        {"roles": []},
        {"roles": ["no_such_role"]},
        {"communities": []},
        {"communities": ["not an id"]},
        {"locale": "fr"},
        {"password": "in the wrong place"},
    ],
)
async def test_bad_content_is_told_and_changes_nothing(rig: GatewayRig, changed: dict[str, object]) -> None:
    async with await rig.signed_in("admin") as admin:
        answer = await _create(admin, **changed)
        listed = (await admin.get("/v1/staff", params={"limit": 200})).json()["items"]
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert "zhao.min" not in [account["username"] for account in listed]


async def test_a_short_password_is_refused(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        answer = await admin.put(f"/v1/staff/{account_id('cashier')}/password", json={"password": "short"})
    assert answer.status_code == 422


async def test_nobody_gives_an_account_a_community_that_is_not_their_own(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as admin:
        made = await _create(admin, communities=[GARDEN, ELSEWHERE])
        moved = await admin.patch(
            f"/v1/staff/{account_id('cashier')}", json={"communities": [ELSEWHERE]}, headers={"If-Match": '"1"'}
        )
    assert made.status_code == moved.status_code == 403
    assert moved.json()["type"] == "urn:lobby:problem:outside-own-communities"


@pytest.mark.parametrize("id_", [account_id("other_manager"), "0193e2a0-7c1e-7000-8000-000000000001"])
async def test_an_account_of_another_community_is_not_found(rig: GatewayRig, id_: str) -> None:
    async with await rig.signed_in("admin") as admin:
        answers = [
            await admin.get(f"/v1/staff/{id_}"),
            await admin.patch(f"/v1/staff/{id_}", json={}, headers={"If-Match": '"1"'}),
            await admin.post(f"/v1/staff/{id_}/disable"),
            await admin.post(f"/v1/staff/{id_}/enable"),
            await admin.put(f"/v1/staff/{id_}/password", json={"password": "long enough"}),
        ]
        listed = (await admin.get("/v1/staff", params={"limit": 200})).json()["items"]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert id_ not in [account["id"] for account in listed]


@pytest.mark.parametrize("id_", ["no-id", "x" * 300, "%00", "..", "1%2F2"])
async def test_what_is_no_id_makes_no_server_error(rig: GatewayRig, id_: str) -> None:
    async with await rig.signed_in("admin") as admin:
        answer = await admin.get(f"/v1/staff/{id_}")
    assert answer.status_code in {404, 422}


async def test_nobody_changes_their_own_grants_but_everybody_their_own_name(rig: GatewayRig) -> None:
    own = f"/v1/staff/{account_id('admin')}"
    async with await rig.signed_in("admin") as admin:
        roles = await admin.patch(own, json={"roles": ["manager"]}, headers={"If-Match": '"1"'})
        off = await admin.post(f"{own}/disable")
        name = await admin.patch(own, json={"display_name": "管理员"}, headers={"If-Match": '"1"'})
    assert roles.status_code == off.status_code == 403
    assert name.json()["display_name"] == "管理员"


async def test_a_change_needs_the_version_that_was_read(rig: GatewayRig) -> None:
    url = f"/v1/staff/{account_id('cashier')}"
    async with await rig.signed_in("admin") as admin:
        read = await admin.get(url)
        missing = await admin.patch(url, json={"locale": "en"})
        good = await admin.patch(url, json={"locale": "en"}, headers={"If-Match": read.headers["etag"]})
        stale = await admin.patch(url, json={"locale": "zh-CN"}, headers={"If-Match": read.headers["etag"]})
        odd = await admin.patch(url, json={"locale": "zh-CN"}, headers={"If-Match": "three"})
    assert [missing.status_code, good.status_code, stale.status_code, odd.status_code] == [428, 200, 412, 400]
    assert good.headers["etag"] == '"2"'


async def test_a_list_is_paged_by_username(rig: GatewayRig) -> None:
    seen: list[str] = []
    cursor = None
    async with await rig.signed_in("admin") as admin:
        while True:
            page = (await admin.get("/v1/staff", params={"limit": 4} | ({"cursor": cursor} if cursor else {}))).json()
            seen += [account["username"] for account in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
    assert seen == sorted(seen)
    assert len(seen) == 11
    assert "other_manager" not in seen


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzFd", "W251bGxd", "WyJcdTAwMDAiXQ", "WzFlOTk5XQ", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ"]
)
async def test_a_made_up_cursor_makes_no_server_error(rig: GatewayRig, cursor: str) -> None:
    async with await rig.signed_in("admin") as admin:
        staff = await admin.get("/v1/staff", params={"cursor": cursor})
        audit = await admin.get("/v1/audit", params={"cursor": cursor})
    assert staff.status_code < 500
    assert audit.status_code < 500


async def test_a_disabled_account_is_out_at_once_and_can_not_come_back(rig: GatewayRig) -> None:
    tokens = await rig.tokens("cashier")
    cashier = rig.client(Authorization=f"Bearer {tokens['access_token']}")
    async with cashier, await rig.signed_in("admin") as admin:
        assert (await cashier.get("/v1/charges")).status_code == 200
        await admin.post(f"/v1/staff/{account_id('cashier')}/disable")
        assert (await cashier.get("/v1/charges")).status_code == 401
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        assert (await cashier.post("/v1/auth/token", data=form)).status_code == 400
        form = {"grant_type": "password", "username": "cashier", "password": "front-desk"}
        assert (await cashier.post("/v1/auth/token", data=form)).status_code == 400
        await admin.post(f"/v1/staff/{account_id('cashier')}/enable")
        assert (await cashier.get("/v1/charges")).status_code == 401
        assert (await cashier.post("/v1/auth/token", data=form)).status_code == 200


async def test_another_replica_notices_a_disabled_account_within_seconds(rig: GatewayRig) -> None:
    tokens = await rig.tokens("cashier")
    beside = await rig.beside()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    other = httpx.AsyncClient(transport=httpx.ASGITransport(app=beside), base_url="http://gateway", headers=bearer)
    async with other, await rig.signed_in("admin") as admin:
        assert (await other.get("/v1/charges")).status_code == 200
        await admin.post(f"/v1/staff/{account_id('cashier')}/disable")
        rig.clock.advance(timedelta(seconds=rig.settings.session_recheck_s))
        assert (await other.get("/v1/charges")).status_code == 401
    await beside.state.database.close()


async def test_a_new_role_takes_effect_on_the_token_that_is_in_use(rig: GatewayRig) -> None:
    async with await rig.signed_in("front_desk") as desk, await rig.signed_in("admin") as admin:
        assert (await desk.get("/v1/charges")).status_code == 403
        url = f"/v1/staff/{account_id('front_desk')}"
        await admin.patch(url, json={"roles": ["front_desk", "cashier"]}, headers={"If-Match": '"1"'})
        assert (await desk.get("/v1/charges")).status_code == 200


async def test_a_new_password_ends_every_sign_in(rig: GatewayRig) -> None:
    async with await rig.signed_in("cashier") as cashier, await rig.signed_in("admin") as admin:
        await admin.put(f"/v1/staff/{account_id('cashier')}/password", json={"password": "another secret"})
        assert (await cashier.get("/v1/auth/me")).status_code == 401


async def test_the_internal_token_says_what_one_service_needs_and_no_more(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as manager:
        await manager.get("/v1/tickets")
    caller = rig.services["tickets"].callers[0]
    assert caller.account_id == account_id("manager")
    assert caller.name == "项目负责人 / Manager"
    assert caller.communities == {GARDEN}
    assert caller.may("tickets:close")
    assert caller.permissions == set(PERMISSIONS["tickets"])


async def test_an_internal_token_is_signed_once_and_again_before_it_expires(rig: GatewayRig) -> None:
    tickets = rig.services["tickets"]
    async with await rig.signed_in("manager") as manager:
        for minutes in (0, 1, 4):
            rig.clock.advance(timedelta(minutes=minutes))
            assert (await manager.get("/v1/tickets")).status_code == 200
    seen = [request["authorization"] for request in tickets.requests]
    assert seen[0] == seen[1] != seen[2]


async def test_a_service_refuses_the_token_of_another(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as manager:
        await manager.get("/v1/tickets")
    token = rig.services["tickets"].requests[0]["authorization"].removeprefix("Bearer ")
    billing: TokenVerifier = rig.services["billing"].app.state.verifier
    tickets: TokenVerifier = rig.services["tickets"].app.state.verifier
    assert (await tickets.verify(token)).account_id == account_id("manager")
    with pytest.raises(Exception, match="sign in again"):
        await billing.verify(token)
