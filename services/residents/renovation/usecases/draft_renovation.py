"""Take an application down. Source: handbook R-30."""

from sqlalchemy.orm.attributes import set_committed_value

from services.residents.confidential import FieldCipher
from services.residents.households import repository as households
from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.domain.application import application_number, check_period
from services.residents.renovation.domain.errors import NoHousehold
from services.residents.renovation.domain.lifecycle import Status
from services.residents.renovation.models import Renovation
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.policies.reading import policy_of_row
from services.residents.renovation.schemas.asked import ApplicationBody
from services.residents.renovation.usecases.change_contact import CONTACT_PHONE, write_contact
from services.residents.renovation.usecases.parts import papers_of, workers_of
from services.residents.renovation.usecases.steps import record_step
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def draft_renovation(tx: Transaction, caller: Caller, body: ApplicationBody, cipher: FieldCipher) -> Renovation:
    """The draft; nothing is told yet. Raises UnknownRoom, NoHousehold, BadPeriod, NotAnIdNumber."""
    community_id = caller.community(body.community_id)
    community = await premises.load_community(tx.session, community_id, caller.communities)
    room = await premises.room_of_code(tx.session, community_id, body.room_code)
    household = await households.present_household(tx.session, room.id)

    if household is None or body.household_id not in {None, household.id}:
        raise NoHousehold(pointer="/household_id" if household else "/room_code", room_code=room.code)
    policy = await policies.find_policy(tx.session, community_id)
    check_period(body.starts_on, body.ends_on, policy_of_row(policy).permits.longest_days)
    day = tx.now.astimezone(community.zone).date()
    last = await repository.next_number(tx.session, community_id, f"R{day:%y%m%d}")

    renovation = Renovation(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        changed_at=tx.now,
        version=1,
        event_sequence=0,
        number=application_number(day, last),
        room_id=room.id,
        room_code=room.code,
        household_id=household.id,
        status=Status.DRAFTED.value,
        size=body.size.value,
        scope=body.scope,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        contractor_name=body.contractor.name,
        contractor_licence_number=body.contractor.licence_number,
        applied_by=caller.account_id,
        workers=workers_of(body.workers, cipher),
        papers=papers_of(tx, caller, body.papers),
        dues=[],
        charges=[],
        permits=[],
        extensions=[],
        overtimes=[],
        completions=[],
        refunds=[],
        violations=[],
        steps=[],
    )
    write_contact(renovation, body.contractor.contact, pointer=CONTACT_PHONE)
    record_step(tx, renovation, "draft", actor_id=caller.account_id)
    tx.session.add(renovation)
    # A row that was not read has no relationships yet; the answer shows the hours of the policy.
    set_committed_value(renovation, "policy", policy)
    return renovation
