"""`/v1/archives/loans`: the borrowing register."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.archives.loans import repository
from services.residents.archives.loans.domain.lifecycle import Status
from services.residents.archives.loans.domain.rules import Borrower, LoanKind
from services.residents.archives.loans.models import ArchiveLoan
from services.residents.archives.loans.repository import LoanFilter
from services.residents.archives.loans.schemas import NO_DAY, NO_NOTE, HandOutBody, LoanBody, LoanView, NoteBody
from services.residents.archives.loans.sheet import loan_register
from services.residents.archives.loans.usecases.decide_loan import approve_loan, refuse_loan, withdraw_loan
from services.residents.archives.loans.usecases.hand_out_file import hand_out_file, take_file_back
from services.residents.archives.loans.usecases.request_loan import request_loan
from services.residents.confidential import Confidential, confidential_of
from shared.runtime.files.answers import XLSX, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/archives", tags=["archives"])

LoanId = Annotated[Identifier, Path()]
Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
_Command = Annotated[Command, Depends(command_of)]
_MOST_LINES = 20_000


class _Seen:
    """The view of a loan in the caller's language."""

    def __init__(self, command: Command) -> None:
        self._locale = command.context.locale

    def __call__(self, loan: ArchiveLoan) -> LoanView:
        return LoanView.of(loan, self._locale)


@routes.post(
    "/{archive_id}/loans",
    operation_id="archives.request_loan",
    summary="Ask to read, borrow or copy a file",
    status_code=201,
    response_model=LoanView,
    responses=problems(404, 409),
)
async def request(
    archive_id: Annotated[Identifier, Path()],
    body: LoanBody,
    caller: Annotated[Caller, needs("archives:lend")],
    command: _Command,
    confidential: Annotated[Confidential, Depends(confidential_of)],
) -> Response:
    """An outside body (police, court, lawyer) with its letter and the person's identity (handbook R-12). Needs an
    Idempotency-Key.
    """
    return await command.run(
        lambda tx: request_loan(tx, caller, archive_id, body, confidential.cipher),
        view=_Seen(command),
        status=201,
        key_required=True,
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the list is narrowed by."""

    archive_id: str | None
    status: str | None
    kind: str | None
    borrower: str | None
    is_overdue: bool


async def _wanted(
    archive_id: Annotated[Identifier | None, Query()] = None,
    status: Annotated[Status | None, Query()] = None,
    kind: Annotated[LoanKind | None, Query()] = None,
    borrower: Annotated[Borrower | None, Query()] = None,
    state: Annotated[Literal["overdue"] | None, Query(description="Should have come back before today")] = None,
) -> _Wanted:
    return _Wanted(archive_id, status, kind, borrower, state == "overdue")


@routes.get("/loans", operation_id="archives.list_loans", summary="The borrowing register", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    narrow: Annotated[_Wanted, Depends(_wanted)],
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[LoanView]:
    """Newest first (handbook R-12); one query, two for the overdue."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        overdue_on = await _today(session, communities, reader.now) if narrow.is_overdue else None
        wanted = LoanFilter(
            communities, narrow.archive_id, narrow.status, narrow.kind, narrow.borrower, overdue_on=overdue_on
        )
        rows, next_cursor = await repository.list_loans(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, lambda row: LoanView.of(row, reader.locale))


async def _today(session: AsyncSession, communities: Collection[str], now: datetime) -> date:
    """The earliest local day among the communities: what is overdue then is overdue in each."""
    places = await repository.communities_of(session, communities)
    return min((now.astimezone(place.zone).date() for place in places.values()), default=now.date())


@routes.get(
    "/loans/excel",
    operation_id="archives.export_loans",
    summary="The borrowing register as Excel",
    response_class=Response,
    responses=file_responses(XLSX, 404, description="A sheet"),
)
async def excel(
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    since: Day = None,
    until: Day = None,
    status: Annotated[Status | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
) -> Response:
    """Requests from the day `since` to the day `until` (UTC), oldest first, at most 20,000 lines (handbook R-12)."""
    wanted = LoanFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        status=status,
        since=datetime.combine(since, time(), UTC) if since else None,
        until=datetime.combine(until + timedelta(days=1), time(), UTC) if until else None,
    )
    async with reader.session() as session:
        loans = await repository.register_of(session, wanted, limit=_MOST_LINES)
        places = await repository.communities_of(session, {loan.community_id for loan in loans})
    zones = {place.id: place.zone for place in places.values()}
    sheet = await asyncio.to_thread(loan_register, loans, zones, reader.locale)
    return file_answer(sheet, XLSX, "archive-loans.xlsx")


@routes.get("/loans/{loan_id}", operation_id="archives.show_loan", summary="Read a loan", responses=problems(404))
async def show(
    loan_id: LoanId,
    response: Response,
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> LoanView:
    """One line of the borrowing register (handbook R-12); one query."""
    async with reader.session() as session:
        loan = await repository.load_loan(session, loan_id, caller.communities)
    tagged(response, loan.version)
    return LoanView.of(loan, reader.locale)


@routes.post(
    "/loans/{loan_id}/approve",
    operation_id="archives.approve_loan",
    summary="Approve a loan",
    response_model=LoanView,
    responses=problems(404, 409, 412),
)
async def approve(
    loan_id: LoanId,
    caller: Annotated[Caller, needs("archives:approve_inside")],
    command: _Command,
    body: NoteBody = NO_NOTE,
) -> Response:
    """Inside the department by its head; another department, an outside body and copies of an important file need
    `archives:approve`. Never by who asked (handbook R-12).
    """
    return await command.run(lambda tx: approve_loan(tx, caller, loan_id, body.note), view=_Seen(command))


@routes.post(
    "/loans/{loan_id}/refuse",
    operation_id="archives.refuse_loan",
    summary="Refuse a loan",
    response_model=LoanView,
    responses=problems(404, 409, 412),
)
async def refuse(
    loan_id: LoanId,
    caller: Annotated[Caller, needs("archives:approve_inside")],
    command: _Command,
    body: NoteBody = NO_NOTE,
) -> Response:
    """By who could approve it (handbook R-12)."""
    return await command.run(lambda tx: refuse_loan(tx, caller, loan_id, body.note), view=_Seen(command))


@routes.post(
    "/loans/{loan_id}/withdraw",
    operation_id="archives.withdraw_loan",
    summary="Withdraw a request",
    response_model=LoanView,
    responses=problems(404, 409, 412),
)
async def withdraw(loan_id: LoanId, caller: Annotated[Caller, needs("archives:lend")], command: _Command) -> Response:
    """Before anything was handed out (handbook R-12)."""
    return await command.run(lambda tx: withdraw_loan(tx, caller, loan_id), view=_Seen(command))


@routes.post(
    "/loans/{loan_id}/hand-out",
    operation_id="archives.hand_out",
    summary="Hand a file or its copy out",
    response_model=LoanView,
    responses=problems(404, 409, 412),
)
async def hand_out(
    loan_id: LoanId,
    caller: Annotated[Caller, needs("archives:lend")],
    command: _Command,
    body: HandOutBody = NO_DAY,
) -> Response:
    """The original with a due day within 90 days, and only one at a time; reminders on the day and weekly after
    (handbook R-12).
    """
    return await command.run(lambda tx: hand_out_file(tx, caller, loan_id, body.due_on), view=_Seen(command))


@routes.post(
    "/loans/{loan_id}/return",
    operation_id="archives.take_back",
    summary="Take a file back",
    response_model=LoanView,
    responses=problems(404, 409, 412),
)
async def return_(
    loan_id: LoanId,
    caller: Annotated[Caller, needs("archives:lend")],
    command: _Command,
    body: NoteBody = NO_NOTE,
) -> Response:
    """With a word on its state, if there is one (handbook R-12)."""
    return await command.run(lambda tx: take_file_back(tx, caller, loan_id, body.note), view=_Seen(command))
