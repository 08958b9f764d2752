"""A delivery note that says something else than what left: the right quantities, and why (case 49)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DeliveryState, DocumentKind
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.note_corrections import CorrectNote
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.lines import PickedLine, correction_grid
from adv_desktop.ui.deliveries.papers import preview_notes
from adv_desktop.ui.deliveries.reads import DeliveryReads, ToPick
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def ask_correction(desk: Desk, row: DeliveryRow) -> None:
    """Open the correction of what has left."""
    if row.delivery_state is DeliveryState.SHIPPED:
        desk.window.open_form(CorrectionForm(desk, row.id))
    else:
        desk.notices.say(_("{number} has not left: ship it first.").format(number=name_of(row)), tone=Tone.WARN)


class CorrectionForm(DocumentForm):
    """The correction of one shipped delivery: its note is replaced by one with the next index."""

    guide = "deliveries"

    def __init__(self, desk: Desk, delivery_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id = delivery_id
        self._loaded: ToPick | None = None
        self.about = (DocumentKind.DELIVERY, delivery_id)
        self.reads = DeliveryReads(desk)
        self.grid: LineGrid[PickedLine] = LineGrid(_("What really left"), correction_grid(), desk.today())
        self.reason = TextEdit(_("Why the note was wrong"))
        self.form = Form([Field("reason", N_("Why the note was wrong"), self.reason, required=True, span=2)])
        self._title, self._sub = text_label(_("Correct the delivery note"), "page"), text_label("", "muted", wrap=True)
        self.warning = text_label("", "bad")
        self._build()
        self.setFocusProxy(self.grid)
        desk.runner.read(lambda: self.reads.to_pick(delivery_id), self._on_loaded, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("correct", N_("Replace the note"), self.correct, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def correct(self) -> None:
        """Replace the note, unless something is missing."""
        if self._loaded is None or not self.grid.finish_editing():
            return
        if self.form.first_problem() is not None:
            self.warning.setText(_("Correct what is marked."))
            return
        corrections, row = self.desk.services.note_corrections, self._loaded.delivery.row
        quantities = {line.line_id: line.picked for line in self.grid.lines()}
        command = CorrectNote(row.id, row.version, quantities, self.reason.value() or "")
        self.desk.runner.write(lambda: corrections.correct(command), self._on_corrected)

    def _build(self) -> None:
        head = QVBoxLayout()
        theme().space(head, spacing=2)
        head.addWidget(self._title)
        head.addWidget(self._sub)
        fields, lines = Card(), Card(margins=(1, 1, 1, 8))
        fields.body.addWidget(self.form)
        lines.body.addWidget(self.grid, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(self.warning, 1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(
            Button(_("Replace the note"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.correct)
        )
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(fields)
        layout.addWidget(lines, 1)
        layout.addLayout(buttons)

    def _on_loaded(self, loaded: ToPick) -> None:
        self._loaded = loaded
        row = loaded.delivery.row
        self._title.setText(_("Correct delivery note {number}").format(number=name_of(row)))
        said = _("The present note is kept, marked as void; the new one has the next index.")
        self._sub.setText(f"{row.customer_name}  ·  {said}")
        # What left is picked already; here its quantities are typed again.
        self.grid.set_lines([replace(line, closed=False) for line in loaded.lines])
        self.title_changed.emit(self.title)
        if loaded.lines:
            self.grid.edit_cell(0, "picked")

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_corrected(self, made: DeliveryRef) -> None:
        number = made.number or ""
        said = _("{number} replaces the former note.").format(number=number)
        desk = self.desk
        desk.notices.say(said, Action(_("Print the delivery note"), lambda: preview_notes(desk, [made.id], [number])))
        self.closed.emit()
