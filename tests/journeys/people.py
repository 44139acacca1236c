"""The demo's staff at the gateway, and how a story waits for what follows by event."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import httpx

from shared.kernel.ids import new_id

Json = dict[str, Any]
T = TypeVar("T")
SECONDS = 30
PROBLEM = "application/problem+json"


class People:
    """Everybody signs in on their first word. Answers are checked: `get` and `post` want success."""

    def __init__(self, client: httpx.AsyncClient, password: str, *, language: str = "en") -> None:
        self._client = client
        self._password = password
        self._language = language
        self._tokens: dict[str, str] = {}

    async def token(self, who: str) -> str:
        if who not in self._tokens:
            form = {"grant_type": "password", "username": who, "password": self._password}
            answer = await self._client.post("/v1/auth/token", data=form)
            assert answer.status_code == httpx.codes.OK, answer.text
            self._tokens[who] = answer.json()["access_token"]
        return self._tokens[who]

    async def send(
        self,
        who: str,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> httpx.Response:
        """Whatever comes of it."""
        own = {"Authorization": f"Bearer {await self.token(who)}", "Accept-Language": self._language}
        return await self._client.request(
            method, path, json=json, params=params, headers={**own, **(headers or {})}, **more
        )

    async def get(self, who: str, path: str, *, language: str | None = None, **params: Any) -> Json:
        headers = {"Accept-Language": language} if language else {}
        answer = await self.send(who, "GET", path, params=params, headers=headers)
        assert answer.status_code == httpx.codes.OK, answer.text
        content: Json = answer.json()
        return content

    async def items(self, who: str, path: str, **params: Any) -> list[Json]:
        """A list's first page."""
        found: list[Json] = (await self.get(who, path, **params))["items"]
        return found

    async def post(self, who: str, path: str, body: Json | None = None, *, key: str | None = None) -> Json:
        """Under an Idempotency-Key of its own, or under `key`."""
        headers = {"Idempotency-Key": key or new_id()}
        answer = await self.send(who, "POST", path, json=body or {}, headers=headers)
        assert answer.is_success, answer.text
        content: Json = answer.json()
        return content

    async def upload(self, who: str, path: str, name: str, content: bytes) -> Json:
        """A form with one file."""
        headers = {"Idempotency-Key": new_id()}
        answer = await self.send(who, "POST", path, headers=headers, files={"file": (name, content)})
        assert answer.is_success, answer.text
        uploaded: Json = answer.json()
        return uploaded

    async def refused(self, who: str, method: str, path: str, status: int, **request: Any) -> Json:
        """The problem that the request is answered with."""
        return problem(await self.send(who, method, path, **request), status)

    async def account_id(self, who: str) -> str:
        found: str = (await self.get(who, "/v1/auth/me"))["account_id"]
        return found


@asynccontextmanager
async def people_of(url: str, password: str, *, language: str = "en") -> AsyncIterator[People]:
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
        yield People(client, password, language=language)


def problem(answer: httpx.Response, status: int) -> Json:
    """The problem document of a refusal, checked for what api.md promises of every one."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:600]}"
    assert answer.headers["content-type"] == PROBLEM
    document: Json = answer.json()
    assert document["type"].startswith("urn:lobby:problem:")
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    assert document["instance"] == answer.request.url.path
    assert document["correlation_id"] == answer.headers["x-request-id"]
    return document


async def eventually(
    ask: Callable[[], Awaitable[T]], is_so: Callable[[T], object] = bool, *, within_s: float = SECONDS
) -> T:
    """What `ask` gives once it `is_so`; what another service does follows by event, within moments."""
    deadline = time.monotonic() + within_s
    while True:
        found = await ask()
        if is_so(found):
            return found
        assert time.monotonic() < deadline, f"not so after {within_s} s: {found}"
        await asyncio.sleep(0.1)
