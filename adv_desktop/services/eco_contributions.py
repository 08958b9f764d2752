"""Eco-contributions: their rates by category, and what the lines of a document bear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import EcoContribution, Product
from adv_desktop.models.rules.eco import EcoRate
from adv_desktop.services.folding import words_key
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class NewEcoRate:
    """A rate to record: euros without VAT for a unit or a kilogram, from a day on (None: always)."""

    category: str
    label: str
    amount: Decimal
    per_kg: bool = False
    starts_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class EcoRow:
    """A rate as lists show it; `products` is how many are in its category."""

    id: int
    category: str
    label: str
    amount: Decimal
    per_kg: bool
    starts_on: dt.date | None
    products: int


class EcoContributionService:
    """The verbs on the rates."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[EcoRow]:
        """Return the rates by category, the oldest first."""
        count = sa.select(sa.func.count()).where(Product.eco_category == EcoContribution.category).scalar_subquery()
        rate = EcoContribution
        columns = (rate.id, rate.category, rate.label, rate.amount, rate.per_kg, rate.starts_on)
        statement = sa.select(*columns, count).order_by(rate.category, rate.starts_on)
        with self._store.read() as session:
            return [EcoRow(*row) for row in session.execute(statement)]

    def categories(self) -> list[str]:
        """Return the categories, in order."""
        with self._store.read() as session:
            return sorted(session.scalars(sa.select(EcoContribution.category).distinct()), key=words_key)

    def add(self, command: NewEcoRate) -> int:
        """Record a rate; the one of the same category and day takes the new amount. Return its id."""
        category, label = command.category.strip(), command.label.strip()
        if not category or not label:
            raise DomainError("eco.incomplete")
        values.unit_price(command.amount)
        with self._store.write("eco.add") as session:
            _refuse_unweighed(session, category, per_kg=command.per_kg)
            key = {"category": category, "starts_on": command.starts_on}
            same = [getattr(EcoContribution, name).is_not_distinct_from(value) for name, value in key.items()]
            row = session.scalar(sa.select(EcoContribution).where(*same))
            if row is None:
                row = EcoContribution(**key)
                session.add(row)
            row.label, row.amount, row.per_kg = label, command.amount, command.per_kg
            session.flush()
            return row.id

    def remove(self, rate_id: int) -> None:
        """Delete a rate; lines that were agreed keep what they bear. A category in use keeps one."""
        with self._store.write("eco.remove") as session:
            row = session.get_one(EcoContribution, rate_id)
            others = sa.select(EcoContribution.id).where(
                EcoContribution.category == row.category, EcoContribution.id != row.id
            )
            user = session.scalar(sa.select(Product.code).where(Product.eco_category == row.category).limit(1))
            if user is not None and session.scalar(others.limit(1)) is None:
                raise DomainError("eco.category_used", category=row.category, code=user)
            session.delete(row)


def rates_of(session: Session, categories: Iterable[str | None]) -> dict[str, list[EcoRate]]:
    """Return the rates of categories."""
    wanted = {category for category in categories if category}
    if not wanted:
        return {}
    rates: dict[str, list[EcoRate]] = {}
    for row in session.scalars(sa.select(EcoContribution).where(EcoContribution.category.in_(wanted))):
        rates.setdefault(row.category, []).append(EcoRate(row.label, row.amount, row.per_kg, row.starts_on))
    return rates


def check_category(session: Session, code: str, category: str | None, weight_kg: Decimal | None) -> None:
    """Refuse a category that has no rate, or one by weight for a product that has none."""
    rates = rates_of(session, [category])
    if category and category not in rates:
        raise DomainError("eco.unknown_category", category=category, field="eco_category")
    if not weight_kg and any(rate.per_kg for found in rates.values() for rate in found):
        raise DomainError("eco.no_weight", code=code, field="weight_kg")


def _refuse_unweighed(session: Session, category: str, *, per_kg: bool) -> None:
    bare = sa.or_(Product.weight_kg.is_(None), Product.weight_kg == Decimal(0))
    code = session.scalar(sa.select(Product.code).where(Product.eco_category == category, bare).limit(1))
    if per_kg and code is not None:
        raise DomainError("eco.no_weight", code=code)
