"""Messages about hot work. Source: handbook R-33."""

from zoneinfo import ZoneInfo

from services.notifications import repository
from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import Recipient, compose_message, household, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import HotWorkEnded, HotWorkPermitted
from shared.kernel.moments import local_minute
from shared.runtime.unit_of_work import Transaction


async def tell_hot_work_permitted(
    post: PostOffice, tx: Transaction, envelope: CloudEvent, permitted: HotWorkPermitted
) -> None:
    """The household and security hear of the window, in the community's time."""
    recipients = [household(permitted.household_id), role("security")]
    await _tell(post, tx, envelope, permitted, TemplateName.HOT_WORK_PERMITTED, recipients)


async def tell_hot_work_ended(post: PostOffice, tx: Transaction, envelope: CloudEvent, ended: HotWorkEnded) -> None:
    """Security hears of every end, the manager of one without the check afterwards."""
    recipients = [role("security")] if ended.outcome == "checked" else [role("security"), role("manager")]
    await _tell(post, tx, envelope, ended, TemplateName.HOT_WORK_ENDED, recipients)


async def _tell(
    post: PostOffice,
    tx: Transaction,
    envelope: CloudEvent,
    hot_work: HotWorkPermitted | HotWorkEnded,
    template: TemplateName,
    recipients: list[Recipient],
) -> None:
    zone = ZoneInfo(await repository.time_zone_of(tx.session, envelope.community))
    said = hot_work.model_dump(mode="json") | {
        "begins": local_minute(hot_work.starts_at, zone),
        "ends": local_minute(hot_work.ends_at, zone),
    }
    for to in recipients:
        await compose_message(tx, post, envelope, template, to, about=hot_work.hot_work_id, parameters=said)
