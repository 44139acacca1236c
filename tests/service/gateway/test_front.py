"""What the front does with a request on its way to a service."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from gateway.proxy.lanes import PREFIXES
from shared.runtime.http.body_limit import LIMIT_BYTES
from tests.service.gateway.rig import GatewayRig, gateway_rig


async def test_an_answer_passes_with_its_etag_and_the_gateways_own_headers(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as client:
        answer = await client.get("/v1/tickets/t-1?expand=a%2Cb", headers={"X-Request-Id": "my-request-1"})
    assert answer.status_code == 200
    assert answer.json() == {"id": "t-1"}
    assert answer.headers["etag"] == '"3"'
    assert answer.headers.get_list("x-request-id") == ["my-request-1"]
    assert answer.headers["ratelimit-limit"] == "12000"
    assert int(answer.headers["ratelimit-remaining"]) < 12000
    assert 0 < int(answer.headers["ratelimit-reset"]) <= 60


async def test_a_service_gets_the_request_id_and_language_but_never_the_outer_token(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as client:
        outer = client.headers["authorization"]
        await client.get("/v1/tickets", headers={"X-Request-Id": "my-request-1", "Cookie": "a=b", "X-Lobby-Role": "x"})
    seen = rig.services["tickets"].requests[0]
    assert seen["x-request-id"] == "my-request-1"
    assert seen["accept-language"] == "en"
    assert seen["authorization"] != outer
    assert "cookie" not in seen
    assert "x-lobby-role" not in seen


@pytest.mark.parametrize("given", ["", "short", "has a blank in it", "x" * 65, 'quote"quote'])
async def test_a_malformed_request_id_is_replaced(rig: GatewayRig, given: str) -> None:
    async with await rig.signed_in("manager") as client:
        answer = await client.get("/v1/tickets", headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 36


async def test_without_a_token_nothing_reaches_a_service(rig: GatewayRig) -> None:
    async with rig.client() as client:
        answer = await client.get("/v1/tickets", headers={"X-Request-Id": "my-request-1"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == "my-request-1"
    assert answer.json()["correlation_id"] == "my-request-1"
    assert rig.services["tickets"].callers == []


async def test_a_service_that_is_away_is_said_in_both_languages(rig: GatewayRig) -> None:
    rig.upstreams["tickets"].is_away = True
    async with await rig.signed_in("manager") as client:
        english = await client.get("/v1/tickets")
        chinese = await client.get("/v1/tickets", headers={"Accept-Language": "zh-CN"})
    assert english.status_code == 503
    assert english.headers["retry-after"] == "5"
    assert english.json()["title"] == "Service unavailable"
    assert chinese.json()["title"] == "服务暂时不可用"


async def test_the_refusal_of_a_service_passes_as_it_is(rig: GatewayRig) -> None:
    async with await rig.signed_in("security") as client:
        answer = await client.get("/v1/charges")
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:lobby:problem:forbidden"


@pytest.mark.parametrize(
    "path", ["/internal/front-desk/today", "/v1/internal", "/v1", "/", "/v1/nothing", "//v1/tickets"]
)
async def test_what_no_service_publishes_is_not_found(rig: GatewayRig, path: str) -> None:
    async with await rig.signed_in("manager") as client:
        answer = await client.get(f"http://gateway{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(service.asked == [] for service in rig.services.values())


@pytest.mark.parametrize(
    "path", ["/v1/tickets/../../internal/code-tables", "/v1/tickets/%2e%2e/%2e%2e/internal/code-tables"]
)
async def test_no_path_climbs_to_what_is_internal(rig: GatewayRig, path: str) -> None:
    raw = path.encode()
    sent: list[dict[str, object]] = []
    async with await rig.signed_in("manager") as client:
        token = client.headers["authorization"].encode()

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": raw,
        "query_string": b"",
        "headers": [(b"authorization", token)],
        "client": ("127.0.0.1", 1),
        "server": ("gateway", 80),
        "scheme": "http",
        "http_version": "1.1",
    }
    await rig.front(scope, receive, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 404
    assert rig.services["tickets"].asked == []


async def test_a_body_of_eleven_megabytes_is_refused_by_its_declared_length(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as client:
        answer = await client.post("/v1/tickets", content=b"x" * (11 * 1024 * 1024))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["connection"] == "close"
    assert rig.services["tickets"].received == 0


async def test_a_streamed_body_of_eleven_megabytes_is_refused_in_the_middle(rig: GatewayRig) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 1024 * 1024

    async with await rig.signed_in("manager") as client:
        answer = await client.post("/v1/tickets", content=pieces())
    assert answer.status_code == 413
    assert rig.services["tickets"].received == 0


async def test_a_body_of_ten_megabytes_passes_whole(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as client:
        answer = await client.post("/v1/tickets", content=b"x" * LIMIT_BYTES)
    assert answer.json() == {"bytes": LIMIT_BYTES}


async def test_a_roster_may_be_larger_and_nothing_beside_it(rig: GatewayRig) -> None:
    content = b"x" * (LIMIT_BYTES + 1)
    async with await rig.signed_in("manager") as client:
        passed = await client.post("/v1/communities/c-1/roster-imports", content=content)
        for path in (
            "/v1/communities/c-1/roster-imports/i-1/apply",
            "/v1/communities/c-1/roster-imports/",
            "/v1/communities/a/b/roster-imports",
            "/v1/communities",
        ):
            assert (await client.post(path, content=content)).status_code == 413
        assert (await client.put("/v1/communities/c-1/roster-imports", content=content)).status_code == 413
        too_large = {"Content-Length": str(65 * 1024 * 1024)}
        refused = await client.post("/v1/communities/c-1/roster-imports", content=b"", headers=too_large)
    assert passed.status_code == 404  # asked the service, which has no such route in this rig
    assert refused.status_code == 413


async def test_the_gateways_own_routes_refuse_a_large_body_too(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as client:
        answer = await client.post("/v1/staff", content=b"x" * (11 * 1024 * 1024))
    assert answer.status_code == 413


async def test_broken_json_is_malformed(rig: GatewayRig) -> None:
    async with await rig.signed_in("admin") as client:
        answer = await client.post("/v1/staff", content=b"{broken", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


async def test_an_account_that_asks_too_much_is_told_when_to_come_back(database_url: str) -> None:
    async with gateway_rig(database_url, rate_limit="3/hour") as rig, await rig.signed_in("manager") as client:
        passed = [await client.get("/v1/tickets") for _ in range(2)]
        own = await client.get("/v1/auth/me")
        held = [await client.get("/v1/tickets"), await client.get("/v1/auth/me")]
        async with await rig.signed_in("cashier") as other:
            free = await other.get("/v1/charges")
    assert [answer.headers["ratelimit-remaining"] for answer in [*passed, own]] == ["2", "1", "0"]
    assert [answer.status_code for answer in held] == [429, 429]
    assert all(0 < int(answer.headers["retry-after"]) <= 3600 for answer in held)
    assert all(answer.headers["ratelimit-remaining"] == "0" for answer in held)
    assert held[0].json()["type"] == "urn:lobby:problem:too-many-requests"
    assert free.status_code == 200


async def test_signing_in_again_does_not_give_an_account_a_new_share(database_url: str) -> None:
    async with gateway_rig(database_url, rate_limit="2/hour") as rig:
        statuses = []
        for _ in range(3):
            async with await rig.signed_in("manager") as client:
                statuses.append((await client.get("/v1/tickets")).status_code)
    assert statuses == [200, 200, 429]


async def test_forwarded_requests_are_counted_by_service_and_answer(rig: GatewayRig) -> None:
    async with await rig.signed_in("manager") as client:
        await client.get("/v1/tickets/t-1")
        await client.request("SPY", "/v1/tickets/t-1")
        page = (await client.get("/metrics")).text
    assert 'lobby_gateway_forwarded_total{method="GET",status="200",to="tickets"} 1.0' in page
    assert 'lobby_gateway_forwarded_total{method="other",status="405",to="tickets"} 1.0' in page
    assert "t-1" not in page


async def test_the_database_away_is_503_for_newcomers_and_costs_the_signed_in_nothing(rig: GatewayRig) -> None:
    tokens = await rig.tokens("manager")
    newcomer = await rig.tokens("cashier")
    async with rig.client(Authorization=f"Bearer {tokens['access_token']}") as client:
        assert (await client.get("/v1/tickets")).status_code == 200
        rig.front.state.identity.sessions._database = _Away()
        rig.clock.advance(timedelta(seconds=30))
        assert (await client.get("/v1/tickets")).status_code == 200
        rig.clock.advance(timedelta(seconds=60))
        late = await client.get("/v1/tickets")
        new = await client.get("/v1/charges", headers={"Authorization": f"Bearer {newcomer['access_token']}"})
    assert late.status_code == new.status_code == 503
    assert late.headers["retry-after"] == "2"


class _Away:
    """A database that refuses connections."""

    def read(self) -> None:
        raise ConnectionRefusedError


async def test_a_thousand_requests_of_one_session_read_the_database_once(rig: GatewayRig) -> None:
    reads = 0
    sessions = rig.front.state.identity.sessions
    standing = sessions._standing

    async def counted(session_id: str) -> object:
        nonlocal reads
        reads += 1
        return await standing(session_id)

    sessions._standing = counted
    async with await rig.signed_in("manager") as client:
        for _ in range(20):
            await asyncio.gather(*(client.get("/v1/tickets/t-1") for _ in range(50)))
    # Those that come at once, before the first has read, each read for themselves.
    assert reads <= 50


@pytest.mark.parametrize("service", list(PREFIXES))
async def test_every_prefix_of_the_resource_map_reaches_its_service(rig: GatewayRig, service: str) -> None:
    async with await rig.signed_in("manager") as client:
        for prefix in PREFIXES[service]:
            rig.upstreams[service].is_away = True
            assert (await client.get(f"/v1/{prefix}")).status_code == 503, prefix
            rig.upstreams[service].is_away = False
            assert (await client.get(f"/v1/{prefix}/x/y")).status_code == 404, prefix


async def test_health_needs_no_sign_in(rig: GatewayRig) -> None:
    async with rig.client() as client:
        live, ready = await client.get("/livez"), await client.get("/readyz")
    assert (live.status_code, ready.status_code) == (200, 200)


async def test_a_query_with_a_phone_is_in_no_log_line(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with gateway_rig(database_url, access_log=True) as rig, await rig.signed_in("manager") as client:
        await client.get("/v1/tickets", params={"q": "13812345678"})
    out = capsys.readouterr().out
    assert '"path": "/v1/tickets"' in out
    assert "13812345678" not in out
