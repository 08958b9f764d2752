"""« À préparer »: what can leave up to a day, by departure; all of it is prepared in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services import texts
from adv_desktop.services.events import Changed
from adv_desktop.services.folding import words_key
from adv_desktop.services.jobs import Progress
from adv_desktop.services.mass_preparation import Preparations, prepare_all
from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.queries.preparation import Waiting
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.deliveries.papers import preview_picking
from adv_desktop.ui.deliveries.reads import DeliveryReads
from adv_desktop.ui.deliveries.stopped import said_of
from adv_desktop.ui.deliveries.worklist_table import Wanted, WorklistTable
from adv_desktop.ui.format import formats, pair
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, row, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.flow import Flow
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

EVERYTHING, LEAVING, WHOLE = "", "leaving", "whole"
AHEAD = dt.timedelta(days=7)
QUIET = 250  # ms without a change before the list is read again: a run changes it hundreds of times
NAMED = 3
TABLE, EMPTY = 0, 1


class WorklistForm(DocumentForm):
    """What is to be prepared up to a day, or of the orders that are named."""

    guide = "deliveries"

    def __init__(self, desk: Desk, order_ids: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._orders = tuple(order_ids)
        self._loaded: list[Waiting] = []
        self._obstacles: dict[tuple[int, ...], list[Obstacle]] = {}
        self._left_out: set[tuple[int, ...]] = set()
        self._made: list[tuple[int, str]] = []
        self.reads = DeliveryReads(desk)
        self.until = DateEdit(_("Leaves until"), desk.today())
        self.carrier = ChoiceCombo(_("Carrier"))
        self.extent = ChoiceCombo(
            _("Can leave"),
            [
                (EVERYTHING, _("All that is due")),
                (LEAVING, _("What can leave, even in part")),
                (WHOLE, _("Complete only")),
            ],
        )
        self.table = WorklistTable()
        self.nothing = EmptyState(
            _("Nothing to prepare"),
            _("No confirmed order has goods due until then. Choose a later day, or confirm orders."),
            _("Show the orders to deliver"),
            "truck",
        )
        self._said = text_label("", "strong")
        self._stack = QStackedWidget()
        self.go = Button(_("Prepare"), "primary", icon="box", hint=_("Ctrl+Enter"), on_click=self.prepare)
        self.papers = Button(_("Picking lists"), icon="printer", hint="Ctrl+P", on_click=self.preview)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._build()
        self._connect()
        self.setFocusProxy(self.table)
        self.load()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Deliveries to prepare")

    def commands(self) -> list[Command]:
        """Return what can be done in the list."""
        return [
            Command("prepare", N_("Prepare what is taken"), self.prepare, "Ctrl+Return", "box", Menu.DELIVERIES),
            Command("picking", N_("Preview the picking lists"), self.preview, "Ctrl+P", "printer", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def refresh(self) -> None:
        """Read what waits again."""
        self.load()

    def load(self) -> None:
        """Read what waits."""
        until = None if self._orders else self.until.value()
        self.desk.runner.read(lambda: self.reads.worklist(until, self._orders), self._on_loaded)

    def prepare(self) -> None:
        """Make the deliveries that are taken, one after the other."""
        rows = [one.row for one in self.table.wanted() if one.taken]
        if not rows:
            return
        count, today = len(rows), self.desk.today()

        def work(progress: Progress) -> Preparations:
            return prepare_all(self.desk.services.deliveries, rows, today, progress.step)

        title = ngettext("Preparing {count} delivery", "Preparing {count} deliveries", count).format(count=count)
        self.go.setEnabled(False)
        self.desk.runner.job(work, self._on_prepared, self._on_failed, title=title, lane=Lane.WRITE)

    def preview(self) -> None:
        """Show the picking lists that were made here, in the order of picking, as one file."""
        if self._made:
            preview_picking(self.desk, [row_id for row_id, _name in self._made], [name for _id, name in self._made])

    def on_changed(self, changed: Changed) -> None:
        """Read the list again once the changes have settled."""
        if changed.of(DocumentKind.DELIVERY) or changed.of(DocumentKind.ORDER):
            self._quiet.start()

    def _connect(self) -> None:
        self._quiet.timeout.connect(self.load)
        self.until.committed.connect(self._on_until)
        self.carrier.currentIndexChanged.connect(self._show)
        self.extent.currentIndexChanged.connect(self._show)
        self.table.changed.connect(self._on_taken)
        self.table.opened.connect(self._on_opened)
        self.nothing.asked.connect(partial(self.desk.window.show_list, "orders", "to_deliver"))

    def _build(self) -> None:
        self.until.set_value(self.desk.today() + AHEAD)
        self.papers.setEnabled(False)
        tools = Flow()
        theme().space(tools, spacing=8)
        self.until.setFixedWidth(theme().px(130))
        day = row(text_label(_("Leaves until"), "label"), self.until)
        day.setVisible(not self._orders)
        tools.addWidget(day)
        for name, combo in ((_("Carrier"), self.carrier), (_("Can leave"), self.extent)):
            combo.setMinimumWidth(theme().px(190))
            tools.addWidget(row(text_label(name, "label"), combo))
        tools.addWidget(Button(_("Take all"), small=True, on_click=partial(self.table.take_all, True)))
        tools.addWidget(Button(_("Take none"), small=True, on_click=partial(self.table.take_all, False)))
        card = Card(margins=(1, 1, 1, 1))
        card.body.addWidget(Scroll(self.table), 1)
        for widget in (card, self.nothing):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addLayout(tools)
        layout.addWidget(self._stack, 1)
        layout.addWidget(text_label(_("Space takes a delivery out or in; Enter opens its quantities."), "muted"))
        layout.addWidget(Foot([self._said], [Button(_("Close"), on_click=self.closed.emit), self.papers, self.go]))

    def _on_until(self, _day: dt.date | None) -> None:
        self.load()

    def _on_loaded(self, rows: list[Waiting]) -> None:
        self._loaded = rows
        chosen = self.carrier.key()
        names = sorted({one.carrier for one in rows if one.carrier}, key=words_key)
        self.carrier.blockSignals(True)
        self.carrier.set_options([(EVERYTHING, _("All carriers")), *((name, name) for name in names)])
        self.carrier.set_key(chosen if chosen in names else EVERYTHING)
        self.carrier.blockSignals(False)
        self._show()
        self.desk.runner.read(partial(self.reads.obstacles, rows), self._on_obstacles)

    def _on_obstacles(self, found: dict[tuple[int, ...], list[Obstacle]]) -> None:
        self._obstacles = found
        self._show()

    def _show(self) -> None:
        carrier, extent = self.carrier.key(), self.extent.key()
        shown = [
            one
            for one in self._loaded
            if carrier in {EVERYTHING, one.carrier}
            and (extent == EVERYTHING or (one.whole if extent == WHOLE else bool(one.quantities)))
        ]
        self._stack.setCurrentIndex(TABLE if shown else EMPTY)
        self.table.show_rows([self._wanted(one) for one in shown])

    def _wanted(self, one: Waiting) -> Wanted:
        taken = bool(one.quantities) and one.orders not in self._left_out
        return Wanted(one, taken, tuple(self._obstacles.get(one.orders, ())))

    def _on_taken(self) -> None:
        wanted = self.table.wanted()
        self._left_out -= {one.key for one in wanted}
        self._left_out |= {one.key for one in wanted if not one.taken}
        taken = [one.row for one in wanted if one.taken]
        told = ngettext("{count} delivery to prepare", "{count} deliveries to prepare", len(taken))
        lines = sum(len(one.quantities) for one in taken)
        parts = [told.format(count=len(taken))]
        parts.append(ngettext("{count} line", "{count} lines", lines).format(count=lines))
        late = sum(one.late for one in taken)
        if late:
            parts.append(ngettext("{count} late", "{count} late", late).format(count=late))
        held = sum(any(each.is_blocking for each in one.obstacles) for one in wanted)
        if held:
            parts.append(ngettext("{count} held back", "{count} held back", held).format(count=held))
        self._said.setText("  ·  ".join(parts))
        self.go.setEnabled(bool(taken))

    def _on_opened(self, one: object) -> None:
        if isinstance(one, Wanted):
            self.desk.window.open_form(DeliveryForm(self.desk, one.row.orders))

    def _on_prepared(self, done: Preparations) -> None:
        self._made += [(ref.id, ref.number or str(ref.id)) for ref in done.made]
        self.papers.setEnabled(bool(self._made))
        count = len(done.made)
        told = ngettext("{count} delivery prepared for picking.", "{count} deliveries prepared for picking.", count)
        parts = [told.format(count=formats().integer(count))]
        parts += [pair(one.name, sentence(one.error, texts.current())) for one in done.kept[:NAMED]]
        actions = [Action(_("Preview the picking lists"), self.preview)] if count else []
        if done.stopped is not None:
            self.desk.notices.say(" ".join([*parts, said_of(done.stopped)]), *actions, tone=Tone.BAD, seconds=0)
        else:
            self.desk.notices.say(" ".join(parts), *actions, tone=Tone.WARN if done.kept else Tone.OK)
        self.load()

    def _on_failed(self, error: Exception) -> None:
        self.load()
        self.desk.failed(error)
