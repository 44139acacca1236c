"""Once a day of each community: who went over a threshold of arrears, and who is under both again.

Source: handbook B-11, T-26.
"""

from datetime import date

from services.billing.domain.arrears import ArrearsPolicy
from services.billing.domain.days import local_day
from services.billing.models import ArrearsCrossing, ArrearsPolicyRow, HouseholdReplica
from services.billing.repository import arrears
from services.billing.repository.arrears import Overdue
from shared.contracts.billing import ArrearsThresholdCrossed
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_BATCH = 200


async def judge_arrears(unit_of_work: UnitOfWork, context: Context) -> None:
    """Communities whose day has not been judged; a run that was cut off is taken up again and tells nothing twice."""
    async with unit_of_work.database.read() as session:
        communities = await arrears.communities_with_policies(session)
    for community, row in communities:
        today = local_day(unit_of_work.clock.now(), community.time_zone)
        if row is None or row.judged_on is None or row.judged_on < today:
            await _judge(unit_of_work, context, community.id, policy_of(row), today)


def policy_of(row: ArrearsPolicyRow | None) -> ArrearsPolicy:
    """The community's own thresholds over the usual ones."""
    usual = ArrearsPolicy()
    if row is None:
        return usual
    return ArrearsPolicy(row.months or usual.months, row.amount_fen or usual.amount_fen)


async def _judge(
    unit_of_work: UnitOfWork, context: Context, community_id: str, policy: ArrearsPolicy, today: date
) -> None:
    """Ends come first: who fell back below and crosses anew on one day has crossed twice. A transaction per batch."""
    last: str | None = ""
    while last is not None:
        async with unit_of_work.begin(context) as tx:
            last = await _end_some(tx, community_id, policy, today, after=last)
    last = ""
    while last is not None:
        async with unit_of_work.begin(context) as tx:
            last = await _tell_some(tx, community_id, policy, today, after=last)
    async with unit_of_work.begin(context) as tx:
        (await arrears.lock_policy(tx.session, community_id)).judged_on = today


async def _end_some(
    tx: Transaction, community_id: str, policy: ArrearsPolicy, today: date, *, after: str
) -> str | None:
    """The last crossing looked at; None when there are no more."""
    lasting = await arrears.lock_lasting(tx.session, community_id, after=after, limit=_BATCH)
    owed = await arrears.overdue_of(tx.session, [crossing.household_id for crossing in lasting], today)
    for crossing in lasting:
        left = owed.get(crossing.household_id)
        if left is None or not policy.passed(left.overdue_fen, left.oldest_due_on, today):
            crossing.ended_on = today
    return lasting[-1].id if len(lasting) == _BATCH else None


async def _tell_some(
    tx: Transaction, community_id: str, policy: ArrearsPolicy, today: date, *, after: str
) -> str | None:
    """The last household looked at; None when there are no more."""
    over = await arrears.households_over(tx.session, community_id, policy, today, after=after, limit=_BATCH)
    ids = [owing.household_id for owing in over]
    told = await arrears.lasting_among(tx.session, ids)
    households = await arrears.households_of(tx.session, ids)
    for owing in over:
        household = households.get(owing.household_id)
        if household is not None and owing.household_id not in told:
            _tell(tx, household, owing, policy, today)
    return ids[-1] if len(over) == _BATCH else None


def _tell(tx: Transaction, household: HouseholdReplica, owing: Overdue, policy: ArrearsPolicy, today: date) -> None:
    over = policy.passed(owing.overdue_fen, owing.oldest_due_on, today)
    crossing = ArrearsCrossing(
        id=new_id(),
        community_id=household.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        household_id=household.id,
        room_id=household.room_id,
        room_code=household.room_code,
        crossed_on=today,
        over=[each.value for each in over],
        overdue_fen=owing.overdue_fen,
        oldest_due_on=owing.oldest_due_on,
    )
    tx.publish(
        crossing,
        ArrearsThresholdCrossed(
            crossing_id=crossing.id,
            household_id=crossing.household_id,
            room_id=crossing.room_id,
            room_code=crossing.room_code,
            over=[each.value for each in over],
            overdue_fen=crossing.overdue_fen,
            oldest_due_on=crossing.oldest_due_on,
            crossed_on=crossing.crossed_on,
            version=1,
        ),
    )
    tx.session.add(crossing)
