"""How numbers, amounts and dates are written, for the window, the documents and the letters.

French: U+202F between thousands, a comma, the sign after the number; English: comma, point, sign first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.models.values import currency_decimals, plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


@dataclass(frozen=True, slots=True)
class _Language:
    group: str
    point: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]


_LANGUAGES: Mapping[str, _Language] = {
    "fr": _Language(
        group=NARROW_SPACE,
        point=",",
        months=tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
        short_months=tuple("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()),
        weekdays=tuple("lundi mardi mercredi jeudi vendredi samedi dimanche".split()),
    ),
    "en": _Language(
        group=",",
        point=".",
        months=tuple("January February March April May June July August September October November December".split()),
        short_months=tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
        weekdays=tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
    ),
}


class Formats:
    """Write values in one language ("fr", "en"; any other reads as English)."""

    def __init__(self, language: str, zone: dt.tzinfo | None = None) -> None:
        self.language = language if language in _LANGUAGES else "en"
        self._words = _LANGUAGES[self.language]
        self._zone = zone

    def money(self, minor: int, currency: str = "EUR") -> str:
        """Write an amount in minor units with its currency: "1 286,02 €", "€1,286.02"."""
        sign = _SIGNS.get(currency)
        if self.language == "fr":
            return f"{self.amount(minor, currency)}{NO_BREAK_SPACE}{sign or currency}"
        text = self.amount(abs(minor), currency)
        before = MINUS if minor < 0 else ""
        return f"{before}{sign}{text}" if sign else f"{before}{text}{NO_BREAK_SPACE}{currency}"

    def amount(self, minor: int, currency: str = "EUR") -> str:
        """Write an amount in minor units without its currency: "1 286,02"."""
        decimals = currency_decimals(currency)
        digits = str(abs(minor)).rjust(decimals + 1, "0")
        whole = self._grouped(digits[: len(digits) - decimals])
        text = f"{whole}{self._words.point}{digits[-decimals:]}" if decimals else whole
        return MINUS + text if minor < 0 else text

    def rounded(self, minor: int, currency: str = "EUR") -> str:
        """Write an amount to the nearest unit, for tiles and axes: "1 286 €"."""
        scale = 10 ** currency_decimals(currency)
        units = (abs(minor) + scale // 2) // scale
        text = self.integer(-units if minor < 0 else units)
        sign = _SIGNS.get(currency, currency)
        if self.language == "fr":
            return f"{text}{NO_BREAK_SPACE}{sign}"
        return f"{MINUS if minor < 0 and units else ''}{sign}{self.integer(units)}"

    def integer(self, value: int) -> str:
        """Write a count: "12 480"."""
        text = self._grouped(str(abs(value)))
        return MINUS + text if value < 0 else text

    def quantity(self, value: Decimal) -> str:
        """Write a quantity without useless zeros: "1 250", "48,5"."""
        return self._decimal(value, 0)

    def price(self, value: Decimal, decimals: int = 2) -> str:
        """Write a unit price with at least `decimals` decimals: "12,50", "0,004512"."""
        return self._decimal(value, decimals)

    def unit_price(self, value: Decimal) -> str:
        """Write a unit price in euros with their sign, as amounts are: "12,50 €", "€12.50"."""
        if self.language == "fr":
            return f"{self.price(value)}{NO_BREAK_SPACE}€"
        return f"{MINUS if value < 0 else ''}€{self.price(abs(value))}"

    def percent(self, value: Decimal) -> str:
        """Write a percent (20 means 20 %): "20 %", "5.5%"."""
        text = self._decimal(value, 0)
        return f"{text}{NO_BREAK_SPACE}%" if self.language == "fr" else f"{text}%"

    def date(self, day: dt.date) -> str:
        """Write a date: "24/11/2026", "24 Nov 2026"."""
        if self.language == "fr":
            return f"{day.day:02}/{day.month:02}/{day.year:04}"
        return f"{day.day} {self._words.short_months[day.month - 1]} {day.year}"

    def short_date(self, day: dt.date) -> str:
        """Write a date without its year, for narrow columns: "24/11", "24 Nov"."""
        if self.language == "fr":
            return f"{day.day:02}/{day.month:02}"
        return f"{day.day} {self._words.short_months[day.month - 1]}"

    def long_date(self, day: dt.date) -> str:
        """Write a date with its weekday: "mardi 24 novembre 2026"."""
        weekday, month = self._words.weekdays[day.weekday()], self._words.months[day.month - 1]
        number = "1er" if day.day == 1 and self.language == "fr" else str(day.day)
        return f"{weekday} {number} {month} {day.year}"

    def month(self, day: dt.date) -> str:
        """Write a month: "novembre 2026"."""
        return f"{self._words.months[day.month - 1]} {day.year}"

    def short_month(self, day: dt.date) -> str:
        """Write a month for an axis: "nov. 26", "Nov 26"."""
        return f"{self._words.short_months[day.month - 1]} {day.year % 100:02}"

    def moment(self, instant: dt.datetime) -> str:
        """Write an instant in the local zone: "24/11/2026 14:05"."""
        local = instant.astimezone(self._zone)
        return f"{self.date(local.date())} {local:%H:%M}"

    def _grouped(self, digits: str) -> str:
        return f"{int(digits):,}".replace(",", self._words.group)

    def _decimal(self, value: Decimal, at_least: int) -> str:
        whole, _, fraction = plain(abs(value)).partition(".")
        fraction = fraction.ljust(at_least, "0")
        text = self._grouped(whole)
        if fraction:
            text += self._words.point + fraction
        return MINUS + text if value < 0 else text
