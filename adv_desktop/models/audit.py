"""The trail of every change, the seals of issued documents and the closures: append-only, each row chained."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, FactList, Facts, Id, Instant, JsonText, choice
from adv_desktop.models.enums import ClosurePeriod, DocumentKind


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
    algorithm: Mapped[int]  # which facts are hashed, and how: see `services.seals`
    program: Mapped[str]  # the version that sealed it; empty before versions were kept
    previous_hash: Mapped[str]
    hash: Mapped[str]


class Closure(Base):
    """The counters and totals of a day, a month or a year that is over, and where the chains stood.

    Amounts are euro cents, credit notes negative. `total_…` are the grand totals since the first document.
    `seal_id` and `audit_id` are the last rows of both chains at that moment (0: none), with their hashes.
    """

    __tablename__ = "closure"
    __table_args__ = (
        sa.Index("ix_closure_period", "period", "first_day", unique=True, sqlite_where=sa.text("period <> 'day'")),
    )

    id: Mapped[Id]
    period: Mapped[ClosurePeriod] = mapped_column(choice(ClosurePeriod))
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    closed_at: Mapped[Instant]
    actor: Mapped[str]
    algorithm: Mapped[int]
    program: Mapped[str]
    counts: Mapped[Facts]  # documents by kind
    net: Mapped[int]
    vat: Mapped[int]
    gross: Mapped[int]
    receipts: Mapped[int]
    total_net: Mapped[int]
    total_vat: Mapped[int]
    total_gross: Mapped[int]
    total_receipts: Mapped[int]
    seal_id: Mapped[int]
    seal_hash: Mapped[str]
    audit_id: Mapped[int]
    audit_hash: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class RequestLog(Base):
    """The requests already carried out: a repeat finds the documents that the first one made."""

    __tablename__ = "request_log"

    request_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[Instant]
    documents: Mapped[FactList]
