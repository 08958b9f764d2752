"""Framework orders: agreed once, called off several times, never delivered themselves."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import OrderKind, PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.frameworks import CallOff
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import backlog, exposure, order_detail, orders
from adv_desktop.services.queries.filters import ListFilter
from tests.support.company import TODAY, confirmed, new_company, shipped

START, END = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def framework(services, *quantities, start=START, end=END):
    lines = tuple(NewLine(Decimal(quantity), "P1", unit_price=Decimal("30")) for quantity in quantities or ("100",))
    draft = services.orders.create(NewOrder("C1", lines, customer_reference="BC-2026"))
    return services.frameworks.open(draft.id, draft.version, start, end)


def call(services, ref, requested=None, **lines):
    quantities = {int(name[1:]): Decimal(quantity) for name, quantity in lines.items()}
    return services.frameworks.call_off(CallOff(ref.id, quantities, requested))


def read(services, order_id):
    with services.store.read() as session:
        return order_detail.detail(session, order_id, TODAY)


def code_of(act):
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def test_a_draft_becomes_a_framework_order_with_its_number_and_validity(services):
    ref = framework(services)
    shown = read(services, ref.id)
    assert (ref.number, shown.row.kind) == ("CDE2026000001", OrderKind.FRAMEWORK)
    assert (shown.valid_from, shown.valid_until, shown.row.state.code) == (START, END, "open")


def test_a_call_off_takes_the_price_agreed_and_counts_at_once(services):
    ref = framework(services)
    made = call(services, ref, dt.date(2026, 12, 1), _1="40")
    order, shown = read(services, made.id), read(services, ref.id)
    assert (order.row.kind, order.row.customer_reference) == (OrderKind.CALL_OFF, "BC-2026")
    assert (order.lines[0].ordered, order.lines[0].net, order.row.requested) == (40, 120000, dt.date(2026, 12, 1))
    assert order.lines[0].price_source is PriceSource.MANUAL
    assert order.lines[0].price_reason == "Prix de la commande ouverte CDE2026000001"
    assert (shown.lines[0].called, shown.lines[0].ordered) == (40, 100)


def test_more_than_is_left_is_refused_and_nothing_is_written(services):
    ref = framework(services, "100", "10")
    call(services, ref, _1="60")
    with pytest.raises(DomainError) as refused:
        call(services, ref, _1="41", _2="1")
    assert refused.value.code == "framework.over_called"
    assert {name: refused.value.facts[name] for name in ("line", "wanted", "left")} == {
        "line": 1, "wanted": Decimal(41), "left": Decimal(40),
    }  # fmt: skip
    assert [line.called for line in read(services, ref.id).lines] == [60, 0]


def test_a_cancelled_call_off_gives_its_quantities_back(services):
    ref = framework(services)
    made = call(services, ref, _1="100")
    services.orders.cancel(made.id, made.version, "annulé par le client")
    assert read(services, ref.id).lines[0].called == 0
    call(services, ref, _1="100")


def test_what_is_closed_short_of_a_call_off_may_be_called_again(services):
    ref = framework(services)
    made = services.orders.confirm(call(services, ref, _1="100").id)
    shipped(services, made.id, "30")
    services.orders.close_short(made.id, None, "plus besoin")
    assert read(services, ref.id).lines[0].called == 30


def test_a_call_off_that_is_amended_stays_within_what_is_left(services):
    ref = framework(services)
    call(services, ref, _1="60")
    second = call(services, ref, _1="20")
    command = services.orders.command(second.id)
    raised = replace(command, lines=(replace(command.lines[0], quantity=Decimal(41)),))
    assert code_of(lambda: services.orders.update(second.id, second.version, raised)) == "framework.over_called"
    kept = replace(command, lines=(replace(command.lines[0], quantity=Decimal(40)),))
    services.orders.update(second.id, second.version, kept)
    assert read(services, ref.id).lines[0].called == 100


def test_a_line_of_the_same_product_that_is_added_counts_too(services):
    ref = framework(services)
    made = call(services, ref, _1="60")
    command = services.orders.command(made.id)
    line = command.lines[0]
    split = (replace(line, quantity=Decimal(50)), replace(line, id=None, quantity=Decimal(51)))
    more = replace(command, lines=split)
    assert code_of(lambda: services.orders.update(made.id, made.version, more)) == "framework.over_called"
    within = replace(command, lines=(split[0], replace(split[1], quantity=Decimal(50))))
    services.orders.update(made.id, made.version, within)
    assert read(services, ref.id).lines[0].called == 100


def test_the_customers_number_serves_again_without_an_alarm(services):
    ref = framework(services)
    for _time in range(2):
        made = call(services, ref, _1="10")
        assert "duplicate_po" not in {check.code for check in services.orders.check(made.id)}
        services.orders.confirm(made.id)


def test_goods_are_called_within_the_validity_only(services):
    over = framework(services, end=dt.date(2026, 11, 23))
    assert read(services, over.id).row.state.code == "over"
    assert code_of(lambda: call(services, over, _1="1")) == "framework.not_valid"
    later = services.frameworks.open(over.id, None, START, TODAY)
    assert later.number == over.number
    call(services, later, _1="1")


def test_a_framework_order_is_neither_confirmed_delivered_invoiced_nor_counted(services):
    ref = framework(services)
    assert code_of(lambda: services.orders.confirm(ref.id)) == "framework.not_confirmed"
    assert code_of(lambda: services.deliveries.deliver(DeliverOrders((ref.id,)))) == "order.not_confirmed"
    assert code_of(lambda: services.drafts.from_orders([ref.id])) == "order.not_confirmed"
    assert code_of(lambda: services.orders.delete_draft(ref.id, ref.version)) == "order.not_a_draft"
    with services.store.read() as session:
        assert orders.counts(session, TODAY)["to_confirm"] == 0
        assert list(orders.ids(session, ListFilter("framework"), "", False, TODAY)) == [ref.id]
        assert backlog.total(session, TODAY, TODAY) == 0
        assert exposure.of(session, order_by_id(session, ref.id).customer_id, TODAY).total == 0


def test_it_cannot_be_cut_below_what_was_called(services):
    ref = framework(services, "100", "10")
    call(services, ref, _1="60", _2="5")
    command = services.orders.command(ref.id)
    lower = replace(command, lines=(replace(command.lines[0], quantity=Decimal(59)), command.lines[1]))
    assert code_of(lambda: services.orders.update(ref.id, ref.version, lower)) == "framework.below_called"
    fewer = replace(command, lines=(command.lines[0],))
    assert code_of(lambda: services.orders.update(ref.id, ref.version, fewer)) == "framework.line_called"
    assert [line.ordered for line in read(services, ref.id).lines] == [100, 10]


def test_what_makes_no_framework_order_is_refused(services):
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    assert code_of(lambda: services.frameworks.open(order.id, None, START, END)) == "framework.not_a_draft"
    assert code_of(lambda: call(services, order, _1="1")) == "framework.not_open"
    draft = services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),)))
    assert code_of(lambda: services.frameworks.open(draft.id, None, END, START)) == "framework.ends_before"
    ref = framework(services)
    assert code_of(lambda: call(services, ref, _1="0")) == "framework.nothing_called"
    assert code_of(lambda: call(services, ref, _1="-1")) == "quantity.not_positive"


def test_the_total_of_a_list_counts_a_framework_order_once_with_its_call_offs(services):
    ref = framework(services, "100")
    call(services, ref, L1="40")
    confirmed(services, NewLine(Decimal(1), "P1"))
    with services.store.read() as session:
        everything = orders.summary(session, ListFilter(), TODAY)
        ids = orders.ids(session, ListFilter(), "date", True, TODAY)
        rows = orders.rows(session, ids, TODAY).values()
        chosen = orders.selection_summary(session, ids)
        frameworks = orders.summary(session, ListFilter("framework"), TODAY)
    carried_out = sum(row.net for row in rows if row.kind is not OrderKind.FRAMEWORK)
    assert (everything.count, everything.amounts) == (3, (("EUR", carried_out),))
    assert chosen == everything
    assert (frameworks.count, frameworks.amounts) == (1, (("EUR", 300000),))
