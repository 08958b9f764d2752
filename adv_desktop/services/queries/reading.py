"""A month being read for its workbook: the period, the language, and the names that every row needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.settings import Unit
from adv_desktop.services.queries.periods import Period
from adv_desktop.services.texts import Texts


@dataclass(frozen=True)
class Reading:
    """A month being read, and what its rows have in common."""

    session: Session
    period: Period
    today: dt.date
    texts: Texts

    @cached_property
    def units(self) -> dict[str, str]:
        """Return the short name of each unit."""
        name = Unit.short_fr if self.texts.language == "fr" else Unit.short_en
        return {row[0]: row[1] for row in self.session.execute(sa.select(Unit.code, name))}

    @cached_property
    def customers(self) -> dict[int, tuple[str, str]]:
        """Return the code and country of each customer."""
        rows = self.session.execute(sa.select(Customer.id, Customer.code, Customer.country))
        return {row[0]: (row[1], row[2]) for row in rows}

    @cached_property
    def families(self) -> dict[int, str]:
        """Return the family of each product."""
        family = sa.func.coalesce(Product.family_label, Product.family, "")
        return {row[0]: row[1] for row in self.session.execute(sa.select(Product.id, family))}

    def unit(self, code: str) -> str:
        """Return the short name of a unit."""
        return self.units.get(code, code)
