"""The step « Numérotation »: prefixes, next numbers, and where the company's file is put."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import Series
from adv_desktop.services.setting_kinds import PREFIX
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, set_role, text_label
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

SHOWN = (Series.INVOICE, Series.CREDIT_NOTE, Series.ORDER, Series.DELIVERY)


class NumbersStep(QWidget):
    """A row a series; the written number follows what is typed."""

    changed = Signal()

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.prefixes: dict[Series, TextEdit] = {}
        self.ranks: dict[Series, QuantityEdit] = {}
        self._written = {series: text_label("", "strong") for series in SHOWN}
        self.last_date = DateEdit(_("Date of the last invoice"), today)
        self.path = TextEdit(_("The company's file"))
        self.form = Form(
            [
                Field(
                    "last_date",
                    N_("Date of the last invoice of the former program"),
                    self.last_date,
                    N_("Empty when there is none. No invoice is dated before it."),
                ),
                Field("path", N_("The company's file"), self._path_field(), N_("All your data: keep it backed up.")),
            ],
            columns=1,
        )
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=14)
        layout.addLayout(self._grid())
        layout.addWidget(self.form)
        layout.addStretch(1)

    def show_typed(self, typed: dict[str, Any]) -> None:
        """Show what was typed before."""
        for series in SHOWN:
            self.prefixes[series].set_value(typed.get(f"prefix_{series}") or self.prefixes[series].value())
            rank = typed.get(f"rank_{series}")
            if rank:
                self.ranks[series].set_value(Decimal(rank))
            self._show(series)
        day = typed.get("last_date")
        self.last_date.set_value(dt.date.fromisoformat(day) if day else None)

    def typed(self) -> dict[str, Any]:
        """Return what is typed, to keep."""
        day = self.last_date.value()
        kept: dict[str, Any] = {"last_date": day.isoformat() if day else None}
        for series in SHOWN:
            kept[f"prefix_{series}"] = self.prefixes[series].value()
            kept[f"rank_{series}"] = self.rank(series)
        return kept

    def numbering(self) -> dict[str, str]:
        """Return the prefixes that differ from those of the program."""
        from adv_desktop.services.numbering import PREFIXES

        chosen = {series: self.prefixes[series].text().strip() for series in SHOWN}
        return {series.value: prefix for series, prefix in chosen.items() if prefix and prefix != PREFIXES[series]}

    def rank(self, series: Series) -> int:
        """Return the next number of a series, 1 when nothing is typed."""
        value = self.ranks[series].value()
        return int(value) if value else 1

    def show_problems(self) -> bool:
        """Mark what cannot be taken; tell whether there is anything."""
        wrong = False
        for series in SHOWN:
            prefix, rank = self.prefixes[series], self.ranks[series]
            bad = (
                not PREFIX.fullmatch(prefix.text().strip()) or not rank.is_valid() or not 1 <= self.rank(series) < 10**6
            )
            set_role(prefix, "tone", "bad" if bad else "")
            wrong = wrong or bad
        self.form.clear_messages()
        late = self.last_date.value()
        if late is not None and late > self._today:
            self.form.set_message("last_date", _("This date is after today."))
            wrong = True
        target = self.target()
        if target is None or (target.exists() and target.stat().st_size):
            self.form.set_message("path", _("Choose a new file: this one already holds something."))
            wrong = True
        return wrong or self.form.first_problem() is not None

    def target(self) -> Path | None:
        """Return where the file is to be made."""
        written = self.path.text().strip()
        return Path(written).expanduser() if written else None

    def _grid(self) -> QGridLayout:
        from adv_desktop.services.numbering import PREFIXES

        grid = QGridLayout()
        theme().space(grid, spacing=10)
        for column, title in enumerate((_("Document"), _("Prefix"), _("Next number"), _("Will be written"))):
            grid.addWidget(text_label(title, "label"), 0, column)
        for line, series in enumerate(SHOWN, start=1):
            prefix = TextEdit(f"{_('Prefix')} – {label(series)}")
            prefix.set_value(PREFIXES[series])
            rank = QuantityEdit(f"{_('Next number')} – {label(series)}")
            rank.set_value(Decimal(1))
            self.prefixes[series], self.ranks[series] = prefix, rank
            for edit in (prefix, rank):
                edit.textChanged.connect(partial(self._on_text, series))
            for column, widget in enumerate((text_label(label(series)), prefix, rank, self._written[series])):
                grid.addWidget(widget, line, column)
            self._show(series)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        return grid

    def _path_field(self) -> QWidget:
        field = QWidget()
        field.setFocusProxy(self.path)
        field.setAccessibleName(_("The company's file"))
        across = QHBoxLayout(field)
        theme().space(across, spacing=8)
        across.addWidget(self.path, 1)
        across.addWidget(Button(_("Choose…"), icon="folder", on_click=self._on_choose))
        return field

    def _on_choose(self) -> None:
        chosen = file_to_write(self, _("Where the company's file is put"), self.path.text(), _("Databases (*.db)"))
        if chosen:
            self.path.set_value(str(chosen.with_suffix(".db")))

    def _on_text(self, series: Series, _text: str) -> None:
        self._show(series)
        self.changed.emit()

    def _show(self, series: Series) -> None:
        from adv_desktop.services.number_starts import written

        self._written[series].setText(written(self.prefixes[series].text().strip(), self.rank(series), self._today))
