"""The service's metadata."""

from sqlalchemy.orm import DeclarativeBase

from shared.runtime.tables import RuntimeTables, new_metadata


class Base(DeclarativeBase):
    """Rows of this service alone."""

    metadata = new_metadata()


TABLES = RuntimeTables(Base.metadata)
