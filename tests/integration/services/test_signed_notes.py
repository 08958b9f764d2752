"""Signed delivery notes that come back scanned: filed by their bar code, or waiting for their number."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
from decimal import Decimal

import pypdfium2
import pytest

from adv_desktop.models.delivery import Delivery, DeliveryProgress
from adv_desktop.models.enums import Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.scans import PageRead, ScanReason, sheaves
from adv_desktop.services import files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.note_corrections import CorrectNote
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries import delivery_detail, scanned_pages
from adv_desktop.services.scan_reading import read_scan
from adv_desktop.services.undelivered import BringBack
from tests.support.company import TODAY, confirmed, new_company, shipped
from tests.support.scans import as_pdf, as_picture, blank, scanned


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


def leave(services, lines=1):
    wanted = [NewLine(Decimal(1), "P1")] * lines
    return shipped(services, confirmed(services, *wanted).id, override="vérifié")


def note(services, delivery_id):
    with services.store.read() as session:
        return files.content_of(session, session.get_one(Delivery, delivery_id).pdf_file_id)


def papers(services, delivery_id):
    with services.store.read() as session:
        return [files.content_of(session, one.file_id) for one in delivery_detail.papers_of(session, delivery_id)]


def waiting(services):
    with services.store.read() as session:
        return scanned_pages.waiting(session)


def to_confirm(services):
    with services.store.read() as session:
        return [one.number for one in scanned_pages.to_confirm(session)]


def arrived(services, delivery_id):
    with services.store.read() as session:
        return session.get_one(DeliveryProgress, delivery_id).delivered_on


@pytest.mark.parametrize("dots", [150, 200])
@pytest.mark.parametrize("askew", [0, 1, -2, 3, 180, 181.5, 90, 270])
def test_the_bar_code_of_a_note_is_read_from_a_page_that_lies_askew(services, dots, askew):
    page = scanned(note(services, leave(services)), dots=dots, askew=askew)
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=75, dpi=(dots, dots))
    scan = read_scan("scan.jpg", stream.getvalue())
    assert scan.codes == (("BL2026000001",),)
    # What is kept stands upright: its bar code is at the top right, whatever way the paper went in.
    kept = pypdfium2.PdfDocument(scan.pages([1]))[0].render(scale=2, grayscale=True).to_pil()
    assert kept.height > kept.width
    right = kept.crop((kept.width // 2, 0, kept.width, kept.height // 6))
    left = kept.crop((0, kept.height * 5 // 6, kept.width // 2, kept.height))
    assert sum(grey < 90 for grey in right.tobytes()) > sum(grey < 90 for grey in left.tobytes())


def test_each_page_of_a_batch_is_filed_with_its_own_delivery(services, tmp_path):
    first, second = leave(services), leave(services)
    pages = [scanned(note(services, one), askew=angle) for one, angle in ((first, 1.5), (second, 180))]
    done = services.signed_notes.file([as_pdf(tmp_path / "retour.pdf", pages[0], blank(), pages[1])])
    assert [(one.number, one.pages, one.dated) for one in done.notes] == [
        ("BL2026000001", (1,), False),
        ("BL2026000002", (3,), False),
    ]
    assert [(page.page, page.reason) for page in waiting(services)] == [(2, ScanReason.NO_CODE)]
    assert [len(pypdfium2.PdfDocument(pdf)) for pdf in papers(services, first)] == [1]
    assert len(papers(services, second)) == 1


def test_the_pages_that_follow_the_first_one_of_a_long_note_go_with_it(services, tmp_path):
    delivery = leave(services, lines=60)
    pdf = note(services, delivery)
    assert len(pypdfium2.PdfDocument(pdf)) == 3
    pages = [scanned(pdf, number, dots=150) for number in range(3)]
    done = services.signed_notes.file([as_picture(tmp_path / "long.tif", *pages, blank(), dots=150)])
    assert [one.pages for one in done.notes] == [(1, 2, 3)]
    assert [page.page for page in waiting(services)] == [4]
    (kept,) = papers(services, delivery)
    assert len(pypdfium2.PdfDocument(kept)) == 3


@pytest.mark.parametrize("name", ["bl.jpg", "bl.png", "bl.tiff"])
def test_a_picture_is_kept_as_a_page_as_large_as_the_paper_was(services, tmp_path, name):
    delivery = leave(services)
    services.signed_notes.file([as_picture(tmp_path / name, scanned(note(services, delivery)))])
    (kept,) = papers(services, delivery)
    width, height = pypdfium2.PdfDocument(kept)[0].get_size()
    assert (round(width), round(height)) == (595, 842)


def test_the_day_of_a_batch_is_recorded_and_else_it_waits_to_be_confirmed(services, tmp_path):
    first, second = leave(services), leave(services)
    one = as_picture(tmp_path / "1.png", scanned(note(services, first)))
    services.signed_notes.file([one], TODAY)
    services.signed_notes.file([as_picture(tmp_path / "2.png", scanned(note(services, second)))])
    assert (arrived(services, first), arrived(services, second)) == (TODAY, None)
    assert to_confirm(services) == ["BL2026000002"]
    assert services.signed_notes.confirm([second], TODAY) == 1
    assert (arrived(services, second), to_confirm(services)) == (TODAY, [])


def test_a_day_before_the_departure_or_to_come_is_refused(services, tmp_path):
    delivery = leave(services)
    path = as_picture(tmp_path / "1.png", scanned(note(services, delivery)))
    with pytest.raises(DomainError) as refused:
        services.signed_notes.file([path], TODAY + dt.timedelta(days=1))
    assert refused.value.code == "date.in_future"
    services.signed_notes.file([path], TODAY - dt.timedelta(days=2))
    assert to_confirm(services) == ["BL2026000001"]  # filed, its day to be looked at
    with pytest.raises(DomainError) as refused:
        services.signed_notes.confirm([delivery], TODAY - dt.timedelta(days=1))
    assert refused.value.code == "scan.before_departure"


def test_a_waiting_page_is_filed_under_the_number_that_somebody_reads(services, tmp_path):
    delivery = leave(services)
    services.signed_notes.file([as_pdf(tmp_path / "taché.pdf", blank())])
    (page,) = waiting(services)
    with pytest.raises(DomainError) as refused:
        services.signed_notes.identify(page.id, "BL2026000099")
    assert refused.value.code == "delivery.not_found"
    assert services.signed_notes.identify(page.id, " bl2026000001 ").number == "BL2026000001"
    assert (waiting(services), len(papers(services, delivery))) == ([], 1)
    with pytest.raises(DomainError) as refused:
        services.signed_notes.identify(page.id, "BL2026000001")
    assert refused.value.code == "scan.filed_already"


def test_a_number_that_nobody_knows_and_a_note_that_is_void_wait_with_their_reason(services, tmp_path):
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    services.deliveries.prepare(DeliverOrders((order.id,)))
    picking = services.copies.picking_lists([1])
    void = leave(services, lines=2)
    page = scanned(note(services, void))
    with services.store.read() as session:
        delivery = delivery_by_id(session, void)
        counted = CorrectNote(void, delivery.version, {delivery.lines[0].id: Decimal(0)}, "compté")
    services.note_corrections.correct(counted)
    services.signed_notes.file([as_pdf(tmp_path / "mélange.pdf", scanned(picking), page)])
    assert [(page.written, page.reason) for page in waiting(services)] == [
        ("BP2026000001", ScanReason.UNKNOWN),
        ("BL2026000001", ScanReason.VOID),
    ]
    with pytest.raises(DomainError) as refused:
        services.signed_notes.identify(waiting(services)[1].id, "BL2026000001")
    assert (refused.value.code, refused.value.facts["other"]) == ("scan.void", "BL2026000001-B")


def test_a_note_that_comes_back_refused_is_kept_and_its_delivery_has_not_arrived(services, tmp_path):
    delivery = leave(services)
    path = as_picture(tmp_path / "bl.png", scanned(note(services, delivery)))
    services.undelivered.bring_back(BringBack(delivery, Undelivered.REFUSED, TODAY, ship_again=True))
    (filed,) = services.signed_notes.file([path], TODAY).notes
    assert (filed.dated, len(papers(services, delivery)), to_confirm(services)) == (False, 1, [])
    with pytest.raises(DomainError) as refused:
        services.signed_notes.confirm([delivery], TODAY)
    assert refused.value.code == "delivery.brought_back"


def test_a_page_that_is_no_note_is_put_aside_and_taken_back(services, tmp_path):
    services.signed_notes.file([as_pdf(tmp_path / "pub.pdf", blank())])
    (page,) = waiting(services)
    services.signed_notes.put_aside(page.id)
    assert waiting(services) == []
    services.signed_notes.show_again(page.id)
    assert [one.id for one in waiting(services)] == [page.id]


def test_the_same_scan_is_filed_once_and_a_broken_file_keeps_no_other_back(services, tmp_path):
    delivery = leave(services)
    good = as_picture(tmp_path / "bl.png", scanned(note(services, delivery)))
    broken, text = tmp_path / "cassé.pdf", tmp_path / "note.txt"
    broken.write_bytes(b"%PDF-1.7 cut off")
    text.write_text("rien", encoding="utf-8")
    done = services.signed_notes.file([broken, text, good, good])
    assert [(one.path.name, one.error.code) for one in done.refused] == [
        ("cassé.pdf", "scan.unreadable"),
        ("note.txt", "scan.wrong_type"),
    ]
    assert (len(done.notes), done.known, len(papers(services, delivery))) == (1, ("bl.png",), 1)


def test_the_folder_shows_what_was_never_filed(services, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    assert services.signed_notes.folder().folder is None
    services.settings.set("scan_folder", str(folder))
    path = as_picture(folder / "bl.png", scanned(note(services, leave(services))))
    os.utime(path, (time.time() - 60, time.time() - 60))
    (file,) = services.signed_notes.folder().files
    services.signed_notes.file([file.path])
    assert services.signed_notes.folder().files == ()
    assert path.exists()  # nothing is moved
    path.unlink()
    folder.rmdir()
    assert services.signed_notes.folder().missing


def test_a_note_takes_no_more_pages_than_it_has():
    first = PageRead(1, "BL1", 7, length=2)
    rest = [PageRead(no, reason=ScanReason.NO_CODE) for no in (2, 3)]
    assert [one.pages for one in sheaves([first, *rest])] == [(1, 2), (3,)]
    unknown = PageRead(2, "BL9", reason=ScanReason.UNKNOWN)
    assert [one.pages for one in sheaves([first, unknown, rest[1]])] == [(1,), (2,), (3,)]
