"""A list as data: what it can be sorted, filtered and searched by; ids first, rows by blocks.

All ids go into an array through the driver's cursor (a million in 0.4 s); the window then asks for the rows it shows.
"""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from adv_desktop.models.base import Base
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.schema import SEARCH_TABLE
from adv_desktop.services import texts
from adv_desktop.services.folding import fold, words_key
from adv_desktop.services.queries import filters
from adv_desktop.services.queries.filters import ALL, ListFilter, TermLike
from adv_desktop.services.queries.selected import Select
from adv_desktop.services.recorder import search_rowid

Condition = sa.ColumnElement[bool]
Column = InstrumentedAttribute[Any]
Quantity = sa.ColumnElement[Any]
End = int | Decimal | dt.date | None
T = TypeVar("T")
TRIGRAM = 3
_PER_KIND = 1 << 40  # rows of the search index are numbered by kind, then by id
_LAST = "\U0010ffff"
SEARCH = sa.table(
    SEARCH_TABLE, sa.column("rowid", sa.Integer), sa.column("body", sa.String), sa.column(SEARCH_TABLE, sa.String)
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A ready condition: a chip, a value of `state:`, a free word. `word` is an English message."""

    key: str
    word: str
    names: tuple[str, ...]
    condition: Callable[[Session, dt.date], Condition]
    counted: bool = True
    indexed: Callable[[dt.date], Indexed] | None = None  # where a partial index holds little more than its rows


@dataclass(frozen=True, slots=True)
class Indexed:
    """The condition of a flag written so that the list is read through an index, which is named."""

    index: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Key:
    """What a term may name; `names` are folded, in English and French. `word` is an English message."""

    code: str
    word: str
    names: tuple[str, ...]
    condition: Callable[[TermLike, dt.date], Condition]

    @property
    def name(self) -> str:
        """What to type, in the language of the interface."""
        return self.names[0] if texts.current().language == "fr" else self.code


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows, and the sum of their amounts in each currency (minor units)."""

    count: int
    amounts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of documents or of master data."""

    kind: DocumentKind
    table: type[Base]
    id: Column
    sorts: Mapping[str, Column | Quantity]
    flags: tuple[Flag, ...]
    keys: tuple[Key, ...]
    prefixes: tuple[Column, ...]
    customer: Column | None = None
    product: Callable[[int], Condition] | None = None
    amount: Column | Quantity | None = None
    currency: Column | None = None
    drafts_first: frozenset[str] = frozenset({"number"})  # sorts on what a draft has not got yet
    by_words: frozenset[str] = frozenset({"customer"})  # sorts on names: É stands with E, not after Z
    searched: Column | None = None  # what the ids of the search index stand for, where it is not the row's own id
    only: Condition | None = None  # what every row of the list satisfies
    kind_of_row: Column | None = None  # what the rows that add up are told by from the others
    repeated: frozenset[object] = frozenset()  # kinds whose amounts come again in other rows

    def ids(
        self,
        session: Session,
        wanted: ListFilter,
        sort: str,
        descending: bool,
        today: dt.date,
        limit: int | None = None,
    ) -> array[int]:
        """Return the ids of a list in order, all or the first ones; `sort` "" is the first one of the list."""
        key, column = sort or next(iter(self.sorts)), self._sort_column(sort)
        statement = self._chosen(session, wanted, today)
        if key in self.by_words:
            return self._in_words_order(session, statement, column, descending)[:limit]
        statement = statement.limit(limit)
        order = (column.desc(), self.id.desc()) if descending else (column, self.id)
        if descending and key in self.drafts_first:
            # What has no number yet is the newest: SQLite would put it last and sort a million rows to move it.
            newest = _filled(session, statement.where(column.is_(None)).order_by(self.id.desc()))
            rest = _filled(session, statement.where(column.is_not(None)).order_by(*order))
            return (newest + rest)[:limit]
        return _filled(session, statement.order_by(*order))

    def counts(self, session: Session, today: dt.date) -> dict[str, int]:
        """Return how many rows each worklist chip holds."""
        rows = sa.select(sa.func.count()).select_from(self.table).where(*self._always())
        return {
            flag.key: session.scalar(rows.where(flag.condition(session, today))) or 0
            for flag in self.flags
            if flag.counted
        }

    def summary(self, session: Session, wanted: ListFilter, today: dt.date) -> Summary:
        """Count and add up a filtered list."""
        return self.sum_up(session, self.conditions(session, wanted, today))

    def selection_summary(self, session: Session, ids: Iterable[int]) -> Summary:
        """Count and add up chosen rows."""
        return self.sum_up(session, [among(self.id, ids)])

    def conditions(self, session: Session, wanted: ListFilter, today: dt.date) -> list[Condition]:
        """Return what a row must satisfy."""
        made = self._always()
        if wanted.chip != ALL:
            made.append(self._flag(wanted.chip).condition(session, today))
        if wanted.customer_id is not None and self.customer is not None:
            made.append(self.customer == wanted.customer_id)
        if wanted.product_id is not None and self.product is not None:
            made.append(self.product(wanted.product_id))
        words = [wanted.words]
        for term in wanted.terms:
            if term.code:
                made.append(self._term(session, term, today))
            else:
                words.append(term.text)
        return made + self._words(session, " ".join(words), today)

    def _chosen(self, session: Session, wanted: ListFilter, today: dt.date) -> Select:
        """Select the ids of a filtered list, through the index of its chip when it has one."""
        indexed = None if wanted.chip == ALL else self._flag(wanted.chip).indexed
        if indexed is None:
            return sa.select(self.id).where(*self.conditions(session, wanted, today))
        through, others = indexed(today), self.conditions(session, replace(wanted, chip=ALL), today)
        chosen = sa.select(self.id).where(through.condition, *others)
        return chosen.with_hint(self.table, f"INDEXED BY {through.index}", "sqlite")

    def _always(self) -> list[Condition]:
        return [] if self.only is None else [self.only]

    def _in_words_order(
        self, session: Session, statement: Select, column: Column | Quantity, descending: bool
    ) -> array[int]:
        """Return ids in the order of names as a dictionary has them; SQLite compares bytes, where É follows Z.

        The ids are read in that order of bytes, through the index, and their runs of one name put in the other.
        """
        counted = statement.with_only_columns(column, sa.func.count()).group_by(column).order_by(column)
        runs, at = [], 0
        for name, count in session.execute(counted):
            runs.append((words_key(name), at, at + count))
            at += count
        ids = _filled(session, statement.order_by(column, self.id.desc() if descending else self.id))
        runs.sort(reverse=descending)
        ordered = array("q")
        for _key, start, end in runs:
            ordered += ids[start:end]
        return ordered

    def _sort_column(self, sort: str) -> Column | Quantity:
        column = self.sorts.get(sort or next(iter(self.sorts)))
        if column is None:
            raise DomainError("query.unknown_sort", sort=sort, sorts=list(self.sorts))
        return column

    def _flag(self, key: str) -> Flag:
        for flag in self.flags:
            if flag.key == key:
                return flag
        raise DomainError("query.unknown_chip", chip=key, chips=[ALL, *(flag.key for flag in self.flags)])

    def _named(self, word: str) -> Flag | None:
        return next((flag for flag in self.flags if word == flag.key or word in flag.names), None)

    def _term(self, session: Session, term: TermLike, today: dt.date) -> Condition:
        name = fold(term.code or "")
        if name in {"state", "etat"}:
            flag = self._named(fold(term.text))
            if flag is None:
                raise DomainError("query.bad_value", key=term.code, written=term.text)
            return flag.condition(session, today)
        for key in self.keys:
            if name == key.code or name in key.names:
                return key.condition(term, today)
        raise DomainError("query.unknown_key", key=term.code, keys=[key.name for key in self.keys])

    def _words(self, session: Session, words: str, today: dt.date) -> list[Condition]:
        made, free = [], []
        for token in filters.tokens(words):
            flag = self._named(token)
            if flag is None:
                free.append(token)
            else:
                made.append(flag.condition(session, today))
        return made + self.worded(free)

    def worded(self, tokens: Sequence[str]) -> list[Condition]:
        """Hold to what contains folded words; short ones alone are the beginnings of codes and numbers."""
        if not tokens:
            return []
        if searchable(tokens):
            return [(self.id if self.searched is None else self.searched).in_(found(self.kind, tokens))]
        return [sa.or_(*(begins(column, token) for column in self.prefixes)) for token in tokens]

    def sum_up(self, session: Session, conditions: Sequence[Condition]) -> Summary:
        """Count the rows that satisfy conditions and add up those whose amounts count once, or all where none does.

        Grouped by columns alone, all rows of a list are read in the order of an index that holds nothing else.
        """
        if self.amount is None or self.currency is None:
            count = session.scalar(sa.select(sa.func.count()).select_from(self.table).where(*conditions))
            return Summary(count or 0)
        groups = (self.currency, sa.null() if self.kind_of_row is None else self.kind_of_row)
        statement = sa.select(*groups, sa.func.count(), sa.func.sum(self.amount)).where(*conditions)
        rows = session.execute(statement.group_by(*groups)).all()
        adding = [row for row in rows if row[1] not in self.repeated] or rows
        amounts: dict[str, int] = {}
        for currency, _kind, _count, amount in sorted(adding):
            amounts[currency] = amounts.get(currency, 0) + amount
        return Summary(sum(row[2] for row in rows), tuple(amounts.items()))


def always(condition: Condition) -> Callable[[Session, dt.date], Condition]:
    """Make the condition of a flag that depends on nothing else."""
    return lambda _session, _today: condition


def _filled(session: Session, statement: Select) -> array[int]:
    """Read one column of integers by the driver's own cursor, which makes no row object."""
    result = session.connection().execute(statement)
    rows = cast("Iterable[tuple[int]]", result.cursor)  # sqlite3's, which is iterable
    ids = array("q", chain.from_iterable(rows))
    result.close()
    return ids


def among(column: Column, ids: Iterable[int]) -> Condition:
    """Hold a column to a set of ids of any size: one parameter, however many they are."""
    return column.in_(numbers(ids))


def numbers(ids: Iterable[int]) -> Select:
    """Select a set of numbers given as one parameter."""
    return _values_of(json.dumps(list(ids)))


def given_numbers() -> Select:
    """Select the numbers of the parameter `numbers`, a JSON list, given when the statement is executed."""
    return _values_of(sa.bindparam("numbers", type_=sa.String()))


def given(ids: Iterable[int]) -> dict[str, object]:
    """Return that parameter."""
    return {"numbers": json.dumps(list(ids))}


def _values_of(text: str | sa.BindParameter[str]) -> Select:
    values = sa.func.json_each(text).table_valued("value")
    return sa.select(sa.type_coerce(values.c.value, sa.Integer))


def searchable(words: Iterable[str]) -> bool:
    """Return whether the search index can serve: it needs a word of three letters."""
    return any(len(word) >= TRIGRAM for word in words)


def found(kind: DocumentKind, words: Sequence[str]) -> Select:
    """Select the ids of the documents of a kind that hold all the words, one of three letters at least."""
    first = search_rowid(kind, 0)
    inside = SEARCH.c.rowid.between(first, search_rowid(kind, _PER_KIND - 1))
    return sa.select(SEARCH.c.rowid - first).where(*_holding(words), inside)


def matching(words: Sequence[str]) -> Select:
    """Select the rows of the search index, of any kind, that hold all the words."""
    return sa.select(SEARCH.c.rowid).where(*_holding(words))


def document_of(rowid: int) -> tuple[DocumentKind, int]:
    """Return the document that a row of the search index belongs to."""
    return list(DocumentKind)[rowid // _PER_KIND], rowid % _PER_KIND


def _holding(words: Sequence[str]) -> list[Condition]:
    long = [word for word in words if len(word) >= TRIGRAM]
    short = [SEARCH.c.body.contains(word, autoescape=True) for word in words if len(word) < TRIGRAM]
    return [SEARCH.c[SEARCH_TABLE].op("MATCH")(filters.match(long)), *short]


def begins(column: Column, text: str) -> Condition:
    """Hold a column to what begins with a text; codes are written in capitals. Uses the column's index."""
    return sa.or_(*(starts(column, start) for start in dict.fromkeys((text.upper(), text))))


def starts(column: Column, text: str) -> Condition:
    """Hold a column to what starts with exactly a text: one range of its index, read in its order."""
    return sa.and_(column >= text, column < text + _LAST)


def by_money(column: Column) -> Callable[[TermLike, dt.date], Condition]:
    """Make the condition on an amount: exact, or an interval `a..b`."""
    return lambda term, _today: within(column, filters.money_bounds(term))


def by_number(column: Quantity) -> Callable[[TermLike, dt.date], Condition]:
    """Make the condition on a quantity: exact, or an interval `a..b`."""
    return lambda term, _today: within(column, filters.number_bounds(term))


def by_day(column: Column | Quantity) -> Callable[[TermLike, dt.date], Condition]:
    """Make the condition on a date: a day, a month, a year, or an interval."""
    return lambda term, today: within(column, filters.day_bounds(term, today))


def by_text(*columns: Column) -> Callable[[TermLike, dt.date], Condition]:
    """Make the condition on texts that contain the value."""
    return lambda term, _today: sa.or_(*(column.icontains(term.text, autoescape=True) for column in columns))


def by_choice(column: Column, choices: Mapping[str, T]) -> Callable[[TermLike, dt.date], Condition]:
    """Make the condition on a closed list, by its words."""
    return lambda term, _today: column == filters.choice_of(term, choices)


def by_customer(column: Column) -> Callable[[TermLike, dt.date], Condition]:
    """Make the condition on the customer: part of its name, town or numbers, or the beginning of its code."""
    from adv_desktop.models.party import Customer

    def condition(term: TermLike, _today: dt.date) -> Condition:
        words = filters.tokens(term.text)
        if searchable(words):
            return column.in_(found(DocumentKind.CUSTOMER, words))
        return column.in_(sa.select(Customer.id).where(*(begins(Customer.code, word) for word in words)))

    return condition


def within(column: Column | Quantity, ends: tuple[End, End]) -> Condition:
    """Hold a column between two ends, either of which may be open."""
    low, high = ends
    conditions = [column >= low] if low is not None else []
    if high is not None:
        conditions.append(column <= high)
    return sa.and_(sa.true(), *conditions)
