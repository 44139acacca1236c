"""Rows of an application's parts from what was asked."""

from collections.abc import Sequence

from services.residents.confidential import FieldCipher
from services.residents.domain.identity_numbers import parse_id_number
from services.residents.renovation.models import RenovationPaper, RenovationWorker
from services.residents.renovation.schemas.asked import PaperBody, WorkerBody
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


def workers_of(bodies: Sequence[WorkerBody], cipher: FieldCipher) -> list[RenovationWorker]:
    """In the order given, counted from 1. Raises NotAnIdNumber."""
    workers = []
    for position, body in enumerate(bodies):
        worker = RenovationWorker(id=new_id(), order=position + 1, name=body.name, photos=body.photos)
        if body.id_number:
            number = parse_id_number(body.id_number, f"/workers/{position}/id_number")
            worker.sealed_id_number = cipher.seal(number, row_id=worker.id)
        workers.append(worker)
    return workers


def papers_of(tx: Transaction, caller: Caller, bodies: Sequence[PaperBody]) -> list[RenovationPaper]:
    """As handed in now by the caller."""
    return [
        RenovationPaper(
            id=new_id(),
            kind=body.kind.value,
            name=body.name,
            sha256=body.sha256,
            description=body.description,
            handed_in_at=tx.now,
            handed_in_by=caller.account_id,
        )
        for body in bodies
    ]
