"""The layouts of customers' order files, corrected once and remembered: their columns, and their words for units."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.activity import ImportMapping
from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.layout import NAMES_A_PRODUCT, Layout, column_letters
from adv_desktop.services.imports.order_words import COLUMNS
from adv_desktop.services.imports.words import normal
from adv_desktop.services.imports.written import WrittenLayout
from adv_desktop.services.units import is_unit_word

_COLUMNS = "order"
_UNITS = "order_units"


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the assistant says of a file that nobody could know: the title of each field, what unit words mean."""

    columns: Mapping[str, str]
    units: Mapping[str, str]

    def layout(self, written: WrittenLayout) -> Layout:
        """Return the columns of a file as they were corrected; raise when they name no product or no quantity."""
        unknown = [field for field in self.columns if field not in COLUMNS]
        if unknown:
            raise DomainError("layout.unknown_field", written=unknown[0], known=sorted(COLUMNS))
        columns = {field: _column(named, written) for field, named in self.columns.items()}
        twice = [field for field, column in columns.items() if list(columns.values()).count(column) > 1]
        if twice:
            raise DomainError("layout.column_twice", written=self.columns[twice[0]])
        titles = [normal(title) for title in written.titles]
        if "quantity" not in columns or not NAMES_A_PRODUCT & columns.keys():
            raise DomainError("layout.incomplete")
        return Layout(tuple(titles), columns)

    def unit_words(self) -> dict[str, str]:
        """Return what unit words mean, in the form that they are compared in."""
        for meant in self.units.values():
            if not is_unit_word(meant):
                raise DomainError("layout.unknown_unit", written=meant)
        return {normal(word): meant for word, meant in self.units.items() if normal(word)}


def _column(named: str, written: WrittenLayout) -> int:
    """Return the place of a column by its title, else by its letter as in a spreadsheet; raise when it has neither."""
    titles = [normal(title) for title in written.titles]
    if normal(named) in titles:
        return titles.index(normal(named))
    letters = column_letters(len(titles))
    if named.strip().upper() in letters:
        return letters.index(named.strip().upper())
    raise DomainError("layout.unknown_title", written=named, known=[one for one in written.titles if one])


def forget(session: Session, customer: str, written: WrittenLayout | None) -> None:
    """Forget a customer's words for units and, where the layout of a file is given, its columns."""
    keys = [(_UNITS, customer)]
    if written is not None:
        keys.append((_COLUMNS, _name(customer, tuple(map(normal, written.titles)))))
    for kind, name in keys:
        session.execute(sa.delete(ImportMapping).where(*_named(kind, name)))


def known_layouts(session: Session, customers: Sequence[str]) -> list[Layout]:
    """Return the layouts that were remembered for customers."""
    rows = session.execute(sa.select(ImportMapping.name, ImportMapping.columns).where(ImportMapping.kind == _COLUMNS))
    return [
        Layout(tuple(kept["titles"]), dict(kept["columns"]))
        for name, kept in rows
        if name.rpartition(" ")[0] in customers
    ]


def unit_words(session: Session, customer: str) -> dict[str, str]:
    """Return what a customer's words for units mean."""
    kept = session.scalar(sa.select(ImportMapping.columns).where(*_named(_UNITS, customer)))
    return dict(kept) if kept else {}


def remember(session: Session, customer: str, layout: Layout | None, units: Mapping[str, str]) -> None:
    """Keep what was corrected, for the next file of the customer in the same layout."""
    if layout is not None:
        kept: dict[str, object] = {"titles": list(layout.titles), "columns": dict(layout.columns)}
        _keep(session, _COLUMNS, _name(customer, layout.titles), kept)
    if units:
        _keep(session, _UNITS, customer, {**unit_words(session, customer), **units})


def _keep(session: Session, kind: str, name: str, columns: dict[str, object]) -> None:
    row = session.scalar(sa.select(ImportMapping).where(*_named(kind, name)))
    if row is None:
        session.add(ImportMapping(kind=kind, name=name, columns=columns))
    else:
        row.columns = columns


def _name(customer: str, titles: tuple[str, ...]) -> str:
    """Return the name of a layout: the customer and a digest of the titles, which may be long."""
    return f"{customer} {hashlib.sha256('|'.join(titles).encode()).hexdigest()[:16]}"


def _named(kind: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return ImportMapping.kind == kind, ImportMapping.name == name
