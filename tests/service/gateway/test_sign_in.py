"""Signing in, going on, signing out."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import select

from gateway.identity.models import RefreshToken
from shared.runtime.http.security import ALGORITHM, ISSUER
from tests.service.gateway.rig import PASSWORD, GatewayRig, account_id, gateway_rig


async def _token(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await client.post("/v1/auth/token", data=fields)


async def test_staff_sign_in_with_the_oauth_form_and_learn_what_they_were_granted(rig: GatewayRig) -> None:
    tokens = await rig.tokens("front_desk")
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 900
    async with rig.client(Authorization=f"Bearer {tokens['access_token']}") as client:
        me = (await client.get("/v1/auth/me")).json()
    assert me["username"] == "front_desk"
    assert "tickets:open" in me["permissions"]
    assert "payments:take" not in me["permissions"]


async def test_a_username_is_not_case_sensitive(rig: GatewayRig) -> None:
    assert (await rig.tokens(" Front_Desk "))["access_token"]


async def test_token_answers_are_not_to_be_stored(rig: GatewayRig) -> None:
    async with rig.client() as client:
        good = await _token(client, grant_type="password", username="cashier", password=PASSWORD)
        bad = await _token(client, grant_type="password", username="cashier", password="wrong")
    assert good.headers["cache-control"] == bad.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("username", ["front_desk", "nobody", "Robert'); DROP TABLE", "zero\x00", "名字"])
async def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(
    rig: GatewayRig, username: str
) -> None:
    async with rig.client() as client:
        answer = await _token(client, grant_type="password", username=username, password="wrong")
    problem = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["error"] == "invalid_grant"
    assert problem["error_description"] == problem["detail"]
    assert problem["type"] == "urn:lobby:problem:wrong-credentials"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "invalid_request"),
        ({"grant_type": "password", "username": "admin"}, "invalid_request"),
        ({"grant_type": "password", "username": "admin", "password": "x" * 2000}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "never issued"}, "invalid_grant"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
    ],
)
async def test_refusals_name_the_error_of_rfc_6749(rig: GatewayRig, fields: dict[str, str], error: str) -> None:
    async with rig.client() as client:
        answer = await _token(client, **fields)
    assert answer.status_code == 400
    assert answer.json()["error"] == error


async def test_json_instead_of_a_form_is_refused_without_a_server_error(rig: GatewayRig) -> None:
    async with rig.client() as client:
        answer = await client.post("/v1/auth/token", json={"grant_type": "password"})
    assert answer.status_code == 400


async def test_refusals_speak_the_language_that_was_asked_for(rig: GatewayRig) -> None:
    async with rig.client(**{"Accept-Language": "zh-CN"}) as client:
        answer = await _token(client, grant_type="password", username="admin", password="wrong")
    assert answer.json()["title"] == "用户名或密码错误"


async def test_a_refresh_gives_new_tokens_and_uses_the_old_one_up(rig: GatewayRig) -> None:
    first = await rig.tokens("front_desk")
    async with rig.client() as client:
        second = await _token(client, grant_type="refresh_token", refresh_token=first["refresh_token"])
        third = await _token(client, grant_type="refresh_token", refresh_token=second.json()["refresh_token"])
    assert second.status_code == third.status_code == 200
    assert len({first["refresh_token"], second.json()["refresh_token"], third.json()["refresh_token"]}) == 3


async def test_a_refresh_token_used_twice_ends_the_whole_session(rig: GatewayRig) -> None:
    first = await rig.tokens("front_desk")
    async with rig.client() as client:
        second = (await _token(client, grant_type="refresh_token", refresh_token=first["refresh_token"])).json()
        stolen = await _token(client, grant_type="refresh_token", refresh_token=first["refresh_token"])
        follower = await _token(client, grant_type="refresh_token", refresh_token=second["refresh_token"])
        me = await client.get("/v1/auth/me", headers={"Authorization": f"Bearer {second['access_token']}"})
    assert stolen.json()["error"] == follower.json()["error"] == "invalid_grant"
    assert me.status_code == 401


async def test_of_ten_refreshes_at_once_one_at_most_goes_on(rig: GatewayRig) -> None:
    first = await rig.tokens("front_desk")
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    async with rig.client() as client:
        answers = await asyncio.gather(*(_token(client, **form) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200, *[400] * 9]


async def test_a_refresh_token_expires(rig: GatewayRig) -> None:
    tokens = await rig.tokens("front_desk")
    rig.clock.advance(timedelta(seconds=tokens["refresh_expires_in"]))
    async with rig.client() as client:
        answer = await _token(client, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert answer.json()["error"] == "invalid_grant"


async def test_a_session_ends_however_often_it_is_refreshed(database_url: str) -> None:
    async with gateway_rig(database_url, session_s=3600, refresh_token_s=3600) as rig:
        tokens = await rig.tokens("front_desk")
        rig.clock.advance(timedelta(minutes=50))
        async with rig.client() as client:
            answer = await _token(client, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
            assert answer.json()["refresh_expires_in"] == 600
            rig.clock.advance(timedelta(minutes=10))
            answer = await _token(client, grant_type="refresh_token", refresh_token=answer.json()["refresh_token"])
    assert answer.status_code == 400


async def test_refresh_tokens_are_stored_as_hashes_only(rig: GatewayRig) -> None:
    tokens = await rig.tokens("front_desk")
    async with rig.database.read() as session:
        stored = (await session.scalars(select(RefreshToken.token_hash))).all()
    assert len(stored) == 1
    assert tokens["refresh_token"] not in stored


async def test_signing_out_ends_the_access_token_at_once(rig: GatewayRig) -> None:
    tokens = await rig.tokens("front_desk")
    async with rig.client(Authorization=f"Bearer {tokens['access_token']}") as client:
        assert (await client.get("/v1/auth/me")).status_code == 200
        out = await client.post("/v1/auth/revoke")
        assert out.json() == {"status": "signed_out"}
        assert (await client.get("/v1/auth/me")).status_code == 401
        assert (await client.get("/v1/tickets")).status_code == 401


async def test_signing_out_by_the_refresh_token_needs_no_access_token(rig: GatewayRig) -> None:
    tokens = await rig.tokens("front_desk")
    async with rig.client() as client:
        assert (await client.post("/v1/auth/revoke", data={"token": tokens["refresh_token"]})).status_code == 200
        assert (await client.post("/v1/auth/revoke", data={"token": "unknown"})).status_code == 200
        refused = await _token(client, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert refused.status_code == 400


async def test_signing_out_without_any_token_is_not_signed_in(rig: GatewayRig) -> None:
    async with rig.client() as client:
        assert (await client.post("/v1/auth/revoke")).status_code == 401


async def test_an_access_token_expires_after_its_quarter_of_an_hour(rig: GatewayRig) -> None:
    async with await rig.signed_in("front_desk") as client:
        assert (await client.get("/v1/tickets")).status_code == 200
        rig.clock.advance(timedelta(seconds=900))
        answer = await client.get("/v1/tickets")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def _claims(rig: GatewayRig, **changed: object) -> dict[str, object]:
    now = int(rig.clock.now().timestamp())
    return {
        "iss": ISSUER,
        "aud": "lobby",
        "sub": account_id("manager"),
        "sid": "0193e2a0-7c1e-7000-8000-000000000001",
        "iat": now,
        "exp": now + 900,
        **changed,
    }


async def test_a_token_signed_by_another_key_is_refused(rig: GatewayRig) -> None:
    await rig.tokens("manager")
    known = rig.front.state.identity.ring.public()["keys"][0]["kid"]
    foreign = OKPKey.generate_key("Ed25519", {"kid": known})
    forged = jwt.encode({"alg": ALGORITHM, "kid": known}, _claims(rig), foreign, algorithms=[ALGORITHM])
    async with rig.client(Authorization=f"Bearer {forged}") as client:
        assert (await client.get("/v1/auth/me")).status_code == 401
        assert (await client.get("/v1/tickets")).status_code == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "somebody else"},
        {"aud": "tickets"},
        {"exp": 1},
        {"sid": "0193e2a0-7c1e-7000-8000-000000000001"},
        {"sub": None},
    ],
)
async def test_a_well_signed_token_with_wrong_claims_is_refused(rig: GatewayRig, changed: dict[str, object]) -> None:
    await rig.tokens("manager")
    forged = rig.front.state.identity.ring.sign(_claims(rig, **changed))
    async with rig.client(Authorization=f"Bearer {forged}") as client:
        assert (await client.get("/v1/auth/me")).status_code == 401


async def test_an_internal_token_opens_nothing_from_outside(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as client:
        await client.get("/v1/tickets")
    internal = rig.services["tickets"].requests[0]["authorization"]
    async with rig.client(Authorization=internal) as client:
        assert (await client.get("/v1/tickets")).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c", "Bearer " + "x" * 9000, "Bearer \xff\xfe"]
)
async def test_a_malformed_authorization_header_is_not_signed_in(rig: GatewayRig, header: str) -> None:
    async with rig.client() as client:
        for path in ("/v1/auth/me", "/v1/tickets"):
            answer = await client.get(path, headers=[(b"authorization", header.encode("latin-1"))])
            assert answer.status_code == 401, path


async def test_too_many_failed_sign_ins_are_held_off_for_that_account_and_address(database_url: str) -> None:
    async with gateway_rig(database_url, failed_sign_ins="3/minute") as rig, rig.client() as client:
        for _ in range(3):
            await _token(client, grant_type="password", username="cashier", password="wrong")
        held = await _token(client, grant_type="password", username="cashier", password=PASSWORD)
        other = await _token(client, grant_type="password", username="finance", password=PASSWORD)
    assert held.status_code == 429
    assert 1 <= int(held.headers["retry-after"]) <= 60
    assert held.json()["error"] == "temporarily_unavailable"
    assert other.status_code == 200


async def test_a_success_begins_the_count_of_failures_anew(database_url: str) -> None:
    async with gateway_rig(database_url, failed_sign_ins="3/minute") as rig, rig.client() as client:
        for _ in range(3):
            await _token(client, grant_type="password", username="cashier", password="wrong")
            await _token(client, grant_type="password", username="finance", password=PASSWORD)
        answer = await _token(client, grant_type="password", username="finance", password=PASSWORD)
    assert answer.status_code == 200


async def test_fifty_guesses_at_once_get_no_more_tries_than_one_after_another(database_url: str) -> None:
    async with gateway_rig(database_url, failed_sign_ins="5/minute") as rig, rig.client() as client:
        form = {"grant_type": "password", "username": "cashier", "password": "wrong"}
        answers = await asyncio.gather(*(_token(client, **form) for _ in range(50)))
    assert sum(answer.status_code == 400 for answer in answers) == 5
    assert sum(answer.status_code == 429 for answer in answers) == 45
