"""The small checks of a line, with the facts that their remarks quote."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.enums import Severity
from adv_desktop.models.rules import checks
from adv_desktop.models.rules.checks import Remark

ORDERED = date(2026, 11, 17)


def number(text):
    return Decimal(text)


@pytest.mark.parametrize(
    ("found", "kind", "facts"),
    [
        (checks.pack_multiple(number("10"), number("6")), "pack_multiple", {"pack": "6"}),
        (checks.below_minimum(number("3"), number("6.0")), "below_minimum", {"minimum": "6"}),
        (checks.piece_decimals(number("2.5"), "C62"), "piece_decimals", {"quantity": "2.5", "unit": "C62"}),
        (checks.date_too_early(date(2026, 12, 10), ORDERED, 28), "date_too_early",
         {"lead_days": 28, "earliest": "2026-12-15"}),
        (checks.closed_day(date(2026, 12, 12)), "closed_day",
         {"reason": "weekend", "date": "2026-12-12", "next": "2026-12-14"}),
        (checks.stock_short(number("240"), number("192")), "stock_short", {"stock": "192"}),
        (checks.end_of_life(ended=True, replacement="EPS-1001"), "end_of_life", {"alternative": "EPS-1001"}),
        (checks.end_of_life(ended=True, replacement=None), "end_of_life", {}),
        (checks.below_cost(number("150"), number("100"), number("1.57")), "below_cost", {"cost": "1.57"}),
        (checks.price_difference(number("5.20"), number("5.4")), "price_difference", {"theirs": "5.2", "ours": "5.4"}),
        (checks.line_total_mismatch(number("14"), number("12.64"), number("186.96")), "line_total_mismatch",
         {"computed": "176.96", "written": "186.96"}),
        (checks.minimum_order(9999, 10000), "minimum_order", {"minimum": "100.00"}),
        (checks.credit_exceeded(1, 0), "credit_exceeded", {"exposure": "0.01", "limit": "0.00"}),
    ],
)  # fmt: skip
def test_a_remark_quotes_its_facts(found, kind, facts):
    assert found == Remark(kind, facts)


@pytest.mark.parametrize(
    "found",
    [
        checks.pack_multiple(number("12"), number("6")), checks.pack_multiple(number("1"), None),
        checks.below_minimum(number("6"), number("6")), checks.piece_decimals(number("2.5"), "KGM"),
        checks.piece_decimals(number("2.0"), "C62"), checks.date_too_early(date(2026, 12, 15), ORDERED, 28),
        checks.date_too_early(None, ORDERED, 28), checks.closed_day(date(2026, 12, 9)), checks.closed_day(None),
        checks.stock_short(number("5"), number("5")), checks.end_of_life(ended=False, replacement="X"),
        checks.below_cost(number("157"), number("100"), number("1.57")),
        checks.below_cost(number("0"), number("1"), None),
        checks.line_total_mismatch(number("7"), number("13.35"), number("93.46")),
        checks.minimum_order(10000, 10000), checks.minimum_order(0, None),
        checks.credit_exceeded(10**9, None), checks.credit_exceeded(100, 100),
    ],
)  # fmt: skip
def test_what_is_right_makes_no_remark(found):
    assert found is None


@pytest.mark.parametrize(
    ("theirs", "ours", "differs"),
    [
        ("12.14", "12.144", False), ("2.57", "2.5745", False), ("16.63", "16.625", False), ("2.95", "2.945", False),
        ("1.39", "1.421", True), ("12.99", "12.98", True), ("3.3", "3.4", True),
    ],
)  # fmt: skip
def test_half_of_the_last_written_decimal_is_no_difference(theirs, ours, differs):
    assert (checks.price_difference(number(theirs), number(ours)) is not None) is differs


@given(st.decimals("0", "999", places=4), st.integers(0, 4))
def test_our_price_as_the_customer_would_round_it_never_differs(ours, decimals):
    assert checks.price_difference(checks.round_half_up(ours, decimals), ours, decimals) is None


def test_two_orders_with_four_lines_of_five_in_common_are_one():
    lines = [("A", number("1")), ("B", number("2")), ("C", number("3")), ("D", number("4")), ("E", number("5"))]
    assert checks.same_content(lines, [*lines[:4], ("F", number("5"))])
    assert not checks.same_content(lines, lines[:3])
    assert not checks.same_content([("A", number("1"))] * 2, [("A", number("1"))])
    assert not checks.same_content([], [])


def test_every_check_has_its_usual_severity():
    assert checks.DEFAULT_SEVERITIES["credit_exceeded"] is Severity.BLOCKING
    assert checks.DEFAULT_SEVERITIES["pack_multiple"] is Severity.WARNING
    assert checks.DEFAULT_SEVERITIES["price_manual"] is Severity.INFO
