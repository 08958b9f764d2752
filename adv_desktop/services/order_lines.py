"""From what was asked to a priced, taxed line of an order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.enums import LineKind, Nature, PriceSource, Supply, VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import InvoiceLine
from adv_desktop.models.line import charge_facts
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import catch_weight, vat
from adv_desktop.models.rules.eco import eco_charge
from adv_desktop.models.rules.totals import Charge, net_from_gross
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import catalogue, units, vat_evidence
from adv_desktop.services.catalogue import Catalogue
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.pricing import PriceFound


@dataclass(frozen=True, slots=True)
class LineContext:
    """What the lines of one order are priced and taxed with."""

    company: Company
    customer: Customer
    regime: VatRegime
    price_date: dt.date
    gross_prices: bool
    catalogue: Catalogue
    wanted_on: dt.date | None = None  # when the customer wants the goods, where he said it
    exemption_code: str | None = None  # of the customer's regime, where it rests on a ground


def context_of(
    session: Session, order: SalesOrder, asked: Sequence[NewLine], known: Catalogue | None = None
) -> LineContext:
    """Return the context of an order: prices are those of the date of the customer's order.

    `known` is what was read of its products for many orders of its customer.
    """
    customer = session.get_one(Customer, order.customer_id)
    return LineContext(
        company=session.get_one(Company, 1),
        customer=customer,
        regime=order.vat_regime,
        price_date=order.customer_reference_date or order.order_date,
        wanted_on=order.requested,
        gross_prices=order.gross_prices,
        catalogue=known or catalogue.read(session, customer, (line.product for line in asked)),
        exemption_code=vat_evidence.exemption_code(session, customer.id, order.vat_regime),
    )


def write_line(line: OrderLine, asked: NewLine, context: LineContext) -> None:
    """Fill a line of an order from what was asked."""
    asked = in_own_unit(line.no, asked, context)
    found = fill(line, asked, context)
    line.pack_label = asked.pack.label if asked.pack else None
    line.pack_size = asked.pack.size if asked.pack else None
    line.list_price = found.list_price if found else None
    line.vat_given = _given_vat(asked) is not None
    line.price_reason = asked.price_reason
    line.requested, line.promised = asked.requested, asked.promised
    line.written, line.differences = asked.written, list(asked.differences) or None
    if asked.urgent is not None:
        line.urgent = asked.urgent
    _choose_supply(line, asked, context)


def _choose_supply(line: OrderLine, asked: NewLine, context: LineContext) -> None:
    """Take the goods from where the line says, else from where its product comes; receipts may still decide."""
    if asked.supply is not None:
        line.supply, line.supply_chosen = asked.supply, True
    elif line.supply_chosen:
        product = context.catalogue.product(asked.product) if asked.product and line.is_item else None
        line.supply = product.supply if product else Supply.STOCK
        line.supply_chosen = line.supply is not Supply.STOCK


def in_own_unit(no: int, asked: NewLine, context: LineContext) -> NewLine:
    """Return a line whose quantity is in the unit of its product, with the packs that it makes without a rest."""
    pack, quantity, unit = asked.pack, asked.quantity, asked.unit
    if asked.counted_in and not asked.product:
        unit = unit or units.unit_code(asked.counted_in)
    elif asked.counted_in and asked.product:
        product = context.catalogue.product(asked.product)
        found = units.match(asked.counted_in, product)
        if not found.known:
            raise DomainError(
                "unit.unknown", line=no, written=asked.counted_in, code=product.code, unit=product.unit_label
            )
        quantity, pack = quantity * found.factor, units.pack_counted(asked.counted_in, product, found)
    kept = pack if pack and not pack.split(quantity)[1] else None
    if kept is asked.pack and not asked.counted_in:
        return asked
    return replace(asked, quantity=quantity, unit=unit, counted_in=None, pack=kept)


def fill(line: OrderLine | InvoiceLine, asked: NewLine, context: LineContext) -> PriceFound | None:
    """Fill what every priced line has; return our own price where the line has a product."""
    asked = in_own_unit(line.no, asked, context)
    product = context.catalogue.product(asked.product) if asked.product and asked.kind is LineKind.ITEM else None
    if product is None and asked.kind is not LineKind.SUBTOTAL and not (asked.label or "").strip():
        raise DomainError("line.no_label", line=line.no)
    line.kind = asked.kind
    line.product_id = product.id if product else None
    line.product_code = product.code if product else None
    line.label = asked.label or (own_label(product, context.customer) if product else "")
    line.unit = asked.unit or (product.unit if product else "C62")
    line.nature = asked.nature or (product.nature if product else Nature.GOODS)
    line.customer_line_no, line.free_reason = asked.customer_line_no, asked.free_reason
    theirs = context.catalogue.item_codes.get(product.id) if product else None
    line.customer_item_code = asked.customer_item_code or theirs
    line.charges = [charge_facts(charge) for charge in _charges(asked, product, context)] if line.is_item else []
    line.cost = product.cost if product else None
    if not line.is_item:
        _without_price(line)
        return None
    line.quantity = values.quantity(asked.quantity)
    if line.quantity <= 0:
        raise DomainError("quantity.not_positive", written=asked.quantity, line=line.no)
    line.catch_weight = _weight(line, asked, product)
    key = vat.choose(
        _given_vat(asked) or vat.LineVat(exemption_code=asked.exemption_code or context.exemption_code),
        context.company.regime,
        context.regime,
        line.nature,
        product.vat_rate if product else Decimal(20),
    )
    line.vat_category, line.vat_rate, line.exemption_code = key.category, key.rate, key.exemption_code
    return _price(line, asked, product, context)


def _without_price(line: OrderLine | InvoiceLine) -> None:
    """Leave a title, a comment or a subtotal without quantity, price and VAT."""
    line.quantity = line.unit_price = line.vat_rate = Decimal(0)
    line.catch_weight = None
    line.vat_category, line.exemption_code, line.gross_price = VatCategory.STANDARD, None, None
    line.discounts, line.price_base, line.price_source, line.net = (), Decimal(1), None, 0


def _weight(line: OrderLine | InvoiceLine, asked: NewLine, product: Product | None) -> Decimal | None:
    """Return the kilograms of a product sold by weight: as given, else by its average weight."""
    average = product.average_weight if product else None
    if product is None or average is None:
        return None
    if line.unit != product.unit:
        raise DomainError("unit.unknown", line=line.no, written=line.unit, code=product.code, unit=product.unit_label)
    if asked.weight is not None:
        return values.weight(asked.weight)
    return catch_weight.estimated(line.quantity, average)


def _given_vat(asked: NewLine) -> vat.LineVat | None:
    """Return the VAT that the line itself states, which goes before every rule."""
    if asked.vat_rate is None and asked.vat_category is None:
        return None
    return vat.LineVat(asked.vat_category, asked.vat_rate, asked.exemption_code)


def _price(
    line: OrderLine | InvoiceLine, asked: NewLine, product: Product | None, context: LineContext
) -> PriceFound | None:
    wanted_on = asked.requested or context.wanted_on
    prices = context.catalogue.prices[product.id] if product else None
    found = prices.find(line.quantity, context.price_date, wanted_on) if prices else None
    line.gross_price = None
    if asked.free_reason:
        asked = replace(asked, unit_price=Decimal(0), discounts=())
    if asked.unit_price is None:
        if found is None or product is None:
            raise DomainError("line.no_price", line=line.no, label=line.label)
        line.unit_price, line.discounts = found.list_price, _discounts(asked, found.discounts)
        line.price_base = _price_base(line, asked, product)
        line.price_source = found.source if line.discounts == found.discounts else PriceSource.MANUAL
        return found
    price = values.unit_price(asked.unit_price)
    line.gross_price = price if context.gross_prices else None
    line.unit_price = net_from_gross(price, line.vat_rate) if context.gross_prices else price
    line.price_base = _price_base(line, asked, product)
    line.discounts = _discounts(asked, ())
    line.price_source = PriceSource.MANUAL
    if found is not None and (found.list_price, found.discounts) == (line.unit_price, line.discounts):
        line.price_source = found.source  # what was typed is our own price
    return found


def _price_base(line: OrderLine | InvoiceLine, asked: NewLine, product: Product | None) -> Decimal:
    """Return how many units the price is for: typed, else the product's."""
    if asked.price_base is None:
        return product.price_base if product else Decimal(1)
    if asked.price_base <= 0:
        raise DomainError("line.price_base", line=line.no, written=asked.price_base)
    return asked.price_base


def _discounts(asked: NewLine, otherwise: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Return the cascade that was typed, an empty one included, else the one of the price."""
    if asked.discounts is None:
        return otherwise
    return tuple(values.percent(discount) for discount in asked.discounts)


def own_label(product: Product, customer: Customer) -> str:
    """Return what we call a product in the language of a customer."""
    return product.label_en if customer.language != "fr" and product.label_en else product.label


def _charges(asked: NewLine, product: Product | None, context: LineContext) -> tuple[Charge, ...]:
    """Return the charges asked, else the eco-contribution of the product on the day when it is wanted."""
    if asked.charges is not None or product is None or product.eco_category is None:
        return asked.charges or ()
    rates = context.catalogue.eco_rates.get(product.eco_category, ())
    charge = eco_charge(rates, asked.requested or context.wanted_on or context.price_date, product.weight_kg)
    if charge is None:
        return ()
    if context.gross_prices:
        charge = replace(charge, amount=values.round_half_up(charge.amount * (100 + product.vat_rate) / 100, 6))
    return (charge,)
