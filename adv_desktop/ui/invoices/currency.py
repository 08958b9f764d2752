"""The currency of a document and, where it is not the euro, the rate, its day and who gave it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from adv_desktop.services.order_commands import ExchangeRate
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.widgets.edits import DateEdit, PriceEdit, TextEdit, ValueEdit

EURO = "EUR"


class CurrencyEdit(ValueEdit[str]):
    """A currency by its three letters."""

    unreadable = N_("Write the three letters of the currency, for instance USD.")

    def read(self, text: str) -> str | None:
        code = text.strip().upper()
        return code if len(code) == len(EURO) and code.isascii() and code.isalpha() else None

    def write(self, value: str) -> str:
        return value


class CurrencyFields:
    """Four fields; those of the rate can be typed for a foreign currency only."""

    def __init__(self, today: dt.date) -> None:
        self.code = CurrencyEdit(_("Currency"))
        self.value = PriceEdit(_("Euros for one unit"))
        self.date = DateEdit(_("Rate of"), today)
        self.source = TextEdit(_("Source of the rate"))
        self.date.set_value(today)
        self.code.textEdited.connect(lambda _text: self._open_rate())  # while it is typed: Tab goes to the rate
        self.show_currency(EURO)

    @property
    def edits(self) -> tuple[ValueEdit[Any], ...]:
        """The fields, in the order of the keyboard."""
        return self.code, self.value, self.date, self.source

    def show_currency(self, code: str) -> None:
        """Show a currency; the euro needs no rate."""
        self.code.set_value(code)
        self._open_rate()

    def currency(self) -> str:
        """Return the currency as typed, in capitals."""
        return self.code.value() or EURO

    def rate(self) -> ExchangeRate | None:
        """Return the rate; None for the euro, and while its value, day or source is missing."""
        value, day, source = self.value.value(), self.date.value(), self.source.value()
        if self.currency() == EURO or not value or day is None or not source:
            return None
        return ExchangeRate(value, day, source)

    def _open_rate(self) -> None:
        for edit in (self.value, self.date, self.source):
            edit.setEnabled(self.currency() != EURO)
