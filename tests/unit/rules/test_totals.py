"""Totals to the cent: the examples of the trade, then the invariants of EN 16931 on random documents."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.enums import VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.totals import (
    Charge,
    DocumentDiscount,
    Freight,
    TotalsLine,
    VatKey,
    from_gross,
    line_amounts,
    line_net,
    net_unit_price,
    totals,
)
from adv_desktop.models.values import percent_of


def key(rate, category=VatCategory.STANDARD, code=None):
    return VatKey(category, Decimal(rate), code)


def line(quantity, price, rate="20", *discounts, **more):
    return TotalsLine(
        Decimal(quantity), Decimal(price), key(rate), discounts=tuple(Decimal(d) for d in discounts), **more
    )


BASKET = [
    line("12", "48.90", "20", "10"),
    line("7", "13.35", "5.5", "5"),
    line("3", "128.4567", "20"),
    line("40", "2.115", "10", "10", "5"),
]


def table(result):
    return [(str(row.key.rate), row.base, row.vat) for row in result.vat]


def test_vat_is_computed_per_rate_and_not_per_line():
    result = totals([line("1", "1.03", "5.5")] * 10)
    assert (result.net, result.vat_total, result.gross) == (1030, 57, 1087)


@pytest.mark.parametrize(
    ("net", "rate", "vat"),
    [("3", "5.5", 17), ("12.45", "10", 125), ("1", "8.5", 9), ("0.25", "2.1", 1), ("250", "2.1", 525)],
)
def test_half_a_cent_of_vat_rounds_up(net, rate, vat):
    assert totals([line("1", net, rate)]).vat_total == vat


def test_mixed_rates_with_a_percent_discount_and_freight_at_a_given_rate():
    result = totals(BASKET, discount=DocumentDiscount(percent=Decimal(2)), freight=Freight(3500, Decimal(20)))
    assert result.line_nets == (52812, 8878, 38537, 7233)
    assert (result.lines, result.discount, result.freight, result.net) == (107460, 2150, 3500, 108810)
    assert table(result) == [("20", 93022, 18604), ("10", 7088, 709), ("5.5", 8700, 479)]
    assert (result.vat_total, result.gross, result.due) == (19792, 128602, 128602)


def test_freight_without_a_rate_follows_the_goods():
    result = totals(BASKET, discount=DocumentDiscount(percent=Decimal(2)), freight=Freight(3500))
    assert [row.freight for row in result.vat] == [2975, 236, 289]
    assert table(result) == [("20", 92497, 18499), ("10", 7324, 732), ("5.5", 8989, 494)]
    assert (result.vat_total, result.gross) == (19725, 128535)


def test_a_cascade_is_not_the_sum_of_its_percents():
    amounts = line_amounts(BASKET[3])
    assert (amounts.gross, amounts.allowances, amounts.net) == (8460, (846, 381), 7233)


def test_a_price_per_hundred_divides_before_rounding():
    result = totals([TotalsLine(Decimal(250), Decimal("12.40"), key("20"), price_base=Decimal(100))])
    assert (result.net, result.vat_total, result.gross) == (3100, 620, 3720)


def test_overseas_and_corsican_rates():
    reunion = totals([line("1", "137.29", "8.5"), line("1", "42.10", "2.1")])
    assert (reunion.net, reunion.vat_total, reunion.gross) == (17939, 1255, 19194)
    corsica = totals([line("1", "137.29", "10"), line("1", "42.10", "2.1"), line("1", "15.05", "0.9")])
    assert (corsica.net, corsica.gross) == (19444, 20919)


def test_exempt_goods_carry_no_vat_and_keep_their_reason():
    exempt = key("0", VatCategory.INTRA_EU, "VATEX-EU-IC")
    result = totals([TotalsLine(Decimal(5), Decimal("250.11"), exempt)], freight=Freight(1000, Decimal(0)))
    assert (result.net, result.vat_total, [row.key for row in result.vat]) == (126055, 0, [exempt])


def test_a_deposit_line_lowers_the_base_but_takes_no_discount_nor_freight():
    deposit = line("-1", "3000", "20", deduction=True)
    result = totals(
        [line("1", "10000"), deposit], discount=DocumentDiscount(percent=Decimal(10)), freight=Freight(1000)
    )
    assert (result.discount, result.vat[0].deducted, result.lines) == (100000, 300000, 700000)
    assert (result.net, result.vat_total) == (601000, 120200)


def test_a_final_invoice_after_a_deposit_both_ways():
    by_line = totals([line("1", "10000"), line("-1", "3000", deduction=True)])
    assert (by_line.net, by_line.vat_total, by_line.due) == (700000, 140000, 840000)
    prepaid = totals([line("1", "10000")], prepaid=360000)
    assert (prepaid.gross, prepaid.due) == (1200000, 840000)


def test_a_fixed_discount_gives_its_last_cent_to_the_largest_base_then_to_the_highest_rate():
    result = totals(
        [line("1", "10", "5.5"), line("1", "10", "20"), line("1", "10", "10")], discount=DocumentDiscount(minor=100)
    )
    assert [(str(row.key.rate), row.discount) for row in result.vat] == [("20", 34), ("10", 33), ("5.5", 33)]


def test_a_fixed_discount_above_the_goods_is_refused():
    with pytest.raises(DomainError, match=r"discount\.above_lines"):
        totals([line("1", "10")], discount=DocumentDiscount(minor=1001))


def test_freight_needs_goods_to_follow_and_a_reason_for_no_vat():
    with pytest.raises(DomainError, match=r"freight\.without_goods"):
        totals([], freight=Freight(100))
    with pytest.raises(DomainError, match=r"freight\.zero_rate"):
        totals([line("1", "10")], freight=Freight(100, Decimal(0)))
    assert totals([line("1", "0")], freight=Freight(100)).vat[0].freight == 100


def test_a_rate_that_no_goods_have_makes_its_own_row_for_freight():
    assert table(totals([line("1", "10", "5.5")], freight=Freight(100, Decimal(20)))) == [
        ("20", 100, 20),
        ("5.5", 1000, 55),
    ]


def test_charges_are_added_after_discounts_once_or_per_unit():
    charged = line(
        "10", "1.00", "20", "10", charges=(Charge("Eco", Decimal("0.125"), per_unit=True), Charge("Box", Decimal("2")))
    )
    assert line_amounts(charged).charges == (125, 200)
    assert line_net(charged) == 900 + 125 + 200


def test_the_net_unit_price_has_no_trailing_zero():
    assert str(net_unit_price(line("1", "100.00", "20", "10", "5"))) == "85.5"
    assert str(net_unit_price(line("1", "2.115", "20", "33.3333"))) == "1.410001"


def test_a_currency_without_decimals_rounds_to_the_unit():
    result = totals([line("3", "33.5", "10")], currency="JPY")
    assert (result.net, result.vat_total, result.due) == (101, 10, 111)


@pytest.mark.parametrize(
    ("gross", "rate", "net", "vat", "rounding"),
    [
        ("99.90", "20", 8325, 1665, 0), ("10.00", "5.5", 948, 52, 0), ("19.99", "20", 1666, 333, 0),
        ("9.99", "20", 833, 167, -1), ("49.99", "10", 4545, 455, -1),
    ],
)  # fmt: skip
def test_a_price_with_vat_included_is_reached_with_a_rounding(gross, rate, net, vat, rounding):
    _, result = from_gross([line("1", gross, rate)])
    assert (result.net, result.vat_total, result.rounding) == (net, vat, rounding)
    assert result.due == int(Decimal(gross) * 100)


def test_freight_stays_outside_the_rounding_of_prices_with_vat_included():
    lines, result = from_gross([line("1", "9.99")], freight=Freight(1000))
    assert (str(lines[0].unit_price), result.rounding, result.due) == ("8.325000", -1, 2199)


def test_a_rounding_above_a_cent_a_line_is_refused():
    with pytest.raises(DomainError, match=r"amount\.gross_rounding"):
        from_gross([line("9000000", "9.990001", "5.5")])


def test_an_amount_above_the_limit_is_refused():
    with pytest.raises(DomainError, match=r"amount\.too_large"):
        totals([line("9999999", "9999999")])


RATES = st.sampled_from(["20", "10", "5.5", "2.1", "8.5"])
QUANTITIES = st.decimals("-999", "9999", places=4)
PRICES = st.decimals("0", "9999", places=6)
PERCENTS = st.decimals("0", "100", places=2)
LINES = st.builds(
    lambda quantity, price, rate, discounts: line(quantity, price, rate, *discounts),
    QUANTITIES, PRICES, RATES, st.lists(PERCENTS, max_size=3),
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.none() | PERCENTS, st.integers(0, 10**6))
def test_every_document_adds_up(lines, percent, freight):
    discount = DocumentDiscount(percent=percent) if percent is not None else None
    result = totals(lines, discount=discount, freight=Freight(freight, Decimal(20)), prepaid=7, rounding=-1)
    assert result.lines == sum(result.line_nets)
    assert result.net == result.lines - result.discount + result.freight == sum(row.base for row in result.vat)
    assert result.gross == result.net + sum(row.vat for row in result.vat)
    assert result.due == result.gross - 7 - 1
    assert all(row.vat == percent_of(row.base, row.key.rate) for row in result.vat)
    assert [row.key.rate for row in result.vat] == sorted((row.key.rate for row in result.vat), reverse=True)


@given(st.lists(LINES, min_size=1, max_size=8), st.integers(1, 10**6))
def test_a_fixed_discount_is_shared_to_the_cent(lines, minor):
    sold = sum(max(0, row.lines) for row in totals(lines).vat)
    minor = min(minor, sold)
    result = totals(lines, discount=DocumentDiscount(minor=minor))
    assert result.discount == minor


@given(LINES, st.permutations([Decimal(10), Decimal(5), Decimal("2.5")]))
def test_a_line_and_its_opposite_cancel_out(base, discounts):
    there = TotalsLine(base.quantity, base.unit_price, base.vat, discounts=tuple(discounts))
    back = TotalsLine(-base.quantity, base.unit_price, base.vat, discounts=tuple(discounts))
    assert line_net(there) == -line_net(back)
