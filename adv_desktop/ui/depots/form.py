"""« Dépôts chez les clients »: what of ours lies there, and everything that is done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries.depots import DepotNoteRow, DepotPlace, DepotStock
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.depots.actions import DepotActions
from adv_desktop.ui.depots.columns import NOTES, STOCK
from adv_desktop.ui.depots.dialogs import ask_opening
from adv_desktop.ui.depots.reads import DepotReads, Shown
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.services.events import Changed
    from adv_desktop.ui.desk import Desk

EMPTY, ROWS = 0, 1
_ROWS_IN_SIGHT = 4


class DepotsForm(DocumentForm):
    """The depots of all customers, or of one; the verbs are on the one that is chosen, or under the cursor."""

    guide = "stock"

    def __init__(self, desk: Desk, customer_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._customer_id, self._shown = customer_id, Shown()
        if customer_id is not None:
            self.about = (DocumentKind.CUSTOMER, customer_id)
        self.verbs = DepotActions(desk, self, customer_id)
        self.choice = ChoiceCombo(_("Depot"), [("", _("All depots"))])
        self.table = RowsTable(_("Goods at customers"), STOCK, stretch=3, max_rows=18, least_rows=_ROWS_IN_SIGHT)
        self.notes = RowsTable(_("Notes of depots"), NOTES, stretch=5, max_rows=6, least_rows=3)
        self._told = text_label("", "muted", wrap=True)
        self.nothing = EmptyState(
            _("No depot at customers' yet"),
            _("A depot is a delivery address where goods of ours lie until the customer uses them: open the first one "
              "with Ctrl+O, then send goods there with F2."),
            _("Open a depot…"),
            "warehouse",
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._build()
        self.setFocusProxy(self.table)
        self.choice.picked.connect(lambda _key: self._show())
        self.table.opened.connect(self._on_row)
        self.table.link_opened.connect(self._on_product)
        self.notes.opened.connect(self._on_note)
        self.notes.link_opened.connect(self._on_note)
        self.nothing.asked.connect(self.open_depot)
        self.verbs.changed.connect(self.refresh)
        self.refresh()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Depots at customers'")

    def commands(self) -> list[Command]:
        """Return what can be done with depots."""
        menu = Menu.DELIVERIES
        return [
            Command("open", N_("Open a depot…"), self.open_depot, "Ctrl+O", "plus", menu),
            Command("send", N_("Put goods in the depot…"), self._at("send"), "F2", "truck", menu),
            Command("use", N_("Goods used…"), self._at("use"), "F8", "receipt", menu),
            Command("back", N_("Take goods back…"), self._at("bring_back"), "Ctrl+B", "return", menu),
            Command("minimum", N_("Minimums of the depot…"), self._at("minimums"), "F3", "edit", menu),
            Command("sheet", N_("Write the count sheet…"), self._at("write_sheet"), "Ctrl+N", "table", menu),
            Command("counted", N_("Read the count sheet…"), self._at("read_sheet"), "Ctrl+Shift+N", "upload", menu),
            Command("note", N_("Preview the note"), self.preview_note, "Ctrl+P", "printer", menu),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", menu),
            Command("register", N_("Register of call-off stock, to Excel…"), self.export_register, "Ctrl+Shift+E", "",
                    menu),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", menu),
        ]  # fmt: skip

    def refresh(self) -> None:
        """Read the depots again."""
        self.desk.runner.read(DepotReads(self.desk, self._customer_id).shown, self._on_read)

    def on_changed(self, changed: Changed) -> None:
        """Read again when goods moved."""
        if any(changed.of(kind) for kind in (DocumentKind.CUSTOMER, DocumentKind.PRODUCT, DocumentKind.DELIVERY)):
            self.refresh()

    def take_files(self, paths: list[Path]) -> bool:
        """Read what a customer reports as used from the file that is dropped."""
        self._with_depot(partial(self.verbs.use, path=paths[0]))
        return True

    def rows(self) -> list[DepotStock]:
        """Return what is shown."""
        return [row for row in self._shown.stock if self.choice.key() in {"", str(row.depot.id)}]

    def open_depot(self) -> None:
        """Ask which delivery address becomes a depot."""
        ask_opening(self.desk, self._customer_id, self._on_opened, self)

    def preview_note(self) -> None:
        """Show the current note, to print or to send."""
        note = self.notes.current()
        if isinstance(note, DepotNoteRow):
            self._on_note(note)

    def export(self) -> None:
        """Write the list that is shown."""
        self.verbs.export(self.rows())

    def export_register(self) -> None:
        """Write the register of what lies in other states of the Union."""
        self.verbs.export_register()

    def _at(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the depot that is meant."""
        return lambda: self._with_depot(getattr(self.verbs, verb))

    def _with_depot(self, act: Callable[[DepotPlace], object]) -> None:
        """Run a verb on the depot that is chosen, under the cursor, or the only one."""
        places, row = {str(place.id): place for place in self._shown.places}, self.table.current()
        found = places.get(self.choice.key())
        if found is None and len(places) == 1:
            found = self._shown.places[0]
        if found is None and isinstance(row, DepotStock):
            found = row.depot
        if found is not None:
            act(found)
        elif places:
            self.choice.setFocus()
            self.desk.notices.say(_("Choose the depot first."), tone=Tone.WARN)
        else:
            self.open_depot()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addStretch(1)
        head.addWidget(self.choice)
        self.choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        stock, notes = Card(margins=(1, 1, 1, 8)), Card(_("Notes of depots"))
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        stock.body.addWidget(self.table, 1)
        notes.body.addWidget(self.notes)
        both = QWidget()
        inner = QVBoxLayout(both)
        theme().space(inner, spacing=12)
        inner.addWidget(stock, 1)
        inner.addWidget(notes)
        for page in (self.nothing, Scroll(both)):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 10)
        layout.addLayout(head)
        layout.addWidget(self._told)
        layout.addWidget(self._stack, 1)
        layout.addWidget(Foot([], self._buttons()))

    def _buttons(self) -> list[Button]:
        return [
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Export to Excel"), icon="table", hint="Ctrl+E", on_click=self.export),
            Button(_("Open a depot…"), icon="plus", hint="Ctrl+O", on_click=self.open_depot),
            Button(_("Minimums…"), icon="edit", hint="F3", on_click=self._at("minimums")),
            Button(_("Take goods back…"), icon="return", hint="Ctrl+B", on_click=self._at("bring_back")),
            Button(_("Goods used…"), icon="receipt", hint="F8", on_click=self._at("use")),
            Button(_("Put goods in the depot…"), "primary", icon="truck", hint="F2", on_click=self._at("send")),
        ]

    def _on_read(self, shown: Shown) -> None:
        self._shown = shown
        names = [(str(place.id), f"{place.customer} · {place.label}") for place in shown.places]
        self.choice.set_options([("", _("All depots")), *names])
        self._show()

    def _show(self) -> None:
        rows = self.rows()
        self.table.set_rows(rows)
        if rows:
            self.table.selectRow(0)
        notes = [note for note in self._shown.notes if self.choice.key() in {"", str(note.depot_id)}]
        self.notes.set_rows(notes)
        if notes:
            self.notes.selectRow(0)
        self._stack.setCurrentIndex(ROWS if self._shown.places else EMPTY)
        self._told.setText(self._sentence(rows))
        self._told.setVisible(bool(self._shown.places))

    def _sentence(self, rows: list[DepotStock]) -> str:
        if not rows:
            return _("Nothing lies there yet: F2 puts goods in the depot, F3 says how much is to be there.")
        value = formats().money(sum(row.value for row in rows))
        count = len({row.depot.id for row in rows})
        said = ngettext("{value} of goods of ours at {count} depot.", "{value} of goods of ours at {count} depots.",
                        count).format(value=value, count=count)  # fmt: skip
        short = sum(1 for row in rows if row.to_send)
        if not short:
            return said
        told = ngettext("{count} product is below its minimum.", "{count} products are below their minimum.", short)
        return f"{said} {told.format(count=short)}"

    def _on_row(self, row: DepotStock) -> None:
        self.verbs.send(row.depot)

    def _on_product(self, row: DepotStock) -> None:
        self.desk.window.open_document(DocumentKind.PRODUCT, row.product_id)

    def _on_note(self, note: DepotNoteRow) -> None:
        self.verbs.preview(note.id, note.number)

    def _on_opened(self, depot_id: int) -> None:
        self.refresh()
        self.choice.set_key(str(depot_id))
        self._show()
        self.desk.notices.say(_("The depot is open: send goods there with F2."), tone=Tone.OK)


def open_depots(desk: Desk, customer_id: int | None = None) -> None:
    """Open the depots of a customer, or of all."""
    desk.window.open_form(DepotsForm(desk, customer_id))
