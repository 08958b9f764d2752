"""A price list saved as a whole, and its way to Excel and back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.price_grid import ListKey, ListLine

GMS = ListKey(PriceSource.CUSTOMER_LIST, "GMS")
START = dt.date(2026, 1, 1)
LINES = (
    ListLine("P1", Decimal(30), starts_on=START),
    ListLine("P1", Decimal("28.5"), Decimal(100), net=True, starts_on=START),
    ListLine("P2", Decimal(9), ends_on=dt.date(2026, 12, 31)),
)


def facts(lines):
    return [replace(line, id=None, label="") for line in lines]


def test_a_list_is_added_changed_and_shortened_in_one_go(services):
    prices = services.price_grid
    assert prices.save(GMS, (), LINES) == 3
    loaded = prices.lines(GMS)
    assert facts(loaded) == list(LINES)
    assert loaded[0].label == "Article P1"
    changed = [replace(loaded[0], price=Decimal(31)), loaded[1]]
    assert prices.save(GMS, loaded, changed) == 2  # one changed, one taken away
    assert [line.price for line in prices.lines(GMS)] == [Decimal(31), Decimal("28.5")]
    assert [line.id for line in prices.lines(GMS)] == [loaded[0].id, loaded[1].id]
    assert [(one.title, one.prices) for one in prices.known()] == [("GMS", 2)]


def test_a_list_that_somebody_changed_meanwhile_is_not_written_over(services):
    services.price_grid.save(GMS, (), LINES)
    loaded = services.price_grid.lines(GMS)
    services.price_grid.save(GMS, loaded, loaded[:1])
    with pytest.raises(DomainError, match=r"price_list\.changed"):
        services.price_grid.save(GMS, loaded, loaded)
    assert len(services.price_grid.lines(GMS)) == 1


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((LINES[0], LINES[0]), "price_list.twice"),
        ((ListLine("P9", Decimal(1)),), "product.not_found"),
        ((ListLine("P1", Decimal(-1)),), "price.negative"),
        ((ListLine("P1", Decimal(1), Decimal(0)),), "quantity.not_positive"),
        ((ListLine("P1", Decimal(1), starts_on=START, ends_on=dt.date(2025, 1, 1)),), "import.ends_before_start"),
    ],
)
def test_a_wrong_line_refuses_the_whole_list(services, lines, code):
    with pytest.raises(DomainError) as refused:
        services.price_grid.save(GMS, (), [*LINES[2:], *lines])
    assert refused.value.code == code
    assert services.price_grid.lines(GMS) == ()


@pytest.mark.parametrize(
    "key", [GMS, ListKey(PriceSource.CATEGORY, "RESTO"), ListKey(PriceSource.CONTRACT, None, 1)], ids=str
)
def test_a_list_goes_to_excel_and_comes_back_the_same(services, tmp_path, key):
    services.price_grid.save(key, (), LINES)
    path = tmp_path / "tarif.xlsx"
    assert services.price_grid.write(key, path) == 3
    before = services.price_grid.lines(key)
    services.price_grid.save(key, before, ())
    done = services.master_imports.run(MasterKind.PRICES, path)
    assert (done.accepted, done.rejected) == (3, ())
    assert facts(services.price_grid.lines(key)) == list(LINES)
