"""Who reacts to what."""

from collections.abc import Mapping

from gateway.identity.usecases.record_reveal import record_reveal
from shared.runtime.consumer import Handler

HANDLERS: Mapping[str, Handler] = {"person.revealed": record_reveal}
