"""The table of the board: headings across, buttons in cells, done with the keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from adv_desktop.services.snoozes import BoardLine, PutOff
from adv_desktop.services.texts import _
from adv_desktop.ui.tables.delegate import CellDelegate
from adv_desktop.ui.tables.model import RowsModel
from adv_desktop.ui.tables.view import PlainTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.today.board import FileLine, Heading, Line, Row
from adv_desktop.ui.today.columns import ACTION, BUTTONS, COLUMNS

_Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LETTERS = {Qt.Key.Key_F: PutOff.DONE, Qt.Key.Key_D: PutOff.TOMORROW, Qt.Key.Key_S: PutOff.NEXT_WEEK}
_ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
HEADING_HEIGHT = 34
_NATURE = 1


class BoardModel(RowsModel):
    """The lines and the headings; a heading cannot be chosen."""

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.records[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class BoardDelegate(CellDelegate):
    """Draws headings across the table, and actions as buttons."""

    def __init__(self, model: BoardModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self._board = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._board.records[index.row()]
        text = self._board.look(index.row(), index.column()).text
        box: QRect = option.rect
        if isinstance(row, Heading):
            _paint_heading(painter, box, text)
        elif self._board.columns[index.column()].name in BUTTONS:
            self._paint_ground(painter, option, index.column())
            if text:
                _paint_button(painter, box, text, main=self._board.columns[index.column()].name == ACTION)
        else:
            super().paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        if isinstance(self._board.records[index.row()], Heading):
            return QSize(0, theme().px(HEADING_HEIGHT))  # it goes across all columns
        if self._board.columns[index.column()].name in BUTTONS:
            text = self._board.look(index.row(), index.column()).text
            advance = QFontMetrics(theme().font("pill")).horizontalAdvance(text)
            return QSize(advance + theme().px(26), theme().row_height)
        return super().sizeHint(option, index)


class BoardTable(PlainTable):
    """What is to be done; `acted(line)` asks for the main action, `put_off(lines, how)` hides lines."""

    acted = Signal(object)
    opened = Signal(object)
    put_off = Signal(object, object)
    read = Signal(object)
    put_aside = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._board = BoardModel(COLUMNS)
        self._narrow: bool | None = None
        super().__init__(_("To do"), self._board, parent)
        self._board.setParent(self)
        self.setItemDelegate(BoardDelegate(self._board, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.set_narrow(narrow=False)
        self.doubleClicked.connect(self._on_double_click)
        self.link_clicked.connect(self._on_button)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the nature out where there is little room; what to do says it too."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.setColumnHidden(_NATURE, narrow)
            self.measure_cells()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other lines, staying on the current one, else on the place where it was."""
        current, place = self.current() or self.current_file(), self.currentIndex().row()
        kept = current.key if current else None
        self.clearSpans()
        self._board.set_records(rows)
        self.measure_cells()
        self._shape()
        self._go_to(kept, place)

    def rows(self) -> list[Row]:
        """Return what is shown."""
        return cast("list[Row]", self._board.records)

    def current(self) -> Line | None:
        """Return the line under the cursor; a file is none."""
        row = self._here()
        return row if isinstance(row, Line) else None

    def current_file(self) -> FileLine | None:
        """Return the file under the cursor."""
        row = self._here()
        return row if isinstance(row, FileLine) else None

    def _here(self) -> Row | None:
        place = self.currentIndex().row()
        return self.rows()[place] if 0 <= place < len(self.rows()) else None

    def chosen(self) -> list[Line]:
        """Return the selected lines, else the current one."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        lines = [row for row in (self.rows()[place] for place in places) if isinstance(row, Line)]
        current = self.current()
        return lines or ([current] if current else [])

    def measure(self) -> None:
        super().measure()
        self.verticalHeader().setMinimumSectionSize(theme().px(HEADING_HEIGHT))
        self._shape()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        how = _LETTERS.get(Qt.Key(event.key())) if not event.modifiers() else None
        current = self.current()
        file = self.current_file()
        if file is not None and event.key() in _ENTER:
            self.read.emit(file.file)
        elif file is not None and event.key() == Qt.Key.Key_F and how is not None:
            self.put_aside.emit(file.file)
        elif event.key() in _ENTER and current is not None:
            self.acted.emit(current)
        elif how is not None:
            self.put_off.emit(self.chosen(), how)
        else:
            super().keyPressEvent(event)

    def _shape(self) -> None:
        """Give each heading the whole width and its own height."""
        for place, row in enumerate(self.rows()):
            if isinstance(row, Heading):
                self.setSpan(place, 0, 1, len(COLUMNS))
                self.setRowHeight(place, theme().px(HEADING_HEIGHT))

    def _go_to(self, kept: BoardLine | str | None, place: int) -> None:
        rows = self.rows()
        lines = [at for at, row in enumerate(rows) if not isinstance(row, Heading)]
        if not lines:
            return
        same = [at for at in lines if not isinstance(row := rows[at], Heading) and row.key == kept]
        following = [at for at in lines if at >= place]
        at = (same or following or lines[-1:])[0]
        self.selectionModel().setCurrentIndex(self._board.index(at, 0), _ROWS)

    def _on_double_click(self, index: QModelIndex) -> None:
        row = self.rows()[index.row()]
        if isinstance(row, FileLine):
            self.read.emit(row.file)
        elif isinstance(row, Line) and COLUMNS[index.column()].name not in BUTTONS:
            self.opened.emit(row)

    def _on_button(self, index: QModelIndex) -> None:
        row, name = self.rows()[index.row()], COLUMNS[index.column()].name
        if isinstance(row, FileLine) and name in {ACTION, PutOff.DONE}:
            (self.read if name == ACTION else self.put_aside).emit(row.file)
            return
        if not isinstance(row, Line) or not self._board.look(index.row(), index.column()).text:
            return
        if name == ACTION:
            self.acted.emit(row)
        else:
            self.put_off.emit([row], PutOff(name))


def _paint_heading(painter: QPainter, box: QRect, text: str) -> None:
    look = theme()
    painter.fillRect(box, look.color("surface2"))
    painter.setFont(look.font("strong"))
    painter.setPen(look.color("text"))
    painter.drawText(box.adjusted(look.px(10), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)


def _paint_button(painter: QPainter, box: QRect, text: str, *, main: bool) -> None:
    look = theme()
    painter.setFont(look.font("pill"))
    width = min(painter.fontMetrics().horizontalAdvance(text) + look.px(18), box.width() - look.px(4))
    height = look.px(26)
    frame = QRect(box.left() + look.px(4), box.top() + (box.height() - height) // 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(look.color("border"))
    painter.setBrush(look.color("surface"))
    painter.drawRoundedRect(frame, look.px(6), look.px(6))
    painter.setPen(look.color("accent" if main else "text"))
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width - look.px(8))
    painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), cut)
    painter.restore()
