"""Fields that read amounts, quantities, prices, percents, dates and texts as people type them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import add_months, formats, read_date, read_money, read_number, read_percent
from adv_desktop.ui.widgets.basics import set_role
from adv_desktop.ui.widgets.field_icon import FieldIcon

V = TypeVar("V")
_MONTHS = {"m": 1, "y": 12, "a": 12}
_DAYS = {"d": 1, "j": 1, "w": 7, "s": 7}
_ARROWS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class ValueEdit(QLineEdit, Generic[V]):
    """A field of one kind of value; `committed` tells a value that changed when the field is left."""

    committed = Signal(object)
    unreadable = ""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._last: V | None = None
        self.editingFinished.connect(self._on_finished)
        self.textEdited.connect(lambda _text: self.set_error(""))

    def read(self, text: str) -> V | None:
        """Return what a text means, None when it means nothing."""
        raise NotImplementedError

    def write(self, value: V) -> str:
        """Return how a value is written."""
        raise NotImplementedError

    def value(self) -> V | None:
        """Return what is typed; None when it is empty or unreadable (see `is_valid`)."""
        text = self.text().strip()
        return self.read(text) if text else None

    def set_value(self, value: V | None) -> None:
        """Show a value without telling anybody."""
        self._last = value
        self.setText("" if value is None else self.write(value))
        self.setCursorPosition(0)  # a long value shows its beginning
        self.set_error("")

    def is_valid(self) -> bool:
        """Whether the field is empty or readable."""
        return not self.text().strip() or self.value() is not None

    def set_error(self, text: str) -> None:
        """Mark the field and say why (in its tip and to screen readers)."""
        if bool(self.property("tone")) != bool(text):
            set_role(self, "tone", "bad" if text else "")
        self.setToolTip(text)
        self.setAccessibleDescription(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def _on_finished(self) -> None:
        if not self.is_valid():
            self.set_error(_(self.unreadable))
            return
        value = self.value()
        if value is not None:
            self.setText(self.write(value))
        self.set_error("")
        if value != self._last:
            self._last = value
            self.committed.emit(value)


class _NumberEdit(ValueEdit[V]):
    unreadable = N_("This is not a number. Write for instance 1 234,50.")

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


class MoneyEdit(_NumberEdit[int]):
    """An amount in minor units."""

    unreadable = N_("This is not an amount. Write for instance 1 234,50.")

    def __init__(self, name: str, currency: str = "EUR", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._currency = currency

    def set_currency(self, currency: str) -> None:
        """Read and write amounts of another currency."""
        self._currency = currency

    def read(self, text: str) -> int | None:
        return read_money(text, self._currency)

    def write(self, value: int) -> str:
        return formats().amount(value, self._currency)


class QuantityEdit(_NumberEdit[Decimal]):
    """A quantity."""

    def read(self, text: str) -> Decimal | None:
        return read_number(text)

    def write(self, value: Decimal) -> str:
        return formats().quantity(value)


class PriceEdit(_NumberEdit[Decimal]):
    """A unit price."""

    def read(self, text: str) -> Decimal | None:
        return read_number(text.replace("€", ""))

    def write(self, value: Decimal) -> str:
        return formats().price(value)


class PercentEdit(_NumberEdit[Decimal]):
    """A percent (20 means 20 %)."""

    def read(self, text: str) -> Decimal | None:
        return read_percent(text)

    def write(self, value: Decimal) -> str:
        return formats().percent(value)


class TextEdit(ValueEdit[str]):
    """A text; an empty one is None."""

    def read(self, text: str) -> str | None:
        return text or None

    def write(self, value: str) -> str:
        return value


class DateEdit(ValueEdit[date]):
    """A day: typed, or moved by d/w/m/y (Shift: back), `=` for today, arrows; F4 opens the calendar."""

    unreadable = N_("This is not a date. Write for instance 24/11/2026, 24/11, +15 or =.")

    def __init__(self, name: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._today = today
        self._calendar: QCalendarWidget | None = None
        self._open = FieldIcon("calendar", _("Open the calendar"), self, self.open_calendar)

    def read(self, text: str) -> date | None:
        return read_date(text, self._today) or _read_english(text)

    def write(self, value: date) -> str:
        return formats().date(value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._open.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        letter = event.text().lower()
        if event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        elif (step := _ARROWS.get(Qt.Key(event.key()))) is not None:
            self._move(lambda day: day + timedelta(days=step))
        elif letter == "=":
            self._move(lambda _day: self._today)
        elif letter in _MONTHS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(lambda day: add_months(day, -_MONTHS[letter] if back else _MONTHS[letter]))
        elif letter in _DAYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(lambda day: day + timedelta(days=-_DAYS[letter] if back else _DAYS[letter]))
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Show a calendar under the field."""
        if self._calendar is None:
            self._calendar = QCalendarWidget(self)
            self._calendar.setWindowFlag(Qt.WindowType.Popup)
            self._calendar.setAccessibleName(self.accessibleName())
            self._calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
            self._calendar.activated.connect(self._on_day)
            self._calendar.clicked.connect(self._on_day)
        day = self.value() or self._today
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        self._calendar.show()

    def _on_day(self, chosen: QDate) -> None:
        if self._calendar is not None:
            self._calendar.hide()
        self._show_day(date(chosen.year(), chosen.month(), chosen.day()))

    def _move(self, moved: Callable[[date], date]) -> None:
        try:
            day = moved(self.value() or self._today)
        except (OverflowError, ValueError):
            return
        self._show_day(day)

    def _show_day(self, day: date) -> None:
        self.setText(self.write(day))
        self.set_error("")
        if day != self._last:
            self._last = day
            self.committed.emit(day)


def _read_english(text: str) -> date | None:
    """Read back a date that this program wrote in English ("24 Nov 2026")."""
    parts = text.split()
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    if len(parts) != 3 or parts[1][:3].lower() not in months:
        return None
    return read_date(f"{parts[0]}/{months.index(parts[1][:3].lower()) + 1}/{parts[2]}", date.min)
