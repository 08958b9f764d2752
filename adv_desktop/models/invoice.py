"""Invoices, deposit invoices and credit notes: drafts that can change, issued documents that cannot."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
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
    Percent,
    Quantity,
    UnitPrice,
    choice,
    part_of,
    references,
)
from adv_desktop.models.enums import (
    DocumentKind,
    InvoiceState,
    InvoiceType,
    PaymentMethod,
    Series,
    VatCategory,
    VatRegime,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import PricedLine
from adv_desktop.models.party import refuse_if_changed
from adv_desktop.models.rules.totals import (
    DocumentDiscount,
    Freight,
    Totals,
    TotalsLine,
    VatKey,
    VatLine,
    line_net,
    totals,
)
from adv_desktop.models.values import plain

REFERENCES = "references"  # where what the customer requires stands among the parties
_VAT_AMOUNTS = ("lines", "discount", "freight", "deducted", "base", "vat", "packaging")


class Invoice(Base):
    """An invoice of any type; its number, date, parties, mentions, totals and bytes are frozen together."""

    __tablename__ = "invoice"
    __table_args__ = (
        sa.Index("ix_invoice_number", "number", "id", unique=True),
        sa.Index("ix_invoice_issue_date", "issue_date", "id"),
        sa.Index("ix_invoice_customer_name", "customer_name", "id"),
        sa.Index("ix_invoice_due_date", "due_date", "id"),
        sa.Index("ix_invoice_gross", "gross", "id"),
        sa.Index("ix_invoice_state", "state", "type", "id"),
    )
    document = (DocumentKind.INVOICE, "id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    establishment_id: Mapped[int] = references("establishment.id")
    number: Mapped[str | None]
    type: Mapped[InvoiceType] = mapped_column(choice(InvoiceType), default=InvoiceType.INVOICE)
    state: Mapped[InvoiceState] = mapped_column(choice(InvoiceState, state=True), default=InvoiceState.DRAFT)
    customer_id: Mapped[int] = references("customer.id", index=True)
    customer_name: Mapped[str]
    bill_to_id: Mapped[int] = references("customer.id")
    payer_id: Mapped[int] = references("customer.id")
    order_id: Mapped[int | None] = references("sales_order.id", index=True)
    origin_id: Mapped[int | None] = references("invoice.id", index=True)
    claim_id: Mapped[int | None] = references("claim.id")
    return_id: Mapped[int | None] = references("goods_return.id", index=True)
    parties: Mapped[Facts]  # seller, buyer, ship_to, payer; frozen at issue
    issue_date: Mapped[dt.date | None]
    wished_date: Mapped[dt.date | None]
    delivery_date: Mapped[dt.date | None]
    due_date: Mapped[dt.date | None]
    period_start: Mapped[dt.date | None]
    period_end: Mapped[dt.date | None]
    customer_reference: Mapped[str | None]
    customer_reference_date: Mapped[dt.date | None]
    contract_number: Mapped[str | None]
    salesperson: Mapped[str | None]
    payment_terms: Mapped[str]
    payment_method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod))
    vat_regime: Mapped[VatRegime] = mapped_column(choice(VatRegime))
    language: Mapped[str] = mapped_column(default="fr")
    currency: Mapped[str] = mapped_column(default="EUR")
    exchange_rate: Mapped[Facts | None]
    discount_percent: Mapped[Percent | None]
    discount_amount: Mapped[int | None]
    freight: Mapped[int] = mapped_column(default=0)
    freight_vat_rate: Mapped[Percent | None]
    gross_prices: Mapped[bool] = mapped_column(default=False)
    deduct_prepaid: Mapped[bool] = mapped_column(default=False)
    fixed_table: Mapped[list[Any] | None] = mapped_column(JsonText())  # a credit note's VAT table, from its invoice's
    summary: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]
    reason_code: Mapped[str | None]
    notes: Mapped[str | None]
    mentions: Mapped[FactList]
    lines_net: Mapped[int] = mapped_column(default=0)
    discount_total: Mapped[int] = mapped_column(default=0)
    net: Mapped[int] = mapped_column(default=0)
    vat: Mapped[int] = mapped_column(default=0)
    gross: Mapped[int] = mapped_column(default=0)
    prepaid: Mapped[int] = mapped_column(default=0)
    rounding: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    net_eur: Mapped[int] = mapped_column(default=0)
    vat_eur: Mapped[int] = mapped_column(default=0)
    gross_eur: Mapped[int] = mapped_column(default=0)
    sales_net: Mapped[int] = mapped_column(default=0)  # EUR; deposits and their deduction are no turnover (R29)
    issued_at: Mapped[Instant | None]
    pdf_file_id: Mapped[int | None] = references("stored_file.id")
    xml_file_id: Mapped[int | None] = references("stored_file.id")
    override_reason: Mapped[str | None]

    __mapper_args__ = {"version_id_col": version}

    lines: Mapped[list[InvoiceLine]] = relationship(
        cascade="all, delete-orphan",
        lazy="raise_on_sql",
        order_by="InvoiceLine.no",
        back_populates="invoice",
        foreign_keys="InvoiceLine.invoice_id",
    )
    vat_table: Mapped[list[DocumentVat]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="DocumentVat.id"
    )
    instalments: Mapped[list[InvoiceInstalment]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="InvoiceInstalment.no"
    )
    deductions: Mapped[list[DepositDeduction]] = relationship(
        cascade="all, delete-orphan",
        lazy="raise_on_sql",
        order_by="DepositDeduction.id",
        foreign_keys="DepositDeduction.invoice_id",
    )

    @property
    def name(self) -> str | int:
        """The number, or the id while the invoice is a draft."""
        return self.number or self.id

    @property
    def asked_references(self) -> dict[str, str]:
        """What the customer asks to read: commitment (BT-13 of a public buyer), service code (BT-10), others (R2)."""
        return {str(name): str(text) for name, text in self.parties.get(REFERENCES, {}).items()}

    @property
    def series(self) -> Series:
        """The series that its number comes from."""
        return Series.CREDIT_NOTE if self.type.is_credit else Series.INVOICE

    @property
    def items(self) -> list[InvoiceLine]:
        """The lines that carry a quantity and a price."""
        return [line for line in self.lines if line.is_item]

    @property
    def issued_on(self) -> dt.date:
        """The issue date; raise `invoice.not_issued` while there is none."""
        if self.issue_date is None:
            raise DomainError("invoice.not_issued", invoice=self.name)
        return self.issue_date

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the invoice."""
        refuse_if_changed(self.version, version, self.name)

    def refuse_unless_draft(self) -> None:
        """Raise `invoice.issued`: what was issued is corrected by another document."""
        if self.state is not InvoiceState.DRAFT:
            raise DomainError("invoice.issued", invoice=self.name)

    def discount(self) -> DocumentDiscount | None:
        """Return the discount on the whole document, if any."""
        if self.discount_percent is None and self.discount_amount is None:
            return None
        return DocumentDiscount(percent=self.discount_percent, minor=self.discount_amount)

    def totals(self) -> Totals:
        """Return the amounts by the one rule of totals; a credit note keeps the table made from its invoice."""
        if self.fixed_table is not None:
            return self._fixed_totals()
        freight = Freight(self.freight, self.freight_vat_rate) if self.freight else None
        return totals(
            [line.priced() for line in self.items],
            currency=self.currency,
            discount=self.discount(),
            freight=freight,
            prepaid=self.prepaid,
            rounding=self.rounding,
        )

    def fix(self, amounts: Totals) -> None:
        """Keep the VAT table of a credit note, which its lines alone do not tell."""
        self.fixed_table = [
            {
                "category": row.key.category.value,
                "rate": plain(row.key.rate),
                "exemption_code": row.key.exemption_code,
                **{name: getattr(row, name) for name in _VAT_AMOUNTS},
            }
            for row in amounts.vat
        ]
        self.freeze(amounts)

    def _fixed_totals(self) -> Totals:
        table = tuple(
            VatLine(
                VatKey(VatCategory(row["category"]), Decimal(row["rate"]), row["exemption_code"]),
                **{name: int(row.get(name, 0)) for name in _VAT_AMOUNTS},
            )
            for row in self.fixed_table or ()
        )
        nets = tuple(line_net(line.priced(), self.currency) for line in self.items)
        net, vat = sum(row.base for row in table), sum(row.vat for row in table)
        return Totals(
            currency=self.currency,
            line_nets=nets,
            lines=sum(nets),
            discount=sum(row.discount for row in table),
            freight=sum(row.freight for row in table),
            net=net,
            vat=table,
            vat_total=vat,
            gross=net + vat,
            prepaid=self.prepaid,
            rounding=self.rounding,
            due=net + vat - self.prepaid + self.rounding,
        )

    def freeze(self, amounts: Totals) -> None:
        """Copy computed amounts into the columns."""
        for line, net in zip(self.items, amounts.line_nets, strict=True):
            line.net = net
        self.lines_net, self.discount_total, self.net = amounts.lines, amounts.discount, amounts.net
        self.vat, self.gross, self.due = amounts.vat_total, amounts.gross, amounts.due


class InvoiceLine(PricedLine, Base):
    """One line of an invoice, linked to the order and delivery lines it comes from."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        sa.Index("ix_invoice_line_contract", "contract_period", sqlite_where=sa.text("contract_period IS NOT NULL")),
    )
    document = (DocumentKind.INVOICE, "invoice_id")

    id: Mapped[Id]
    invoice_id: Mapped[int] = part_of("invoice.id")
    order_line_id: Mapped[int | None] = references("order_line.id", index=True)
    delivery_line_id: Mapped[int | None] = references("delivery_line.id", index=True)
    origin_line_id: Mapped[int | None] = references("invoice_line.id", index=True)
    origin_invoice_id: Mapped[int | None] = references("invoice.id", index=True)
    deduction: Mapped[bool] = mapped_column(default=False)
    cost: Mapped[UnitPrice | None]
    period_start: Mapped[dt.date | None]
    period_end: Mapped[dt.date | None]
    contract_period: Mapped[str | None]
    catch_weight: Mapped[Quantity | None]
    packaging_id: Mapped[int | None] = references("packaging.id", index=True)  # of a line of returnable packaging
    delivery_packaging_id: Mapped[int | None] = references("delivery_packaging.id", index=True)  # its deposit

    invoice: Mapped[Invoice] = relationship(back_populates="lines", lazy="raise_on_sql", foreign_keys=[invoice_id])

    def priced(self, quantity: Decimal | None = None) -> TotalsLine:
        """Return the line as the rule of totals takes it; a deposit's deduction and packaging take no discount."""
        packaging = self.packaging_id is not None
        return replace(super().priced(quantity), deduction=bool(self.deduction), packaging=packaging)

    @property
    def weight_is_estimated(self) -> bool:
        """Never: what is invoiced by weight was weighed."""
        return False


class DocumentVat(Base):
    """One row of an issued document's VAT table, also in EUR."""

    __tablename__ = "document_vat"
    document = (DocumentKind.INVOICE, "invoice_id")

    id: Mapped[Id]
    invoice_id: Mapped[int] = part_of("invoice.id")
    category: Mapped[VatCategory] = mapped_column(choice(VatCategory))
    rate: Mapped[Percent]
    exemption_code: Mapped[str | None]
    lines: Mapped[int]
    discount: Mapped[int]
    freight: Mapped[int]
    deducted: Mapped[int]
    base: Mapped[int]
    vat: Mapped[int]
    vat_eur: Mapped[int]
    packaging: Mapped[int | None]  # of the base: what returnable packaging adds; empty where there is none

    @property
    def key(self) -> VatKey:
        """The row's (category, rate, exemption)."""
        return VatKey(self.category, self.rate, self.exemption_code)


class InvoiceInstalment(Base):
    """A due date and amount as printed."""

    __tablename__ = "invoice_instalment"
    document = (DocumentKind.INVOICE, "invoice_id")

    id: Mapped[Id]
    invoice_id: Mapped[int] = part_of("invoice.id")
    no: Mapped[int]
    due_date: Mapped[dt.date]
    amount: Mapped[int]


class DepositDeduction(Base):
    """What of a deposit invoice a later invoice takes off, per VAT rate."""

    __tablename__ = "deposit_deduction"
    document = (DocumentKind.INVOICE, "invoice_id")

    id: Mapped[Id]
    invoice_id: Mapped[int] = part_of("invoice.id")
    invoice_line_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("invoice_line.id", ondelete="CASCADE"), index=True
    )
    deposit_invoice_id: Mapped[int] = references("invoice.id", index=True)
    category: Mapped[VatCategory] = mapped_column(choice(VatCategory))
    rate: Mapped[Percent]
    net: Mapped[int]
    vat: Mapped[int]


class DepositCarryOver(Base):
    """The order that a deposit serves instead of the one it was invoiced on; its invoice does not change."""

    __tablename__ = "deposit_carry_over"
    document = (DocumentKind.INVOICE, "deposit_invoice_id")

    id: Mapped[Id]
    deposit_invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id", ondelete="RESTRICT"), unique=True)
    order_id: Mapped[int] = references("sales_order.id", index=True)
    carried_on: Mapped[dt.date]
    reason: Mapped[str]
