"""What the product form reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.services.queries import products
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from adv_desktop.services.products import ProductRecord
    from adv_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Offers:
    """What a product may name: categories of eco-contribution, and packaging as (code, name)."""

    eco_categories: Sequence[str] = ()
    packaging: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """A product as its form opens it: what replaces it, what may be chosen."""

    record: ProductRecord
    replacement: Choice | None
    offers: Offers
    components: Sequence[Choice | None]  # of a kit


def offers(desk: Desk) -> Offers:
    """Read what may be chosen."""
    kinds = desk.services.packaging.kinds()
    return Offers(desk.services.eco_contributions.categories(), [(kind.code, kind.label) for kind in kinds])


def load(desk: Desk, product_id: int) -> Loaded:
    """Read a product for its form."""
    with desk.services.store.read() as session:
        row = products.rows(session, [product_id], desk.today()).get(product_id)
        record = desk.services.products.show(row.code if row else str(product_id))
        other = _choice(session, record.data.replaced_by) if record.data.replaced_by else None
        components = tuple(_choice(session, one.product) for one in record.data.components)
    return Loaded(record, other, offers(desk), components)


def _choice(session: Session, code: str) -> Choice | None:
    found = products.resolve(session, code)
    return Choice(found.id, found.code, found.label) if found else None
