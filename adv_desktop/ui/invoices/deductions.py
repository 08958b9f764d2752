"""How much of each deposit a draft takes off: proposed as far as it goes, lowered here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.deposits import Deducted
from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import MoneyEdit

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def ask_deductions(desk: Desk, invoice_id: int, version: int, on_done: Callable[[None], None], parent: QWidget) -> None:
    """Show what a draft deducts, to be lowered; tell when it deducts nothing."""
    deposits = desk.services.deposits

    def ask(rows: list[Deducted]) -> None:
        if not rows:
            desk.notices.say(_("No deposit is deducted here."), tone=Tone.WARN)
            return

        def write(nets: dict[int, int]) -> None:
            desk.runner.write(lambda: deposits.set_deducted(invoice_id, version, nets), on_done)

        DeductionsDialog(rows, write, parent).open()

    desk.runner.read(lambda: deposits.deducted(invoice_id), ask)


class DeductionsDialog(FormDialog):
    """One amount a deposit and rate."""

    def __init__(
        self, rows: Sequence[Deducted], on_chosen: Callable[[dict[int, int]], object], parent: QWidget
    ) -> None:
        self._on_chosen = on_chosen
        self.edits: dict[int, MoneyEdit] = {}
        body = QWidget()
        layout = QVBoxLayout(body)
        theme().space(layout, spacing=6)
        hint = _("Lower what is deducted now: what is left of the deposit is deducted later.")
        layout.addWidget(text_label(hint, "muted", wrap=True))
        for row in rows:
            said = _("{deposit} at {rate} of VAT, at most {most} net").format(
                deposit=row.deposit,
                rate=formats().percent(row.rate),
                most=formats().money(row.most, row.currency),
            )
            edit = MoneyEdit(said, row.currency)
            edit.set_value(row.net)
            self.edits[row.id] = edit
            layout.addWidget(text_label(said, "label"))
            layout.addWidget(edit)
        super().__init__(_("Deposits deducted"), body, _("Deduct"), self._on_ok_asked, parent)
        first = next(iter(self.edits.values()))
        first.setFocus()
        first.selectAll()

    def _on_ok_asked(self) -> str:
        nets = {row_id: edit.value() for row_id, edit in self.edits.items()}
        known = {row_id: net for row_id, net in nets.items() if net is not None}
        if len(known) < len(nets):
            return _("Type the net to deduct, zero for nothing.")
        self._on_chosen(known)
        return ""
