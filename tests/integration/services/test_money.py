"""Payments, allocations, discounts for early payment, rebates, deposits, late interest, drafts of invoices."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import InvoiceType, LineKind, Nature, PaymentMethod, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import Allocation, OpenItem
from adv_desktop.models.values import Money
from adv_desktop.services import issue_preview, late_interest
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.early_discount import EarlyDiscountService
from adv_desktop.services.invoice_drafts import NewInvoice, invoice_by_id, invoice_of
from adv_desktop.services.order_commands import ExchangeRate, NewLine, NewOrder
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.queries import invoice_detail, payments
from adv_desktop.services.rebates import NewRebate, RebateService
from tests.support.company import COMPANY, TODAY, confirmed, invoiced, shipped

TRANSFER = PaymentMethod.TRANSFER


@pytest.fixture
def invoices(services):
    """Three invoices of 40,00 € each (1 × 33,33 €)."""
    return [invoiced(services, shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)) for _ in range(3)]


def paid(services, minor, *parts, **facts):
    return services.payments.receive(NewPayment("C1", minor, TODAY, TRANSFER, parts, **facts))


def left(services, *numbers):
    with services.store.read() as session:
        return [
            sum(item.open_amount for item in session.query(OpenItem).filter_by(document_number=number))
            for number in numbers
        ]


def test_money_without_invoices_pays_the_oldest_and_leaves_what_is_disputed(services, invoices):
    from adv_desktop.models.enums import ClaimType, DocumentKind
    from adv_desktop.services.claims import NewClaim, Origin

    origin = Origin(DocumentKind.INVOICE, invoices[0])
    services.claims.open(NewClaim("C1", ClaimType.PRICE, "prix", origin=origin, disputed=1000))
    ref = paid(services, 5000, automatic=True)
    assert ref.allocations == ((invoices[0], 3000), (invoices[1], 2000))
    assert left(services, *invoices) == [1000, 2000, 4000]


def test_an_allocation_is_taken_back_once_and_made_elsewhere(services, invoices):
    ref = paid(services, 4000, AllocateTo(invoices[0]))
    with services.store.read() as session:
        credit_id = session.query(OpenItem).filter_by(payment_id=ref.id).one().id
        allocation_id = session.query(Allocation).one().id
    services.payments.unallocate(allocation_id)
    assert left(services, invoices[0], ref.number) == [4000, -4000]
    with pytest.raises(DomainError, match=r"payment\.taken_back"):
        services.payments.unallocate(allocation_id)
    assert services.payments.allocate(credit_id, [AllocateTo(invoices[1], 1500), AllocateTo(invoices[2])]) == [
        (invoices[1], 1500),
        (invoices[2], 2500),
    ]


@pytest.mark.parametrize(
    ("minor", "part", "code"),
    [
        (0, None, "payment.not_positive"),
        (4000, ("FA2026000001", 4001), "payment.over_invoice"),
        (4000, ("FA2026000001", 0), "payment.over_invoice"),
        (1000, ("FA2026000001", 2000), "payment.over_amount"),
        (1000, ("FA2026009999", None), "payment.no_such_invoice"),
    ],
)
def test_a_payment_is_not_set_against_more_than_there_is(services, invoices, minor, part, code):
    with pytest.raises(DomainError) as refused:
        paid(services, minor, *([AllocateTo(*part)] if part else []))
    assert refused.value.code == code
    assert left(services, invoices[0]) == [4000]


def test_an_invoice_that_is_paid_takes_no_more_money(services, invoices):
    paid(services, 4000, AllocateTo(invoices[0]))
    with pytest.raises(DomainError, match=r"payment\.nothing_open"):
        paid(services, 4000, AllocateTo(invoices[0]))


def test_a_payment_bounces_once_and_its_reversal_never(services, invoices):
    ref = paid(services, 4000, AllocateTo(invoices[0]))
    counter = services.payments.reverse(ref.number, "")
    with pytest.raises(DomainError, match=r"payment\.reversed"):
        services.payments.reverse(ref.number, "encore")
    with pytest.raises(DomainError, match=r"payment\.is_reversal"):
        services.payments.reverse(counter.number, "encore")
    with services.store.read() as session:
        found = payments.detail(session, ref.id, TODAY)
        assert [(part.number, part.amount) for part in found.allocations] == [
            (invoices[0], 4000),
            (invoices[0], -4000),
            (counter.number, 4000),
        ]
        with pytest.raises(DomainError, match=r"payment\.not_found"):
            payments.detail(session, 99, TODAY)
    with pytest.raises(DomainError, match=r"payment\.not_found"):
        services.payments.reverse("RG9", "")


def test_a_refund_that_comes_back_is_in_credit_again(services):
    paid(services, 5000)
    refund = services.payments.refund("C1", 3000, TODAY, TRANSFER)
    services.payments.reverse(refund.number, "compte clos")
    again = services.payments.refund("C1", 5000, TODAY, TRANSFER)
    assert sum(part for _number, part in again.allocations) == 5000


def test_dollars_in_credit_are_not_given_back_as_euros_nor_set_against_euros(services, invoices):
    ref = paid(services, 5000, currency="USD")
    with pytest.raises(DomainError) as refused:
        services.payments.refund("C1", 1000, TODAY, TRANSFER)
    assert refused.value.facts["available"] == Money(0)
    with services.store.read() as session:
        credit_id = session.query(OpenItem).filter_by(payment_id=ref.id).one().id
    with pytest.raises(DomainError, match=r"currency\.mixed"):
        services.payments.allocate(credit_id, [AllocateTo(invoices[0])])


@pytest.fixture
def early(services):
    return EarlyDiscountService(services.store, services.issuing, services.payments)


def test_a_payment_short_of_its_discount_settles_the_invoice_by_a_credit_note(services, invoices, early):
    early.receive(NewPayment("C1", 3920, TODAY, TRANSFER, (AllocateTo(invoices[0]),)))
    assert left(services, invoices[0]) == [0]
    with services.store.read() as session:
        note = session.query(Invoice).filter_by(type=InvoiceType.CREDIT_NOTE).one()
        assert (note.gross, note.vat) == (80, 13)


@pytest.mark.parametrize(
    ("minor", "day", "part", "code"),
    [
        (3920, TODAY, AllocateTo("FA2026000001", 100), "discount.one_invoice"),
        (4000, TODAY, AllocateTo("FA2026000001"), "discount.nothing"),
    ],
)
def test_no_discount_without_a_gap_on_one_invoice(early, invoices, minor, day, part, code):
    with pytest.raises(DomainError) as refused:
        early.receive(NewPayment("C1", minor, day, TRANSFER, (part,)))
    assert refused.value.code == code


def test_no_discount_on_a_draft(services, early):
    delivery = shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    draft = services.drafts.from_deliveries([delivery]).invoices[0]
    with pytest.raises(DomainError, match=r"credit\.not_issued"):
        early.receive(NewPayment("C1", 3920, TODAY, TRANSFER, (AllocateTo(str(draft.id)),)))


def rebate(services, **facts):
    command = NewRebate("C1", dt.date(2026, 1, 1), TODAY, **{"reason": "RFA 2026", **facts})
    return RebateService(services.store, services.clock).draft(command)


def test_a_rebate_corrects_each_invoice_of_the_period_by_its_share(services, invoices):
    ref = rebate(services, net=1000)
    with services.store.read() as session:
        credit = invoice_by_id(session, ref.id)
        assert (credit.type, credit.net, [line.net for line in credit.lines]) == (
            InvoiceType.CREDIT_NOTE,
            1000,
            [334, 333, 333],
        )


def test_a_rebate_under_a_contract_is_one_line(services, invoices):
    ref = rebate(services, percent=Decimal(3), contract="RFA-26")
    services.issuing.issue(ref.id)
    with services.store.read() as session:
        credit = invoice_by_id(session, ref.id)
        assert (credit.type, credit.net, len(credit.lines)) == (InvoiceType.REBATE_CREDIT, 300, 1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": " ", "net": 100}, "reason.missing"),
        ({"net": 10000}, "credit.above_net"),
        ({"net": 0}, "credit.above_net"),
        ({"percent": Decimal("0.001")}, "credit.nothing"),
        ({"net": 10, "start": dt.date(2026, 11, 1), "end": dt.date(2026, 11, 2)}, "rebate.nothing"),
    ],
)
def test_a_rebate_on_nothing_or_above_the_sales_is_refused(services, invoices, facts, code):
    command = {"start": dt.date(2026, 1, 1), "end": TODAY, "reason": "RFA", **facts}
    with pytest.raises(DomainError) as refused:
        RebateService(services.store, services.clock).draft(NewRebate("C1", **command))
    assert refused.value.code == code


def test_a_credit_note_needs_its_reason(services, invoices):
    with pytest.raises(DomainError, match=r"reason\.missing"):
        services.credits.draft(NewCredit(1, " "))


def test_a_deposit_above_the_order_or_of_nothing_is_refused(services):
    order = confirmed(services, NewLine(Decimal(10), "P2"))
    for facts in ({}, {"gross": 20000}, {"gross": 0}):
        with pytest.raises(DomainError, match=r"deposit\.amount"):
            services.deposits.draft(order.id, **facts)


def test_deposits_add_up_to_the_order_at_most_those_credited_left_out(services):
    order = confirmed(services, NewLine(Decimal(10), "P2", vat_rate=Decimal(20)))
    first = services.deposits.draft(order.id, percent=Decimal(60))
    with pytest.raises(DomainError) as refused:
        services.deposits.draft(order.id, percent=Decimal(60))
    assert (refused.value.code, refused.value.facts["net"]) == ("deposit.above_order", Money(10000))
    services.issuing.issue(first)
    services.issuing.issue(services.credits.draft(NewCredit(first, "commande réduite")).id)
    assert services.deposits.draft(order.id, percent=Decimal(60))


def test_a_deposit_already_on_an_invoice_is_not_deducted_twice(services):
    order = confirmed(services, NewLine(Decimal(100), label="Machine", unit_price=Decimal(100)))
    services.issuing.issue(services.deposits.draft(order.id, percent=Decimal(30)))
    first = services.drafts.from_deliveries([shipped(services, order.id, "50")]).invoices[0]
    second = services.drafts.from_orders([order.id]).invoices[0]
    with services.store.read() as session:
        nets = [invoice_detail.detail(session, draft.id, TODAY).amounts.net for draft in (first, second)]
    assert nets == [500000 - 300000, 500000]


def test_interest_runs_on_an_issued_invoice_and_on_nothing_else(services, invoices):
    with services.store.read() as session:
        late = late_interest.of_invoice(session, invoices[0], dt.date(2026, 12, 31))
        assert (late.currency, late.interest > 0, late.recovery_fee) == ("EUR", True, 4000)
    delivery = shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    draft = services.drafts.from_deliveries([delivery]).invoices[0]
    with services.store.read() as session, pytest.raises(DomainError, match=r"interest\.not_an_invoice"):
        late_interest.of_invoice(session, str(draft.id), TODAY)


def test_a_draft_is_deleted_and_an_issued_invoice_never(services, invoices):
    delivery = shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    draft = services.drafts.from_deliveries([delivery]).invoices[0]
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.drafts.delete(draft.id, draft.version + 1)
    services.drafts.delete(draft.id, draft.version)
    assert services.drafts.from_deliveries([delivery]).invoices
    with services.store.read() as session:
        issued = invoice_of(session, invoices[0])
        with pytest.raises(DomainError, match=r"invoice\.not_found"):
            invoice_detail.detail(session, 99, TODAY)
    with pytest.raises(DomainError, match=r"invoice\.issued"):
        services.drafts.delete(issued.id, issued.version)


def test_what_prevents_an_issue_is_known_before_a_number_is_asked_for(services):
    services.customers.create(
        CustomerData("DE", "Ohne Nummer", terms="90 jours nets", country="DE", vat_regime=VatRegime.INTRA_EU)
    )
    line = NewLine(Decimal(1), label="Conseil", unit_price=Decimal(100), nature=Nature.SERVICE)
    good = services.drafts.create(NewInvoice(NewOrder("C1", (line,), terms="90 jours nets")))
    bad = services.drafts.create(NewInvoice(NewOrder("DE", (NewLine(Decimal(1), "P1"),))))
    found = issue_preview.preview(services.store, services.clock, good.id)
    assert (found.prevented, [remark.code for remark in found.remarks]) == (None, ["terms_over_ceiling"])
    found = issue_preview.preview(services.store, services.clock, bad.id)
    assert found.prevented.code == "invoice.intra_eu_incomplete"


def test_an_order_that_is_not_confirmed_is_not_invoiced(services):
    draft = services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),)))
    with pytest.raises(DomainError, match=r"order\.not_confirmed"):
        services.drafts.from_orders([draft.id])


def test_an_invoice_in_dollars_is_also_in_euros_at_its_frozen_rate(services):
    services.customers.create(
        CustomerData("US", "Acme", terms="30 jours nets", country="US", vat_regime=VatRegime.EXPORT)
    )
    rate = ExchangeRate(Decimal("0.9"), TODAY, "BCE")
    line = NewLine(Decimal(1), "P2", unit_price=Decimal(100))
    draft = services.orders.create(NewOrder("US", (line,), currency="USD", exchange_rate=rate))
    order = services.orders.confirm(draft.id, override="premier client")
    number = invoiced(services, shipped(services, order.id))
    with services.store.read() as session:
        invoice = invoice_of(session, number)
        assert (invoice.currency, invoice.net, invoice.net_eur, invoice.sales_net) == ("USD", 10000, 9000, 9000)


def test_an_invoice_of_comments_alone_is_not_issued(services):
    comment = NewLine(label="Voir devis", kind=LineKind.COMMENT)
    draft = services.drafts.create(NewInvoice(NewOrder("C1", (comment,))))
    with pytest.raises(DomainError, match=r"order\.no_lines"):
        services.issuing.issue(draft.id)


def test_a_company_that_charges_vat_needs_its_number_to_invoice(services):
    record = services.company.show()
    identity = replace(record.identity, vat_number="")
    services.company.update(record.version, replace(COMPANY, identity=identity))
    draft = services.drafts.create(NewInvoice(NewOrder("C1", (NewLine(Decimal(1), "P1"),))))
    with pytest.raises(DomainError, match=r"company\.no_vat_number"):
        services.issuing.issue(draft.id)
