"""Late interest between businesses (L441-10 II): half-yearly rates, part payments, the fixed 40 EUR.

The rate of 1 January holds for the first half-year, that of 1 July for the second. A half-year whose
rates were not entered is refused: nobody knows them before they are published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from adv_desktop.models.errors import DomainError

RECOVERY_FEE = 4000
YEAR_DAYS = 365
_JULY = 7


class PenaltyKind(StrEnum):
    """What the seller's terms of sale provide."""

    ECB_PLUS = "ecb_plus"
    THREE_TIMES_LEGAL = "three_times_legal"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class PenaltyRule:
    """How the yearly rate is found; `percent` is the margin over the ECB rate, or the fixed rate."""

    kind: PenaltyKind = PenaltyKind.ECB_PLUS
    percent: Decimal = Decimal(10)


@dataclass(frozen=True, slots=True)
class HalfYearRates:
    """Published percents of one half-year: ECB refinancing rate and legal interest between businesses."""

    ecb: Decimal
    legal: Decimal


@dataclass(frozen=True, slots=True)
class PartPayment:
    """An amount received on a date, in minor units."""

    on: date
    minor: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Days at one amount and one rate, first and last day included."""

    first: date
    last: date
    days: int
    minor: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class LateInterest:
    """What lateness costs, outside VAT: interest in minor units, fee in EUR cents."""

    interest: int
    recovery_fee: int
    segments: tuple[Segment, ...]


def _rates(*rows: tuple[str, str, str]) -> dict[str, HalfYearRates]:
    return {half: HalfYearRates(Decimal(ecb), Decimal(legal)) for half, ecb, legal in rows}


PUBLISHED_RATES = _rates(
    ("2023-S1", "2.50", "2.06"),
    ("2023-S2", "4.00", "4.22"),
    ("2024-S1", "4.50", "5.07"),
    ("2024-S2", "4.25", "4.92"),
    ("2025-S1", "3.15", "3.71"),
    ("2025-S2", "2.15", "2.76"),
    ("2026-S1", "2.15", "2.62"),
    ("2026-S2", "2.40", "2.75"),
)


def half_year(day: date) -> str:
    """Return the half-year of a day ("2026-S2")."""
    return f"{day.year}-S{1 if day.month < _JULY else 2}"


def yearly_rate(rule: PenaltyRule, day: date, rates: Mapping[str, HalfYearRates]) -> Decimal:
    """Return the penalty percent that runs on a day; raise `interest.rate_missing` when it is unknown."""
    if rule.kind is PenaltyKind.FIXED:
        return rule.percent
    published = _published(day, rates)
    if rule.kind is PenaltyKind.THREE_TIMES_LEGAL:
        return 3 * published.legal
    return published.ecb + rule.percent


def below_floor(rule: PenaltyRule, day: date, rates: Mapping[str, HalfYearRates]) -> Decimal | None:
    """Return the legal floor (3 × legal interest) when the rule's rate is under it: a warning."""
    floor = 3 * _published(day, rates).legal
    return floor if yearly_rate(rule, day, rates) < floor else None


def late_interest(
    minor: int,
    due: date,
    until: date,
    *,
    rates: Mapping[str, HalfYearRates],
    rule: PenaltyRule | None = None,
    payments: Sequence[PartPayment] = (),
) -> LateInterest:
    """Compute interest from the day after `due` to `until` included; only the total is rounded.

    A part payment stops bearing interest after its own date.
    """
    rule = rule or PenaltyRule()
    segments = []
    for first, last in _spans(due, until, payments):
        left = minor - sum(payment.minor for payment in payments if payment.on < first)
        if left > 0:
            rate = yearly_rate(rule, first, rates)
            segments.append(Segment(first, last, (last - first).days + 1, left, rate))
    total = sum((_exact(segment) for segment in segments), Fraction(0))
    return LateInterest(int(total + Fraction(1, 2)), RECOVERY_FEE if segments else 0, tuple(segments))


def _published(day: date, rates: Mapping[str, HalfYearRates]) -> HalfYearRates:
    half = half_year(day)
    if half not in rates:
        raise DomainError("interest.rate_missing", half_year=half)
    return rates[half]


def _exact(segment: Segment) -> Fraction:
    return segment.minor * Fraction(segment.rate) * segment.days / (100 * YEAR_DAYS)


def _spans(due: date, until: date, payments: Sequence[PartPayment]) -> list[tuple[date, date]]:
    """Cut the late days at each half-year and at each payment."""
    first_late = due + timedelta(days=1)
    if until < first_late:
        return []
    starts = {first_late}
    starts |= {date(year, month, 1) for year in range(due.year, until.year + 1) for month in (1, _JULY)}
    starts |= {payment.on + timedelta(days=1) for payment in payments}
    firsts = sorted(start for start in starts if first_late <= start <= until)
    lasts = [start - timedelta(days=1) for start in firsts[1:]] + [until]
    return list(zip(firsts, lasts, strict=True))
