"""The smallest service: notes that can be written and changed. It shows what every service inherits."""

from pathlib import Path
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.contracts.notifications import MessageFailed
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.text import Text
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Line
from shared.runtime.http.paging import Cursor, Keyset, Limit, Page, page_of, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs
from shared.runtime.service import Definition
from shared.runtime.tables import AggregateRow, RuntimeTables, new_metadata
from shared.runtime.unit_of_work import Transaction


class Base(DeclarativeBase):
    metadata = new_metadata()


TABLES = RuntimeTables(Base.metadata)


class Note(AggregateRow, Base):
    __tablename__ = "notes"

    words: Mapped[str] = mapped_column(String(200))


class NoteWriting(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: Line


class NoteView(BaseModel):
    id: str
    words: str
    version: int

    @classmethod
    def of(cls, note: Note) -> Self:
        return cls(id=note.id, words=note.words, version=note.version)


def _told(note: Note) -> MessageFailed:
    return MessageFailed(message_id=note.id, household_id=None, template="t", channel="sms", reason="test")


async def write_note(tx: Transaction, caller: Caller, writing: NoteWriting) -> Note:
    note = Note(
        id=new_id(),
        community_id=caller.community(None),
        created_at=tx.now,
        words=writing.words,
        version=1,
        event_sequence=0,
    )
    tx.session.add(note)
    tx.publish(note, _told(note))
    return note


async def change_note(tx: Transaction, caller: Caller, note_id: str, writing: NoteWriting) -> Note:
    note = await tx.session.scalar(select(Note).where(Note.id == note_id, Note.community_id.in_(caller.communities)))
    if note is None:
        raise NotFound(what="message")
    tx.guard(note)
    note.words = writing.words
    tx.publish(note, _told(note))
    return note


routes = APIRouter(prefix="/v1/notes")
Writer = Annotated[Caller, needs("notes:write")]


@routes.post("", status_code=201, response_model=NoteView, responses=problems(409))
async def write(body: NoteWriting, caller: Writer, command: Annotated[Command, Depends(command_of)]) -> Response:
    return await command.run(lambda tx: write_note(tx, caller, body), view=NoteView.of, status=201)


@routes.post("/paid", status_code=201, response_model=NoteView, responses=problems(409))
async def write_for_money(
    body: NoteWriting, caller: Writer, command: Annotated[Command, Depends(command_of)]
) -> Response:
    return await command.run(lambda tx: write_note(tx, caller, body), view=NoteView.of, status=201, key_required=True)


@routes.patch("/{note_id}", response_model=NoteView, responses=problems(404, 409, 412, 428))
async def change(
    note_id: str, body: NoteWriting, caller: Writer, command: Annotated[Command, Depends(command_of)]
) -> Response:
    return await command.run(
        lambda tx: change_note(tx, caller, note_id, body), view=NoteView.of, if_match_required=True
    )


@routes.get("")
async def list_(
    caller: Writer, reader: Annotated[Reader, Depends(reader_of)], limit: Limit = 50, cursor: Cursor = None
) -> Page[NoteView]:
    async with reader.session() as session:
        rows, next_cursor = await page_of(
            session,
            select(Note).where(Note.community_id.in_(caller.communities)),
            Keyset((Note.created_at, Note.id)),
            cursor=cursor,
            limit=limit,
        )
    return paged(rows, next_cursor, NoteView.of)


DEFINITION = Definition(
    name="notes",
    title=Text(zh="便条", en="Notes"),
    metadata=Base.metadata,
    tables=TABLES,
    migrations=Path("unused"),
    routers=[routes],
)
