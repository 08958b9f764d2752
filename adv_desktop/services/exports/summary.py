"""The lines of the summary: figures, gaps, trend, and how each is written in a cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from adv_desktop.services import texts
from adv_desktop.services.exports.cells import CellValue, euros, fraction
from adv_desktop.services.exports.report_data import Figure, Indicator, MonthlyReport, Share, Unit
from adv_desktop.services.exports.sheets import FORMATS, SUMMARY_CODES, SUMMARY_ROWS, Kind
from adv_desktop.services.formats import Formats

if TYPE_CHECKING:
    from collections.abc import Sequence

GREEN, RED, GREY = "14653A", "A11B1B", "566273"
STEADY = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with its number format and, when it is a judgement, its colour."""

    value: CellValue
    number_format: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """Name, month, last year, gap, budget, gap, year to date, last year's, gap, trend."""

    figures: tuple[Shown, ...]


def chosen(report: MonthlyReport) -> list[Indicator]:
    """Return the indicators of the summary: those of the list first, then the others, twelve at most."""
    rank = {code: number for number, code in enumerate(SUMMARY_CODES)}
    by_rank = sorted(report.indicators, key=lambda indicator: rank.get(indicator.code, len(rank)))
    kept = by_rank[:SUMMARY_ROWS]
    return [indicator for indicator in report.indicators if indicator in kept]


def summary_lines(report: MonthlyReport) -> list[SummaryLine]:
    """Return the lines of the summary."""
    words = texts.of(report.language)
    return [_line(indicator, words) for indicator in chosen(report)]


def _line(indicator: Indicator, words: texts.Texts) -> SummaryLine:
    pairs = (
        (indicator.value, indicator.previous),
        (indicator.value, indicator.budget),
        (indicator.year_to_date, indicator.year_to_date_previous),
    )
    gaps = [gap(indicator, value, base, words) for value, base in pairs]
    return SummaryLine((
        Shown(indicator.name),
        figure(indicator, indicator.value, words),
        figure(indicator, indicator.previous, words), gaps[0],
        figure(indicator, indicator.budget, words), gaps[1],
        figure(indicator, indicator.year_to_date, words),
        figure(indicator, indicator.year_to_date_previous, words), gaps[2],
        trend(indicator, words),
    ))  # fmt: skip


def figure(indicator: Indicator, value: Figure, words: texts.Texts) -> Shown:
    """Return a figure with the format of its unit; « — » where there is none."""
    if value is None:
        return Shown("—", "", GREY)
    if indicator.unit is Unit.MONEY:
        return Shown(euros(int(value)), FORMATS[Kind.MONEY])
    if indicator.unit is Unit.PERCENT:
        return Shown(fraction(Decimal(value)), "0.0%")
    if indicator.unit is Unit.DAYS:
        return Shown(Decimal(value), _days(Decimal(value), words))
    return Shown(Decimal(value), "#,##0")


def gap(indicator: Indicator, value: Figure, base: Figure, words: texts.Texts) -> Shown:
    """Return the difference: relative for amounts and counts, in points for percents, in days for days."""
    if value is None or base is None:
        return Shown("—", "", GREY)
    now, then = Decimal(value), Decimal(base)
    if indicator.unit is Unit.PERCENT:
        return Shown(now - then, _judged('0.0\\ "pt"', indicator.better))
    if indicator.unit is Unit.DAYS:
        return Shown(now - then, _judged(_days(now - then, words), indicator.better))
    if not then:
        return Shown("—", "", GREY)
    return Shown((now - then) / abs(then), _judged("0.0%", indicator.better))


def _days(value: Decimal, words: texts.Texts) -> str:
    unit = words.gettext("d")
    return ("0.0" if value % 1 else "0") + f'\\ "{unit}"'


def _judged(written: str, better: int) -> str:
    """Return a format with signs, red on the bad side."""
    up, down = ("", "[Red]") if better > 0 else ("[Red]", "")
    return f"{up}+{written};{down}\\-{written};{written}"


def trend(indicator: Indicator, words: texts.Texts) -> Shown:
    """Return whether the month is better than the one before."""
    if indicator.value is None or indicator.trend is None:
        return Shown("—", "", GREY)
    change = Decimal(indicator.value) - Decimal(indicator.trend)
    if abs(change) <= abs(Decimal(indicator.trend)) * STEADY:
        return Shown(words.gettext("→ steady"), "@", GREY)
    if (change > 0) == (indicator.better > 0):
        return Shown(words.gettext("▲ better") if change > 0 else words.gettext("▼ better"), "@", GREEN)
    return Shown(words.gettext("▲ worse") if change > 0 else words.gettext("▼ worse"), "@", RED)


def subtitle(report: MonthlyReport) -> str:
    """Return company, closing day and state of the month."""
    words, formats = texts.of(report.language), Formats(report.language)
    closed = words.gettext("closed on {date}").format(date=formats.moment(report.closed_at))
    state = words.gettext("final") if report.closed else words.gettext("provisional")
    return " · ".join((
        report.company, formats.month(report.month), f"{closed} ({state})",
        words.gettext("amounts in euros excl. VAT unless stated"),
    ))  # fmt: skip


def cumulated(shares: Sequence[Share]) -> list[Decimal]:
    """Return the cumulated share of each bar, 1 for the last (Pareto)."""
    total = sum(share.value for share in shares)
    running = 0
    result = []
    for share in shares:
        running += share.value
        result.append((Decimal(running) / total).quantize(Decimal("0.0001")) if total else Decimal(0))
    return result
