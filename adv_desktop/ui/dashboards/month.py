"""The month that is shown: the one before, the one after, or any of the last two years."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.format import add_months, formats
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button

MONTHS_IN_MENU = 24


class MonthChooser(QWidget):
    """Left and Right go from month to month, Down or Enter opens the list."""

    picked = Signal(object)

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._latest = today.replace(day=1)
        self.month = self._latest
        self.before = Button("", icon="arrow-left", name=_("Month before"), on_click=partial(self.step, -1))
        self.after = Button("", icon="arrow-right", name=_("Month after"), on_click=partial(self.step, 1))
        self.button = Button(formats().month(self.month), icon="calendar", on_click=self.open)
        row = QHBoxLayout(self)
        theme().space(row, spacing=4)
        for widget in (self.before, self.button, self.after):
            row.addWidget(widget)
            widget.installEventFilter(self)
        self._show()

    def step(self, months: int) -> None:
        """Go some months away, no further than the running one."""
        self.choose(add_months(self.month, months))

    def choose(self, month: dt.date) -> None:
        """Show a month and say so."""
        month = min(month.replace(day=1), self._latest)
        if month != self.month:
            self.month = month
            self._show()
            self.picked.emit(month)

    def set_latest(self, today: dt.date) -> None:
        """Let the month that begins today be chosen."""
        self._latest = max(self._latest, today.replace(day=1))
        self._show()

    def open(self) -> None:
        """Open the list of months."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for back in range(MONTHS_IN_MENU):
            month = add_months(self._latest, -back)
            action = menu.addAction(formats().month(month).capitalize(), partial(self.choose, month))
            action.setCheckable(True)
            action.setChecked(month == self.month)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrows before the buttons do, which would only pass the focus on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}
            if event.key() in steps:
                self.step(steps[event.key()])
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4}:
                self.open()
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        name = formats().month(self.month).capitalize()
        self.button.setText(name)
        self.button.setAccessibleName(_("Month: {month}").format(month=name))
        self.after.setEnabled(self.month < self._latest)
