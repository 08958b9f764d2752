"""The serial numbers of a line: one for each unit that is picked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.deliveries.lines import PickedLine
from adv_desktop.ui.serial_numbers import SerialChooser
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.dialog import FormDialog

if TYPE_CHECKING:
    from adv_desktop.models.errors import DomainError
    from adv_desktop.ui.desk import Desk

RefusalsOf = Callable[[int, Sequence[str]], "Sequence[DomainError]"]


class PickedSerials(QObject):
    """The units that the lines of a picking are of, by delivery line id; `chosen` tells a line that has its own."""

    chosen = Signal(object, object)

    def __init__(self, desk: Desk, refusals: RefusalsOf, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._refusals, self._parent = desk, refusals, parent
        self.picks: dict[int, tuple[str, ...]] = {}

    def choose(self, line: PickedLine) -> FormDialog:
        """Ask for the numbers of the units that were picked of a line."""
        refusals = partial(self._refusals, line.line_id)
        body = SerialChooser(self._desk.runner, line.quantity, line.serials, refusals)
        title = _("Serial numbers of {product}").format(product=line.code)
        dialog = FormDialog(title, body, _("Take these units"), partial(self._on_ok, line, body), self._parent)
        dialog.resize(theme().px(520), theme().px(500))
        dialog.open()
        body.scan.setFocus()
        return dialog

    def _on_ok(self, line: PickedLine, body: SerialChooser) -> str:
        if body.pending():
            body.add(body.pending())
            return _("Look at what was added, then confirm.")
        numbers = body.numbers()
        self.picks[line.line_id] = tuple(numbers)
        self.chosen.emit(line, numbers)
        return ""
