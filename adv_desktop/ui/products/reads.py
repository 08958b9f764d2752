"""What the product form reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.services.queries import products
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from adv_desktop.services.products import ProductRecord
    from adv_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Loaded:
    """A product as its form opens it: what replaces it, the categories that may be chosen."""

    record: ProductRecord
    replacement: Choice | None
    eco_categories: Sequence[str]


def load(desk: Desk, product_id: int) -> Loaded:
    """Read a product for its form."""
    with desk.services.store.read() as session:
        row = products.rows(session, [product_id], desk.today()).get(product_id)
        record = desk.services.products.show(row.code if row else str(product_id))
        other = products.resolve(session, record.data.replaced_by) if record.data.replaced_by else None
    replacement = Choice(other.id, other.code, other.label) if other else None
    return Loaded(record, replacement, desk.services.eco_contributions.categories())
