"""Open a record by hand, or from another subject's finding. Source: handbook T-21, T-23."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.tickets.corrective_actions import repository
from services.tickets.corrective_actions.domain.lifecycle import Origin, Status
from services.tickets.corrective_actions.domain.repetition import RepeatedMatter
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.usecases.advancing import OPEN, state_of, step_of
from services.tickets.corrective_actions.usecases.linking import link_free
from services.tickets.replicas import repository as replicas
from shared.contracts.tickets import CorrectiveActionOpened
from shared.kernel.ids import new_id
from shared.kernel.text import Text
from shared.runtime.unit_of_work import Transaction


@dataclass(frozen=True, slots=True)
class Opening:
    """What is asked of who opens a record; without `opened_by` nobody did but the rule."""

    community_id: str
    origin: Origin
    title: Text
    opened_by: str | None
    description: str | None = None
    ticket_ids: Sequence[str] = ()
    repeated: RepeatedMatter | None = None
    round: int | None = None


async def open_corrective_action(tx: Transaction, opening: Opening) -> CorrectiveAction:
    """A record at `opened`, with its tickets linked and told.

    A survey's unsatisfied answer that is our fault comes here with `Origin.SURVEY` (T-23).
    Raises TicketNotLinkable, TicketLinkedElsewhere, NotFound while the community has not arrived.
    """
    action = await record_of(tx, opening)
    tell_opened(tx, action, set(opening.ticket_ids))  # counts `event_sequence`, so it comes before the row
    repository.add_action(tx.session, action)
    await tx.session.flush()
    await link_free(tx, action, opening.ticket_ids, opening.opened_by)
    await tx.session.refresh(action, ["links", "steps"])
    return action


async def record_of(tx: Transaction, opening: Opening) -> CorrectiveAction:
    """The new row with its number and first step, in no session yet."""
    community = await replicas.find_community(tx.session, opening.community_id)
    number = await repository.next_number(tx.session, community.id, _local(tx.now, community.time_zone).year)
    repeated = opening.repeated
    return CorrectiveAction(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        number=number,
        origin=opening.origin.value,
        category=repeated.category if repeated else None,
        matter=repeated.matter if repeated else None,
        place=repeated.place if repeated else None,
        round=opening.round,
        title_zh=opening.title.zh,
        title_en=opening.title.en,
        description=opening.description,
        status=Status.OPENED.value,
        attempt=1,
        opened_by=opening.opened_by,
    )


def tell_opened(tx: Transaction, action: CorrectiveAction, ticket_ids: Collection[str]) -> None:
    """First line of history, and the event."""
    repository.add_step(tx.session, step_of(tx, action, OPEN, action.opened_by))
    tx.publish(action, CorrectiveActionOpened(**state_of(action), ticket_ids=sorted(ticket_ids)))


def _local(at: datetime, time_zone: str) -> datetime:
    return at.astimezone(ZoneInfo(time_zone))
