"""What is done with late lines: another day promised, the customer told, the file of logistics."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.queries.late_lines import LateLine
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.orders.cause import CauseFields
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.written_files import say_written

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk


class PromiseLinesPanel(QWidget):
    """The day of some lines, who asked for it, and why."""

    def __init__(self, desk: Desk, lines: Sequence[LateLine]) -> None:
        super().__init__()
        self.on = DateEdit(_("New date"), desk.today())
        self.cause = CauseFields()
        said = ngettext("{count} line: {names}", "{count} lines: {names}", len(lines))
        names = ", ".join(line.name for line in lines)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 10)
        layout.addWidget(text_label(said.format(count=len(lines), names=names), "muted", wrap=True))
        on = Field("on", N_("New date"), self.on, N_("d and w move by a day and a week, = is today."), required=True)
        layout.addWidget(Form([on, *self.cause.fields()]))
        self.on.set_value(desk.today())


class LateActions(QObject):
    """The verbs on late lines."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._parent = desk, parent

    def promise(self, lines: Sequence[LateLine]) -> FormDialog:
        """Ask for the day of lines and promise it."""
        panel = PromiseLinesPanel(self._desk, lines)

        def on_ok() -> str:
            on = panel.on.value()
            if on is None:
                return _("Write the day to promise.")
            cause, service = panel.cause.value(), self._desk.services.rescheduling
            asked = [cause.promise(line.order_id, line.version, on, (line.id,)) for line in lines]
            self._desk.runner.write(lambda: service.promise(asked), partial(self.promised, len(lines)))
            return ""

        dialog = FormDialog(_("Promise another day"), panel, _("Promise this day"), on_ok, self._parent)
        dialog.setMinimumWidth(theme().px(620))
        panel.on.setFocus()
        dialog.open()
        return dialog

    def promised(self, count: int, outdated: tuple[int, ...]) -> None:
        """Say what was promised and offer to tell the customers."""
        said = ngettext("{count} line promised anew.", "{count} lines promised anew.", count).format(count=count)
        tell = Action(_("Prepare the notices"), partial(self.prepare, outdated))
        self._desk.notices.say(said, *([tell] if outdated else []), tone=Tone.OK)

    def prepare(self, order_ids: Sequence[int]) -> None:
        """Put what tells the new dates of orders in the outbox."""
        filling, window = self._desk.services.outbox_filling, self._desk.window
        self._desk.runner.write(
            lambda: filling.new_dates(order_ids), lambda _messages: window.show_list("outbox", "to_send")
        )

    def tell(self, lines: Sequence[LateLine]) -> None:
        """Note that the customers know."""
        ids, service = [line.id for line in lines], self._desk.services.rescheduling
        said = ngettext("The customer knows about {count} line.", "The customers know about {count} lines.", len(lines))
        done = said.format(count=len(lines))
        self._desk.runner.write(lambda: service.tell(ids), lambda _done: self._desk.notices.say(done, tone=Tone.OK))

    def export(self) -> None:
        """Write the lines to a file for logistics, their new date left empty."""
        name = f"{_('Late and at-risk lines')} {self._desk.today().isoformat()}.xlsx"
        kinds = _("Excel workbook (*.xlsx);;CSV file (*.csv)")
        chosen = file_to_write(self._parent, _("Export to Excel"), name, kinds)
        if chosen:
            self._desk.runner.read(partial(self._desk.services.new_dates.write, chosen), self._written)

    def _written(self, written: Written) -> None:
        say_written(self._desk, written)
