"""« Et si je promets le … ? » for one order or many: what the day does, then the day promised and told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services import texts
from adv_desktop.services.check_texts import describe
from adv_desktop.services.queries.promise import LinePromise, WhatIf
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.cause import Cause, CauseFields
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import set_role, text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

WIDTH = 980


def _hurt(line: LinePromise) -> str:
    """Name the orders that would come short."""
    return ", ".join(
        _("{number} ({customer}), {short} short").format(
            number=one.number, customer=one.customer, short=formats().quantity(one.short)
        )
        for one in line.hurt
    )


COLUMNS: list[Column[LinePromise]] = [
    Column(N_("Order"), lambda line: f"{line.number or _('Draft')} / {line.line}", width=150, key="order"),
    Column(N_("Description"), lambda line: line.label, width=190, key="label"),
    Column(N_("Left to deliver"), lambda line: formats().quantity(line.due), right=True, width=104, key="due"),
    Column(
        N_("On that day"),
        lambda line: _("Possible") if line.kept else _("Not possible"),
        tone=lambda line: Tone.OK if line.kept else Tone.BAD,
        width=110,
        key="kept",
    ),
    Column(
        N_("First possible day"),
        lambda line: formats().date(line.earliest) if line.earliest else _("No receipt announced"),
        width=140,
        key="earliest",
    ),
    Column(N_("Leaves on"), lambda line: formats().date(line.departure), width=104, key="departure"),
    Column(N_("Would hurt"), lambda line: _hurt(line) or "—", width=240, tip=_hurt, key="hurt"),
]


class PromisePanel(QWidget):
    """The day, why, and what it does to each line."""

    def __init__(self, desk: Desk, order_ids: Sequence[int]) -> None:
        super().__init__()
        self._desk, self._ids = desk, tuple(order_ids)
        self.on = DateEdit(_("Promise the"), desk.today())
        self.cause = CauseFields()
        self.table = RowsTable(_("Lines still due"), COLUMNS, stretch=6, max_rows=8)
        self.verdict = text_label("", "strong", wrap=True)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 10)
        fields = [
            Field("on", N_("Promise the"), self.on, N_("d and w move by a day and a week, = is today."), required=True),
            *self.cause.fields(),
        ]
        for widget in (Form(fields), self.verdict, self.table):
            layout.addWidget(widget)
        self.table.setColumnHidden(0, len(self._ids) == 1)  # the title names the only order
        self._proposed: dt.date | None = desk.today()
        self.on.committed.connect(self.try_day)
        self.on.set_value(self._proposed)
        self.try_day(self._proposed)

    def try_day(self, on: dt.date | None) -> None:
        """Show what a day does."""
        if on is None:
            return
        store, ids, today = self._desk.services.store, self._ids, self._desk.today()

        def read() -> WhatIf:
            from adv_desktop.services.queries import promise

            with store.read() as session:
                return promise.what_if(session, ids, on, today)

        self._desk.runner.read(read, self._show)

    def _show(self, found: WhatIf) -> None:
        self.table.set_rows(found.lines)
        if self._propose(found.earliest):
            return
        kept = found.closed is None and all(line.kept for line in found.lines)
        self.verdict.setText(verdict(found))
        set_role(self.verdict, "role", "ok" if kept else "warn")

    def _propose(self, earliest: dt.date | None) -> bool:
        """Put the first day that can be kept in the place of today, once, while nobody has typed another."""
        untouched = self._proposed is not None and self.on.value() == self._proposed
        self._proposed, before = None, self._proposed
        if not untouched or earliest is None or earliest == before:
            return False
        self.on.set_value(earliest)
        self.try_day(earliest)
        return True


def verdict(found: WhatIf) -> str:
    """Say in one sentence whether a day can be promised, and which one could."""
    day = formats().date(found.on)
    if not found.lines:
        return _("Nothing is left to deliver.")
    if found.closed is not None:
        said = describe(found.closed.kind, found.closed.facts, texts.current())
    elif all(line.kept for line in found.lines):
        return _("{day} can be promised: it takes nothing from other orders.").format(day=day)
    else:
        said = _("{day} cannot be promised without taking goods from other orders.").format(day=day)
    if found.earliest is None:
        return said
    first = _("First possible day for the whole: {day}.").format(day=formats().date(found.earliest))
    return f"{said} {first}"


class PromiseAction(QObject):
    """Asks for the day of orders, promises it, and offers to tell the customers."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._parent = desk, parent

    def ask(self, order_ids: Sequence[int]) -> FormDialog:
        """Open the dialog."""
        panel = PromisePanel(self._desk, order_ids)

        def on_ok() -> str:
            day = panel.on.value()
            if day is None:
                return _("Write the day to promise.")
            self._promise(order_ids, day, panel.cause.value())
            return ""

        dialog = FormDialog(_("What if I promise…"), panel, _("Promise this day"), on_ok, self._parent)
        dialog.setMinimumWidth(theme().px(WIDTH))
        panel.on.setFocus()
        dialog.open()
        return dialog

    def _promise(self, order_ids: Sequence[int], on: dt.date, cause: Cause) -> None:
        services, today = self._desk.services, self._desk.today()

        def work() -> tuple[int, ...]:
            from adv_desktop.services.queries import orders

            with services.store.read() as session:
                rows = orders.rows(session, order_ids, today)
            asked = [cause.promise(row.id, row.version, on) for row in rows.values()]
            return services.rescheduling.promise(asked)

        self._desk.runner.write(work, partial(self._promised, len(order_ids), on))

    def _promised(self, count: int, on: dt.date, outdated: tuple[int, ...]) -> None:
        said = ngettext("{count} order promised for {day}.", "{count} orders promised for {day}.", count)
        tell = Action(_("Prepare the notices"), partial(self._tell, outdated))
        self._desk.notices.say(said.format(count=count, day=formats().date(on)), *([tell] if outdated else []))

    def _tell(self, order_ids: tuple[int, ...]) -> None:
        filling, window = self._desk.services.outbox_filling, self._desk.window
        self._desk.runner.write(
            lambda: filling.new_dates(order_ids), lambda _messages: window.show_list("outbox", "to_send")
        )
