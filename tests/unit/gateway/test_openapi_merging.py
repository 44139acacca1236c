"""Several documents as one."""

from typing import Any

from gateway.openapi.merging import complete, merge
from shared.contracts.asyncapi import asyncapi, json_schemas
from shared.contracts.registry import EVENTS

FRAME: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "components": {}}


def document(path: str, schemas: dict[str, Any], *, ref: str = "View") -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{ref}"}}}}
    operation = {"operationId": path, "responses": {"200": answer}, "security": [{"own": []}]}
    return {"paths": {path: {"get": operation}}, "components": {"schemas": schemas, "securitySchemes": {"own": {}}}}


def schema_of(merged: dict[str, Any], path: str) -> str:
    answer = merged["paths"][path]["get"]["responses"]["200"]
    found: str = answer["content"]["application/json"]["schema"]["$ref"]
    return found.rpartition("/")[2]


def test_components_that_are_alike_are_shared() -> None:
    view = {"type": "object"}
    merged = merge({"a": document("/a", {"View": view}), "b": document("/b", {"View": view})}, FRAME)
    assert merged["components"]["schemas"] == {"View": view}
    assert schema_of(merged, "/a") == schema_of(merged, "/b") == "View"


def test_components_that_differ_get_their_services_name() -> None:
    documents = {
        "a": document("/a", {"View": {"type": "object"}}),
        "b": document("/b", {"View": {"type": "string"}}),
    }
    merged = merge(documents, FRAME)
    assert merged["components"]["schemas"] == {"View": {"type": "object"}, "BView": {"type": "string"}}
    assert (schema_of(merged, "/a"), schema_of(merged, "/b")) == ("View", "BView")


def test_what_refers_to_a_renamed_component_is_renamed_with_it() -> None:
    outer = {"properties": {"inner": {"$ref": "#/components/schemas/Inner"}}}
    documents = {
        "a": document("/a", {"View": outer, "Inner": {"type": "object"}}),
        "b": document("/b", {"View": outer, "Inner": {"type": "string"}}),
    }
    schemas = merge(documents, FRAME)["components"]["schemas"]
    assert set(schemas) == {"View", "Inner", "BView", "BInner"}
    assert schemas["View"]["properties"]["inner"]["$ref"] == "#/components/schemas/Inner"
    assert schemas["BView"]["properties"]["inner"]["$ref"] == "#/components/schemas/BInner"


def test_a_name_that_is_taken_already_is_not_taken_again() -> None:
    documents = {
        "a": document("/a", {"View": {"type": "object"}, "BView": {"type": "null"}}),
        "b": document("/b", {"View": {"type": "string"}}),
    }
    merged = merge(documents, FRAME)
    assert set(merged["components"]["schemas"]) == {"View", "BView", "BView_"}
    assert schema_of(merged, "/b") == "BView_"


def test_the_documents_themselves_stay_as_they_are() -> None:
    own = document("/a", {"View": {"type": "object"}})
    merge({"a": own, "b": document("/b", {"View": {"type": "string"}})}, FRAME)
    assert own == document("/a", {"View": {"type": "object"}})
    assert FRAME["components"] == {}


def test_internal_paths_are_left_out() -> None:
    assert merge({"a": document("/internal/x", {})}, FRAME)["paths"] == {}


def test_operations_without_a_tag_get_their_services() -> None:
    merged = merge({"a": document("/a", {})}, FRAME)
    assert merged["paths"]["/a"]["get"]["tags"] == ["a"]
    assert merged["paths"]["/a"]["get"]["security"] == [{"staff": []}]


def test_an_operation_that_takes_if_match_answers_an_etag() -> None:
    own = document("/a", {})
    own["paths"]["/a"]["get"]["parameters"] = [{"name": "If-Match", "in": "header"}]
    answers = complete(merge({"a": own}, FRAME))["paths"]["/a"]["get"]["responses"]
    assert "ETag" in answers["200"]["headers"]
    assert "ETag" not in answers["429"]["headers"]


def test_every_event_has_a_channel_a_message_and_an_operation() -> None:
    made = asyncapi()
    assert {channel["address"] for channel in made["channels"].values()} == set(EVENTS)
    assert len(made["operations"]) == len(made["components"]["messages"]) == len(EVENTS)
    assert all("." not in key for key in made["channels"])


def test_every_reference_of_the_event_document_resolves() -> None:
    made = asyncapi()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(reference := node.get("$ref"), str):
                target: Any = made
                for part in reference.removeprefix("#/").split("/"):
                    target = target[part]
                assert target
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(made)


def test_a_schema_per_event_stands_by_itself() -> None:
    schemas = json_schemas()
    assert set(schemas) == {f"{event.TYPE}.{event.VERSION}" for event in EVENTS.values()}
    assert schemas["account.changed.1"]["$id"] == "urn:lobby:event:account.changed:1"
    assert "display_name" in schemas["account.changed.1"]["required"]
