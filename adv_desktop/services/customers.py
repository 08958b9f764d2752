"""Customers: created, edited, blocked; their addresses, contacts and identifiers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models import values
from adv_desktop.models.enums import (
    BackorderPolicy,
    BlockScope,
    ContactPurpose,
    InvoiceGrouping,
    PartialPolicy,
    PaymentMethod,
    VatRegime,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerAddress
from adv_desktop.models.product import CustomerItemCode, Product
from adv_desktop.models.rules import file_names, payment_terms
from adv_desktop.models.rules.dates import Closure, DateKind, Whose
from adv_desktop.models.rules.fefo import part_of_life
from adv_desktop.models.rules.notes import NoteStyle, Notified
from adv_desktop.services import calendars, customer_parts, files, identifiers
from adv_desktop.services.clock import Clock
from adv_desktop.services.customer_parts import Address, Contact, FamilyDiscount, ItemCode
from adv_desktop.services.folding import fold
from adv_desktop.services.store import Store

__all__ = ["Address", "Contact", "CustomerData", "CustomerService", "FamilyDiscount", "ItemCode"]


@dataclass(frozen=True, slots=True)
class CustomerData:
    """What is known of a customer; `credit_limit` in minor units, None = no limit, 0 = nothing on credit."""

    code: str
    name: str
    terms: str
    legal_form: str | None = None
    siren: str | None = None
    siret: str | None = None
    vat_number: str | None = None
    line1: str | None = None
    line2: str | None = None
    postcode: str | None = None
    town: str | None = None
    country: str = "FR"
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    invoice_email: str | None = None
    e_address_scheme: str | None = None
    e_address: str | None = None  # where platforms deliver the electronic invoices; none: the SIREN
    method: PaymentMethod = PaymentMethod.TRANSFER
    credit_limit: int | None = None
    discounts: tuple[Decimal, ...] = ()
    category: str | None = None
    price_list: str | None = None
    language: str = "fr"
    currency: str = "EUR"
    iban: str | None = None
    bic: str | None = None
    incoterm: str | None = None
    eori: str | None = None
    vat_regime: VatRegime = VatRegime.NATIONAL
    blocked: bool = False
    block_reason: str | None = None
    block_scope: BlockScope = BlockScope.ORDERS
    note: str | None = None
    priority: str = "B"
    minimum_life_days: int | None = None
    minimum_life_part: str | None = None  # of the whole life of a product: "2/3", "66 %"
    backorder_policy: BackorderPolicy = BackorderPolicy.KEEP
    partial_policy: PartialPolicy = PartialPolicy.FREE
    invoice_grouping: InvoiceGrouping = InvoiceGrouping.ORDER
    minimum_order: int | None = None
    carrier: str | None = None
    customer_group: str | None = None
    delivery_days: tuple[int, ...] = ()  # 1 = Monday; none = every working day
    date_kind: DateKind | None = None  # None: what the incoterm says
    closures: tuple[Closure, ...] = ()
    salesperson: str | None = None
    public_buyer: str | None = None
    requirements: tuple[str, ...] = ()
    payer: str | None = None
    bill_to: str | None = None
    note_style: NoteStyle = NoteStyle.UNPRICED
    free_shipping_threshold: int | None = None  # net amount of an order, minor units; None: the carrier's
    shipping_notice: Notified | None = None  # None: as the company settled
    note_copies: int = 1
    invoice_copies: int = 1
    acknowledgement_copies: int = 1
    signed_note_first: bool = False  # nothing is invoiced before its delivery note came back signed
    encloses_notes: bool = False  # its invoices leave with their delivery notes
    encloses_orders: bool = False  # and with its own orders, as they were received
    invoice_file_name: str | None = None  # « F_{number}_{order} »; None: the number
    logo: bytes | None = None  # PNG, printed on its neutral delivery notes
    addresses: tuple[Address, ...] | None = None  # None: leave as they are
    contacts: tuple[Contact, ...] | None = None
    item_codes: tuple[ItemCode, ...] | None = None
    family_discounts: tuple[FamilyDiscount, ...] | None = None


MOST_COPIES = 9
WITH_PARTS = (selectinload(Customer.addresses), selectinload(Customer.contacts))
_COLUMN_OF = {"terms": "payment_terms", "method": "payment_method"}
_NOT_COLUMNS = frozenset({
    "payer", "bill_to", "addresses", "contacts", "requirements", "delivery_days", "closures", "item_codes",
    "family_discounts", "logo",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A customer as forms and the console show it."""

    id: int
    version: int
    data: CustomerData


class CustomerService:
    """The verbs on customers."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def create(self, data: CustomerData) -> int:
        """Add a customer; return its id."""
        with self._store.write("customer.create") as session:
            customer = add_customer(session, data, self._clock.now())
            _write_logo(session, customer, data.logo, self._clock.now())
            session.flush()
            return customer.id

    def update(self, customer_id: int, version: int, data: CustomerData) -> None:
        """Replace what is known of a customer; refuse when somebody changed it meanwhile."""
        checked = check(data)
        with self._store.write("customer.update") as session:
            customer = session.get_one(Customer, customer_id, options=WITH_PARTS, populate_existing=True)
            customer.refuse_if_changed(version)
            _refuse_merged(session, customer)
            _refuse_taken_code(session, checked.code, customer_id)
            _write(session, customer, checked)
            _write_own(session, customer, checked)
            _write_logo(session, customer, checked.logo, self._clock.now())

    def block(self, customer_id: int, version: int, reason: str, scope: BlockScope = BlockScope.ORDERS) -> None:
        """Take no more orders from a customer, deliver it nothing more, or both, for a reason that the checks say."""
        if not reason.strip():
            raise DomainError("reason.missing")
        self._set_blocked(customer_id, version, reason.strip(), scope)

    def unblock(self, customer_id: int, version: int) -> None:
        """Take orders from a customer again."""
        self._set_blocked(customer_id, version, None, BlockScope.ORDERS)

    def _set_blocked(self, customer_id: int, version: int, reason: str | None, scope: BlockScope) -> None:
        with self._store.write("customer.block" if reason else "customer.unblock") as session:
            customer = session.get_one(Customer, customer_id)
            customer.refuse_if_changed(version)
            _refuse_merged(session, customer)
            customer.blocked, customer.block_reason = reason is not None, reason
            customer.block_scope = scope

    def add_address(self, code: str, address: Address) -> int:
        """Add a delivery address; return its id."""
        with self._store.write("customer.address") as session:
            row = add_address(session, customer_of(session, code), address)
            session.flush()
            return row.id

    def show(self, code: str) -> CustomerRecord:
        """Return a customer by its code; raise `customer.not_found`."""
        with self._store.read() as session:
            customer = customer_of(session, code, with_parts=True)
            data = replace(
                data_of(session, customer),
                item_codes=customer_parts.item_codes_of(session, customer.id),
                family_discounts=customer_parts.family_discounts_of(session, customer.id),
                logo=files.content_of(session, customer.logo_file_id),
            )
            return CustomerRecord(customer.id, customer.version, data)

    def record(self, customer_id: int) -> CustomerRecord:
        """Return a customer by its id, for its form."""
        with self._store.read() as session:
            code = session.scalar(sa.select(Customer.code).where(Customer.id == customer_id))
        return self.show(code or str(customer_id))

    def addresses(self, customer_id: int) -> list[tuple[int, Address]]:
        """Return the delivery addresses of a customer with their ids, the default one first."""
        statement = sa.select(CustomerAddress).where(CustomerAddress.customer_id == customer_id)
        with self._store.read() as session:
            rows = session.scalars(statement.order_by(CustomerAddress.is_default.desc(), CustomerAddress.id)).all()
            return [(row.id, customer_parts.address_of(session, row)) for row in rows]

    def emails_for(self, customer_id: int, purpose: ContactPurpose) -> tuple[str, ...]:
        """Return where a kind of paper is sent: the contacts who take it, else the customer's own e-mail."""
        with self._store.read() as session:
            return customer_parts.emails_for(session, session.get_one(Customer, customer_id), purpose)

    def look_alikes(self, data: CustomerData, except_id: int | None = None) -> list[tuple[str, str]]:
        """Return (code, kind) of customers that may be the same: SIREN, VAT number, or name and postcode."""
        with self._store.read() as session:
            rows = session.scalars(
                sa.select(Customer).where(
                    sa.or_(
                        sa.and_(Customer.siren.is_not(None), Customer.siren == data.siren),
                        sa.and_(Customer.vat_number.is_not(None), Customer.vat_number == data.vat_number),
                        sa.and_(Customer.postcode.is_not(None), Customer.postcode == data.postcode),
                    )
                )
            ).all()
        return [(row.code, kind) for row in rows if row.id != except_id and (kind := _likeness(row, data))]


def customer_of(session: Session, code: str, *, with_parts: bool = False) -> Customer:
    """Return a customer by code; raise `customer.not_found`."""
    return customer_parts.customer_of(session, code, *(WITH_PARTS if with_parts else ()))


def code_of(session: Session, customer_id: int) -> str:
    """Return the code of a customer."""
    return session.scalars(sa.select(Customer.code).where(Customer.id == customer_id)).one()


def add_customer(session: Session, data: CustomerData, now: dt.datetime) -> Customer:
    """Add a customer inside a transaction that is already open (imports)."""
    checked = check(data)
    _refuse_taken_code(session, checked.code, None)
    customer = Customer(code=checked.code, created_at=now, requirements=[], addresses=[], contacts=[])
    _write(session, customer, checked)
    session.add(customer)
    if checked.item_codes or checked.family_discounts:
        session.flush()  # they refer to the customer's id
        _write_own(session, customer, checked)
    return customer


def change_customer(session: Session, customer: Customer, data: CustomerData) -> None:
    """Replace what is known of a customer, its parts loaded, inside an open transaction (imports)."""
    checked = check(data)
    _write(session, customer, checked)
    _write_own(session, customer, checked)


def add_address(session: Session, customer: Customer, address: Address) -> CustomerAddress:
    """Add a delivery address inside an open transaction."""
    row = CustomerAddress(customer_id=customer.id)
    customer_parts.write_address(session, row, address)
    session.add(row)
    return row


def add_item_code(session: Session, customer: Customer, code: str, product: Product, label: str | None) -> None:
    """Record what a customer calls a product; the same code again replaces the product."""
    row = session.scalar(
        sa.select(CustomerItemCode).where(CustomerItemCode.customer_id == customer.id, CustomerItemCode.code == code)
    )
    if row is None:
        row = CustomerItemCode(customer_id=customer.id, code=code)
        session.add(row)
    row.product_id, row.label = product.id, label


def check(data: CustomerData) -> CustomerData:
    """Return the data with normalised identifiers; raise the first thing that is wrong."""
    if not data.code.strip() or not data.name.strip():
        raise DomainError("customer.incomplete", code=data.code)
    payment_terms.parse(data.terms)
    _check_papers(data)
    _check_life(data)
    for percent in data.discounts:
        values.percent(percent)
    for closures in (data.closures, *(address.closures for address in data.addresses or ())):
        calendars.check(closures)
    for contact in data.contacts or ():
        customer_parts.check_contact(contact)
    for discount in data.family_discounts or ():
        customer_parts.check_family_discount(discount)
    changes: dict[str, str] = {}
    for name, normalise in _IDENTIFIERS.items():
        written = getattr(data, name)
        if written:
            changes[name] = normalise(written)
    if data.vat_number:
        changes["vat_number"] = identifiers.check_vat_number_of(data.country, data.vat_number)
    checked = replace(data, **changes)  # type: ignore[arg-type]
    identifiers.check_same_company(checked.siren or "", checked.siret or "", checked.vat_number or "")
    identifiers.check_e_address(checked.siren or "", checked.e_address_scheme, checked.e_address)
    return checked


def _check_life(data: CustomerData) -> None:
    if data.minimum_life_part:
        try:
            part_of_life(data.minimum_life_part)
        except DomainError as error:
            raise DomainError(error.code, **error.facts, field="minimum_life_part") from error


def _check_papers(data: CustomerData) -> None:
    if data.invoice_file_name:
        file_names.check_pattern(data.invoice_file_name)
    for copies in (data.note_copies, data.invoice_copies, data.acknowledgement_copies):
        if not 1 <= copies <= MOST_COPIES:
            raise DomainError("customer.copies", written=copies, most=MOST_COPIES)


_IDENTIFIERS = {
    "siren": identifiers.check_siren,
    "siret": identifiers.check_siret,
    "iban": identifiers.check_iban,
    "bic": identifiers.check_bic,
    "eori": identifiers.check_eori,
}


def _write(session: Session, customer: Customer, data: CustomerData) -> None:
    for item in fields(CustomerData):
        if item.name not in _NOT_COLUMNS:
            setattr(customer, _COLUMN_OF.get(item.name, item.name), getattr(data, item.name))
    customer.requirements = list(data.requirements)
    customer.delivery_days = sorted(data.delivery_days)
    customer.closures = calendars.facts_of(data.closures)
    customer.payer_id = customer_of(session, data.payer).id if data.payer else None
    customer.bill_to_id = customer_of(session, data.bill_to).id if data.bill_to else None
    if data.addresses is not None:
        customer_parts.write_addresses(session, customer, data.addresses)
    if data.contacts is not None:
        customer.contacts = [customer_parts.contact_row(contact) for contact in data.contacts]


def _write_own(session: Session, customer: Customer, data: CustomerData) -> None:
    """Write what hangs on the customer's id: its item codes and its discounts by family."""
    if data.item_codes is not None:
        customer_parts.write_item_codes(session, customer, data.item_codes)
    if data.family_discounts is not None:
        customer_parts.write_family_discounts(session, customer, data.family_discounts)


def _write_logo(session: Session, customer: Customer, logo: bytes | None, now: dt.datetime) -> None:
    """Keep the logo of its neutral delivery notes, None for none."""
    customer.logo_file_id = files.keep(session, logo, "logo", now).id if logo else None


def data_of(session: Session, customer: Customer) -> CustomerData:
    """Read a customer back into the shape that it is written from."""
    known = {
        item.name: getattr(customer, _COLUMN_OF.get(item.name, item.name))
        for item in fields(CustomerData)
        if item.name not in _NOT_COLUMNS
    }
    return CustomerData(
        **known,
        requirements=tuple(customer.requirements),
        delivery_days=tuple(customer.delivery_days),
        closures=calendars.closures_of(customer.closures, Whose.CUSTOMER),
        payer=customer_parts.customer_code(session, customer.payer_id),
        bill_to=customer_parts.customer_code(session, customer.bill_to_id),
        addresses=customer_parts.addresses_of(session, customer),
        contacts=customer_parts.contacts_of(customer),
    )


def _refuse_merged(session: Session, customer: Customer) -> None:
    """Refuse a change of a record that another took over."""
    if customer.merged_into_id is not None:
        into = code_of(session, customer.merged_into_id)
        raise DomainError("customer.merged_already", code=customer.code, into=into)


def _refuse_taken_code(session: Session, code: str, except_id: int | None) -> None:
    found = session.scalar(sa.select(Customer.id).where(Customer.code == code))
    if found is not None and found != except_id:
        raise DomainError("customer.code_taken", code=code)


def _likeness(row: Customer, data: CustomerData) -> str | None:
    """Tell why a customer may be the same as the one being typed."""
    if row.siren and row.siren == data.siren:
        return "same_siren"
    if row.vat_number and row.vat_number == data.vat_number:
        return "same_vat_number"
    ours, theirs = fold(row.name), fold(data.name)
    return "same_name" if ours and (ours in theirs or theirs in ours) else None
