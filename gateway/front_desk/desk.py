"""Asks services side by side for one caller: what comes in time is shown, what doesn't costs its part alone.

Source: api.md (composed answers), reliability fault 11, performance row 3.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlencode

import structlog

from gateway.forwarding import Headers, Upstream
from gateway.front_desk.last_answers import Copy, LastAnswers
from gateway.identity.sessions import Grant, Sessions
from shared.kernel.errors import DomainError
from shared.kernel.text import Locale

log = structlog.get_logger()

Status = Literal["ok", "stale", "unavailable", "forbidden", "not_found"]
_OK, _FORBIDDEN, _NOT_FOUND = 200, 403, 404


@dataclass(frozen=True, slots=True)
class Question:
    """One request's asker and words; the same for every part."""

    grant: Grant
    locale: Locale
    request_id: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one service said. `not_found` is for the caller of `ask` alone."""

    status: Status
    content: Any = None
    as_of: datetime | None = None


_AWAY = Part("unavailable")


class Desk:
    """`deadline_s` holds for every part; the page waits a tenth longer for those that notice it late."""

    def __init__(
        self, upstreams: Mapping[str, Upstream], sessions: Sessions, last: LastAnswers, *, deadline_s: float
    ) -> None:
        self._upstreams = upstreams
        self._sessions = sessions
        self._last = last
        self.deadline_s = deadline_s

    async def ask_all(
        self,
        question: Question,
        services: Sequence[str],
        path: str,
        parameters: Mapping[str, str | None],
        *,
        deadline_s: float | None = None,
        remember: bool = True,
    ) -> dict[str, Part]:
        """Every service's part by its name, in the order of `services`.

        Without `remember` nothing is `stale`: for a question whose old answer must not be given.
        """
        within = deadline_s or self.deadline_s
        given = {name: value for name, value in parameters.items() if value is not None}
        target = f"{path}?{urlencode(given)}" if given else path
        asked = {
            service: asyncio.create_task(self._ask(question, service, target, within), name=f"part:{service}")
            for service in services
        }
        try:
            _, late = await asyncio.wait(asked.values(), timeout=within * 1.1)
        except BaseException:
            for task in asked.values():
                task.cancel()
            raise
        for task in late:
            task.cancel()
        answered = {service: _AWAY if task in late else task.result() for service, task in asked.items()}
        if not remember:
            return answered
        return {
            service: self._last_known(question, service, target) if part is _AWAY else part
            for service, part in answered.items()
        }

    async def ask(
        self,
        question: Question,
        service: str,
        path: str,
        parameters: Mapping[str, str | None],
        *,
        remember: bool = True,
    ) -> Part:
        """One service's part."""
        return (await self.ask_all(question, [service], path, parameters, remember=remember))[service]

    async def _ask(self, question: Question, service: str, target: str, within: float) -> Part:
        """Never raises; `_AWAY` for whatever is no answer."""
        key = self._key(question, service, target)
        try:
            token = self._sessions.internal_token(question.grant, service)
            headers: Headers = [
                (b"authorization", token),
                (b"x-request-id", question.request_id.encode()),
                (b"accept-language", question.locale.encode()),
            ]
            status, body = await self._upstreams[service].get_json(target, headers, within)
            if status == _OK:
                copy = Copy(json.loads(body), datetime.now(UTC))
                self._last.keep(key, copy)
                return Part("ok", copy.content, copy.as_of)
        except (DomainError, ValueError) as error:
            log.warning("part_unavailable", part=service, error=str(error), correlation_id=question.request_id)
            return _AWAY
        except Exception:
            log.exception("part_failed", part=service, correlation_id=question.request_id)
            return _AWAY
        if status in {_FORBIDDEN, _NOT_FOUND}:
            self._last.drop(key)
            return Part("forbidden" if status == _FORBIDDEN else "not_found")
        log.warning("part_refused", part=service, status=status, correlation_id=question.request_id)
        return _AWAY

    def _last_known(self, question: Question, service: str, target: str) -> Part:
        copy = self._last.find(self._key(question, service, target))
        return _AWAY if copy is None else Part("stale", copy.content, copy.as_of)

    @staticmethod
    def _key(question: Question, service: str, target: str) -> tuple[object, ...]:
        """With the grant's stamp: what an account may no longer see is not shown from memory either."""
        return question.grant.account_id, question.grant.stamp, question.locale, service, target
