"""Messages about household files. Source: handbook R-12, R-14, events.md."""

from services.notifications.channels import PostOffice
from services.notifications.domain.templates import TemplateName
from services.notifications.usecases.compose_message import compose_message, role
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import ArchiveDestroyed, ArchiveLoanDue
from shared.runtime.unit_of_work import Transaction


async def tell_loan_due(post: PostOffice, tx: Transaction, envelope: CloudEvent, loan: ArchiveLoanDue) -> None:
    """Who keeps the files hears on the day; once it is overdue, their lead too (R-12)."""
    for name in ("service_assistant", "service_lead") if loan.days_overdue else ("service_assistant",):
        await compose_message(
            tx,
            post,
            envelope,
            TemplateName.ARCHIVE_LOAN_DUE,
            role(name),
            about=loan.loan_id,
            parameters={
                "number": loan.number,
                "due_on": loan.due_on.isoformat(),
                "days_overdue": loan.days_overdue,
            },
        )


async def tell_destroyed(post: PostOffice, tx: Transaction, envelope: CloudEvent, file: ArchiveDestroyed) -> None:
    """The manager hears that it is done (R-14)."""
    await compose_message(
        tx,
        post,
        envelope,
        TemplateName.ARCHIVE_DESTROYED,
        role("manager"),
        about=file.archive_id,
        parameters={
            "number": file.number,
            "destroyed_on": file.destroyed_on.isoformat(),
            "documents": file.documents,
        },
    )
