"""Status messages: those of a platform read on a real database, ours written and read back by another reader."""

import base64
import datetime as dt
import zipfile
from decimal import Decimal

import pytest
from lxml import etree

from adv_desktop.models.delivery import StoredFile
from adv_desktop.models.enums import Nature, PaymentMethod, ProofType
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.services import status_files
from adv_desktop.services.einvoice import cdar
from adv_desktop.services.einvoice.cdar import Participant, StatusMessage
from adv_desktop.services.einvoice_statuses import NewStatus, StatusAmount, of_invoice
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.queries import filters, invoices
from adv_desktop.services.status_import import MOST_FILES, Verdict, is_status_file
from tests.support.company import TODAY, confirmed, invoiced, shipped

S = EInvoiceStatus
OURS = "732829320"
RAM = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}


@pytest.fixture
def number(services):
    return invoiced(services, shipped(services, confirmed(services, NewLine(Decimal(2), "P1")).id))


def message(number, status, *, name="", on=TODAY, seller=OURS, date=TODAY, reason=""):
    said = StatusMessage(
        id=name or f"PA-{number}-{status}",
        at=dt.datetime.combine(on, dt.time(9), dt.UTC),
        on=on,
        invoice=number,
        invoice_type="380",
        invoice_date=date,
        status=status,
        seller=Participant(seller, "EXEMPLE ADV SARL"),
        reason=reason,
    )
    return cdar.write(said)


def written(folder, content, name="statut.xml"):
    path = folder / name
    path.write_bytes(content)
    return path


def given(services, invoice_id=1):
    with services.store.read() as session:
        return [one.said for one in of_invoice(session, invoice_id)]


def test_the_files_of_a_platform_are_looked_at_then_written_once(services, number, tmp_path):
    paths = [written(tmp_path, message(number, code), f"{code}.xml") for code in ("203", "201", "200", "202")]
    refused = message(number, "210", reason="TX_TVA_ERR")
    paths.append(written(tmp_path, refused, "refus.xml"))
    preview = services.status_imports.preview(paths)
    assert [entry.verdict for entry in preview.entries] == [Verdict.NEW] * 5
    assert given(services) == []
    assert services.status_imports.write(preview) == 5
    assert [said.status.value for said in given(services)] == ["200", "201", "202", "203", "210"]
    assert given(services)[-1].reason is StatusReason.VAT_RATE
    again = services.status_imports.preview(paths)
    assert again.count(Verdict.KNOWN) == 5
    assert services.status_imports.write(again) == 0
    with services.store.read() as session:
        assert refused in session.query(StoredFile.content).filter_by(kind="status_message").all()[-1]


def test_several_come_in_one_zip_or_one_folder(services, number, tmp_path):
    folder = tmp_path / "statuts"
    folder.mkdir()
    written(folder, message(number, "200"), "a.xml")
    packed = tmp_path / "statuts.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b.xml", message(number, "201"))
        archive.writestr("lisez-moi.txt", "rien")
    assert is_status_file(folder)
    assert is_status_file(packed)
    preview = services.status_imports.preview([packed, folder])
    assert [(entry.file, entry.verdict) for entry in preview.entries] == [
        ("a.xml", Verdict.NEW), ("statuts.zip/b.xml", Verdict.NEW),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda number: message("FA2026009999", "200"), "cdar.unknown_invoice"),
        (lambda number: message(number, "200", seller="404833048"), "cdar.other_seller"),
        (lambda number: message(number, "200", date=dt.date(2026, 1, 2)), "cdar.other_date"),
        (lambda number: message(number, "301"), "cdar.unknown_status"),
        (lambda number: message(number, "210", reason="PAS_CONTENT"), "cdar.unknown_reason"),
        (lambda number: message(number, "202"), "einvoice_status.too_early"),
        (lambda number: message(number, "210"), "einvoice_status.reason_missing"),
        (lambda number: b"<Invoice/>", "cdar.not_a_status"),
        (lambda number: b'<!DOCTYPE a [<!ENTITY b "c">]>' + message(number, "200")[39:], "forbidden_xml"),
        (lambda number: message(number, "200")[:-20], "corrupt_file"),
    ],
)
def test_what_cannot_be_taken_says_why_and_nothing_is_written(services, number, tmp_path, content, code):
    bad = written(tmp_path, content(number), "mauvais.xml")
    good = written(tmp_path, message(number, "200", name="bon"), "bon.xml")
    preview = services.status_imports.preview([bad, good])
    error = next(entry.error for entry in preview.entries if entry.verdict is Verdict.REFUSED)
    assert error.code == code
    with pytest.raises(DomainError, match=r"cdar\.refused"):
        services.status_imports.write(preview)
    assert given(services) == []
    services.status_imports.write(preview, skip_bad=True)
    assert [said.status for said in given(services)] == [S.DEPOSITED]


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(services, tmp_path):
    packed = tmp_path / "bombe.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b" " * 300 * 1024 * 1024)
    with pytest.raises(DomainError, match="too_large_unpacked"):
        services.status_imports.preview([packed])


def test_more_files_than_anyone_sends_are_refused(services, tmp_path):
    packed = tmp_path / "trop.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for place in range(MOST_FILES + 1):
            archive.writestr(f"{place}.xml", b"<a/>")
    with pytest.raises(DomainError, match=r"cdar\.too_many"):
        services.status_imports.preview([packed])


def service_invoice(services):
    """An invoice of a service at 20 % and of goods at 5.5 %: 120.00 and 21.10, VAT included."""
    lines = (
        NewLine(Decimal(1), label="Conseil", unit_price=Decimal(100), vat_rate=Decimal(20), nature=Nature.SERVICE),
        NewLine(Decimal(2), "P2"),
    )
    draft = services.drafts.create(NewInvoice(NewOrder("C1", lines)))
    return services.issuing.issue(draft.id).id


def to_declare(services):
    with services.store.read() as session:
        return list(invoices.ids(session, filters.parse("", "to_declare"), "number", False, TODAY))


def pay(services, minor, number):
    services.payments.receive(
        NewPayment("C1", minor, TODAY, PaymentMethod.TRANSFER, invoices=(AllocateTo(number, minor),))
    )


def test_what_services_brought_in_is_declared_by_rate_and_once(services, tmp_path):
    invoice_id = service_invoice(services)
    assert to_declare(services) == []
    services.statuses.add(invoice_id, NewStatus(S.DEPOSITED, TODAY))
    with pytest.raises(DomainError, match="nothing_collected"):
        services.statuses.declare_collected(invoice_id)
    pay(services, 7055, "FA2026000001")  # half of 141.10
    assert to_declare(services) == [invoice_id]
    first = services.statuses.declare_collected(invoice_id)
    assert first.said.amounts == (StatusAmount("MEN", 6000, "EUR", Decimal(20)),)
    assert to_declare(services) == []
    pay(services, 7055, "FA2026000001")
    second = services.statuses.declare_collected(invoice_id)
    assert second.said.amounts == (StatusAmount("MEN", 6000, "EUR", Decimal(20)),)
    path = status_files.write(services.store, invoice_id, tmp_path)
    assert path.name == "FA2026000001-CDV-212-2.xml"
    assert path.read_bytes() == status_files.write(services.store, invoice_id, tmp_path / "encore.xml").read_bytes()
    root = etree.fromstring(path.read_bytes())
    amounts = [
        (one.findtext("ram:TypeCode", None, RAM), one.findtext("ram:ValueAmount", None, RAM),
         one.findtext("ram:ValuePercent", None, RAM))
        for one in root.iter(f"{{{RAM['ram']}}}SpecifiedDocumentCharacteristic")
    ]  # fmt: skip
    assert amounts == [("MEN", "60.00", "20.00")]
    assert [one.text for one in root.iter(f"{{{RAM['ram']}}}RoleCode")] == ["SE", "SE", "BY", "DFH", "SE"]
    [read] = cdar.read(path.name, path.read_bytes())
    assert (read.invoice, read.invoice_type, read.status, read.on) == ("FA2026000001", "380", "212", TODAY)
    assert services.status_imports.preview([path]).count(Verdict.KNOWN) == 0


def test_goods_alone_are_not_to_declare_but_may_be(services, number):
    services.statuses.add(1, NewStatus(S.DEPOSITED, TODAY))
    pay(services, 7999, number)
    assert to_declare(services) == []
    said = services.statuses.declare_collected(1).said
    assert said.amounts == (StatusAmount("MEN", 7999, "EUR", Decimal(20)),)


def test_proofs_are_kept_and_go_with_the_answer_to_a_suspended_invoice(services, number, tmp_path):
    proof = written(tmp_path, b"%PDF-1.7 BL emarge", "BL2026000001.pdf")
    services.proofs.attach(1, proof, ProofType.DELIVERY_NOTE)
    with pytest.raises(DomainError, match=r"proof\.same_name"):
        services.proofs.attach(1, proof, ProofType.ANNEX)
    with pytest.raises(DomainError, match=r"proof\.wrong_type"):
        services.proofs.attach(1, written(tmp_path, b"MZ", "virus.exe"), ProofType.ANNEX)
    with pytest.raises(DomainError, match=r"proof\.wrong_type"):
        services.proofs.attach(1, written(tmp_path, b"MZ", "faux.pdf"), ProofType.ANNEX)
    services.statuses.add(1, NewStatus(S.SUSPENDED, TODAY, StatusReason.PROOF_MISSING))
    with pytest.raises(DomainError, match="none_of_ours"):
        status_files.write(services.store, 1, tmp_path)
    services.statuses.add(1, NewStatus(S.COMPLETED, TODAY, comment="BL émargé joint"))
    content = status_files.write(services.store, 1, tmp_path).read_bytes()
    carried = etree.fromstring(content).find(".//ram:AttachmentBinaryObject", RAM)
    assert (carried.get("filename"), carried.get("mimeCode")) == ("BL2026000001.pdf", "application/pdf")
    assert base64.b64decode(carried.text) == b"%PDF-1.7 BL emarge"
    [read] = cdar.read("209.xml", content)
    assert (read.status, read.comment, read.status_name) == ("209", "BL émargé joint", "Complétée")
