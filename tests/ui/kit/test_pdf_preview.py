"""The preview of a document: pages, zoom, keys, buttons."""

import io
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from adv_desktop.ui.runner import InlineRunner, ThreadRunner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.pdf_pages import page_image, page_sizes
from adv_desktop.ui.widgets.pdf_preview import PdfPreview

RED = 0xFFFF0000


def pdf_of(pages):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number in range(1, pages + 1):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(100, 300, 300, 300, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", 30)
        canvas.drawString(100, 700, f"Facture, page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def preview(qtbot, qapp):
    theme().apply(qapp)
    shown = PdfPreview(InlineRunner())
    qtbot.addWidget(shown)
    shown.resize(760, 640)
    shown.show()
    shown.setFocus()
    return shown


def drawn(preview):
    return [place for place, page in enumerate(preview._pages) if not page.image.isNull()]


def test_the_first_pages_are_drawn_and_fill_the_width(preview, qtbot):
    preview.show_pdf(pdf_of(3), "FAC-2026-0001")
    qtbot.waitUntil(lambda: drawn(preview) == [0, 1, 2])
    page = preview._pages[0]
    assert 0.85 < page.width() / preview.width() < 1
    assert page.image.pixel(page.image.width() // 2, page.image.height() // 2) == RED
    assert preview._number.text() == "Page 1/3"


def test_only_pages_near_the_view_are_held_in_memory(preview, qtbot):
    preview.show_pdf(pdf_of(30), "Factures de novembre")
    qtbot.waitUntil(lambda: 0 in drawn(preview))
    assert len(drawn(preview)) <= 5
    preview.go_to(29)
    qtbot.waitUntil(lambda: 29 in drawn(preview) and 0 not in drawn(preview))
    assert preview._number.text() == "Page 30/30"


def test_keys_turn_pages_and_zoom(preview, qtbot):
    preview.show_pdf(pdf_of(4), "BL")
    qtbot.waitUntil(lambda: 0 in drawn(preview))
    fitting = preview.zoom
    area = preview.focusProxy()
    for key, page in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_End, 3), (Qt.Key.Key_PageUp, 2), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(area, key)
        assert preview.current_page == page
    qtbot.keyClick(area, Qt.Key.Key_Plus)
    assert preview.zoom == 1.0
    qtbot.keyClick(area, Qt.Key.Key_Minus)
    assert preview.zoom == 0.75
    qtbot.keyClick(area, Qt.Key.Key_W)
    assert preview.zoom == fitting


def test_a_zoomed_page_is_drawn_anew_and_keeps_its_place(preview, qtbot):
    preview.show_pdf(pdf_of(4), "BL")
    qtbot.waitUntil(lambda: 0 in drawn(preview))
    preview.go_to(2)
    preview.set_zoom(2.0)
    wide = round(A4[0] * 2 * 96 / 72)
    qtbot.waitUntil(lambda: abs(preview._pages[2].image.width() - wide) <= 2)
    assert preview.current_page == 2


@pytest.mark.parametrize(
    ("text", "signal"), [("Ouvrir", "open_asked"), ("Enregistrer", "save_asked"), ("Imprimer", "print_asked")]
)
def test_buttons_ask_what_to_do_with_the_document(preview, qtbot, text, signal):
    button = next(button for button in preview.findChildren(QPushButton) if button.text().strip() == text)
    with qtbot.waitSignal(getattr(preview, signal)):
        button.click()


def test_what_is_no_pdf_is_told_and_the_next_document_is_shown(preview):
    preview.show_pdf(b"not a pdf", "x")
    assert preview._message.isVisible()
    assert "Ouvrir" in preview._message.text()
    preview.show_pdf(pdf_of(1), "y")
    assert (preview._message.isVisible(), preview.page_count) == (False, 1)


def test_a_document_measured_too_late_is_dropped(qtbot):
    waiting = []

    class Slow(InlineRunner):
        def read(self, work, done, failed=None):
            waiting.append(lambda: done(work()))

    preview = PdfPreview(Slow())
    qtbot.addWidget(preview)
    preview.show_pdf(pdf_of(5), "old")
    preview.show_pdf(pdf_of(2), "new")
    for answer in reversed(waiting):
        answer()
    assert preview.page_count == 2


def test_pages_are_drawn_in_a_thread(qtbot, qapp):
    runner = ThreadRunner(lambda error: pytest.fail(str(error)))
    preview = PdfPreview(runner)
    qtbot.addWidget(preview)
    preview.resize(600, 500)
    preview.show()
    preview.show_pdf(pdf_of(6), "Lettres")
    qtbot.waitUntil(lambda: 0 in drawn(preview), timeout=10000)
    qtbot.waitUntil(lambda: runner.idle, timeout=10000)
    runner.close()


def test_pages_drawn_by_many_threads_at_once_come_out_whole():
    pdf, images = pdf_of(8), {}

    def draw(place):
        images[place] = page_image(pdf, place, 0.5)

    threads = [threading.Thread(target=draw, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {image.pixel(image.width() // 2, image.height() // 2) for image in images.values()} == {RED}
    assert len(page_sizes(pdf)) == 8
