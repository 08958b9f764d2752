"""What the product form reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adv_desktop.services.queries import products
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from adv_desktop.services.products import ProductRecord
    from adv_desktop.ui.desk import Desk


def load(desk: Desk, product_id: int) -> tuple[ProductRecord, Choice | None]:
    """Read a product, and what replaces it."""
    with desk.services.store.read() as session:
        row = products.rows(session, [product_id], desk.today()).get(product_id)
        record = desk.services.products.show(row.code if row else str(product_id))
        other = products.resolve(session, record.data.replaced_by) if record.data.replaced_by else None
    return record, Choice(other.id, other.code, other.label) if other else None
