"""What payment terms are: parts of an amount, their due dates, the legal ceiling (L441-10)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from adv_desktop.models.values import plain

LEGAL_DAYS = 60
SUMMARY_INVOICE_DAYS = 45
PUBLIC_BUYER_DAYS = 30
HOSPITAL_DAYS = 50
TRANSPORT_DAYS = 30
_DEROGATION_DAYS = 45


class TermMode(StrEnum):
    """How days count: net, then end of month, from end of month, calendar months then end of month."""

    NET = "NET"
    J_FM = "J_FM"
    FM_J = "FM_J"
    MOIS_FM = "MOIS_FM"


class BuyerKind(StrEnum):
    """Who pays, as far as the legal ceiling is concerned."""

    BUSINESS = "business"
    PUBLIC = "public"
    HOSPITAL = "hospital"


@dataclass(frozen=True, slots=True)
class InstalmentTerm:
    """One part of the amount and when it falls due; no share means the remainder.

    `days` counts months in the mode MOIS_FM.
    """

    share: Fraction | None = None
    mode: TermMode = TermMode.NET
    days: int = 0
    day_of_month: int | None = None
    at_order: bool = False
    from_delivery: bool = False

    @property
    def percent(self) -> Decimal | None:
        """The share as a percent (None: the remainder)."""
        return None if self.share is None else Decimal(self.share.numerator * 100) / self.share.denominator

    def due(self, invoice_date: date, delivery_date: date | None = None) -> date:
        """Return the due date; it is contractual, so it never moves to a working day."""
        if self.at_order:
            return invoice_date
        start = delivery_date if self.from_delivery and delivery_date else invoice_date
        if self.mode is TermMode.NET:
            return start + timedelta(days=self.days)
        if self.mode is TermMode.FM_J:
            return end_of_month(start) + timedelta(days=self.days)
        if self.mode is TermMode.MOIS_FM:
            return end_of_month(add_months(start.replace(day=1), self.days))
        end = end_of_month(start + timedelta(days=self.days))
        if self.day_of_month is None:
            return end
        following = end + timedelta(days=1)
        return following.replace(day=min(self.day_of_month, end_of_month(following).day))


@dataclass(frozen=True, slots=True)
class Instalment:
    """An amount to pay on a date."""

    due: date
    minor: int
    at_order: bool = False


@dataclass(frozen=True, slots=True)
class TermsSummary:
    """The terms in one word and its figures, as lists and imports show them."""

    mode: str
    days: int
    day_of_month: int | None


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """An ordered list of instalments; the last one takes what is left."""

    instalments: tuple[InstalmentTerm, ...]

    @property
    def prepaid(self) -> bool:
        """Whether everything is paid at the order, before shipping."""
        return all(term.at_order for term in self.instalments)

    @property
    def deposit_percent(self) -> Decimal | None:
        """The percent asked at the order, when it is a part only."""
        shares = [term.share for term in self.instalments if term.at_order and term.share is not None]
        if not shares:
            return None
        total = sum(shares, Fraction(0))
        return Decimal(total.numerator * 100) / total.denominator

    @property
    def summary(self) -> TermsSummary:
        """The terms in one word: NET, J_FM, FM_J, MOIS_FM, PREPAID, DEPOSIT_30 or INSTALMENTS."""
        last = self.instalments[-1]
        mode: str = last.mode.value
        if self.prepaid:
            mode = "PREPAID"
        elif len(self.instalments) > 1:
            deposit = self.deposit_percent
            mode = f"DEPOSIT_{plain(deposit)}" if deposit and len(self.instalments) == 2 else "INSTALMENTS"
        return TermsSummary(mode, last.days, last.day_of_month)

    def after_deposit(self) -> PaymentTerms:
        """Return the terms of what is left once the part paid at the order has been deducted."""
        left = tuple(term for term in self.instalments if not term.at_order)
        if not left or len(left) == len(self.instalments):
            return self
        at_order = sum((term.share or Fraction(0) for term in self.instalments if term.at_order), Fraction(0))
        rest = 1 - at_order
        return PaymentTerms(tuple(_rescaled(term, rest) for term in left))

    def due_dates(
        self, invoice_date: date, gross_minor: int, currency: str = "EUR", delivery_date: date | None = None
    ) -> tuple[Instalment, ...]:
        """Share an amount of minor units of `currency`: each part rounded half up, the last takes the rest."""
        left = gross_minor
        parts = []
        for index, term in enumerate(self.instalments):
            last = index == len(self.instalments) - 1
            minor = left if last or term.share is None else _round(gross_minor * term.share)
            left -= minor
            parts.append(Instalment(term.due(invoice_date, delivery_date), minor, term.at_order))
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class CeilingExceeded:
    """A due date after the legal ceiling (L441-10): a warning, never a refusal."""

    due: date
    ceiling: date
    days: int
    code: str = "terms.over_ceiling"


def over_ceiling(
    terms: PaymentTerms,
    invoice_date: date,
    *,
    summary_invoice: bool = False,
    buyer: BuyerKind = BuyerKind.BUSINESS,
    transport: bool = False,
    delivery_date: date | None = None,
) -> CeilingExceeded | None:
    """Compare the last due date with the ceiling of the law; None when it is respected.

    « 45 jours fin de mois » and « fin de mois + 45 jours » are lawful by their own formula, but only
    where the general ceiling applies: not for summary invoices, public buyers nor transport.
    """
    days = _ceiling_days(summary_invoice=summary_invoice, buyer=buyer, transport=transport)
    dues = [
        term.due(invoice_date, delivery_date)
        for term in terms.instalments
        if not (days == LEGAL_DAYS and _is_derogation(term))
    ]
    ceiling = invoice_date + timedelta(days=days)
    late = [due for due in dues if due > ceiling]
    return CeilingExceeded(max(late), ceiling, days) if late else None


def end_of_month(day: date) -> date:
    """Return the last day of the month of a date."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Add calendar months, keeping within the month (31 January + 1 is 28 or 29 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    first = day.replace(year=day.year + years, month=month + 1, day=1)
    return first.replace(day=min(day.day, end_of_month(first).day))


def _ceiling_days(*, summary_invoice: bool, buyer: BuyerKind, transport: bool) -> int:
    limits = [LEGAL_DAYS]
    if summary_invoice:
        limits.append(SUMMARY_INVOICE_DAYS)
    if transport:
        limits.append(TRANSPORT_DAYS)
    if buyer is BuyerKind.PUBLIC:
        limits.append(PUBLIC_BUYER_DAYS)
    if buyer is BuyerKind.HOSPITAL:
        limits.append(HOSPITAL_DAYS)
    return min(limits)


def _is_derogation(term: InstalmentTerm) -> bool:
    at_month_end = term.mode in {TermMode.J_FM, TermMode.FM_J} and term.day_of_month is None
    return at_month_end and term.days == _DEROGATION_DAYS


def _round(value: Fraction) -> int:
    """Round half up, away from zero, like every amount."""
    half_up = int(abs(value) + Fraction(1, 2))
    return half_up if value >= 0 else -half_up


def _rescaled(term: InstalmentTerm, rest: Fraction) -> InstalmentTerm:
    return term if term.share is None else replace(term, share=term.share / rest)
