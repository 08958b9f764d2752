"""Which price wins, which discount is taken, and why the others lost."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.rules.pricing import (
    DiscountKind,
    DiscountRow,
    PriceRow,
    Verdict,
    find_price,
    former_price,
)

TODAY = date(2026, 11, 24)
RANK = [PriceSource.CONTRACT, PriceSource.CUSTOMER_LIST, PriceSource.CATEGORY, PriceSource.BASE]


def row(source, price, from_quantity="0", **more):
    return PriceRow(source, Decimal(price), Decimal(from_quantity), **more)


def discount(kind, *percents, **more):
    return DiscountRow(kind, tuple(Decimal(percent) for percent in percents), **more)


BASE = row(PriceSource.BASE, "1.92")
LIST = [
    row(PriceSource.CUSTOMER_LIST, "1.73", "1", net=True, start=date(2026, 1, 1)),
    row(PriceSource.CUSTOMER_LIST, "1.61", "120", net=True, start=date(2026, 1, 1)),
    row(PriceSource.CUSTOMER_LIST, "1.54", "600", net=True, start=date(2026, 1, 1)),
    row(PriceSource.CUSTOMER_LIST, "1.79", "1", net=True, start=date(2027, 1, 1)),
]
PROMOTION = discount(DiscountKind.PROMOTION, "8", start=date(2026, 11, 1), end=date(2026, 12, 24))


def price(rows, discounts=(), quantity="12", on=TODAY):
    return find_price(rows, discounts, Decimal(quantity), on)


def test_the_largest_threshold_reached_wins_in_its_source():
    prices = {quantity: price([BASE, *LIST], quantity=quantity).list_price for quantity in ("119", "120", "599", "600")}
    assert prices == {
        "119": Decimal("1.73"), "120": Decimal("1.61"), "599": Decimal("1.61"), "600": Decimal("1.54"),
    }  # fmt: skip


def test_a_contract_wins_over_a_cheaper_list():
    contract = row(PriceSource.CONTRACT, "2.48", net=True)
    found = price([BASE, *LIST, contract], [PROMOTION])
    assert (found.source, found.net_price, found.discounts) == (PriceSource.CONTRACT, Decimal("2.48"), ())


def test_the_latest_start_wins_among_valid_dates():
    old = row(PriceSource.CONTRACT, "4.51", start=date(2026, 1, 1), end=date(2027, 6, 30))
    new = row(PriceSource.CONTRACT, "4.32", start=date(2026, 7, 1), end=date(2027, 6, 30))
    assert price([old, new]).list_price == Decimal("4.32")
    assert price([old, new], on=date(2026, 6, 30)).list_price == Decimal("4.51")


def test_an_expired_contract_gives_way_to_the_base_price():
    expired = row(PriceSource.CONTRACT, "118", end=date(2025, 12, 31))
    found = price([expired, BASE])
    assert (found.source, found.explanation[0].verdict) == (PriceSource.BASE, Verdict.EXPIRED)


def test_only_one_discount_is_taken_and_a_cascade_stays_one():
    family = discount(DiscountKind.CUSTOMER_FAMILY, "15")
    customer = discount(DiscountKind.CUSTOMER, "10", "5")
    assert price([BASE], [PROMOTION, customer, family]).discount_from is DiscountKind.CUSTOMER_FAMILY
    found = price([row(PriceSource.BASE, "100")], [PROMOTION, customer])
    assert (found.discounts, str(found.net_price)) == ((Decimal(10), Decimal(5)), "85.5")


def test_a_discount_of_zero_leaves_the_promotion():
    found = price([row(PriceSource.BASE, "13.2")], [discount(DiscountKind.CUSTOMER, "0"), PROMOTION])
    assert (found.discount_from, str(found.net_price)) == (DiscountKind.PROMOTION, "12.144")


def test_every_row_says_why_it_lost():
    found = price([BASE, *LIST], [PROMOTION, discount(DiscountKind.CUSTOMER, "5", end=date(2026, 1, 1))], "150")
    verdicts = {(str(item.row.price), item.verdict.value) for item in found.explanation[:5]}
    assert verdicts == {
        ("1.54", "below_threshold"), ("1.61", "won"), ("1.79", "not_yet"), ("1.73", "smaller_threshold"),
        ("1.92", "weaker_source"),
    }  # fmt: skip
    assert [item.verdict for item in found.explanation[5:]] == [Verdict.EXPIRED, Verdict.NET_PRICE]
    assert [item.won for item in found.explanation].count(True) == 1


def test_a_weaker_discount_and_an_older_start_are_named():
    older, newer = (row(PriceSource.BASE, "1", start=date(2026, month, 1)) for month in (1, 2))
    found = price([older, newer], [PROMOTION, discount(DiscountKind.CUSTOMER, "5")])
    assert [item.verdict for item in found.explanation] == [
        Verdict.WON, Verdict.OLDER_START, Verdict.WON, Verdict.WEAKER_DISCOUNT,
    ]  # fmt: skip


def test_rows_of_which_none_applies_give_no_price():
    assert price([LIST[3], row(PriceSource.CATEGORY, "1.69", "60")]) is None


DATES = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
ROWS = st.builds(
    PriceRow,
    source=st.sampled_from(RANK), price=st.decimals("0", "999", places=4),
    from_quantity=st.integers(0, 50).map(Decimal), net=st.booleans(), start=DATES, end=DATES,
)  # fmt: skip
DISCOUNTS = st.builds(
    DiscountRow,
    kind=st.sampled_from(list(DiscountKind)),
    percents=st.lists(st.decimals("0", "100", places=2), max_size=3).map(tuple), start=DATES, end=DATES,
)  # fmt: skip
OFFERS = st.builds(
    DiscountRow,
    kind=st.just(DiscountKind.PROMOTION), percents=st.just(()), start=DATES, end=DATES,
    price=st.decimals("0", "999", places=4),
)  # fmt: skip
LISTED = st.builds(
    PriceRow,
    source=st.sampled_from(RANK), price=st.decimals("0", "999", places=4), start=DATES, end=DATES,
    by_requested=st.booleans(), former_until=DATES,
)  # fmt: skip
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(ROWS, max_size=8), st.lists(DISCOUNTS, max_size=4), st.integers(0, 60).map(Decimal))
def test_the_price_is_valid_of_the_strongest_source_and_every_row_is_explained(rows, discounts, quantity):
    found = find_price(rows, discounts, quantity, TODAY)
    valid = [
        row for row in rows
        if row.from_quantity <= quantity and (row.start or TODAY) <= TODAY <= (row.end or TODAY)
    ]  # fmt: skip
    if not valid:
        assert found is None
        return
    strongest = min(valid, key=lambda row: RANK.index(row.source)).source
    assert found.source is strongest
    assert 0 <= found.net_price <= found.list_price
    assert len(found.explanation) == len(rows) + len(discounts)
    winner = next(item.row for item in found.explanation if item.won)
    assert winner in valid
    assert not (winner.net and found.discounts)


@given(st.lists(ROWS, min_size=1, max_size=8), st.integers(0, 60).map(Decimal))
def test_inside_a_source_the_threshold_then_the_start_decide(rows, quantity):
    found = find_price(rows, [], quantity, TODAY)
    if found is None:
        return
    winner = next(item.row for item in found.explanation if item.won)
    for other in rows:
        valid = other.from_quantity <= quantity and (other.start or TODAY) <= TODAY <= (other.end or TODAY)
        if valid and other.source is winner.source:
            key = (other.from_quantity, other.start or date.min)
            assert key <= (winner.from_quantity, winner.start or date.min)


@given(st.lists(ROWS, max_size=6), st.lists(DISCOUNTS, max_size=4), st.integers(0, 60).map(Decimal), st.randoms())
def test_a_row_that_lost_changes_nothing(rows, discounts, quantity, random):
    found = find_price(rows, discounts, quantity, TODAY)
    if found is None:
        return
    kept = [item.row for item in found.explanation if item.won]
    again = find_price([r for r in kept if isinstance(r, PriceRow)], [r for r in kept if isinstance(r, DiscountRow)],
                       quantity, TODAY)  # fmt: skip
    assert again is not None
    assert (again.net_price, again.discounts, again.source) == (found.net_price, found.discounts, found.source)


@given(st.lists(ROWS, min_size=1, max_size=6), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_day_outside_its_dates_never_has_a_row_win(rows, on):
    found = find_price(rows, [], Decimal(60), on)
    for item in found.explanation if found else ():
        if item.won:
            assert (item.row.start or on) <= on <= (item.row.end or on)


@given(st.lists(ROWS, min_size=1, max_size=6), st.lists(DISCOUNTS, max_size=3), st.lists(OFFERS, max_size=3))
def test_a_promotional_price_is_lower_than_the_price_and_gives_way_to_the_customers_discounts(rows, discounts, offers):
    plain, found = find_price(rows, [], Decimal(60), TODAY), find_price(rows, [*discounts, *offers], Decimal(60), TODAY)
    if plain is None or found is None:
        return
    assert found.net_price <= plain.list_price
    if found.source is PriceSource.PROMOTION:
        assert found.list_price < plain.list_price
        assert found.discounts == ()
        own = [one for one in discounts if one.kind is not DiscountKind.PROMOTION and any(one.percents)]
        assert not [one for one in own if (one.start or TODAY) <= TODAY <= (one.end or TODAY)]


@given(st.lists(LISTED, min_size=1, max_size=6), DAYS, DAYS)
def test_the_day_requested_counts_for_the_lists_that_say_so_and_for_no_other(rows, on, requested):
    found = find_price(rows, [], Decimal(1), on, requested)
    for item in found.explanation if found else ():
        if item.won:
            day = requested if item.row.by_requested else on
            assert (item.row.start or day) <= day <= (item.row.end or day)
    same = [replace(row, by_requested=not row.by_requested) for row in rows]
    assert find_price(rows, [], Decimal(1), on, on) == find_price(rows, [], Decimal(1), on)
    swapped = find_price(same, [], Decimal(1), requested, on)
    assert (swapped is None) == (found is None)
    assert swapped is None or found is None or swapped.net_price == found.net_price


@given(st.lists(LISTED, min_size=1, max_size=6), DAYS, DAYS)
def test_a_former_price_is_that_of_the_eve_while_it_is_tolerated(rows, on, requested):
    former, found = former_price(rows, [], Decimal(1), on, requested), find_price(rows, [], Decimal(1), on, requested)
    if former is None:
        return
    assert found is not None
    winner = next(item.row for item in found.explanation if item.won)
    eve = winner.start - timedelta(days=1)
    assert on <= former.until == winner.former_until
    assert former.found == find_price(rows, [], Decimal(1), eve, eve)
    assert winner not in [item.row for item in former.found.explanation if item.won]
