"""The trail of every change, and the seals of issued documents: append-only, each row chained to the last."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, FactList, Id, Instant, JsonText, choice
from adv_desktop.models.enums import DocumentKind


class AuditEntry(Base):
    """What one command changed in one document."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_row", "table_name", "row_id", "id"),)

    id: Mapped[Id]
    at: Mapped[Instant]
    actor: Mapped[str]
    action: Mapped[str]
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonText())
    after: Mapped[dict[str, Any] | None] = mapped_column(JsonText())
    previous_hash: Mapped[str]
    hash: Mapped[str]


class DocumentSeal(Base):
    """The hash of every field of an issued document, its lines, its VAT table and its files."""

    __tablename__ = "document_seal"
    __table_args__ = (sa.UniqueConstraint("document_kind", "document_id"),)

    id: Mapped[Id]
    document_kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    document_id: Mapped[int]
    sealed_at: Mapped[Instant]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class RequestLog(Base):
    """The requests already carried out: a repeat finds the documents that the first one made."""

    __tablename__ = "request_log"

    request_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[Instant]
    documents: Mapped[FactList]
