"""FILE.json of `order create` and `invoice create`, read into the command of the services."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from adv_desktop.cli import typed
from adv_desktop.cli.fields import Fields
from adv_desktop.models import values
from adv_desktop.models.enums import BackorderPolicy, LineKind, Nature, Requirement, Supply, VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.free_lines import FreeReason
from adv_desktop.models.rules.totals import Charge, DocumentDiscount, Freight
from adv_desktop.services.order_commands import DeliverTo, ExchangeRate, NewLine, NewOrder

if TYPE_CHECKING:
    from adv_desktop.bootstrap import Services

DEFAULT_SOURCE = "-"


def currency_of(services: Services, fields: Fields) -> str:
    """Return the currency of a file: the one it names, else its customer's."""
    written = fields.text("currency")
    if written is None:
        return services.customers.show(fields.required("customer")).data.currency
    if not re.fullmatch("[A-Z]{3}", written):
        raise DomainError("file.currency", written=written)
    return written


def order_from(fields: Fields, currency: str) -> NewOrder:
    """Read an order whose amounts are in a currency."""
    written_method = fields.text("method")
    return NewOrder(
        customer=fields.required("customer"),
        lines=tuple(_line(line) for line in fields.parts("lines")),
        customer_reference=fields.text("customer_reference"),
        customer_reference_date=fields.date("customer_reference_date"),
        date=fields.date("date"),
        requested=_requested(fields),
        terms=fields.text("terms"),
        method=typed.method(written_method) if written_method else None,
        discount=_discount(fields, currency),
        freight=_freight(fields, currency),
        gross_prices=fields.flag("gross_prices"),
        notes=fields.text("notes"),
        deliver_to=_deliver_to(fields),
        currency=currency,
        exchange_rate=_exchange_rate(fields),
        vat_regime=fields.choice("vat_regime", VatRegime),
        requirements=_requirements(fields),
        deposit_percent=fields.decimal("deposit_percent"),
        backorder_policy=fields.choice("backorder_policy", BackorderPolicy),
        urgent=fields.flag("urgent"),
        incoterm=fields.text("incoterm"),
    )


def period_of(fields: Fields) -> tuple[dt.date | None, dt.date | None]:
    """Read the period of services."""
    with fields.part("period") as part:
        if part is None:
            return None, None
        start, end = part.date("start"), part.date("end")
        if start is None or end is None or end < start:
            raise DomainError("file.period", field=fields.path("period"))
        return start, end


def _requested(fields: Fields) -> dt.date | None:
    """Return the date that the customer wants, else the one on which the goods are or were delivered."""
    requested, delivery = fields.date("requested_date"), fields.date("delivery_date")
    return requested or delivery


def _line(fields: Fields) -> NewLine:
    category = fields.choice("vat_category", VatCategory)
    kind = fields.choice("kind", LineKind) or LineKind.ITEM
    if kind is not LineKind.ITEM:
        return NewLine(kind=kind, label=fields.text("label"))
    return NewLine(
        quantity=_quantity(fields),
        counted_in=fields.text("counted_in"),
        product=fields.text("product"),
        label=fields.text("label"),
        unit=fields.text("unit"),
        unit_price=fields.decimal("unit_price"),
        price_base=_price_base(fields),
        discounts=fields.numbers("discounts"),
        charges=_charges(fields),
        vat_rate=_percent(fields, "vat_rate"),
        vat_category=category,
        exemption_code=fields.text("exemption_code"),
        nature=fields.choice("nature", Nature),
        supply=fields.choice("supply", Supply),
        urgent=fields.flag("urgent"),
        requested=fields.date("requested_date"),
        free_reason=fields.choice("free_reason", FreeReason),
        customer_line_no=fields.text("customer_line"),
        weight=fields.decimal("weight"),
    )


def _quantity(fields: Fields) -> Decimal:
    found = fields.decimal("quantity")
    if found is None:
        raise DomainError("file.missing", field=fields.path("quantity"))
    return found


def _price_base(fields: Fields) -> Decimal | None:
    found = fields.decimal("price_base")
    if found is not None and found <= 0:
        raise DomainError("file.not_positive", field=fields.path("price_base"), written=found)
    return None if found is None else values.quantity(found)


def _percent(fields: Fields, name: str) -> Decimal | None:
    found = fields.decimal(name)
    return None if found is None else values.percent(found)


def _charges(fields: Fields) -> tuple[Charge, ...] | None:
    """Return the charges of a line; None, which takes the product's eco-contribution, when the file says nothing."""
    given = fields.has("charges")
    charges = tuple(_charge(charge) for charge in fields.parts("charges"))
    return charges if given else None


def _charge(fields: Fields) -> Charge:
    amount = fields.decimal("amount")
    if amount is None:
        raise DomainError("file.missing", field=fields.path("amount"))
    return Charge(fields.required("label"), values.unit_price(amount), fields.flag("per_unit"), fields.flag("eco"))


def _discount(fields: Fields, currency: str) -> DocumentDiscount | None:
    with fields.part("discount") as part:
        if part is None:
            return None
        percent, minor = _percent(part, "percent"), part.minor("amount", currency)
        if (percent is None) == (minor is None):
            raise DomainError("file.percent_or_amount", field=fields.path("discount"))
        return DocumentDiscount(percent=percent, minor=minor)


def _freight(fields: Fields, currency: str) -> Freight | None:
    with fields.part("freight") as part:
        if part is None:
            return None
        minor, rate = part.minor("amount", currency), _percent(part, "vat_rate")
        if minor is None:
            raise DomainError("file.missing", field=part.path("amount"))
        if minor < 0:
            raise DomainError("file.negative", field=part.path("amount"))
        return Freight(minor, rate) if minor else None


def _deliver_to(fields: Fields) -> DeliverTo | None:
    with fields.part("deliver_to") as part:
        if part is None:
            return None
        return DeliverTo(
            name=part.required("name"),
            line1=part.text("line1"),
            line2=part.text("line2"),
            postcode=part.text("postcode"),
            town=part.text("town"),
            country=part.text("country") or "FR",
        )


def _requirements(fields: Fields) -> dict[str, str]:
    """Read what the customer requires beside its order number (R2)."""
    names = [name.value for name in Requirement if name is not Requirement.CUSTOMER_REFERENCE]
    with fields.part("requirements") as part:
        if part is None:
            return {}
        return {name: text for name in names if (text := part.text(name))}


def _exchange_rate(fields: Fields) -> ExchangeRate | None:
    with fields.part("exchange_rate") as part:
        if part is None:
            return None
        rate, day = part.decimal("rate"), part.date("date")
        if rate is None or day is None:
            raise DomainError("file.missing", field=part.path("rate" if rate is None else "date"))
        if not 0 < rate < 10**6:
            raise DomainError("file.exchange_rate", field=part.path("rate"), written=rate)
        return ExchangeRate(rate, day, part.text("source") or DEFAULT_SOURCE)
