"""Returnable packaging: why what a customer holds of it changes, and which VAT its deposit bears (R17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from adv_desktop.models.enums import VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.totals import VatKey
from adv_desktop.models.rules.vat import OUTSIDE_BASE
from adv_desktop.models.values import PRICE_DECIMALS, round_half_up

MOST_PIECES = 9999  # of one kind, at once
NORMAL_RATE = Decimal(20)
DEPOSIT_ACCOUNT = "4196"  # customers, debts for packaging to be given back (PCG)
_HUNDRED = Decimal(100)


class PackagingMoveKind(StrEnum):
    """Why the returnable packaging that a customer holds changed."""

    DELIVERED = "delivered"
    RETURNED = "returned"
    COUNTED = "counted"


class CarrierMoveKind(StrEnum):
    """Why the packaging that a carrier owes us changed."""

    GIVEN = "given"
    RECEIVED = "received"
    COUNTED = "counted"


def check_pieces(count: int) -> None:
    """Raise `packaging.count` for a number of pieces that cannot be."""
    if not 0 <= count <= MOST_PIECES:
        raise DomainError("packaging.count", written=count, most=MOST_PIECES)


def deposit_vat(taxed: VatKey, present: Iterable[VatKey], *, bears_vat: bool) -> VatKey:
    """Return the VAT of a deposit beside the lines of its document; `taxed` is what a sale of the packaging bears.

    A deposit without VAT is no part of the taxable amount as long as the packaging may come back (directive
    2006/112/EC, article 92 a). That is category O in substance, but EN 16931 lets no other category stand beside O
    (BR-O-11 to BR-O-14) and wants no VAT number with it (BR-O-02), while a deposit stands beside the goods it went
    with. Hence E at rate 0 with a reason and its code, both of which the tax office asks for (G1.41). The code list
    has none for article 92; the one that says that an amount is no part of the taxable amount is that of article
    79 c. An E breakdown is there once (BR-E-01): a document that bears a reason of its own (franchise, exemption)
    lends it to the deposit, and one that is out of scope as a whole keeps its O.
    """
    if bears_vat:
        return taxed
    untaxed = {VatCategory.EXEMPT, VatCategory.OUT_OF_SCOPE}
    lent = next((key for key in present if key.category in untaxed), None)
    return lent or VatKey(VatCategory.EXEMPT, Decimal(0), OUTSIDE_BASE)


def kept_price(deposit: Decimal, deposit_key: VatKey) -> Decimal:
    """Return what a piece that never came back is sold for, VAT included: what was deposited for it.

    The deposit that is kept becomes the price, its VAT inside (account 4196 to 7088 and 44571): the customer owes
    nothing more.
    """
    return round_half_up(deposit * (_HUNDRED + deposit_key.rate) / _HUNDRED, PRICE_DECIMALS)


def needed(loads: Iterable[tuple[Decimal, Decimal]]) -> int:
    """Return how many packagings hold goods, given as (units, units in one): together, the last one not full."""
    filled = sum((units / most for units, most in loads), start=Decimal(0))
    return int(filled.to_integral_value(ROUND_CEILING))


def oldest_first(pieces: int, left: Sequence[int]) -> list[int]:
    """Share pieces that came back over deposits, given oldest first, none getting more than is left of it."""
    shared = []
    for most in left:
        shared.append(min(pieces, most))
        pieces -= shared[-1]
    return shared
