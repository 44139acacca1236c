"""Make a message from an event: recipient, words in their language, channels, time. Source: handbook N-01 … N-03."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import postgresql, sqlite

from services.notifications import repository
from services.notifications.channels import PostOffice
from services.notifications.domain.delivery import Channel, Status, channel_order, send_time
from services.notifications.domain.rendering import render
from services.notifications.domain.templates import TEMPLATES, Standing, TemplateName
from services.notifications.models import Message
from shared.contracts.envelope import CloudEvent
from shared.kernel.ids import stable_id
from shared.kernel.text import DEFAULT_LOCALE, Locale
from shared.runtime.unit_of_work import Transaction


class RecipientUnknown(Exception):
    """The household's replica has not arrived yet: the delivery is tried again later."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A household, a role of the community's staff, or one account."""

    kind: Literal["household", "role", "account"]
    name: str

    @property
    def key(self) -> str:
        """`household:<id>`, `role:<name>` or `account:<id>`."""
        return f"{self.kind}:{self.name}"


def household(household_id: str) -> Recipient:
    """Whoever answers for the household."""
    return Recipient("household", household_id)


def role(name: str) -> Recipient:
    """Everybody with this duty in the community."""
    return Recipient("role", name)


def account(account_id: str) -> Recipient:
    """One colleague."""
    return Recipient("account", account_id)


@dataclass(frozen=True, slots=True)
class _Reach:
    """How a recipient is reached."""

    language: Locale
    channels: list[Channel]
    room_code: str | None
    is_muted: bool = False


async def compose_message(
    tx: Transaction,
    post: PostOffice,
    envelope: CloudEvent,
    template: TemplateName,
    to: Recipient,
    *,
    about: str,
    parameters: Mapping[str, object],
) -> None:
    """One message, once per event, template and recipient (N-02). Raises RecipientUnknown.

    A household that has left is told nothing more, whatever comes late (R-07); one that agreed to no channel is spared
    what is not obligatory (N-03).
    """
    reach = await _reach(tx, post, to)
    if reach is None or (reach.is_muted and TEMPLATES[template].standing is Standing.OPTIONAL):
        return
    title, body = render(template, reach.language, parameters)
    urgency = TEMPLATES[template].urgency
    is_in_app = reach.channels == [Channel.IN_APP]
    zone = ZoneInfo(await repository.time_zone_of(tx.session, envelope.community))

    dialect = sqlite if tx.session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(Message).values(
        id=stable_id("message", envelope.id, template, to.key),
        community_id=envelope.community,
        version=1,
        event_sequence=0,
        created_at=tx.now,
        event_id=envelope.id,
        template=template,
        recipient=to.key,
        household_id=to.name if to.kind == "household" else None,
        role=to.name if to.kind == "role" else None,
        account_id=to.name if to.kind == "account" else None,
        room_code=reach.room_code,
        about=about,
        language=reach.language,
        title=title,
        body=body,
        urgency=urgency,
        channels=[channel.value for channel in reach.channels],
        channel=reach.channels[0],
        status=Status.DELIVERED if is_in_app else Status.QUEUED,
        attempts=0,
        next_attempt_at=None if is_in_app else send_time(tx.now, zone, urgency),
        delivered_at=tx.now if is_in_app else None,
    )
    await tx.session.execute(insert.on_conflict_do_nothing())


async def _reach(tx: Transaction, post: PostOffice, to: Recipient) -> _Reach | None:
    """None for a household that has left; held, so that it can't leave between this look and the message."""
    if to.kind != "household":
        return _Reach(DEFAULT_LOCALE, [Channel.IN_APP], None)
    found = await repository.hold_household(tx.session, to.name)
    if found is None:
        raise RecipientUnknown(to.name)
    if not found.is_present:
        return None
    payer = next((member for member in found.members if member["person_id"] == found.payer_id), None)
    wanted = payer["channels"] if payer else []
    sealed = await repository.sealed_contacts(tx.session, found.id) if post.senders else None
    reachable = [channel for channel in post.senders if post.address(sealed, found.payer_id, channel) is not None]
    return _Reach(
        language="en" if payer and payer["language"] == "en" else "zh-CN",
        channels=channel_order(wanted if isinstance(wanted, list) else [], [*reachable, Channel.IN_APP]),
        room_code=found.room_code,
        is_muted=not wanted,
    )
