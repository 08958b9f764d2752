"""Days off, edited in a list: those of the company, of a customer, of one of its places, of a carrier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from adv_desktop.models.rules.dates import Closure, Whose
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.record_list import RecordList
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

COLUMNS: list[Column[Closure]] = [
    Column(N_("From"), lambda closure: formats().date(closure.start), width=110, key="start"),
    Column(N_("Until"), lambda closure: formats().date(closure.end), width=110, key="end"),
    Column(N_("Reason"), lambda closure: closure.label or "—", width=180, key="label"),
]


def closure_list(whose: Whose, today: dt.date, empty: str) -> RecordList[Closure]:
    """Return the editable list of somebody's days off."""

    def edit(closure: Closure | None, done: Callable[[Closure], None], parent: QWidget) -> FormDialog:
        return edit_closure(closure or Closure(today, today, "", whose), done, today, parent)

    return RecordList(_("Days off"), COLUMNS, edit, add_text=_("Add days off"), empty=empty, stretch=2)


def edit_closure(closure: Closure, done: Callable[[Closure], None], today: dt.date, parent: QWidget) -> FormDialog:
    """Ask for the first and the last day, and for what they are."""
    start, end, label = DateEdit(_("First day off"), today), DateEdit(_("Last day off"), today), TextEdit(_("Reason"))
    for edit, day in ((start, closure.start), (end, closure.end)):
        edit.set_value(day)
    label.set_value(closure.label)
    form = Form(
        [
            Field("start", N_("First day off"), start, required=True),
            Field("end", N_("Last day off"), end, required=True),
            Field("label", N_("Reason"), label, N_("For instance: annual leave, stock count."), span=2),
        ]
    )

    def on_ok() -> str:
        form.clear_messages()
        first, last = start.value(), end.value()
        if form.first_problem() or first is None or last is None:
            return _("Correct what is marked.")
        if last < first:
            return _("It ends before it begins.")
        done(replace(closure, start=first, end=last, label=label.value() or ""))
        return ""

    dialog = FormDialog(_("Days off"), form, _("OK"), on_ok, parent)
    start.setFocus()
    dialog.open()
    return dialog
