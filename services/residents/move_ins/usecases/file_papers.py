"""What was signed goes into the household's file. Source: handbook R-11, R-24."""

from collections.abc import Iterator, Mapping

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from services.residents.move_ins.domain.documents import OwnerAgreement
from services.residents.move_ins.domain.keys import KeyCustody
from services.residents.move_ins.domain.papers import MoveInPaper
from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.answered import InspectionFound
from services.residents.move_ins.schemas.asked import AgreementsForm, DocumentsForm, KeysForm, VerificationForm
from shared.runtime.unit_of_work import Transaction

_FILED_AGREEMENTS: Mapping[OwnerAgreement, RecordKind] = {
    OwnerAgreement.INTERIM_CONVENTION: RecordKind.INTERIM_CONVENTION,
    OwnerAgreement.AREA_UNDERTAKING: RecordKind.AREA_UNDERTAKING,
    OwnerAgreement.RENOVATION_RULES: RecordKind.RENOVATION_AGREEMENT,
    OwnerAgreement.AGENCY_AUTHORISATION: RecordKind.AGENCY_AUTHORISATION,
}
_TITLE = frozenset({MoveInPaper.CONTRACT_COPY, MoveInPaper.DEED_COPY})
_NOT_OF_PEOPLE = frozenset({*_TITLE, MoveInPaper.HAND_OVER_NOTICE})


async def file_papers(tx: Transaction, move_in: MoveIn, household_id: str) -> None:
    """Once: each is known by the move-in. Raises NoFile."""
    for kind, details in _records(move_in):
        record = Record(kind, move_in.id, tx.now, move_in.number, details)
        await file_record(tx, household_id=household_id, community_id=move_in.community_id, record=record)


def _records(move_in: MoveIn) -> Iterator[tuple[RecordKind, dict[str, str | int]]]:
    forms = {row.step: row.form for row in move_in.steps}
    presented = [paper.kind for paper in VerificationForm.model_validate(forms[MoveInStep.VERIFY]).papers]
    inspection = InspectionFound.model_validate(forms[MoveInStep.INSPECT])
    keys = KeysForm.model_validate(forms[MoveInStep.TRY_KEYS]).keys
    documents = DocumentsForm.model_validate(forms[MoveInStep.HAND_OUT_DOCUMENTS]).documents

    yield RecordKind.HAND_OVER_FORM, {"notice_number": move_in.notice_number}
    yield (
        RecordKind.ROOM_INSPECTION,
        {
            "items": len(inspection.items),
            "defects": sum(len(item.defects) for item in inspection.items),
        },
    )
    yield RecordKind.KEY_RECEIPT, {"keys": sum(key.works for key in keys), "kept": sum(key.stays for key in keys)}
    yield RecordKind.HOUSEHOLD_INFORMATION, {}
    yield RecordKind.DOCUMENT_RECEIPT, {line.kind.value: line.count for line in documents}
    yield RecordKind.IDENTITY_COPY, {"copies": sum(kind not in _NOT_OF_PEOPLE for kind in presented)}
    yield RecordKind.TITLE_COPY, {"copies": sum(kind in _TITLE for kind in presented)}
    if move_in.custody != KeyCustody.NONE:
        yield RecordKind.KEY_CUSTODY, {"slip": f"{move_in.number}-K"}
    for agreement in AgreementsForm.model_validate(forms[MoveInStep.SIGN_AGREEMENTS]).signed:
        yield _FILED_AGREEMENTS[agreement], {}
