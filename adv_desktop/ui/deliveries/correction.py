"""A delivery note that says something else than what left: the right quantities, and why (case 49)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from adv_desktop.models.enums import DeliveryState, DocumentKind
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.note_corrections import CorrectNote
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.lines import PickedLine, correction_grid, picked_units
from adv_desktop.ui.deliveries.papers import preview_notes
from adv_desktop.ui.deliveries.reads import ToPick
from adv_desktop.ui.deliveries.recorded import RecordedForm
from adv_desktop.ui.deliveries.serials import PickedSerials
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from adv_desktop.ui.desk import Desk


def ask_correction(desk: Desk, row: DeliveryRow) -> None:
    """Open the correction of what has left."""
    if row.delivery_state is DeliveryState.SHIPPED:
        desk.window.open_form(CorrectionForm(desk, row.id))
    else:
        desk.notices.say(_("{number} has not left: ship it first.").format(number=name_of(row)), tone=Tone.WARN)


class CorrectionForm(RecordedForm[PickedLine]):
    """The correction of one shipped delivery: its note is replaced by one with the next index."""

    heading: ClassVar[str] = N_("Correct the delivery note")
    button: ClassVar[str] = N_("Replace the note")
    hint: ClassVar[str] = N_("The present note is kept, marked as void; the new one has the next index.")

    def __init__(self, desk: Desk, delivery_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, correction_grid(), parent)
        self._loaded: ToPick | None = None
        self.about = (DocumentKind.DELIVERY, delivery_id)
        self.serials = PickedSerials(desk, self.reads.serial_refusals, self)
        self.serials.chosen.connect(self._on_serials)
        self.reason = TextEdit(_("Why the note was wrong"))
        self.lay_out(Form([Field("reason", N_("Why the note was wrong"), self.reason, required=True, span=2)]))
        desk.runner.read(lambda: self.reads.to_pick(delivery_id), self._on_loaded, self.gone)

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        units = Command("units", N_("Name the serial numbers…"), self.name_units, "Ctrl+B", "tag", Menu.DELIVERIES)
        return [*super().commands(), units]

    def name_units(self) -> None:
        """Say which units really left of the current line."""
        place, lines = self.grid.current_row(), self.grid.lines()
        if self.grid.finish_editing() and 0 <= place < len(lines) and lines[place].needs_serials:
            self.serials.choose(self.grid.lines()[place])

    def _on_serials(self, line: PickedLine, numbers: list[str]) -> None:
        self.grid.set_lines(
            [picked_units(one, numbers) if one.line_id == line.line_id else one for one in self.grid.lines()]
        )

    def record(self) -> None:
        """Replace the note, unless something is missing."""
        if self._loaded is None or not self.is_ready():
            return
        corrections, row = self.desk.services.note_corrections, self._loaded.delivery.row
        quantities = {line.line_id: line.picked for line in self.grid.lines()}
        command = CorrectNote(row.id, row.version, quantities, self.reason.value() or "", dict(self.serials.picks))
        self.desk.runner.write(lambda: corrections.correct(command), self._on_corrected)

    def _on_loaded(self, loaded: ToPick) -> None:
        self._loaded = loaded
        row = loaded.delivery.row
        # What left is picked already; here its quantities are typed again.
        lines = [replace(line, closed=False) for line in loaded.lines]
        title = _("Correct delivery note {number}").format(number=name_of(row))
        self.show_lines(title, row.customer_name, lines, "picked")

    def _on_corrected(self, made: DeliveryRef) -> None:
        number = made.number or ""
        said = _("{number} replaces the former note.").format(number=number)
        desk = self.desk
        desk.notices.say(said, Action(_("Print the delivery note"), lambda: preview_notes(desk, [made.id], [number])))
        self.closed.emit()
