"""« Saisie guidée »: what cannot be read is typed beside its pages, and kept with the order."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from adv_desktop.models.delivery import Attachment
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.imports.source_parts import PartKind
from adv_desktop.ui.orders.guided import GuidedOrderForm
from adv_desktop.ui.shell import Shell
from adv_desktop.ui.widgets.picture_pages import pages_of_picture
from tests.integration.imports.files import mail, text
from tests.ui.support.main_window import open_window, unnamed


@pytest.fixture
def shown(services, tmp_path, qtbot):
    opened = open_window(services, tmp_path, "orders", qtbot)
    shell = Shell(opened.desk, opened.window)
    yield opened
    assert opened.failures == []
    shell.deleteLater()


def scan(path: Path, width: int = 800, height: int = 1100) -> Path:
    """Write a picture of an order, as a telephone or a scanner makes it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawText(60, 80, "BON DE COMMANDE 12 x P1")
    painter.end()
    assert image.save(str(path))
    return path


def guided(shown, path) -> GuidedOrderForm:
    shown.window.files_dropped.emit([path])
    shown.qtbot.waitUntil(lambda: bool(shown.window.forms()) and isinstance(shown.form, GuidedOrderForm))
    assert isinstance(shown.form, GuidedOrderForm)
    return shown.form


def test_a_scan_opens_beside_an_empty_order_and_stays_with_it(shown, tmp_path):
    form = guided(shown, scan(tmp_path / "scan.jpg"))
    assert form.title == "Saisie guidée\N{NO-BREAK SPACE}: scan.jpg"
    assert "image sans texte" in shown.notice
    assert form.pane.part.kind is PartKind.PICTURE
    shown.qtbot.waitUntil(lambda: form.pane.pages.page_count == 1)
    assert unnamed(form) == []
    form.header.customer.setFocus()
    shown.press("C1")
    shown.qtbot.waitUntil(form.header.customer.popup.isVisible)
    shown.press(Qt.Key.Key_Return)
    shown.qtbot.waitUntil(lambda: form.header.customer.choice() is not None)
    shown.press("PO-9", Qt.Key.Key_Return, "P1", Qt.Key.Key_Return, "12", Qt.Key.Key_Return)
    form.command_set.actions["save"].trigger()
    with shown.desk.services.store.read() as session:
        made = session.execute(sa.select(SalesOrder.id, SalesOrder.customer_reference, SalesOrder.channel)).one()
        kept = session.execute(sa.select(Attachment.name, Attachment.document_id)).one()
    assert (made.customer_reference, made.channel) == ("PO-9", "email")
    assert tuple(kept) == ("scan.jpg", made.id)


def test_the_pages_turn_and_grow_while_lines_are_typed(shown, tmp_path):
    form = guided(shown, scan(tmp_path / "scan.png"))
    pages = form.pane.pages
    shown.qtbot.waitUntil(lambda: pages.page_count == 1)
    before = pages.zoom
    form.command_set.actions["larger_page"].trigger()
    assert pages.zoom > before
    form.command_set.actions["switch"].trigger()
    assert form.pane.isAncestorOf(form.focusWidget())


def test_a_mail_with_a_scan_shows_the_scan_first_and_fills_in_what_it_says(shown, tmp_path):
    path = mail(
        tmp_path / "c.eml",
        "Bonjour,\nvoici notre commande n° BC-77 en pièce jointe.\nCode client : C1",
        attachments=[scan(tmp_path / "photo.jpg")],
    )
    form = guided(shown, path)
    assert [part.kind for part in form.pane._parts] == [PartKind.PICTURE, PartKind.TEXT]
    assert form.header.reference.value() == "BC-77"
    assert form.header.customer.choice().code == "C1"
    assert form.header.command().received_at is not None
    form.pane.next_part()
    assert "BC-77" in form.pane.words.toPlainText()


def test_a_file_without_order_lines_shows_its_words(shown, tmp_path):
    form = guided(shown, text(tmp_path / "note.csv", "Merci de nous rappeler;demain\n"))
    assert "rappeler" in form.pane.words.toPlainText()


def test_a_classic_outlook_message_says_how_to_save_it(shown, tmp_path):
    path = tmp_path / "commande.msg"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 512 + "__properties_version1.0".encode("utf-16-le"))
    shown.window.files_dropped.emit([path])
    shown.qtbot.waitUntil(lambda: bool(shown.notice))
    assert "enregistrez-le en .eml" in shown.notice


def test_each_frame_of_a_picture_is_a_page_and_no_picture_is_none(tmp_path):
    assert pages_of_picture(scan(tmp_path / "a.png").read_bytes()).startswith(b"%PDF")
    assert pages_of_picture(b"\x89PNG broken") == b""
