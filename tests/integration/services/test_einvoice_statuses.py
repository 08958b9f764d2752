"""The life of issued invoices on a real database: added, never changed, found again in lists and on the board."""

import datetime as dt
import sqlite3
from decimal import Decimal

import pytest

from adv_desktop.models.enums import ClaimType, DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.services import reference, texts
from adv_desktop.services.claims import NewClaim, Origin
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.einvoice_statuses import NewStatus, StatusAmount, of_invoice
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import filters, invoices, statuses, timeline, today
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.queries.phrases import said
from tests.support.company import TODAY, confirmed, invoiced, shipped

S = EInvoiceStatus


@pytest.fixture
def invoice(services):
    """The id and number of an issued invoice."""
    number = invoiced(services, shipped(services, confirmed(services, NewLine(Decimal(2), "P1")).id))
    return 1, number


def add(services, status, reason=None, **more):
    return services.statuses.add(1, NewStatus(status, more.pop("on", TODAY), reason, **more))


def listed(services, query="", chip="all"):
    with services.store.read() as session:
        return list(invoices.ids(session, filters.parse(query, chip), "number", False, TODAY))


def tasks(services):
    with services.store.read() as session:
        return today.rows(session, TODAY, {"rejected"})


def test_statuses_add_up_and_the_list_shows_the_one_that_counts(services, invoice):
    for status in (S.DEPOSITED, S.ISSUED, S.RECEIVED, S.AVAILABLE):
        add(services, status)
    add(services, S.PARTLY_APPROVED, StatusReason.QUANTITY, amounts=(StatusAmount("MAPTTC", 4000, "EUR"),))
    with services.store.read() as session:
        row = invoices.rows(session, [1], TODAY)[1]
        given = of_invoice(session, 1)
    assert (row.e_status.code, row.e_status.word) == ("206", "Approved in part")
    assert [one.said.status for one in given] == [S.DEPOSITED, S.ISSUED, S.RECEIVED, S.AVAILABLE, S.PARTLY_APPROVED]
    assert given[-1].said.amounts == (StatusAmount("MAPTTC", 4000, "EUR"),)


def test_a_status_can_be_neither_changed_nor_deleted(services, invoice):
    add(services, S.DEPOSITED)
    with sqlite3.connect(services.store.path) as connection:
        for verb in ("UPDATE document_event SET detail = '{}'", "DELETE FROM document_event"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(verb)
    connection.close()


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewStatus(S.ISSUED, TODAY), "einvoice_status.too_early"),
        (NewStatus(S.REFUSED, TODAY), "einvoice_status.reason_missing"),
        (NewStatus(S.APPROVED, TODAY - dt.timedelta(days=1)), "einvoice_status.before_issue"),
        (NewStatus(S.APPROVED, TODAY + dt.timedelta(days=1)), "date.in_future"),
        (NewStatus(S.PAYMENT_SENT, TODAY, amounts=(StatusAmount("MPA", 0, "EUR"),)), "einvoice_status.no_amount"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_is_written(services, invoice, new, code):
    with pytest.raises(DomainError, match=code):
        services.statuses.add(1, new)
    with services.store.read() as session:
        assert of_invoice(session, 1) == []


def test_a_draft_has_no_status(services):
    services.drafts.from_deliveries([shipped(services, confirmed(services, NewLine(Decimal(2), "P1")).id)])
    with pytest.raises(DomainError, match=r"invoice\.not_issued"):
        add(services, S.DEPOSITED)


def test_a_refused_invoice_waits_on_the_board_until_it_is_credited(services, invoice):
    add(services, S.DEPOSITED)
    assert listed(services, chip="rejected") == []
    add(services, S.REFUSED, StatusReason.VAT_RATE)
    assert listed(services, chip="rejected") == [1]
    assert listed(services, "statut : refus") == listed(services, "status : 210") == [1]
    assert listed(services, "statut : 200") == []
    assert [(task.id, task.action) for task in tasks(services)] == [(1, "put_right")]
    credit = services.credits.draft(NewCredit(1, "Refusée"))
    assert listed(services, chip="rejected") == [1]
    services.issuing.issue(credit.id)
    assert listed(services, chip="rejected") == []
    assert tasks(services) == ()


def test_a_transmission_told_late_does_not_hide_a_dispute_that_a_claim_takes_over(services, invoice):
    add(services, S.DEPOSITED)
    add(services, S.DISPUTED, StatusReason.UNIT_PRICE, comment="Prix du contrat : 30,00")
    add(services, S.ISSUED)
    assert listed(services, chip="rejected") == [1]
    with services.store.read() as session:
        start = statuses.claim_start(session, 1)
        causes = dict(reference.reasons(session, "claim_cause", texts.current().language))
    assert (start.type, start.cause) == (ClaimType.PRICE, causes["price_list_error"])
    assert start.description.endswith("\nPrix du contrat : 30,00")
    services.claims.open(NewClaim("C1", start.type, start.description, origin=Origin(DocumentKind.INVOICE, invoice[1])))
    assert listed(services, chip="rejected") == []


def test_a_suspended_invoice_waits_until_its_documents_are_supplied(services, invoice):
    add(services, S.SUSPENDED, StatusReason.PROOF_MISSING)
    assert listed(services, chip="rejected") == [1]
    add(services, S.COMPLETED)
    assert listed(services, chip="rejected") == []
    with services.store.read() as session:
        assert statuses.claim_start(session, 1) is None


def test_the_timeline_tells_the_status_with_its_reason(services, invoice):
    add(services, S.REJECTED, StatusReason.UNIQUENESS, comment="FA en double")
    french = texts.of("fr")
    with services.store.read() as session:
        events = timeline.of(session, DocumentKind.INVOICE, 1)
    told = [(said(event.what, french), said(event.detail, french)) for event in events if event.detail]
    assert ("Statut électronique\u00a0: Rejetée", "Rejet sur contrôle d'unicité – FA en double") in told


def test_the_filter_finds_statuses_by_the_partial_index(services, invoice):
    with services.store.read() as session:
        conditions = invoices.LISTING.conditions(session, ListFilter("rejected"), TODAY)
        import sqlalchemy as sa

        sql = (
            sa.select(invoices.LISTING.id)
            .where(*conditions)
            .compile(session.connection().engine, compile_kwargs={"literal_binds": True})
        )
        plan = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("ix_document_event_status" in step for step in plan), plan
    assert not any("SCAN document_event" in step and "INDEX" not in step for step in plan), plan
