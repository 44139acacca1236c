"""`/v1/move-ins`: the steps at the desk."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.move_ins.routes.parts import AS_IT_IS, PREFIX, TAGS, MoveInId
from services.residents.move_ins.schemas.answered import MoveInView
from services.residents.move_ins.schemas.asked import (
    AgreementsForm,
    CustodyForm,
    DocumentsForm,
    HouseholdForm,
    PrepaymentForm,
    SalesOfficeForm,
    VerificationForm,
)
from services.residents.move_ins.usecases.confirm_household import confirm_household
from services.residents.move_ins.usecases.hand_out_documents import hand_out_documents, sign_agreements
from services.residents.move_ins.usecases.prepare_pack import prepare_pack
from services.residents.move_ins.usecases.record_prepayment import record_prepayment
from services.residents.move_ins.usecases.try_keys import choose_custody
from services.residents.move_ins.usecases.verify_papers import ask_sales_office, verify_papers
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "/{move_in_id}/prepare-pack",
    operation_id="move_ins.prepare_pack",
    summary="Record that the document pack lies ready",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def pack(
    move_in_id: MoveInId,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By whom and when; until the documents are handed out (handbook R-20)."""
    return await command.run(lambda tx: prepare_pack(tx, caller, move_in_id), view=MoveInView.whole)


@routes.post(
    "/{move_in_id}/verify",
    operation_id="move_ins.verify",
    summary="Verify what the owner presents",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def verify(
    move_in_id: MoveInId,
    body: VerificationForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Refused while something is missing, each named in `errors` (handbook R-21)."""
    return await command.run(lambda tx: verify_papers(tx, caller, move_in_id, body), view=MoveInView.whole)


@routes.post(
    "/{move_in_id}/ask-sales-office",
    operation_id="move_ins.ask_sales_office",
    summary="Record that the sales office was asked",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def ask(
    move_in_id: MoveInId,
    body: SalesOfficeForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """For what the owner could not present (handbook R-21)."""
    return await command.run(lambda tx: ask_sales_office(tx, caller, move_in_id, body), view=MoveInView.whole)


@routes.post(
    "/{move_in_id}/sign-agreements",
    operation_id="move_ins.sign_agreements",
    summary="Sign convention and agreements",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def sign(
    move_in_id: MoveInId,
    body: AgreementsForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Interim convention and fire undertaking by everybody (handbook R-22, R-11)."""
    return await command.run(lambda tx: sign_agreements(tx, caller, move_in_id, body), view=MoveInView.whole)


@routes.post(
    "/{move_in_id}/hand-out-documents",
    operation_id="move_ins.hand_out_documents",
    summary="Hand out the documents",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def hand_out(
    move_in_id: MoveInId,
    body: DocumentsForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """From the prepared pack, against the receipt list (handbook R-22)."""
    return await command.run(lambda tx: hand_out_documents(tx, caller, move_in_id, body), view=MoveInView.whole)


@routes.post(
    "/{move_in_id}/record-prepayment",
    operation_id="move_ins.record_prepayment",
    summary="Record the prepaid fees",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def prepay(
    move_in_id: MoveInId,
    body: PrepaymentForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Amount and number of the cashier's receipt (handbook R-22); the key is required."""
    return await command.run(
        lambda tx: record_prepayment(tx, caller, move_in_id, body), view=MoveInView.whole, key_required=True
    )


@routes.post(
    "/{move_in_id}/confirm-household",
    operation_id="move_ins.confirm_household",
    summary="Fill in the household form",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def take_household(
    move_in_id: MoveInId,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    body: HouseholdForm = AS_IT_IS,
) -> Response:
    """Enters the household in the register, or confirms who holds the room (handbook R-22, R-02)."""
    return await command.run(
        lambda tx: confirm_household(tx, caller, move_in_id, body, confidential), view=MoveInView.whole
    )


@routes.post(
    "/{move_in_id}/choose-custody",
    operation_id="move_ins.choose_custody",
    summary="Choose whether a key stays",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def custody(
    move_in_id: MoveInId,
    body: CustodyForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """One may stay for finishing work, by a signed authorisation (handbook R-22)."""
    return await command.run(lambda tx: choose_custody(tx, caller, move_in_id, body), view=MoveInView.whole)
