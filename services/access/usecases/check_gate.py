"""Answer the gate: may whoever shows this code come in? Source: handbook A-03, A-34."""

import hashlib
from datetime import datetime

from services.access.domain.gate import Reason, Verdict, judge
from services.access.domain.lifecycle import Status
from services.access.models import GateCheck
from services.access.repository import gate
from services.access.repository.gate import Presented
from services.access.repository.replicas import local_day
from services.access.schemas.passes import GateAnswer
from shared.kernel.ids import new_id
from shared.runtime.context import Context
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import UnitOfWork

_LONGEST_CODE = 128


async def check_gate(unit_of_work: UnitOfWork, context: Context, caller: Caller, code: str) -> GateAnswer:
    """The answer, whatever was scanned. One indexed read; the check is on record before it is answered."""
    code = code.strip()
    presented = Presented()
    if code.isprintable() and len(code) <= _LONGEST_CODE:  # nothing else was ever given out
        async with unit_of_work.database.read() as session:
            presented = await gate.find_presented(session, code, caller.communities)
    now = unit_of_work.clock.now()
    verdict = _judge(presented, now)

    async with unit_of_work.begin(context) as tx:
        gate.log_check(tx.session, _record(presented, verdict, caller, code, now))
    return GateAnswer.of(presented, verdict, checked_at=now, locale=context.locale)


def _judge(presented: Presented, now: datetime) -> Verdict:
    """A pass by its state and period; a permit is not a person's pass (A-03)."""
    card = presented.card
    if card is None:
        return Verdict(Reason.UNKNOWN_CODE if presented.permit is None else Reason.PERMIT_NOT_A_PASS)
    today = local_day(now, presented.time_zone)
    return judge(Status(card.status), valid_from=card.valid_from, valid_until=card.valid_until, today=today)


def _record(presented: Presented, verdict: Verdict, caller: Caller, code: str, now: datetime) -> GateCheck:
    found = presented.card or presented.permit
    only = next(iter(caller.communities)) if len(caller.communities) == 1 else None
    return GateCheck(
        id=new_id(),
        community_id=found.community_id if found else only,
        pass_id=presented.card.id if presented.card else None,
        code_hash=hashlib.sha256(code.encode()).hexdigest(),
        decision=verdict.decision,
        reason=verdict.reason,
        checked_at=now,
        account_id=caller.account_id,
    )
