"""Handbook R-04."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from services.residents.households.models import Person, Reveal
from shared.kernel.ids import stable_id
from tests.service.residents.builders import MANAGER, WANG, desk, did, manager, member
from tests.service.support import ServiceRig

WANG_FANG = stable_id("demo", "person", "3#2-5-1", "0")
ID_NUMBER = "11010519491231002X"


async def reveals(rig: ServiceRig) -> list[Reveal]:
    async with rig.service.database.read() as session:
        return list(await session.scalars(select(Reveal).order_by(Reveal.at, Reveal.id)))


async def test_phones_are_answered_masked(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        household = await did(await client.get(f"/v1/households/{WANG}"))
    assert household["members"][0]["phone"] == "138****5678"


async def test_a_reveal_needs_a_reason_and_is_on_the_record(rig: ServiceRig) -> None:
    async with manager(rig) as client:
        without = await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={})
        answer = await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={"reason": "水管爆裂"})
    assert without.status_code == 422
    assert (await did(answer))["phone"] == "+8613812345678"
    assert answer.headers["Cache-Control"] == "no-store"
    [reveal] = await reveals(rig)
    assert (reveal.person_id, reveal.account_id, reveal.reason) == (WANG_FANG, MANAGER, "水管爆裂")
    assert (reveal.fields, reveal.at) == (["phone"], rig.clock.now())


async def test_the_log_of_reveals_can_not_be_changed_or_emptied(rig: ServiceRig) -> None:
    async with manager(rig) as client:
        await did(await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={"reason": "核对"}))
    for statement in ("UPDATE reveals SET reason = 'x'", "DELETE FROM reveals"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with rig.service.database.connection() as connection:
                await connection.execute(text(statement))
    assert [reveal.reason for reveal in await reveals(rig)] == ["核对"]


async def test_without_the_grant_nothing_is_revealed_and_nothing_logged(rig: ServiceRig) -> None:
    async with rig.client("households:read") as client:
        refused = await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={"reason": "好奇"})
    assert refused.status_code == 403
    assert await reveals(rig) == []


async def test_another_communitys_person_can_not_be_revealed(rig: ServiceRig) -> None:
    foreign = stable_id("demo", "person", "OT", "9#1-1-1", "0")
    async with manager(rig) as client:
        assert (await client.post(f"/v1/persons/{foreign}/reveal", json={"reason": "x"})).status_code == 404
    assert await reveals(rig) == []


async def test_an_id_number_is_encrypted_at_rest_and_never_answered_but_on_the_record(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        added = await client.post(f"/v1/households/{WANG}/members", json=member(role="family", id_number=ID_NUMBER))
        household = await did(added)
        person_id = household["members"][-1]["person_id"]
        assert ID_NUMBER not in added.text
        assert household["members"][-1]["has_id_number"] is True
        revealed = await did(
            await client.post(f"/v1/persons/{person_id}/reveal", json={"reason": "办证", "fields": ["id_number"]})
        )
    assert revealed == {"person_id": person_id, "phone": None, "email": None, "id_number": ID_NUMBER}
    async with rig.service.database.read() as session:
        person = await session.get(Person, person_id)
    assert person is not None
    assert person.sealed_id_number is not None
    assert ID_NUMBER not in repr(person.sealed_id_number)
    assert not [envelope for envelope in await rig.told() if ID_NUMBER.encode() in envelope.to_bytes()]


async def test_a_key_does_not_make_a_reveal_repeatable_from_store(rig: ServiceRig) -> None:
    async with desk(rig, headers={"Idempotency-Key": "reveal-1"}) as client:
        for _ in range(2):
            await did(await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={"reason": "核对"}))
    keys = rig.service.definition.tables.idempotency_keys
    async with rig.service.database.read() as session:
        assert (await session.execute(select(keys))).all() == []
    assert len(await reveals(rig)) == 2


async def test_nothing_on_file_is_said_so(rig: ServiceRig) -> None:
    async with desk(rig) as client:
        answer = await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={"reason": "办证", "fields": ["id_number"]})
    assert (await did(answer, 404))["type"] == "urn:lobby:problem:nothing-on-file"
    assert await reveals(rig) == []


async def test_every_reveal_is_told_for_the_audit_log_without_what_was_seen_or_why(rig: ServiceRig) -> None:
    async with manager(rig) as client:
        for _ in range(2):
            await did(await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={"reason": "水管爆裂"}))
        shown = await did(await client.get(f"/v1/persons/{WANG_FANG}"))
    told = await rig.told("person.revealed")
    logged = {reveal.id for reveal in await reveals(rig)}
    assert {event.data["reveal_id"] for event in told} == logged
    assert len(logged) == 2
    assert [(event.data["person_id"], event.data["account_id"], event.data["fields"]) for event in told] == [
        (WANG_FANG, MANAGER, ["phone"])
    ] * 2
    assert all(event.actor == MANAGER for event in told)
    assert not [event for event in told if "水管".encode() in event.to_bytes() or b"13812345678" in event.to_bytes()]
    assert shown["version"] == 1


async def test_the_manager_reads_who_was_shown_what_and_why(rig: ServiceRig) -> None:
    path = f"/v1/persons/{WANG_FANG}/reveals"
    async with manager(rig) as client:
        for reason in ("核对", "水管爆裂", "送达"):
            await did(await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={"reason": reason}))
            rig.clock.advance(timedelta(minutes=1))
        first = await did(await client.get(path, params={"limit": 2}))
        second = await did(await client.get(path, params={"limit": 2, "cursor": first["next_cursor"]}))
        foreign = await client.get(f"/v1/persons/{stable_id('demo', 'person', 'OT', '9#1-1-1', '0')}/reveals")
    async with rig.client("households:read", "persons:reveal") as without:
        assert (await without.get(path)).status_code == 403
    assert [row["reason"] for row in first["items"] + second["items"]] == ["送达", "水管爆裂", "核对"]
    assert {row["account_id"] for row in first["items"]} == {MANAGER}
    assert second["next_cursor"] is None
    assert foreign.status_code == 404


@pytest.mark.parametrize("reason", ["", "   ", "a\x00", None, 7])
async def test_a_reveal_without_a_reason_is_refused(rig: ServiceRig, reason: object) -> None:
    async with manager(rig) as client:
        answer = await client.post(f"/v1/persons/{WANG_FANG}/reveal", json={"reason": reason})
    assert [fault["pointer"] for fault in (await did(answer, 422))["errors"]] == ["/reason"]
    assert await reveals(rig) == []
