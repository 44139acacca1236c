"""Every query of the completions beside the renovation itself."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.renovation.completion.models import WorkerPassReplica
from services.residents.renovation.hot_work.domain import LIVE
from services.residents.renovation.hot_work.models import HotWork


async def passes_of(session: AsyncSession, renovation_id: str) -> Sequence[WorkerPassReplica]:
    """The worker passes of a renovation that was already scoped, by number."""
    wanted = select(WorkerPassReplica).where(WorkerPassReplica.renovation_id == renovation_id)
    return (await session.scalars(wanted.order_by(WorkerPassReplica.number, WorkerPassReplica.id))).all()


async def count_live_hot_works(session: AsyncSession, renovation_id: str) -> int:
    """Permitted and not ended; the renovation was already scoped."""
    counted = select(func.count()).where(HotWork.renovation_id == renovation_id, HotWork.status.in_(LIVE))
    return await session.scalar(counted) or 0
