"""Delivery, invoice, payment, credit note and claim, on a real database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from adv_desktop.models.claim import Claim
from adv_desktop.models.enums import (
    BackorderPolicy,
    ClaimActionKind,
    ClaimOutcome,
    ClaimType,
    DocumentKind,
    InvoiceGrouping,
    OrderState,
    PaymentMethod,
    Progress,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.payment import OpenItem
from adv_desktop.services.claims import NewClaim, Origin
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.payments import AllocateTo, NewPayment
from tests.support.company import confirmed, invoiced, line_ids, shipped

DAY = date(2026, 11, 24)


def read_invoice(services, number):
    with services.store.read() as session:
        return invoice_of(session, number)


def left_of(services, number):
    with services.store.read() as session:
        return sum(item.open_amount for item in session.query(OpenItem).filter_by(document_number=number))


def test_a_product_on_two_lines_keeps_a_backorder_for_each(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1"), NewLine(Decimal(7), "P1"))
    shipped(services, ref.id, "5", "2")
    with services.store.read() as session:
        order = order_by_id(session, ref.id)
        assert [line.backorder for line in order.lines] == [0, 5]
        assert order.delivery_state is Progress.PARTIAL


def test_more_than_what_is_due_cannot_leave_and_nothing_is_written(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1"))
    with pytest.raises(DomainError) as refused:
        shipped(services, ref.id, "6")
    assert refused.value.code == "delivery.over_quantity"
    assert shipped(services, ref.id, "5") == 1


def test_more_than_the_stock_leaves_only_with_a_reason(services):
    ref = confirmed(services, NewLine(Decimal(1500), "P1"))
    with pytest.raises(DomainError) as refused:
        shipped(services, ref.id)
    assert refused.value.code == "stock.short"
    services.deliveries.deliver(DeliverOrders((ref.id,), override="stock compté ce matin"))


def test_a_customer_who_takes_no_backorder_has_the_rest_cancelled(services):
    services.customers.create(
        CustomerData("C5", "GMS", terms="30 jours nets", siren="552081317", backorder_policy=BackorderPolicy.CANCEL)
    )
    ref = confirmed(services, NewLine(Decimal(10), "P1"), customer="C5")
    shipped(services, ref.id, "7")
    with services.store.read() as session:
        order = order_by_id(session, ref.id)
        assert (order.state, order.lines[0].cancelled) == (OrderState.CLOSED_SHORT, 3)


def test_what_was_shipped_is_invoiced_once(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1", unit_price=Decimal("33.33"), discounts=(Decimal(10),)))
    delivery = shipped(services, ref.id, "2")
    number = invoiced(services, delivery)
    invoice = read_invoice(services, number)
    assert (invoice.net, invoice.vat, invoice.gross) == (5999, 1200, 7199)
    with pytest.raises(DomainError) as refused:
        services.drafts.from_deliveries([delivery])
    assert refused.value.code == "invoice.nothing"


def test_two_drafts_never_hold_the_same_goods(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1"))
    delivery = shipped(services, ref.id)
    services.drafts.from_deliveries([delivery])
    with pytest.raises(DomainError) as refused:
        services.drafts.from_deliveries([delivery])
    assert refused.value.code == "invoice.nothing"


def test_deliveries_of_two_customer_orders_make_two_invoices(services):
    services.customers.create(
        CustomerData(
            "C6",
            "Groupe",
            terms="30 jours nets",
            siren="552081317",
            invoice_grouping=InvoiceGrouping.CUSTOMER_REFERENCE,
        )
    )
    ids = []
    for reference in ("PO-1", "PO-1", "PO-2"):
        ref = confirmed(services, NewLine(Decimal(1), "P1"), customer="C6", customer_reference=reference)
        ids.append(shipped(services, ref.id))
    drafts = services.drafts.from_deliveries(ids).invoices
    references = [read_invoice(services, str(draft.id)).customer_reference for draft in drafts]
    assert references == ["PO-1", "PO-2"]


def test_a_deposit_is_no_turnover_and_is_deducted_once(services):
    ref = confirmed(services, NewLine(Decimal(100), label="Machine", unit_price=Decimal(100)))
    deposit = services.issuing.issue(services.deposits.draft(ref.id, percent=Decimal(30)))
    final = services.drafts.from_orders([ref.id]).invoices[0]
    number = services.issuing.issue(final.id).number
    assert read_invoice(services, deposit.number).sales_net == 0
    invoice = read_invoice(services, number)
    assert (invoice.net, invoice.vat, invoice.due, invoice.sales_net) == (700000, 140000, 840000, 1000000)


def test_a_prepaid_deposit_leaves_the_whole_table_and_less_to_pay(services):
    ref = confirmed(services, NewLine(Decimal(100), label="Machine", unit_price=Decimal(100)))
    services.issuing.issue(services.deposits.draft(ref.id, percent=Decimal(30)))
    final = services.drafts.from_orders([ref.id], prepaid=True).invoices[0]
    invoice = read_invoice(services, services.issuing.issue(final.id).number)
    assert (invoice.net, invoice.vat, invoice.gross, invoice.prepaid, invoice.due) == (
        1000000,
        200000,
        1200000,
        360000,
        840000,
    )


def test_credit_notes_never_exceed_the_invoice(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1", unit_price=Decimal("33.33"), discounts=(Decimal(10),)))
    number = invoiced(services, shipped(services, ref.id))
    invoice = read_invoice(services, number)
    first = services.credits.draft(NewCredit(invoice.id, "retour", lines={1: Decimal(2)}))
    second = services.credits.draft(NewCredit(invoice.id, "retour", lines={1: Decimal(3)}))
    notes = [read_invoice(services, services.issuing.issue(ref.id).number) for ref in (first, second)]
    assert [(note.net, note.vat, note.gross) for note in notes] == [(5999, 1200, 7199), (8999, 1800, 10799)]
    with pytest.raises(DomainError):
        services.credits.draft(NewCredit(invoice.id, "retour", lines={1: Decimal(1)}))


def test_a_payment_pays_invoices_less_their_credit_notes(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1", unit_price=Decimal("33.33"), discounts=(Decimal(10),)))
    number = invoiced(services, shipped(services, ref.id))
    invoice = read_invoice(services, number)
    draft = services.credits.draft(NewCredit(invoice.id, "retour", lines={1: Decimal(2)}))
    note = services.issuing.issue(draft.id).number
    paid = services.payments.receive(
        NewPayment("C1", 10799, DAY, PaymentMethod.TRANSFER, (AllocateTo(number), AllocateTo(note)))
    )
    assert (left_of(services, number), left_of(services, note), paid.unallocated) == (0, 0, 0)


def test_a_bounced_payment_reopens_what_it_had_paid(services):
    ref = confirmed(services, NewLine(Decimal(1), "P1"))
    number = invoiced(services, shipped(services, ref.id))
    paid = services.payments.receive(NewPayment("C1", 4000, DAY, PaymentMethod.CHEQUE, (AllocateTo(number),)))
    assert left_of(services, number) == 0
    services.payments.reverse(paid.number, "sans provision")
    assert left_of(services, number) == 4000
    assert left_of(services, paid.number) == 0


def test_an_overpayment_stays_in_credit_and_can_be_given_back(services):
    ref = confirmed(services, NewLine(Decimal(1), "P1"))
    number = invoiced(services, shipped(services, ref.id))
    paid = services.payments.receive(NewPayment("C1", 5000, DAY, PaymentMethod.TRANSFER, (AllocateTo(number),)))
    assert paid.unallocated == 1000
    services.payments.refund("C1", 1000, DAY, PaymentMethod.TRANSFER)
    with pytest.raises(DomainError):
        services.payments.refund("C1", 1, DAY, PaymentMethod.TRANSFER)


def test_a_disputed_amount_comes_back_when_the_claim_is_closed(services):
    ref = confirmed(services, NewLine(Decimal(1), "P1"))
    number = invoiced(services, shipped(services, ref.id))
    claim = services.claims.open(
        NewClaim("C1", ClaimType.PRICE, "prix faux", origin=Origin(DocumentKind.INVOICE, number, 1), disputed=500)
    )
    with services.store.read() as session:
        assert session.query(OpenItem).filter_by(document_number=number).one().disputed_amount == 500
    services.claims.decide(claim.number, ClaimOutcome.REFUSED, "prix du tarif", ClaimActionKind.NONE)
    services.claims.close(claim.number)
    with services.store.read() as session:
        assert session.query(OpenItem).filter_by(document_number=number).one().disputed_amount == 0


def test_an_accepted_claim_is_closed_once_its_credit_note_is_made(services):
    ref = confirmed(services, NewLine(Decimal(1), "P1"))
    number = invoiced(services, shipped(services, ref.id))
    claim = services.claims.open(
        NewClaim("C1", ClaimType.DAMAGED, "cassé", origin=Origin(DocumentKind.INVOICE, number))
    )
    services.claims.decide(claim.number, ClaimOutcome.ACCEPTED, "photo reçue", ClaimActionKind.CREDIT)
    with pytest.raises(DomainError) as refused:
        services.claims.close(claim.number)
    assert refused.value.code == "claim.action_pending"
    services.credits.draft(NewCredit(read_invoice(services, number).id, "cassé", claim=claim.number))
    services.claims.close(claim.number)
    with services.store.read() as session:
        assert session.query(Claim).one().closed_on == DAY


def test_a_wholly_free_delivery_is_not_to_be_invoiced(services):
    ref = confirmed(services, NewLine(Decimal(1), "P1", unit_price=Decimal(0), free_reason="sample"))
    shipped(services, ref.id)
    assert services.drafts.all_delivered().invoices == ()


def test_one_refused_invoice_of_a_chunk_leaves_the_others_issued_without_a_hole(services):
    ids = []
    for _ in range(3):
        ref = confirmed(services, NewLine(Decimal(1), "P1"))
        ids.append(services.drafts.from_deliveries([shipped(services, ref.id)]).invoices[0].id)
    services.customers.create(
        CustomerData("EU", "Ohne Nummer", terms="comptant", country="DE", vat_regime="intra_eu")  # type: ignore[arg-type]
    )
    draft = services.orders.create(NewOrder("EU", (NewLine(Decimal(1), "P1"),)))
    order = services.orders.confirm(draft.id, override="numéro demandé")
    bad = services.drafts.from_deliveries([shipped(services, order.id, override="numéro demandé")]).invoices[0].id
    issued = services.issuing.issue_all([ids[0], bad, ids[1], ids[2]])
    assert [ref.number for ref in issued.invoices] == ["FA2026000001", "FA2026000002", "FA2026000003"]
    assert [refused.code for refused in issued.prevented] == ["invoice.intra_eu_incomplete"]


def test_an_invoice_dated_before_the_last_one_is_refused(services):
    first = confirmed(services, NewLine(Decimal(1), "P1"))
    invoiced(services, shipped(services, first.id))
    second = confirmed(services, NewLine(Decimal(1), "P1"))
    draft = services.drafts.from_deliveries([shipped(services, second.id)]).invoices[0]
    with pytest.raises(DomainError) as refused:
        services.issuing.issue(draft.id, date(2026, 11, 23))
    assert refused.value.code == "number.date_backwards"


def test_freight_is_charged_once_whatever_the_number_of_deliveries(services):
    from adv_desktop.models.rules.totals import Freight

    ref = confirmed(services, NewLine(Decimal(4), "P1"), freight=Freight(3500))
    first = read_invoice(services, invoiced(services, shipped(services, ref.id, "1")))
    second = read_invoice(services, invoiced(services, shipped(services, ref.id, "3")))
    assert (first.freight, second.freight) == (3500, 0)
    assert len(line_ids(services, ref.id)) == 1
