"""Deliveries: what is prepared and what left; frozen once shipped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adv_desktop.models.base import (
    Base,
    FactList,
    Facts,
    Id,
    Instant,
    JsonText,
    Quantity,
    UnitPrice,
    choice,
    part_of,
    quantity_column,
    references,
)
from adv_desktop.models.enums import DELIVERY_TRANSITIONS, DeliveryState, DocumentKind, Nature, Progress, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import PricedLine
from adv_desktop.models.party import refuse_if_changed
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.values import plain


class Delivery(Base):
    """Goods of one or several orders that travel together to one place."""

    __tablename__ = "delivery"
    __table_args__ = (
        sa.Index("ix_delivery_number", "number", "id", unique=True),
        sa.Index("ix_delivery_delivery_date", "delivery_date", "id"),
        sa.Index("ix_delivery_customer_name", "customer_name", "id"),
        sa.Index("ix_delivery_state", "state", "id"),
        sa.Index("ix_delivery_foreign", "delivery_date", sqlite_where=sa.text("currency <> 'EUR'")),
    )
    document = (DocumentKind.DELIVERY, "id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    establishment_id: Mapped[int] = references("establishment.id")
    warehouse_id: Mapped[int] = references("warehouse.id")
    number: Mapped[str | None]
    picking_number: Mapped[str | None]
    state: Mapped[DeliveryState] = mapped_column(choice(DeliveryState, state=True), default=DeliveryState.TO_PREPARE)
    customer_id: Mapped[int] = references("customer.id", index=True)
    customer_name: Mapped[str]
    bill_to_id: Mapped[int] = references("customer.id")
    payer_id: Mapped[int] = references("customer.id")
    ship_to: Mapped[Facts]
    delivery_date: Mapped[dt.date]  # planned, then the day it left
    currency: Mapped[str] = mapped_column(default="EUR")
    exchange_rate: Mapped[Facts | None]
    carrier: Mapped[str | None]
    parcels: Mapped[int | None]
    weight_kg: Mapped[Quantity | None]
    notes: Mapped[str | None]
    override_reason: Mapped[str | None]
    net: Mapped[int] = mapped_column(default=0)
    pdf_file_id: Mapped[int | None] = references("stored_file.id")

    __mapper_args__ = {"version_id_col": version}

    lines: Mapped[list[DeliveryLine]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="DeliveryLine.no", back_populates="delivery"
    )

    @property
    def name(self) -> str | int:
        """The number, or the id while there is none."""
        return self.number or self.picking_number or self.id

    @property
    def is_of_services(self) -> bool:
        """Whether nothing travels: what was delivered are services."""
        return all(line.nature is Nature.SERVICE for line in self.lines if line.has_goods)

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the delivery."""
        refuse_if_changed(self.version, version, self.name)

    def move_to(self, state: DeliveryState) -> None:
        """Change the state; raise `delivery.wrong_state` when the transition does not exist."""
        if state not in DELIVERY_TRANSITIONS[self.state]:
            raise DomainError("delivery.wrong_state", delivery=self.name, state=self.state.value, wanted=state.value)
        self.state = state


class DeliveryLine(PricedLine, Base):
    """What of one order line travels; ordered and still due are frozen for the paper."""

    __tablename__ = "delivery_line"
    __table_args__ = (
        sa.Index("ix_delivery_line_without_vat", "delivery_id", sqlite_where=sa.text("vat_category IN ('G', 'K')")),
    )
    document = (DocumentKind.DELIVERY, "delivery_id")

    id: Mapped[Id]
    delivery_id: Mapped[int] = part_of("delivery.id")
    order_line_id: Mapped[int | None] = references("order_line.id", index=True)
    ordered: Mapped[Decimal] = quantity_column(0)
    still_due: Mapped[Decimal] = quantity_column(0)
    cost: Mapped[UnitPrice | None]
    lot_id: Mapped[int | None] = references("lot.id")
    location_id: Mapped[int | None] = references("location.id")
    catch_weight: Mapped[Quantity | None]
    replaces_id: Mapped[int | None] = references("delivery_line.id")
    weights: Mapped[list[Any] | None] = mapped_column(JsonText())  # kilograms as weighed, each as plain text
    serials: Mapped[list[Any] | None] = mapped_column(JsonText())  # numbers of the units, as picked
    warranty_until: Mapped[dt.date | None]  # of what left

    delivery: Mapped[Delivery] = relationship(back_populates="lines", lazy="raise_on_sql")

    @property
    def weight_is_estimated(self) -> bool:
        """Whether it is sold by weight and was not weighed."""
        return self.catch_weight is not None and not self.weights

    def pick(self, quantity: Decimal) -> None:
        """Set what was really picked; other goods sold by weight than those weighed are to be weighed again."""
        if quantity != self.quantity:
            self.catch_weight, self.weights = self.weight_of(quantity), None
        self.quantity = quantity

    def weigh(self, weights: Sequence[Decimal]) -> None:
        """Record what the goods of the line weigh, piece by piece or together; raise `weight.not_by_weight`."""
        if self.catch_weight is None:
            raise DomainError("weight.not_by_weight", line=self.no, label=self.label)
        self.weights = [plain(weight) for weight in weights]
        self.catch_weight = sum(weights, Decimal(0))


class DeliveryNote(Base):
    """The paper of a shipped delivery: how it is written, and what it stands for.

    A table of its own: the seals of the first deliveries hash every column of theirs.
    """

    __tablename__ = "delivery_note"
    document = (DocumentKind.DELIVERY, "delivery_id")

    delivery_id: Mapped[int] = mapped_column(sa.ForeignKey("delivery.id", ondelete="RESTRICT"), primary_key=True)
    style: Mapped[NoteStyle] = mapped_column(choice(NoteStyle))
    supplier_notice: Mapped[str | None]  # of goods that left from the supplier: the number of its notice
    corrects_id: Mapped[int | None] = references("delivery.id", index=True)  # the delivery whose note it replaces


class DeliveryReversal(Base):
    """The document that takes a shipment back whole: refused, lost, sent back or shipped by mistake; never changed."""

    __tablename__ = "delivery_reversal"
    document = (DocumentKind.DELIVERY, "delivery_id")

    id: Mapped[Id]
    delivery_id: Mapped[int] = mapped_column(sa.ForeignKey("delivery.id", ondelete="RESTRICT"), unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    outcome: Mapped[Undelivered] = mapped_column(choice(Undelivered))
    reversed_on: Mapped[dt.date]
    ship_again: Mapped[bool]
    reason: Mapped[str]
    at: Mapped[Instant]
    pdf_file_id: Mapped[int] = references("stored_file.id")


class DeliveryProgress(Base):
    """What happens to a shipped delivery: tracking, proof, how far it is invoiced."""

    __tablename__ = "delivery_progress"
    __table_args__ = (
        sa.Index("ix_delivery_progress_to_invoice", "delivery_id", sqlite_where=sa.text("invoice_state <> 'full'")),
    )
    document = (DocumentKind.DELIVERY, "delivery_id")

    delivery_id: Mapped[int] = mapped_column(sa.ForeignKey("delivery.id", ondelete="RESTRICT"), primary_key=True)
    invoice_state: Mapped[Progress] = mapped_column(choice(Progress), default=Progress.NONE)
    carrier: Mapped[str | None]
    tracking: Mapped[str | None]
    tracking_url: Mapped[str | None]
    delivered_on: Mapped[dt.date | None]
    received_by: Mapped[str | None]
    reserves: Mapped[str | None]
    outcome: Mapped[str | None]


class DeliveryParcel(Base):
    """A box or pallet of a delivery; its tracking number may come after the departure."""

    __tablename__ = "delivery_parcel"
    __table_args__ = (sa.UniqueConstraint("delivery_id", "no"),)
    document = (DocumentKind.DELIVERY, "delivery_id")

    id: Mapped[Id]
    delivery_id: Mapped[int] = references("delivery.id")
    no: Mapped[int]
    weight_kg: Mapped[Quantity | None]
    length_cm: Mapped[int | None]
    width_cm: Mapped[int | None]
    height_cm: Mapped[int | None]
    sscc: Mapped[str | None]
    tracking: Mapped[str | None]
    packing: Mapped[str | None]  # carton, pallet, drum
    contents: Mapped[FactList] = mapped_column(JsonText(), default=list, server_default="[]")  # {code, quantity}


# The kind of the events that give an electronic status.
STATUS_EVENT = "einvoice_status"


class DocumentEvent(Base):
    """What was done with a document after its issue: printed, sent, given an electronic status. Append-only."""

    __tablename__ = "document_event"
    __table_args__ = (
        sa.Index("ix_document_event_document", "document_kind", "document_id", "id"),
        sa.Index("ix_document_event_status", "document_id", "id", sqlite_where=sa.text(f"kind = '{STATUS_EVENT}'")),
    )

    id: Mapped[Id]
    document_kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    document_id: Mapped[int]
    at: Mapped[Instant]
    actor: Mapped[str]
    kind: Mapped[str]
    detail: Mapped[dict[str, Any] | None] = mapped_column(JsonText())


class StoredFile(Base):
    """Bytes that never change: issued documents, attachments, logos."""

    __tablename__ = "stored_file"

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    kind: Mapped[str]
    content: Mapped[bytes]
    created_at: Mapped[Instant]


class Attachment(Base):
    """A file kept with a document or a customer."""

    __tablename__ = "attachment"
    __table_args__ = (sa.Index("ix_attachment_document", "document_kind", "document_id"),)

    id: Mapped[Id]
    document_kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    document_id: Mapped[int]
    file_id: Mapped[int] = references("stored_file.id")
    name: Mapped[str]
    added_at: Mapped[Instant]
