"""Take a roster file in; its dry run begins by itself. Source: handbook R-08."""

import asyncio
from typing import BinaryIO

from services.residents.confidential import FieldCipher
from services.residents.premises import repository as premises
from services.residents.roster.domain.lifecycle import Status
from services.residents.roster.models import RosterImport, RosterPiece
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

PIECE_BYTES = 1024 * 1024


async def upload_roster(
    tx: Transaction,
    caller: Caller,
    community_id: str,
    file: BinaryIO,
    cipher: FieldCipher,
    *,
    name: str,
    size: int,
    sha256: str,
) -> RosterImport:
    """The import, `uploaded`. `file` was looked at already; it is kept sealed until the dry run is over."""
    community = await premises.load_community(tx.session, caller.community(community_id), caller.communities)

    roster = RosterImport(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        file_name=name,
        file_bytes=size,
        file_sha256=sha256,
        status=Status.UPLOADED.value,
        failure_params={},
        rows_total=0,
        rows_done=0,
        rows_error=0,
        rows_conflict=0,
        rows_new=0,
        rows_changed=0,
        rows_same=0,
        rows_left_out=0,
        rows_kept=0,
        is_forgotten=False,
        uploaded_by=caller.account_id,
    )
    tx.session.add(roster)
    await tx.session.flush()

    file.seek(0)
    position = 0
    while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
        sealed = cipher.seal_bytes(piece, row_id=piece_id(roster.id, position))
        tx.session.add(RosterPiece(import_id=roster.id, position=position, content=sealed))
        await tx.session.flush()
        tx.session.expunge_all()
        position += 1
    return roster


def piece_id(import_id: str, position: int) -> str:
    """What a piece is sealed for: out of its place it does not open."""
    return f"{import_id}/{position}"
