"""Surcharges on goods: their dated rates, the lines that they add to an invoice, and what papers say before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind, Nature
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.line import PricedLine
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product, Surcharge
from adv_desktop.models.rules import surcharges as rule
from adv_desktop.models.rules.totals import line_net
from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.folding import fold
from adv_desktop.services.formats import Formats
from adv_desktop.services.invoice_sources import Source
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

LABEL = N_("{name}: {percent} of {base}")
ANNOUNCED = N_("{name}: {percent} of the goods in addition, at the rate of the delivery day.")
_LARGEST = Decimal(100)


@dataclass(frozen=True, slots=True)
class NewSurcharge:
    """A rate to record, in percent of the net of goods; no family or category named: all of them."""

    name: str
    percent: Decimal
    families: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    starts_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SurchargeRow:
    """A rate as lists show it."""

    id: int
    name: str
    percent: Decimal
    families: tuple[str, ...]
    categories: tuple[str, ...]
    starts_on: dt.date | None


class SurchargeService:
    """The verbs on the rates."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[SurchargeRow]:
        """Return the rates by name, the oldest first."""
        with self._store.read() as session:
            rows = session.scalars(sa.select(Surcharge).order_by(Surcharge.name, Surcharge.starts_on))
            return [
                SurchargeRow(row.id, row.name, row.percent, tuple(row.families), tuple(row.categories), row.starts_on)
                for row in rows
            ]

    def add(self, command: NewSurcharge) -> int:
        """Record a rate; the one of the same name and day takes the new percent. Return its id."""
        name = command.name.strip()
        if not name:
            raise DomainError("surcharge.no_name", field="name")
        if not 0 <= command.percent <= _LARGEST:
            raise DomainError("surcharge.percent", field="percent")
        with self._store.write("surcharge.add") as session:
            same = (Surcharge.name == name, Surcharge.starts_on.is_not_distinct_from(command.starts_on))
            row = session.scalar(sa.select(Surcharge).where(*same))
            if row is None:
                row = Surcharge(name=name, starts_on=command.starts_on)
                session.add(row)
            row.percent = command.percent
            row.families, row.categories = _cleaned(command.families), _cleaned(command.categories)
            session.flush()
            return row.id

    def remove(self, rate_id: int) -> None:
        """Delete a rate; invoices that were made keep their lines."""
        with self._store.write("surcharge.remove") as session:
            session.delete(session.get_one(Surcharge, rate_id))


def add_lines(session: Session, invoice: Invoice, sources: Sequence[Source]) -> None:
    """Add to a draft the line of each surcharge that its goods bear, at the rate of the day each was delivered."""
    rates = _rates(session)
    if not rates:
        return
    category = _category(session.get_one(Customer, invoice.customer_id))
    days = {(source.order_line.id, source.delivery_line_id): _day(source) for source in sources}
    families = _families(session, invoice.items)
    goods = [
        rule.Goods(
            days[line.order_line_id or 0, line.delivery_line_id],
            families.get(line.product_id),
            line.vat_key,
            line_net(line.priced(), invoice.currency) - line.eco_part(invoice.currency),
        )
        for line in invoice.items
        if line.order_line_id is not None and line.nature is Nature.GOODS
    ]
    for part in rule.parts(goods, rates, category, invoice.currency):
        invoice.lines.append(_line(len(invoice.lines) + 1, part, invoice))


def announced(session: Session, customer: Customer, lines: Iterable[PricedLine], on: dt.date) -> tuple[str, ...]:
    """Return what a quotation or an acknowledgement says of the surcharges that its goods will bear."""
    rates = rule.in_force(_rates(session), on)
    if not rates:
        return ()
    goods = [line for line in lines if line.is_item and line.nature is Nature.GOODS]
    families = _families(session, goods)
    spoken, formats = texts.of(customer.language), Formats(customer.language)
    return tuple(
        spoken.gettext(ANNOUNCED).format(name=rate.name, percent=formats.percent(rate.percent))
        for rate in rates
        if any(rate.is_on(families.get(line.product_id), _category(customer)) for line in goods)
    )


def _rates(session: Session) -> list[rule.SurchargeRate]:
    return [
        rule.SurchargeRate(row.name, row.percent, _folded(row.families), _folded(row.categories), row.starts_on)
        for row in session.scalars(sa.select(Surcharge))
    ]


def _day(source: Source) -> dt.date:
    """Return the day of delivery; the promised one, else the order's, of what is invoiced before it leaves."""
    if source.delivery is not None:
        return source.delivery.delivery_date
    return source.order_line.promised or source.order.promised or source.order.order_date


def _families(session: Session, lines: Iterable[PricedLine]) -> dict[int | None, str | None]:
    ids = {line.product_id for line in lines if line.product_id}
    rows = session.execute(sa.select(Product.id, Product.family).where(Product.id.in_(ids)))
    return {row.id: row.family and fold(row.family) for row in rows}


def _category(customer: Customer) -> str | None:
    return customer.category and fold(customer.category)


def _folded(names: Iterable[str]) -> frozenset[str]:
    """Return names as they are compared: however they are typed."""
    return frozenset(map(fold, names))


def _line(no: int, part: rule.SurchargePart, invoice: Invoice) -> InvoiceLine:
    formats = Formats(invoice.language)
    base = formats.money(part.base, invoice.currency)
    label = texts.of(invoice.language).gettext(LABEL)
    return InvoiceLine(
        no=no,
        kind=LineKind.ITEM,
        label=label.format(name=part.name, percent=formats.percent(part.percent), base=base),
        quantity=Decimal(1),
        unit="C62",
        unit_price=from_minor(part.net, invoice.currency),
        price_base=Decimal(1),
        discounts=(),
        charges=[],
        nature=Nature.GOODS,
        vat_category=part.key.category,
        vat_rate=part.key.rate,
        exemption_code=part.key.exemption_code,
        cost=Decimal(0),
    )


def _cleaned(names: Iterable[str]) -> list[str]:
    return sorted({name.strip() for name in names if name.strip()})
