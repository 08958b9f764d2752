"""The list on screen as an Excel or CSV file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.tables.query import Query, wanted
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.written_files import say_written

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.tables.list_page import ListPage


class Exportable(Protocol):
    """What shows a list that `list_files` knows by its name."""

    desk: Desk
    list: ListPage

    @property
    def name(self) -> str:
        """What the list is called in `list_files`."""

    @property
    def title(self) -> str:
        """What it is called on screen."""


def export_button(page: Exportable) -> Button:
    """Return the button that writes the filtered list of a page to a file."""
    return Button(_("Export to Excel"), icon="table", small=True, on_click=partial(export, page))


def export_command(page: Exportable) -> Command:
    """Return the command that does the same from the keyboard and the menus."""
    return Command("export", N_("Export to Excel"), partial(export, page), "Ctrl+E", "table", Menu.FILE)


def export(page: Exportable) -> None:
    """Ask for a file and write the filtered list there; its ending chooses the format."""
    name = f"{_(page.title)} {page.desk.today().isoformat()}.xlsx"
    kinds = _("Excel workbook (*.xlsx);;CSV file (*.csv)")
    chosen = file_to_write(page.list, _("Export to Excel"), name, kinds)
    if chosen:
        # The query is read here: widgets belong to this thread.
        work = partial(_write, page.desk, page.name, page.list.current_query(), chosen)
        page.desk.runner.read(work, partial(say_written, page.desk))


def _write(desk: Desk, noun: str, query: Query, path: Path) -> Written:
    from adv_desktop.services import list_files

    with desk.services.store.read() as session:
        order = list_files.Order(query.sort, query.descending)
        return list_files.write(session, noun, wanted(query), path, desk.today(), order)
