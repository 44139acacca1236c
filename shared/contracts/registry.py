"""Every event type that may travel, and the class that reads it."""

from shared.contracts import access, billing, gateway, notifications, residents, tickets
from shared.contracts.envelope import Event

_PRODUCERS = (gateway, residents, tickets, billing, access, notifications)

EVENTS: dict[str, type[Event]] = {
    found.TYPE: found
    for module in _PRODUCERS
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Event) and "TYPE" in vars(found)
}
