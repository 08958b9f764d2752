"""What may be sold instead of a product that is short or at the end of its life, and how the check proposes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services import alternatives
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.products import ProductData, proposals
from adv_desktop.ui.orders.fixes import fixes_of
from tests.support.company import TODAY


@pytest.fixture
def chosen(services):
    """P1 may be replaced by P3, out of stock, or else by P2."""
    services.products.create(ProductData("P3", "Article P3", Decimal(20), Decimal(12), stock=Decimal(0)))
    put(services, "P1", alternatives=("P3", "P2", "P3"))
    return services


def put(services, code, **changes):
    record = services.products.show(code)
    services.products.update(record.id, record.version, replace(record.data, **changes))


def proposed(services, code="P1", day=TODAY):
    with services.store.read() as session:
        return proposals(session, code, day)


def checks_of(services, quantity="1", requested=None):
    order = NewOrder("C1", (NewLine(Decimal(quantity), "P1"),), requested=requested)
    return {check.code: check for check in services.orders.preview(order).checks}


def test_alternatives_keep_their_order_and_each_stands_once(chosen):
    assert chosen.products.show("P1").data.alternatives == ("P3", "P2")
    put(chosen, "P1", alternatives=("P2", "P3"))
    assert chosen.products.show("P1").data.alternatives == ("P2", "P3")
    put(chosen, "P1", alternatives=())
    assert proposed(chosen) == []


def test_what_replaces_a_product_comes_first_and_what_is_ended_is_left_out(chosen):
    put(chosen, "P1", replaced_by="P2")
    assert [(one.code, one.replaces) for one in proposed(chosen)] == [("P2", True), ("P3", False)]
    put(chosen, "P2", ends_on=TODAY)
    assert [one.code for one in proposed(chosen)] == ["P2", "P3"]
    assert [one.code for one in proposed(chosen, day=TODAY + dt.timedelta(days=1))] == ["P3"]


def test_the_first_of_which_there_is_enough_is_proposed_for_a_shortage(chosen):
    assert alternatives.sufficient(proposed(chosen), Decimal(5)).code == "P2"
    short = checks_of(chosen, quantity="1001")["stock_short"]
    assert "alternative" not in short.facts
    put(chosen, "P2", stocked=False)
    short = checks_of(chosen, quantity="1001")["stock_short"]
    assert fixes_of(short) == [("product=P2", "Remplacer par P2")]


def test_a_product_ends_after_its_day(chosen):
    put(chosen, "P1", ends_on=TODAY + dt.timedelta(days=10))
    assert "end_of_life" not in checks_of(chosen, requested=TODAY + dt.timedelta(days=10))
    ended = checks_of(chosen, requested=TODAY + dt.timedelta(days=11))["end_of_life"]
    assert fixes_of(ended) == [("product=P3", "Remplacer par P3")]


@pytest.mark.parametrize(("codes", "code"), [(("P1",), "product.own_alternative"), (("RIEN",), "product.not_found")])
def test_an_alternative_is_another_product_that_exists(services, codes, code):
    with pytest.raises(DomainError) as refused:
        put(services, "P1", alternatives=codes)
    assert (refused.value.code, refused.value.facts["field"]) == (code, "alternatives")
    assert services.products.show("P1").data.alternatives == ()
