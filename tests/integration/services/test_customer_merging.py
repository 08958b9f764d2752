"""A customer's record taken over by another: what moves, what stays, what is refused."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.audit import AuditEntry
from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.product import Price
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import credit_control
from adv_desktop.services.customer_groups import GroupRecord
from adv_desktop.services.customer_merging import MergeCustomers, Moved, TakeOver
from adv_desktop.services.customers import Address, Contact, CustomerData, FamilyDiscount, ItemCode
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.insurance import NewInsuredAmount
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries import exposure, timeline
from tests.support.company import TODAY, confirmed, invoiced, shipped

LINE = NewLine(Decimal(2), "P1")
REASON = "Doublon"
LATER = TODAY + dt.timedelta(days=90)


@pytest.fixture
def twice(services):
    """C1 and C2 are one company; C2 has an order to deliver, one to invoice, one invoiced, prices, codes, people."""
    services.customers.create(
        CustomerData(
            "C2", "CLIENT TEST (double)", terms="30 jours nets", siren="404833048",
            addresses=(Address("Dépôt", "Quai 1", is_default=True), Address("Siège", "Accueil")),
            contacts=(Contact("Mme A", email="a@test.example"), Contact("M. B")),
            item_codes=(ItemCode("X-1", "P1"), ItemCode("X-2", "P2")),
            family_discounts=(FamilyDiscount("EPS", Decimal(5)),),
        )
    )  # fmt: skip
    services.customers.create(CustomerData("C3", "Magasin", terms="comptant", bill_to="C2", payer="C2"))
    record = services.customers.show("C1")
    services.customers.update(
        record.id, record.version,
        replace(record.data, addresses=(Address("Dépôt", "Ailleurs"),), contacts=(Contact("M. B"),),
                item_codes=(ItemCode("X-1", "P1"),)),
    )  # fmt: skip
    with services.store.write("test.price") as session:
        session.add(
            Price(source=PriceSource.CONTRACT, product_id=1, customer_id=2, from_quantity=Decimal(1), price=Decimal(9))
        )
    return services


@pytest.fixture
def running(twice):
    """(issued invoice, order to deliver, order to invoice, order being prepared, draft order) of C2."""
    paper = invoiced(twice, shipped(twice, confirmed(twice, LINE, customer="C2").id))
    to_deliver, to_invoice, prepared = (confirmed(twice, LINE, customer="C2").id for _time in range(3))
    shipped(twice, to_invoice)
    twice.deliveries.prepare(DeliverOrders((prepared,)))
    draft = twice.orders.create(NewOrder("C2", (LINE,))).id
    return paper, (to_deliver, to_invoice, prepared, draft)


def merge(services, **facts):
    return services.customer_merging.merge(replace(MergeCustomers("C2", "C1", reason=REASON), **facts))


def codes(services, model, column, *where):
    import sqlalchemy as sa

    with services.store.read() as session:
        ids = session.scalars(sa.select(getattr(model, column)).where(*where)).all()
        return {session.get_one(Customer, one).code for one in ids}


def test_what_would_move_is_counted_and_nothing_is_written(twice, running):
    seen = twice.customer_merging.preview(MergeCustomers("C2", "C1"))
    assert {what: count for what, count in seen.counts.items() if count} == {
        Moved.ORDERS: 4,
        Moved.DELIVERIES: 1,
        Moved.PRICES: 1,
        Moved.DISCOUNTS: 1,
        Moved.CODES: 1,
        Moved.ADDRESSES: 2,
        Moved.CONTACTS: 1,
        Moved.ROLES: 1,
        Moved.STAYS_ISSUED: 1,
        Moved.STAYS_OWED: 1,
    }
    assert not twice.customers.show("C2").data.blocked


def test_what_is_to_come_moves_and_what_was_issued_stays(twice, running):
    paper, orders = running
    merge(twice)
    assert codes(twice, SalesOrder, "customer_id", SalesOrder.id.in_(orders)) == {"C1"}
    assert codes(twice, SalesOrder, "payer_id", SalesOrder.id.in_(orders)) == {"C1"}
    assert codes(twice, Invoice, "customer_id", Invoice.number == paper) == {"C2"}
    assert codes(twice, OpenItem, "customer_id") == {"C2"}
    kept, ended = twice.customers.show("C1").data, twice.customers.show("C2").data
    assert sorted(address.label for address in kept.addresses) == ["Dépôt", "Dépôt (C2)", "Siège"]
    assert [address.is_default for address in kept.addresses] == [False, False, False]
    assert sorted(contact.name for contact in kept.contacts) == ["M. B", "Mme A"]
    assert [item.code for item in kept.item_codes] == ["X-1", "X-2"]
    assert (kept.family_discounts, ended.addresses) == ((FamilyDiscount("EPS", Decimal(5)),), ())
    shop = twice.customers.show("C3").data
    assert (shop.bill_to, shop.payer) == ("C1", "C1")
    assert (ended.blocked, ended.block_reason) == (True, "→ C1 CLIENT TEST SAS")


def test_what_left_before_is_invoiced_to_the_record_that_stays(twice, running):
    _paper, (_to_deliver, to_invoice, _prepared, _draft) = running
    merge(twice)
    with twice.store.read() as session:
        import sqlalchemy as sa

        from adv_desktop.models.delivery import Delivery, DeliveryLine
        from adv_desktop.models.sales_order import OrderLine

        left = session.scalars(
            sa.select(Delivery.id).join(DeliveryLine).join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
            .where(OrderLine.order_id == to_invoice)
        ).one()  # fmt: skip
    number = invoiced(twice, left)
    assert codes(twice, Invoice, "bill_to_id", Invoice.number == number) == {"C1"}


def test_both_timelines_and_the_trail_say_what_was_done(twice, running):
    merge(twice)
    with twice.store.read() as session:
        for customer_id in (1, 2):
            events = timeline.of(session, timeline.DocumentKind.CUSTOMER, customer_id, limit=50)
            assert any(REASON in str(event) for event in events)
        actions = {entry.action for entry in session.query(AuditEntry)}
        assert "customer.merge" in actions


def test_a_record_that_was_taken_over_is_neither_changed_nor_unblocked(twice):
    merge(twice)
    record = twice.customers.show("C2")
    for verb in (
        lambda: twice.customers.unblock(record.id, record.version),
        lambda: twice.customers.update(record.id, record.version, record.data),
        lambda: merge(twice),
        lambda: merge(twice, ended="C3", kept="C2"),
    ):
        with pytest.raises(DomainError) as refused:
            verb()
        assert (refused.value.code, refused.value.facts["into"]) == ("customer.merged_already", "C1")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kept": "C2"}, "customer.merge_itself"),
        ({"kept": "AUTRE"}, "customer.merge_other_company"),
        ({"kept": "US"}, "customer.merge_currency"),
        ({"kept": "C9"}, "customer.not_found"),
        ({"reason": " "}, "reason.missing"),
    ],
)
def test_a_take_over_that_makes_no_sense_is_refused_and_moves_nothing(twice, running, facts, code):
    twice.customers.create(CustomerData("AUTRE", "Autre", terms="comptant", siren="732829320"))
    twice.customers.create(CustomerData("US", "Overseas", terms="comptant", country="US", currency="USD"))
    with pytest.raises(DomainError) as refused:
        merge(twice, **facts)
    assert refused.value.code == code
    assert codes(twice, SalesOrder, "customer_id") == {"C2"}


def test_another_company_takes_the_business_over_by_a_transfer(twice, running):
    twice.customers.create(CustomerData("AUTRE", "Repreneur", terms="comptant", siren="732829320"))
    merge(twice, kept="AUTRE", why=TakeOver.TRANSFER)
    assert codes(twice, SalesOrder, "customer_id", SalesOrder.id.in_(running[1])) == {"AUTRE"}


def test_who_is_invoiced_by_the_order_is_who_the_invoice_names(twice):
    left = shipped(twice, confirmed(twice, LINE, customer="C1", bill_to="C3", payer="C2").id)
    number = invoiced(twice, left)
    assert codes(twice, Invoice, "bill_to_id", Invoice.number == number) == {"C3"}
    assert codes(twice, Invoice, "payer_id", Invoice.number == number) == {"C2"}
    assert codes(twice, OpenItem, "payer_id") == {"C2"}


def late_of(services, code):
    """Return what counts against a customer, and whether its orders are held back for late payments."""
    record = services.customers.show(code)
    with services.store.read() as session:
        owed = exposure.of(session, record.id, LATER)
        held = credit_control.is_too_late(session, record.id, LATER, 30)
    return owed.total, owed.overdue, held


def test_what_the_ended_record_still_owes_counts_for_the_one_that_stays(twice, running):
    before, ended = late_of(twice, "C1"), late_of(twice, "C2")
    assert (before[1:], ended[1] > 0) == ((0, False), True)
    merge(twice)
    total, overdue, held = late_of(twice, "C1")
    assert (overdue, held) == (ended[1], True)
    assert total == before[0] + ended[0]


def test_what_was_taken_over_twice_counts_for_the_last_and_once_in_its_group(twice, running):
    owed = late_of(twice, "C2")[1]
    merge(twice)
    twice.customers.create(CustomerData("C8", "Repreneur", terms="30 jours nets", customer_group="Centre"))
    for code in ("C2", "C1"):
        record = twice.customers.show(code)
        with contextlib.suppress(DomainError):  # an ended record is edited no more
            twice.customers.update(record.id, record.version, replace(record.data, customer_group="Centre"))
    twice.customer_groups.set_limit(GroupRecord("Centre", 1, version=0))
    merge(twice, ended="C1", kept="C8", why=TakeOver.TRANSFER)
    record = twice.customers.show("C8")
    with twice.store.read() as session:
        found = exposure.of(session, record.id, LATER)
    assert (found.overdue, found.others) == (owed, 0)


def insure(services, code, first, last, amount):
    customer = services.customers.show(code).id
    services.insurance.add(NewInsuredAmount(customer, dt.date(*first), last and dt.date(*last), amount))


def insured_of(services, code):
    return sorted(row.amount for row in services.insurance.show(services.customers.show(code).id).amounts)


def test_what_is_insured_of_the_same_company_follows_but_for_days_insured_already(twice):
    insure(twice, "C1", (2026, 6, 1), None, 3_000_000)
    insure(twice, "C2", (2025, 1, 1), (2025, 12, 31), 1_000_000)
    insure(twice, "C2", (2026, 1, 1), (2026, 8, 31), 2_000_000)
    counts = twice.customer_merging.preview(MergeCustomers("C2", "C1")).counts
    assert (counts[Moved.INSURED], counts[Moved.STAYS_INSURED]) == (1, 1)
    merge(twice)
    assert (insured_of(twice, "C1"), insured_of(twice, "C2")) == ([1_000_000, 3_000_000], [2_000_000])


def test_what_is_insured_of_a_company_does_not_cover_another_that_goes_on(twice):
    insure(twice, "C2", (2026, 1, 1), None, 2_000_000)
    merge(twice, why=TakeOver.TRANSFER)
    assert (insured_of(twice, "C1"), insured_of(twice, "C2")) == ([], [2_000_000])
