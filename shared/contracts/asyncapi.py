"""The events as AsyncAPI 3.0 and as JSON Schemas, generated from the registry; pure.

Source: architecture decision 4. `make contracts` writes both to `docs/contracts`, the gateway answers `/asyncapi.json`.
"""

from collections.abc import Mapping
from typing import Any

from shared.contracts.envelope import CONTENT_TYPE, CloudEvent, Event, schema_name, source_of
from shared.contracts.registry import EVENTS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_EXCHANGE = "events"


def json_schemas(events: Mapping[str, type[Event]] = EVENTS) -> dict[str, dict[str, Any]]:
    """One self-contained JSON Schema of `data` per event, by `<type>.<version>`."""
    return {
        f"{event.TYPE}.{event.VERSION}": {
            "$schema": _DRAFT,
            "$id": schema_name(event),
            **event.model_json_schema(mode="serialization"),
        }
        for _, event in sorted(events.items())
    }


def asyncapi(events: Mapping[str, type[Event]] = EVENTS) -> dict[str, Any]:
    """One channel, message and send operation per event."""
    schemas: dict[str, Any] = {}
    envelope = CloudEvent.model_json_schema(mode="serialization")
    envelope.pop("$defs", None)
    schemas["CloudEvent"] = envelope
    document: dict[str, Any] = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lobby events",
            "version": "1",
            "description": (
                "CloudEvents 1.0 in structured mode on the durable topic exchange `events`; the routing key is the "
                "event's type. Delivered at least once: keep the ids you have handled. Fields may be added to a "
                "version; changing or removing one makes a new version."
            ),
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {},
        "operations": {},
        "components": {"messages": {}, "schemas": schemas},
    }
    for _, event in sorted(events.items()):
        _describe(document, event, schemas)
    return document


def _describe(document: dict[str, Any], event: type[Event], schemas: dict[str, Any]) -> None:
    key = _key(event)
    schemas |= _own_schemas(event)
    words = " ".join((event.__doc__ or "").split())
    document["channels"][key] = {
        "address": event.TYPE,
        "description": words,
        "messages": {key: {"$ref": f"#/components/messages/{key}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": _EXCHANGE, "type": "topic", "durable": True, "autoDelete": False, "vhost": "/"},
                "bindingVersion": "0.3.0",
            }
        },
    }
    document["operations"][f"send_{key}"] = {
        "action": "send",
        "channel": {"$ref": f"#/channels/{key}"},
        "messages": [{"$ref": f"#/channels/{key}/messages/{key}"}],
        "summary": words,
        "tags": [{"name": event.PRODUCER}],
    }
    document["components"]["messages"][key] = {
        "name": event.TYPE,
        "title": event.__name__,
        "summary": words,
        "contentType": CONTENT_TYPE,
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/CloudEvent"},
                {
                    "type": "object",
                    "properties": {
                        "type": {"const": event.TYPE},
                        "source": {"const": source_of(event)},
                        "dataschema": {"const": schema_name(event)},
                        "data": {"$ref": f"#/components/schemas/{key}"},
                    },
                },
            ]
        },
    }


def _own_schemas(event: type[Event]) -> dict[str, Any]:
    """The event's schema and those of its parts; a part's name is prefixed, since producers may use one name twice."""
    key = _key(event)
    schema = event.model_json_schema(mode="serialization", ref_template=f"#/components/schemas/{key}_{{model}}")
    parts = schema.pop("$defs", {})
    return {key: schema} | {f"{key}_{name}": part for name, part in parts.items()}


def _key(event: type[Event]) -> str:
    """`ticket_closed_v1`: AsyncAPI's keys may hold no full stop."""
    return f"{event.TYPE.replace('.', '_')}_v{event.VERSION}"
