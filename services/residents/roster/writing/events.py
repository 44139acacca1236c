"""Events by the hundred thousand: the JSON of `Transaction.publish`, written without building models.

Building and dumping the models takes longer than all the rest of an import. A test holds both against each other.
"""

import json
from collections.abc import Callable
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any

from shared.contracts.envelope import Event, schema_name, source_of
from shared.kernel.ids import new_id
from shared.runtime.context import Context

OUTBOX_COLUMNS = (
    "id", "aggregate_type", "aggregate_id", "sequence", "type", "body", "created_at", "next_attempt_at"
)  # fmt: skip
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
quoted: Callable[[str], str] = encode_basestring
"""A text as JSON has it; for JSON that is written by hand where there is very much of it."""


class Telling:
    """Collects the outbox rows of one transaction; `rows` are tuples of OUTBOX_COLUMNS."""

    def __init__(self, community_id: str, *, now: datetime, context: Context) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self._now = now
        at = now.isoformat().replace("+00:00", "Z")
        self._middle = f'","time":"{at}","datacontenttype":"application/json","dataschema":"'
        traced = {
            "traceparent": context.traceparent,
            "actor": context.actor,
            "causation": context.causation or context.correlation_id,
        }
        rest = "".join(f',"{name}":{_encode(content)}' for name, content in traced.items() if content is not None)
        self._community = f'","community":{_encode(community_id)},"sequence":'
        self._rest = rest + ',"data":'
        self._heads: dict[type[Event], tuple[str, str, str]] = {}

    def tell(self, event: type[Event], aggregate_id: str, sequence: int, content: dict[str, Any] | str) -> None:
        """`content` has every field of `event`, as JSON has it, or is that JSON."""
        head, schema, kind = self._heads.get(event) or self._head(event)
        event_id = new_id()
        written = content if isinstance(content, str) else _encode(content)
        body = (
            f'{{"specversion":"1.0","id":"{event_id}{head}{aggregate_id}{self._middle}{schema}{self._community}'
            f"{sequence}{self._rest}{written}}}"
        )
        self.rows.append(
            (
                event_id, kind, aggregate_id, sequence, event.TYPE, body.encode(),
                self._now, self._now,
            )
        )  # fmt: skip

    def _head(self, event: type[Event]) -> tuple[str, str, str]:
        made = (
            f'","source":"{source_of(event)}","type":"{event.TYPE}","subject":"',
            schema_name(event),
            event.TYPE.partition(".")[0],
        )
        self._heads[event] = made
        return made
