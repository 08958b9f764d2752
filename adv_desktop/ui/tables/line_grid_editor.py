"""Typing in a cell of the line grid: which keys mean what, and when a text is taken.

Qt closes an editor later, through its event queue, whatever was typed; here a text that has no meaning keeps
its editor open, so every key that leaves a cell is taken before Qt sees it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Generic

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from adv_desktop.services.texts import _
from adv_desktop.ui.format import add_months, formats, read_date
from adv_desktop.ui.tables.line_grid_model import (
    Edit,
    GridColumn,
    LineModel,
    LineT,
    UnreadableError,
    Value,
    read_value,
)
from adv_desktop.ui.tables.line_grid_paint import CellPainter
from adv_desktop.ui.tables.line_grid_scanner import Burst, barcode_in
from adv_desktop.ui.tables.line_grid_search import TypeAhead
from adv_desktop.ui.widgets.basics import set_role
from adv_desktop.ui.widgets.choices import Choice

Hint = QAbstractItemDelegate.EndEditHint
Index = QModelIndex | QPersistentModelIndex
# Cells in which a long row of digits makes no sense, unless it was scanned.
_NUMBERS = {Edit.QUANTITY, Edit.COUNTED, Edit.PRICE, Edit.PERCENT}

_KEY, _CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
_LEAVING = {
    _KEY.Key_Return: Hint.SubmitModelCache,
    _KEY.Key_Enter: Hint.SubmitModelCache,
    _KEY.Key_Tab: Hint.EditNextItem,
    _KEY.Key_Backtab: Hint.EditPreviousItem,
}
_STEPS = {_KEY.Key_Down: 1, _KEY.Key_Up: -1, _KEY.Key_PageDown: 6, _KEY.Key_PageUp: -6}
_DATE_KEYS = {"d": 1, "j": 1, "w": 7, "s": 7, "m": 0, "y": 0, "a": 0}
_STAYING_REASONS = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}


class CellEditor(QLineEdit):
    """The field that is laid over a cell, with what it will hand over."""

    def __init__(self, column: GridColumn[LineT], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = column.edit
        self.before: str | None = None
        self.value: Value = None
        self.taken = False
        self.leaving = False
        self.burst = Burst()
        self.setAccessibleName(name)
        if column.right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.textEdited.connect(lambda _text: self.show_doubt(False))

    def load(self, text: str) -> None:
        """Start from the cell's text; later changes of the cell do not touch what is being typed."""
        if self.before is None:
            self.before = text
            self.setText(text)
            self.selectAll()

    def take(self, value: Value) -> None:
        """Keep a value to hand over."""
        self.value, self.taken = value, True

    def put_back(self) -> None:
        """Show what the cell held before the scanner wrote into it."""
        self.setText(self.burst.held)
        self.selectAll()
        self.burst = Burst()

    def show_doubt(self, doubtful: bool) -> None:
        """Mark a text that has no meaning."""
        set_role(self, "tone", "bad" if doubtful else "")

    @property
    def unchanged(self) -> bool:
        """Whether the text is still the cell's."""
        return self.text().strip() == (self.before or "").strip()

    @property
    def scanned(self) -> bool:
        """Whether a barcode was read."""
        return self.taken and isinstance(self.value, Choice) and self.value.scanned


class CellDelegate(CellPainter[LineT], Generic[LineT]):
    """Opens, reads and closes the editors. `asked` tells a key that the grid answers, with the cell left."""

    asked = Signal(QKeyEvent)

    def __init__(self, model: LineModel[LineT], ahead: TypeAhead, parent: QWidget) -> None:
        super().__init__(model, parent)
        self._ahead = ahead
        self._editor: CellEditor | None = None
        ahead.picked.connect(self._on_picked)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self.model.spec.columns[index.column()]
        title = str(self.model.headerData(index.column(), Qt.Orientation.Horizontal))
        self._editor = CellEditor(column, title, parent)
        if column.edit is Edit.PRODUCT:
            self._ahead.attach(self._editor)
        else:
            self._ahead.detach()
        return self._editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEditor):
            editor.load(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if not isinstance(editor, CellEditor) or not editor.taken:
            return
        if isinstance(editor.value, Choice) and editor.scanned:
            self._keep_typed(editor, index)
            self.model.scan(editor.value)
        else:
            self.model.apply(index.row(), self.model.spec.columns[index.column()].key, editor.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, CellEditor):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(watched, event):
            # The window's own F4 or Ctrl+Del must not come before the cell's; its Ctrl+S and Ctrl+Enter must.
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(watched, event)
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._on_focus_out(watched, event)
        return False

    def resume(self) -> None:
        """Give the focus to the editor that is open, if any: the grid itself takes no text."""
        if self._editor is not None and isValid(self._editor):
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def forward(self, event: QKeyEvent) -> None:
        """Type a key in the editor that is open."""
        if self._editor is not None:
            key = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            QCoreApplication.sendEvent(self._editor, key)

    def finish(self) -> bool:
        """Take what is being typed, if anything, and close the editor; False when it has no meaning."""
        if self._editor is None or not isValid(self._editor):
            return True
        taken = self._take(self._editor)
        if taken:
            self._close(self._editor, Hint.NoHint)
        return taken

    def _on_key(self, editor: CellEditor, event: QKeyEvent) -> bool:
        key = _KEY(event.key())
        editor.burst.hear(event.text(), editor.text())
        if not _is_ours(editor, event):
            return editor.edit is Edit.DATE and self._shift_date(editor, event)
        if key in _LEAVING:
            self._leave(editor, _LEAVING[key])
        elif key == _KEY.Key_Escape:
            self._on_escape(editor)
        elif key == _KEY.Key_F4:
            self._ahead.ask()
        elif not _is_grid_key(event):
            self._ahead.step(_STEPS[key])
        elif key == _KEY.Key_Delete or self._take(editor):
            self._close(editor, Hint.NoHint)
            self.asked.emit(event)
        return True

    def _on_escape(self, editor: CellEditor) -> None:
        if self._ahead.popup.isVisible():
            self._ahead.hide()
        else:
            editor.leaving = True
            self._ahead.detach()
            self._editor = None
            self.closeEditor.emit(editor, Hint.RevertModelCache)

    def _on_focus_out(self, editor: CellEditor, event: QFocusEvent) -> None:
        if editor.leaving:
            return
        if event.reason() in _STAYING_REASONS:
            self._ahead.popup.hide()
            return
        try:
            if not editor.unchanged:
                editor.take(self._read(editor))
        except UnreadableError:
            editor.taken = False
        self._close(editor, Hint.NoHint)

    def _on_picked(self, choice: Choice) -> None:
        if self._editor is not None and isValid(self._editor):
            self._editor.take(choice)
            self._close(self._editor, Hint.SubmitModelCache)

    def _leave(self, editor: CellEditor, hint: Hint) -> None:
        if self._take(editor):
            self._close(editor, hint)

    def _close(self, editor: CellEditor, hint: Hint) -> None:
        editor.leaving = True
        self._ahead.detach()
        self.commitData.emit(editor)
        self._editor = None
        self.closeEditor.emit(editor, hint)

    def _take(self, editor: CellEditor) -> bool:
        """Read the text into the editor's value; False when the cell cannot be left with it."""
        if (scanned := self._scanned(editor.burst.code)) is not None:
            editor.take(scanned)
            return True
        if editor.edit is Edit.PRODUCT:
            return self._take_product(editor)
        if editor.unchanged:
            return True
        try:
            editor.take(self._read(editor))
        except UnreadableError as error:
            if editor.burst.code:
                editor.put_back()
            editor.show_doubt(True)
            self._ahead.popup.say(str(error), editor)
            return False
        return True

    def _scanned(self, code: str) -> Choice | None:
        """Return the product of a barcode, in a grid whose lines may come and go."""
        found = self.model.spec.resolve(code) if code and not self.model.spec.fixed else None
        return found if found is not None and found.scanned else None

    def _keep_typed(self, editor: CellEditor, index: Index) -> None:
        """Take what was typed in the cell before the scanner wrote behind it."""
        held = editor.burst.held if editor.burst.code else editor.before or ""
        if editor.edit is Edit.PRODUCT or held.strip() == (editor.before or "").strip():
            return
        column = self.model.spec.columns[index.column()]
        try:
            value = read_value(editor.edit, held, self.model.today, self.model.spec.resolve)
        except UnreadableError:
            return  # half a number is no loss: the cell keeps what it had
        self.model.apply(index.row(), column.key, value)

    def _take_product(self, editor: CellEditor) -> bool:
        chosen = self._ahead.chosen() if self._ahead.touched else None
        if chosen is None and (editor.unchanged or not editor.text().strip()):
            return True
        chosen = chosen or self.model.spec.resolve(editor.text().strip()) or self._ahead.chosen()
        if chosen is None:
            editor.show_doubt(True)
            editor.selectAll()  # the next scan takes the place of the one that means nothing
            self._ahead.enter()
            return False
        editor.take(chosen)
        return True

    def _read(self, editor: CellEditor) -> Value:
        text, spec = editor.text().strip(), self.model.spec
        if editor.edit is not Edit.TEXT and (scanned := self._scanned(barcode_in(text))) is not None:
            return scanned  # the scanner was used one cell too late
        if _is_unknown_scan(editor, text) and not spec.fixed:
            said = _("No product has the code or barcode “{text}”.")
            raise UnreadableError(said.format(text=editor.burst.code or text))
        return read_value(editor.edit, text, self.model.today, spec.resolve)

    def _shift_date(self, editor: CellEditor, event: QKeyEvent) -> bool:
        letter = event.text().lower()
        plain = not event.modifiers() & (_CTRL | Qt.KeyboardModifier.AltModifier)
        if not plain or letter not in _DATE_KEYS or editor.text()[-1:] in {"+", "-"} or "+" in editor.text():
            return False
        current = read_date(editor.text(), self.model.today) or self.model.today
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        editor.setText(formats().date(_shifted(current, letter, -1 if back else 1)))
        return True


def _is_unknown_scan(editor: CellEditor, text: str) -> bool:
    """Whether a text can only come from a scanner: nobody orders 3 760 123 456 789 pieces."""
    return bool(editor.edit in _NUMBERS and barcode_in(text)) or bool(editor.edit is Edit.TEXT and editor.burst.code)


def _is_grid_key(event: QKeyEvent) -> bool:
    """Whether a key typed in a cell is answered by the grid, after the cell is left."""
    if event.modifiers() & _CTRL:
        return event.key() in {_KEY.Key_Down, _KEY.Key_Delete}
    return event.key() in {_KEY.Key_F6, _KEY.Key_Insert}


def _is_ours(editor: CellEditor, event: QKeyEvent) -> bool:
    """Whether a key means something else in a cell than in any field."""
    if _is_grid_key(event):
        return True
    if event.modifiers() & (_CTRL | Qt.KeyboardModifier.AltModifier):
        return False
    in_list = editor.edit is Edit.PRODUCT and (event.key() in _STEPS or event.key() == _KEY.Key_F4)
    return in_list or event.key() in _LEAVING or event.key() == _KEY.Key_Escape


def _shifted(day: date, letter: str, sign: int) -> date:
    if days := _DATE_KEYS[letter]:
        return day + timedelta(days=sign * days)
    return add_months(day, sign * (1 if letter == "m" else 12))
