"""A machine whose date went back: numbers go on, and an invoice is never dated before the last one."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.bootstrap import build
from adv_desktop.models.errors import DomainError
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.events import Hub
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.store import Store
from tests.faults.company import TODAY, StoredPapers


@pytest.fixture
def yesterday(company):
    clock = FixedDay(TODAY - dt.timedelta(days=1))
    services = build(Store(company, clock, Hub()), clock, StoredPapers())
    yield services
    services.close()


def test_orders_and_deliveries_go_on_and_an_invoice_is_refused_with_the_last_date(yesterday, company):
    order = yesterday.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),)))
    assert yesterday.orders.confirm(order.id).number == "CDE2026000004"
    delivery = yesterday.deliveries.deliver(DeliverOrders((order.id,)))[0]
    assert delivery.number == "BL2026000007"
    draft = yesterday.drafts.from_deliveries([delivery.id]).invoices[0]
    with pytest.raises(DomainError, match=r"number\.date_backwards.*FA2026000003"):
        yesterday.issuing.issue(draft.id)
    assert verify(company) == []


def test_an_invoice_is_not_dated_in_the_future(yesterday):
    order = yesterday.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),)))
    yesterday.orders.confirm(order.id)
    delivery = yesterday.deliveries.deliver(DeliverOrders((order.id,)))[0]
    draft = yesterday.drafts.from_deliveries([delivery.id]).invoices[0]
    with pytest.raises(DomainError, match=r"date\.in_future"):
        yesterday.issuing.issue(draft.id, TODAY)
