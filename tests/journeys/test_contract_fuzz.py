"""No input makes a 500, and no answer is one that the description does not have: Schemathesis over every operation.

The cases are the same on every run. Some of them name things that exist, so that the rules behind a route are met
and not its 404 alone. The suite is one of its own: much is opened, departed and disabled here.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy, one_of
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.openapi.checks import UndefinedStatusCode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.journeys import belongings
from tests.journeys.conftest import started
from tests.journeys.people import people_of
from tests.journeys.samples import body_of
from tests.stack import EmbeddedStack

Operation = APIOperation[Any, Any, Any, Any]
AnyCase = Case[Any]
SEED = 20261122
CASES = {"manager": 3, "front_desk": 1, "admin": 12}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
# Signing out would end the session that all the other cases are sent with.
ENDS_THE_SESSION = "auth.revoke"


@dataclass(frozen=True)
class Api:
    """A running suite, its description, and ids of things in it by the names that paths give them."""

    url: str
    document: dict[str, Any]
    known: Mapping[str, str]
    tokens: Mapping[str, str]

    def operations(self) -> Iterator[Operation]:
        for found in schemathesis.openapi.from_dict(self.document).get_all_operations():
            assert isinstance(found, Ok), found.err()
            operation = found.ok()
            if operation.definition.raw["operationId"] != ENDS_THE_SESSION:
                yield operation


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    stack = EmbeddedStack(tmp_path_factory.mktemp("fuzzed"))
    try:
        started(stack)
        yield asyncio.run(_api(stack))
    finally:
        stack.stop()


async def _api(stack: EmbeddedStack) -> Api:
    async with people_of(stack.url, stack.password) as people:
        account = await belongings.new_account(stack, "front_desk")
        known = await belongings.of_the_garden(people) | {"account_id": await people.account_id(account)}
        document = await people.get("manager", "/openapi.json")
        return Api(stack.url, document, known, {who: await people.token(who) for who in CASES})


@pytest.mark.parametrize("who", CASES)
def test_every_operation_answers_as_its_description_says(api: Api, subtests: pytest.Subtests, who: str) -> None:
    print(f"seed {SEED}, {CASES[who]} cases for each operation")
    probed = 0
    with _session(api, who) as session:
        for operation in api.operations():
            if who == "admin" and operation.definition.raw["x-lobby-service"] != "gateway":
                continue  # no business records for administrators: the matrix has shown the 403
            with subtests.test(f"{who}: {operation.label}"):
                _probe(api, session, operation, CASES[who])
            probed += 1

    assert probed >= (14 if who == "admin" else 90)


def test_an_answer_that_is_not_described_is_seen(api: Api) -> None:
    """The probe itself: with the 404 taken out of the description it must complain."""
    document = copy.deepcopy(api.document)
    shown = document["paths"]["/v1/tickets/{ticket_id}"]["get"]
    del shown["responses"]["404"]
    less = replace(api, document=document, known={})
    operation = next(each for each in less.operations() if each.definition.raw["operationId"] == "tickets.show")

    with _session(api, "manager") as session, pytest.raises(FailureGroup) as found:
        _probe(less, session, operation, CASES["manager"])

    assert any(isinstance(each, UndefinedStatusCode) for each in found.value.exceptions)


def _session(api: Api, who: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {api.tokens[who]}"
    return session


def _probe(api: Api, session: requests.Session, operation: Operation, cases: int) -> None:
    quiet = settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )

    @seeded(SEED)
    @quiet
    @given(case=_cases(api, operation))
    def answers_as_described(case: AnyCase) -> None:
        case.call_and_validate(base_url=api.url, session=session, checks=CHECKS)

    answers_as_described()


def _cases(api: Api, operation: Operation) -> SearchStrategy[AnyCase]:
    """Well-formed ones, ones about things that exist, and ones that break the description."""
    ids = {name: api.known[name] for name in _path_names(operation.path) if name in api.known}
    ways = [operation.as_strategy(), operation.as_strategy(path_parameters=ids)]
    body = body_of(api.document, operation.path, operation.method)
    if body is not None:
        ways.append(operation.as_strategy(path_parameters=ids, body=body, media_type="application/json"))
    negative = operation.as_strategy(GenerationMode.NEGATIVE)
    if _is_possible(negative):
        ways.append(negative)
    return one_of(ways)


def _path_names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _is_possible(strategy: SearchStrategy[AnyCase]) -> bool:
    """An operation that takes nothing can't be given anything wrong."""

    @settings(max_examples=1, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def try_one(_case: AnyCase) -> None: ...

    try:
        try_one()
    except Unsatisfiable:
        return False
    return True
