"""The lines and the VAT table of an electronic invoice, as they are written in it."""

from __future__ import annotations

from decimal import Decimal

from adv_desktop.services.einvoice.written import WrittenLine, WrittenTax
from adv_desktop.services.texts import N_
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Column


def amount(value: Decimal | None) -> str:
    """Write an amount as it is; a dash where there is none."""
    return "—" if value is None else formats().price(value)


def _quantity(line: WrittenLine) -> str:
    return "—" if line.quantity is None else f"{formats().quantity(line.quantity)} {line.unit}".strip()


def _price(line: WrittenLine) -> str:
    if line.price is None:
        return "—"
    base = f" / {formats().quantity(line.price_base)}" if line.price_base not in {None, Decimal(1)} else ""
    return f"{formats().price(line.price)}{base}"


def _vat(row: WrittenLine | WrittenTax) -> str:
    rate = "" if row.rate is None else formats().percent(row.rate)
    return f"{row.category} {rate}".strip()


LINES: list[Column[WrittenLine]] = [
    Column(N_("Line"), lambda line: line.id, width=56, key="line"),
    Column(N_("Description"), lambda line: line.name, width=260, tip=lambda line: line.name, key="name"),
    Column(N_("Qty"), _quantity, right=True, width=90, key="quantity"),
    Column(N_("Unit price"), _price, right=True, width=110, key="price"),
    Column(N_("VAT"), _vat, right=True, width=80, key="vat"),
    Column(N_("Net amount"), lambda line: amount(line.net), right=True, width=110, key="net"),
]
TAXES: list[Column[WrittenTax]] = [
    Column(N_("VAT"), _vat, width=90, key="vat"),
    Column(N_("Base"), lambda row: amount(row.base), right=True, width=110, key="base"),
    Column(N_("VAT amount"), lambda row: amount(row.amount), right=True, width=110, key="amount"),
    Column(N_("Reason of the exemption"), lambda row: row.reason or "—", width=220, tip=lambda row: row.reason,
           key="reason"),
]  # fmt: skip
