"""The one dialog that asks for customers' order files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.services.texts import _


def choose_order_files(parent: QWidget) -> list[Path]:
    """Ask for the customers' order files to import."""
    kinds = _("Customers' orders (*.xlsx *.xls *.ods *.csv *.tsv *.pdf *.eml *.xml);;All files (*)")
    chosen, _filter = QFileDialog.getOpenFileNames(parent, _("Import an order"), "", kinds)
    return [Path(name) for name in chosen]
