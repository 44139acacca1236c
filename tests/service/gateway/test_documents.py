"""What the suite says about itself."""

import json
import re
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from shared.contracts.registry import EVENTS
from tests.service.gateway.rig import GatewayRig

_FOREIGN = re.compile(r"""(?:src|href|action|url)\s*[=(:]\s*["']?(?:https?:)?//""", re.IGNORECASE)


async def _openapi(rig: GatewayRig) -> dict[str, Any]:
    async with rig.client() as client:
        answer = await client.get("/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, operation) for path, item in document["paths"].items() for method, operation in item.items()]


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in _references(value)]
    if isinstance(node, list):
        return [found for value in node for found in _references(value)]
    return []


def _resolve(document: dict[str, Any], reference: str) -> object:
    node: Any = document
    for part in reference.removeprefix("#/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


async def test_the_merged_document_has_every_services_operations_and_nothing_internal(rig: GatewayRig) -> None:
    document = await _openapi(rig)
    names = {operation["operationId"] for _, _, operation in _operations(document)}
    assert document["openapi"].startswith("3.1")
    assert {"auth.token", "staff.list", "front_desk.caller_card"} <= names
    assert {f"{service}.list" for service in rig.services} <= names
    assert not [path for path in document["paths"] if path.startswith("/internal")]
    assert "x-lobby-missing" not in document


async def test_every_operation_has_a_name_of_its_own_and_a_summary(rig: GatewayRig) -> None:
    operations = _operations(await _openapi(rig))
    names = [operation["operationId"] for _, _, operation in operations]
    assert len(names) == len(set(names))
    assert all(operation.get("summary") for _, _, operation in operations)
    assert all(operation.get("tags") for _, _, operation in operations)


async def test_every_reference_of_the_merged_document_resolves(rig: GatewayRig) -> None:
    document = await _openapi(rig)
    references = _references(document)
    assert references
    for reference in references:
        assert isinstance(_resolve(document, reference), dict), reference


async def test_every_schema_of_the_merged_document_is_a_valid_json_schema(rig: GatewayRig) -> None:
    document = await _openapi(rig)
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator({**schema, "components": document["components"]}), name


async def test_signed_in_operations_list_the_gateways_refusals_and_headers(rig: GatewayRig) -> None:
    document = await _openapi(rig)
    operation = document["paths"]["/v1/tickets"]["get"]
    assert {"400", "401", "403", "413", "429", "503"} <= set(operation["responses"])
    assert operation["security"] == [{"staff": []}]
    assert {"X-Request-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"} <= set(
        operation["responses"]["200"]["headers"]
    )
    assert "Retry-After" in operation["responses"]["429"]["headers"]
    assert "ETag" in document["paths"]["/v1/staff/{account_id}"]["get"]["responses"]["200"]["headers"]
    assert "ETag" not in operation["responses"]["200"]["headers"]


async def test_the_password_flow_is_the_one_security_scheme(rig: GatewayRig) -> None:
    schemes = (await _openapi(rig))["components"]["securitySchemes"]
    assert list(schemes) == ["staff"]
    assert schemes["staff"]["flows"]["password"]["tokenUrl"] == "/v1/auth/token"


async def test_signing_in_and_the_documents_are_not_said_to_need_a_sign_in(rig: GatewayRig) -> None:
    document = await _openapi(rig)
    assert not document["paths"]["/v1/auth/token"]["post"].get("security")


async def test_a_service_never_seen_is_missing_and_appears_when_it_is_there(rig: GatewayRig) -> None:
    rig.upstreams["billing"].is_away = True
    before = await _openapi(rig)
    rig.upstreams["billing"].is_away = False
    rig.front.state.catalogue._merged = None
    after = await _openapi(rig)
    assert before["x-lobby-missing"] == ["billing"]
    assert "/v1/charges" not in before["paths"]
    assert "/v1/charges" in after["paths"]


async def test_a_service_that_went_away_is_shown_as_last_known(rig: GatewayRig) -> None:
    await _openapi(rig)
    rig.upstreams["billing"].is_away = True
    rig.front.state.catalogue._merged = None
    document = await _openapi(rig)
    assert "/v1/charges" in document["paths"]
    assert "x-lobby-missing" not in document


async def test_the_events_are_described_all_of_them(rig: GatewayRig) -> None:
    async with rig.client() as client:
        document = (await client.get("/asyncapi.json")).json()
    assert document["asyncapi"] == "3.0.0"
    assert {channel["address"] for channel in document["channels"].values()} == set(EVENTS)


async def test_the_reference_page_loads_nothing_from_another_host(rig: GatewayRig) -> None:
    async with rig.client() as client:
        page = await client.get("/docs")
        loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        for path in loaded:
            assert path.startswith("/")
            assert not path.startswith("//")
            answer = await client.get(path)
            assert answer.status_code == 200, path
            assert "default-src 'self'" in answer.headers.get("content-security-policy", "default-src 'self'")
        start = (await client.get("/docs/start.js")).text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert _FOREIGN.search(page.text) is None
    assert _FOREIGN.search(start) is None
    assert "<script>" not in page.text
    assert "validatorUrl: null" in start


@pytest.mark.parametrize("name", ["nothing.js", "..%2fstart.js", "main.py", "__init__.py", "%00"])
async def test_the_page_gives_out_no_other_files(rig: GatewayRig, name: str) -> None:
    async with rig.client() as client:
        assert (await client.get(f"/docs/{name}")).status_code == 404


async def test_the_document_is_put_together_once_for_many_readers(rig: GatewayRig) -> None:
    for _ in range(3):
        await _openapi(rig)
    assert json.loads(await rig.front.state.catalogue.document())["info"]["title"] == "Lobby"
    assert [len(upstream.deadlines_s) for upstream in rig.upstreams.values()] == [1] * 5
