"""The one dialog that asks for customers' order files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.file_dialogs import files_to_open


def choose_order_files(parent: QWidget) -> list[Path]:
    """Ask for the customers' order files to import."""
    kinds = _("Customers' orders (*.xlsx *.xls *.ods *.csv *.tsv *.pdf *.eml *.xml *.zip);;All files (*)")
    return files_to_open(parent, _("Import an order"), kinds)
