"""What the lines of one document name, read at once: products, their prices and the customer's own codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.product import CustomerItemCode, Product
from adv_desktop.models.rules.eco import EcoRate
from adv_desktop.services import compositions, pricing
from adv_desktop.services.compositions import Component
from adv_desktop.services.eco_contributions import rates_of
from adv_desktop.services.prepared import among, listed, same
from adv_desktop.services.pricing import Sources

# Made once: every change of an order reads these.
_PRODUCTS = sa.select(Product).where(among(Product.code, "codes"))
_ITEM_CODES = (
    sa.select(CustomerItemCode.product_id, CustomerItemCode.code)
    .where(same(CustomerItemCode.customer_id, "customer"), among(CustomerItemCode.product_id, "products"))
    .order_by(CustomerItemCode.id.desc())
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Products by code; the customer's codes and the sources of prices by product id."""

    products: Mapping[str, Product]
    item_codes: Mapping[int, str]
    prices: Mapping[int, Sources]
    eco_rates: Mapping[str, Sequence[EcoRate]] = field(default_factory=dict)
    components: Mapping[int, Sequence[Component]] = field(default_factory=dict)  # of kits

    def components_of(self, product_id: int | None) -> Sequence[Component]:
        """Return what a kit is made of, nothing for what is no kit."""
        return self.components.get(product_id or 0, ())

    def product(self, code: str) -> Product:
        """Return a product by code; raise `product.not_found`."""
        if code not in self.products:
            raise DomainError("product.not_found", code=code)
        return self.products[code]


def read(session: Session, customer: Customer, codes: Iterable[str | None]) -> Catalogue:
    """Return what is known of the products that have these codes."""
    wanted = {code for code in codes if code}
    if not wanted:
        return Catalogue({}, {}, {})
    products = session.scalars(_PRODUCTS, {"codes": listed(wanted)}).all()
    ids = listed(product.id for product in products)
    theirs = session.connection().execute(_ITEM_CODES, {"customer": customer.id, "products": ids})
    return Catalogue(
        products={product.code: product for product in products},
        item_codes={row.product_id: row.code for row in theirs},  # the first recorded wins
        prices=pricing.sources(session, customer, products),
        eco_rates=rates_of(session, [product.eco_category for product in products]),
        components=compositions.of(session, [product.id for product in products]),
    )
