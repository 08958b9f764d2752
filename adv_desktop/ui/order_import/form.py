"""« Importer une commande : comparaison » : look, decide, then write."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.alternatives import Alternative
from adv_desktop.services.imports.layouts import Corrections
from adv_desktop.services.imports.order_preview import PreviewLine
from adv_desktop.services.imports.orders_import import ImportPreview, PreviewOrder
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.order_import.columns import line_columns, next_difference, tone_of
from adv_desktop.ui.order_import.decisions import Decisions
from adv_desktop.ui.order_import.foot import ImportFoot
from adv_desktop.ui.order_import.head import ImportHead
from adv_desktop.ui.order_import.layout_line import LayoutLine
from adv_desktop.ui.order_import.naming import ColumnNaming
from adv_desktop.ui.order_import.reads import Asked, Looked, Pasted, look, name_of, net_totals, totals_of
from adv_desktop.ui.order_import.refusal import refuse
from adv_desktop.ui.order_import.replacing import ReplacingCard
from adv_desktop.ui.order_import.tools import LineTools
from adv_desktop.ui.order_import.writing import ImportWriting
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Task
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, ChipRow, Pill, text_label
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 8
LEAST_HEIGHT = 180  # four rows: a small window still shows the buttons below
_FILTERS = (("all", N_("All lines")), ("differ", N_("Different")), ("block", N_("Blocking lines")))


class OrderImportForm(DocumentForm):
    """One file, dropped or chosen, or a text that was copied; nothing is written before its button is pressed."""

    guide = "order_import"

    def __init__(self, desk: Desk, source: Path | Pasted, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.source = source
        self.search = Searches(desk)
        self.writing = ImportWriting(desk, self)
        self.preview: ImportPreview | None = None
        self.decisions = Decisions()
        self.layout_line = LayoutLine(desk, self.writing.service)
        self._corrections: Corrections | None = None
        self.replacing = ReplacingCard()
        self._place = 0
        self._state = Pill()
        self._filter = ChipRow(_("Lines"), [(key, _(text), 0) for key, text in _FILTERS])
        self._orders = ChipRow(_("Orders of the file"), [])
        self.head = ImportHead(self.search.customers)
        self._units: Mapping[str, str] = {}
        self._pricing: Task | None = None
        columns = line_columns(lambda code: self._units.get(code, code))
        self.table = RowsTable(_("Lines of the file beside ours"), columns, stretch=10, max_rows=VISIBLE_ROWS)
        # The card has the height that is left: the lines take it.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table.setMinimumHeight(theme().px(LEAST_HEIGHT))
        self.tools = LineTools(desk, self.table, self.search.products)
        self.naming = ColumnNaming(desk, self.writing.service, self)
        self.foot = ImportFoot()
        self._warning = text_label("", "bad")
        self._build()
        self._connect()
        self._read(None)

    @property
    def title(self) -> str:
        """The name of the file."""
        return _("Import of {file}").format(file=name_of(self.source))

    def commands(self) -> list[Command]:
        """Return what can be done with the file."""
        tools = partial(getattr, self, "tools")  # made after the commands
        return [
            Command("confirm", N_("Confirm the order"), self.confirm, "Ctrl+Return", "check", Menu.SALES),
            Command("draft", N_("Save the draft"), self.save, "Ctrl+S", "save", Menu.SALES),
            Command(
                "product", N_("Choose the product of the line"), lambda: tools().ask_product(), "F4", "", Menu.SALES
            ),
            Command(
                "alternative", N_("Take the alternative"), lambda: tools().take_alternative(), "Ctrl+R", "", Menu.SALES
            ),
            Command("refuse", N_("Leave the line out"), lambda: tools().leave_out(), "Ctrl+Del", "", Menu.SALES),
            Command("next", N_("Next difference"), lambda: next_difference(self.table), "Alt+Down", "", Menu.SALES),
            Command("columns", N_("Columns of the file…"), self._on_columns, "Alt+C", "", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def save(self) -> None:
        """Write one draft an order."""
        self._write(confirm=False)

    def confirm(self) -> None:
        """Write the drafts and confirm them; a blocked one stays a draft and opens."""
        self._write(confirm=True)

    def _build(self) -> None:
        top = QHBoxLayout()
        theme().space(top, spacing=10)
        top.addWidget(Button("", icon="arrow-left", name=_("Back"), on_click=self.closed.emit))
        top.addWidget(text_label(_("Import an order: comparison"), "page"))
        top.addWidget(self._state)
        top.addStretch(1)
        top.addWidget(self._filter)
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.tools)
        inner = QWidget()
        parts = QVBoxLayout(inner)
        theme().space(parts, spacing=12)
        for widget in (self._orders, self.head, self.layout_line, self.replacing):
            parts.addWidget(widget)
        parts.addWidget(card, 1)
        parts.addWidget(self.foot)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(top)
        layout.addWidget(Scroll(inner), 1)
        layout.addWidget(Foot([self._warning], self._buttons()))
        self._orders.hide()

    def _buttons(self) -> list[Button]:
        hint = _("Ctrl+Enter")
        return [
            Button(_("Save the draft"), icon="save", hint=_("Ctrl+S"), on_click=self.save),
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Confirm the order"), "primary", icon="check", hint=hint, on_click=self.confirm),
        ]

    def _connect(self) -> None:
        self._filter.picked.connect(lambda _key: self._show_lines())
        self._orders.picked.connect(self._on_order)
        self.head.customer.chosen.connect(lambda choice: self._read(choice.code))
        self.layout_line.corrected.connect(self._on_corrected)
        self.replacing.decided.connect(
            lambda revises: self._decide(self.decisions.with_revision(self._place, revises=revises))
        )
        self.tools.chosen.connect(self._on_product)
        self.tools.refused.connect(self._on_refuse)
        self.naming.named.connect(self._on_corrected)
        self.naming.given_up.connect(self._give_up)
        self.writing.written.connect(self.closed)

    def _read(self, customer: str | None) -> None:
        """Read the file again, for a customer when one was chosen by hand."""
        service, asked = self.writing.service, Asked(customer, self._corrections)
        self.desk.runner.job(
            lambda progress: look(self.desk, service, self.source, asked, progress),
            self._on_read,
            self._on_refused,
            title=_("Reading {file}").format(file=name_of(self.source)),
            stopped=self._on_stopped,
        )

    def _on_read(self, looked: Looked) -> None:
        self.preview, self._units = looked.preview, looked.units
        preview = looked.preview
        self._orders.setVisible(len(preview.orders) > 1)
        if self._orders.current() == "":
            for place, order in enumerate(preview.orders):
                self._orders.add(str(place), order.written.po_number or str(place + 1))
        self._show_order()

    def _on_columns(self) -> None:
        self.layout_line.ask()

    def _on_corrected(self, corrections: Corrections | None) -> None:
        """Read the file again as it was corrected; the lines may be others."""
        customer = self.head.customer.choice()
        self._corrections, self.decisions = corrections, Decisions()
        self._read(customer.code if customer else None)

    def _on_refused(self, error: Exception) -> None:
        """Say the one reason for which a file is refused, and how the order is taken all the same."""
        if self.preview is not None:  # it was read before it was corrected
            self._corrections = None
            self.desk.failed(error)
            return
        self.naming.ask(self.source, error)

    def _give_up(self, error: Exception) -> None:
        QTimer.singleShot(0, self, self.closed.emit)  # it may fail before it is shown
        refuse(self.desk, self.source, error)

    def _on_stopped(self) -> None:
        """Leave no empty form behind a reading that was stopped."""
        self.desk.notices.say(_("Reading stopped: nothing was written. Open the file again to read it."))
        if self.preview is None:
            QTimer.singleShot(0, self, self.closed.emit)  # it may be stopped before it is shown

    def _on_order(self, key: str) -> None:
        self._place = int(key)
        self._show_order()

    @property
    def order(self) -> PreviewOrder | None:
        """The order of the file that is shown."""
        return self.preview.orders[self._place] if self.preview and self.preview.orders else None

    def _show_order(self) -> None:
        order = self.order
        if order is None:
            return
        self.head.show_order(name_of(self.source), order)
        self.replacing.show_order(order, revises=self.decisions.revises(self._place, order))
        self.layout_line.show_order(order, corrected=self._corrections is not None)
        self.foot.show_order(order, self.decisions, self._place)
        tones = [tone_of(line) for line in self._kept(order)]
        blocking = tones.count(Tone.BAD)
        differing = sum(tone is not Tone.OK for tone in tones)
        self._filter.set_counts({"all": len(tones), "differ": differing, "block": blocking})
        self._state.show_state(_("To confirm"), Tone.WARN)
        said = ngettext("{count} blocking line", "{count} blocking lines", blocking).format(count=blocking)
        if order.customer is None:
            said = _("Choose the customer: the file does not say who sent it.")
        self._warning.setText(said if blocking or order.customer is None else "")
        self._show_lines()
        self._price()

    def _price(self) -> None:
        """Ask what the lines that are kept come to with our prices."""
        if self._pricing is not None:
            self._pricing.cancel()
        if self.order is not None and self.order.net is not None and not self.decisions.concern(self._place):
            self.foot.show_totals(totals_of(self.order.net, self.order.written.total_as_written))
            return
        order = self.decisions.apply(self.preview).orders[self._place] if self.preview else None
        command = order.command if order else None
        if order is not None and command is not None and command.lines:
            theirs, service = order.written.total_as_written, self.writing.service
            self._pricing = self.desk.runner.read(lambda: net_totals(service, command, theirs), self.foot.show_totals)

    def _kept(self, order: PreviewOrder) -> list[PreviewLine]:
        return [line for line in order.lines if not self.decisions.is_refused(self._place, line.written.no)]

    def _show_lines(self) -> None:
        order = self.order
        if order is None:
            return
        wanted = {"all": set(Tone), "differ": set(Tone) - {Tone.OK}, "block": {Tone.BAD}}[self._filter.current()]
        row = self.table.currentIndex().row()
        self.table.set_rows([line for line in self._kept(order) if tone_of(line) in wanted])
        self.table.selectRow(max(0, min(row, len(self.table.rows()) - 1)))
        self.tools.show_line()

    def _on_product(self, line: PreviewLine, product: Choice | Alternative) -> None:
        """Take another product for a line; an alternative only this time."""
        decisions = self.decisions
        decide = decisions.with_alternative if isinstance(product, Alternative) else decisions.with_product
        if self.preview is not None:
            self.decisions = decide(self._place, line.written.no, product.code)
            self.preview = self.decisions.shown(self.preview, self._place, line, product.code, product.label)
            self._show_order()

    def _on_refuse(self, line: PreviewLine) -> None:
        before = self.decisions
        self._decide(before.refused(self._place, line.written.no))
        self.desk.notices.say(
            _("Line {number} is left out.").format(number=line.written.no),
            Action(_("Undo this action"), partial(self._decide, before)),
        )

    def _decide(self, decisions: Decisions) -> None:
        self.decisions = decisions
        self._show_order()

    def _write(self, *, confirm: bool) -> None:
        if self.preview is not None:
            self.writing.write(self.decisions.apply(self.preview), skip_bad=self.foot.skips_refused(), confirm=confirm)
