"""Lists of documents: what they show, filter, sort and add up."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services.queries import claims, customers, deliveries, invoices, orders, payments, products
from adv_desktop.services.queries.filters import EVERYTHING, ListFilter, parse
from adv_desktop.services.queries.listing import Summary


def shown(company, module, wanted=EVERYTHING, sort="", descending=True, today=dt.date(2026, 11, 24)):
    """Return the rows of a list, in order."""
    with company.read() as session:
        ids = module.ids(session, wanted, sort, descending, today)
        found = module.rows(session, ids, today)
        assert module.summary(session, wanted, today).count == len(ids)
        assert module.selection_summary(session, ids) == module.summary(session, wanted, today)
    return [found[row_id] for row_id in ids]


def test_a_whole_chain_shows_in_every_list(company, today):
    order = company.order("C1", "10", customer_reference="BG-4471")
    delivery = company.deliver(order.id, "4")
    invoice = company.invoice(delivery.id)
    company.pay("C1", 1000, invoice.number)
    claim = company.claim("C1", invoice.number, disputed=500)
    (row,) = shown(company, orders)
    assert (row.number, row.customer_reference, row.net, row.state.code) == (
        order.number,
        "BG-4471",
        10000,
        "partly_delivered",
    )
    (row,) = shown(company, deliveries)
    assert (row.number, row.orders, row.town, row.net, row.state.code) == (
        delivery.number,
        (order.number,),
        "Nancy",
        4000,
        "shipped",
    )
    (row,) = shown(company, invoices)
    assert (row.gross, row.open, row.disputed, row.state.code) == (4800, 3800, 500, "disputed")
    (row,) = shown(company, payments)
    assert (row.amount, row.unallocated, row.state.code) == (1000, 0, "allocated")
    (row,) = shown(company, claims)
    assert (row.number, row.origin_number, row.disputed, row.state.code) == (claim.number, invoice.number, 500, "new")
    (row,) = shown(company, customers)
    assert (row.code, row.open, row.state.code) == ("C1", 3800, "active")
    (row,) = shown(company, products)
    assert (row.physical, row.demand, row.reserved, row.state.code) == (996, 6, 6, "available")


def test_a_draft_stands_above_the_newest_number(company):
    first, draft, last = company.order(), company.draft(), company.order()
    assert [row.id for row in shown(company, orders, sort="number")] == [draft.id, last.id, first.id]
    assert [row.id for row in shown(company, orders, sort="number", descending=False)] == [draft.id, first.id, last.id]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("client : oeil", {"A", "B"}),
        ("client: c2", {"C"}),
        ("montant : 100..200", {"A", "B"}),
        ("montant : ..150", {"A"}),
        ("montant: 1 500,00", {"C"}),
        ("bœuf nancy", set()),
        ("boeuf", {"A", "B"}),
        ("PO-A", {"A"}),
        ("cd", {"A", "B", "C"}),
        ("po", {"A", "B", "C"}),
        ("retard", {"A"}),
        ("état : à facturer", set()),
        ("date : 11/2026 ; v/réf. : po-b", {"B"}),
        ("date : 2025", set()),
        ("demandée : 01/12/2026..", {"B"}),
        ("article : miel", {"A", "B", "C"}),
        ("commercial : faivre", {"C"}),
    ],
)
def test_a_query_narrows_the_list(company, query, expected):
    company.customer("C2", "Volcans Restauration", siren=None)
    company.order("C1", "10", customer_reference="PO-A", requested=dt.date(2026, 11, 20))
    company.order("C1", "20", customer_reference="PO-B", requested=dt.date(2026, 12, 1))
    company.order("C2", "150", customer_reference="PO-C", salesperson="N. Faivre")
    found = shown(company, orders, parse(query))
    assert {(row.customer_reference or "")[-1] for row in found} == expected


@pytest.mark.parametrize("word", ["C26-01", '"', "a* OR b", "NEAR(", "-miel", "l'œil^", "%%%", "100..x", "日本語"])
def test_free_words_are_never_operators(company, word):
    company.order()
    assert shown(company, orders, ListFilter(words=word)) == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("couleur : bleu", "query.unknown_key"),
        ("montant : beaucoup", "query.bad_value"),
        ("date : 31/02/2026", "query.bad_value"),
        ("état : fini", "query.bad_value"),
    ],
)
def test_what_is_not_understood_is_said(company, today, query, code):
    with company.read() as session, pytest.raises(DomainError) as refused:
        orders.ids(session, parse(query), "", True, today)
    assert refused.value.code == code


def test_an_unknown_sort_or_view_is_refused(company, today):
    with company.read() as session:
        with pytest.raises(DomainError, match="unknown_sort"):
            orders.ids(session, EVERYTHING, "colour", True, today)
        with pytest.raises(DomainError, match="unknown_chip"):
            orders.ids(session, ListFilter("colour"), "", True, today)


def test_chips_count_what_they_list(company, today):
    company.customer("C2", "Volcans Restauration", siren=None, credit_limit=10000)
    company.draft("C1", "1")
    company.draft("C2", "900")
    late = company.order("C1", "5", requested=dt.date(2026, 11, 20))
    company.deliver(company.order("C1", "3").id)
    company.orders.hold(late.id, late.version, "impayé à régler")
    with company.read() as session:
        for module in (orders, deliveries, invoices, payments, claims, customers, products):
            counts = module.counts(session, today)
            listed = {key: len(module.ids(session, ListFilter(key), "", True, today)) for key in counts}
            assert counts == listed
        found = orders.counts(session, today)
    nothing = {"reference_to_come": 0, "this_week": 0, "to_deliver": 0}
    assert found == {"to_confirm": 1, "blocked": 2, "late": 1, "to_invoice": 1, **nothing}


def test_a_draft_over_the_credit_limit_shows_blocked(company):
    company.customer("C2", "Volcans Restauration", siren=None, credit_limit=10000)
    company.draft("C2", "900")
    (row,) = shown(company, orders)
    assert (row.state.code, row.state.tone) == ("blocked_credit", "bad")


def test_an_order_wholly_in_preparation_is_no_longer_to_deliver(company, today):
    from adv_desktop.services.deliveries import DeliverOrders

    whole, part = company.order("C1", "5"), company.order("C1", "5", "6")
    company.deliveries.prepare(DeliverOrders((whole.id,)))
    company.deliveries.prepare(DeliverOrders((part.id,), {company.lines_of(part.id)[0]: Decimal(5)}))
    with company.read() as session:
        assert orders.to_deliver(session, today) == [part.id]
        assert len(deliveries.to_prepare(session)) == 2


def test_what_a_draft_invoice_holds_is_no_longer_to_invoice(company):
    delivery = company.deliver(company.order().id)
    with company.read() as session:
        assert deliveries.to_invoice(session) == [delivery.id]
    drafted = company.drafts.all_delivered()
    assert len(drafted.invoices) == 1
    with company.read() as session:
        assert deliveries.to_invoice(session) == []
        assert invoices.drafts(session) == [drafted.invoices[0].id]
    assert company.drafts.all_delivered().invoices == ()


def test_a_credit_note_counts_negative(company):
    invoice = company.sell("C1", "10")
    note = company.credit(invoice.id, "4")
    rows = {row.number: row for row in shown(company, invoices)}
    assert (rows[note.number].gross, rows[note.number].state.code) == (-4800, "to_offset")
    assert rows[note.number].origin_number == invoice.number
    with company.read() as session:
        assert invoices.summary(session, EVERYTHING, dt.date(2026, 11, 24)) == Summary(2, (("EUR", 7200),))


def test_an_invoice_is_overdue_the_day_after_its_due_date(company):
    company.on(dt.date(2026, 10, 1)).sell()
    due = dt.date(2026, 10, 31)
    for day, late in ((due, 0), (due + dt.timedelta(1), 1)):
        (row,) = shown(company, invoices, today=day)
        assert (row.days_late, row.state.code) == (late, "overdue" if late else "issued")
        assert len(shown(company, invoices, ListFilter("overdue"), today=day)) == late
        assert len(shown(company, customers, ListFilter("overdue"), today=day)) == late


def test_a_payment_that_bounced_says_so(company):
    invoice = company.sell()
    paid = company.pay("C1", 12000, invoice.number)
    company.payments.reverse(paid.number, "impayé")
    rows = {row.number: row for row in shown(company, payments)}
    assert rows[paid.number].state.code == "bounced"
    assert next(row for row in rows.values() if row.amount < 0).state.code == "reversal"
    assert [row.number for row in shown(company, payments, ListFilter("bounced"))] == [paid.number]
    assert [row.open for row in shown(company, invoices)] == [12000]


def test_what_is_left_of_a_payment_is_to_allocate(company, today):
    invoice = company.sell()
    company.pay("C1", 20000, invoice.number)
    (row,) = shown(company, payments, ListFilter("unallocated"))
    assert (row.unallocated, row.state.code) == (8000, "partly_allocated")
    with company.read() as session:
        (item,) = payments.open_items(session, 1, today)
        assert (item.open, item.payment_id) == (-8000, row.id)


def test_a_list_of_one_customer_or_product(company):
    company.customer("C2", "Volcans Restauration", siren=None)
    company.product("P2", "Pain d'épices")
    mine = company.order("C2", "2", product="P2")
    company.order("C1", "2")
    assert [row.id for row in shown(company, orders, ListFilter(customer_id=2))] == [mine.id]
    assert [row.id for row in shown(company, orders, ListFilter(product_id=2))] == [mine.id]


def test_stock_short_of_open_orders_and_stock_out(company):
    company.product("P2", "Pain d'épices", stock="3")
    company.product("P3", "Nonnette", stock="0")
    company.order("C1", "5", product="P2")
    rows = {row.code: row for row in shown(company, products)}
    assert {code: row.state.code for code, row in rows.items()} == {"P1": "available", "P2": "short", "P3": "stock_out"}
    assert [row.code for row in shown(company, products, ListFilter("short"))] == ["P2"]
    assert [row.code for row in shown(company, products, parse("stock : 0"))] == ["P3"]


def test_an_invoice_is_to_send_until_it_was_sent_or_printed(company, today):
    from adv_desktop.services.document_events import DocumentEvents

    invoice = company.sell()
    with company.read() as session:
        assert invoices.to_send(session, today) == [invoice.id]
    DocumentEvents(company.store, company.clock).printed(DocumentKind.INVOICE, invoice.id)
    with company.read() as session:
        assert invoices.to_send(session, today) == []
    (row,) = shown(company, invoices)
    assert (row.sent, row.state.code) == (True, "sent")


@pytest.mark.parametrize("descending", [False, True])
def test_names_stand_in_the_order_of_a_dictionary(company, descending):
    names = ["Eau Vive", "Écluse du Pont", "edelweiss", "Éden", "Zèbre", "Œuf d'or"]
    for place, name in enumerate(names, start=2):
        company.customer(f"C{place}", name, siren=None)
        company.order(f"C{place}", "1")
    company.order("C3", "2")
    expected = ["Eau Vive", "Écluse du Pont", "edelweiss", "Éden", "Œuf d'or", "Zèbre"]
    listed = [row.name for row in shown(company, customers, sort="name", descending=descending) if row.code != "C1"]
    ordered = [row.customer_name for row in shown(company, orders, sort="customer", descending=descending)]
    if descending:
        expected.reverse()
    assert listed == expected
    twice = expected.index("Écluse du Pont")
    assert ordered == [*expected[:twice], "Écluse du Pont", *expected[twice:]]


def test_the_first_names_of_a_list_are_those_of_the_whole(company, today):
    for place, name in enumerate(["Zèbre", "Écluse", "Abeille"], start=2):
        company.customer(f"C{place}", name, siren=None)
        company.order(f"C{place}", "1")
    with company.read() as session:
        whole = list(orders.ids(session, EVERYTHING, "customer", False, today))
        assert list(orders.ids(session, EVERYTHING, "customer", False, today, 2)) == whole[:2]
        assert list(orders.ids(session, ListFilter("to_deliver"), "customer", False, today)) == whole
