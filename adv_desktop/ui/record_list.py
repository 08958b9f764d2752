"""A short list whose rows are added, edited and removed by the user: addresses, contacts, bank accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, row, text_label

R = TypeVar("R")
# Opens the dialog of a record (None: a new one) over a widget, and hands on what was typed.
EditRecord = Callable[[R | None, Callable[[R], None], QWidget], object]


class RecordList(QWidget, Generic[R]):
    """Enter or double click edits, Ins adds, Del removes; `changed` follows each."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        edit: EditRecord[R],
        *,
        add_text: str,
        empty: str,
        stretch: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._edit = edit
        self.table = RowsTable(name, columns, stretch=stretch, max_rows=6)
        self.table.opened.connect(lambda _record: self.edit_current())
        self.table.installEventFilter(self)
        self._empty = text_label(empty, "muted", wrap=True)
        self.add_button = Button(add_text, icon="plus", small=True, hint="Ins", on_click=self.add)
        self._edit_button = Button(_("Edit"), icon="edit", small=True, on_click=self.edit_current)
        self._edit_button.setAccessibleName(f"{_('Edit')} – {name}")
        self._remove_button = Button(_("Remove"), icon="trash", small=True, on_click=self.remove_current)
        self._remove_button.setAccessibleName(f"{_('Remove')} – {name}")
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=8)
        layout.addWidget(self.table)
        layout.addWidget(self._empty)
        layout.addWidget(row(self.add_button, self._edit_button, self._remove_button))
        self.set_records(())

    def records(self) -> tuple[R, ...]:
        """Return the records."""
        return tuple(self.table.rows())

    def set_records(self, records: Sequence[R]) -> None:
        """Show other records without telling anybody."""
        self.table.set_rows(records)
        self.table.setVisible(bool(records))
        self._empty.setVisible(not records)
        for button in (self._edit_button, self._remove_button):
            button.setEnabled(bool(records))
        if records:
            self.table.selectRow(0)

    def add(self) -> None:
        """Ask for a new record."""
        self._edit(None, lambda made: self._change([*self.records(), made], -1), self)

    def edit_current(self) -> None:
        """Ask for the facts of the current record."""
        place = self._place()
        if place is None:
            return
        records = list(self.records())

        def put(made: R) -> None:
            self._change([*records[:place], made, *records[place + 1 :]], place)

        self._edit(records[place], put, self)

    def remove_current(self) -> None:
        """Take the current record out of the list."""
        place = self._place()
        if place is not None:
            records = list(self.records())
            self._change(records[:place] + records[place + 1 :], max(place - 1, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            keys = {Qt.Key.Key_Insert: self.add, Qt.Key.Key_Delete: self.remove_current}
            if (act := keys.get(Qt.Key(event.key()))) is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _place(self) -> int | None:
        place = self.table.currentIndex().row()
        return place if 0 <= place < len(self.table.rows()) else None

    def _change(self, records: Sequence[R], current: int) -> None:
        self.set_records(records)
        if records:
            self.table.selectRow(current % len(records))
        self.changed.emit()
