"""What access tells of a renovation's worker passes."""

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base


class WorkerPassReplica(Base):
    """A worker pass as access last told it; `id` is the pass's."""

    __tablename__ = "renovation_passes"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    renovation_id: Mapped[str] = mapped_column(ForeignKey("renovations.id"), index=True)
    worker_id: Mapped[str] = mapped_column(String(36))
    number: Mapped[str | None] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer)
