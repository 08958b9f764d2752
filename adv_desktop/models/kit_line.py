"""What an order line is in a kit: the kit itself, or one of its components, which may come to be billed apart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from adv_desktop.models.enums import LineKind, PriceSource
from adv_desktop.models.rules.kits import KitBilling

if TYPE_CHECKING:
    from adv_desktop.models.base import Quantity, UnitPrice
    from adv_desktop.models.sales_order import OrderLine

ZERO = Decimal(0)


class KitLine:
    """The part of an order line that knows of kits."""

    if TYPE_CHECKING:  # columns of the order line
        kind: Mapped[LineKind]
        unit_price: Mapped[UnitPrice]
        price_base: Mapped[Decimal]
        price_source: Mapped[PriceSource | None]
        invoiced: Mapped[Decimal]
        per_kit: Mapped[Quantity | None]
        kit_billing: Mapped[KitBilling | None]
        kit: Mapped[OrderLine | None]

    @property
    def is_kit(self) -> bool:
        """Whether its components are delivered in its place."""
        return self.kit_billing is not None

    @property
    def in_one(self) -> Decimal:
        """Return how much of a component one kit holds."""
        return self.per_kit or Decimal(1)

    @property
    def is_billed_apart(self) -> bool:
        """Whether it is a component of a kit that is invoiced whole and whose last sets stay incomplete."""
        return self.kind is LineKind.COMPONENT and self.price_source is not None

    @property
    def carried(self) -> Decimal:
        """What of a component billed apart is in whole sets: counted as invoiced, for its kit is in its place."""
        return self.in_one * self.kit.delivered if self.is_billed_apart and self.kit is not None else ZERO

    def bill_apart(self, price: tuple[Decimal, Decimal], source: PriceSource) -> None:
        """Give a component a price of its own, as (price, base): what is in no whole set is invoiced."""
        self.unit_price, self.price_base = price
        self.price_source = source
        self.invoiced += self.carried

    def carry_sets(self, sets: Decimal) -> None:
        """Count sets that its kit came to have as invoiced with it, where a component is billed apart."""
        if self.is_billed_apart:
            self.invoiced += self.in_one * sets
