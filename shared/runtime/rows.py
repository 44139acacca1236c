"""Plain rows, as lists are made of them: a page of mapped objects takes several times as long as its statements."""

import json
from collections.abc import AsyncIterator, Collection
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Select,
    String,
    any_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import KeyedColumnElement

R = TypeVar("R")
_BATCH = 500
TextColumn = KeyedColumnElement[Any] | InstrumentedAttribute[str]


def is_one_of(column: TextColumn, wanted: Collection[str], dialect: str) -> ColumnElement[bool]:
    """One parameter however many there are: a list of 500 places would be compiled for each length anew."""
    return _is_in(column, literal(packed(wanted, dialect), _type_in(dialect)), dialect)


def is_one_of_given(column: TextColumn, name: str, dialect: str) -> ColumnElement[bool]:
    """The same for a statement that is made once: what `packed` gives is its parameter `name`."""
    return _is_in(column, bindparam(name, type_=_type_in(dialect)), dialect)


def packed(wanted: Collection[str], dialect: str) -> Any:
    """The values as the one parameter."""
    return json.dumps(list(wanted)) if dialect == "sqlite" else list(wanted)


def is_inside(column: TextColumn, communities: Collection[str]) -> ColumnElement[bool]:
    """Of these communities; of one alone as an equation, by which an index keeps its order."""
    return column == next(iter(communities)) if len(communities) == 1 else column.in_(communities)


async def every_row(session: AsyncSession, wanted: Select[R], key: InstrumentedAttribute[str]) -> AsyncIterator[R]:
    """All that is wanted, by its key and in batches of one query: a register of any size fits."""
    after = ""
    while True:
        rows = (await session.scalars(wanted.where(key > after).order_by(key).limit(_BATCH))).all()
        for row in rows:
            yield row
        if len(rows) < _BATCH:
            return
        after = getattr(rows[-1], key.key)
        session.expunge_all()


def _type_in(dialect: str) -> Any:
    return String() if dialect == "sqlite" else ARRAY(String)


def _is_in(column: TextColumn, parameter: BindParameter[Any], dialect: str) -> ColumnElement[bool]:
    if dialect == "sqlite":
        return column.in_(select(func.json_each(parameter).table_valued("value").c.value))
    return column == any_(parameter)
