"""Surveys with their sample, answers and visits."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Row, func, insert, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.replicas.models import HouseholdReplica, RoomReplica
from services.tickets.surveys.domain.surveys import OCCUPIED, Mark, VisitStatus
from services.tickets.surveys.models import Survey, SurveyAnswer, SurveyHousehold, SurveyMark, SurveyVisit
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Survey.year, Survey.half, Survey.id))
ANSWERS_NEWEST_FIRST = Keyset((SurveyAnswer.recorded_at, SurveyAnswer.id))
VISITS_EARLIEST_DUE = Keyset((SurveyVisit.due_at, SurveyVisit.id), descending=False)
BY_ROOM = Keyset((SurveyHousehold.room_code, SurveyHousehold.household_id), descending=False)


async def load_survey(
    session: AsyncSession, survey_id: str, communities: Collection[str], *, for_change: bool = False
) -> Survey:
    """A survey within the communities. Raises NotFound."""
    wanted = select(Survey).where(Survey.id == survey_id, Survey.community_id.in_(communities))
    found = await session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise NotFound(what="survey")
    return found


async def list_surveys(
    session: AsyncSession, communities: Collection[str], *, status: str | None, cursor: str | None, limit: int
) -> tuple[list[Survey], str | None]:
    """Newest half-year first. One query."""
    wanted = select(Survey).where(Survey.community_id.in_(communities))
    if status is not None:
        wanted = wanted.where(Survey.status == status)
    return await page_of(session, wanted, NEWEST_FIRST, cursor=cursor, limit=limit)


async def occupied_households(session: AsyncSession, community_id: str) -> dict[str, str]:
    """Room codes of the households that live here, by household; a room not told of again counts as lived in."""
    lived_in = or_(RoomReplica.occupancy.is_(None), RoomReplica.occupancy.in_(OCCUPIED))
    wanted = (
        select(HouseholdReplica.id, HouseholdReplica.room_code)
        .outerjoin(RoomReplica, RoomReplica.id == HouseholdReplica.room_id)
        .where(HouseholdReplica.community_id == community_id, HouseholdReplica.is_present, lived_in)
    )
    return dict((await session.execute(wanted)).all())


async def asked_last_time(session: AsyncSession, survey: Survey) -> Sequence[str]:
    """The households that the survey which the community opened last asked, whatever half-year that was of."""
    before = (
        select(Survey.id)
        .where(
            Survey.community_id == survey.community_id,
            Survey.opened_at.is_not(None),
            Survey.id != survey.id,
        )
        .order_by(Survey.opened_at.desc(), Survey.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        await session.scalars(select(SurveyHousehold.household_id).where(SurveyHousehold.survey_id == before))
    ).all()


async def add_sample(session: AsyncSession, survey_id: str, rooms: Mapping[str, str]) -> None:
    """The drawn households with their room codes. One statement."""
    rows = [
        {"survey_id": survey_id, "household_id": household_id, "room_code": room_code}
        for household_id, room_code in rooms.items()
    ]
    await session.execute(insert(SurveyHousehold), rows)


async def find_asked(session: AsyncSession, survey_id: str, room_code: str) -> SurveyHousehold | None:
    """The household of the sample that was drawn for the room."""
    wanted = select(SurveyHousehold).where(
        SurveyHousehold.survey_id == survey_id, SurveyHousehold.room_code == room_code
    )
    return await session.scalar(wanted.limit(1))


async def list_asked(
    session: AsyncSession, survey_id: str, *, answered: bool | None, cursor: str | None, limit: int
) -> tuple[list[SurveyHousehold], str | None]:
    """The sample by room; those whose paper is back, or out, if asked for. One query."""
    wanted = select(SurveyHousehold).where(SurveyHousehold.survey_id == survey_id)
    if answered is not None:
        wanted = wanted.where(_has_answered() if answered else ~_has_answered())
    return await page_of(session, wanted, BY_ROOM, cursor=cursor, limit=limit)


def _has_answered() -> ColumnElement[bool]:
    return (
        select(SurveyAnswer.id)
        .where(
            SurveyAnswer.survey_id == SurveyHousehold.survey_id,
            SurveyAnswer.household_id == SurveyHousehold.household_id,
        )
        .exists()
    )


async def who_answered(session: AsyncSession, survey_id: str, household_ids: Collection[str]) -> set[str]:
    """Of these households, those whose paper is back."""
    wanted = select(SurveyAnswer.household_id).where(
        SurveyAnswer.survey_id == survey_id, SurveyAnswer.household_id.in_(household_ids)
    )
    return set((await session.scalars(wanted)).all())


async def list_answers(
    session: AsyncSession, survey_id: str, *, valid: bool | None, cursor: str | None, limit: int
) -> tuple[list[SurveyAnswer], str | None]:
    """Newest first, with marks. Two queries."""
    wanted = select(SurveyAnswer).where(SurveyAnswer.survey_id == survey_id).options(selectinload(SurveyAnswer.marks))
    if valid is not None:
        wanted = wanted.where(SurveyAnswer.is_valid.is_(valid))
    return await page_of(session, wanted, ANSWERS_NEWEST_FIRST, cursor=cursor, limit=limit)


async def load_visit(session: AsyncSession, survey_id: str, visit_id: str, communities: Collection[str]) -> SurveyVisit:
    """A visit of the survey, locked. Raises NotFound."""
    wanted = select(SurveyVisit).where(
        SurveyVisit.id == visit_id, SurveyVisit.survey_id == survey_id, SurveyVisit.community_id.in_(communities)
    )
    found = await session.scalar(wanted.with_for_update())
    if found is None:
        raise NotFound(what="survey visit")
    return found


async def list_visits(
    session: AsyncSession, survey_id: str, *, status: str | None, cursor: str | None, limit: int
) -> tuple[list[SurveyVisit], str | None]:
    """Earliest due first. One query."""
    wanted = select(SurveyVisit).where(SurveyVisit.survey_id == survey_id)
    if status is not None:
        wanted = wanted.where(SurveyVisit.status == status)
    return await page_of(session, wanted, VISITS_EARLIEST_DUE, cursor=cursor, limit=limit)


async def visits_owed(session: AsyncSession, community_id: str, limit: int) -> tuple[Sequence[SurveyVisit], int]:
    """Visits that unsatisfied households of every survey still wait for, earliest due first; how many. Two queries."""
    # Written out: with a parameter in its place PostgreSQL's generic plan could not use the partial index.
    waits = SurveyVisit.status == literal_column(f"'{VisitStatus.WAITING.value}'")
    mine = (SurveyVisit.community_id == community_id, waits)
    earliest = select(SurveyVisit).where(*mine).order_by(SurveyVisit.due_at, SurveyVisit.id).limit(limit)
    rows = (await session.scalars(earliest)).all()
    return rows, await session.scalar(select(func.count()).select_from(SurveyVisit).where(*mine)) or 0


async def count_answers(session: AsyncSession, survey_id: str) -> Row[int, int, int]:
    """Papers that are back, valid ones, and those with something unsatisfied. One query."""
    count = func.count()
    wanted = select(
        count, count.filter(SurveyAnswer.is_valid.is_(True)), count.filter(SurveyAnswer.is_unsatisfied.is_(True))
    ).where(SurveyAnswer.survey_id == survey_id)
    return (await session.execute(wanted)).one()


async def count_visits(session: AsyncSession, survey_id: str) -> Row[int, int, int]:
    """Visits, those made, and those that found the fault to be ours. One query."""
    count = func.count()
    wanted = select(
        count, count.filter(SurveyVisit.status == VisitStatus.MADE), count.filter(SurveyVisit.our_fault.is_(True))
    ).where(SurveyVisit.survey_id == survey_id)
    return (await session.execute(wanted)).one()


async def count_marks(session: AsyncSession, survey_id: str) -> dict[str, dict[Mark, int]]:
    """Marks of the valid answers by item. One query."""
    wanted = (
        select(SurveyMark.item, SurveyMark.mark, func.count())
        .join(SurveyAnswer, SurveyAnswer.id == SurveyMark.answer_id)
        .where(SurveyAnswer.survey_id == survey_id, SurveyAnswer.is_valid.is_(True))
        .group_by(SurveyMark.item, SurveyMark.mark)
    )
    counts: dict[str, dict[Mark, int]] = {}
    for item, mark, count in (await session.execute(wanted)).all():
        counts.setdefault(item, {})[Mark(mark)] = count
    return counts
