"""`/v1/committee-matters/members`, `/contacts`. Source: handbook T-26."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.committee import repository
from services.tickets.committee.domain.contacts import Position, chair_due, members_due, month_of, quarter_of
from services.tickets.committee.schemas import (
    ContactBody,
    ContactsDue,
    ContactView,
    DueView,
    EndOfTerm,
    MemberBody,
    MemberChange,
    MemberDetail,
    MemberView,
)
from services.tickets.committee.usecases.correct_member import correct_member
from services.tickets.committee.usecases.keep_register import add_member, end_term, record_contact
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/committee-matters", tags=["committee-matters"])
_MemberId = Annotated[Identifier, Path(description="The member's id")]
_CommunityId = Annotated[Identifier | None, Query(description="Needed when the account has several communities")]
_Reads = Annotated[Reader, Depends(reader_of)]
_Commands = Annotated[Command, Depends(command_of)]


@routes.get("/members", operation_id="committee.list_members", summary="List members", responses=problems(404))
async def members(
    caller: Annotated[Caller, needs("committee:read")],
    reader: _Reads,
    present: Annotated[bool | None, Query(description="Default: also those whose term has ended")] = None,
    community_id: _CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[MemberView]:
    """In the order of their entry (handbook T-26). One query."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, following = await repository.list_members(
            session, communities, present=present, cursor=cursor, limit=limit
        )
    return paged(rows, following, MemberView.of)


@routes.post(
    "/members",
    operation_id="committee.add_member",
    summary="Enter a member",
    status_code=201,
    response_model=MemberView,
    responses=problems(404, 409),
)
async def new_member(
    body: MemberBody, caller: Annotated[Caller, needs("committee:record")], command: _Commands
) -> Response:
    """One chair at a time (handbook T-26)."""
    return await command.run(lambda tx: add_member(tx, caller, body), view=MemberView.of, status=201)


@routes.get(
    "/members/{committee_member_id}",
    operation_id="committee.show_member",
    summary="Read a member's entry",
    responses=problems(404),
)
async def member(
    committee_member_id: _MemberId,
    response: Response,
    caller: Annotated[Caller, needs("committee:read")],
    reader: _Reads,
) -> MemberDetail:
    """With what was corrected, by whom and why; the `ETag` is for `If-Match`. Two queries."""
    async with reader.session() as session:
        row = await repository.show_member(session, committee_member_id, caller.communities)
    tagged(response, row.version)
    return MemberDetail.whole(row)


@routes.patch(
    "/members/{committee_member_id}",
    operation_id="committee.correct_member",
    summary="Correct a member's entry",
    response_model=MemberDetail,
    responses=problems(404, 409, 412, 428),
)
async def correct(
    committee_member_id: _MemberId,
    body: MemberChange,
    caller: Annotated[Caller, needs("committee:record")],
    command: _Commands,
) -> Response:
    """`If-Match` is required; what the entry said before stays on record (handbook T-26)."""
    return await command.run(
        lambda tx: correct_member(tx, caller, committee_member_id, body),
        view=MemberDetail.whole,
        if_match_required=True,
    )


@routes.post(
    "/members/{committee_member_id}/end-term",
    operation_id="committee.end_term",
    summary="Record the end of a member's term",
    response_model=MemberView,
    responses=problems(404, 409, 412),
)
async def leave(
    committee_member_id: _MemberId,
    body: EndOfTerm,
    caller: Annotated[Caller, needs("committee:record")],
    command: _Commands,
) -> Response:
    """The member stays on record with the contacts of the term (handbook T-26)."""
    return await command.run(lambda tx: end_term(tx, caller, committee_member_id, body), view=MemberView.of)


@routes.get("/contacts", operation_id="committee.list_contacts", summary="List contacts", responses=problems(404))
async def contacts(
    caller: Annotated[Caller, needs("committee:read")],
    reader: _Reads,
    community_id: _CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ContactView]:
    """Newest first (handbook T-26). Two queries."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, following = await repository.list_contacts(session, communities, cursor=cursor, limit=limit)
    return paged(rows, following, ContactView.of)


@routes.post(
    "/contacts",
    operation_id="committee.record_contact",
    summary="Record a contact with members",
    status_code=201,
    response_model=ContactView,
    responses=problems(404, 409),
)
async def talk(body: ContactBody, caller: Annotated[Caller, needs("committee:record")], command: _Commands) -> Response:
    """On a day of the last three months (handbook T-26)."""
    return await command.run(lambda tx: record_contact(tx, caller, body), view=ContactView.of, status=201)


@routes.get(
    "/contacts/due", operation_id="committee.contacts_due", summary="Which contacts are due", responses=problems(404)
)
async def due(
    caller: Annotated[Caller, needs("committee:read")], reader: _Reads, community_id: _CommunityId = None
) -> ContactsDue:
    """The chair this month, half the members this quarter (handbook T-26). Three queries."""
    wanted = caller.community(community_id)
    async with reader.session() as session:
        today = calendar_of(await replicas.find_community(session, wanted)).date_of(reader.now)
        present = await repository.present_members(session, wanted, today)
        ids = [member.id for member in present]
        talked = await repository.contacted(session, ids, quarter_of(today)[0])
    this_month = {member_id for member_id, day in talked if day >= month_of(today)[0]}
    this_quarter = {member_id for member_id, _ in talked}
    chair = next((member.id for member in present if member.position == Position.CHAIR), None)
    return ContactsDue(
        community_id=wanted,
        members=len(present),
        chair=DueView.of(chair_due(chair, this_month, today)),
        half=DueView.of(members_due(ids, this_quarter, today)),
        members_left=[MemberView.of(member) for member in present if member.id not in this_quarter],
    )
