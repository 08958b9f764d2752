"""The packaging that products leave in, and what quantities of them need of it (R17)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.packaging import Packaging
from adv_desktop.models.product import Product
from adv_desktop.models.rules.packaging import needed
from adv_desktop.services.folding import fold


def packaging_code(session: Session, packaging_id: int | None) -> str | None:
    """Return the code of a packaging."""
    return None if packaging_id is None else session.get_one(Packaging, packaging_id).code


def packaging_id(session: Session, product: str, code: str | None, units: Decimal | None) -> int | None:
    """Return the packaging that a product leaves in; raise where its units are missing, or a code is unknown."""
    if (code is None) != (units is None) or (units is not None and units <= 0):
        raise DomainError("packaging.per", code=product, field="per_packaging")
    if code is None:
        return None
    found = next((row for row in session.scalars(sa.select(Packaging)) if fold(row.code) == fold(code)), None)
    if found is None:
        raise DomainError("packaging.unknown", code=code, field="packaging")
    return found.id


def proposed(session: Session, quantities: Sequence[tuple[int, Decimal]]) -> dict[int, tuple[int, int]]:
    """Return the packaging that quantities of products leave in, by what each says."""
    rows = session.execute(
        sa.select(Product.id, Product.packaging_id, Product.per_packaging).where(
            Product.id.in_({product_id for product_id, _quantity in quantities}), Product.packaging_id.is_not(None)
        )
    )
    said = {product_id: (packaging_id, per) for product_id, packaging_id, per in rows if packaging_id and per}
    loads: dict[int, list[tuple[Decimal, Decimal]]] = {}
    for product_id, quantity in quantities:
        if product_id in said:
            packaging_id, per = said[product_id]
            loads.setdefault(packaging_id, []).append((quantity, per))
    return {packaging_id: (needed(parts), 0) for packaging_id, parts in loads.items()}
