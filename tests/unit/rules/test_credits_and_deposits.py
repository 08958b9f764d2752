"""Credit notes and deposits to the cent, and what they may never exceed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.enums import VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.allocation import Allocated, Named, OpenAmount, allocate
from adv_desktop.models.rules.credits import (
    CreditedInvoice,
    CreditedKey,
    InvoicedLine,
    credit_amount,
    credit_lines,
    credit_percent,
    credit_whole,
)
from adv_desktop.models.rules.deposits import DepositLeft, deduct, deposit_by_amount, deposit_by_percent
from adv_desktop.models.rules.totals import Charge, DocumentDiscount, Freight, TotalsLine, VatKey, line_net, totals


def key(rate):
    return VatKey(VatCategory.STANDARD, Decimal(rate))


def line(quantity, price, rate="20", *discounts, **more):
    percents = tuple(Decimal(d) for d in discounts)
    return TotalsLine(Decimal(quantity), Decimal(price), key(rate), discounts=percents, **more)


def invoice(*lines, **more):
    return CreditedInvoice(tuple(InvoicedLine(no, item) for no, item in enumerate(lines, 1)), **more)


def after(invoiced, draft):
    """The invoice once a credit has been issued."""
    taken = dict(draft.lines)
    lines = tuple(
        replace(
            item,
            credited_quantity=item.credited_quantity + taken[item.no].quantity,
            credited_net=item.credited_net + line_net(taken[item.no]),
        )
        if item.no in taken
        else item
        for item in invoiced.lines
    )
    credited = dict(invoiced.credited)
    for row in draft.totals.vat:
        old = credited.get(row.key, CreditedKey())
        credited[row.key] = CreditedKey(old.base + row.base, old.discount + row.discount, old.freight + row.freight)
    return replace(invoiced, lines=lines, credited=credited, credit_count=invoiced.credit_count + 1)


def figures(result):
    return result.net, result.vat_total, result.gross


BASKET = (
    line("12", "48.90", "20", "10"), line("7", "13.35", "5.5", "5"), line("3", "128.4567", "20"),
    line("40", "2.115", "10", "10", "5"),
)  # fmt: skip


def test_two_partial_returns_make_the_whole():
    sold = invoice(line("5", "33.33", "20", "10"))
    first = credit_lines(sold, {1: Decimal(2)})
    assert figures(first.totals) == (5999, 1200, 7199)
    second = credit_whole(after(sold, first))
    assert figures(second.totals) == (8999, 1800, 10799)


def test_a_whole_credit_reproduces_the_table_of_the_invoice():
    deposit = line("-1", "100", "20", deduction=True)
    sold = invoice(*BASKET, deposit, discount=DocumentDiscount(percent=Decimal(2)), freight=Freight(3500))
    assert credit_whole(sold).totals == sold.totals()


def test_a_line_credit_takes_the_percent_discount_but_no_freight_unless_asked():
    sold = invoice(*BASKET, discount=DocumentDiscount(percent=Decimal(2)), freight=Freight(3500))
    alone = credit_lines(sold, {1: Decimal(12)})
    assert (alone.totals.lines, alone.totals.discount, alone.totals.freight) == (52812, 1056, 0)
    with_freight = credit_lines(sold, {1: Decimal(12)}, with_freight=True)
    assert [(str(row.key.rate), row.freight) for row in with_freight.totals.vat] == [
        ("20", 2975), ("10", 236), ("5.5", 289),
    ]  # fmt: skip
    rest = credit_whole(after(sold, with_freight))
    assert rest.totals.freight == 0
    assert rest.totals.net + with_freight.totals.net == sold.totals().net


def test_the_last_credit_takes_the_rest_of_a_fixed_discount():
    sold = invoice(line("3", "10"), discount=DocumentDiscount(minor=100))
    first = credit_lines(sold, {1: Decimal(1)})
    second = credit_lines(after(sold, first), {1: Decimal(1)})
    third = credit_whole(after(after(sold, first), second))
    assert [draft.totals.discount for draft in (first, second, third)] == [33, 33, 34]


def test_more_than_what_is_left_is_refused():
    sold = invoice(line("5", "10"))
    half = after(sold, credit_lines(sold, {1: Decimal(3)}))
    for quantities, code in [
        ({1: Decimal(3)}, "credit.above_quantity"), ({1: Decimal(0)}, "credit.quantity"),
        ({9: Decimal(1)}, "credit.no_such_line"), ({}, "credit.nothing"),
    ]:  # fmt: skip
        with pytest.raises(DomainError) as refused:
            credit_lines(half, quantities)
        assert refused.value.code == code


def test_a_goodwill_credit_lowers_what_is_left_of_its_rate():
    sold = invoice(line("5", "10"), credited={key("20"): CreditedKey(base=4500)})
    with pytest.raises(DomainError, match=r"credit\.above_rate"):
        credit_lines(sold, {1: Decimal(1)})


def test_a_cent_used_up_by_roundings_is_kept_from_the_last_credit():
    sold = invoice(line("3", "0.335"))
    nets = []
    for _ in range(3):
        draft = credit_lines(sold, {1: Decimal(1)})
        nets.append(draft.totals.net)
        sold = after(sold, draft)
    assert nets == [34, 34, 33]


def test_a_rounded_percent_discount_never_credits_more_than_invoiced():
    sold = invoice(line("2", "0.24"), discount=DocumentDiscount(percent=Decimal(2)))
    first = credit_lines(sold, {1: Decimal(1)})
    second = credit_whole(after(sold, first))
    assert (sold.totals().net, first.totals.net, second.totals.net) == (47, 24, 23)


def test_a_charge_of_the_whole_line_is_shared_by_quantity():
    sold = invoice(line("4", "10", charges=(Charge("Emballage", Decimal(8)), Charge("Eco", Decimal(1), per_unit=True))))
    assert credit_lines(sold, {1: Decimal(1)}).totals.net == 1000 + 200 + 100


def test_year_end_rebate_and_early_payment_discount():
    (rebate,) = credit_percent(totals([line("1", "84350")]).vat, Decimal(2))
    assert (rebate.net, rebate.vat) == (168700, 33740)
    (early,) = credit_percent(totals([line("1", "1000")]).vat, Decimal(2))
    assert (early.net, early.vat) == (2000, 400)


def test_an_amount_is_shared_over_the_rates_and_capped():
    table = totals([line("1", "100"), line("1", "50", "5.5")]).vat
    assert [(str(part.key.rate), part.net, part.vat) for part in credit_amount(table, 1000)] == [
        ("20", 667, 133), ("5.5", 333, 18),
    ]  # fmt: skip
    with pytest.raises(DomainError, match=r"credit\.above_net"):
        credit_amount(table, 15001)
    with pytest.raises(DomainError, match=r"credit\.percent"):
        credit_percent(table, Decimal(0))


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.decimals("0.01", "99", places=3), st.sampled_from(["20", "5.5"])),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([None, DocumentDiscount(percent=Decimal("3.3")), DocumentDiscount(minor=1)]),
    st.randoms(use_true_random=False),
)
def test_any_series_of_credits_stays_within_the_invoice(rows, discount, chance):
    sold = invoice(*(line(quantity, price, rate, "7") for quantity, price, rate in rows), discount=discount)
    whole = sold.totals()
    credited = 0
    while left := {item.no: item.left for item in sold.lines if item.left}:
        no = chance.choice(sorted(left))
        draft = credit_lines(sold, {no: Decimal(chance.randint(1, int(left[no])))})
        credited += draft.totals.net
        sold = after(sold, draft)
    assert credited <= whole.net
    assert whole.net - credited <= sold.credit_count * 2


def test_a_deposit_percent_is_taken_of_each_rate():
    deposit = deposit_by_percent(totals([line("1", "10000")]).vat, Decimal(30))
    assert (deposit.net, deposit.vat, deposit.gross) == (300000, 60000, 360000)
    mixed = deposit_by_percent(totals(BASKET, discount=DocumentDiscount(percent=Decimal(2))).vat, Decimal(30))
    assert [(str(part.key.rate), part.net) for part in mixed.parts] == [("20", 26857), ("10", 2126), ("5.5", 2610)]


def test_a_deposit_amount_is_gross_and_shared_by_gross():
    table = totals([line("1", "1000"), line("1", "1000", "5.5")]).vat
    deposit = deposit_by_amount(table, 100000)
    assert [(str(part.key.rate), part.net, part.vat) for part in deposit.parts] == [
        ("20", 44346, 8869), ("5.5", 44346, 2439),
    ]  # fmt: skip
    assert deposit.gross == 100000
    unreachable = deposit_by_amount(totals([line("1", "1000")]).vat, 999)
    assert (unreachable.net, unreachable.vat, unreachable.rounding, unreachable.gross) == (833, 167, -1, 999)


def test_a_deposit_out_of_bounds_is_refused():
    table = totals([line("1", "10")]).vat
    for wrong in (0, 1201):
        with pytest.raises(DomainError, match=r"deposit\.amount"):
            deposit_by_amount(table, wrong)
    with pytest.raises(DomainError, match=r"deposit\.percent"):
        deposit_by_percent(table, Decimal(101))


def test_deposits_are_deducted_oldest_first_and_never_below_zero():
    deposits = [DepositLeft(1, {key("20"): 300, key("5.5"): 50}), DepositLeft(2, {key("20"): 500})]
    deductions = deduct(deposits, {key("20"): 600, key("10"): 900})
    assert [(item.deposit_id, item.net) for item in deductions] == [(1, 300), (2, 300)]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5), st.integers(0, 10**6))
def test_a_deduction_never_passes_the_base_nor_the_deposit(lefts, base):
    deposits = [DepositLeft(number, {key("20"): left}) for number, left in enumerate(lefts)]
    nets = [item.net for item in deduct(deposits, {key("20"): base})]
    assert sum(nets) == min(base, sum(lefts))


ITEMS = [
    OpenAmount(1, date(2026, 12, 1), 500), OpenAmount(2, date(2026, 11, 1), 300), OpenAmount(3, date(2026, 11, 1), 200),
]  # fmt: skip


def test_a_payment_goes_to_the_oldest_first_and_the_rest_stays_to_the_customer():
    assert allocate(600, ITEMS).parts == (Allocated(2, 300), Allocated(3, 200), Allocated(1, 100))
    assert allocate(1100, ITEMS).unallocated == 100


def test_named_items_alone_are_paid():
    chosen = allocate(600, ITEMS, [Named(3, 150), Named(2)])
    assert (chosen.parts, chosen.unallocated) == ((Allocated(3, 150), Allocated(2, 300)), 150)


@pytest.mark.parametrize(
    ("minor", "named", "code"),
    [
        (0, [], "payment.not_positive"), (500, [Named(1, 501)], "payment.above_open"),
        (100, [Named(1, 200)], "payment.above_amount"), (100, [Named(9)], "payment.nothing_open"),
        (100, [Named(1), Named(1)], "payment.named_twice"), (100, [Named(1, 0)], "payment.not_positive"),
    ],
)  # fmt: skip
def test_a_wrong_allocation_is_refused(minor, named, code):
    with pytest.raises(DomainError) as refused:
        allocate(minor, ITEMS, named)
    assert refused.value.code == code


@given(st.integers(1, 10**6), st.lists(st.integers(0, 10**5), max_size=8))
def test_a_payment_is_allocated_to_the_cent(minor, opens):
    items = [OpenAmount(number, date(2026, 1, 1), left) for number, left in enumerate(opens)]
    result = allocate(minor, items)
    assert sum(part.minor for part in result.parts) + result.unallocated == minor
    assert result.unallocated == max(0, minor - sum(opens))
