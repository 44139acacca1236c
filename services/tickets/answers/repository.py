"""Every query of the answer book."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, literal, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.tickets.answers.domain.lifecycle import AnswerStatus
from services.tickets.answers.models import Answer, AnswerTerm, AnswerVersion
from shared.kernel.errors import NotFound
from shared.runtime.byte_order import begins_with
from shared.runtime.http.paging import Keyset, page_of

NEWEST_FIRST = Keyset((Answer.created_at, Answer.id))
LATEST_VERSION_FIRST = Keyset((AnswerVersion.number,))
_STANDING = AnswerVersion.status.in_([AnswerStatus.DRAFTED.value, AnswerStatus.AGREED.value])
_WITH_WHAT_STANDS = selectinload(Answer.versions.and_(_STANDING))


async def load_answer(
    session: AsyncSession, answer_id: str, communities: Collection[str], *, for_change: bool = False
) -> Answer:
    """An answer with the version in use and the draft, if it has them. Two queries. Raises NotFound."""
    wanted = select(Answer).where(Answer.id == answer_id, Answer.community_id.in_(communities))
    wanted = wanted.options(_WITH_WHAT_STANDS)
    if for_change:
        wanted = wanted.with_for_update(of=Answer)
    found = await session.scalar(wanted)
    if found is None:
        raise NotFound(what="answer")
    return found


async def find_same_question(
    session: AsyncSession, community_id: str, question_zh: str, question_en: str, *, but: str | None
) -> AnswerVersion | None:
    """A version in use, or one that waits, of the community that asks the same in either language. One query."""
    same = or_(
        func.lower(AnswerVersion.question_zh) == question_zh.lower(),
        func.lower(AnswerVersion.question_en) == question_en.lower(),
    )
    wanted = (
        select(AnswerVersion)
        .join(Answer, Answer.id == AnswerVersion.answer_id)
        .where(Answer.community_id == community_id, Answer.id != (but or ""), _STANDING, same)
        .order_by(Answer.created_at)
        .limit(1)
    )
    return await session.scalar(wanted)


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """What a list may be narrowed by."""

    communities: Collection[str]
    category: str | None = None
    status: AnswerStatus | None = None

    def apply(self, wanted: Select[Answer]) -> Select[Answer]:
        """The narrowed query."""
        wanted = wanted.where(Answer.community_id.in_(self.communities))
        if self.category is not None:
            wanted = wanted.where(Answer.category == self.category)
        if self.status is AnswerStatus.AGREED:
            wanted = wanted.where(Answer.agreed_number.is_not(None))
        elif self.status is AnswerStatus.DRAFTED:
            wanted = wanted.where(Answer.draft_number.is_not(None))
        elif self.status is not None:
            wanted = wanted.where(Answer.agreed_number.is_(None), Answer.draft_number.is_(None))
        return wanted


async def list_answers(
    session: AsyncSession, wanted: AnswerFilter, *, cursor: str | None, limit: int
) -> tuple[list[Answer], str | None]:
    """Newest first. Two queries: the answers, and the versions that stand."""
    query = wanted.apply(select(Answer)).options(_WITH_WHAT_STANDS)
    return await page_of(session, query, NEWEST_FIRST, cursor=cursor, limit=limit)


async def find_answers(
    session: AsyncSession, wanted: AnswerFilter, weights: Mapping[str, int], *, limit: int
) -> Sequence[Answer]:
    """Answers in use that have any of the tokens: most hits first, then the most used. Two queries."""
    if not weights:
        return []
    hits = union_all(*(_hits(wanted.communities, token, weight) for token, weight in weights.items())).subquery()
    ranked = select(hits.c.answer_id, func.sum(hits.c.hits).label("rank")).group_by(hits.c.answer_id).subquery()
    query = (
        wanted.apply(select(Answer))
        .join(ranked, ranked.c.answer_id == Answer.id)
        .where(Answer.agreed_number.is_not(None))
        .order_by(ranked.c.rank.desc(), Answer.use_count.desc(), Answer.id)
        .limit(limit)
        .options(_WITH_WHAT_STANDS)
    )
    return (await session.scalars(query)).all()


def _hits(communities: Collection[str], token: str, weight: int) -> Select[str, int]:
    """However many terms of an answer begin with the token, it counts once, at the best one's weight."""
    return (
        select(AnswerTerm.answer_id, (func.max(AnswerTerm.weight) * literal(weight)).label("hits"))
        .where(AnswerTerm.community_id.in_(communities), begins_with(AnswerTerm.term, token))
        .group_by(AnswerTerm.answer_id)
    )


async def list_versions(
    session: AsyncSession, answer_id: str, *, cursor: str | None, limit: int
) -> tuple[list[AnswerVersion], str | None]:
    """Latest first. One query."""
    query = select(AnswerVersion).where(AnswerVersion.answer_id == answer_id)
    return await page_of(session, query, LATEST_VERSION_FIRST, cursor=cursor, limit=limit)


async def replace_terms(session: AsyncSession, answer: Answer, terms: Mapping[str, int]) -> None:
    """What the answer is found by from now on; nothing finds one that is not in use. Two statements."""
    await session.execute(delete(AnswerTerm).where(AnswerTerm.answer_id == answer.id))
    rows = [
        {"answer_id": answer.id, "term": term, "community_id": answer.community_id, "weight": weight}
        for term, weight in terms.items()
    ]
    if rows:
        await session.execute(insert(AnswerTerm), rows)


async def count_use(session: AsyncSession, answer_id: str, now: datetime) -> int | None:
    """The number of the version in use, one more use counted; None when none is in use.

    One statement, so that two desks that use it at once count twice and nobody answers with what was just withdrawn.
    """
    counted = (
        update(Answer)
        .where(Answer.id == answer_id, Answer.agreed_number.is_not(None))
        .values(use_count=Answer.use_count + 1, last_used_at=now)
        .returning(Answer.agreed_number)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(counted)
