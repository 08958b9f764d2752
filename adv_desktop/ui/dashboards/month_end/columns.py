"""The columns of the controls of a month end, and of its invoices to be established."""

from __future__ import annotations

from adv_desktop.services.month_end import amounts
from adv_desktop.services.queries.month_end import Accrual, ControlRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone


def state_of(row: ControlRow) -> str:
    """Say whether a control is settled."""
    if not row.found.count:
        return _("Nothing left")
    return _("Judged normal") if row.is_settled else _("To look at")


def _tone(row: ControlRow) -> Tone:
    if not row.found.count:
        return Tone.OK
    return Tone.INFO if row.is_settled else Tone.WARN


def _why(row: ControlRow) -> str:
    """Write the reason that was given, and for how many where there are others now."""
    kept = row.accepted
    if kept is None or not row.found.count:
        return "—"
    if row.is_settled:
        return kept.reason
    return _("Was normal for {count}: {reason}").format(count=formats().integer(kept.count), reason=kept.reason)


CONTROLS: list[Column[ControlRow]] = [
    Column(N_("State"), state_of, cell=Cell.PILL, tone=_tone, width=130, key="state"),
    Column(N_("Control"), lambda row: _(row.control.title), width=240, bold=True, key="control"),
    Column(N_("What it holds"), lambda row: _(row.control.meaning), width=560, soft=True,
           tip=lambda row: _(row.control.meaning), key="meaning"),
    Column(N_("Count"), lambda row: formats().integer(row.found.count), right=True, width=74, key="count"),
    Column(N_("Amounts"), lambda row: amounts(row.found) or "—", right=True, width=150,
           tip=lambda row: amounts(row.found), key="amounts"),
    Column(N_("Normal because"), _why, width=230, tip=_why, key="why"),
]  # fmt: skip
ACCRUALS: list[Column[Accrual]] = [
    Column(N_("Customer"), lambda one: one.line.customer_name, width=210, key="customer"),
    Column(N_("Order line"), lambda one: f"{one.line.number}/{one.line.no}", width=160, key="line"),
    Column(N_("Code"), lambda one: one.line.product_code or "—", width=110, key="code"),
    Column(N_("Description"), lambda one: one.line.label, width=260, soft=True, tip=lambda one: one.line.label,
           key="label"),
    Column(N_("Qty"), lambda one: formats().quantity(one.line.left), right=True, width=80, key="quantity"),
    Column(N_("Net amount"), lambda one: formats().money(one.line.net), right=True, width=120, key="net"),
    Column(N_("VAT"), lambda one: formats().money(one.vat), right=True, width=110, key="vat"),
    Column(N_("Total with VAT"), lambda one: formats().money(one.gross), right=True, width=130, key="gross"),
]  # fmt: skip
