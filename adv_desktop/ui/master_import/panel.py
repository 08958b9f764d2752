"""Import a file of master data: choose it, say which column is which, look, import."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.errors import AdvError, DomainError
from adv_desktop.services import texts
from adv_desktop.services.imports.master_words import REQUIRED, MasterKind
from adv_desktop.services.imports.masters_import import MasterImport, MasterImportService
from adv_desktop.services.jobs import Progress
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.format import formats, pair
from adv_desktop.ui.master_import.mapping import MappingFields
from adv_desktop.ui.master_import.rows import FilePreview, columns_of, preview_of
from adv_desktop.ui.master_import.words import KINDS, field_name
from adv_desktop.ui.runner import Lane, Runner
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, set_role, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.scroll import Scroll

FILES = N_("Workbooks and CSV files (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt);;All files (*)")
SIDE = 330
Lend = Callable[[], AbstractContextManager[MasterImportService]]


class MasterImportPanel(QWidget):
    """`lend` gives the service for one piece of work; `imported` carries what was done."""

    imported = Signal(object)

    def __init__(
        self, runner: Runner, lend: Lend, failed: Callable[[Exception], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._lend, self._failed = runner, lend, failed
        self.path: Path | None = None
        self.preview: FilePreview | None = None
        self.kind = ChoiceCombo(_("What the file holds"), [(kind.value, _(text)) for kind, text in KINDS.items()])
        self.choose_button = Button(_("Choose the file…"), "primary", icon="folder", on_click=self.choose)
        self._file, self.summary = text_label("", "strong"), text_label("", "muted", wrap=True)
        self.mapping = MappingFields()
        self.skip_bad = QCheckBox(_("Leave the refused rows out"))
        self.skip_bad.hide()
        self.import_button = Button(_("Import"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.run)
        self._table = QVBoxLayout()
        self._stack = QStackedWidget()
        self._build()
        self.kind.picked.connect(lambda _key: self._read(None))
        self.mapping.changed.connect(lambda: self._read(self.mapping.mapping()))
        self.skip_bad.toggled.connect(lambda _on: self._show_button())
        self._show_button()

    def set_kind(self, kind: str) -> None:
        """Say what the file holds."""
        self.kind.set_key(kind)

    def choose(self) -> None:
        """Ask for the file."""
        name = file_to_open(self, _("Choose the file"), _(FILES))
        if name:
            self.read_file(name)

    def read_file(self, path: Path) -> None:
        """Look at a file."""
        self.path = path
        self._read(None)

    def run(self) -> None:
        """Import what is shown."""
        path, kind, mapping = self.path, self._kind, self.mapping.mapping()
        if path is None or not self.import_button.isEnabled():
            return
        skip_bad = self.skip_bad.isChecked()

        def work(progress: Progress) -> MasterImport:
            with self._lend() as service:
                return service.run(kind, path, mapping=mapping, skip_bad=skip_bad, progress=progress)

        self.import_button.setEnabled(False)
        self._runner.job(
            work, self._on_imported, self._on_failed,
            title=_("Importing the file"), lane=Lane.WRITE, stopped=self._on_stopped,
        )  # fmt: skip

    @property
    def _kind(self) -> MasterKind:
        return MasterKind(self.kind.key())

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(_("What the file holds"), "label"))
        self.kind.setMinimumWidth(theme().px(240))
        head.addWidget(self.kind)
        head.addWidget(self.choose_button)
        head.addWidget(self._file)
        head.addStretch(1)
        empty = EmptyState(
            _("Choose an Excel or CSV file"),
            _("Its columns are recognised by their titles; nothing is written before “Import”."),
            _("Choose the file…"),
            "table",
        )
        empty.asked.connect(self.choose)
        self._stack.addWidget(empty)
        self._stack.addWidget(self._looked())
        foot = QHBoxLayout()
        theme().space(foot, spacing=10)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.skip_bad)
        foot.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)

    def _looked(self) -> QWidget:
        columns = Card(_("Columns of the file"), _("The choice is remembered for the next file."))
        columns.body.addWidget(Scroll(self.mapping), 1)
        columns.setFixedWidth(theme().px(SIDE))
        rows = Card(_("Rows of the file"))
        theme().space(self._table)
        rows.body.addLayout(self._table, 1)
        both = QWidget()
        layout = QHBoxLayout(both)
        theme().space(layout, spacing=12)
        layout.addWidget(columns)
        layout.addWidget(rows, 1)
        return both

    def _read(self, mapping: dict[str, str] | None) -> None:
        """Look at the file again; `mapping` None takes what the titles say or what was settled before."""
        path, kind = self.path, self._kind
        if path is None:
            return
        self._file.setText(path.name)

        def work(progress: Progress) -> FilePreview:
            with self._lend() as service:
                read = service.preview(kind, path, mapping)
                settled = read.mapping | {field: "" for field, title in (mapping or {}).items() if not title}
                return preview_of(read, service.run(kind, path, mapping=settled, dry_run=True, progress=progress))

        self._runner.job(
            work, self._on_read, partial(self._on_unread, mapping is None),
            title=_("Reading the file"), lane=Lane.WRITE, stopped=self._on_reading_stopped,
        )  # fmt: skip

    def _on_read(self, preview: FilePreview) -> None:
        self.preview = preview
        self.mapping.show_fields(self._kind, preview.titles, preview.mapping)
        self._show_table(preview)
        self.skip_bad.setVisible(bool(preview.refused))
        self.skip_bad.setChecked(False)
        self._stack.setCurrentIndex(1)
        self._say(_told(preview), "bad" if preview.refused else "muted")
        self._show_button()

    def _on_unread(self, first: bool, error: Exception) -> None:
        """Say why a file cannot be read; when its columns are not recognised, let them be chosen."""
        if not isinstance(error, AdvError):
            self._failed(error)
            return
        self.preview = None
        self._show_table(None)
        self.skip_bad.hide()
        self._show_button()
        if not isinstance(error, DomainError) or error.code != "import.columns_missing":
            self._say(sentence(error, texts.current()), "bad")
            self._stack.setCurrentIndex(0)
            return
        needed = ", ".join(field_name(field) for field in REQUIRED[self._kind])
        said = _("The titles of the file do not say which columns are: {columns}. Choose them on the left.")
        self._say(said.format(columns=needed), "bad")
        if first:
            self._offer_titles()

    def _offer_titles(self) -> None:
        path = self.path

        def titles() -> tuple[str, ...]:
            with self._lend() as service:
                return service.titles(path) if path else ()

        def show(found: tuple[str, ...]) -> None:
            self.mapping.show_fields(self._kind, found, {})
            self._stack.setCurrentIndex(1)

        self._runner.read(titles, show)

    def _on_imported(self, done: MasterImport) -> None:
        if not done.written:  # something changed since the file was looked at
            self._read(self.mapping.mapping())
            return
        count = formats().integer(done.accepted)
        self._say(ngettext("{count} row imported.", "{count} rows imported.", done.accepted).format(count=count), "ok")
        self.preview, self.path = None, None
        self._file.setText("")
        self._stack.setCurrentIndex(0)
        self.skip_bad.hide()
        self._show_button()
        self.imported.emit(done)

    def _on_stopped(self) -> None:
        """Leave the file as it is shown, to be imported later."""
        self._show_button()
        self._say(_("Writing stopped: nothing was written, the file is still here."), "muted")

    def _on_reading_stopped(self) -> None:
        self.preview = None
        self._show_table(None)
        self._show_button()
        self._say(_("Reading stopped: nothing was written. Open the file again to read it."), "muted")

    def _on_failed(self, error: Exception) -> None:
        self._show_button()
        if isinstance(error, AdvError):
            self._say(sentence(error, texts.current()), "bad")
        else:
            self._failed(error)

    def _show_table(self, preview: FilePreview | None) -> None:
        while (item := self._table.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if preview is None:
            self._table.addStretch(1)
            return
        table = RowsTable(_("Rows of the file"), columns_of(preview))
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        table.setMinimumHeight(theme().px(104))  # it takes the room there is and scrolls
        table.set_rows(preview.shown)
        self._table.addWidget(table)

    def _show_button(self) -> None:
        preview = self.preview
        ready = preview is not None and preview.accepted > 0 and (not preview.refused or self.skip_bad.isChecked())
        self.import_button.setEnabled(ready)

    def _say(self, text: str, role: str) -> None:
        self.summary.setText(text)
        set_role(self.summary, "role", role)


def _told(preview: FilePreview) -> str:
    good = ngettext("{count} row ready", "{count} rows ready", preview.accepted)
    said = good.format(count=formats().integer(preview.accepted))
    if not preview.refused:
        return said
    bad = ngettext("{count} row refused", "{count} rows refused", preview.refused)
    refused = bad.format(count=formats().integer(preview.refused))
    hint = _("correct the file, or leave the refused rows out")
    return f"{said} · {pair(refused, hint)}"
