"""The columns of products and of what their pane lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.enums import PriceSource
from adv_desktop.services.eco_contributions import EcoRow
from adv_desktop.services.price_updates import ChangedPrice, UpdateRow
from adv_desktop.services.promotions import PromotedPrice, PromotionRow
from adv_desktop.services.queries.product_detail import ItemCode, KitPart, Need, PriceRow, Receipt
from adv_desktop.services.queries.products import ProductRow
from adv_desktop.services.surcharges import SurchargeRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.prices import priced, validity
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone


def day(value: dt.date | None) -> str:
    """Write a date, a dash when there is none."""
    return formats().date(value) if value else "—"


def some(value: Decimal) -> str:
    """Write a quantity, a dash for nothing."""
    return formats().quantity(value) if value else "—"


def _lacking(row: ProductRow) -> bool:
    return row.stocked and row.demand > row.physical


COLUMNS: list[Column[ProductRow]] = [
    Column(N_("Product code"), lambda row: row.code, sort="code", width=106, key="code"),
    Column(N_("Description"), lambda row: row.label, sort="label", width=160, key="label"),
    Column(N_("Physical"), lambda row: _stock(row, row.physical), right=True, width=72, soft=1, key="physical"),
    Column(N_("Reserved"), lambda row: _stock(row, row.reserved), right=True, width=66, soft=1, key="reserved"),
    Column(
        N_("Available"),
        lambda row: _stock(row, row.available),
        right=True,
        width=82,
        bold=True,
        icon=lambda row: "warning" if _lacking(row) else None,
        tone=lambda row: Tone.BAD if _lacking(row) else None,
        tip=lambda row: _("{quantity} needed by open orders").format(quantity=formats().quantity(row.demand)),
        key="available",
    ),
    Column(N_("Expected"), lambda row: some(row.expected), right=True, width=68, soft=1, key="expected"),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=100,
        key="state",
    ),
    Column(
        N_("Net unit price"), lambda row: priced(row.price, row.price_base), right=True, width=104, soft=2, key="price"
    ),
    Column(N_("Expected on"), lambda row: day(row.expected_on), width=104, hidden=True, key="expected_on"),
    Column(N_("Needed"), lambda row: some(row.demand), right=True, width=84, hidden=True, key="demand"),
    Column(
        N_("Family"),
        lambda row: row.family_label or row.family or "—",
        sort="family",
        width=130,
        hidden=True,
        key="family",
    ),
    Column(N_("Unit"), lambda row: row.unit_label, width=70, hidden=True, key="unit"),
    Column(N_("VAT"), lambda row: formats().percent(row.vat_rate), right=True, width=70, hidden=True, key="vat"),
    Column(N_("Bar code"), lambda row: row.ean or "—", width=126, hidden=True, key="ean"),
    Column(N_("Lead time"), lambda row: _days(row.lead_days), right=True, width=76, hidden=True, key="lead"),
]

NEEDS: list[Column[Need]] = [
    Column(N_("Order"), lambda need: need.number or _("Draft"), cell=Cell.LINK, width=134, key="number"),
    Column(N_("Customer"), lambda need: need.customer_name, width=120, key="customer"),
    Column(N_("Confirmed date"), lambda need: day(need.promised), width=112, key="promised"),
    Column(
        N_("Backorder"),
        lambda need: some(need.left),
        right=True,
        width=76,
        tip=lambda need: _("{quantity} reserved").format(quantity=formats().quantity(need.reserved)),
        key="left",
    ),
]

RECEIPTS: list[Column[Receipt]] = [
    Column(N_("Expected on"), lambda row: day(row.due), width=104, key="due"),
    Column(N_("Quantity"), lambda row: some(row.left), right=True, width=84, key="left"),
    Column(N_("Supplier reference"), lambda row: row.supplier_reference or "—", width=150, key="reference"),
]

PRICES: list[Column[PriceRow]] = [
    Column(N_("Price from"), lambda row: label(row.source), width=130, key="source"),
    Column(N_("For"), lambda row: row.for_whom or "—", width=120, key="whom"),
    Column(N_("From qty"), lambda row: formats().quantity(row.from_quantity), right=True, width=76, key="from"),
    Column(
        N_("Price"),
        lambda row: formats().unit_price(row.price) + (f" {_('net')}" if row.net else ""),
        right=True,
        width=92,
        key="price",
    ),
    Column(N_("Valid"), lambda row: validity(row.starts_on, row.ends_on), width=150, key="valid"),
]

CODES: list[Column[ItemCode]] = [
    Column(N_("Customer"), lambda row: row.customer_name, width=150, key="customer"),
    Column(N_("Customer's code"), lambda row: row.code, width=110, key="code"),
    Column(N_("Customer's description"), lambda row: row.label or "—", width=140, key="label"),
]


def _stock(row: ProductRow, quantity: Decimal) -> str:
    return formats().quantity(quantity) if row.stocked else "—"


def _days(count: int) -> str:
    return _("{days} d").format(days=count) if count else "—"


ECO_RATES: list[Column[EcoRow]] = [
    Column(N_("Category of eco-contribution"), lambda row: row.category, width=180, key="category"),
    Column(N_("Name on papers"), lambda row: row.label, width=200, key="label"),
    Column(
        N_("Amount, net"),
        lambda row: (
            _("{price} per kg").format(price=priced(row.amount, Decimal(1)))
            if row.per_kg
            else priced(row.amount, Decimal(1))
        ),
        right=True,
        width=130,
        key="amount",
    ),
    Column(N_("In force from"), lambda row: day(row.starts_on), width=110, key="starts"),
    Column(N_("Products"), lambda row: formats().integer(row.products), right=True, width=80, key="products"),
]

SURCHARGES: list[Column[SurchargeRow]] = [
    Column(N_("Name on papers"), lambda row: row.name, width=200, key="name"),
    Column(N_("Percent"), lambda row: formats().percent(row.percent), right=True, width=90, key="percent"),
    Column(N_("Families"), lambda row: ", ".join(row.families), width=180, key="families"),
    Column(N_("Categories of customers"), lambda row: ", ".join(row.categories), width=180, key="categories"),
    Column(N_("Delivered from"), lambda row: day(row.starts_on), width=110, key="starts_on"),
]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a promotion offers, as it is typed: a cascade of percents, else a price in euros."""

    percents: tuple[Decimal, ...]
    price: Decimal | None


def offered(percents: tuple[Decimal, ...], price: Decimal | None) -> str:
    """Write what a promotion offers."""
    if price is not None:
        return formats().unit_price(price)
    return " + ".join(formats().percent(percent) for percent in percents)


PROMOTED: list[Column[PromotedPrice]] = [
    Column(N_("Product code"), lambda row: row.code, width=106, key="code"),
    Column(N_("Description"), lambda row: row.label, width=180, key="label"),
    Column(N_("Before"), lambda row: priced(row.before, row.price_base), right=True, width=110, key="before"),
    Column(N_("After"), lambda row: priced(row.after, row.price_base), right=True, width=110, bold=True, key="after"),
]


def _promotion_state(row: PromotionRow) -> str:
    if row.over:
        return _("Over")
    return _("In force") if row.begun else _("To come")


PROMOTIONS: list[Column[PromotionRow]] = [
    Column(N_("Product or family"), lambda row: row.product or row.family or "—", width=180, key="what"),
    Column(N_("Category of customers"), lambda row: row.category or "—", width=150, key="category"),
    Column(N_("Discount or price"), lambda row: offered(row.percents, row.price), right=True, width=130, key="offer"),
    Column(N_("Valid"), lambda row: validity(row.starts_on, row.ends_on), width=180, key="valid"),
    Column(N_("Remark"), lambda row: row.remark or "—", width=150, key="remark"),
    Column(
        N_("State"),
        _promotion_state,
        cell=Cell.PILL,
        tone=lambda row: Tone.NEUTRAL if row.over else Tone.OK if row.begun else Tone.INFO,
        width=110,
        key="state",
    ),
]

CHANGED: list[Column[ChangedPrice]] = [
    Column(N_("Product code"), lambda row: row.code, width=106, key="code"),
    Column(N_("Description"), lambda row: row.label, width=180, key="label"),
    Column(N_("For"), lambda row: row.for_whom or "—", width=130, key="whom"),
    Column(N_("From qty"), lambda row: some(row.from_quantity), right=True, width=76, key="from"),
    Column(N_("Before"), lambda row: priced(row.before, row.price_base), right=True, width=110, key="before"),
    Column(N_("After"), lambda row: priced(row.after, row.price_base), right=True, width=110, bold=True, key="after"),
]


def asked_change(row: UpdateRow) -> str:
    """Write what an update was asked to do."""
    asked = row.asked
    percent, amount = asked.get("percent"), asked.get("amount")
    value = Decimal(percent or amount or "0")
    written = formats().percent(value) if percent else formats().unit_price(value)
    parts = [label(PriceSource(asked["source"])), asked.get("list_name"), asked.get("family")]
    return " · ".join([("+" if value > 0 else "") + written, *(part for part in parts if part)])


def _update_state(row: UpdateRow) -> str:
    if row.undone:
        return _("Undone")
    return _("In force") if row.begun else _("To come")


UPDATES: list[Column[UpdateRow]] = [
    Column(N_("In force from"), lambda row: day(row.starts_on), width=110, key="starts"),
    Column(N_("Made"), lambda row: formats().moment(row.made_at), width=130, key="made"),
    Column(N_("By"), lambda row: row.actor, width=90, key="actor"),
    Column(N_("Change"), asked_change, width=200, key="change"),
    Column(N_("Prices"), lambda row: formats().integer(row.prices), right=True, width=76, key="prices"),
    Column(
        N_("State"),
        _update_state,
        cell=Cell.PILL,
        tone=lambda row: Tone.NEUTRAL if row.undone else Tone.OK if row.begun else Tone.INFO,
        width=110,
        key="state",
    ),
]
COMPONENTS: list[Column[KitPart]] = [
    Column(N_("Code"), lambda row: row.code, cell=Cell.LINK, width=110, key="code"),
    Column(N_("Description"), lambda row: row.label, width=170, key="label"),
    Column(N_("Qty in a kit"), lambda row: formats().quantity(row.quantity), right=True, width=84, key="quantity"),
    Column(
        N_("Available"),
        lambda row: "—" if row.available is None else formats().quantity(row.available),
        right=True,
        width=80,
        key="available",
    ),
    Column(
        N_("Cost"),
        lambda row: "—" if row.cost is None else formats().price(row.cost),
        right=True,
        width=80,
        soft=True,
        key="cost",
    ),
]
