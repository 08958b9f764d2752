"""The count sheet of a depot that came back: what is missing is sold, or all that differs is posted with a reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.depot_reports import Recorded
from adv_desktop.services.inventory import Difference, Inventory
from adv_desktop.services.queries.depots import DepotPlace
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.depots.sold import say_sold
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

COLUMNS: list[Column[Difference]] = [
    Column(N_("Product code"), lambda row: row.code, width=106, key="code"),
    Column(N_("Description"), lambda row: row.label, width=180, key="label"),
    Column(N_("Lot"), lambda row: row.lot or "—", width=90, key="lot"),
    Column(N_("Stock on the sheet"), lambda row: formats().quantity(row.on_sheet), right=True, width=120, key="then"),
    Column(N_("Counted"), lambda row: formats().quantity(row.counted), right=True, width=90, bold=True, key="counted"),
    Column(
        N_("Difference"), lambda row: formats().quantity(row.difference), right=True, width=90, key="difference",
        tone=lambda row: Tone.BAD if row.difference < 0 else Tone.OK,
    ),
    Column(N_("Value"), lambda row: formats().money(row.value), right=True, width=100, key="value"),
]  # fmt: skip


class CountForm(DocumentForm):
    """Nothing is written before one of its two buttons is pressed."""

    guide = "stock"

    def __init__(self, desk: Desk, depot: DepotPlace, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._depot, self._path = depot, path
        self.found: Inventory | None = None
        self.on, self.reference = DateEdit(_("Used on"), desk.today()), TextEdit(_("Customer's order"))
        self.reason = TextEdit(_("Reason"))
        self.on.set_value(desk.today())
        self.fields = Form(
            [
                Field("on", N_("Used on"), self.on, required=True),
                Field("reference", N_("Customer's order"), self.reference),
                Field("reason", N_("Reason"), self.reason, N_("Of an adjustment: annual count, breakage…")),
            ],
            columns=3,
        )
        self.table = RowsTable(_("Differences of the count"), COLUMNS, stretch=1, max_rows=14, least_rows=3)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._told, self.problem = text_label("", "muted", wrap=True), text_label("", "bad", wrap=True)
        self.adjust_button = Button(_("Post the differences"), icon="edit", hint="F8", on_click=self.adjust)
        self.sell_button = Button(
            _("Sell what is missing"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.sell
        )
        self._build()
        self.setFocusProxy(self.reference)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Count of a depot")

    def commands(self) -> list[Command]:
        """Return what can be done with the sheet."""
        return [
            Command("sell", N_("Sell what is missing"), self.sell, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("adjust", N_("Post the differences"), self.adjust, "F8", "edit", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def sell(self) -> None:
        """Sell what is missing: it was used."""
        if not self.sell_button.isEnabled() or self.fields.first_problem() is not None:
            return
        service, on, reference = self.desk.services.depots, self.on.value(), self.reference.value()

        def work() -> Recorded:
            return service.record(service.preview(self._depot.id, self._path).command(on, reference))

        self.desk.runner.write(work, self._on_sold, self._on_refused)

    def adjust(self) -> None:
        """Post all that differs as an adjustment, with its reason."""
        reason = self.reason.value()
        if not self.adjust_button.isEnabled():
            return
        if not reason:
            self.problem.setText(_("Please write the reason: it stays in the history."))
            self.reason.setFocus()
            return
        inventory, path = self.desk.services.inventory, self._path
        self.desk.runner.write(lambda: inventory.post(path, reason), self._on_posted, self._on_refused)

    def _build(self) -> None:
        top, lines = Card(), Card(margins=(1, 1, 1, 8))
        top.body.addWidget(self.fields)
        lines.body.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(text_label(f"{self._depot.customer} · {self._depot.label}", "muted", wrap=True))
        layout.addWidget(self._told)
        layout.addWidget(scrolled(top, lines), 1)
        close = Button(_("Close"), on_click=self.closed.emit)
        layout.addWidget(Foot([self.problem], [close, self.adjust_button, self.sell_button]))

    def _read(self) -> None:
        inventory, path = self.desk.services.inventory, self._path
        self.desk.runner.job(
            lambda _progress: inventory.preview(path), self._on_read, self._on_gone, title=_("Reading the count sheet")
        )

    def _on_read(self, found: Inventory) -> None:
        self.found = found
        self.table.set_rows(found.differences)
        elsewhere = [one for one in found.differences if one.key[1] != self._depot.id]
        sound = not elsewhere and not found.faults
        missing = any(one.difference < Decimal(0) for one in found.differences)
        self.sell_button.setEnabled(sound and missing)
        self.adjust_button.setEnabled(sound and bool(found.differences))
        count = len(found.differences)
        counted = ngettext("{count} row counted", "{count} rows counted", found.counted).format(count=found.counted)
        differ = ngettext("{count} differs", "{count} differ", count).format(count=count)
        self._told.setText(_("{file}: {facts}").format(file=found.file, facts=f"{counted}, {differ}"))
        if elsewhere:
            said = _("This sheet counts {place}, not the depot {depot}: choose the sheet of the depot.")
            self.problem.setText(said.format(place=elsewhere[0].place, depot=self._depot.code))
        elif found.faults:
            first = found.faults[0]
            said = sentence(DomainError(first.code, **first.facts), texts.current())
            self.problem.setText(_("Row {row}: {message}").format(row=first.row, message=said))

    def _on_sold(self, made: Recorded) -> None:
        """Close, unless the count also found more than there was: that is left to be posted."""
        if self.found is not None and any(one.difference > Decimal(0) for one in self.found.differences):
            self._read()
        else:
            self.closed.emit()
        say_sold(self.desk, made)

    def _on_posted(self, found: Inventory) -> None:
        count = len(found.differences)
        said = ngettext("{count} difference posted.", "{count} differences posted.", count).format(count=count)
        self.desk.notices.say(said, tone=Tone.OK)
        self.closed.emit()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.problem.setText(sentence(error, texts.current()))
        else:
            self.desk.failed(error)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)
