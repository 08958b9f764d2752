"""Neighbours, timeline, the day's board and Ctrl+K."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import ClaimActionKind, ClaimOutcome, DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.totals import VatKey
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.queries import (
    chain,
    claims,
    customer_page,
    customers,
    delivery_detail,
    invoice_detail,
    order_detail,
    payments,
    product_detail,
    products,
    search,
    timeline,
)
from adv_desktop.services.queries import today as board
from adv_desktop.services.queries.phrases import said
from adv_desktop.services.texts import of

ORDER, DELIVERY, INVOICE = DocumentKind.ORDER, DocumentKind.DELIVERY, DocumentKind.INVOICE
PAYMENT, CLAIM = DocumentKind.PAYMENT, DocumentKind.CLAIM


@pytest.fixture
def story(company):
    """An order of 10, 4 left, invoiced, partly paid and credited, with a claim."""
    order = company.order("C1", "10", customer_reference="BG-4471")
    delivery = company.deliver(order.id, "4")
    invoice = company.invoice(delivery.id)
    payment = company.pay("C1", 1000, invoice.number)
    claim = company.claim("C1", invoice.number, disputed=500)
    note = company.credit(invoice.id, "1")
    return order, delivery, invoice, payment, claim, note


def neighbours(company, today, kind, document_id):
    with company.read() as session:
        found = chain.of(session, kind, document_id, today)
    return [[(link.kind, link.id) for link in links] for links in (found.before, found.after)]


def test_each_document_knows_its_neighbours(company, today, story):
    order, delivery, invoice, payment, claim, note = story
    assert neighbours(company, today, ORDER, order.id) == [
        [],
        [(DELIVERY, delivery.id), (INVOICE, invoice.id), (INVOICE, note.id)],
    ]
    assert neighbours(company, today, DELIVERY, delivery.id) == [
        [(ORDER, order.id)],
        [(INVOICE, invoice.id), (INVOICE, note.id)],
    ]
    assert neighbours(company, today, INVOICE, invoice.id) == [
        [(ORDER, order.id), (DELIVERY, delivery.id)],
        [(INVOICE, note.id), (PAYMENT, payment.id), (CLAIM, claim.id)],
    ]
    assert neighbours(company, today, INVOICE, note.id)[0][-1] == (INVOICE, invoice.id)
    assert neighbours(company, today, PAYMENT, payment.id) == [[], [(INVOICE, invoice.id)]]
    before = neighbours(company, today, CLAIM, claim.id)[0]
    assert before == [(ORDER, order.id), (DELIVERY, delivery.id), (INVOICE, invoice.id)]


def test_a_payment_taken_back_is_no_neighbour_but_its_reversal_is(company, today):
    invoice = company.sell()
    paid = company.pay("C1", 12000, invoice.number)
    back = company.payments.reverse(paid.number, "impayé")
    assert (PAYMENT, paid.id) not in neighbours(company, today, INVOICE, invoice.id)[1]
    assert neighbours(company, today, PAYMENT, paid.id)[1] == [(PAYMENT, back.id)]
    assert neighbours(company, today, PAYMENT, back.id)[0] == [(PAYMENT, paid.id)]


def test_a_deposit_leads_to_the_invoice_that_deducts_it(company, today):
    order = company.order("C1", "100")
    deposit = company.issuing.issue(company.deposits.draft(order.id, percent=Decimal(30)))
    final = company.issuing.issue(company.drafts.from_orders([order.id]).invoices[0].id)
    assert (INVOICE, final.id) in neighbours(company, today, INVOICE, deposit.id)[1]
    assert (INVOICE, deposit.id) in neighbours(company, today, INVOICE, final.id)[0]


def test_the_timeline_tells_what_was_done_latest_first(company, story):
    order, _delivery, invoice, payment, _claim, _note = story
    with company.read() as session:
        told = [said(event.what, of("en")) for event in timeline.of(session, ORDER, order.id)]
        money = [said(event.what, of("en")) for event in timeline.of(session, INVOICE, invoice.id)]
        about = timeline.of(session, DocumentKind.CUSTOMER, 1)
    assert told == ["Invoice issued", "Goods shipped", "Order confirmed", "Order entered"]
    assert f"€10.00 settled by {payment.number}" in money
    assert {event.document for event in about} >= {(ORDER, order.id), (INVOICE, invoice.id), (DocumentKind.CUSTOMER, 1)}


def test_the_reason_of_a_change_is_told_with_it(company):
    order = company.order()
    company.orders.hold(order.id, order.version, "attente du chèque")
    with company.read() as session:
        event = timeline.of(session, ORDER, order.id)[0]
    assert (said(event.what, of("en")), said(event.detail)) == ("Order put on hold", "attente du chèque")


def test_an_order_whole(company, today, story):
    order = story[0]
    with company.read() as session:
        found = order_detail.detail(session, order.id, today)
    (line,) = found.lines
    assert (line.ordered, line.delivered, line.invoiced, line.backorder, line.reserved) == (10, 4, 4, 6, 6)
    assert (found.amounts.net, found.amounts.vat, found.amounts.gross) == (10000, 2000, 12000)
    assert (found.amounts.vat_table[0].base, found.customer_code) == (10000, "C1")
    assert VatKey(found.amounts.vat_table[0].category, found.amounts.vat_table[0].rate).rate == 20


def test_a_delivery_and_an_invoice_whole(company, today, story):
    order, delivery, invoice, *_ = story
    with company.read() as session:
        shipped = delivery_detail.detail(session, delivery.id, today)
        billed = invoice_detail.detail(session, invoice.id, today)
        items = payments.items_of_invoice(session, invoice.id, today)
    (line,) = shipped.lines
    assert (line.ordered, line.quantity, line.still_due, line.order_line.number) == (10, 4, 6, order.number)
    (line,) = billed.lines
    assert (line.order_line.number, line.delivery_line.number, line.credited) == (order.number, delivery.number, 1)
    assert (billed.amounts.gross, billed.instalments[0].amount) == (4800, 4800)
    assert [item.open for item in items] == [3800]


def test_a_product_whole(company, today):
    company.order("C1", "1200")
    with company.read() as session:
        found = product_detail.detail(session, 1, today)
    assert (found.row.demand, found.row.state.code, found.needs[0].left) == (1200, "short", 1200)


def test_a_payment_whole(company, today):
    first, second = company.sell(), company.sell()
    paid = company.pay("C1", 20000, first.number, second.number)
    with company.read() as session:
        found = payments.detail(session, paid.id, today)
    assert [(row.number, row.amount) for row in found.allocations] == [(first.number, 12000), (second.number, 8000)]


def test_the_board_is_by_deadline_then_money(company, today):
    company.on(dt.date(2026, 9, 1)).sell()
    company.on(today)
    company.order("C1", "5", requested=dt.date(2026, 11, 20))
    company.draft("C1", "1")
    company.draft("C1", "2")
    company.deliver(company.order("C1", "3").id)
    company.deliveries.prepare(DeliverOrders((company.order("C1", "4").id,)))
    with company.read() as session:
        tasks = board.rows(session, today)
        counts = board.counts(session, today)
        badges = board.badges(session, today)
    assert [task.nature for task in tasks[:3]] == ["to_send", "overdue", "late"]
    assert (tasks[1].deadline, tasks[1].amount, tasks[1].late) == (dt.date(2026, 10, 1), 12000, True)
    assert [task.amount for task in tasks if task.nature == "to_confirm"] == [2000, 1000]
    assert {key: summary.count for key, summary in counts.items() if summary.count} == {
        "late": 1,
        "to_confirm": 2,
        "to_prepare": 1,
        "to_invoice": 1,
        "to_send": 1,
        "overdue": 1,
    }
    assert counts["overdue"].amounts == (("EUR", 12000),)
    assert (badges["today"], badges["orders"], badges["deliveries"]) == (7, 2, 1)
    assert all(said(task.what) for task in tasks)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("BG-4471", {ORDER, INVOICE}),
        ("oeil de boeuf", {ORDER, DELIVERY, INVOICE, PAYMENT, CLAIM, DocumentKind.CUSTOMER}),
        ("48,00", {INVOICE}),
        ("10,00", {PAYMENT}),
        ("acacia", {DocumentKind.PRODUCT}),
        ("fa", {INVOICE}),
        ("", set()),
        ('"', set()),
    ],
)
def test_ctrl_k_finds_numbers_names_and_amounts(company, today, story, text, kinds):
    with company.read() as session:
        groups = search.find(session, text, today)
    assert {group.kind for group in groups} == kinds


def test_ctrl_k_shows_the_newest_first_and_how_many(company, today):
    made = [company.draft() for _ in range(4)]
    with company.read() as session:
        (group,) = search.find(session, "oeil", today, kind=ORDER, limit=2)
    assert ([hit.id for hit in group.hits], group.total) == ([made[3].id, made[2].id], 4)


def test_pickers_put_the_exact_code_first(company):
    company.customer("C10", "Comptoir C1 Nord", siren=None)
    company.product("P10", "Pot P1", ean="3760000000017")
    with company.read() as session:
        assert [hit.code for hit in customers.find(session, "c1")] == ["C1", "C10"]
        assert [hit.code for hit in customers.find(session, "nord comptoir")] == ["C10"]
        assert [hit.code for hit in products.find(session, "p1")] == ["P1", "P10"]
        assert products.find(session, "acacia")[0].available == 1000
        assert products.resolve(session, "p10").code == "P10"
        assert products.resolve(session, "3760000000017").code == "P10"
        assert products.resolve(session, "miel") is None


def test_a_product_answers_to_the_customers_own_code(company):
    from adv_desktop.models.product import CustomerItemCode

    with company.store.write("test") as session:
        session.add(CustomerItemCode(customer_id=1, product_id=1, code="CLI-77"))
    with company.read() as session:
        hit = products.resolve(session, "cli-77", customer_id=1)
        assert (hit.code, hit.customer_code) == ("P1", "CLI-77")
        assert products.resolve(session, "CLI-77") is None


def test_an_exact_code_comes_first_however_many_codes_of_the_customer_begin_so(company):
    from adv_desktop.models.product import CustomerItemCode

    company.product("P77", "Pot exact")
    company.product("P78", "Pot du client")
    with company.store.write("test") as session:
        session.add_all(CustomerItemCode(customer_id=1, product_id=3, code=f"P77-{n}") for n in range(3))
    with company.read() as session:
        hits = products.find(session, "p77", limit=1, customer_id=1)
    assert [(hit.code, hit.exact) for hit in hits] == [("P77", True)]


def test_a_long_number_is_found_by_its_beginning_and_nothing_else_is(company, today):
    order, _other = company.order(), company.order()
    with company.read() as session:
        (group,) = search.find(session, order.number.lower(), today)
        (begun,) = search.find(session, order.number[:8], today)
    assert ([hit.id for hit in group.hits], begun.total) == ([order.id], 2)


def test_common_words_stop_at_the_newest_of_each_kind(company, today, monkeypatch):
    made = [company.draft() for _ in range(4)]
    monkeypatch.setattr(search, "CAP", 2)
    with company.read() as session:
        groups = {group.kind: group for group in search.find(session, "oeil", today)}
    assert [hit.id for hit in groups[ORDER].hits] == [made[3].id, made[2].id]
    assert DocumentKind.CUSTOMER in groups


def test_a_claim_whole(company, today):
    invoice = company.sell()
    claim = company.claim("C1", invoice.number, disputed=500)
    company.claims.decide(claim.number, ClaimOutcome.ACCEPTED, "étiquette fausse", ClaimActionKind.CREDIT)
    note = company.credits.draft(NewCredit(invoice.id, "prix", net=400, claim=claim.number))
    with company.read() as session:
        found = claims.detail(session, claim.id, today)
        after = chain.of(session, CLAIM, claim.id, today).after
    assert (found.outcome, found.decision_reason, found.decided_on) == (
        ClaimOutcome.ACCEPTED,
        "étiquette fausse",
        today,
    )
    assert [(action.kind, action.document_id) for action in found.actions] == [(ClaimActionKind.CREDIT, note.id)]
    assert [(link.kind, link.id) for link in after] == [(INVOICE, note.id)]


def test_notes_calls_and_prints_are_on_the_timeline(company):
    from adv_desktop.models.activity import Activity
    from adv_desktop.services.document_events import DocumentEvents

    invoice = company.sell()
    DocumentEvents(company.store, company.clock).printed(INVOICE, invoice.id)
    facts = {"customer_id": 1, "document_kind": INVOICE, "document_id": invoice.id, "at": company.clock.now()}
    with company.store.write("note") as session:
        session.add(Activity(**facts, actor="S. Perrin", kind="call", text="promet de payer lundi"))
    with company.read() as session:
        events = timeline.of(session, INVOICE, invoice.id)
        of_customer = timeline.of(session, DocumentKind.CUSTOMER, 1)
    told = {said(event.what, of("en")): event.detail and said(event.detail) for event in events}
    assert told["Call"] == "promet de payer lundi"
    assert "Printed" in told
    assert "Call" in {said(event.what, of("en")) for event in of_customer}


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (order_detail.detail, "order.not_found"),
        (delivery_detail.detail, "delivery.not_found"),
        (invoice_detail.detail, "invoice.not_found"),
        (payments.detail, "payment.not_found"),
        (claims.detail, "claim.not_found"),
        (product_detail.detail, "product.not_found"),
        (customer_page.of, "customer.not_found"),
    ],
)
def test_what_does_not_exist_is_said(company, today, read, code):
    with company.read() as session, pytest.raises(DomainError) as refused:
        read(session, 999, today)
    assert refused.value.code == code
