"""Ask to read, borrow or copy a file. Source: handbook R-12."""

from services.residents.archives import repository as archives
from services.residents.archives.loans.domain.application import check_application
from services.residents.archives.loans.domain.lifecycle import Status
from services.residents.archives.loans.domain.rules import LoanKind
from services.residents.archives.loans.models import ArchiveLoan
from services.residents.archives.loans.schemas import LoanBody
from services.residents.archives.usecases.file_document import refuse_destroyed
from services.residents.confidential import FieldCipher
from services.residents.domain.identity_numbers import parse_id_number
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def request_loan(
    tx: Transaction, caller: Caller, archive_id: str, body: LoanBody, cipher: FieldCipher
) -> ArchiveLoan:
    """The request. Raises NotFound, FileDestroyed, InvalidField, NotAnIdNumber."""
    archive = await archives.hold_archive(tx.session, archive_id, caller.communities)

    refuse_destroyed(archive)
    check_application(body.borrower, frozenset(body.model_dump(exclude_none=True)))
    id_number = parse_id_number(body.id_number) if body.id_number else None

    loan = ArchiveLoan(
        id=new_id(),
        community_id=archive.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        archive_id=archive.id,
        archive_number=archive.number,
        household_id=archive.household_id,
        kind=body.kind.value,
        borrower=body.borrower.value,
        borrower_name=body.borrower_name,
        department=body.department,
        outside_body=body.outside_body.value if body.outside_body else None,
        letter_number=body.letter_number,
        purpose=body.purpose,
        copies=(body.copies or 1) if body.kind is LoanKind.COPY else None,
        status=Status.REQUESTED.value,
        requested_by=caller.account_id,
        changed_at=tx.now,
    )
    if id_number is not None:
        loan.sealed_id_number = cipher.seal(id_number, row_id=loan.id)

    tx.session.add(loan)
    return loan
