"""Take the cells of a row by field, each in the kind it must have, and note everything that is wrong with the row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from adv_desktop.models import values as limits
from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import Money, to_minor
from adv_desktop.services.imports.dates import parse_date
from adv_desktop.services.imports.numbers import parse_number, parse_percents
from adv_desktop.services.imports.tables import Cell, CellNote, Row
from adv_desktop.services.imports.words import normal, one_line

Kind = TypeVar("Kind")

_YES = {"o", "oui", "y", "yes", "x", "1", "vrai", "true", "ja", "j"}
_NO = {"", "n", "non", "no", "0", "faux", "false", "nein", "-"}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row: the field, the code of the sentence and its facts."""

    row: int
    field: str
    code: str
    facts: dict[str, object]


@dataclass(slots=True)
class Values:
    """The cells of one row by field; a field that cannot be read adds a fault and gives a harmless value."""

    row: Row
    columns: Mapping[str, int]
    mark: str = ""
    faults: list[RowFault] = field(default_factory=list)

    def fault(self, name: str, code: str, **facts: object) -> None:
        """Note that a field of the row is wrong."""
        self.faults.append(RowFault(self.row.number, name, code, facts))

    def cell(self, name: str) -> Cell:
        """Return the cell of a field; an empty one when the file has no such column."""
        return self.row.cell(self.columns.get(name))

    def text(self, name: str) -> str | None:
        """Return the text of a field on one line, None when it is empty."""
        cell = self.cell(name)
        if cell.note is CellNote.ERROR:
            self.fault(name, "import.cell_error", written=cell.text)
            return None
        return one_line(cell.text) or None

    def required(self, name: str) -> str:
        """Return the text of a field that may not be empty."""
        text = self.text(name)
        if text is None:
            self.fault(name, "import.missing_value")
        return text or ""

    def digits(self, name: str, length: int) -> str | None:
        """Return a code of digits; a sheet that took it for a number has lost the zeros before it."""
        text = self.text(name)
        return text.zfill(length) if text and self.cell(name).number is not None and text.isdigit() else text

    def checked(self, name: str, check: Callable[[str], str], length: int = 0) -> str | None:
        """Return an identifier in its normal form."""
        text = self.digits(name, length)
        if text is None:
            return None
        try:
            return check(text)
        except DomainError as error:
            self.fault(name, error.code, **error.facts)
            return None

    def decimal(self, name: str) -> Decimal | None:
        """Return a number, None when the field is empty."""
        cell = self.cell(name)
        if cell.number is not None:
            return cell.number
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_number(text, self.mark)
        except DomainError as error:
            self.fault(name, error.code, **error.facts)
            return None

    def limited(self, name: str, check: Callable[[Decimal], Decimal]) -> Decimal | None:
        """Return a quantity, price or percent within its limits, None when the field is empty."""
        number = self.decimal(name)
        if number is None:
            return None
        try:
            return check(number)
        except DomainError as error:
            self.fault(name, error.code, **error.facts)
            return None

    def quantity(self, name: str) -> Decimal | None:
        """Return a quantity of four decimals at most."""
        return self.limited(name, limits.quantity)

    def price(self, name: str) -> Decimal | None:
        """Return a unit price of six decimals at most."""
        return self.limited(name, limits.unit_price)

    def percents(self, name: str) -> tuple[Decimal, ...]:
        """Return a discount or a cascade of discounts; zero is none."""
        text = self.text(name)
        if text is None:
            return ()
        try:
            return tuple(limits.percent(percent) for percent in parse_percents(text, self.mark))
        except DomainError as error:
            self.fault(name, error.code, **error.facts)
            return ()

    def money(self, name: str, currency: str) -> int | None:
        """Return an amount in minor units, None when the field is empty."""
        amount = self.decimal(name)
        if amount is None:
            return None
        minor = to_minor(amount, currency)
        if abs(minor) > limits.MAX_MINOR:
            self.fault(name, "amount.too_large", limit=Money(limits.MAX_MINOR, currency))
            return None
        return minor

    def whole(self, name: str) -> int | None:
        """Return a whole number that is not negative."""
        number = self.decimal(name)
        if number is None:
            return None
        if number != number.to_integral_value() or number < 0:
            self.fault(name, "import.not_whole", written=self.cell(name).text)
            return None
        return int(number)

    def flag(self, name: str) -> bool:
        """Return whether a field says yes."""
        said = normal(self.text(name) or "")
        if said not in _YES | _NO:
            self.fault(name, "import.not_yes_or_no", written=self.cell(name).text)
        return said in _YES

    def day(self, name: str) -> date | None:
        """Return a date, None when the field is empty."""
        cell = self.cell(name)
        if isinstance(cell.value, date):
            return cell.value
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_date(text)
        except DomainError as error:
            self.fault(name, error.code, **error.facts)
            return None

    def choice(self, name: str, words: Mapping[str, Kind], default: Kind) -> Kind:
        """Return what a word of a closed list means; the default when the field is empty."""
        text = self.text(name)
        if text is None:
            return default
        said = normal(text)
        found = words.get(said) or next(
            (meaning for word, meaning in words.items() if said.startswith(f"{word} ")), None
        )
        if found is None:
            self.fault(name, "import.unknown_word", written=text, known=list(dict.fromkeys(words)))
        return found or default
