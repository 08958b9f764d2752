from __future__ import annotations

from decimal import Decimal

import pytest

from adv_desktop.models.enums import OrderState, PriceSource, Progress
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import as_command, order_by_id
from adv_desktop.services.stock import counters
from tests.support.company import confirmed, line_ids, shipped


def read_order(services, order_id) -> SalesOrder:
    with services.store.read() as session:
        return order_by_id(session, order_id)


def stock_of(services, code):
    with services.store.read() as session:
        product = session.query(Product).filter_by(code=code).one()
        row = counters(session, product.id)
        return row.physical, row.reserved


def test_a_draft_has_no_number_and_keeps_nothing_in_stock(services):
    ref = services.orders.create(NewOrder("C1", (NewLine(Decimal(5), "P1"),)))
    order = read_order(services, ref.id)
    assert (order.number, order.state, order.net) == (None, OrderState.DRAFT, 16665)
    assert stock_of(services, "P1") == (1000, 0)


def test_confirming_numbers_the_order_and_reserves_its_goods(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1"))
    assert ref.number == "CDE2026000001"
    assert stock_of(services, "P1") == (1000, 5)


def test_an_order_without_a_price_takes_the_one_of_the_lists_and_freezes_it(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1"))
    line = read_order(services, ref.id).lines[0]
    assert (line.unit_price, line.price_source) == (Decimal("33.33"), PriceSource.BASE)
    shown = services.products.show("P1")
    services.products.update(shown.id, shown.version, type(shown.data)(**{**_fields(shown.data), "price": Decimal(99)}))
    assert read_order(services, ref.id).lines[0].unit_price == Decimal("33.33")


def _fields(data):
    return {name: getattr(data, name) for name in data.__slots__}


def test_a_blocked_customer_needs_a_reason_to_be_passed_over(services):
    services.customers.create(CustomerData("C2", "Bloqué", terms="comptant", blocked=True))
    ref = services.orders.create(NewOrder("C2", (NewLine(Decimal(1), "P1"),)))
    with pytest.raises(DomainError) as refused:
        services.orders.confirm(ref.id)
    assert refused.value.code == "order.blocked"
    assert services.orders.confirm(ref.id, override="accord de la direction").number == "CDE2026000001"


def test_a_customer_with_nothing_on_credit_is_blocked_by_any_order(services):
    services.customers.create(CustomerData("C3", "Comptant", terms="comptant", credit_limit=0, siren="552081317"))
    ref = services.orders.create(NewOrder("C3", (NewLine(Decimal(1), "P1"),)))
    assert "credit_exceeded" in [check.code for check in services.orders.check(ref.id)]


def test_the_same_customer_number_twice_is_noticed_by_name(services):
    confirmed(services, NewLine(Decimal(1), "P1"), customer_reference="PO-1")
    again = services.orders.create(NewOrder("C1", (NewLine(Decimal(9), "P2"),), customer_reference="PO-1"))
    facts = {check.code: check.facts for check in services.orders.check(again.id)}
    assert facts["duplicate_po"]["first"] == "CDE2026000001"


def test_the_same_content_within_a_week_is_noticed(services):
    confirmed(services, NewLine(Decimal(4), "P1"), NewLine(Decimal(2), "P2"), customer_reference="PO-1")
    again = services.orders.create(NewOrder("C1", (NewLine(Decimal(4), "P1"), NewLine(Decimal(2), "P2"))))
    assert "duplicate_po" in [check.code for check in services.orders.check(again.id)]


def test_an_amendment_keeps_a_revision_and_never_goes_below_what_left(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1"))
    shipped(services, ref.id, "2")
    with services.store.read() as session:
        command = as_command(session, order_by_id(session, ref.id))
    order = read_order(services, ref.id)
    lower = [NewLine(Decimal(1), "P1", id=line_ids(services, ref.id)[0])]
    with pytest.raises(DomainError) as refused:
        services.orders.update(ref.id, order.version, _with(command, lower))
    assert refused.value.code == "order.below_delivered"
    services.orders.update(ref.id, order.version, _with(command, [NewLine(Decimal(3), "P1", id=lower[0].id)]))
    assert read_order(services, ref.id).lines[0].backorder == 1


def _with(command, lines):
    return type(command)(**{**_fields(command), "lines": tuple(lines)})


def test_closing_short_cancels_the_rest_and_gives_its_stock_back(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1"))
    shipped(services, ref.id, "2")
    services.orders.close_short(ref.id, None, "plus besoin")
    order = read_order(services, ref.id)
    assert (order.state, order.delivery_state, order.lines[0].cancelled) == (OrderState.CLOSED_SHORT, Progress.FULL, 3)
    assert stock_of(services, "P1") == (998, 0)


def test_a_form_loaded_before_someone_else_saved_is_refused(services):
    ref = services.orders.create(NewOrder("C1", (NewLine(Decimal(5), "P1"),)))
    command = NewOrder("C1", (NewLine(Decimal(6), "P1"),))
    services.orders.update(ref.id, ref.version, command)
    with pytest.raises(DomainError) as refused:
        services.orders.update(ref.id, ref.version, command)
    assert refused.value.code == "document.changed"


def test_a_line_with_neither_product_nor_text_writes_nothing(services):
    with pytest.raises(DomainError) as refused:
        services.orders.create(NewOrder("C1", (NewLine(Decimal(1), unit_price=Decimal(1)),)))
    assert refused.value.code == "line.no_label"
    with services.store.read() as session:
        assert session.query(SalesOrder).count() == 0


def test_an_order_being_typed_is_priced_totalled_and_checked_without_being_written(services):
    command = NewOrder("C1", (NewLine(Decimal(5), "P1"), NewLine(Decimal(2000), "P2")))
    preview = services.orders.preview(command)
    assert [(line.net_price, line.net, line.available) for line in preview.lines] == [
        (Decimal("33.33"), 16665, 1000),
        (10, 2000000, 1000),
    ]
    assert preview.totals.gross == 16665 + 3333 + 2000000 + 110000
    assert ("stock_short", 2) in [(check.code, check.line) for check in preview.checks]
    with services.store.read() as session:
        assert session.query(SalesOrder).count() == 0


def test_an_order_being_edited_is_no_duplicate_of_itself(services):
    ref = confirmed(services, NewLine(Decimal(5), "P1"), customer_reference="PO-9")
    preview = services.orders.preview(services.orders.command(ref.id), ref.id)
    assert "duplicate_po" not in [check.code for check in preview.checks]
