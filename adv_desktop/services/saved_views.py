"""Views of lists kept under a name: filter, query, columns and order; one of a list may be what it opens with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.activity import SavedView
from adv_desktop.models.errors import DomainError
from adv_desktop.services.folding import fold
from adv_desktop.services.store import Store

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ListView:
    """What is kept of a list: its chip, the text of its query bar, and the arrangement that its table wrote."""

    chip: str
    query: str = ""
    table: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamedView:
    """A view with its name; `is_default` is what the list opens with."""

    id: int
    name: str
    view: ListView
    is_default: bool


class SavedViews:
    """Keeps the named views of each list."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_page(self, page: str) -> list[NamedView]:
        """Return the views of a list by name."""
        with self._store.read() as session:
            rows = session.scalars(sa.select(SavedView).where(SavedView.page == page)).all()
            found = [_named(row) for row in rows]
        return sorted(found, key=lambda view: fold(view.name))

    def save(self, page: str, name: str, view: ListView) -> int:
        """Keep a view under a name; a view of that name is replaced, and stays the default if it was. Return its id."""
        kept = _name(name)
        with self._store.write("view.save") as session:
            row = _called(session, page, kept)
            if row is None:
                row = SavedView(page=page, name=kept, query={})
                session.add(row)
            row.query = _facts(view, is_default=bool(row.query.get("default")))
            session.flush()
            return row.id

    def rename(self, view_id: int, name: str) -> None:
        """Give a view another name, which no other view of its list has."""
        kept = _name(name)
        with self._store.write("view.rename") as session:
            row = _by_id(session, view_id)
            other = _called(session, row.page, kept)
            if other is not None and other is not row:
                raise DomainError("view.name_taken", name=other.name)
            row.name = kept

    def set_default(self, view_id: int, *, on: bool) -> None:
        """Open the list with a view, or no longer."""
        with self._store.write("view.default") as session:
            chosen = _by_id(session, view_id)
            for row in session.scalars(sa.select(SavedView).where(SavedView.page == chosen.page)):
                row.query = {**row.query, "default": on and row is chosen}

    def delete(self, view_id: int) -> None:
        """Forget a view."""
        with self._store.write("view.delete") as session:
            session.delete(_by_id(session, view_id))


def _name(written: str) -> str:
    name = " ".join(written.split())
    if not name:
        raise DomainError("view.no_name")
    if len(name) > _LONGEST:
        raise DomainError("view.long_name", longest=_LONGEST)
    return name


def _called(session: Session, page: str, name: str) -> SavedView | None:
    """Return the view of a list with a name, whatever its case and accents."""
    rows = session.scalars(sa.select(SavedView).where(SavedView.page == page))
    return next((row for row in rows if fold(row.name) == fold(name)), None)


def _by_id(session: Session, view_id: int) -> SavedView:
    row = session.get(SavedView, view_id)
    if row is None:
        raise DomainError("view.not_found")
    return row


def _facts(view: ListView, *, is_default: bool) -> dict[str, Any]:
    return {"chip": view.chip, "query": view.query, "table": dict(view.table), "default": is_default}


def _named(row: SavedView) -> NamedView:
    facts = row.query
    return NamedView(row.id, row.name, ListView(facts["chip"], facts["query"], facts["table"]), facts["default"])
