"""`/v1/persons`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.households import repository
from services.residents.households.routes.parts import PersonId, Year
from services.residents.households.schemas import PersonChange, PersonView, RevealBody, Revealed, RevealView
from services.residents.households.usecases.change_person import change_person
from services.residents.households.usecases.reveal_person import reveal_person
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.context import context_of
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs
from shared.runtime.unit_of_work import UnitOfWork

routes = APIRouter(prefix="/v1/persons", tags=["persons"])


@routes.get("/{person_id}", operation_id="persons.show", summary="Read a person", responses=problems(404))
async def show(
    person_id: PersonId,
    response: Response,
    caller: Annotated[Caller, needs("households:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    year: Year,
) -> PersonView:
    """With the rooms where they belong at present (handbook R-02, R-03); numbers masked (R-04). Four queries."""
    async with reader.session() as session:
        person = await repository.load_person(session, person_id, caller.communities)
        households = await repository.households_of_person(session, person.id)
    tagged(response, person.version)
    return PersonView.of(person, households, year=year)


@routes.patch(
    "/{person_id}",
    operation_id="persons.change",
    summary="Change a person's particulars",
    response_model=PersonView,
    responses=problems(404, 409, 412, 428),
)
async def change(
    person_id: PersonId,
    body: PersonChange,
    caller: Annotated[Caller, needs("households:change")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    year: Year,
) -> Response:
    """Every service follows by event, for each household that they belong to (handbook R-02, R-05)."""
    return await command.run(
        lambda tx: change_person(tx, caller, person_id, body, confidential),
        view=lambda changed: PersonView.of(changed.person, changed.households, year=year),
        if_match_required=True,
    )


@routes.post(
    "/{person_id}/reveal",
    operation_id="persons.reveal",
    summary="Show a phone, e-mail or ID number in clear, on the record",
    responses=problems(404),
)
async def reveal(
    person_id: PersonId,
    body: RevealBody,
    caller: Annotated[Caller, needs("persons:reveal")],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    request: Request,
    response: Response,
) -> Revealed:
    """Who saw what, why and when is logged before anything is answered, and told to the audit log (handbook R-04).

    An Idempotency-Key has no effect here: stored answers would keep the number in clear. Each call is a reveal.
    """
    unit_of_work: UnitOfWork = request.app.state.unit_of_work
    async with unit_of_work.begin(context_of(request)) as tx:
        revealed = await reveal_person(tx, caller, person_id, body, confidential.cipher)
    response.headers["Cache-Control"] = "no-store"
    return revealed


@routes.get(
    "/{person_id}/reveals",
    operation_id="persons.reveals",
    summary="List who was shown a person's numbers",
    responses=problems(404),
)
async def reveals(
    person_id: PersonId,
    caller: Annotated[Caller, needs("reveals:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RevealView]:
    """Newest first: who, what, why and when (handbook R-04). Two queries."""
    async with reader.session() as session:
        person = await repository.load_person(session, person_id, caller.communities)
        rows, next_cursor = await repository.list_reveals(session, person.id, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, RevealView.of)
