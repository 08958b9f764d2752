"""The company, its establishments and banks; customers with their addresses, contacts and requirements."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adv_desktop.models.base import (
    Base,
    Discounts,
    FactList,
    Facts,
    Id,
    Instant,
    JsonText,
    Percent,
    choice,
    part_of,
    references,
)
from adv_desktop.models.enums import (
    BackorderPolicy,
    BlockScope,
    DocumentKind,
    InvoiceGrouping,
    PartialPolicy,
    PaymentMethod,
    VatRegime,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.dates import DateKind
from adv_desktop.models.rules.notes import NoteStyle, Notified
from adv_desktop.models.rules.vat import CompanyRegime

# The words of the tax office, as the company's file and forms write them.
COMPANY_REGIMES = {
    "réel normal": CompanyRegime.NORMAL,
    "réel simplifié": CompanyRegime.SIMPLIFIED,
    "franchise": CompanyRegime.FRANCHISE,
}


class Company(Base):
    """The seller: one row, whose identity is frozen into each issued document."""

    __tablename__ = "company"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    legal_name: Mapped[str]
    trade_name: Mapped[str | None]
    legal_form: Mapped[str | None]
    share_capital: Mapped[int | None]  # minor units
    currency: Mapped[str] = mapped_column(default="EUR")
    siren: Mapped[str]
    siret: Mapped[str | None]
    naf: Mapped[str | None]
    rcs: Mapped[str | None]
    vat_number: Mapped[str | None]
    vat_regime: Mapped[str] = mapped_column(default="réel normal")
    vat_on_debits: Mapped[bool] = mapped_column(default=False)
    eori: Mapped[str | None]
    line1: Mapped[str]
    line2: Mapped[str | None]
    postcode: Mapped[str]
    town: Mapped[str]
    country: Mapped[str] = mapped_column(default="FR")
    phone: Mapped[str | None]
    email: Mapped[str | None]
    website: Mapped[str | None]
    e_address_scheme: Mapped[str | None]
    e_address: Mapped[str | None]
    sepa_creditor_id: Mapped[str | None]
    default_terms: Mapped[str] = mapped_column(default="30 jours nets")
    terms_text: Mapped[Facts]
    house_colour: Mapped[str] = mapped_column(default="#7B1E3A")
    logo_file_id: Mapped[int | None] = references("stored_file.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def regime(self) -> CompanyRegime:
        """The VAT regime, as the rule of VAT names it."""
        return COMPANY_REGIMES[self.vat_regime]


class CompanyBank(Base):
    """A bank account printed on invoices."""

    __tablename__ = "company_bank"

    id: Mapped[Id]
    name: Mapped[str | None]
    holder: Mapped[str]
    iban: Mapped[str]
    bic: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=1)


class Establishment(Base):
    """A place of business: documents and number series belong to one."""

    __tablename__ = "establishment"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    siret: Mapped[str | None]


class Customer(Base):
    """Who orders, is delivered, is invoiced and pays, with the terms agreed."""

    __tablename__ = "customer"
    __table_args__ = (
        sa.Index("ix_customer_name_id", "name", "id"),
        sa.Index("ix_customer_siren", "siren"),
        sa.Index("ix_customer_merged_into", "merged_into_id", sqlite_where=sa.text("merged_into_id IS NOT NULL")),
    )
    document = (DocumentKind.CUSTOMER, "id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    legal_form: Mapped[str | None]
    siren: Mapped[str | None]
    siret: Mapped[str | None]
    vat_number: Mapped[str | None]
    vat_checked_on: Mapped[dt.date | None]
    line1: Mapped[str | None]
    line2: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    country: Mapped[str] = mapped_column(default="FR")
    contact: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    invoice_email: Mapped[str | None]
    payment_terms: Mapped[str]
    payment_method: Mapped[PaymentMethod] = mapped_column(choice(PaymentMethod), default=PaymentMethod.TRANSFER)
    credit_limit: Mapped[int | None]  # minor units; None = no limit, 0 = nothing on credit
    discounts: Mapped[Discounts] = mapped_column(default=())
    category: Mapped[str | None]
    price_list: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="fr")
    currency: Mapped[str] = mapped_column(default="EUR")
    iban: Mapped[str | None]
    incoterm: Mapped[str | None]
    vat_regime: Mapped[VatRegime] = mapped_column(choice(VatRegime), default=VatRegime.NATIONAL)
    public_buyer: Mapped[str | None]  # None | "public" | "hospital": payment ceiling
    priority: Mapped[str] = mapped_column(default="B")
    backorder_policy: Mapped[BackorderPolicy] = mapped_column(choice(BackorderPolicy), default=BackorderPolicy.KEEP)
    partial_policy: Mapped[PartialPolicy] = mapped_column(choice(PartialPolicy), default=PartialPolicy.FREE)
    invoice_grouping: Mapped[InvoiceGrouping] = mapped_column(choice(InvoiceGrouping), default=InvoiceGrouping.ORDER)
    requirements: Mapped[FactList]
    minimum_order: Mapped[int | None]
    free_shipping_threshold: Mapped[int | None]
    carrier: Mapped[str | None]
    salesperson: Mapped[str | None]
    e_address_scheme: Mapped[str | None]
    e_address: Mapped[str | None]
    payer_id: Mapped[int | None] = references("customer.id")
    bill_to_id: Mapped[int | None] = references("customer.id")
    blocked: Mapped[bool] = mapped_column(default=False)
    block_reason: Mapped[str | None]
    note: Mapped[str | None]
    created_at: Mapped[Instant]
    block_scope: Mapped[BlockScope] = mapped_column(
        choice(BlockScope), default=BlockScope.ORDERS, server_default=BlockScope.ORDERS.value
    )
    bic: Mapped[str | None]
    customer_group: Mapped[str | None]
    delivery_days: Mapped[FactList] = mapped_column(JsonText(), default=list, server_default="[]")  # 1 = Monday
    date_kind: Mapped[DateKind | None] = mapped_column(choice(DateKind))  # None: what the incoterm says
    closures: Mapped[FactList] = mapped_column(JsonText(), default=list, server_default="[]")
    minimum_life_days: Mapped[int | None]  # left before the use-by date on the day that goods leave
    minimum_life_part: Mapped[str | None]  # the part of the product's whole life that must be left: "2/3", "66 %"
    eori: Mapped[str | None]  # its number with the customs
    merged_into_id: Mapped[int | None] = references("customer.id")  # the record that took its business over
    note_style: Mapped[NoteStyle] = mapped_column(
        choice(NoteStyle), default=NoteStyle.UNPRICED, server_default=NoteStyle.UNPRICED.value
    )
    # How many of each paper are printed.
    note_copies: Mapped[int] = mapped_column(default=1, server_default="1")
    invoice_copies: Mapped[int] = mapped_column(default=1, server_default="1")
    acknowledgement_copies: Mapped[int] = mapped_column(default=1, server_default="1")
    logo_file_id: Mapped[int | None] = references("stored_file.id")  # of its neutral delivery notes
    shipping_notice: Mapped[Notified | None] = mapped_column(choice(Notified))  # None: as the company settled
    signed_note_first: Mapped[bool] = mapped_column(default=False, server_default="0")  # before it is invoiced
    encloses_notes: Mapped[bool] = mapped_column(default=False, server_default="0")  # with its invoices
    encloses_orders: Mapped[bool] = mapped_column(default=False, server_default="0")  # its own, as they were received
    invoice_file_name: Mapped[str | None]  # of the PDF that is sent, with {number}, {order}, {customer}, {date}

    __mapper_args__ = {"version_id_col": version}

    addresses: Mapped[list[CustomerAddress]] = relationship(
        cascade="all, delete-orphan",
        lazy="raise_on_sql",
        order_by="CustomerAddress.id",
        foreign_keys="CustomerAddress.customer_id",
    )
    contacts: Mapped[list[CustomerContact]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="CustomerContact.id"
    )

    @property
    def blocks_orders(self) -> bool:
        """Whether no order may be confirmed."""
        return self.blocked and self.block_scope is not BlockScope.DELIVERIES

    @property
    def blocks_deliveries(self) -> bool:
        """Whether nothing may leave."""
        return self.blocked and self.block_scope is not BlockScope.ORDERS

    def party(self) -> dict[str, Any]:
        """Return the identity and address as frozen into a document."""
        fields = (
            "code",
            "name",
            "legal_form",
            "siren",
            "siret",
            "vat_number",
            "line1",
            "line2",
            "postcode",
            "town",
            "country",
            "contact",
            "email",
            "invoice_email",
            "e_address_scheme",
            "e_address",
        )
        return {field: getattr(self, field) for field in fields}

    def refuse_if_deliveries_blocked(self, override: str | None) -> None:
        """Let nothing leave to a customer whose deliveries are blocked, unless somebody passes over it."""
        if self.blocks_deliveries and not (override or "").strip():
            raise DomainError("delivery.customer_blocked", customer=self.name, reason=self.block_reason)

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the record."""
        refuse_if_changed(self.version, version, self.code)


def refuse_if_changed(current: int, loaded: int, name: str | int | None) -> None:
    """Raise `document.changed` unless the form was loaded with the current version."""
    if current != loaded:
        raise DomainError("document.changed", document=name)


class CustomerAddress(Base):
    """A place where a customer is delivered."""

    __tablename__ = "customer_address"
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    customer_id: Mapped[int] = part_of("customer.id")
    label: Mapped[str]
    name: Mapped[str]
    siret: Mapped[str | None]
    line1: Mapped[str | None]
    line2: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    country: Mapped[str] = mapped_column(default="FR")
    instructions: Mapped[str | None]
    is_default: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str | None]  # what the customer calls the place
    hours: Mapped[str | None]
    contact: Mapped[str | None]
    phone: Mapped[str | None]
    carrier: Mapped[str | None]
    bill_to_id: Mapped[int | None] = references("customer.id")
    payer_id: Mapped[int | None] = references("customer.id")
    delivery_days: Mapped[FactList] = mapped_column(JsonText(), default=list, server_default="[]")  # 1 = Monday
    closures: Mapped[FactList] = mapped_column(JsonText(), default=list, server_default="[]")


class CustomerContact(Base):
    """A person at the customer's, with a function."""

    __tablename__ = "customer_contact"
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    customer_id: Mapped[int] = part_of("customer.id")
    name: Mapped[str]
    function: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    # What is sent to this person: members of ContactPurpose.
    purposes: Mapped[FactList] = mapped_column(JsonText(), default=list, server_default="[]")


class CustomerDiscount(Base):
    """A discount of one customer on one product family, with its dates."""

    __tablename__ = "customer_discount"
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    customer_id: Mapped[int] = part_of("customer.id")
    family: Mapped[str]
    percent: Mapped[Percent]
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]


class CustomerGroup(Base):
    """What is agreed with a group that customers belong to by its name."""

    __tablename__ = "customer_group"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(unique=True)
    credit_limit: Mapped[int | None]  # euro cents, for all its customers together

    __mapper_args__ = {"version_id_col": version}
