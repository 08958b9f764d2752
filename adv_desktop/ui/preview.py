"""A document as it will be printed: look at it, print it, open it elsewhere, save it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services import whole_files
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.pdf_pages import page_image, page_sizes
from adv_desktop.ui.widgets.pdf_preview import PdfPreview
from adv_desktop.ui.written_files import open_path, say_saved

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from adv_desktop.ui.desk import Desk

PRINT_ZOOM = 300 / 96  # 300 dots an inch


class PreviewForm(DocumentForm):
    """Shows what `load` gives: a paper rendered now, or stored bytes.

    `documents` are the issued documents that it shows: their print is recorded, the next one is a duplicate.
    `to_print` gives what is printed where it is more than what is shown: the copies that each customer wants.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        load: Callable[[], bytes],
        file_name: str,
        documents: Iterable[tuple[DocumentKind, int]] = (),
        to_print: Callable[[], bytes] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._title = title
        self._file_name = file_name
        self._load = load
        self._documents = tuple(documents)
        self._to_print = to_print
        self.pdf: bytes | None = None
        self.preview = PdfPreview(desk.runner)
        self.preview.open_asked.connect(self._on_open)
        self.preview.save_asked.connect(self._on_save)
        self.preview.print_asked.connect(self._on_print)
        self.preview.bar.insertWidget(0, Button("", icon="arrow-left", name=_("Back"), on_click=self.closed.emit))
        # A form that decides something about the paper puts it beside.
        self.body = QHBoxLayout(self)
        theme().space(self.body, (20, 16, 20, 14), 16)
        self.body.addWidget(self.preview, 1)
        self.setFocusProxy(self.preview)
        self.reload()

    @property
    def title(self) -> str:
        """The name of the document."""
        return self._title

    def commands(self) -> list[Command]:
        """Return what can be done with the preview."""
        return [
            Command("print", N_("Print…"), self._on_print, "Ctrl+P", "printer", Menu.FILE),
            Command("save", N_("Save as…"), self._on_save, "Ctrl+S", "save", Menu.FILE),
            Command("external", N_("Open with another program"), self._on_open, "Ctrl+O", "external", Menu.FILE),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.FILE),
        ]

    def _on_loaded(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.preview.show_pdf(pdf, self._title)

    def _on_failed(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_save(self) -> None:
        if self.pdf is None:
            return
        pdf, path = self.pdf, file_to_write(self, _("Save as"), self._file_name, _("PDF (*.pdf)"))
        if path:
            self.desk.runner.read(lambda: _save(path, pdf), lambda _done: say_saved(self.desk, path))

    def _on_open(self) -> None:
        """Hand a copy to the system's viewer; the stored document stays as it is."""
        if self.pdf is None:
            return
        path = Path(tempfile.mkdtemp(prefix="adv-")) / self._file_name
        path.write_bytes(self.pdf)
        if not open_path(path):
            self.desk.notices.say(_("No program opens PDF files: save the document instead."), tone=Tone.WARN)

    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if self.pdf is None:
            return
        if not QPrinterInfo.availablePrinters():
            told = _("No printer is installed: save the document, or open it elsewhere.")
            self.desk.notices.say(told, tone=Tone.WARN)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setWindowTitle(_("Print"))
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Print the pages that are shown, or the copies of them that are wanted, then record it."""
        if self.pdf is None:
            return
        if self._to_print is None:
            self._print(printer, self.pdf)
        else:
            self.desk.runner.read(self._to_print, partial(self._print, printer), self.desk.failed)

    def _print(self, printer: QPrinter, pdf: bytes) -> None:
        PrintRun(self.desk.runner, printer, pdf, self._on_printed, self).start()

    def _on_printed(self) -> None:
        events, documents = self.desk.services.document_events, self._documents
        if not documents:
            return

        def record() -> None:
            for kind in dict.fromkeys(kind for kind, _id in documents):
                events.printed(kind, *(row_id for other, row_id in documents if other is kind))

        self.desk.runner.write(record, lambda _done: self.reload())

    def reload(self) -> None:
        """Load the paper, in the lane of the writes: making it may record that it was made."""
        self.desk.runner.write(self._load, self._on_loaded, self._on_failed)


def _save(path: Path, content: bytes) -> None:
    with whole_files.whole(path) as part:
        part.write_bytes(content)


class PrintRun(QObject):
    """Draws and prints a page after the other: a wave of forty notes never holds more than one sheet in memory."""

    def __init__(
        self, runner: Runner, printer: QPrinter, pdf: bytes, done: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._printer = printer
        self._pdf = pdf
        self._done = done
        self._painter: QPainter | None = None
        self._count = 0

    def start(self) -> None:
        """Print on whole sheets, margins included: the papers have their own."""
        self._runner.read(lambda: len(page_sizes(self._pdf) or ()), self._on_counted)

    def _on_counted(self, count: int) -> None:
        self._count = count
        self._printer.setFullPage(True)
        self._painter = QPainter(self._printer)
        self._draw(0)

    def _draw(self, place: int) -> None:
        self._runner.read(partial(page_image, self._pdf, place, PRINT_ZOOM), partial(self._on_drawn, place))

    def _on_drawn(self, place: int, image: QImage) -> None:
        if self._painter is None:
            return
        if place:
            self._printer.newPage()
        self._painter.drawImage(self._painter.viewport(), image)
        if place + 1 < self._count:
            self._draw(place + 1)
            return
        self._painter.end()
        self._painter = None
        self._done()
        self.deleteLater()
