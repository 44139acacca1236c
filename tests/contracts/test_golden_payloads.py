"""Every published version of every event stays readable. Source: architecture 4, events.md.

A golden file is a payload as it was once told. A new event or version gets a new file; a file is never edited. Where
one payload does not show what a version may say, another one stands beside it: `ticket.closed.v1-merged.json`.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.contracts.envelope import CloudEvent, UnreadableEvent, read_payload, schema_name, source_of
from shared.contracts.registry import EVENTS
from shared.kernel.ids import new_id

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


def _type_and_version(file: Path) -> tuple[str, int]:
    event_type, _, version = file.stem.rpartition(".v")
    return event_type, int(version.partition("-")[0])


def test_every_event_has_a_golden_payload_of_its_present_version() -> None:
    known = {_type_and_version(file) for file in GOLDEN}
    assert {(event.TYPE, event.VERSION) for event in EVENTS.values()} <= known


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_a_payload_once_told_is_read_unchanged(file: Path) -> None:
    event_type, version = _type_and_version(file)
    payload = json.loads(file.read_text())
    model = EVENTS[event_type]
    assert version == model.VERSION
    read = model.model_validate(payload).model_dump(mode="json")
    assert {name: read[name] for name in payload} == payload


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_a_field_added_since_has_a_default(file: Path) -> None:
    event_type, _ = _type_and_version(file)
    added = set(EVENTS[event_type].model_fields) - set(json.loads(file.read_text()))
    assert not [name for name in added if EVENTS[event_type].model_fields[name].is_required()]


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_no_event_carries_a_field_for_personal_numbers(event_type: str) -> None:
    schema = json.dumps(EVENTS[event_type].model_json_schema()).lower()
    assert not [word for word in ("phone", "id_number", "address", "email") if f'"{word}' in schema]


def _envelope(event_type: str) -> CloudEvent:
    model = EVENTS[event_type]
    return CloudEvent(
        id=new_id(),
        source=source_of(model),
        type=event_type,
        subject="s",
        time=datetime(2026, 11, 22, 4, tzinfo=UTC),
        dataschema=schema_name(model),
        community="c",
        sequence=1,
        data=json.loads((Path(__file__).parent / "golden" / f"{event_type}.v{model.VERSION}.json").read_text()),
    )


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_an_envelope_survives_the_wire(event_type: str) -> None:
    sent = _envelope(event_type)
    received = CloudEvent.parse(sent.to_bytes())
    assert received == sent
    assert received.version == EVENTS[event_type].VERSION
    assert event_type == read_payload(EVENTS[event_type], received).TYPE


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "JSON"),
        (b"\xff", "JSON"),
        (b"[]", "object"),
        (b"{}", "id"),
        (b'{"specversion":"0.3"}', "specversion"),
    ],
)
def test_bytes_that_are_no_event_are_told_apart_with_the_reason(body: bytes, fault: str) -> None:
    with pytest.raises(UnreadableEvent) as caught:
        CloudEvent.parse(body)
    assert fault.lower() in caught.value.reason.lower()


def test_data_that_does_not_fit_names_the_field() -> None:
    broken = _envelope("payment.received").model_copy(update={"data": {"payment_id": "p"}})
    with pytest.raises(UnreadableEvent, match="household_id"):
        read_payload(EVENTS["payment.received"], broken)
