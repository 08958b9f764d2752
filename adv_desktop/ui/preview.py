"""A document as it will be printed: look at it, print it, open it elsewhere, save it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout, QPainter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services import whole_files
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

PRINT_DPI = 300


class PreviewForm(DocumentForm):
    """Loads a PDF in a read thread and shows it; `load` may render it or read stored bytes."""

    def __init__(
        self, desk: Desk, title: str, load: Callable[[], bytes], file_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._title = title
        self._file_name = file_name
        self.pdf: bytes | None = None
        self.preview = PdfPreview(desk.runner)
        self.preview.open_asked.connect(self._on_open)
        self.preview.save_asked.connect(self._on_save)
        self.preview.print_asked.connect(self._on_print)
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(Button("", icon="arrow-left", name=_("Back"), on_click=self.closed.emit))
        head.addWidget(text_label(title, "page"))
        head.addStretch(1)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(self.preview, 1)
        self.setFocusProxy(self.preview)
        desk.runner.write(load, self._on_loaded, self._on_failed)

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
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as"), self._file_name, _("PDF (*.pdf)"))
        if name:
            pdf, path = self.pdf, Path(name)
            saved = _("Saved: {path}").format(path=path)
            self.desk.runner.write(lambda: _save(path, pdf), lambda _done: self.desk.notices.say(saved))

    def _on_open(self) -> None:
        """Hand a copy to the system's viewer; the stored document stays as it is."""
        if self.pdf is None:
            return
        path = Path(tempfile.mkdtemp(prefix="adv-")) / self._file_name
        path.write_bytes(self.pdf)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.desk.notices.say(_("No program opens PDF files: save the document instead."), tone=Tone.WARN)

    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if self.pdf is None:
            return
        if not QPrinterInfo.availablePrinters():
            self.desk.notices.say(
                _("No printer is installed: save the document, or open it elsewhere."), tone=Tone.WARN
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("Print"))
        pdf = self.pdf
        dialog.accepted.connect(
            lambda: self.desk.runner.read(lambda: pages_of(pdf), lambda pages: paint(printer, pages))
        )
        dialog.open()


def _save(path: Path, content: bytes) -> None:
    with whole_files.whole(path) as part:
        part.write_bytes(content)


def pages_of(pdf: bytes) -> list[QImage]:
    """Draw the pages of a PDF for a printer."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    images = []
    for page in document:
        bitmap = page.render(scale=PRINT_DPI / 72, rev_byteorder=True).to_pil().convert("RGB")
        data = bitmap.tobytes()
        images.append(QImage(data, bitmap.width, bitmap.height, bitmap.width * 3, QImage.Format.Format_RGB888).copy())
    document.close()
    return images


def paint(printer: object, pages: list[QImage]) -> None:
    """Print images, one a page, on whole sheets."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)  # noqa: S101 (imported only when something is printed)
    printer.setFullPage(True)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    painter = QPainter(printer)
    for number, image in enumerate(pages):
        if number:
            printer.newPage()
        painter.drawImage(painter.viewport(), image)
    painter.end()
