"""The columns of the e-reporting."""

from __future__ import annotations

from adv_desktop.services.ereporting import ReportRow
from adv_desktop.services.texts import N_
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Column


def _money(minor: int | None) -> str:
    return "—" if minor is None else formats().money(minor, "EUR")


COLUMNS: list[Column[ReportRow]] = [
    Column(N_("Flow"), lambda row: row.flow.value, width=70, key="flow"),
    Column(N_("Date"), lambda row: formats().date(row.day), width=100, key="day"),
    Column(N_("Category"), lambda row: row.category or "—", width=90, key="category"),
    Column(N_("VAT rate"), lambda row: formats().percent(row.rate), right=True, width=90, key="rate"),
    Column(N_("Base"), lambda row: _money(row.base), right=True, width=120, key="base"),
    Column(N_("Amount of VAT"), lambda row: _money(row.vat), right=True, width=120, key="vat"),
    Column(N_("Amount, VAT included"), lambda row: _money(row.amount), right=True, width=150, key="amount"),
    Column(N_("Documents"), lambda row: formats().integer(row.invoices), right=True, width=100, key="documents"),
    Column(N_("Number"), lambda row: row.number or "—", width=130, key="number"),
    Column(N_("Buyer"), lambda row: " · ".join(part for part in (row.buyer, row.country) if part) or "—", width=200,
           key="buyer"),
]  # fmt: skip
