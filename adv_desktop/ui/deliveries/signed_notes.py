"""« Bons signés »: scans that were dropped or chosen are filed by their bar code; the rest is named, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries.scanned_pages import SignedNote, WaitingPage
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.columns import day
from adv_desktop.ui.deliveries.scan_words import told
from adv_desktop.ui.file_dialogs import files_to_open
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, ChipRow, text_label
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from adv_desktop.services.events import Changed
    from adv_desktop.services.signed_notes import Filed, FiledNote
    from adv_desktop.ui.desk import Desk

PAGES, DAYS = "pages", "days"
_PLACES = {PAGES: 0, DAYS: 1}
PREVIEW_WIDTH = 420


def why(row: WaitingPage) -> str:
    """Say why a page waits."""
    return label(row.reason) if row.reason is not None else "—"


PAGE_COLUMNS: list[Column[WaitingPage]] = [
    Column(N_("File"), lambda row: row.file, width=180, key="file", bold=True, tip=lambda row: row.file),
    Column(N_("Page"), lambda row: str(row.page), right=True, width=60, key="page"),
    Column(N_("Why it waits"), why, width=220, key="why", tip=why),
    Column(N_("Read as"), lambda row: row.written or "—", width=130, key="read"),
    Column(N_("Received on"), lambda row: formats().moment(row.added_at), width=130, key="received"),
]
NOTE_COLUMNS: list[Column[SignedNote]] = [
    Column(N_("Delivery note"), lambda row: row.number, width=140, key="number", bold=True),
    Column(N_("Shipped on"), lambda row: day(row.shipped), width=100, key="shipped"),
    Column(N_("Customer"), lambda row: row.customer, width=240, key="customer"),
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is left to do: pages without a delivery, notes without a day."""

    pages: list[WaitingPage]
    notes: list[SignedNote]


class SignedNotesForm(DocumentForm):
    """Two lists, the page of the current row beside them, and the one field that settles it."""

    guide = "deliveries"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lists = ChipRow(_("Lists"), [(PAGES, _("To identify"), 0), (DAYS, _("Day to confirm"), 0)])
        self.pages = RowsTable(_("Pages to identify"), PAGE_COLUMNS, stretch=0)
        self.notes = RowsTable(_("Signed notes whose day is to be confirmed"), NOTE_COLUMNS, stretch=2)
        self.number = TextEdit(_("Delivery note"))
        self.day = DateEdit(_("Delivered on"), desk.today())
        self.preview = PdfPreview(desk.runner, tools=False)
        self.nothing = EmptyState(
            _("No scan waits"),
            _("Drop scans of signed delivery notes here, or choose them: their bar codes file them. A folder of the "
              "settings (Deliveries) is looked into by itself."),
            _("Choose scans…"),
            "attach",
        )  # fmt: skip
        self._told, self._refusal = text_label("", "muted", wrap=True), text_label("", "bad", wrap=True)
        self._tables, self._fields, self._stack = QStackedWidget(), QStackedWidget(), QStackedWidget()
        self._aside = Button(_("Put aside"), hint="Ctrl+Del", on_click=self.put_aside)
        self._settle = Button(_("File it"), "primary", icon="check", hint="F8", on_click=self.settle)
        self._shown = 0  # the stored file that the preview shows
        self._build()
        self._connect()
        self.read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Signed delivery notes")

    def commands(self) -> list[Command]:
        """Return what can be done with scans."""
        return [
            Command("settle", N_("File the page, or confirm the day"), self.settle, "F8", "check", Menu.DELIVERIES),
            Command("choose", N_("Choose scans…"), self.choose, "Ctrl+O", "attach", Menu.DELIVERIES),
            Command("folder", N_("Look into the folder"), self.refresh, "", "refresh", Menu.DELIVERIES),
            Command("aside", N_("Put the page aside"), self.put_aside, "Ctrl+Del", "", Menu.DELIVERIES),
            Command("open", N_("Open the delivery"), self.open, "F3", "edit", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def take_files(self, paths: list[Path]) -> bool:
        """File scans that were dropped on the form."""
        self.file(paths)
        return True

    def on_changed(self, changed: Changed) -> None:
        if changed.of(DocumentKind.DELIVERY):
            self.read()

    def read(self) -> None:
        """Read what is left to do."""
        store = self.desk.services.store

        def work() -> Waiting:
            from adv_desktop.services.queries import scanned_pages

            with store.read() as session:
                return Waiting(scanned_pages.waiting(session), scanned_pages.to_confirm(session))

        self.desk.runner.read(work, self._on_read)

    def choose(self) -> None:
        """Ask for scans."""
        kinds = _("Scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)")
        chosen = files_to_open(self, self.title, kinds)
        if chosen:
            self.file(chosen)

    def file(self, paths: list[Path]) -> None:
        """File scans by their bar codes."""
        service = self.desk.services.signed_notes
        self.desk.runner.job(
            lambda progress: service.file(paths, progress=progress), self._on_filed, title=_("Reading scans"),
            lane=Lane.WRITE, stopped=self.read,
        )  # fmt: skip

    def refresh(self) -> None:
        """File what came into the folder of the settings."""
        self.desk.runner.read(
            self.desk.services.signed_notes.folder, lambda found: self.file([one.path for one in found.files])
        )

    def settle(self) -> None:
        """File the current page under the typed number, or record the typed day."""
        self._refusal.setText("")
        page, note = self._page(), self._note()
        service, number, on = self.desk.services.signed_notes, self.number.value(), self.day.value()
        if page is not None and number:
            self.desk.runner.write(partial(service.identify, page.id, number), self._on_identified)
        elif page is not None:
            self._ask(_("Type the number that stands on the page."), self.number)
        elif note is not None and on is not None:
            self.desk.runner.write(partial(service.confirm, [note.delivery_id], on), self._on_confirmed)
        elif note is not None:
            self._ask(_("Type the day of the delivery."), self.day)

    def put_aside(self) -> None:
        """Take the current page off the list: it is no delivery note."""
        page = self._page()
        if page is not None:
            service = self.desk.services.signed_notes
            self.desk.runner.write(partial(service.put_aside, page.id), partial(self._on_put_aside, page))

    def open(self) -> None:
        """Show the delivery of the current note."""
        note = self._note()
        if note is not None:
            self.desk.window.open_document(DocumentKind.DELIVERY, note.delivery_id)

    def _page(self) -> WaitingPage | None:
        current = self.pages.current() if self.lists.current() == PAGES else None
        return current if isinstance(current, WaitingPage) else None

    def _note(self) -> SignedNote | None:
        current = self.notes.current() if self.lists.current() == DAYS else None
        return current if isinstance(current, SignedNote) else None

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addWidget(self.lists, 1)
        for table in (self.pages, self.notes):
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            self._tables.addWidget(table)
        for field in (
            Field("number", N_("Delivery note"), self.number, help=N_("Enter files the page."), span=2),
            Field("day", N_("Delivered on"), self.day, help=N_("The day written on the paper."), span=2),
        ):
            self._fields.addWidget(Form([field]))
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self._tables, 1)
        side = QWidget()
        beside = QVBoxLayout(side)
        theme().space(beside, (0, 0, 0, 0), 8)
        beside.addWidget(self.preview, 1)
        beside.addWidget(self._fields)
        beside.addWidget(self._refusal)
        side.setMinimumWidth(theme().px(PREVIEW_WIDTH))
        both = QWidget()
        across = QHBoxLayout(both)
        theme().space(across, (0, 0, 0, 0), 12)
        across.addWidget(card, 3)
        across.addWidget(side, 2)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(both)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 10)
        layout.addLayout(head)
        layout.addWidget(self._told)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(self._aside)
        buttons.addWidget(Button(_("Choose scans…"), icon="attach", hint="Ctrl+O", on_click=self.choose))
        buttons.addWidget(self._settle)
        return buttons

    def _connect(self) -> None:
        self.lists.picked.connect(self._on_list)
        self.nothing.asked.connect(self.choose)
        for table in (self.pages, self.notes):
            table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_page())
        self.pages.opened.connect(lambda _row: self.number.setFocus())
        self.notes.opened.connect(lambda _row: self.day.setFocus())
        self.number.returnPressed.connect(self.settle)
        self.day.returnPressed.connect(self.settle)

    def _on_list(self, key: str) -> None:
        self._tables.setCurrentIndex(_PLACES[key])
        self._fields.setCurrentIndex(_PLACES[key])
        self._settle.setText(_("File it") if key == PAGES else _("Confirm the day"))
        self._aside.setVisible(key == PAGES)
        self._refusal.setText("")
        self._show_page()

    def _on_read(self, waiting: Waiting) -> None:
        self.lists.set_counts({PAGES: len(waiting.pages), DAYS: len(waiting.notes)})
        for table, rows in ((self.pages, waiting.pages), (self.notes, waiting.notes)):
            place = max(0, table.currentIndex().row())
            table.set_rows(rows)
            if rows:
                table.selectRow(min(place, len(rows) - 1))
        if not waiting.pages and waiting.notes and self.lists.current() == PAGES:
            self.lists.select(DAYS)
            self._on_list(DAYS)
        self._stack.setCurrentIndex(1 if waiting.pages or waiting.notes else 0)
        self._show_page()

    def _show_page(self) -> None:
        row = self._page() or self._note()
        if row is None or row.file_id == self._shown:
            return
        self._shown, store, file_id = row.file_id, self.desk.services.store, row.file_id
        name = row.number if isinstance(row, SignedNote) else row.file

        def work() -> bytes:
            from adv_desktop.services import files

            with store.read() as session:
                return files.content_of(session, file_id) or b""

        self.desk.runner.read(work, lambda pdf: self.preview.show_pdf(pdf, name))

    def _on_filed(self, done: Filed) -> None:
        self._told.setText(told(done))
        self.read()

    def _on_identified(self, note: FiledNote) -> None:
        self.desk.notices.say(_("{number}: the signed note is filed.").format(number=note.number), tone=Tone.OK)
        self.number.set_value(None)
        self.read()

    def _on_confirmed(self, count: int) -> None:
        said = ngettext("{count} delivery confirmed.", "{count} deliveries confirmed.", count).format(count=count)
        self.desk.notices.say(said, tone=Tone.OK)
        self.read()

    def _on_put_aside(self, page: WaitingPage, _done: None) -> None:
        service = self.desk.services.signed_notes
        undo = Action(
            _("Undo this action"),
            lambda: self.desk.runner.write(partial(service.show_again, page.id), lambda _shown: self.read()),
        )
        said = _("Page {page} of {file} is put aside.").format(page=page.page, file=page.file)
        self.desk.notices.say(said, undo, tone=Tone.OK)
        self.read()

    def _ask(self, sentence: str, field: QWidget) -> None:
        self._refusal.setText(sentence)
        field.setFocus()
