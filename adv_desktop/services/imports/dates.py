"""Find dates as French, English and German letters write them, and as ISO."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.words import fold, one_line

_MONTHS = (
    ("janvier", "january", "januar", "janv", "jan", "janner"),
    ("fevrier", "february", "februar", "fevr", "fev", "feb"),
    ("mars", "march", "marz", "maerz", "mar", "mrz"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "juni", "jun"),
    ("juillet", "july", "juli", "juil", "jul"),
    ("aout", "august", "aou", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oktober", "oct", "okt"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dezember", "dec", "dez"),
)
_MONTH_OF = {name: month for month, names in enumerate(_MONTHS, 1) for name in names}
_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_CLOCK = r"(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?z?)?"
_TEXT_YEAR = r"(?P<text_year>\d{4}|\d{2}(?!\s*h))?"
_DATE = re.compile(
    rf"""(?<![\w.])(?:
      (?P<iso_year>\d{{4}})[-/.](?P<iso_month>\d{{1,2}})[-/.](?P<iso_day>\d{{1,2}})(?=$|\D){_CLOCK}
    | (?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}})(?![\w/]|-\d)
    | (?P<text_day>\d{{1,2}})(?:er|st|nd|rd|th|\.)?(?:\s+of)?[\s-]*
      (?P<text_month>{_NAMES})\b\.?,?[\s-]*{_TEXT_YEAR}(?!\w)
    | (?P<us_month>{_NAMES})\b\.?\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<us_year>\d{{4}})(?!\d)
    | (?P<short_day>\d{{1,2}})/(?P<short_month>\d{{1,2}})(?![\w/%])
    )""",
    re.VERBOSE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEARS = range(1990, 2101)
# A date without year is the one nearest to come: up to this many days back it is still this year's.
_LOOK_BACK = 183
_MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, with where it stands."""

    day: date
    start: int
    end: int


def find_dates(text: str, around: date | None = None) -> Iterator[FoundDate]:
    """Yield the dates of a text in order; one without year only when `around` says in which one to look."""
    for match in _DATE.finditer(fold(text)):
        day = _day_of(match, around)
        if day is not None:
            yield FoundDate(day, match.start(), match.end())


@lru_cache(maxsize=4096)  # a file says the same few days again and again
def parse_date(text: str, around: date | None = None) -> date:
    """Read a cell that holds one date and nothing else but a weekday or a time."""
    stripped = one_line(text)
    if compact := _COMPACT.fullmatch(stripped):
        found = _valid(*map(int, compact.groups()))
        if found:
            return found
    dates = list(find_dates(stripped, around))
    if len(dates) != 1 or len(stripped) > 40:
        raise DomainError("not_a_date", written=stripped)
    return dates[0].day


_NUMERIC = re.compile(r"(?<![\w./-])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?![\w/])")


def american_dates(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the dates that can only be American (11/20/2026), and those that may be either (12/04/2026).

    Both are empty where a date can only be European: who writes 20/11 does not mean December by 12/04.
    """
    sure, either = [], []
    for found in (match for text in texts for match in _NUMERIC.finditer(text)):
        first, second = int(found.group(1)), int(found.group(2))
        if first > _MONTHS_IN_YEAR >= second:
            return [], []
        if second > _MONTHS_IN_YEAR:
            sure.append(found.group())
        elif first != second:
            either.append(found.group())
    return sure, either


def parse_american_date(text: str, around: date | None = None) -> date:
    """Read a cell of a column whose dates are American: the month first."""
    return parse_date(_NUMERIC.sub(_european, text), around)


def _european(found: re.Match[str]) -> str:
    return f"{found.group(2)}/{found.group(1)}/{found.group().rpartition('/')[2]}"


def _day_of(match: re.Match[str], around: date | None) -> date | None:
    part = match.groupdict()
    if part["iso_year"]:
        return _valid(int(part["iso_year"]), int(part["iso_month"]), int(part["iso_day"]))
    if part["day"]:
        return _day_first(int(part["day"]), int(part["month"]), _full_year(part["year"]))
    if part["us_month"]:
        return _valid(int(part["us_year"]), _MONTH_OF[part["us_month"]], int(part["us_day"]))
    if part["short_day"]:
        return _nearest(int(part["short_month"]), int(part["short_day"]), around)
    month, day = _MONTH_OF[part["text_month"]], int(part["text_day"])
    return _valid(_full_year(part["text_year"]), month, day) if part["text_year"] else _nearest(month, day, around)


def _day_first(day: int, month: int, year: int) -> date | None:
    # 12/25/2026 can only be American; 05/06/2026 is read the European way.
    return _valid(year, day, month) if month > 12 else _valid(year, month, day)


def _nearest(month: int, day: int, around: date | None) -> date | None:
    if around is None:
        return None
    this_year = _valid(around.year, month, day)
    if this_year is not None and (around - this_year).days > _LOOK_BACK:
        return _valid(around.year + 1, month, day)
    return this_year


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _valid(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
