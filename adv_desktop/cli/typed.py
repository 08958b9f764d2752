"""Values as they are typed on the command line, read exactly or refused with a sentence."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from adv_desktop.models import values
from adv_desktop.models.enums import BackorderPolicy, PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.splitting import Part
from adv_desktop.models.values import Money, from_minor, to_minor
from adv_desktop.services.folding import fold

E = TypeVar("E", bound=StrEnum)
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 1990, 2199
_METHODS = {
    "virement": PaymentMethod.TRANSFER,
    "cheque": PaymentMethod.CHEQUE,
    "carte": PaymentMethod.CARD,
    "carte bancaire": PaymentMethod.CARD,
    "cb": PaymentMethod.CARD,
    "especes": PaymentMethod.CASH,
    "prelevement": PaymentMethod.DIRECT_DEBIT,
    "lcr": PaymentMethod.BILL_OF_EXCHANGE,
    "effet": PaymentMethod.BILL_OF_EXCHANGE,
    "traite": PaymentMethod.BILL_OF_EXCHANGE,
}


def day(text: str) -> dt.date:
    """Read a date ("2026-11-24"); raise `date.unreadable`."""
    if _DAY.fullmatch(text):
        try:
            found = dt.date.fromisoformat(text)
        except ValueError:
            raise DomainError("date.unreadable", written=text) from None
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
    raise DomainError("date.unreadable", written=text)


def month(text: str) -> dt.date:
    """Read a month ("2026-11") as its first day; raise `date.unreadable_month`."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise DomainError("date.unreadable_month", written=text)
    return day(f"{text}-01")


def year(text: str) -> int:
    """Read a calendar year ("2026"); raise `date.unreadable`."""
    return day(f"{text}-01-01").year


def period(text: str) -> tuple[dt.date, dt.date]:
    """Read "2026-01-01..2026-12-31"; raise `date.unreadable_period`."""
    first, dots, last = text.partition("..")
    if not dots:
        raise DomainError("date.unreadable_period", written=text)
    start, end = day(first), day(last)
    if end < start:
        raise DomainError("date.unreadable_period", written=text)
    return start, end


def number(text: str) -> Decimal:
    """Read an exact number with a point; raise `number.not_a_number`."""
    if not _NUMBER.fullmatch(text):
        raise DomainError("number.not_a_number", written=text[:40])
    return Decimal(text)


def quantity(text: str) -> Decimal:
    """Read a quantity."""
    return values.quantity(number(text))


def percent(text: str) -> Decimal:
    """Read a percent from 0 to 100."""
    return values.percent(number(text))


def minor(amount: Decimal, currency: str) -> int:
    """Turn an amount into minor units; raise `amount.too_precise` or `amount.too_large`."""
    if abs(amount) > from_minor(values.MAX_MINOR, currency):
        raise DomainError("amount.too_large", limit=Money(values.MAX_MINOR, currency))
    found = to_minor(amount, currency)
    if from_minor(found, currency) != amount:
        raise DomainError("amount.too_precise", written=amount, currency=currency)
    return found


def remainder(text: str) -> BackorderPolicy:
    """Read what becomes of what stays behind."""
    known = {BackorderPolicy.KEEP.value, BackorderPolicy.CANCEL.value}
    if text not in known:
        raise DomainError("usage.choice", argument="--remainder", known=sorted(known), written=text)
    return BackorderPolicy(text)


def line_number(text: str) -> int:
    """Read the number of a line."""
    written = number(text)
    if written != written.to_integral_value() or written < 1:
        raise DomainError("number.not_a_number", written=text)
    return int(written)


def line_quantity(text: str) -> tuple[int, Decimal]:
    """Read "2=12.5": a line number and its quantity."""
    no, _equals, written = text.partition("=")
    if not re.fullmatch(r"[0-9]{1,6}", no) or not written:
        raise DomainError("usage.line", written=text)
    return int(no), quantity(written)


def part(text: str) -> Part:
    """Read "12@2026-12-01", or "12" for the day that the line has."""
    written, at, on = text.partition("@")
    return Part(quantity(written), day(on) if at else None)


def line_weights(text: str) -> tuple[int, tuple[Decimal, ...]]:
    """Read "2=3.240+3.180": a line number and kilograms, or the labels of scales."""
    from adv_desktop.services.weighing import read_weights  # it loads the database library

    no, _equals, written = text.partition("=")
    if not re.fullmatch(r"[0-9]{1,6}", no) or not written:
        raise DomainError("usage.line_weight", written=text)
    return int(no), read_weights(written)


def serials(text: str) -> tuple[str, ...]:
    """Read serial numbers: "SN1001..SN1010,SN1020"."""
    from adv_desktop.models.rules.serial_numbers import read

    return read(text)


def line_serials(text: str) -> tuple[int, tuple[str, ...]]:
    """Read "2=SN1001..SN1010": a line number and the serial numbers of its units."""
    no, _equals, written = text.partition("=")
    if not re.fullmatch(r"[0-9]{1,6}", no) or not written:
        raise DomainError("usage.line_serials", written=text)
    return int(no), serials(written)


def named_amount(text: str) -> tuple[str, Decimal | None]:
    """Read "FA2026000001" or "FA2026000001=120.00"."""
    name, equals, written = text.partition("=")
    if not name or (equals and not written):
        raise DomainError("usage.invoice_amount", written=text)
    return name, number(written) if equals else None


def named_pieces(text: str) -> tuple[str, int]:
    """Read "EUR=5": the code of a packaging and its pieces."""
    code, _equals, written = text.partition("=")
    if not code or not re.fullmatch(r"[0-9]{1,6}", written):
        raise DomainError("usage.pieces", written=text)
    return code, int(written)


def named_quantity(text: str) -> tuple[str, Decimal]:
    """Read "VIS-4=120": the code of a product and a quantity."""
    code, _equals, written = text.rpartition("=")
    if not code:
        raise DomainError("usage.named_quantity", written=text)
    return code, quantity(written)


def method(text: str) -> PaymentMethod:
    """Read a payment method, in English or French; raise `usage.choice`."""
    found = _METHODS.get(fold(text).strip())
    return found or choice(PaymentMethod, text, "--method")


def choice(kind: type[E], text: str, argument: str) -> E:
    """Read a word of a closed list; raise `usage.choice` naming the list."""
    try:
        return kind(text)
    except ValueError:
        raise DomainError(
            "usage.choice", argument=argument, written=text, known=[member.value for member in kind]
        ) from None
