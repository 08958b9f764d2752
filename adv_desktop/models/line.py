"""What a line of an order, a delivery and an invoice have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from adv_desktop.models.base import (
    Discounts,
    JsonText,
    Percent,
    Quantity,
    UnitPrice,
    choice,
    quantity_column,
    references,
)
from adv_desktop.models.enums import LineKind, Nature, PriceSource, VatCategory
from adv_desktop.models.rules import catch_weight
from adv_desktop.models.rules.packs import Pack, pack_of
from adv_desktop.models.rules.totals import (
    Charge,
    DocumentDiscount,
    Freight,
    Totals,
    TotalsLine,
    VatKey,
    eco_part,
    from_gross,
    line_net,
    totals,
)
from adv_desktop.models.values import plain


class PricedLine:
    """Columns of a priced line, and its net amount by the one rule of totals."""

    no: Mapped[int]
    kind: Mapped[LineKind] = mapped_column(choice(LineKind), default=LineKind.ITEM)

    @declared_attr
    def product_id(cls) -> Mapped[int | None]:  # noqa: N805 (declared_attr gets the class)
        """Name the product; None for a free line, a title or a comment."""
        return references("product.id", index=True, nullable=True)

    product_code: Mapped[str | None]
    label: Mapped[str]
    quantity: Mapped[Quantity]
    unit: Mapped[str] = mapped_column(default="C62")
    unit_price: Mapped[UnitPrice]  # before discounts, VAT excluded
    gross_price: Mapped[UnitPrice | None]  # as typed, where prices are given with VAT
    price_base: Mapped[Decimal] = quantity_column(1)
    discounts: Mapped[Discounts] = mapped_column(default=())
    charges: Mapped[list[Any]] = mapped_column(JsonText(), default=list)
    price_source: Mapped[PriceSource | None] = mapped_column(choice(PriceSource))
    nature: Mapped[Nature] = mapped_column(choice(Nature), default=Nature.GOODS)
    vat_category: Mapped[VatCategory] = mapped_column(choice(VatCategory), default=VatCategory.STANDARD)
    vat_rate: Mapped[Percent] = mapped_column(default=Decimal(0))
    exemption_code: Mapped[str | None]
    customer_line_no: Mapped[str | None]
    customer_item_code: Mapped[str | None]
    free_reason: Mapped[str | None]
    net: Mapped[int] = mapped_column(default=0)
    if TYPE_CHECKING:  # a column of every document: the kilograms that the price is for, None unless sold by weight
        catch_weight: Mapped[Quantity | None]

    @property
    def weight_is_estimated(self) -> bool:
        """Whether the kilograms of a line sold by weight are those of an average, to be weighed yet."""
        return self.catch_weight is not None

    def weight_of(self, quantity: Decimal) -> Decimal | None:
        """Return the kilograms of a part of the line, None unless it is sold by weight."""
        return None if self.catch_weight is None else catch_weight.share(self.catch_weight, quantity, self.quantity)

    @property
    def vat_key(self) -> VatKey:
        """The line's place in the VAT table."""
        return VatKey(self.vat_category, self.vat_rate, self.exemption_code)

    @property
    def is_item(self) -> bool:
        """Whether the line has a quantity and a price (not a title, a comment or a subtotal)."""
        return self.kind is LineKind.ITEM

    @property
    def has_goods(self) -> bool:
        """Whether it may stand for goods: an item, or a component of one that is invoiced whole."""
        return self.kind in {LineKind.ITEM, LineKind.COMPONENT}

    def as_typed(self) -> TotalsLine:
        """Return the line with the price as typed, VAT included."""
        return replace(self.priced(), unit_price=self.unit_price if self.gross_price is None else self.gross_price)

    def priced(self, quantity: Decimal | None = None) -> TotalsLine:
        """Return the line as the rule of totals takes it, for its own quantity (in units) or another."""
        units = self.quantity if quantity is None else quantity
        weight = self.weight_of(units)
        return TotalsLine(
            quantity=units if weight is None else weight,
            units=None if weight is None else units,
            unit_price=self.unit_price,
            vat=self.vat_key,
            price_base=self.price_base,
            discounts=self.discounts,
            charges=tuple(charge_of(charge) for charge in self.charges),
        )

    def eco_part(self, currency: str) -> int:
        """Return the part of the net that is eco-contribution, in minor units."""
        return eco_part(self.priced(), currency) if self.charges else 0

    def net_for(self, quantity: Decimal, currency: str) -> int:
        """Return the net amount of a part of the line, in minor units."""
        return line_net(self.priced(quantity), currency)


class CountedInPacks:
    """What a line of a quotation and one of an order keep of the packs that their quantity was counted in."""

    if TYPE_CHECKING:  # columns of both documents, as they were then
        pack_label: Mapped[str | None]
        pack_size: Mapped[Quantity | None]

    @property
    def packing(self) -> Pack | None:
        """The packs that the quantity was counted in, if any."""
        return pack_of(self.pack_label, self.pack_size)


def subtotals(lines: Iterable[PricedLine]) -> dict[int, int]:
    """Return the amount of each subtotal by line number: the priced lines since the last title or subtotal."""
    found: dict[int, int] = {}
    running = 0
    for line in lines:
        if line.kind is LineKind.SUBTOTAL:
            found[line.no] = running
        if line.kind in {LineKind.SUBTOTAL, LineKind.TITLE}:
            running = 0
        elif line.is_item:
            running += line.net
    return found


def charge_of(facts: dict[str, Any]) -> Charge:
    """Read a line charge from its frozen facts {label, amount, per_unit, eco}."""
    per_unit, eco = bool(facts.get("per_unit", False)), bool(facts.get("eco", False))
    return Charge(str(facts["label"]), Decimal(str(facts["amount"])), per_unit, eco)


def charge_facts(charge: Charge) -> dict[str, Any]:
    """Return a line charge as the facts that a line keeps."""
    facts = {"label": charge.label, "amount": plain(charge.amount), "per_unit": charge.per_unit}
    return {**facts, "eco": True} if charge.eco else facts


COPIED = (
    "kind",
    "product_id",
    "product_code",
    "label",
    "unit",
    "unit_price",
    "gross_price",
    "price_base",
    "discounts",
    "charges",
    "price_source",
    "nature",
    "vat_category",
    "vat_rate",
    "exemption_code",
    "customer_line_no",
    "customer_item_code",
    "free_reason",
)


def copied(line: PricedLine) -> dict[str, Any]:
    """Return what the next document of the chain takes over: everything but quantity and net."""
    return {name: getattr(line, name) for name in COPIED}


def asked_totals(
    items: Sequence[PricedLine],
    currency: str,
    discount: DocumentDiscount | None,
    freight: Freight | None,
    *,
    gross_prices: bool,
) -> Totals:
    """Return the amounts of an order or a quotation, whose prices are net or were typed with VAT."""
    if gross_prices:
        return from_gross([line.as_typed() for line in items], currency=currency, discount=discount, freight=freight)[1]
    return totals([line.priced() for line in items], currency=currency, discount=discount, freight=freight)
