"""Hand waiting messages to their channel; the next channel when one gives up; at last a call by the desk. N-04."""

import random
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications import repository
from services.notifications.channels import NotSent, PostOffice
from services.notifications.domain.delivery import ATTEMPTS_PER_CHANNEL, DELIVERY, Action, Channel, Status, pause_after
from services.notifications.models import HouseholdReplica, Message, PhoneTask
from shared.contracts.notifications import MessageFailed
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.sealing import NotForUs
from shared.runtime.unit_of_work import Transaction, UnitOfWork

log = structlog.get_logger()

_LEASE = timedelta(minutes=2)
_BATCH = 50
_CHANCE = random.SystemRandom()


async def deliver_waiting(post: PostOffice, unit_of_work: UnitOfWork, context: Context) -> None:
    """Everything that is due now. Claim, send outside any transaction, record: a crash in between sends once more."""
    while True:
        async with unit_of_work.begin(context) as tx:
            ids = await repository.claim_waiting(tx.session, now=tx.now, lease=_LEASE, limit=_BATCH)
        for message_id in ids:
            await _deliver(post, unit_of_work, context, message_id)
        if len(ids) < _BATCH:
            return


async def _deliver(post: PostOffice, unit_of_work: UnitOfWork, context: Context, message_id: str) -> None:
    async with unit_of_work.database.read() as session:
        message = await session.get_one(Message, message_id)
        if message.status != Status.QUEUED:
            return  # withdrawn since it was claimed
        address = await _address(post, session, message)
    failure: NotSent | None = None
    answer = ""
    try:
        answer = await _send(post, message, address)
    except NotSent as error:
        failure = error
    async with unit_of_work.begin(context) as tx:
        claimed = await tx.session.get_one(Message, message_id, with_for_update=True)
        if claimed.status != Status.QUEUED:
            return  # its household left while it was on its way: no retry, no call
        if failure is None:
            _record_sent(tx, claimed, answer)
        else:
            _record_failure(tx, claimed, failure)


async def _address(post: PostOffice, session: AsyncSession, message: Message) -> str | None:
    if message.household_id is None or Channel(message.channel) not in post.senders:
        return None
    sealed = await repository.sealed_contacts(session, message.household_id)
    household = await session.get(HouseholdReplica, message.household_id)
    try:
        return post.address(sealed, household.payer_id, Channel(message.channel)) if household else None
    except NotForUs:
        log.warning("contacts_unreadable", household_id=message.household_id)
        return None


async def _send(post: PostOffice, message: Message, address: str | None) -> str:
    """The provider's answer. Raises NotSent."""
    if address is None:
        raise NotSent("no address", is_final=True)
    sender = post.senders[Channel(message.channel)]
    return await sender.send(address=address, title=message.title, body=message.body, message_id=message.id)


def _record_sent(tx: Transaction, message: Message, answer: str) -> None:
    """Handed over: a mail server's acceptance is all that it ever says, so it stays `sent`."""
    message.status = DELIVERY.next(Status(message.status), Action.HAND_OVER)
    message.attempts += 1
    message.delivered_at = tx.now
    message.next_attempt_at = None
    message.last_answer = answer[:200]


def _record_failure(tx: Transaction, message: Message, failure: NotSent) -> None:
    message.attempts += 1
    message.last_answer = failure.answer[:200]
    if not failure.is_final and message.attempts < ATTEMPTS_PER_CHANNEL:
        message.status = DELIVERY.next(Status(message.status), Action.RETRY)
        message.next_attempt_at = tx.now + pause_after(message.attempts, _CHANCE)
        return
    later = message.channels[message.channels.index(message.channel) + 1 :]
    if later:
        message.channel = later[0]
        message.attempts = 0
        message.next_attempt_at = tx.now
        return
    _give_up(tx, message, failure)


def _give_up(tx: Transaction, message: Message, failure: NotSent) -> None:
    """The desk phones: nothing vanishes."""
    message.status = DELIVERY.next(Status(message.status), Action.GIVE_UP)
    message.next_attempt_at = None
    tx.session.add(
        PhoneTask(
            id=new_id(),
            community_id=message.community_id,
            created_at=tx.now,
            version=1,
            event_sequence=0,
            message_id=message.id,
            household_id=message.household_id,
            room_code=message.room_code,
            words=message.body,
        )
    )
    tx.publish(
        message,
        MessageFailed(
            message_id=message.id,
            household_id=message.household_id,
            template=message.template,
            channel=message.channel,
            reason=failure.answer,
        ),
    )
