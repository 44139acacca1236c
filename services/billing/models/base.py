"""The base of this service's rows and the machinery's tables beside them."""

from sqlalchemy.orm import DeclarativeBase

from shared.runtime.tables import RuntimeTables, new_metadata


class Base(DeclarativeBase):
    """Rows of this service alone."""

    metadata = new_metadata()


TABLES = RuntimeTables(Base.metadata)
