"""`/v1/corrective-actions`. Source: handbook T-21."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.corrective_actions import repository
from services.tickets.corrective_actions.domain.lifecycle import Origin, Status
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.papers import people_of, record_pdf
from services.tickets.corrective_actions.repository import ActionFilter
from services.tickets.corrective_actions.schemas import (
    NO_REMARK,
    ActionDetail,
    ActionOpening,
    ActionStep,
    ActionView,
    Analysis,
    Completion,
    OtherRound,
    Plan,
    Remark,
    SendingBack,
    TicketLinks,
    Verification,
)
from services.tickets.corrective_actions.usecases.advancing import only_of
from services.tickets.corrective_actions.usecases.analyse import analyse
from services.tickets.corrective_actions.usecases.complete import complete
from services.tickets.corrective_actions.usecases.decide import approve, check, send_back
from services.tickets.corrective_actions.usecases.link_tickets import link_tickets
from services.tickets.corrective_actions.usecases.open_corrective_action import Opening, open_corrective_action
from services.tickets.corrective_actions.usecases.plan import plan
from services.tickets.corrective_actions.usecases.verify import verify
from services.tickets.replicas import repository as replicas
from shared.kernel.text import Text
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/corrective-actions", tags=["corrective-actions"])

CorrectiveActionId = Annotated[Identifier, Path(description="The record's id")]
_Command = Annotated[Command, Depends(command_of)]
_MayRead = Annotated[Caller, needs("corrective_actions:read")]
_MayAnalyse = Annotated[Caller, needs("corrective_actions:analyse")]
_MayCheck = Annotated[Caller, needs("corrective_actions:check")]


class _Seen:
    """The view of a record in the caller's language."""

    def __init__(self, command: Command) -> None:
        self._locale = command.context.locale

    def __call__(self, action: CorrectiveAction) -> ActionView:
        return ActionView.of(action, self._locale)


@routes.post(
    "",
    operation_id="corrective_actions.open",
    summary="Open a corrective action by hand",
    status_code=201,
    response_model=ActionView,
    responses=problems(404, 409),
)
async def open_(body: ActionOpening, caller: _MayAnalyse, command: _Command) -> Response:
    """Repetition opens them by itself; this is for what the words of tickets don't tell (handbook T-21)."""
    opening = Opening(
        community_id=caller.community(body.community_id),
        origin=Origin.BY_HAND,
        title=Text(zh=body.title, en=body.title),
        opened_by=caller.account_id,
        description=body.description,
        ticket_ids=body.ticket_ids,
    )
    return await command.run(lambda tx: open_corrective_action(tx, opening), view=_Seen(command), status=201)


@routes.get(
    "",
    operation_id="corrective_actions.list",
    summary="List corrective actions, newest first",
    responses=problems(404),
)
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("corrective_actions:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: Status | None = None,
    origin: Origin | None = None,
    responsible_id: Identifier | None = None,
    overdue: Annotated[bool, Query(description="Only plans past their deadline")] = False,  # noqa: FBT002 - a filter
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ActionView]:
    """Two queries a page, whatever it holds. Who may not analyse sees what they are responsible for."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = ActionFilter(
        communities,
        status=status,
        origin=origin,
        responsible_id=responsible_id,
        overdue=overdue,
        only_of=only_of(caller),
    )
    async with reader.session() as session:
        rows, next_cursor = await repository.list_actions(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, lambda row: ActionView.of(row, reader.locale))


@routes.get(
    "/{corrective_action_id}",
    operation_id="corrective_actions.show",
    summary="Read a corrective action",
    responses=problems(404),
)
async def show(
    corrective_action_id: CorrectiveActionId,
    response: Response,
    caller: Annotated[Caller, needs("corrective_actions:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> ActionDetail:
    """With its tickets, its history and the rounds beside it; the `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        action = await repository.load_action(
            session, corrective_action_id, caller.communities, only_of=only_of(caller)
        )
        beside = await repository.rounds_beside(session, action)
        names = await replicas.names_of(session, people_of(action))
    tagged(response, action.version)
    view = ActionView.of(action, reader.locale)
    return ActionDetail(
        **view.model_dump(),
        follows=OtherRound.of(beside.get((action.round or 0) - 1)),
        followed_by=OtherRound.of(beside.get((action.round or 0) + 1)),
        history=[ActionStep.of(step, names) for step in action.steps],
    )


@routes.get(
    "/{corrective_action_id}/pdf",
    operation_id="corrective_actions.print",
    summary="The record as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The record"),
)
async def print_(
    corrective_action_id: CorrectiveActionId,
    caller: Annotated[Caller, needs("corrective_actions:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """In Chinese and English, with places to sign (handbook T-21)."""
    async with reader.session() as session:
        action = await repository.load_action(
            session, corrective_action_id, caller.communities, only_of=only_of(caller)
        )
        beside = await repository.rounds_beside(session, action)
        community = await replicas.find_community(session, action.community_id)
        names = await replicas.names_of(session, people_of(action))
    pdf = await asyncio.to_thread(record_pdf, action, beside, community, names, made_at=reader.now)
    return file_answer(pdf, PDF, f"{action.number}.pdf")


@routes.post(
    "/{corrective_action_id}/tickets",
    operation_id="corrective_actions.link_tickets",
    summary="Link tickets of the same matter",
    response_model=ActionView,
    responses=problems(404, 409, 412),
)
async def link(
    corrective_action_id: CorrectiveActionId, body: TicketLinks, caller: _MayCheck, command: _Command
) -> Response:
    """By the lead; all of them or none (handbook T-21)."""
    return await command.run(
        lambda tx: link_tickets(tx, caller, corrective_action_id, body.ticket_ids), view=_Seen(command)
    )


@routes.post(
    "/{corrective_action_id}/analyse",
    operation_id="corrective_actions.analyse",
    summary="Record the cause",
    response_model=ActionView,
    responses=problems(404, 409, 412),
)
async def analyse_(
    corrective_action_id: CorrectiveActionId, body: Analysis, caller: _MayAnalyse, command: _Command
) -> Response:
    """May be corrected until measures are planned (handbook T-21)."""
    return await command.run(lambda tx: analyse(tx, caller, corrective_action_id, body), view=_Seen(command))


@routes.post(
    "/{corrective_action_id}/plan",
    operation_id="corrective_actions.plan",
    summary="Plan measures",
    response_model=ActionView,
    responses=problems(404, 409, 412),
)
async def plan_(
    corrective_action_id: CorrectiveActionId, body: Plan, caller: _MayAnalyse, command: _Command
) -> Response:
    """What is done, by whom, until when (handbook T-21)."""
    return await command.run(lambda tx: plan(tx, caller, corrective_action_id, body), view=_Seen(command))


@routes.post(
    "/{corrective_action_id}/check",
    operation_id="corrective_actions.check",
    summary="Check the plan",
    response_model=ActionView,
    responses=problems(404, 409, 412),
)
async def check_(
    corrective_action_id: CorrectiveActionId, caller: _MayCheck, command: _Command, body: Remark = NO_REMARK
) -> Response:
    """By the lead, who did not plan it (handbook T-21)."""
    return await command.run(lambda tx: check(tx, caller, corrective_action_id, body.note), view=_Seen(command))


@routes.post(
    "/{corrective_action_id}/approve",
    operation_id="corrective_actions.approve",
    summary="Approve the plan",
    response_model=ActionView,
    responses=problems(404, 409, 412),
)
async def approve_(
    corrective_action_id: CorrectiveActionId,
    caller: Annotated[Caller, needs("corrective_actions:approve")],
    command: _Command,
    body: Remark = NO_REMARK,
) -> Response:
    """By the manager, who neither opened, planned nor checked it (handbook T-21)."""
    return await command.run(lambda tx: approve(tx, caller, corrective_action_id, body.note), view=_Seen(command))


@routes.post(
    "/{corrective_action_id}/send-back",
    operation_id="corrective_actions.send_back",
    summary="Send the plan back",
    response_model=ActionView,
    responses=problems(404, 409, 412),
)
async def send_back_(
    corrective_action_id: CorrectiveActionId, body: SendingBack, caller: _MayCheck, command: _Command
) -> Response:
    """It is planned anew; a checked one needs `corrective_actions:approve` (handbook T-21)."""
    return await command.run(lambda tx: send_back(tx, caller, corrective_action_id, body.reason), view=_Seen(command))


@routes.post(
    "/{corrective_action_id}/complete",
    operation_id="corrective_actions.complete",
    summary="Report the measures as carried out",
    response_model=ActionView,
    responses=problems(404, 409, 412),
)
async def complete_(
    corrective_action_id: CorrectiveActionId, body: Completion, caller: _MayRead, command: _Command
) -> Response:
    """By whoever is responsible, or who may plan. Past the deadline it is told as overdue first (handbook T-21)."""
    return await command.run(lambda tx: complete(tx, caller, corrective_action_id, body.result), view=_Seen(command))


@routes.post(
    "/{corrective_action_id}/verify",
    operation_id="corrective_actions.verify",
    summary="Verify that it helped",
    response_model=ActionView,
    responses=problems(404, 409, 412),
)
async def verify_(
    corrective_action_id: CorrectiveActionId, body: Verification, caller: _MayCheck, command: _Command
) -> Response:
    """Not effective: it begins again with another analysis (handbook T-21)."""
    return await command.run(lambda tx: verify(tx, caller, corrective_action_id, body), view=_Seen(command))
