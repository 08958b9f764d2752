"""What a month declares of sales in the Union: the VAT recapitulative statement, services (DES), and EMEBI.

Sources: CGI 289 B (goods, every exempt supply from the first euro) and 289 C (services); EMEBI only for who received
the letter of the customs. Amounts are those frozen in the invoices, in euro cents, in the month of their issue.
A deposit on goods is not declared: the whole supply is, with the invoice that deducts it. A credit note is régime 25.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.enums import DocumentKind, InvoiceState, InvoiceType, Nature, VatCategory
from adv_desktop.models.invoice import DocumentVat, Invoice, InvoiceLine
from adv_desktop.models.party import Company
from adv_desktop.models.product import Product
from adv_desktop.models.rules.vat import REVERSE_CHARGE_EU
from adv_desktop.models.values import round_half_up, split
from adv_desktop.services import settings
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.filters import month_bounds

DEPOSITS = frozenset({InvoiceType.DEPOSIT, InvoiceType.DEPOSIT_CREDIT})
SALE, LOWERED = "21", "25"  # régimes: exempt supply; regularisation that lowers one
OUTRIGHT_SALE = "11"  # nature of the transaction
ROAD = "3"  # mode of transport
KILOGRAM = "KGM"


class Filing(StrEnum):
    """Where a sale in the Union is declared."""

    GOODS = "goods"
    SERVICES = "services"


class Missing(StrEnum):
    """What a declaration lacks, or what has to be looked at."""

    OWN_VAT_NUMBER = "own_vat_number"
    VAT_NUMBER = "vat_number"
    PRODUCT = "product"
    CN8 = "cn8"
    ORIGIN = "origin"
    WEIGHT = "weight"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Point:
    """Something to complete, with the record to open; a `RETURN` is to be looked at and prevents nothing."""

    missing: Missing
    kind: DocumentKind
    id: int
    name: str

    @property
    def blocking(self) -> bool:
        """Whether the declaration is incomplete without it."""
        return self.missing is not Missing.RETURN


@dataclass(frozen=True, slots=True)
class RecapRow:
    """A customer's supplies of a month in one régime; `amount` in euro cents, negative where it lowers the sales."""

    filing: Filing
    vat_number: str
    customer: str
    country: str
    regime: str
    amount: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmebiRow:
    """Goods of one code that left for one customer; `mass` in kilograms, `amount` in euro cents.

    `unit` is the supplementary unit of the code, where it has one, and `units` how many of them left.
    """

    cn8: str
    destination: str
    origin: str
    vat_number: str
    mass: Decimal
    quantity: Decimal
    amount: int
    regime: str
    nature: str
    transport: str
    department: str
    documents: tuple[str, ...]
    unit: str = ""
    units: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who declares; `accreditation` is what the customs gave to send files."""

    name: str
    vat_number: str = ""
    siret: str = ""
    accreditation: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the goods declared agree with the invoices: issued − deposits + deducted = declared, in euro cents."""

    issued: int = 0
    deposits: int = 0
    deducted: int = 0

    @property
    def declared(self) -> int:
        """What the statement has to add up to."""
        return self.issued - self.deposits + self.deducted


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that a month declares, what it lacks, and how it agrees with the invoices."""

    month: dt.date
    recap: tuple[RecapRow, ...]
    emebi: tuple[EmebiRow, ...]
    points: tuple[Point, ...]
    goods: Agreement
    declarant: Declarant

    def of(self, filing: Filing) -> tuple[RecapRow, ...]:
        """Return the rows of one filing."""
        return tuple(row for row in self.recap if row.filing is filing)

    def prevents(self) -> tuple[Point, ...]:
        """Return what is missing, without what is only to be looked at."""
        return tuple(point for point in self.points if point.blocking)


@dataclass(slots=True)
class _Collected:
    """What is added up while the invoices of the month are read."""

    transport: str
    department: str
    recap: dict[tuple[Any, ...], RecapRow] = field(default_factory=dict)
    emebi: dict[tuple[Any, ...], EmebiRow] = field(default_factory=dict)
    points: dict[tuple[Missing, DocumentKind, int], Point] = field(default_factory=dict)
    goods: Agreement = field(default_factory=Agreement)

    def lack(self, missing: Missing, kind: DocumentKind, record_id: int, name: str) -> None:
        self.points[missing, kind, record_id] = Point(missing, kind, record_id, name)


def declarations(session: Session, month: dt.date, transport: str = ROAD) -> Declarations:
    """Return what the month of a day declares."""
    first, last = month_bounds(month)
    company = session.get_one(Company, 1)
    collected = _Collected(transport, company.postcode[:2])
    if not company.vat_number:
        collected.lack(Missing.OWN_VAT_NUMBER, DocumentKind.CUSTOMER, 0, company.legal_name)
    found = _invoices(session, first, last)
    products = _products(session, found)
    for invoice in found:
        for row, amount in _shares(invoice):
            _add(collected, invoice, row, amount, products)
    rows = sorted(collected.recap.values(), key=lambda row: (row.filing.value, row.vat_number, row.regime))
    emebi = sorted(collected.emebi.values(), key=lambda row: (row.cn8, row.destination, row.vat_number))
    return Declarations(
        first,
        tuple(rows),
        tuple(emebi),
        tuple(collected.points.values()),
        collected.goods,
        _declarant(session, company),
    )


def _declarant(session: Session, company: Company) -> Declarant:
    return Declarant(
        company.legal_name, company.vat_number or "", company.siret or "", settings.read(session).accreditation
    )


def _invoices(session: Session, first: dt.date, last: dt.date) -> Sequence[Invoice]:
    """Return the invoices of the month that have a row of the Union."""
    inside = sa.select(DocumentVat.invoice_id).where(
        sa.or_(DocumentVat.category == VatCategory.INTRA_EU, DocumentVat.exemption_code == REVERSE_CHARGE_EU)
    )
    statement = (
        sa.select(Invoice)
        .where(Invoice.state == InvoiceState.ISSUED, Invoice.issue_date.between(first, last), Invoice.id.in_(inside))
        .options(selectinload(Invoice.lines), selectinload(Invoice.vat_table))
        .order_by(Invoice.issue_date, Invoice.number)
    )
    return session.scalars(statement).all()


def _products(session: Session, invoices: Iterable[Invoice]) -> dict[int, Product]:
    ids = {line.product_id for invoice in invoices for line in invoice.items if line.product_id}
    return {product.id: product for product in session.scalars(sa.select(Product).where(Product.id.in_(ids)))}


def _shares(invoice: Invoice) -> Iterator[tuple[DocumentVat, int]]:
    """Give each row of the VAT table with its base in euro cents, credit notes negative; they add up to the net."""
    table = [row for row in invoice.vat_table if row.base]
    bases = [row.base for row in table]
    sign = -1 if invoice.type.is_credit else 1
    nets = split(invoice.net_eur, bases) if sum(bases) else [0] * len(table)
    for row, net in zip(table, nets, strict=True):
        yield row, sign * net
    # A deposit of the whole leaves a row without base: its supply is declared all the same.
    for row in invoice.vat_table:
        if not row.base and row.category is VatCategory.INTRA_EU and any(line.deduction for line in invoice.items):
            yield row, 0


def _add(collected: _Collected, invoice: Invoice, row: DocumentVat, amount: int, products: dict[int, Product]) -> None:
    """Add a row of an invoice to what is declared."""
    if row.exemption_code == REVERSE_CHARGE_EU:
        _recap(collected, invoice, Filing.SERVICES, amount)
        return
    if row.category is not VatCategory.INTRA_EU:
        return
    agreed = collected.goods
    if invoice.type in DEPOSITS:
        collected.goods = Agreement(agreed.issued + amount, agreed.deposits + amount, agreed.deducted)
        return
    deducted = _deducted(invoice, row)
    collected.goods = Agreement(agreed.issued + amount, agreed.deposits, agreed.deducted + deducted)
    _recap(collected, invoice, Filing.GOODS, amount + deducted)
    if invoice.type.is_credit:
        if invoice.return_id is not None:
            collected.lack(Missing.RETURN, DocumentKind.INVOICE, invoice.id, invoice.number or "")
        return
    _goods(collected, invoice, row, amount + deducted, products)


def _deducted(invoice: Invoice, row: DocumentVat) -> int:
    """Return what an invoice deducts of deposits at a row, in euro cents."""
    minor = -sum(line.net for line in invoice.items if line.deduction and line.vat_key == row.key)
    return in_euros(minor, invoice.currency, rate_of(invoice.exchange_rate))


def _recap(collected: _Collected, invoice: Invoice, filing: Filing, amount: int) -> None:
    buyer = invoice.parties["buyer"]
    number = buyer.get("vat_number") or ""
    if not number:
        collected.lack(Missing.VAT_NUMBER, DocumentKind.CUSTOMER, invoice.bill_to_id, buyer.get("name") or "")
    regime = LOWERED if amount < 0 else SALE
    key = (filing, number or invoice.bill_to_id, regime)
    before = collected.recap.get(key)
    documents = (*before.documents, invoice.number or "") if before else (invoice.number or "",)
    collected.recap[key] = RecapRow(
        filing, number, buyer.get("name") or "", buyer.get("country") or "", regime,
        (before.amount if before else 0) + amount, tuple(dict.fromkeys(documents)),
    )  # fmt: skip


def _goods(
    collected: _Collected, invoice: Invoice, row: DocumentVat, amount: int, products: dict[int, Product]
) -> None:
    """Share what is declared between the goods of an invoice, freight and discount included."""
    goods = [
        line for line in invoice.items
        if line.vat_key == row.key and not line.deduction and line.nature is Nature.GOODS and line.net > 0
    ]  # fmt: skip
    if not goods:
        return
    for line, part in zip(goods, split(amount, [line.net for line in goods]), strict=True):
        product = products.get(line.product_id or 0)
        _complete(collected, invoice, line, product)
        _emebi(collected, invoice, line, product, part)


def _complete(collected: _Collected, invoice: Invoice, line: InvoiceLine, product: Product | None) -> None:
    """Note what a line lacks."""
    if product is None:
        name = f"{invoice.number}/{line.no} {line.label}"
        collected.lack(Missing.PRODUCT, DocumentKind.INVOICE, invoice.id, name)
        return
    lacks = {
        Missing.CN8: not product.cn8,
        Missing.ORIGIN: not product.origin,
        Missing.WEIGHT: product.weight_kg is None and line.unit != KILOGRAM and line.catch_weight is None,
    }
    for missing, lacking in lacks.items():
        if lacking:
            collected.lack(missing, DocumentKind.PRODUCT, product.id, f"{product.code} {product.label}")


def _emebi(collected: _Collected, invoice: Invoice, line: InvoiceLine, product: Product | None, amount: int) -> None:
    buyer, ship_to = invoice.parties["buyer"], invoice.parties.get("ship_to") or {}
    destination = ship_to.get("country") or buyer.get("country") or ""
    cn8 = (product.cn8 if product else None) or ""
    origin = (product.origin if product else None) or ""
    each = Decimal(1) if line.unit == KILOGRAM else (product.weight_kg if product else None) or Decimal(0)
    unit = (product.supplementary_unit if product else None) or ""
    units = line.quantity * ((product.supplementary_factor if product else None) or 1) if unit else Decimal(0)
    key = (cn8, destination, origin, buyer.get("vat_number") or "", unit)
    before = collected.emebi.get(key)
    documents = (*before.documents, invoice.number or "") if before else (invoice.number or "",)
    collected.emebi[key] = EmebiRow(
        cn8, destination, origin, buyer.get("vat_number") or "",
        (before.mass if before else Decimal(0)) + (line.catch_weight or each * line.quantity),
        (before.quantity if before else Decimal(0)) + line.quantity,
        (before.amount if before else 0) + amount,
        SALE, OUTRIGHT_SALE, collected.transport, collected.department, tuple(dict.fromkeys(documents)),
        unit, (before.units if before else Decimal(0)) + units,
    )  # fmt: skip


def whole_kilograms(mass: Decimal) -> int:
    """Return a mass as EMEBI wants it; what weighs less than a kilogram weighs one."""
    return max(int(round_half_up(mass, 0)), 1) if mass else 0
