"""Keys: shared by replicas, sealed in the database, rotated without ending a sign-in."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, update

from gateway import demo
from gateway.app import create_app
from gateway.identity.models import SigningKey
from gateway.identity.signing_keys import KeyRing
from tests.service.gateway.rig import SECRET, GatewayRig, gateway_rig
from tests.service.support import SilentBus


async def _rotate(rig: GatewayRig) -> None:
    await rig.front.state.service.jobs.run_now("rotate_signing_keys")


async def test_the_public_keys_are_published_without_their_private_halves(rig: GatewayRig) -> None:
    async with rig.client() as client:
        keys = (await client.get("/.well-known/jwks.json")).json()["keys"]
    assert len(keys) == 1
    assert {"kty", "crv", "x", "kid", "use", "alg"} == set(keys[0])


async def test_the_private_key_is_nowhere_in_the_database_in_clear(rig: GatewayRig) -> None:
    ring: KeyRing = rig.front.state.identity.ring
    await ring.ready()
    async with rig.database.read() as session:
        row = (await session.scalars(select(SigningKey))).one()
    private = ring._keys[0].private_key
    assert private is not None
    assert private.private_bytes_raw() not in row.sealed_private
    assert len(row.sealed_private) == 12 + 32 + 16


async def test_a_replica_verifies_what_another_has_signed(rig: GatewayRig) -> None:
    tokens = await rig.tokens("manager")
    beside = await rig.beside()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=beside), base_url="http://gateway", headers=bearer
    ) as client:
        assert (await client.get("/v1/auth/me")).status_code == 200
        assert (await client.get("/v1/tickets")).status_code == 200
    await beside.state.database.close()


async def test_a_rotation_keeps_the_key_before_and_forgets_the_one_before_that(rig: GatewayRig) -> None:
    tokens = await rig.tokens("manager")
    kids = [key["kid"] for key in rig.front.state.identity.ring.public()["keys"]]
    for _ in range(2):
        rig.clock.advance(timedelta(days=30))
        await _rotate(rig)
        kids = [rig.front.state.identity.ring.public()["keys"][0]["kid"], *kids]
    live = [key["kid"] for key in rig.front.state.identity.ring.public()["keys"]]
    assert live == kids[:2]
    assert len(set(kids)) == 3
    assert tokens


async def test_a_token_signed_before_a_rotation_is_good_after_it(rig: GatewayRig) -> None:
    tokens = await rig.tokens("manager")
    await rig.front.state.identity.ring.add_key()
    async with rig.client(Authorization=f"Bearer {tokens['access_token']}") as client:
        assert (await client.get("/v1/auth/me")).status_code == 200
        assert (await client.get("/v1/tickets")).status_code == 200


async def test_a_young_key_is_not_rotated(rig: GatewayRig) -> None:
    await rig.front.state.identity.ring.ready()
    before = rig.front.state.identity.ring.public()
    rig.clock.advance(timedelta(days=29))
    await _rotate(rig)
    assert rig.front.state.identity.ring.public() == before


async def test_another_signing_secret_trusts_none_of_the_old_keys(rig: GatewayRig) -> None:
    tokens = await rig.tokens("manager")
    changed = rig.settings.model_copy(update={"signing_secret": type(rig.settings.signing_secret)(SECRET[::-1])})
    front = create_app(changed, bus=SilentBus(), clock=rig.clock, upstreams=rig.upstreams)
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=front), base_url="http://gateway", headers=bearer
    ) as client:
        assert (await client.get("/v1/auth/me")).status_code == 401
        form = {"grant_type": "password", "username": "manager", "password": "front-desk"}
        assert (await client.post("/v1/auth/token", data=form)).status_code == 200
    await front.state.database.close()


async def test_a_key_that_was_swapped_in_the_database_is_not_trusted(rig: GatewayRig) -> None:
    await rig.front.state.identity.ring.ready()
    async with rig.database.connection() as connection:
        await connection.execute(update(SigningKey).values(public_x="A" * 43))
    await rig.front.state.identity.ring.reload()
    assert rig.front.state.identity.ring.public() == {"keys": []}


async def test_ended_sessions_are_forgotten_after_a_month(rig: GatewayRig) -> None:
    await rig.tokens("manager")
    rig.clock.advance(timedelta(days=45))
    live = await rig.tokens("manager")
    await rig.front.state.service.jobs.run_now("forget_ended_sessions")
    async with rig.client() as client:
        form = {"grant_type": "refresh_token", "refresh_token": live["refresh_token"]}
        assert (await client.post("/v1/auth/token", data=form)).status_code == 200


async def test_the_demo_staff_can_be_loaded_again_and_takes_a_new_password(rig: GatewayRig) -> None:
    told = len(await rig.told("account.changed"))
    await demo.seed(rig.front.state.unit_of_work, password="front-desk")
    assert len(await rig.told("account.changed")) == told == len(demo.STAFF)
    await demo.seed(rig.front.state.unit_of_work, password="another one")
    assert await rig.tokens("front_desk", "another one")


async def test_the_demo_staff_is_never_loaded_in_production_mode(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with gateway_rig(database_url) as rig:
        monkeypatch.setenv("LOBBY_MODE", "production")
        with pytest.raises(RuntimeError, match="production"):
            await demo.seed(rig.front.state.unit_of_work, password="front-desk")
