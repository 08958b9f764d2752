"""What each list can be asked for beside its words, and the states that few documents reach."""

import datetime as dt

import pytest

from adv_desktop.models.enums import ClaimState, DocumentKind, Nature, PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.queries import claims, deliveries, holds, invoices, orders, payments, products, timeline
from adv_desktop.services.queries.filters import EVERYTHING, parse
from adv_desktop.services.queries.phrases import said
from adv_desktop.services.settings import SettingsService


def numbers(company, today, module, query):
    with company.read() as session:
        ids = module.ids(session, parse(query), "", True, today)
        rows = module.rows(session, ids, today)
        return [rows[row_id].number for row_id in ids]


@pytest.fixture
def chain(company):
    """Two orders delivered, the first one invoiced and tracked."""
    first = company.order("C1", "2", customer_reference="PO-1")
    company.product("P2", "Pain d'épices")
    second = company.order("C1", "3", product="P2")
    note, other = company.deliver(first.id), company.deliver(second.id)
    company.deliveries.track(note.id, "Geodis", "1Z999")
    return first, note, other, company.invoice(note.id)


@pytest.mark.parametrize(
    ("query", "found"),
    [("suivi : 1Z9", 0), ("commande : PO-1", 0), ("commande : CDE2026000002", 1), ("article : épices", 1)],
)
def test_a_delivery_is_found_by_its_parcel_order_or_goods(company, today, chain, query, found):
    assert numbers(company, today, deliveries, query) == [chain[1 + found].number]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("commande : CDE2026000001", True),
        ("article : miel", True),
        ("article : épices", False),
        ("date : aujourd'hui", True),
        ("type : facture", True),
        ("type : avoir", False),
        ("échéance : ..2026", True),
    ],
)
def test_an_invoice_is_found_by_its_order_goods_type_or_days(company, today, chain, query, found):
    assert numbers(company, today, invoices, query) == ([chain[3].number] if found else [])


def test_an_invoice_waits_to_be_sent_until_it_is_paid(company, today, chain):
    invoice = chain[3]
    with company.read() as session:
        assert invoices.to_send(session, today) == [invoice.id]
    company.pay("C1", 2400, invoice.number)
    with company.read() as session:
        assert invoices.to_send(session, today) == []


def test_a_day_that_does_not_exist_is_not_understood(company, today):
    with company.read() as session:
        for query in ("date : bientôt", "date : 13/2026", "type : lettre"):
            with pytest.raises(DomainError, match=r"query\.bad_value"):
                invoices.ids(session, parse(query), "", True, today)


def test_goods_picked_wait_to_leave_and_say_how_they_arrived(company, today):
    order = company.order("C1", "2")
    (ref,) = company.deliveries.prepare(DeliverOrders((order.id,)))
    company.deliveries.set_prepared(ref.id, 1, {})
    with company.read() as session:
        assert deliveries.to_ship(session) == [ref.id]
    company.deliveries.ship(ref.id, 2)
    company.deliveries.prove(ref.id, today, "M. Petit", "carton mouillé")
    with company.read() as session:
        assert deliveries.rows(session, [ref.id], today)[ref.id].state.code == "delivered_with_reserves"


def test_money_given_back_is_a_refund(company, today):
    company.pay("C1", 5000)
    ref = company.payments.refund("C1", 5000, today, PaymentMethod.TRANSFER)
    with company.read() as session:
        assert payments.rows(session, [ref.id], today)[ref.id].state.code == "refund"


def test_a_product_no_longer_sold_or_not_kept_says_so(company, today):
    company.product("P2", "Ancien pot", end_of_life=True)
    company.product("P3", "Pose", nature=Nature.SERVICE, stocked=False)
    with company.read() as session:
        rows = products.rows(session, products.ids(session, EVERYTHING, "", True, today), today)
        assert {row.code: row.state.code for row in rows.values()} == {
            "P1": "available",
            "P2": "end_of_life",
            "P3": "not_stocked",
        }
        assert products.find(session, "  ") == []


def test_drafts_of_a_customer_who_pays_late_are_held(company, today):
    assert held(company, today) == {}
    company.on(dt.date(2026, 1, 5)).sell()
    company.on(today)
    draft = company.draft()
    settings = SettingsService(company.store)
    settings.set("overdue_days", 30)
    assert held(company, today) == {draft.id: "overdue"}
    assert held(company, today, [draft.id + 1]) == {}


def held(company, today, order_ids=None):
    with company.read() as session:
        return {row_id: cause.value for row_id, cause in holds.of_drafts(session, today, order_ids).items()}


def test_the_steps_of_a_claim_are_told_in_order(company, today):
    invoice = company.sell()
    claim = company.claim("C1", invoice.number, disputed=100)
    company.claims.move(claim.number, claim.version, ClaimState.WAITING_CUSTOMER)
    with company.read() as session:
        told = [said(event.what) for event in timeline.of(session, DocumentKind.CLAIM, claim.id)]
        assert claims.counts(session, today)["open"] == 1
    assert len(told) == 2


def test_an_order_line_wanted_for_a_day_filters_the_orders(company, today):
    wanted = company.order("C1", "2", requested=dt.date(2026, 12, 1))
    company.order("C1", "2", requested=dt.date(2027, 1, 4))
    assert numbers(company, today, orders, "confirmée : 12/2026") == [wanted.number]
    assert numbers(company, today, orders, "montant : 20") == ["CDE2026000002", "CDE2026000001"]
