"""A row of a file of prices: a price, a customer's discount on a family or a promotion, and what it needs."""

from __future__ import annotations

from decimal import Decimal

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.rules.pricing import DiscountKind
from adv_desktop.services.imports.master_rows import PriceListRow
from adv_desktop.services.imports.master_values import Values
from adv_desktop.services.imports.master_words import PRICE_TYPES


def price_list_row(values: Values) -> PriceListRow:
    """Return what a row says."""
    kind, threshold = _price_kind(values), values.quantity("from_quantity")
    row = PriceListRow(
        kind=kind,
        product=values.text("product"),
        customer=values.text("customer"),
        price_list=values.text("price_list"),
        category=values.text("category"),
        family=values.text("family"),
        from_quantity=Decimal(1) if threshold is None else threshold,
        price=values.price("price"),
        percents=values.percents("discounts"),
        net=values.flag("net"),
        start=values.day("start"),
        end=values.day("end"),
        remark=values.text("remark"),
    )
    _check_price_row(values, row)
    return row


def _price_kind(values: Values) -> PriceSource | DiscountKind:
    word = values.choice("type", PRICE_TYPES, "")
    if not word:
        if values.text("type") is None:
            values.fault("type", "import.missing_value")
        return PriceSource.BASE
    return DiscountKind(word) if word in {kind.value for kind in DiscountKind} else PriceSource(word)


_NEEDS: dict[PriceSource | DiscountKind, tuple[str, ...]] = {
    PriceSource.CONTRACT: ("customer", "product", "price"),
    PriceSource.CUSTOMER_LIST: ("price_list", "product", "price"),
    PriceSource.CATEGORY: ("category", "product", "price"),
    PriceSource.BASE: ("product", "price"),
    DiscountKind.CUSTOMER_FAMILY: ("customer", "family", "discounts"),
    DiscountKind.PROMOTION: (),
}


def _check_price_row(values: Values, row: PriceListRow) -> None:
    for name in _NEEDS.get(row.kind, ()):
        if not values.text(name):
            values.fault(name, "import.missing_value")
    if row.kind is DiscountKind.PROMOTION:
        if not (row.product or row.family):
            values.fault("family", "import.missing_value")
        if not row.percents and row.price is None:
            values.fault("discounts", "import.missing_value")
    if row.kind is DiscountKind.CUSTOMER_FAMILY and len(row.percents) > 1:
        values.fault("discounts", "import.one_discount", written=values.cell("discounts").text)
    if row.start and row.end and row.end < row.start:
        values.fault("end", "import.ends_before_start", start=row.start, end=row.end)
