"""The named views of a list: a row of chips above it, and a menu to keep, rename, open with or delete them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from adv_desktop.services.saved_views import ListView, NamedView
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.exporting import export_command
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Chip, clear_layout, text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.flow import Flow
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.listed import ListedPage
    from adv_desktop.ui.tables.list_page import ListPage


def list_commands(page: ListedPage[Any]) -> list[Command]:
    """Return what every list can do, whatever it lists: write itself to a file, keep and show its views."""

    def views() -> SavedViewsBar:
        return page.views  # asked late: the page tells its commands before it has built its list

    return [
        export_command(page),
        Command("save_view", N_("Save this view…"), lambda: views().ask_name(), "Ctrl+Shift+S", "save", Menu.WINDOW),
        Command("views", N_("Saved views…"), lambda: views().pop_up(), "Ctrl+Shift+W", "columns", Menu.WINDOW),
    ]


class SavedViewsBar(QObject):
    """Keeps the views of a list beside it."""

    def __init__(self, desk: Desk, page: str, shown: ListPage) -> None:
        super().__init__(shown)
        self._desk = desk
        self._page = page
        self._list = shown
        self._views: list[NamedView] = []
        # What the page is opened with is a choice for those who come to it by its tab, not by a document or a count.
        self._opening = True
        self.row = QWidget()
        self.row.setAccessibleName(_("Saved views"))
        self._chips = Flow(self.row)
        theme().space(self._chips, spacing=6)
        self.button = Button(_("Views"), icon="save", small=True, on_click=self.pop_up)
        self.row.hide()
        shown.above.addWidget(self.row)
        shown.tools.addWidget(self.button)
        shown.chips.picked.connect(lambda _key: self._check(0))
        shown.query.textEdited.connect(lambda _text: self._check(0))
        self.read()

    def read(self) -> None:
        """Read the views again."""
        views = self._desk.services.saved_views
        self._desk.runner.read(lambda: views.of_page(self._page), self._on_read)

    def came_by_a_document(self) -> None:
        """Leave the list as it is: something else than its tab opened it."""
        self._opening = False

    def apply(self, named: NamedView) -> None:
        """Show a view: its filter, its columns, its order."""
        view, shown = named.view, self._list
        if view.table:
            shown.view.arrange(view.table)
        known = {chip.key for chip in shown.spec.chips}
        if view.chip in known:
            shown.chips.select(view.chip)
        shown.show_query(view.query)
        self._check(named.id)

    def pop_up(self) -> None:
        """Show the menu of the views under their button."""
        self.menu().popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def menu(self) -> QMenu:
        """Return the menu: each view with what can be done with it, then « save this view »."""
        menu = QMenu(self.button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for named in self._views:
            inner = menu.addMenu(named.name.replace("&", "&&"))
            inner.addAction(_("Show this view")).triggered.connect(partial(self._call, self.apply, named))
            inner.addAction(_("Rename…")).triggered.connect(partial(self._call, self._ask_other_name, named))
            default = inner.addAction(_("Open the list with this view"))
            default.setCheckable(True)
            default.setChecked(named.is_default)
            default.toggled.connect(lambda on, named=named: self._set_default(named, on=on))
            inner.addAction(_("Delete")).triggered.connect(partial(self._call, self._delete, named))
        if self._views:
            menu.addSeparator()
        menu.addAction(_("Save this view…")).triggered.connect(lambda _checked=False: self.ask_name())
        return menu

    def ask_name(self) -> None:
        """Ask for the name under which the list is kept as it is shown now."""
        current = next((named.name for named in self._views if named.id == self._checked()), "")
        _ask_name(_("Save this view"), current, self._save, self._list)

    def _save(self, name: str) -> None:
        shown = self._list
        view = ListView(shown.chips.current(), shown.query.text().strip(), shown.view.arrangement())
        said = _("View “{name}” saved: it stands above the list.").format(name=name)
        work = partial(self._desk.services.saved_views.save, self._page, name, view)
        self._desk.runner.write(work, partial(self._on_saved, said))

    def _on_saved(self, said: str, view_id: int) -> None:
        self._desk.notices.say(said)
        self.read()
        self._check(view_id)

    def _ask_other_name(self, named: NamedView) -> None:
        _ask_name(_("Rename the view"), named.name, partial(self._rename, named), self._list)

    def _rename(self, named: NamedView, name: str) -> None:
        work = partial(self._desk.services.saved_views.rename, named.id, name)
        self._desk.runner.write(work, self._on_written)

    def _set_default(self, named: NamedView, *, on: bool) -> None:
        work = partial(self._desk.services.saved_views.set_default, named.id, on=on)
        self._desk.runner.write(work, self._on_written)

    def _delete(self, named: NamedView) -> None:
        views = self._desk.services.saved_views
        self._desk.runner.write(partial(views.delete, named.id), self._on_written)
        again = partial(views.save, self._page, named.name, named.view)
        undo = Action(_("Undo this action"), lambda: self._desk.runner.write(again, self._on_written))
        self._desk.notices.say(_("View “{name}” deleted.").format(name=named.name), undo)

    def _on_written(self, _done: object) -> None:
        self.read()

    def _on_read(self, views: Sequence[NamedView]) -> None:
        checked = self._checked()
        self._views = list(views)
        clear_layout(self._chips)
        for named in self._views:
            chip = Chip(named.name, checked=named.id == checked)
            chip.setProperty("view", named.id)
            chip.clicked.connect(partial(self._call, self.apply, named))
            self._chips.addWidget(chip)
        self.row.setVisible(bool(self._views))
        default = next((named for named in self._views if named.is_default), None)
        if self._opening and default is not None:
            self.apply(default)
        self._opening = False

    def _call(self, act: Callable[[NamedView], None], named: NamedView, _checked: bool = False) -> None:
        act(named)

    def _marked(self) -> list[Chip]:
        """Return the chips of the views, in their order."""
        found = (self._chips.itemAt(place) for place in range(self._chips.count()))
        return [chip for item in found if item is not None and isinstance(chip := item.widget(), Chip)]

    def _checked(self) -> int:
        """Return the id of the view that is shown, 0 when the list shows something else."""
        return next((int(chip.property("view")) for chip in self._marked() if chip.isChecked()), 0)

    def _check(self, view_id: int) -> None:
        for chip in self._marked():
            chip.setChecked(chip.property("view") == view_id)


def _ask_name(title: str, name: str, on_name: Callable[[str], object], parent: QWidget) -> None:
    """Ask for the name of a view, which may not be empty."""
    field = QLineEdit(name)
    field.setAccessibleName(_("Name of the view"))
    field.selectAll()
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=6)
    layout.addWidget(text_label(_("Name of the view"), "label"))
    layout.addWidget(field)

    def on_ok() -> str:
        if not field.text().strip():
            return _("Give the view a name, for example “Late, north”.")
        on_name(field.text().strip())
        return ""

    dialog = FormDialog(title, body, _("Save"), on_ok, parent)
    field.setFocus()
    dialog.open()
