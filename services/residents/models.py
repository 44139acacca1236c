"""The service's metadata, and columns that several subjects use."""

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.residents.confidential import SealedField
from shared.runtime.tables import RuntimeTables, new_metadata


class Base(DeclarativeBase):
    """Rows of this service alone."""

    metadata = new_metadata()


TABLES = RuntimeTables(Base.metadata)


class IdNumberColumns:
    """Mixin: an ID number as it is stored, never in clear. Source: handbook R-04."""

    id: Mapped[str]
    id_number_key: Mapped[str | None] = mapped_column(String(16), comment="which key encrypted it")
    id_number_sealed: Mapped[str | None] = mapped_column(String(400), comment="AES-GCM, key id and row id bound")
    id_number_index: Mapped[str | None] = mapped_column(String(64), index=True, comment="HMAC-SHA256, for look-up")

    @property
    def has_id_number(self) -> bool:
        """Whether one is on file."""
        return self.id_number_sealed is not None

    @property
    def sealed_id_number(self) -> SealedField | None:
        """What to hand to the cipher."""
        if self.id_number_key is None or self.id_number_sealed is None or self.id_number_index is None:
            return None
        return SealedField(self.id_number_key, self.id_number_sealed, self.id_number_index)

    @sealed_id_number.setter
    def sealed_id_number(self, sealed: SealedField | None) -> None:
        self.id_number_key = sealed.key_id if sealed else None
        self.id_number_sealed = sealed.text if sealed else None
        self.id_number_index = sealed.index if sealed else None
