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
class Loaded:
    """A product as its form opens it: what replaces it, the categories that may be chosen."""

    record: ProductRecord
    replacement: Choice | None
    eco_categories: Sequence[str]
    components: Sequence[Choice | None]  # of a kit


def load(desk: Desk, product_id: int) -> Loaded:
    """Read a product for its form."""
    with desk.services.store.read() as session:
        row = products.rows(session, [product_id], desk.today()).get(product_id)
        record = desk.services.products.show(row.code if row else str(product_id))
        other = _choice(session, record.data.replaced_by) if record.data.replaced_by else None
        components = tuple(_choice(session, one.product) for one in record.data.components)
    return Loaded(record, other, desk.services.eco_contributions.categories(), components)


def _choice(session: Session, code: str) -> Choice | None:
    found = products.resolve(session, code)
    return Choice(found.id, found.code, found.label) if found else None
