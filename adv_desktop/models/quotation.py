"""The offer to a customer: versions, a validity, what came of it, and the orders made of its lines."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adv_desktop.models.base import (
    Base,
    Facts,
    Id,
    Instant,
    Percent,
    Quantity,
    UnitPrice,
    choice,
    part_of,
    references,
)
from adv_desktop.models.enums import DocumentKind, PaymentMethod, QuotationState, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import CountedInPacks, PricedLine, asked_totals
from adv_desktop.models.party import refuse_if_changed
from adv_desktop.models.rules.totals import DocumentDiscount, Freight, Totals

# An accepted quotation is accepted again when an order takes what the first one left.
QUOTATION_TRANSITIONS: dict[QuotationState, frozenset[QuotationState]] = {
    QuotationState.DRAFT: frozenset({QuotationState.SENT, QuotationState.ACCEPTED}),
    QuotationState.SENT: frozenset({QuotationState.ACCEPTED, QuotationState.REFUSED, QuotationState.SUPERSEDED}),
    QuotationState.ACCEPTED: frozenset({QuotationState.ACCEPTED}),
    QuotationState.REFUSED: frozenset({QuotationState.SUPERSEDED}),
    QuotationState.SUPERSEDED: frozenset(),
}


class Quotation(Base):
    """One version of an offer; a later version has the same number and takes its place."""

    __tablename__ = "quotation"
    __table_args__ = (
        sa.Index("ix_quotation_number", "number", "revision", unique=True),
        sa.Index("ix_quotation_quoted_on", "quoted_on", "id"),
        sa.Index("ix_quotation_customer_name", "customer_name", "id"),
        sa.Index("ix_quotation_valid_until", "valid_until", "id"),
        sa.Index("ix_quotation_net", "net", "id"),
        sa.Index("ix_quotation_state", "state", "valid_until", "id"),
    )
    document = (DocumentKind.QUOTATION, "id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    establishment_id: Mapped[int] = references("establishment.id")
    number: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)  # what the customer reads as the version
    former_id: Mapped[int | None] = references("quotation.id", index=True)
    state: Mapped[QuotationState] = mapped_column(choice(QuotationState, state=True), default=QuotationState.DRAFT)
    state_reason: Mapped[str | None]
    customer_id: Mapped[int] = references("customer.id", index=True)
    customer_name: Mapped[str]
    customer_reference: Mapped[str | None]
    quoted_on: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    follow_up_on: Mapped[dt.date | None]
    probability: Mapped[int | None]  # percent
    sent_at: Mapped[Instant | None]
    closed_on: Mapped[dt.date | None]
    salesperson: Mapped[str | None]
    payment_terms: Mapped[str]
    payment_method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod))
    vat_regime: Mapped[VatRegime] = mapped_column(choice(VatRegime))
    currency: Mapped[str] = mapped_column(default="EUR")
    exchange_rate: Mapped[Facts | None]
    discount_percent: Mapped[Percent | None]
    discount_amount: Mapped[int | None]
    freight: Mapped[int] = mapped_column(default=0)
    freight_vat_rate: Mapped[Percent | None]
    gross_prices: Mapped[bool] = mapped_column(default=False)
    requested: Mapped[dt.date | None]
    carrier: Mapped[str | None]
    notes: Mapped[str | None]
    net: Mapped[int] = mapped_column(default=0)
    vat: Mapped[int] = mapped_column(default=0)
    gross: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {"version_id_col": version}

    lines: Mapped[list[QuotationLine]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="QuotationLine.no", back_populates="quotation"
    )

    @property
    def name(self) -> str | int:
        """The number, or the id while there is none."""
        return self.number or self.id

    @property
    def items(self) -> list[QuotationLine]:
        """The lines that carry a quantity and a price."""
        return [line for line in self.lines if line.is_item]

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the record."""
        refuse_if_changed(self.version, version, self.name)

    def discount(self) -> DocumentDiscount | None:
        """Return the discount on the whole quotation, if any."""
        if self.discount_percent is None and self.discount_amount is None:
            return None
        return DocumentDiscount(percent=self.discount_percent, minor=self.discount_amount)

    def totals(self) -> Totals:
        """Return the amounts of the whole quotation."""
        freight = Freight(self.freight, self.freight_vat_rate) if self.freight else None
        return asked_totals(self.items, self.currency, self.discount(), freight, gross_prices=self.gross_prices)

    def move_to(self, state: QuotationState, reason: str | None = None) -> None:
        """Change the state; raise `quotation.wrong_state` when the transition does not exist."""
        if state not in QUOTATION_TRANSITIONS[self.state]:
            raise DomainError("quotation.wrong_state", quotation=self.name, state=self.state.value, wanted=state.value)
        self.state, self.state_reason = state, reason

    def refuse_if_expired(self, today: dt.date) -> None:
        """Raise once the day until which its prices hold is over."""
        if self.valid_until < today:
            raise DomainError("quotation.expired", quotation=self.name, until=self.valid_until)


class QuotationLine(CountedInPacks, PricedLine, Base):
    """One line of a quotation; what orders took of it is counted from the links."""

    __tablename__ = "quotation_line"
    document = (DocumentKind.QUOTATION, "quotation_id")

    id: Mapped[Id]
    quotation_id: Mapped[int] = part_of("quotation.id")
    list_price: Mapped[UnitPrice | None]
    price_reason: Mapped[str | None]
    vat_given: Mapped[bool] = mapped_column(default=False)
    cost: Mapped[UnitPrice | None]
    requested: Mapped[dt.date | None]
    catch_weight: Mapped[Quantity | None]
    pack_label: Mapped[str | None]  # the packs that it was offered in, as they were then
    pack_size: Mapped[Quantity | None]

    quotation: Mapped[Quotation] = relationship(back_populates="lines", lazy="raise_on_sql")


class QuotedOrderLine(Base):
    """Which order line was made of which line of a quotation, and for how much."""

    __tablename__ = "quoted_order_line"
    document = (DocumentKind.QUOTATION, "quotation_id")

    id: Mapped[Id]
    quotation_id: Mapped[int] = part_of("quotation.id")
    quotation_line_id: Mapped[int] = part_of("quotation_line.id")
    order_line_id: Mapped[int] = part_of("order_line.id")
    quantity: Mapped[Quantity]
