"""Change a draft, or what the review asked to be changed. Source: handbook R-30."""

from services.residents.confidential import FieldCipher
from services.residents.renovation import repository
from services.residents.renovation.domain.application import check_period
from services.residents.renovation.domain.lifecycle import Action
from services.residents.renovation.models import Renovation
from services.residents.renovation.policies.reading import policy_of_row
from services.residents.renovation.schemas.asked import RevisionBody
from services.residents.renovation.usecases.change_contact import CONTACT_PHONE, write_contact
from services.residents.renovation.usecases.parts import papers_of, workers_of
from services.residents.renovation.usecases.steps import advance
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def revise_renovation(
    tx: Transaction, caller: Caller, renovation_id: str, body: RevisionBody, cipher: FieldCipher
) -> Renovation:
    """What is left out stays; the plan has to be reviewed anew.

    Raises IllegalTransition, BadPeriod, NotAnIdNumber, NotAPhone.
    """
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    advance(tx, renovation, Action.REVISE, actor_id=caller.account_id)
    longest_days = policy_of_row(renovation.policy).permits.longest_days
    check_period(body.starts_on or renovation.starts_on, body.ends_on or renovation.ends_on, longest_days)

    renovation.size = body.size.value if body.size else renovation.size
    renovation.scope = body.scope or renovation.scope
    renovation.starts_on = body.starts_on or renovation.starts_on
    renovation.ends_on = body.ends_on or renovation.ends_on
    if body.contractor is not None:
        renovation.contractor_name = body.contractor.name
        renovation.contractor_licence_number = body.contractor.licence_number
        if "contact" in body.contractor.model_fields_set:
            write_contact(renovation, body.contractor.contact, pointer=CONTACT_PHONE)
    if body.workers is not None:
        renovation.workers = workers_of(body.workers, cipher)
    renovation.papers.extend(papers_of(tx, caller, body.papers))
    renovation.plan_reviewed_by = None
    return renovation
