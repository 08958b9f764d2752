"""Files that the stock is written to: the count sheet of the filtered list, its value on a day."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.tables.query import wanted
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.written_files import say_written

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.stock.page import StockPage


def choose_file(title: str, name: str, parent: QWidget) -> Path | None:
    """Ask where a list is written to; its ending chooses the format."""
    kinds = _("Excel workbook (*.xlsx);;CSV file (*.csv)")
    return file_to_write(parent, title, name, kinds)


def write_sheet(page: StockPage) -> None:
    """Write the sheet to count the filtered list with."""
    desk, asked = page.desk, wanted(page.list.current_query())
    path = choose_file(_("Write the count sheet"), f"{_('Count sheet')} {desk.today().isoformat()}.xlsx", page)
    if path is not None:
        desk.runner.read(partial(desk.services.inventory.write_sheet, asked, path), partial(say_written, desk))


def write_to_buy(desk: Desk, parent: QWidget) -> None:
    """Write what purchasing is asked to buy for order lines."""

    def write(path: Path) -> Written:
        from adv_desktop.services import stock_files

        with desk.services.store.read() as session:
            return stock_files.write_to_buy(session, path)

    path = choose_file(_("Purchase request"), f"{_('Purchase request')} {desk.today().isoformat()}.xlsx", parent)
    if path is not None:
        desk.runner.read(partial(write, path), partial(say_written, desk))


def preview_to_buy(desk: Desk) -> None:
    """Show the purchase request as a paper, what the stock lacks included."""
    day, copies = desk.today(), desk.services.copies
    name = f"{_('Purchase request')} {day.isoformat()}.pdf"
    desk.window.open_form(PreviewForm(desk, _("Purchase request"), lambda: copies.purchase_request(day), name))


def ask_value(desk: Desk, parent: QWidget) -> FormDialog:
    """Ask for the day, then write what the stock was worth at its end."""
    day = DateEdit(_("Value at the end of"), desk.today())
    day.set_value(desk.today())
    form = Form([Field("day", N_("Value at the end of"), day, N_("At the weighted average cost."), required=True)], 1)

    def on_ok() -> str:
        form.clear_messages()
        chosen = day.value()
        if form.first_problem() or chosen is None:
            return _("Correct what is marked.")
        path = choose_file(_("Value of the stock"), f"{_('Value of the stock')} {chosen.isoformat()}.xlsx", parent)
        if path is not None:
            desk.runner.read(partial(_write_value, desk, chosen, path), partial(say_written, desk))
        return ""

    dialog = FormDialog(_("Value of the stock"), form, _("Export to Excel"), on_ok, parent)
    dialog.open()
    return dialog


def _write_value(desk: Desk, on: dt.date, path: Path) -> Written:
    from adv_desktop.services import stock_files

    with desk.services.store.read() as session:
        return stock_files.write_value(session, on, path)
