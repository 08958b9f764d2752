"""Strict reading of the JSON files that verbs take: nothing is guessed, nothing is ignored."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from adv_desktop.cli import typed
from adv_desktop.models.errors import DomainError, KnownError

E = TypeVar("E", bound=StrEnum)
LONGEST_TEXT = 5000
LARGEST_FILE = 20_000_000


@contextmanager
def object_of(path: str) -> Iterator[Fields]:
    """Give the object of a JSON file; on leaving, refuse the members that nobody read."""
    fields = Fields(_loaded(Path(path)), "")
    yield fields
    fields.refuse_unread()


def _loaded(path: Path) -> object:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DomainError("file.too_large", path=str(path))
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError("file.not_json", path=str(path), detail="UTF-8") from None
    except OSError as error:
        raise KnownError("file.unreadable", path=str(path), detail=error.strerror or "") from None
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except RecursionError:
        raise DomainError("file.not_json", path=str(path), detail="…") from None
    except ValueError as error:
        raise DomainError("file.not_json", path=str(path), detail=str(error)) from None


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _value in pairs]
        raise DomainError("file.key_twice", names=sorted({name for name in names if names.count(name) > 1}))
    return members


class Fields:
    """The members of one JSON object, each read once with its type; `where` names the object in sentences."""

    def __init__(self, content: object, where: str) -> None:
        if not isinstance(content, dict):
            raise DomainError("file.not_an_object", field=where or "FILE.json")
        self._members: dict[str, object] = content
        self._unread = set(content)
        self._where = where

    def refuse_unread(self) -> None:
        """Raise `file.unknown_keys` naming the members that have no meaning here."""
        if self._unread:
            raise DomainError("file.unknown_keys", names=sorted(map(self.path, self._unread)))

    def path(self, name: str) -> str:
        """Return the full name of a member ("lines[2].quantity")."""
        return f"{self._where}.{name}" if self._where else name

    def has(self, name: str) -> bool:
        """Whether the member is there and not null."""
        return self._members.get(name) is not None

    def value(self, name: str) -> object:
        """Return a member as it is, None when it is missing."""
        self._unread.discard(name)
        return self._members.get(name)

    def text(self, name: str) -> str | None:
        """Return a text; an empty one is None."""
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise DomainError("file.not_text", field=self.path(name))
        if len(value) > LONGEST_TEXT or any(_is_control(character) for character in value):
            raise DomainError("file.bad_text", field=self.path(name), longest=LONGEST_TEXT)
        return value.strip() or None

    def required(self, name: str) -> str:
        """Return a text that must be there."""
        found = self.text(name)
        if found is None:
            raise DomainError("file.missing", field=self.path(name))
        return found

    def texts(self, names: Iterable[str]) -> dict[str, Any]:
        """Return several texts by name, as keyword arguments."""
        return {name: self.text(name) for name in names}

    def decimal(self, name: str) -> Decimal | None:
        """Return an exact number, written as a text or an integer; a JSON fraction went through binary."""
        value = self.value(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise DomainError("file.not_a_number", field=self.path(name), written=str(value)[:40])
        try:
            return typed.number(str(value))
        except DomainError:
            raise DomainError("file.not_a_number", field=self.path(name), written=str(value)[:40]) from None

    def minor(self, name: str, currency: str) -> int | None:
        """Return an amount in minor units."""
        amount = self.decimal(name)
        return None if amount is None else typed.minor(amount, currency)

    def whole(self, name: str) -> int | None:
        """Return a whole number of zero or more."""
        value = self.decimal(name)
        if value is None:
            return None
        if value != value.to_integral_value() or not 0 <= value <= 10**6:
            raise DomainError("file.not_whole", field=self.path(name), written=value)
        return int(value)

    def date(self, name: str) -> dt.date | None:
        """Return a date ("2026-11-24")."""
        value = self.text(name)
        return None if value is None else typed.day(value)

    def flag(self, name: str) -> bool:
        """Return true or false; missing is false."""
        value = self.value(name)
        if value is not None and not isinstance(value, bool):
            raise DomainError("file.not_a_flag", field=self.path(name))
        return bool(value)

    def choice(self, name: str, kind: type[E]) -> E | None:
        """Return a word of a closed list."""
        value = self.text(name)
        return None if value is None else typed.choice(kind, value, self.path(name))

    @contextmanager
    def part(self, name: str) -> Iterator[Fields | None]:
        """Give an inner object, or None when it is missing."""
        if not self.has(name):
            self.value(name)
            yield None
            return
        inner = Fields(self.value(name), self.path(name))
        yield inner
        inner.refuse_unread()

    def parts(self, name: str) -> Iterator[Fields]:
        """Give the objects of a list one by one."""
        for place, content in enumerate(self.items(name), start=1):
            inner = Fields(content, f"{self.path(name)}[{place}]")
            yield inner
            inner.refuse_unread()

    def items(self, name: str) -> list[object]:
        """Return the items of a list; missing is empty."""
        value = self.value(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise DomainError("file.not_a_list", field=self.path(name))
        return value

    def numbers(self, name: str) -> tuple[Decimal, ...] | None:
        """Return a list of exact numbers, None when it is missing."""
        if not self.has(name):
            self.value(name)
            return None
        items = self.items(name)
        inner = Fields({str(place): item for place, item in enumerate(items, start=1)}, self.path(name))
        found = [inner.decimal(str(place)) for place in range(1, len(items) + 1)]
        if None in found:
            raise DomainError("file.missing", field=self.path(name))
        return tuple(number for number in found if number is not None)


def _is_control(character: str) -> bool:
    """Whether a character is no part of a text (NUL, half of a pair, a control other than tab and line break)."""
    return (character < " " and character not in "\t\n\r") or "\ud800" <= character <= "\udfff"
