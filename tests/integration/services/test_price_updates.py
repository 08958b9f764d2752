"""Prices changed in bulk: shown first, in force on their day, undone before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.price_changes import PriceChange, Rounding
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.price_lists import NewPrice
from adv_desktop.services.price_updates import UpdatePrices, UpdateRow
from adv_desktop.services.queries import products
from tests.support.company import TODAY, confirmed

NEW_YEAR = dt.date(2027, 1, 1)
UP = PriceChange(percent=Decimal(3))


def price_on(services, day, product="P1", quantity=1):
    customer = services.customers.show("C1").id
    found = services.prices.explain(customer, services.products.show(product).id, Decimal(quantity), day)
    return found.list_price


def test_base_prices_change_on_their_day_and_not_before(services):
    update = UpdatePrices(PriceSource.BASE, UP, NEW_YEAR)
    shown = services.price_updates.preview(update)
    assert [(one.code, one.before, one.after) for one in shown] == [
        ("P1", Decimal("33.33"), Decimal("34.33")),
        ("P2", Decimal(10), Decimal("10.3")),
    ]
    services.price_updates.run(update)
    assert [price_on(services, day) for day in (TODAY, NEW_YEAR)] == [Decimal("33.33"), Decimal("34.33")]
    assert price_on(services, NEW_YEAR, quantity=Decimal("0.5")) == Decimal("34.33")
    with services.store.read() as session:
        listed = [products.rows(session, [1], day)[1].price for day in (TODAY, NEW_YEAR)]
        offered = products.find(session, "P1", today=NEW_YEAR)[0].price
    assert (listed, offered) == ([Decimal("33.33"), Decimal("34.33")], Decimal("34.33"))


def test_an_update_is_undone_before_its_day_and_only_once(services):
    made = services.price_updates.run(UpdatePrices(PriceSource.BASE, UP, NEW_YEAR))
    services.price_updates.undo(made)
    assert price_on(services, NEW_YEAR) == Decimal("33.33")
    (row,) = services.price_updates.all()
    assert isinstance(row, UpdateRow)
    assert (row.undone, row.prices, row.asked["percent"]) == (True, 2, "3")
    with pytest.raises(DomainError, match=r"price_update\.undone"):
        services.price_updates.undo(made)


def test_prices_that_are_in_force_are_not_taken_back(services, monkeypatch):
    tomorrow = TODAY + dt.timedelta(days=1)
    made = services.price_updates.run(UpdatePrices(PriceSource.BASE, UP, tomorrow))
    monkeypatch.setattr(services.clock, "_day", tomorrow)
    with pytest.raises(DomainError, match=r"price_update\.begun"):
        services.price_updates.undo(made)
    record = services.products.show("P1")
    assert record.data.price == Decimal("34.33")
    services.products.update(record.id, record.version, replace(record.data, price=Decimal(40)))
    assert price_on(services, tomorrow) == Decimal(40)


def test_a_list_keeps_its_thresholds_net_mark_and_end(services):
    product = services.products.show("P1").id
    end = dt.date(2027, 6, 30)
    old = NewPrice(product, PriceSource.CUSTOMER_LIST, Decimal(30), list_name="GMS", net=True, ends_on=end)
    for quantity, price in ((1, 30), (100, 28)):
        services.prices.add(replace(old, from_quantity=Decimal(quantity), price=Decimal(price)))
    services.prices.add(replace(old, list_name="AUTRE"))
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, price_list="GMS"))
    change = PriceChange(amount=Decimal("-0.52"), rounding=Rounding.FIVE_CENTS)
    update = UpdatePrices(PriceSource.CUSTOMER_LIST, change, NEW_YEAR, list_name="GMS")
    assert [(one.from_quantity, one.after, one.net, one.ends_on) for one in services.price_updates.preview(update)] == [
        (Decimal(1), Decimal("29.5"), True, end),
        (Decimal(100), Decimal("27.5"), True, end),
    ]
    services.price_updates.run(update)
    assert price_on(services, NEW_YEAR, quantity=150) == Decimal("27.5")
    assert price_on(services, dt.date(2027, 7, 1)) == Decimal("33.33")
    with pytest.raises(DomainError, match=r"price_update\.starts_that_day"):
        services.price_updates.preview(update)


def test_an_agreed_line_keeps_its_price(services, monkeypatch):
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    services.price_updates.run(UpdatePrices(PriceSource.BASE, UP, TODAY + dt.timedelta(days=1)))
    monkeypatch.setattr(services.clock, "_day", TODAY + dt.timedelta(days=2))
    later = services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),)))
    with services.store.read() as session:
        prices = [order_by_id(session, one.id).lines[0].unit_price for one in (order, later)]
    assert prices == [Decimal("33.33"), Decimal("34.33")]


@pytest.mark.parametrize(
    ("update", "code"),
    [
        (UpdatePrices(PriceSource.BASE, UP, TODAY), "price_update.not_future"),
        (UpdatePrices(PriceSource.BASE, UP, NEW_YEAR, family="ZZZ"), "price_update.nothing"),
        (UpdatePrices(PriceSource.BASE, PriceChange(), NEW_YEAR), "price_update.one_change"),
        (UpdatePrices(PriceSource.BASE, PriceChange(percent=Decimal(0)), NEW_YEAR), "price_update.no_change"),
        (UpdatePrices(PriceSource.BASE, PriceChange(percent=Decimal(-100)), NEW_YEAR), "price_update.percent"),
        (UpdatePrices(PriceSource.BASE, PriceChange(amount=Decimal(-11)), NEW_YEAR), "price_update.out_of_range"),
    ],
)
def test_an_update_that_makes_no_sense_is_refused(services, update, code):
    with pytest.raises(DomainError) as refused:
        services.price_updates.run(update)
    assert refused.value.code == code
    assert services.price_updates.all() == []


@given(
    st.decimals("0", "9999", places=4),
    st.decimals("-99", "200", places=2).filter(bool),
    st.sampled_from(Rounding),
    st.booleans(),
)
def test_a_new_price_is_on_its_step_and_near_what_was_asked(price, percent, rounding, upwards):
    made = PriceChange(percent=percent, rounding=rounding, upwards=upwards).apply(price)
    step, exact = Decimal(rounding.value), price * (100 + percent) / 100
    assert made % step == 0
    assert abs(made - exact) <= step + Decimal("0.0001")
    if upwards:
        assert made >= exact - Decimal("0.0001")
