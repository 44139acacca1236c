"""`/v1/front-desk`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from gateway.front_desk.caller_card import Subject, caller_card
from gateway.front_desk.desk import Desk, Part, Question
from gateway.front_desk.gate_check import gate_check as gate_check_of
from gateway.front_desk.schemas import CallerCard, CardSubject, GateCheck, PartView, Promises, Today
from gateway.identity.identity import SignedIn
from gateway.settings import SERVICES
from shared.kernel.errors import InvalidField, NotFound
from shared.kernel.phones import mask_phone, parse_phone
from shared.kernel.text import Text
from shared.runtime.http.context import context_of
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/front-desk", tags=["front-desk"])

_ONE = Text(
    zh="请给出 room_code、household_id、phone 三者之一", en="Give one of room_code, household_id and phone, not several"
)


def _question(request: Request, grant: SignedIn) -> Question:
    context = context_of(request)
    return Question(grant, context.locale, context.correlation_id)


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


Asked = Annotated[Question, Depends(_question)]
TheDesk = Annotated[Desk, Depends(_desk)]
CommunityId = Annotated[Identifier | None, Query(description="May be left out by accounts of one community")]


@routes.get(
    "/caller-card",
    operation_id="front_desk.caller_card",
    summary="Who calls, and what is open with them",
    responses=problems(404, 429),
)
async def card(
    caller: Annotated[Caller, needs("front_desk:use")],
    desk: TheDesk,
    question: Asked,
    room_code: Annotated[Code | None, Query(examples=["3#2-5-1"])] = None,
    phone: Annotated[str | None, Query(max_length=32, examples=["13812345678"])] = None,
    household_id: Annotated[Identifier | None, Query()] = None,
    community_id: CommunityId = None,
) -> CallerCard:
    """By room, household or phone. Always 200 while the subject is known: each part says how it stands.

    A phone of several households answers with the residents' part alone; ask again with `household_id`.
    """
    if sum(given is not None for given in (room_code, phone, household_id)) != 1:
        raise InvalidField(pointer="/room_code", reason=_ONE)
    number = None if phone is None else parse_phone(phone, "/phone")
    subject = Subject(
        _community(caller, community_id, named=room_code is not None),
        room_code=room_code,
        household_id=household_id,
        phone=number,
    )
    parts = await caller_card(desk, question, subject)
    shown = CardSubject(
        community_id=subject.community_id,
        room_code=room_code,
        household_id=household_id,
        phone=None if number is None else mask_phone(number),
    )
    return CallerCard(subject=shown, parts=_views(parts))


@routes.get(
    "/today",
    operation_id="front_desk.today",
    summary="What the desk has before it today",
    responses=problems(404, 429),
)
async def today(
    caller: Annotated[Caller, needs("front_desk:use")], desk: TheDesk, question: Asked, community_id: CommunityId = None
) -> Today:
    """All services side by side; each part says how it stands."""
    community = caller.community(community_id)
    parts = await desk.ask_all(question, SERVICES, "/internal/front-desk/today", {"community_id": community})
    return Today(community_id=community, parts=_views(parts))


@routes.get(
    "/promises",
    operation_id="front_desk.promises",
    summary="What was promised and is to be kept",
    responses=problems(404, 429),
)
async def promises(
    caller: Annotated[Caller, needs("front_desk:use")], desk: TheDesk, question: Asked, community_id: CommunityId = None
) -> Promises:
    """Promises of every service are kept by tickets: how many wait, how many were broken, which come next."""
    community = caller.community(community_id)
    asked: dict[str, str | None] = {"community_id": community}
    parts = await desk.ask_all(question, ["tickets"], "/internal/front-desk/promises", asked)
    return Promises(community_id=community, parts=_views(parts))


@routes.get(
    "/gate-check",
    operation_id="front_desk.gate_check",
    summary="May this code pass the gate",
    responses=problems(404, 429),
)
async def gate_check(
    caller: Annotated[Caller, needs("front_desk:gate_check")],
    desk: TheDesk,
    question: Asked,
    code: Annotated[str, Query(min_length=1, max_length=2048, description="What was scanned or typed, as it is")],
    community_id: CommunityId = None,
) -> GateCheck:
    """Pass, permit or QR code (handbook A-34). `access` is `unavailable`: nobody knows, so the gate stays shut.

    `residents` is there for a code of a room: standing instructions of its household (handbook A-06).
    """
    parts = await gate_check_of(desk, question, code, _community(caller, community_id, named=False))
    if parts["access"].status == "not_found":
        raise NotFound(what="code")
    return GateCheck(parts=_views(parts))


def _community(caller: Caller, community_id: str | None, *, named: bool) -> str | None:
    """Room codes are unique within a community only, so there it must be clear which is meant."""
    if community_id is not None or named or len(caller.communities) == 1:
        return caller.community(community_id)
    return None


def _views(parts: dict[str, Part]) -> dict[str, PartView]:
    return {service: PartView.of(part) for service, part in parts.items()}
