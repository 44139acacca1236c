"""Rows of the gateway."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow, RuntimeTables, new_metadata

EVERY_COMMUNITY = "*"
"""Accounts and roles belong to no community: they reach over several."""


class Base(DeclarativeBase):
    """Rows of the gateway alone."""

    metadata = new_metadata()


TABLES = RuntimeTables(Base.metadata)


class Account(AggregateRow, Base):
    """Somebody who may sign in. Without `password_hash` nobody can yet; `username` is lower case."""

    __tablename__ = "accounts"

    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    is_active: Mapped[bool] = mapped_column(Boolean)
    roles: Mapped[list[str]] = mapped_column(JsonColumn)
    locale: Mapped[str] = mapped_column(String(8))

    memberships: Mapped[list["Membership"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="Membership.community_id"
    )

    @property
    def communities(self) -> list[str]:
        """Where its grants hold; `memberships` must be loaded."""
        return [membership.community_id for membership in self.memberships]


class Membership(Base):
    """An account's grants hold in this community."""

    __tablename__ = "account_communities"
    __table_args__ = (Index("ix_account_communities_community", "community_id", "account_id"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)


class ChangedRole(AggregateRow, Base):
    """A role that an administrator changed; `id` is its name. The others follow `domain.roles`."""

    __tablename__ = "roles"

    label_zh: Mapped[str] = mapped_column(String(100))
    label_en: Mapped[str] = mapped_column(String(100))
    permissions: Mapped[list[str]] = mapped_column(JsonColumn)


class SignInSession(Base):
    """One sign-in and all refresh tokens that descend from it."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_because: Mapped[str | None] = mapped_column(String(32))


class RefreshToken(Base):
    """Good for one use; the token itself is never stored."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 of the token")
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SigningKey(Base):
    """An Ed25519 key pair. `ordinal` makes two replicas that make a key at once agree on one."""

    __tablename__ = "signing_keys"

    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kid: Mapped[str] = mapped_column(String(36), unique=True)
    public_x: Mapped[str] = mapped_column(String(64), comment="base64url, as in the JWK")
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary, comment="nonce and AES-GCM of the raw private key")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditEntry(Base):
    """Append-only and chained; the database refuses to change or delete one."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_type", "subject_id"),)

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(36))
    action: Mapped[str] = mapped_column(String(32))
    subject_type: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The chain's last entry; its lock orders the writers."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
