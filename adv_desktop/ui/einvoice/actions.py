"""Ask for an electronic invoice and check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.einvoice.form import EInvoiceForm

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def check_einvoice(desk: Desk, parent: QWidget) -> None:
    """Ask for a file and show the verdict on it."""
    kinds = _("Electronic invoices (*.pdf *.xml);;All files (*)")
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Check an electronic invoice"), "", kinds)
    if chosen:
        desk.window.open_form(EInvoiceForm(desk, Path(chosen)))
