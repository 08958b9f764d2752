"""The lots of a line: those that expire first are proposed, the picker says what was really taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.values import plain
from adv_desktop.services.lots import LotPick
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.deliveries.lines import PickedLine
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, LineGrid, fixed_spec
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog

if TYPE_CHECKING:
    from adv_desktop.services.queries.lot_choice import LotChoice, OfferedLot
    from adv_desktop.ui.desk import Desk

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LotLine:
    """A lot with what is taken of it."""

    offered: OfferedLot
    taken: Decimal

    @property
    def is_over(self) -> bool:
        """Whether more is taken than is free."""
        return self.taken > self.offered.lot.free


def _use_by(line: LotLine) -> str:
    use_by = line.offered.lot.use_by
    return formats().date(use_by) if use_by else "—"


def _remark(line: LotLine) -> str:
    if line.is_over:
        return _("More than is free")
    return "" if line.offered.lasts else _("Too close to its date")


_COLUMNS: tuple[GridColumn[LotLine], ...] = (
    GridColumn("lot", N_("Lot"), lambda line: line.offered.lot.code or "", width=140, stretch=True, bold=True),
    GridColumn("use_by", N_("Use by"), _use_by, width=110, tone=lambda line: None if line.offered.lasts else Tone.BAD),
    GridColumn("free", N_("Free"), lambda line: formats().quantity(line.offered.lot.free), right=True, width=84),
    GridColumn(
        "taken",
        N_("Picked"),
        lambda line: formats().quantity(line.taken) if line.taken else "—",
        Edit.QUANTITY,
        right=True,
        width=90,
        short=True,
        bold=True,
        typed=lambda line: plain(line.taken) if line.taken else "",
    ),
    GridColumn(
        "remark",
        N_("Check"),
        _remark,
        width=180,
        tone=lambda line: Tone.BAD if _remark(line) else None,
        icon=lambda line: "warning" if _remark(line) else None,
    ),
)


class LotChooser(QWidget):
    """What is taken of each lot, and how much that makes."""

    def __init__(self, desk: Desk, choice: LotChoice, picks: Sequence[LotPick]) -> None:
        super().__init__()
        self._choice = choice
        spec = fixed_spec(
            _COLUMNS,
            lambda line, _key, value: replace(line, taken=max(value, ZERO) if isinstance(value, Decimal) else ZERO),
        )
        self.grid: LineGrid[LotLine] = LineGrid(_("Lots"), spec, desk.today())
        chosen = {pick.lot: pick.quantity for pick in picks}
        self.grid.set_lines(
            [LotLine(one, chosen.get(one.lot.code or "", ZERO) if picks else one.taken) for one in choice.lots]
        )
        self.foot = text_label("", "strong")
        asked = _("To be good on {date} for this customer, first expired first.").format(
            date=formats().date(choice.good_until)
        )
        if choice.wanted.by_part:
            part = _("The contract date is {part} of its life of {days} days.")
            asked = f"{asked} {part.format(part=choice.wanted.part, days=choice.wanted.whole)}"
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=8)
        for widget in (text_label(asked, "muted", wrap=True), self.grid, self.foot):
            layout.addWidget(widget)
        self.grid.setMinimumHeight(theme().px(220))
        self.grid.lines_changed.connect(self._show_foot)
        self.setFocusProxy(self.grid)
        self._show_foot()

    def picks(self) -> list[LotPick]:
        """Return what is taken of each lot."""
        lines = self.grid.lines()
        return [LotPick(line.offered.lot.code or "", line.taken) for line in lines if line.taken > ZERO]

    def _show_foot(self) -> None:
        total = sum((pick.quantity for pick in self.picks()), ZERO)
        told = _("{taken} picked of {asked} asked").format(
            taken=formats().quantity(total), asked=formats().quantity(self._choice.quantity)
        )
        self.foot.setText(told)


def choose_lots(
    desk: Desk,
    choice: LotChoice,
    picks: Sequence[LotPick],
    done: Callable[[list[LotPick]], object],
    parent: QWidget,
) -> FormDialog:
    """Ask which lots a line was picked from."""
    body = LotChooser(desk, choice, picks)

    def on_ok() -> str:
        if not body.grid.finish_editing():
            return _("Correct what is marked.")
        chosen = body.picks()
        if not chosen:
            return _("Type what was picked of one lot at least.")
        done(chosen)
        return ""

    title = _("Lots of {product}").format(product=choice.product)
    dialog = FormDialog(title, body, _("Take these lots"), on_ok, parent)
    dialog.setMinimumWidth(theme().px(680))
    dialog.open()
    if choice.lots:
        body.grid.edit_cell(0, "taken")
    return dialog


class PickedLots(QObject):
    """The lots that the lines of a picking come from, by delivery line id; `chosen` tells a line that has its own."""

    chosen = Signal(object, object)

    def __init__(self, desk: Desk, lots_of: Callable[[int], LotChoice], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lots_of = lots_of
        self._parent = parent
        self.picks: dict[int, tuple[LotPick, ...]] = {}

    def choose(self, line: PickedLine) -> None:
        """Ask which lots a line was picked from."""
        self._desk.runner.read(partial(self._lots_of, line.line_id), partial(self._ask, line))

    def _ask(self, line: PickedLine, choice: LotChoice) -> None:
        known = self.picks.get(line.line_id, ())
        choose_lots(self._desk, choice, known, partial(self._on_chosen, line), self._parent)

    def _on_chosen(self, line: PickedLine, picks: list[LotPick]) -> None:
        self.picks[line.line_id] = tuple(picks)
        self.chosen.emit(line, picks)
