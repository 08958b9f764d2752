"""Signed notes that come back scanned, in the window: filed by themselves, the rest named page by page."""

from __future__ import annotations

import os
import time
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services import files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries import delivery_detail
from adv_desktop.ui.deliveries.signed_notes import DAYS, PAGES, SignedNotesForm
from tests.support.company import TODAY, confirmed, new_company, shipped
from tests.support.scans import as_pdf, as_picture, blank, scanned
from tests.ui.support.main_window import open_window, unnamed

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


@pytest.fixture
def shown(services, tmp_path, qtbot):
    shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    opened = open_window(services, tmp_path, "deliveries", qtbot)
    opened.wait_for_rows(1)
    yield opened
    assert opened.failures == []


def note_of(services):
    with services.store.read() as session:
        detail = delivery_detail.detail(session, 1, TODAY)
        return files.content_of(session, detail.pdf_file_id)


def papers(services):
    with services.store.read() as session:
        return [paper.name for paper in delivery_detail.papers_of(session, 1)]


def open_form(shown) -> SignedNotesForm:
    shown.press((Ctrl | Shift, Key.Key_B))
    form = shown.form
    assert isinstance(form, SignedNotesForm)
    return form


def test_without_a_scan_the_form_says_what_to_do(shown):
    form = open_form(shown)
    assert form.nothing.isVisible()
    assert unnamed(form) == []


def test_scans_dropped_on_the_form_are_filed_and_the_day_is_typed(shown, services, tmp_path):
    form = open_form(shown)
    assert shown.window.stage.take_files([as_picture(tmp_path / "bl.png", scanned(note_of(services)))])
    assert "1 bon signé classé (BL2026000001)" in form._told.text()
    assert papers(services) == ["BL2026000001.pdf"]
    assert form.lists.current() == DAYS
    shown.press(Key.Key_F8)
    assert "Indiquez le jour" in form._refusal.text()
    form.day.setFocus()
    shown.press("24/11", Key.Key_Return)
    assert "1 livraison confirmée" in shown.notice
    assert form.nothing.isVisible()


def test_a_page_that_was_not_read_is_named_with_the_keyboard(shown, services, tmp_path, monkeypatch):
    form = open_form(shown)
    path = as_pdf(tmp_path / "taches.pdf", blank(), blank())
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(path)], ""))
    shown.press((Ctrl, Key.Key_O))
    assert form.lists.current() == PAGES
    assert [row.page for row in form.pages.rows()] == [1, 2]
    assert form.preview.page_count == 1
    form.pages.setFocus()
    shown.press(Key.Key_Return, "bl2026000001", Key.Key_Return)
    assert papers(services) == ["BL2026000001.pdf"]
    assert [row.page for row in form.pages.rows()] == [2]
    shown.press((Ctrl, Key.Key_Delete))
    assert "mise de côté" in shown.notice
    assert form.pages.rows() == []
    form.open()
    assert shown.page.current_id == 1


def test_what_comes_into_the_folder_is_filed_while_the_deliveries_are_shown(shown, services, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    services.settings.set("scan_folder", str(folder))
    for name, pages in (("bon.pdf", [scanned(note_of(services))]), ("vide.pdf", [blank()])):
        path = as_pdf(folder / name, *pages)
        os.utime(path, (time.time() - 60, time.time() - 60))
    (folder / "cassé.pdf").write_bytes(b"%PDF-1.7")
    os.utime(folder / "cassé.pdf", (time.time() - 60, time.time() - 60))
    shown.page.scans.look()
    assert papers(services) == ["BL2026000001.pdf"]
    assert "cassé.pdf" in shown.notice
    assert shown.page.scans.isVisible()
    assert "1 page scannée à identifier" in shown.page.scans._said.text()
    shown.page.scans._identify.click()
    assert isinstance(shown.form, SignedNotesForm)


def test_a_folder_that_vanished_is_told(shown, services, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    services.settings.set("scan_folder", str(folder))
    folder.rmdir()
    shown.page.scans.look()
    assert str(folder) in shown.page.scans._away.text()


def test_the_delivery_of_a_signed_note_is_opened_from_the_list(shown, services, tmp_path):
    services.signed_notes.file([as_picture(tmp_path / "bl.png", scanned(note_of(services)))])
    form = open_form(shown)
    form.open()
    assert shown.window.stage.current() is shown.page
    assert shown.window.stage.on_screen() in {None, (DocumentKind.DELIVERY, 1)}
