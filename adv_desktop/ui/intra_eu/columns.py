"""The columns of the declarations of a month, and of what they lack."""

from __future__ import annotations

from adv_desktop.services import texts
from adv_desktop.services.intra_eu import EmebiRow, Point, RecapRow, whole_kilograms
from adv_desktop.services.intra_eu_files import FILINGS, described
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tones import Tone

RECAP: list[Column[RecapRow]] = [
    Column(N_("Filing"), lambda row: _(FILINGS[row.filing]), width=230, key="filing"),
    Column(N_("VAT number"), lambda row: row.vat_number or "—", width=150, key="vat_number"),
    Column(N_("Customer"), lambda row: row.customer, width=200, key="customer"),
    Column(N_("Country"), lambda row: row.country or "—", width=70, key="country"),
    Column(N_("Regime"), lambda row: row.regime, width=70, key="regime"),
    Column(N_("Amount"), lambda row: formats().money(row.amount, "EUR"), right=True, width=120, key="amount"),
    Column(N_("Documents"), lambda row: ", ".join(row.documents), width=260, key="documents",
           tip=lambda row: ", ".join(row.documents)),
]  # fmt: skip
EMEBI: list[Column[EmebiRow]] = [
    Column(N_("Customs code (CN8)"), lambda row: row.cn8 or "—", width=140, key="cn8",
           tone=lambda row: None if row.cn8 else Tone.BAD),
    Column(N_("Destination"), lambda row: row.destination or "—", width=90, key="destination"),
    Column(N_("Origin"), lambda row: row.origin or "—", width=70, key="origin",
           tone=lambda row: None if row.origin else Tone.BAD),
    Column(N_("VAT number"), lambda row: row.vat_number or "—", width=140, key="vat_number"),
    Column(N_("Net mass, kg"), lambda row: formats().integer(whole_kilograms(row.mass)), right=True, width=100,
           key="mass"),
    Column(N_("Quantity"), lambda row: formats().quantity(row.quantity), right=True, width=80, key="quantity"),
    Column(N_("Supplementary unit"), lambda row: f"{formats().quantity(row.units)} {row.unit}" if row.unit else "—",
           right=True, width=110, key="units"),
    Column(N_("Amount"), lambda row: formats().money(row.amount, "EUR"), right=True, width=110, key="amount"),
    Column(N_("Regime"), lambda row: row.regime, width=70, key="regime"),
    Column(N_("Nature"), lambda row: row.nature, width=64, key="nature"),
    Column(N_("Transport"), lambda row: row.transport, width=80, key="transport"),
    Column(N_("Documents"), lambda row: ", ".join(row.documents), width=220, key="documents",
           tip=lambda row: ", ".join(row.documents)),
]  # fmt: skip
POINTS: list[Column[Point]] = [
    Column(N_("To complete"), lambda point: described(point.missing, texts.current()), width=280, key="missing",
           tone=lambda point: Tone.BAD if point.blocking else Tone.WARN),
    Column(N_("Where"), lambda point: point.name, width=420, key="name"),
]  # fmt: skip
