"""« Suivi du transporteur »: the list that a carrier gives back, pasted or chosen, looked at before it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.services.tracking_import import TrackingPreview, TrackingRow, Verdict
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 200
EMPTY, ROWS = 0, 1
_VERDICTS = {
    Verdict.NEW: (N_("To record"), Tone.OK, "check"),
    Verdict.KNOWN: (N_("Known already"), Tone.NEUTRAL, "minus"),
    Verdict.REFUSED: (N_("Refused"), Tone.BAD, "warning"),
}


def _said(row: TrackingRow) -> str:
    if row.error is not None:
        return sentence(row.error, texts.current())
    word, _tone, _icon = _VERDICTS[row.verdict]
    return _(word)


COLUMNS: list[Column[TrackingRow]] = [
    Column(N_("Row"), lambda row: str(row.row), right=True, width=60, key="row"),
    Column(N_("Delivery note"), lambda row: row.delivery or "—", width=150, key="delivery"),
    Column(N_("Customer"), lambda row: row.customer or "—", width=220, key="customer"),
    Column(N_("Tracking number"), lambda row: row.tracking or "—", width=180, key="tracking"),
    Column(N_("Carrier"), lambda row: row.carrier or "—", width=150, key="carrier"),
    Column(
        N_("Check"),
        _said,
        width=320,
        tone=lambda row: _VERDICTS[row.verdict][1],
        icon=lambda row: _VERDICTS[row.verdict][2],
        tip=_said,
        key="check",
    ),
]


class TrackingImportForm(DocumentForm):
    """Nothing is written before its button is pressed."""

    guide = "deliveries"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.preview: TrackingPreview | None = None
        self.table = RowsTable(_("Tracking numbers"), COLUMNS, stretch=5, max_rows=VISIBLE_ROWS)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.nothing = EmptyState(
            _("The carrier's list of tracking numbers"),
            _("Copy it where it is shown and press Ctrl+V here, or choose its Excel or CSV file."),
            _("Choose a file…"),
            "truck",
        )
        self.skip = QCheckBox(_("Leave the refused rows out"))
        self.skip.setAccessibleName(self.skip.text())
        self._told, self._warning = text_label("", "muted"), text_label("", "bad")
        self._stack = QStackedWidget()
        self._build()
        self.nothing.asked.connect(self.choose)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Tracking numbers of the carrier")

    def commands(self) -> list[Command]:
        """Return what can be done with the list."""
        return [
            Command("record", N_("Record the tracking numbers"), self.record, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("paste", N_("Paste the list"), self.paste, "Ctrl+V", "copy", Menu.DELIVERIES),
            Command("choose", N_("Choose a file…"), self.choose, "Ctrl+O", "", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def paste(self) -> None:
        """Read the list from the clipboard."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._read(lambda: self.desk.services.tracking_imports.preview_text(text))
        else:
            self._warning.setText(_("There is no text to paste: copy the list first."))

    def choose(self) -> None:
        """Ask for the file of the list."""
        kinds = _("Lists (*.xlsx *.xls *.ods *.csv *.tsv *.txt);;All files (*)")
        chosen = file_to_open(self, self.title, kinds)
        if chosen:
            self._read(lambda: self.desk.services.tracking_imports.preview(chosen))

    def record(self) -> None:
        """Write the new numbers."""
        preview = self.preview
        if preview is None:
            return
        if preview.count(Verdict.REFUSED) and not self.skip.isChecked():
            self._warning.setText(_("Some rows are refused: leave them out, or mend what is said of each."))
            return
        service, skip = self.desk.services.tracking_imports, self.skip.isChecked()
        self.desk.runner.write(lambda: service.write(preview, skip_bad=skip), self._on_written)

    def _build(self) -> None:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        for widget in (self.nothing, card):
            self._stack.addWidget(widget)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self._warning)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Paste the list"), icon="copy", hint="Ctrl+V", on_click=self.paste))
        self._record = Button(
            _("Record the tracking numbers"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.record
        )
        self._record.setEnabled(False)
        buttons.addWidget(self._record)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(self._told)
        layout.addWidget(self._stack, 1)
        layout.addLayout(buttons)
        self.skip.hide()

    def _read(self, work: Callable[[], TrackingPreview]) -> None:
        self._warning.setText("")
        self.desk.runner.read(work, self._on_read)

    def _on_read(self, preview: TrackingPreview) -> None:
        self.preview = preview
        self.table.set_rows(preview.rows)
        self._stack.setCurrentIndex(ROWS if preview.rows else EMPTY)
        said = _("{new} to record, {known} known already, {refused} refused")
        counts = {verdict.value: preview.count(verdict) for verdict in Verdict}
        self._told.setText(said.format(**counts))
        self.skip.setVisible(bool(preview.count(Verdict.REFUSED)))
        self._record.setEnabled(bool(preview.count(Verdict.NEW)))
        if preview.rows:
            self.table.selectRow(0)
            self.table.setFocus()

    def _on_written(self, count: int) -> None:
        said = ngettext("{count} delivery tracked.", "{count} deliveries tracked.", count).format(count=count)
        self.desk.notices.say(said, tone=Tone.OK)
        self.closed.emit()
