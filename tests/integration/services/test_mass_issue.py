"""Month end: many drafts issued in chunks, their files made by other processes."""

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from adv_desktop.bootstrap import open_services
from adv_desktop.models.delivery import DeliveryProgress
from adv_desktop.models.enums import InvoiceState, Progress
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import DepositDeduction, Invoice
from adv_desktop.services import issuing
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.files import content_of
from adv_desktop.services.integrity import verify
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.jobs import Cancelled
from adv_desktop.services.jobs import Progress as Watched
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.workers import workers
from tests.support.company import TODAY, confirmed, new_company, shipped

FREE = NewLine(Decimal(3), label="Formation", unit_price=Decimal("33.33"), vat_rate=Decimal(20))


@pytest.fixture
def services(tmp_path):
    opened = new_company(tmp_path / "company.db")
    yield opened
    opened.close()


@pytest.fixture
def with_processes(monkeypatch):
    """Other processes are worth it from the first invoice."""
    monkeypatch.setattr(issuing, "WORTH_WORKERS", 0)


def drafts(services, count):
    return [services.drafts.create(NewInvoice(NewOrder("C1", (FREE,)))).id for _rank in range(count)]


def numbers(services):
    with services.store.read() as session:
        return session.scalars(sa.select(Invoice.number).where(Invoice.number.is_not(None)).order_by(Invoice.id)).all()


def expected(count):
    return [f"FA2026{rank:06d}" for rank in range(1, count + 1)]


def refuse(services, monkeypatch, *refused):
    """Let the drawing of some invoices be refused where it is drawn."""
    real = services.issuing._papers.invoice_drawing

    def drawing(session, invoice):
        return partial(_broken, invoice.id) if invoice.id in refused else real(session, invoice)

    monkeypatch.setattr(services.issuing._papers, "invoice_drawing", drawing, raising=False)


def _broken(invoice_id, _xml):
    raise DomainError("einvoice.invalid", invoice=invoice_id, rule="BR-1", message="as the rule says")


def _die(_invoice_id):
    os.kill(os.getpid(), signal.SIGKILL)


def test_files_made_by_other_processes_are_those_that_this_process_makes(
    services, with_processes, monkeypatch, tmp_path
):
    ids = drafts(services, 3)
    services.close()
    files = {}
    for name, worth in (("together", 0), ("alone", 100)):
        path = tmp_path / f"{name}.db"
        path.write_bytes((tmp_path / "company.db").read_bytes())
        monkeypatch.setattr(issuing, "WORTH_WORKERS", worth)
        printed = open_services(path, FixedDay(TODAY))
        assert len(printed.issuing.issue_all(ids).invoices) == 3
        with printed.store.read() as session:
            found = session.execute(sa.select(Invoice.pdf_file_id, Invoice.xml_file_id).order_by(Invoice.id)).all()
            files[name] = [(content_of(session, pdf), content_of(session, xml)) for pdf, xml in found]
        printed.close()
    assert files["together"] == files["alone"]
    assert all(pdf.startswith(b"%PDF") and b"CrossIndustryInvoice" in xml for pdf, xml in files["alone"])


def test_a_refusal_in_a_worker_leaves_no_hole_and_the_rest_is_issued(services, with_processes, monkeypatch):
    ids = drafts(services, 5)
    refuse(services, monkeypatch, ids[1], ids[3])
    done = services.issuing.issue_all(ids)
    assert [(one.source, one.code) for one in done.prevented] == [
        (str(ids[1]), "einvoice.invalid"),
        (str(ids[3]), "einvoice.invalid"),
    ]
    assert [ref.number for ref in done.invoices] == expected(3) == numbers(services)
    assert verify(services.store.path) == []


def test_a_worker_that_dies_does_not_stop_the_run(services, with_processes, monkeypatch, caplog):
    ids = drafts(services, 3)

    class Dying(ProcessPoolExecutor):
        def submit(self, _work, facts):
            return super().submit(_die, facts.einvoice.number)

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Dying)
    done = services.issuing.issue_all(ids)
    assert [ref.number for ref in done.invoices] == expected(3)
    assert [record.getMessage() for record in caplog.records] == [
        "the processes that make the files have died: the run goes on without them"
    ]
    caplog.clear()


def test_a_run_is_stopped_between_two_chunks_and_keeps_those_that_are_done(services):
    ids, watched = drafts(services, 45), Watched()

    def step(done, total):
        if done == 40:
            watched.cancel()
        watched.step(done, total)

    with pytest.raises(Cancelled):
        services.issuing.issue_all(ids, step=step)
    assert numbers(services) == expected(40)
    assert [ref.number for ref in services.issuing.issue_all(ids[40:]).invoices] == expected(45)[40:]


def test_a_single_issue_starts_no_process(services, monkeypatch):
    def refused():
        raise AssertionError("processes were started")

    monkeypatch.setattr(issuing, "workers", refused)
    (first, *others) = drafts(services, 20)
    services.issuing.issue(first)
    assert len(services.issuing.issue_all(others).invoices) == 19


def test_one_core_works_alone(monkeypatch):
    monkeypatch.setattr("adv_desktop.services.workers._cores", lambda: 1)
    with workers() as pool:
        assert pool is None


def test_two_invoices_of_one_delivery_in_one_chunk_bill_it_whole(services):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    delivery = shipped(services, order.id)
    whole = services.drafts.from_deliveries([delivery]).invoices[0]
    with services.store.write() as session:
        (line,) = session.get_one(Invoice, whole.id, options=[selectinload(Invoice.lines)]).lines
        line.quantity = Decimal(4)
    rest = services.drafts.from_deliveries([delivery]).invoices[0]
    assert len(services.issuing.issue_all([whole.id, rest.id]).invoices) == 2
    with services.store.read() as session:
        assert session.get_one(DeliveryProgress, delivery).invoice_state is Progress.FULL


def test_a_deposit_is_not_taken_off_twice_by_invoices_of_one_chunk(services):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    deposit = services.deposits.draft(order.id, percent=Decimal(30))
    services.issuing.issue(deposit)
    first = services.drafts.from_orders([order.id]).invoices[0]
    with services.store.write() as session:
        held = session.get_one(Invoice, first.id, options=[selectinload(Invoice.lines)])
        held.lines[0].quantity = Decimal(5)
        taken = held.lines[1]
        copied = {column.name: getattr(taken, column.name) for column in taken.__table__.columns if column.name != "id"}
    second = services.drafts.from_orders([order.id]).invoices[0]
    with services.store.write() as session:
        other = session.get_one(
            Invoice, second.id, options=[selectinload(Invoice.lines), selectinload(Invoice.deductions)]
        )
        other.lines.append(type(taken)(**{**copied, "invoice_id": other.id, "no": 9}))
        session.flush()
        row = session.scalars(sa.select(DepositDeduction).where(DepositDeduction.invoice_id == first.id)).one()
        other.deductions.append(
            DepositDeduction(
                deposit_invoice_id=deposit, category=row.category, rate=row.rate, net=row.net, vat=row.vat,
                invoice_line_id=other.lines[-1].id,
            )
        )  # fmt: skip
    done = services.issuing.issue_all([first.id, second.id])
    assert [one.code for one in done.prevented] == ["deposit.already_deducted"]
    with services.store.read() as session:
        assert session.get_one(Invoice, second.id).state is InvoiceState.DRAFT


def test_a_draft_deleted_meanwhile_does_not_stop_the_run(services):
    ids = drafts(services, 3)
    services.drafts.delete(ids[1], 1)
    done = services.issuing.issue_all(ids)
    assert [(one.source, one.code) for one in done.prevented] == [(str(ids[1]), "invoice.not_found")]
    assert numbers(services) == expected(2)
