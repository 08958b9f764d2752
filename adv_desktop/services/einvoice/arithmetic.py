"""The amounts of an electronic invoice worked out again to the cent: the official rules let cents pass.

Ids name the business term that is wrong. Everything is fatal but a cent on a line, which another way of
rounding explains.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from adv_desktop.models.values import currency_decimals, round_half_up
from adv_desktop.services.einvoice.faults import Fault, Flag
from adv_desktop.services.einvoice.written import WrittenAdjustment, WrittenInvoice, WrittenLine, WrittenTax

ZERO = Decimal(0)
_HUNDRED = Decimal(100)


def arithmetic_faults(invoice: WrittenInvoice) -> list[Fault]:
    """Return every amount that its own parts contradict."""
    return [
        *(fault for line in invoice.lines if not line.grouping for fault in _line(line, invoice.currency)),
        *_sum_of_lines(invoice),
        *_adjustments(invoice),
        *(fault for row in invoice.taxes for fault in _tax_row(row, invoice)),
        *_totals(invoice),
    ]


def _line(line: WrittenLine, currency: str) -> Iterator[Fault]:
    if line.quantity is None or line.price is None or line.net is None:
        return
    base = line.price_base or Decimal(1)
    gross = _rounded(line.quantity * line.price / base, currency)
    wanted = gross + _balance(line.adjustments)
    difference = abs(line.net - wanted)
    if difference:
        flag = Flag.WARNING if difference <= _cent(currency) else Flag.FATAL
        yield _wrong("BT-131", line.net, wanted, f"line {line.id}", flag)


def _sum_of_lines(invoice: WrittenInvoice) -> Iterator[Fault]:
    if not invoice.has_lines or invoice.sums.lines is None:
        return
    wanted = sum((line.net or ZERO for line in invoice.lines if not line.grouping), ZERO)
    if wanted != invoice.sums.lines:
        yield _wrong("BT-106", invoice.sums.lines, wanted)


def _adjustments(invoice: WrittenInvoice) -> Iterator[Fault]:
    """Compare the sums of allowances and charges with their parts; a profile without parts gives only sums."""
    for term, is_charge, written in (
        ("BT-107", False, invoice.sums.allowances),
        ("BT-108", True, invoice.sums.charges),
    ):
        parts = [row.amount or ZERO for row in invoice.adjustments if row.is_charge is is_charge]
        wanted = sum(parts, ZERO)
        if (parts or written) and wanted != (written or ZERO) and (parts or invoice.has_lines):
            yield _wrong(term, written or ZERO, wanted)


def _tax_row(row: WrittenTax, invoice: WrittenInvoice) -> Iterator[Fault]:
    where = f"{row.category} {row.rate_text}".strip()
    if row.base is None or row.amount is None:
        return
    if row.rate is not None:
        wanted = _rounded(row.base * row.rate / _HUNDRED, invoice.currency)
        if wanted != row.amount:
            yield _wrong("BT-117", row.amount, wanted, where)
    if invoice.has_lines and _alone(row, invoice):
        base = _base(row, invoice)
        if base != row.base:
            yield _wrong("BT-116", row.base, base, where)


def _alone(row: WrittenTax, invoice: WrittenInvoice) -> bool:
    """Tell whether one row of the table holds a category and rate: several share them by a date or a reason."""
    same = [
        other for other in invoice.taxes if (other.category, other.rate or ZERO) == (row.category, row.rate or ZERO)
    ]
    return len(same) == 1


def _base(row: WrittenTax, invoice: WrittenInvoice) -> Decimal:
    key = row.category, row.rate or ZERO
    lines = (line.net or ZERO for line in invoice.lines
             if not line.grouping and (line.category, line.rate or ZERO) == key)  # fmt: skip
    return sum(lines, ZERO) + _balance(
        tuple(part for part in invoice.adjustments if (part.category, part.rate or ZERO) == key)
    )


def _totals(invoice: WrittenInvoice) -> Iterator[Fault]:
    sums = invoice.sums
    if sums.lines is not None and sums.net is not None:
        wanted = sums.lines - (sums.allowances or ZERO) + (sums.charges or ZERO)
        if wanted != sums.net:
            yield _wrong("BT-109", sums.net, wanted)
    if invoice.taxes:
        wanted = sum((row.amount or ZERO for row in invoice.taxes), ZERO)
        if wanted != (sums.vat or ZERO):
            yield _wrong("BT-110", sums.vat or ZERO, wanted)
    if sums.net is not None and sums.gross is not None:
        wanted = sums.net + (sums.vat or ZERO)
        if wanted != sums.gross:
            yield _wrong("BT-112", sums.gross, wanted)
    if sums.gross is not None and sums.due is not None and invoice.taxes:  # the smallest profile leaves deposits out
        wanted = sums.gross - (sums.prepaid or ZERO) + (sums.rounding or ZERO)
        if wanted != sums.due:
            yield _wrong("BT-115", sums.due, wanted)


def _balance(adjustments: tuple[WrittenAdjustment, ...]) -> Decimal:
    return sum(((row.amount or ZERO) if row.is_charge else -(row.amount or ZERO) for row in adjustments), ZERO)


def _rounded(value: Decimal, currency: str) -> Decimal:
    return round_half_up(value, currency_decimals(currency))


def _cent(currency: str) -> Decimal:
    return Decimal(1).scaleb(-currency_decimals(currency))


def _wrong(term: str, written: Decimal, wanted: Decimal, where: str = "", flag: Flag = Flag.FATAL) -> Fault:
    return Fault(f"ADV-{term}", f"{written} ≠ {wanted}", where, flag)
