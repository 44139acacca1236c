"""Expired, forged and borrowed tokens: 401, whatever route they are sent to."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from gateway.identity.signing_keys import KeyRing
from shared.kernel.clock import SystemClock
from shared.runtime.database import Database
from shared.runtime.http.security import ALGORITHM
from tests.journeys.people import People, problem
from tests.stack import EmbeddedStack, FullStack
from tests.stack.process import Stack

Claims = dict[str, Any]
# The gateway's own, and one of each way to a service.
PATHS = ["/v1/auth/me", "/v1/front-desk/today", "/v1/tickets", "/v1/receipts/SG-2026-000001/pdf"]


@pytest.fixture
async def sign(stack: Stack) -> AsyncIterator[Callable[[Claims], str]]:
    """Signs as the gateway does, with the gateway's own key."""
    if isinstance(stack, FullStack):
        url, secret = stack.databases["gateway"], stack.environment("gateway", 0)["GATEWAY_SIGNING_SECRET"]
    else:
        assert isinstance(stack, EmbeddedStack)
        url = f"sqlite+aiosqlite:///{stack.data}/gateway.db"
        secret = json.loads((stack.data / "secrets.json").read_text())["signing"]
    database = Database(url)
    ring = KeyRing(database, SystemClock(), secret)
    await ring.ready()
    yield ring.sign
    await database.close()


@pytest.fixture
async def claims(people: People) -> Claims:
    """Of a token that is good."""
    payload = (await people.token("manager")).split(".")[1]
    found: Claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return found


async def refused_everywhere(url: str, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        for path in PATHS:
            for language, title in (("zh-CN", "未登录"), ("en", "Not signed in")):
                answer = await client.get(path, headers={**headers, "Accept-Language": language})
                document = problem(answer, 401)
                assert document["type"] == "urn:lobby:problem:unauthenticated", path
                assert document["title"] == title, path
                assert answer.headers["www-authenticate"].startswith("Bearer"), path


async def test_a_token_that_the_gateways_key_signed_works_until_it_expires(
    stack: Stack, sign: Callable[[Claims], str], claims: Claims
) -> None:
    good = sign({**claims, "jti": "made-by-a-test"})
    async with httpx.AsyncClient(base_url=stack.url, trust_env=False) as client:
        answer = await client.get("/v1/auth/me", headers={"Authorization": f"Bearer {good}"})

    assert answer.status_code == httpx.codes.OK, answer.text
    await refused_everywhere(stack.url, f"Bearer {sign({**claims, 'exp': int(time.time()) - 1})}")


async def test_claims_that_are_missing_or_anothers_are_refused(
    stack: Stack, sign: Callable[[Claims], str], claims: Claims
) -> None:
    for wrong in (
        {"aud": "tickets"},
        {"iss": "somebody-else"},
        {"sid": "0193d2a0-0000-7000-8000-000000000001"},
        {"sub": "0193d2a0-0000-7000-8000-000000000001"},
    ):
        await refused_everywhere(stack.url, f"Bearer {sign({**claims, **wrong})}")
    for missing in ("exp", "sid", "sub", "aud", "iss"):
        less = {name: value for name, value in claims.items() if name != missing}
        await refused_everywhere(stack.url, f"Bearer {sign(less)}")


async def test_a_forged_token_is_refused(stack: Stack, people: People, claims: Claims) -> None:
    good = await people.token("manager")
    header, _, signature = good.split(".")
    kid = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"]
    other_key = OKPKey.generate_key("Ed25519", {"kid": kid})
    public = (await people.get("manager", "/.well-known/jwks.json"))["keys"][0]["x"]

    payload = _coded({**claims, "sub": "admin"})
    forged = [
        jwt.encode({"alg": ALGORITHM, "kid": kid}, claims, other_key, algorithms=[ALGORITHM]),
        jwt.encode({"alg": "HS256", "kid": kid}, claims, OctKey.import_key(public), algorithms=["HS256"]),
        f"{_coded({'alg': 'none', 'typ': 'JWT'})}.{_coded(claims)}.",
        f"{header}.{payload}.{signature}",
        f"{header}.{_coded(claims)}.{'A' * len(signature)}",
    ]

    for token in forged:
        await refused_everywhere(stack.url, f"Bearer {token}")


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Bearer",
        "Bearer nonsense",
        "Bearer a.b.c",
        "Basic bWFuYWdlcjpmcm9udC1kZXNr",
        "Bearer " + "x" * 5000,
    ],
    ids=["none", "bare", "no token", "three parts", "another scheme", "too long"],
)
async def test_what_is_no_token_is_refused(stack: Stack, authorization: str | None) -> None:
    await refused_everywhere(stack.url, authorization)


async def test_a_services_own_token_does_not_work_at_the_gateway(
    stack: Stack, sign: Callable[[Claims], str], claims: Claims
) -> None:
    internal = {
        "iss": claims["iss"],
        "aud": "tickets",
        "sub": claims["sub"],
        "permissions": ["tickets:read"],
        "communities": [],
        "exp": claims["exp"],
    }

    await refused_everywhere(stack.url, f"Bearer {sign(internal)}")


async def test_a_token_that_was_signed_out_is_refused_at_once(stack: Stack, people: People) -> None:
    token = await people.token("environment")
    signed_out = await people.send("environment", "POST", "/v1/auth/revoke")

    assert signed_out.status_code == httpx.codes.OK, signed_out.text
    await refused_everywhere(stack.url, f"Bearer {token}")


def _coded(content: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
