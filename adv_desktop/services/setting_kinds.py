"""What a business setting may be: each kind checks what is typed, and reads back what is stored as JSON."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Generic, NoReturn, Protocol, TypeVar

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import decimal_of, percent, plain

V = TypeVar("V")
C = TypeVar("C", bound=StrEnum)

Value = str | int | Decimal | Path | dt.time | None
Stored = str | int
NOTHING = ""  # stored for « no value »: JSON null would be SQL NULL
# Written before the year of a document's number: what BR-FR-02 allows without « / » and « + », which file names
# refuse; a digit at its end would run into the year.
ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")  # an e-mail address, as far as it is worth checking
HOUR = re.compile(r"(\d{1,2})\s*(?:[:h.]\s*(\d{2})?)?", re.IGNORECASE)  # « 16:30 », « 16h30 », « 16 h »
PREFIX = re.compile(r"[A-Za-z0-9_-]{0,19}[A-Za-z_-]")


class Kind(Protocol[V]):
    """How a setting is typed, checked and stored."""

    def parse(self, written: object) -> V:
        """Return the value of what was typed; raise `DomainError` with what is allowed."""

    def load(self, stored: object) -> V:
        """Return the value of what the database holds."""

    def dump(self, value: V) -> Stored:
        """Return what the database holds for a value."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    lowest: int
    highest: int

    def parse(self, written: object) -> int:
        """Read a whole number."""
        number = decimal_of(written.strip() if isinstance(written, str) else written)
        if number != number.to_integral_value() or not self.lowest <= number <= self.highest:
            raise DomainError("setting.out_of_range", written=number, lowest=self.lowest, highest=self.highest)
        return int(number)

    def load(self, stored: object) -> int:
        """Read the number back."""
        return int(str(stored))

    def dump(self, value: int) -> Stored:
        """Store the number as it is."""
        return value


@dataclass(frozen=True, slots=True)
class OptionalWhole:
    """A whole number between two bounds, or nothing."""

    lowest: int
    highest: int

    def parse(self, written: object) -> int | None:
        """Read a whole number; an empty text is nothing."""
        return None if _nothing(written) else Whole(self.lowest, self.highest).parse(written)

    def load(self, stored: object) -> int | None:
        """Read the number back."""
        return None if stored == NOTHING else int(str(stored))

    def dump(self, value: int | None) -> Stored:
        """Store the number as it is."""
        return NOTHING if value is None else value


@dataclass(frozen=True, slots=True)
class OneLine:
    """A text on one line, or nothing; `pattern` is what it must look like, `refusal` the code that says so."""

    pattern: re.Pattern[str] = re.compile(r"[^\r\n]{0,200}")
    refusal: str = "setting.one_line"

    def parse(self, written: object) -> str:
        """Read the text without the spaces around it."""
        text = "" if written is None else str(written).strip()
        if text and not self.pattern.fullmatch(text):
            raise DomainError(self.refusal, written=text)
        return text

    def load(self, stored: object) -> str:
        """Read the text back."""
        return str(stored)

    def dump(self, value: str) -> Stored:
        """Store the text as it is."""
        return value


@dataclass(frozen=True, slots=True)
class OptionalHour:
    """An hour of the day, or nothing."""

    def parse(self, written: object) -> dt.time | None:
        """Read « 16:30 » or « 16 h 30 »; an empty text is nothing."""
        if _nothing(written):
            return None
        found = HOUR.fullmatch(str(written).strip())
        try:
            return dt.time(int(found[1]), int(found[2] or 0)) if found else _refused_hour(written)
        except ValueError:
            return _refused_hour(written)

    def load(self, stored: object) -> dt.time | None:
        """Read the hour back."""
        return None if stored == NOTHING else dt.time.fromisoformat(str(stored))

    def dump(self, value: dt.time | None) -> Stored:
        """Store the hour as text."""
        return NOTHING if value is None else f"{value:%H:%M}"


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percent from 0 to 100."""

    def parse(self, written: object) -> Decimal:
        """Read a percent."""
        return percent(decimal_of(written.strip() if isinstance(written, str) else written))

    def load(self, stored: object) -> Decimal:
        """Read the percent back, exact."""
        return Decimal(str(stored))

    def dump(self, value: Decimal) -> Stored:
        """Store the percent as text: JSON numbers are binary."""
        return plain(value)


@dataclass(frozen=True, slots=True)
class Choice(Generic[C]):
    """One of a closed list; `labels` are English messages, to be translated where they are shown."""

    members: type[C]
    labels: Mapping[C, str]

    def parse(self, written: object) -> C:
        """Read the value of a member."""
        if written not in {member.value for member in self.members}:
            choices = [member.value for member in self.members]
            raise DomainError("setting.not_a_choice", written=str(written), choices=choices)
        return self.members(str(written))

    def load(self, stored: object) -> C:
        """Read the member back."""
        return self.members(str(stored))

    def dump(self, value: C) -> Stored:
        """Store the value of the member."""
        return value.value


@dataclass(frozen=True, slots=True)
class Folder:
    """An existing folder, or nothing."""

    def parse(self, written: object) -> Path | None:
        """Read the path of a folder that is there; an empty text is nothing."""
        if _nothing(written):
            return None
        path = Path(str(written).strip()).expanduser()
        if not path.is_absolute() or not path.is_dir():
            raise DomainError("setting.folder_missing", path=str(path))
        return path

    def load(self, stored: object) -> Path | None:
        """Read the path back; the folder may be away (an unplugged disk)."""
        return None if stored == NOTHING else Path(str(stored))

    def dump(self, value: Path | None) -> Stored:
        """Store the path as text."""
        return NOTHING if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What the numbers of a series begin with."""

    def parse(self, written: object) -> str:
        """Read the letters before the year."""
        text = str(written).strip()
        if not PREFIX.fullmatch(text):
            raise DomainError("setting.prefix_refused", written=text)
        return text

    def load(self, stored: object) -> str:
        """Read the letters back."""
        return str(stored)

    def dump(self, value: str) -> Stored:
        """Store the letters as they are."""
        return value


def _nothing(written: object) -> bool:
    return written is None or (isinstance(written, str) and not written.strip())


def _refused_hour(written: object) -> NoReturn:
    raise DomainError("setting.hour_refused", written=str(written))
