"""The ZIP file of a period: the bytes as issued, a list that agrees with them, the same file each time."""

import csv
import datetime as dt
import hashlib
import io
import json
import tracemalloc
import zipfile
from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services import files, period_files
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.jobs import Cancelled, Progress
from adv_desktop.services.order_commands import NewLine
from tests.support.company import TODAY, confirmed, invoiced, shipped

FIRST, LAST = dt.date(2026, 11, 1), dt.date(2026, 11, 30)


def issue(services, count):
    return [
        invoiced(services, shipped(services, confirmed(services, NewLine(Decimal(2), "P1")).id))
        for _one in range(count)
    ]


def test_the_zip_holds_the_bytes_as_issued_and_a_list_that_agrees(services, tmp_path):
    numbers = issue(services, 3)
    done = period_files.write(services.store, FIRST, LAST, tmp_path / "novembre.zip")
    with zipfile.ZipFile(done.path) as archive:
        listed = json.loads(archive.read("manifest.json"))
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig")), delimiter=";"))
        with services.store.read() as session:
            for place, row in enumerate(listed["invoices"]):
                invoice = invoice_by_id(session, place + 1)
                for name, sha256, file_id in (
                    (row["pdf"], row["pdf_sha256"], invoice.pdf_file_id),
                    (row["xml"], row["xml_sha256"], invoice.xml_file_id),
                ):
                    content = archive.read(name)
                    assert content == files.content_of(session, file_id)
                    assert hashlib.sha256(content).hexdigest() == sha256
                assert (row["net"], row["vat"], row["gross"]) == ("66.66", "13.33", "79.99")
    assert [row["number"] for row in listed["invoices"]] == [row["number"] for row in rows] == numbers
    assert (done.invoices, done.files, listed["siren"]) == (3, 6, "732829320")


def test_the_same_period_gives_the_same_bytes(services, tmp_path):
    issue(services, 2)
    first = period_files.write(services.store, FIRST, LAST, tmp_path / "a.zip")
    second = period_files.write(services.store, FIRST, LAST, tmp_path / "b.zip")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.sha256 == second.sha256 == hashlib.sha256(first.path.read_bytes()).hexdigest()


def test_a_cancel_or_an_empty_period_leaves_no_file(services, tmp_path):
    issue(services, 2)
    progress = Progress(lambda _step: progress.cancel())
    with pytest.raises(Cancelled):
        period_files.write(services.store, FIRST, LAST, tmp_path / "a.zip", progress)
    with pytest.raises(DomainError, match=r"export\.nothing"):
        period_files.write(services.store, dt.date(2026, 1, 1), dt.date(2026, 1, 31), tmp_path / "a.zip")
    with pytest.raises(DomainError, match=r"file\.wrong_ending"):
        period_files.write(services.store, FIRST, TODAY, tmp_path / "a.rar")
    assert list(tmp_path.glob("*.zip*")) == []


def test_one_invoice_at_a_time_is_in_memory(services, tmp_path, monkeypatch):
    issue(services, 12)
    large = b"%PDF-" + b"x" * 2_000_000
    digest = hashlib.sha256(large).hexdigest()
    with services.store.write("test") as session:
        kept = files.keep(session, large, "large", services.clock.now())
        session.flush()
        file_id = kept.id
    monkeypatch.setattr(period_files, "_copy", _always(period_files._copy, file_id))
    tracemalloc.start()
    done = period_files.write(services.store, FIRST, LAST, tmp_path / "a.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert done.path.stat().st_size > 12 * 2_000_000
    assert peak < 5 * len(large)
    with zipfile.ZipFile(done.path) as archive:
        assert json.loads(archive.read("manifest.json"))["invoices"][11]["pdf_sha256"] == digest


def _always(copy, file_id):
    return lambda session, archive, _file_id, name: copy(session, archive, file_id, name)
