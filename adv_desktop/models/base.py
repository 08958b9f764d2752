"""Declarative base and the column types: every amount and number is an exact INTEGER."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import PERCENT_DECIMALS, PRICE_DECIMALS, QUANTITY_DECIMALS, plain

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Scaled(sa.TypeDecorator[Decimal]):
    """A `Decimal` stored as an integer of `decimals` decimals; a finer value is refused, never rounded."""

    impl = sa.Integer
    cache_ok = True

    def __init__(self, decimals: int) -> None:
        super().__init__()
        self.decimals = decimals

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        """Turn 48.9 into 48900000 (six decimals)."""
        if value is None:
            return None
        scaled = value.scaleb(self.decimals)
        whole = int(scaled)
        if whole != scaled:
            raise DomainError("number.too_precise", written=value, decimals=self.decimals)
        return whole

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        """Turn 48900000 into Decimal("48.9"), without trailing zeros."""
        return None if value is None else unscaled(value, self.decimals)


@lru_cache(maxsize=8192)
def unscaled(value: int, decimals: int) -> Decimal:
    """Return a scaled integer as a decimal without trailing zeros (12, 48.9)."""
    number = Decimal(value).scaleb(-decimals).normalize()
    exponent = number.as_tuple().exponent
    return number.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else number


class Percents(sa.TypeDecorator[tuple[Decimal, ...]]):
    """A cascade of discount percents, in order, as text ("10 5")."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: tuple[Decimal, ...] | None, dialect: sa.Dialect) -> str | None:
        """Turn (10, 5) into "10 5"."""
        return None if value is None else " ".join(plain(percent) for percent in value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[Decimal, ...] | None:
        """Turn "10 5" into (10, 5)."""
        return None if value is None else tuple(Decimal(part) for part in value.split())


class Moment(sa.TypeDecorator[dt.datetime]):
    """An aware instant stored as UTC text with microseconds, so that text order is time order."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> str | None:
        """Write the instant in UTC."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> dt.datetime | None:
        """Read the instant back, aware."""
        return None if value is None else dt.datetime.fromisoformat(value)


def written(moment: dt.datetime) -> str:
    """Return an instant as it is stored."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class JsonText(sa.TypeDecorator[Any]):
    """Frozen facts as JSON text with sorted keys: the same facts give the same bytes."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: object, dialect: sa.Dialect) -> str | None:
        """Write canonical JSON."""
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> object:
        """Read the facts back."""
        return None if value is None else json.loads(value)


def choice(kind: type[StrEnum], *, state: bool = False) -> sa.Enum:
    """Map a `StrEnum` by value; states also get a named CHECK."""
    return sa.Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=state,
        name=kind.__name__.lower(),
        length=30,
    )


def quantity_column(default: int | None = None) -> MappedColumn[Decimal]:
    """Map a quantity of four decimals."""
    return mapped_column(
        Scaled(QUANTITY_DECIMALS),
        default=None if default is None else Decimal(default),
        server_default=None if default is None else str(default * 10**QUANTITY_DECIMALS),
    )


Id = Annotated[int, mapped_column(primary_key=True)]
Quantity = Annotated[Decimal, mapped_column(Scaled(QUANTITY_DECIMALS))]
UnitPrice = Annotated[Decimal, mapped_column(Scaled(PRICE_DECIMALS))]
Percent = Annotated[Decimal, mapped_column(Scaled(PERCENT_DECIMALS))]
Discounts = Annotated[tuple[Decimal, ...], mapped_column(Percents())]
Instant = Annotated[dt.datetime, mapped_column(Moment())]
Facts = Annotated[dict[str, Any], mapped_column(JsonText())]
FactList = Annotated[list[Any], mapped_column(JsonText())]


class Base(DeclarativeBase):
    """Base of every table; tables are STRICT and every constraint has a name."""

    metadata = sa.MetaData(naming_convention=NAMING)

    # The document that a row belongs to, and the column that holds the document's id:
    # what the change events, the audit trail and the seals are grouped by.
    document: ClassVar[tuple[DocumentKind, str] | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        arguments = getattr(cls, "__table_args__", ())
        if isinstance(arguments, Mapping):
            arguments = (dict(arguments),)
        cls.__table_args__ = (*arguments, {"sqlite_strict": True})
        super().__init_subclass__(**kwargs)


def references(target: str, *, index: bool = False, nullable: bool | None = None) -> MappedColumn[Any]:
    """Map a foreign key that refuses to orphan or delete what is referred to."""
    return mapped_column(sa.ForeignKey(target, ondelete="RESTRICT"), index=index, nullable=nullable)


def part_of(target: str) -> MappedColumn[Any]:
    """Map a foreign key to the document that a draft row belongs to and disappears with."""
    return mapped_column(sa.ForeignKey(target, ondelete="CASCADE"), index=True)
