"""Payments, open items and allocations: the only things that receivables are computed from."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Facts, Id, Instant, choice, references
from adv_desktop.models.enums import DocumentKind, OpenItemKind, PaymentMethod


class Payment(Base):
    """Money received (or given back, negative); never edited: a reversal is another payment."""

    __tablename__ = "payment"
    __table_args__ = (
        sa.Index("ix_payment_number", "number", "id", unique=True),
        sa.Index("ix_payment_paid_on", "paid_on", "id"),
        sa.Index("ix_payment_customer_name", "customer_name", "id"),
        sa.Index("ix_payment_amount", "amount", "id"),
        sa.Index("ix_payment_foreign", "paid_on", sqlite_where=sa.text("currency <> 'EUR'")),
        sa.Index("ix_payment_order", "order_id", sqlite_where=sa.text("order_id IS NOT NULL")),
    )
    document = (DocumentKind.PAYMENT, "id")

    id: Mapped[Id]
    establishment_id: Mapped[int] = references("establishment.id")
    number: Mapped[str]
    customer_id: Mapped[int] = references("customer.id", index=True)
    customer_name: Mapped[str]
    order_id: Mapped[int | None] = references("sales_order.id")
    paid_on: Mapped[dt.date]
    entered_at: Mapped[Instant]
    method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(default="EUR")
    exchange_rate: Mapped[Facts | None]
    bank: Mapped[str | None]
    reference: Mapped[str | None]
    reverses_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payment.id", ondelete="RESTRICT"), unique=True)
    reason: Mapped[str | None]


class OpenItem(Base):
    """An amount that a customer owes (positive) or that we owe him (negative), and what is left of it."""

    __tablename__ = "open_item"
    __table_args__ = (
        sa.Index("ix_open_item_customer_id", "customer_id", "due_date"),
        sa.Index("ix_open_item_invoice_id", "invoice_id"),
        sa.Index("ix_open_item_payment_id", "payment_id"),
        sa.Index("ix_open_item_number", "document_number"),
        sa.Index("ix_open_item_foreign", "document_date", sqlite_where=sa.text("currency <> 'EUR'")),
        sa.Index(
            "ix_open_item_customer_open",
            "customer_id",
            "due_date",
            "open_amount",
            "currency",
            "eur_rate",
            sqlite_where=sa.text("open_amount <> 0"),
        ),
        sa.Index(
            "ix_open_item_open",
            "due_date",
            "customer_id",
            "open_amount",
            "disputed_amount",
            "kind",
            "currency",
            "eur_rate",
            "invoice_id",
            "id",
            sqlite_where=sa.text("open_amount <> 0"),
        ),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    customer_id: Mapped[int] = references("customer.id")
    payer_id: Mapped[int] = references("customer.id", index=True)
    kind: Mapped[OpenItemKind] = mapped_column(choice(OpenItemKind))
    invoice_id: Mapped[int | None] = references("invoice.id")
    payment_id: Mapped[int | None] = references("payment.id")
    document_number: Mapped[str]  # ours, or the former program's
    document_date: Mapped[dt.date]
    customer_reference: Mapped[str | None]
    currency: Mapped[str] = mapped_column(default="EUR")
    due_date: Mapped[dt.date]
    amount: Mapped[int]
    open_amount: Mapped[int]
    disputed_amount: Mapped[int] = mapped_column(default=0)
    eur_rate: Mapped[str | None]
    paid_before: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # to the former program, of what was taken over

    __mapper_args__ = {"version_id_col": version}


class Allocation(Base):
    """An amount of a credit item set against a debit item; a reversal points at the row it undoes."""

    __tablename__ = "allocation"

    id: Mapped[Id]
    debit_item_id: Mapped[int] = references("open_item.id", index=True)
    credit_item_id: Mapped[int] = references("open_item.id", index=True)
    amount: Mapped[int]
    allocated_on: Mapped[dt.date]
    reversed_by_id: Mapped[int | None] = references("payment.id")


class Reconciliation(Base):
    """The letters that mark items of a customer's account as settled together."""

    __tablename__ = "reconciliation"

    id: Mapped[Id]
    customer_id: Mapped[int] = references("customer.id", index=True)
    letters: Mapped[str]
    open_item_id: Mapped[int] = references("open_item.id", index=True)
    reconciled_on: Mapped[dt.date]
