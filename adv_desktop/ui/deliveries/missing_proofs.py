"""« Expéditions sans preuve »: what left without VAT and is not proved, from 30, 60 or 90 days on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.transport_proofs import CHASED_AFTER
from adv_desktop.services.missing_proofs import TITLE, MissingProof, sale
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.columns import day
from adv_desktop.ui.deliveries.reads import DeliveryReads
from adv_desktop.ui.deliveries.transport_proof import ask_transport_proof
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, ChipRow, text_label

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk

_TONES = {0: None, 30: Tone.WARN, 60: Tone.WARN, 90: Tone.BAD}
COLUMNS: list[Column[MissingProof]] = [
    Column(N_("Delivery"), lambda row: row.number, width=130, key="number"),
    Column(N_("Shipped on"), lambda row: day(row.shipped), width=100, key="shipped"),
    Column(N_("Step"), lambda row: row.step_name or "—", width=70, key="step", tone=lambda row: _TONES[row.step]),
    Column(N_("Days"), lambda row: str(row.days), right=True, width=60, key="days"),
    Column(N_("Customer"), lambda row: row.customer, width=200, key="customer"),
    Column(N_("Country"), lambda row: row.country or "—", width=110, key="country"),
    Column(N_("Sale"), sale, width=100, key="sale"),
    Column(N_("Incoterm"), lambda row: row.incoterm or "—", width=110, key="incoterm"),
    Column(N_("Net amount"), lambda row: formats().money(row.net, row.currency), right=True, width=120, key="net"),
    Column(N_("Invoices"), lambda row: ", ".join(row.invoices) or "—", width=140, key="invoices"),
    Column(N_("Still to get"), lambda row: row.still_to_get, width=260, key="missing",
           tip=lambda row: row.still_to_get),
]  # fmt: skip


class MissingProofsForm(DocumentForm):
    """The list, its steps and its workbook; Enter attaches a proof to the current shipment."""

    guide = "deliveries"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.rows: list[MissingProof] = []
        steps = [("0", _("All"), None), *((str(days), _("D+{days}").format(days=days), None) for days in CHASED_AFTER)]
        self.steps = ChipRow(_("Steps"), steps)
        self.table = RowsTable(_(TITLE), COLUMNS, stretch=10)
        self._told = text_label("", "muted", wrap=True)
        self._build()
        self.setFocusProxy(self.table)
        self.steps.picked.connect(lambda _key: self.read())
        self.table.opened.connect(self._on_prove)
        self.read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _(TITLE)

    def commands(self) -> list[Command]:
        """Return what can be done with the list."""
        return [
            Command("prove", N_("Attach a proof…"), self.prove, "F8", "attach", Menu.DELIVERIES),
            Command("open", N_("Open the delivery"), self.open, "F3", "edit", Menu.DELIVERIES),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def refresh(self) -> None:
        """Read the list again."""
        self.read()

    def read(self) -> None:
        """Read what is not proved, from the step that is chosen on."""
        days, today, store = int(self.steps.current()), self.desk.today(), self.desk.services.store

        def work() -> list[MissingProof]:
            from adv_desktop.services import missing_proofs

            with store.read() as session:
                return missing_proofs.rows(session, today, days)

        title = _("Looking for what is not proved")
        self.desk.runner.job(lambda _progress: work(), self._on_read, title=title)

    def prove(self) -> None:
        """Attach a proof to the current shipment."""
        current = self.table.current()
        if isinstance(current, MissingProof):
            self._on_prove(current)

    def open(self) -> None:
        """Show the current delivery."""
        current = self.table.current()
        if isinstance(current, MissingProof):
            self.desk.window.open_document(DocumentKind.DELIVERY, current.id)

    def export(self) -> None:
        """Write the list that is shown."""
        name = f"{_(TITLE)} {self.desk.today():%Y-%m-%d}.xlsx"
        kinds = _("Excel workbook (*.xlsx);;CSV file (*.csv)")
        chosen = file_to_write(self, _("Export to Excel"), name, kinds)
        if chosen:
            self.desk.runner.read(partial(_write, self.rows, chosen), self._on_written)

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addWidget(self.steps, 1)
        card = Card(margins=(1, 1, 1, 8))
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        card.body.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Export to Excel"), icon="table", hint="Ctrl+E", on_click=self.export))
        buttons.addWidget(Button(_("Attach a proof…"), "primary", icon="attach", hint="F8", on_click=self.prove))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 10)
        layout.addLayout(head)
        layout.addWidget(self._told)
        layout.addWidget(card, 1)
        layout.addLayout(buttons)

    def _on_read(self, rows: list[MissingProof]) -> None:
        self.rows = rows
        self.table.set_rows(rows)
        said = _("Everything that left without VAT is proved, from this step on.")
        if rows:
            count = len(rows)
            said = ngettext(
                "{count} shipment without VAT is not proved. At D+90 the list goes to accounting.",
                "{count} shipments without VAT are not proved. At D+90 the list goes to accounting.",
                count,
            ).format(count=count)
        self._told.setText(said)

    def _on_prove(self, row: MissingProof) -> None:
        reads = DeliveryReads(self.desk)
        self.desk.runner.read(
            lambda: reads.row(row.id), lambda found: ask_transport_proof(self.desk, found, self, self.read)
        )

    def _on_written(self, written: Written) -> None:
        said = ngettext("{count} row written to {path}", "{count} rows written to {path}", written.rows)
        self.desk.notices.say(said.format(count=written.rows, path=written.path), tone=Tone.OK)


def _write(rows: list[MissingProof], path: Path) -> Written:
    from adv_desktop.services import missing_proofs

    return missing_proofs.write(rows, path)
