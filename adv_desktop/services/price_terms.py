"""How the dates of a price list are read, and until when its former prices are accepted (practice, case 16)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import PriceTerms
from adv_desktop.services.store import Store

NAMED = frozenset({PriceSource.CUSTOMER_LIST, PriceSource.CATEGORY})


@dataclass(frozen=True, slots=True)
class ListTerms:
    """The terms of a list, of a category, of base prices or of contracts (both without a name)."""

    source: PriceSource
    name: str = ""
    by_requested: bool = False
    former_until: dt.date | None = None


class PriceTermsService:
    """The verbs on the terms of lists."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, terms: ListTerms) -> None:
        """Record the terms of a list; lines that were agreed keep their price."""
        name = terms.name.strip() if terms.source in NAMED else ""
        if terms.source in NAMED and not name:
            raise DomainError("price.for_nobody")
        with self._store.write("price_terms.put") as session:
            row = session.scalar(
                sa.select(PriceTerms).where(PriceTerms.source == terms.source, PriceTerms.name == name)
            )
            if row is None:
                row = PriceTerms(source=terms.source, name=name)
                session.add(row)
            row.by_requested, row.former_until = terms.by_requested, terms.former_until

    def of(self, source: PriceSource, name: str | None) -> ListTerms:
        """Return the terms of a list; the order's day and no grace where none were recorded."""
        known = name or "" if source in NAMED else ""
        statement = sa.select(PriceTerms).where(PriceTerms.source == source, PriceTerms.name == known)
        with self._store.read() as session:
            row = session.scalar(statement)
            return ListTerms(source, known, row.by_requested, row.former_until) if row else ListTerms(source, known)
