"""Goods that go to a depot or come back from it: what is missing there is proposed, the note is shown at once."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.depots import DepotMoveKind
from adv_desktop.services import texts
from adv_desktop.services.depots import DepotGoods, MoveGoods, NoteRef
from adv_desktop.services.queries.depots import DepotPlace, DepotStock
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.depots.columns import MOVED, GoodsLine, goods_grid, line_of
from adv_desktop.ui.depots.notes import show_note
from adv_desktop.ui.depots.reads import DepotReads
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_TITLES = {
    DepotMoveKind.SENT: N_("Put goods in the depot of {name}"),
    DepotMoveKind.BACK: N_("Take goods back from the depot of {name}"),
}
_BUTTONS = {
    DepotMoveKind.SENT: N_("Send, and show the note"),
    DepotMoveKind.BACK: N_("Take back, and show the note"),
}
_DONE = {
    DepotMoveKind.SENT: N_("{number}: the goods go to the depot, they stay ours."),
    DepotMoveKind.BACK: N_("{number}: the goods are back in the warehouse."),
}


class MoveForm(DocumentForm):
    """Nothing moves before its button is pressed; lines without a quantity stay where they are."""

    guide = "stock"

    def __init__(self, desk: Desk, depot: DepotPlace, kind: DepotMoveKind, parent: QWidget | None = None) -> None:
        self._depot, self._kind = depot, kind
        super().__init__(desk, parent)
        self.on, self.reference = DateEdit(_("Date"), desk.today()), TextEdit(_("Reference"))
        self.carrier, self.parcels = TextEdit(_("Carrier")), QuantityEdit(_("Number of parcels"))
        self.comment = TextEdit(_("Written on the note"))
        self.on.set_value(desk.today())
        self.fields = Form(
            [
                Field("on", N_("Date"), self.on, required=True),
                Field("reference", N_("Reference"), self.reference),
                Field("carrier", N_("Carrier"), self.carrier),
                Field("parcels", N_("Number of parcels"), self.parcels),
                Field("comment", N_("Written on the note"), self.comment, span=4),
            ],
            columns=4,
        )
        searches = Searches(desk)
        searches.customer_id = depot.customer_id
        self._there: dict[int, Decimal] = {}
        self.grid: LineGrid[GoodsLine] = LineGrid(_("Goods"), goods_grid(MOVED, searches, self._there), desk.today())
        self.grid.keep_lines_in_sight()
        self.problem = text_label("", "bad", wrap=True)
        self._build()
        self.setFocusProxy(self.grid)
        desk.runner.read(partial(DepotReads(desk, depot.customer_id).at, depot.id), self._on_read)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _(_TITLES[self._kind]).format(name=self._depot.customer)

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("move", _BUTTONS[self._kind], self.move_goods, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def move_goods(self) -> None:
        """Move what is typed, then show its note."""
        if not self.grid.finish_editing() or self.fields.first_problem() is not None:
            self.problem.setText(_("Correct what is marked."))
            return
        service, command = self.desk.services.depots, self._command()
        verb = service.send if self._kind is DepotMoveKind.SENT else service.bring_back
        self.desk.runner.write(partial(verb, command), self._on_moved, self._on_refused)

    def _command(self) -> MoveGoods:
        goods = tuple(
            DepotGoods(line.code, line.quantity, line.lot or None)
            for line in self.grid.lines()
            if line.code and line.quantity
        )
        parcels = self.parcels.value()
        return MoveGoods(
            self._depot.id, goods, self.on.value(), self.reference.value(), self.carrier.value(),
            int(parcels) if parcels else None, self.comment.value(),
        )  # fmt: skip

    def _build(self) -> None:
        top, lines = Card(), Card(margins=(1, 1, 1, 8))
        top.body.addWidget(self.fields)
        lines.body.addWidget(self.grid, 1)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page", wrap=True))
        layout.addWidget(text_label(f"{self._depot.label} · {self._depot.code}", "muted", wrap=True))
        layout.addWidget(scrolled(top, lines), 1)
        buttons = [
            Button(_("Close"), on_click=self.closed.emit),
            Button(_(_BUTTONS[self._kind]), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.move_goods),
        ]
        layout.addWidget(Foot([self.problem], buttons))

    def _on_read(self, rows: tuple[DepotStock, ...]) -> None:
        self._there.update({row.product_id: row.quantity for row in rows})
        if self._kind is DepotMoveKind.SENT:
            self.grid.set_lines([line_of(row, row.to_send) for row in rows if row.to_send])
        else:
            self.grid.set_lines([line_of(row) for row in rows if row.quantity])
        self.grid.edit_cell(0, "quantity" if self.grid.lines() else "code")

    def _on_moved(self, note: NoteRef) -> None:
        self.closed.emit()
        self.desk.notices.say(_(_DONE[self._kind]).format(number=note.number), tone=Tone.OK)
        show_note(self.desk, note.id, note.number)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.problem.setText(sentence(error, texts.current()))
        else:
            self.desk.failed(error)
