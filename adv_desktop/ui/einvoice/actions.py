"""Ask for an electronic invoice and check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.einvoice.form import EInvoiceForm
from adv_desktop.ui.file_dialogs import file_to_open

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def check_einvoice(desk: Desk, parent: QWidget) -> None:
    """Ask for a file and show the verdict on it."""
    kinds = _("Electronic invoices (*.pdf *.xml);;All files (*)")
    chosen = file_to_open(parent, _("Check an electronic invoice"), kinds)
    if chosen:
        desk.window.open_form(EInvoiceForm(desk, chosen))
