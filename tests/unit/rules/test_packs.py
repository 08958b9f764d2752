from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.product import Product
from adv_desktop.models.rules.packs import Pack, pack_of
from adv_desktop.services import units

TILE = Product(unit="C62", pack=Decimal(6), pack_label="fardeau", pack_size=Decimal(12))
FLOUR = Product(unit="KGM", pack=Decimal(1), pack_label="sac", pack_size=Decimal(25))
PLAIN = Product(unit="C62", pack=Decimal(6))


@pytest.mark.parametrize(
    ("written", "product", "factor"),
    [
        ("fardeau", TILE, "12"), ("Fard.", TILE, "12"), ("ct", TILE, "12"), ("cartons", TILE, "12"),
        ("ct", PLAIN, "6"), ("dz", TILE, "12"), ("pièces", TILE, "1"), ("", TILE, "1"),
        ("sac", FLOUR, "25"), ("g", FLOUR, "0.001"), ("t", FLOUR, "1000"),
    ],
)  # fmt: skip
def test_a_written_unit_is_turned_into_the_unit_of_the_product(written, product, factor):
    found = units.match(written, product)
    assert (found.factor, found.known) == (Decimal(factor), True)


@pytest.mark.parametrize(("written", "product"), [("kg", TILE), ("palette", PLAIN), ("h", FLOUR)])
def test_a_unit_that_means_nothing_for_the_product_is_not_guessed(written, product):
    assert not units.match(written, product).known


def test_packs_go_by_the_name_that_the_product_gives_them():
    found = units.match("ct", TILE)
    assert units.pack_counted("ct", TILE, found) == Pack("fardeau", Decimal(12))
    assert units.pack_counted("dz", PLAIN, units.match("dz", PLAIN)) == Pack("dz", Decimal(12))
    assert units.pack_counted("g", FLOUR, units.match("g", FLOUR)) is None


def test_a_pack_of_one_is_no_pack():
    assert pack_of("carton", Decimal(1)) is None
    assert pack_of(None, Decimal(6)) is None


@given(st.decimals("0", "99999", places=2), st.decimals("1.01", "999", places=2))
def test_packs_and_what_is_beside_them_make_the_quantity(quantity, size):
    count, rest = Pack("carton", size).split(quantity)
    assert count * size + rest == quantity
    assert 0 <= rest < size
