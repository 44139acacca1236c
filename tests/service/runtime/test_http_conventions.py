"""What api.md promises of every service, shown on the smallest one."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, event, func, select

from shared.kernel.clock import ManualClock
from shared.runtime.http.security import StaticKeys
from shared.runtime.service import Service, create_service_app
from shared.runtime.settings import ServiceSettings
from tests.service.runtime.conventions import DEFINITION, TABLES, Base, Note
from tests.service.support import ELSEWHERE, SIGNING_KEY, SUNDAY_NOON, ServiceRig, SilentBus

_A_MINUTE = timedelta(minutes=1)
BODY = {"words": "call back at three"}


@asynccontextmanager
async def notes(database_url: str, *, create: bool = True) -> AsyncIterator[ServiceRig]:
    clock = ManualClock(SUNDAY_NOON)
    keys = StaticKeys(json.loads(json.dumps({"keys": [SIGNING_KEY.as_dict(private=False)]})))
    service = Service(
        DEFINITION, ServiceSettings(database_url=SecretStr(database_url)), bus=SilentBus(), clock=clock, keys=keys
    )
    if create:
        async with service.database.connection() as connection:
            await connection.run_sync(Base.metadata.create_all)
    try:
        yield ServiceRig(create_service_app(service), clock)
    finally:
        await service.database.close()


@pytest.fixture
async def rig(database_url: str) -> AsyncIterator[ServiceRig]:
    async with notes(database_url) as made:
        yield made


async def count(rig: ServiceRig) -> tuple[int, int]:
    async with rig.service.database.read() as session:
        written = await session.scalar(select(func.count()).select_from(Note))
        told = await session.scalar(select(func.count()).select_from(TABLES.outbox))
    return written or 0, told or 0


async def test_the_same_key_and_body_give_the_first_answer_again(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        first = await client.post("/v1/notes", json=BODY, headers={"Idempotency-Key": "k1"})
        again = await client.post("/v1/notes", json=BODY, headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"] == '"1"'
    assert again.headers["location"] == first.headers["location"]
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert await count(rig) == (1, 1)


async def test_a_key_with_another_body_is_refused_and_changes_nothing(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        await client.post("/v1/notes", json=BODY, headers={"Idempotency-Key": "k1"})
        other = await client.post("/v1/notes", json={"words": "other"}, headers={"Idempotency-Key": "k1"})
    assert other.status_code == 422
    assert other.json()["type"] == "urn:lobby:problem:idempotency-key-reused"
    assert await count(rig) == (1, 1)


async def test_two_callers_may_use_the_same_key(rig: ServiceRig) -> None:
    async with rig.client("notes:write", account_id="one") as one, rig.client("notes:write", account_id="two") as two:
        first = await one.post("/v1/notes", json=BODY, headers={"Idempotency-Key": "k1"})
        second = await two.post("/v1/notes", json=BODY, headers={"Idempotency-Key": "k1"})
    assert first.json()["id"] != second.json()["id"]
    assert await count(rig) == (2, 2)


async def test_one_key_fifty_times_at_once_over_two_replicas_has_one_effect(rig: ServiceRig, database_url: str) -> None:
    async with (
        notes(database_url, create=False) as replica,
        rig.client("notes:write") as here,
        replica.client("notes:write") as there,
    ):
        sent = [
            (here if turn % 2 else there).post("/v1/notes", json=BODY, headers={"Idempotency-Key": "k1"})
            for turn in range(50)
        ]
        answers = await asyncio.gather(*sent)
        late = await here.post("/v1/notes", json=BODY, headers={"Idempotency-Key": "k1"})
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    refused = [answer for answer in answers if answer.status_code != 201]
    assert made == {late.json()["id"]}
    assert {(answer.status_code, answer.headers["retry-after"]) for answer in refused} <= {(409, "1")}
    assert await count(rig) == (1, 1)


@pytest.mark.parametrize("key", [b"", b" ", b"a b", b"x" * 256, "钥匙".encode()])
async def test_a_key_that_is_none_is_refused(rig: ServiceRig, key: bytes) -> None:
    async with rig.client("notes:write") as client:
        answer = await client.post("/v1/notes", json=BODY, headers={b"Idempotency-Key": key})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "header"
    assert await count(rig) == (0, 0)


async def test_money_needs_a_key(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        answer = await client.post("/v1/notes/paid", json=BODY)
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:lobby:problem:idempotency-key-required"
    assert await count(rig) == (0, 0)


async def test_a_change_needs_the_present_version(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        made = await client.post("/v1/notes", json=BODY)
        url = made.headers["location"]
        missing = await client.patch(url, json={"words": "two"})
        done = await client.patch(url, json={"words": "two"}, headers={"If-Match": made.headers["etag"]})
        stale = await client.patch(url, json={"words": "three"}, headers={"If-Match": made.headers["etag"]})
        broken = await client.patch(url, json={"words": "three"}, headers={"If-Match": "yesterday"})
    assert missing.status_code == 428
    assert (done.status_code, done.headers["etag"]) == (200, '"2"')
    assert stale.status_code == 412
    assert "version 2" in stale.json()["detail"]
    assert broken.status_code == 400


async def test_of_two_changes_at_once_one_wins(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        made = await client.post("/v1/notes", json=BODY)
        changes = [
            client.patch(made.headers["location"], json={"words": f"w{n}"}, headers={"If-Match": '"1"'})
            for n in range(8)
        ]
        statuses = sorted(answer.status_code for answer in await asyncio.gather(*changes))
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {409, 412}
    assert await count(rig) == (1, 2)


async def test_what_lies_in_another_community_does_not_exist(rig: ServiceRig) -> None:
    async with rig.client("notes:write", communities=[ELSEWHERE]) as stranger, rig.client("notes:write") as client:
        made = await client.post("/v1/notes", json=BODY)
        answer = await stranger.patch(made.headers["location"], json=BODY, headers={"If-Match": '"1"'})
        listed = await stranger.get("/v1/notes")
    assert answer.status_code == 404
    assert listed.json()["items"] == []


@pytest.mark.parametrize("words", ["", "   ", "a\x00b", "x" * 201, 5, None, ["a"]])
async def test_bad_content_names_the_field_in_both_languages(rig: ServiceRig, words: object) -> None:
    async with rig.client("notes:write") as client:
        english = await client.post("/v1/notes", json={"words": words})
        chinese = await client.post("/v1/notes", json={"words": words}, headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert english.status_code == chinese.status_code == 422
    assert english.headers["content-type"] == "application/problem+json"
    assert english.json()["errors"][0]["pointer"] == chinese.json()["errors"][0]["pointer"] == "/words"
    assert english.json()["errors"][0]["message"].isascii()
    assert not chinese.json()["errors"][0]["message"].isascii()
    assert await count(rig) == (0, 0)


async def test_an_unknown_field_is_named(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        answer = await client.post("/v1/notes", json=BODY | {"colour": "red"})
    assert answer.json()["errors"] == [{"pointer": "/colour", "message": "Unknown field", "place": "body"}]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"nonsense", b'{"words": NaN'])
async def test_broken_json_is_malformed(rig: ServiceRig, body: bytes) -> None:
    async with rig.client("notes:write") as client:
        answer = await client.post("/v1/notes", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["correlation_id"] == answer.headers["x-request-id"]


async def test_eleven_megabytes_are_refused_declared_or_streamed(rig: ServiceRig) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b" " * 1024 * 1024

    async with rig.client("notes:write") as client:
        declared = await client.post("/v1/notes", content=b" " * 11 * 1024 * 1024)
        streamed = await client.post("/v1/notes", content=pieces(), headers={"Content-Type": "application/json"})
    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert declared.json()["title"] == "Body too large"


async def test_no_token_a_forged_one_and_an_expired_one_are_unauthenticated(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        expired = rig.token("notes:write", account_id="a", lives=-_A_MINUTE)
        statuses = {}
        for name, header in {
            "none": "",
            "no bearer": "Basic abc",
            "rubbish": "Bearer rubbish",
            "forged": client.headers["authorization"][:-6] + "AAAAAA",
            "expired": f"Bearer {expired}",
        }.items():
            answer = await client.get("/v1/notes", headers={"Authorization": header})
            statuses[name] = (answer.status_code, answer.headers["www-authenticate"])
    assert set(statuses.values()) == {(401, "Bearer")}


async def test_a_caller_without_the_grant_is_told_which_one(rig: ServiceRig) -> None:
    async with rig.client("notes:read") as client:
        answer = await client.post("/v1/notes", json=BODY)
    assert answer.status_code == 403
    assert "notes:write" in answer.json()["detail"]


async def test_pages_follow_each_other_without_gap_or_repeat(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        made = [(await client.post("/v1/notes", json={"words": f"n{n}"})).json()["id"] for n in range(7)]
        seen, cursor = [], None
        while True:
            page = (await client.get("/v1/notes", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
    assert seen == sorted(made, reverse=True)


@pytest.mark.parametrize("cursor", ["x", "WzFd", "bnVsbA", "W251bGwsbnVsbF0", "e30", "é", "WyJ0OjIwMjYiLCAiYSJd"])
async def test_a_cursor_of_another_list_is_refused(rig: ServiceRig, cursor: str) -> None:
    async with rig.client("notes:write") as client:
        answer = await client.get("/v1/notes", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/cursor"


async def test_the_request_id_of_the_client_is_kept_when_well_formed(rig: ServiceRig) -> None:
    async with rig.client("notes:write") as client:
        kept = await client.get("/v1/notes", headers={"X-Request-Id": "desk-7.call-12"})
        replaced = await client.get("/v1/notes", headers={"X-Request-Id": "<script>"})
    assert kept.headers["x-request-id"] == "desk-7.call-12"
    assert len(replaced.headers["x-request-id"]) == 36


async def test_a_database_that_is_away_is_a_503_that_says_when_to_come_back() -> None:
    nowhere = "postgresql+asyncpg://nobody:none@127.0.0.1:9/none"
    async with notes(nowhere, create=False) as rig, rig.client("notes:write") as client:
        read = await client.get("/v1/notes")
        write = await client.post("/v1/notes", json=BODY, headers={"Idempotency-Key": "k"})
        ready = await client.get("/readyz")
        alive = await client.get("/livez")
    assert [answer.status_code for answer in (read, write, ready, alive)] == [503, 503, 503, 200]
    assert write.headers["retry-after"] == "2"


async def test_a_full_disk_is_a_507_that_changes_nothing(tmp_path: Path) -> None:
    async with notes(f"sqlite+aiosqlite:///{tmp_path}/full.db") as rig:
        async with rig.service.database.engine.connect() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()

        @event.listens_for(rig.service.database.engine.sync_engine, "begin")
        def no_more_pages(connection: Connection) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

        async with rig.client("notes:write") as client:
            answers = [await client.post("/v1/notes", json={"words": "x" * 200}) for _ in range(60)]
        written, told = await count(rig)
    full = [answer for answer in answers if answer.status_code == 507]
    assert full
    assert {answer.status_code for answer in answers} == {201, 507}
    assert written == told == len(answers) - len(full)
    assert isinstance(full[0], httpx.Response)
    assert full[0].headers["retry-after"] == "30"
