"""Whatever the lines, discounts, charges, deposits and credits: the invariants of amounts hold."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from adv_desktop.models.enums import VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.credits import (
    CreditedInvoice,
    CreditedKey,
    InvoicedLine,
    check_caps,
    credit_amount,
    credit_lines,
    credit_percent,
    credit_whole,
)
from adv_desktop.models.rules.deposits import DepositLeft, deduct, deposit_by_amount, deposit_by_percent
from adv_desktop.models.rules.totals import (
    Charge,
    DocumentDiscount,
    Freight,
    TotalsLine,
    VatKey,
    discountable,
    eco_part,
    line_net,
    totals,
)
from adv_desktop.models.values import percent_of

RATES = ("20", "10", "8.5", "5.5", "2.1")
KEYS = st.sampled_from(
    [*(VatKey(VatCategory.STANDARD, Decimal(rate)) for rate in RATES),
     VatKey(VatCategory.INTRA_EU, Decimal(0), "VATEX-EU-IC")]
)  # fmt: skip
PERCENTS = st.decimals("0.1", "60", places=2)
CHARGES = st.builds(
    Charge,
    st.just("Éco-participation"),
    st.decimals("0.01", "3", places=2),
    per_unit=st.booleans(),
    eco=st.booleans(),
)
LINES = st.builds(
    TotalsLine,
    st.decimals("1", "40", places=1),
    st.decimals("0.01", "999", places=4),
    KEYS,
    discounts=st.lists(PERCENTS, max_size=2).map(tuple),
    charges=st.lists(CHARGES, max_size=1).map(tuple),
)
DISCOUNTS = st.one_of(st.none(), st.builds(DocumentDiscount, percent=st.decimals("0.1", "30", places=2)))
FREIGHTS = st.one_of(st.none(), st.builds(Freight, st.integers(1, 20000)))


@st.composite
def invoices(draw):
    lines = draw(st.lists(LINES, min_size=1, max_size=4))
    nets = sum(discountable(lines, [line_net(line) for line in lines], "EUR").values())
    fixed = st.builds(DocumentDiscount, minor=st.integers(1, max(nets // 2, 1)))
    discount = draw(st.one_of(DISCOUNTS, fixed) if nets > 1 else DISCOUNTS)
    return CreditedInvoice(tuple(InvoicedLine(no, line) for no, line in enumerate(lines, 1)), discount, draw(FREIGHTS))


def after(invoice, result, lines=()):
    """The invoice once a credit with this table and these lines has been issued."""
    taken = dict(lines)
    kept = tuple(
        replace(
            item,
            credited_quantity=item.credited_quantity + taken[item.no].quantity,
            credited_net=item.credited_net + line_net(taken[item.no]),
        )
        if item.no in taken
        else item
        for item in invoice.lines
    )
    credited = dict(invoice.credited)
    for key, base, discount, freight in result:
        old = credited.get(key, CreditedKey())
        credited[key] = CreditedKey(old.base + base, old.discount + discount, old.freight + freight)
    return replace(invoice, lines=kept, credited=credited, credit_count=invoice.credit_count + 1)


def of_totals(result):
    return [(row.key, row.base, row.discount, row.freight) for row in result.vat]


def holds_together(result):
    assert result.net == sum(row.base for row in result.vat)
    assert result.vat_total == sum(row.vat for row in result.vat)
    assert result.gross == result.net + result.vat_total
    for row in result.vat:
        assert row.vat == percent_of(row.base, row.key.rate)
        assert row.base == row.lines - row.discount + row.freight - row.deducted


@given(invoices())
def test_the_vat_table_is_the_totals_whatever_the_lines(invoice):
    result = invoice.totals()
    holds_together(result)
    assert result.net == result.lines - result.discount + result.freight


@given(st.lists(LINES, min_size=1, max_size=4), st.decimals("0.1", "30", places=2))
def test_no_discount_of_the_document_reaches_an_eco_contribution(lines, percent):
    without = [replace(line, charges=tuple(one for one in line.charges if not one.eco)) for line in lines]
    discount = DocumentDiscount(percent=percent)
    borne, bare = totals(lines, discount=discount), totals(without, discount=discount)
    assert borne.discount == bare.discount
    assert borne.net - bare.net == sum(eco_part(line) for line in lines)


@given(invoices())
def test_a_whole_credit_is_the_table_of_its_invoice(invoice):
    assert credit_whole(invoice).totals == invoice.totals()


@settings(max_examples=150)
@given(invoices(), st.randoms(use_true_random=False))
def test_any_series_of_credits_keeps_its_caps(invoice, chance):
    whole, gross, nets = invoice.totals(), 0, {}
    for _attempt in range(8):
        left = {item.no: item.left for item in invoice.lines if item.left > 0}
        how = chance.choice(["lines", "whole", "percent", "amount"])
        try:
            if how in {"lines", "whole"}:
                if how == "lines":
                    chosen = chance.sample(sorted(left), chance.randint(1, len(left))) if left else []
                    part = chance.choice([Decimal(1), Decimal("0.5"), Decimal("0.3333")])
                    asked = {no: max((left[no] * part).quantize(Decimal("0.0001")), Decimal("0.0001")) for no in chosen}
                    draft = credit_lines(invoice, asked, with_freight=chance.random() < 0.3)
                else:
                    draft = credit_whole(invoice)
                holds_together(draft.totals)
                table = of_totals(draft.totals)
                gross += draft.totals.gross
                invoice = after(invoice, table, draft.lines)
            else:
                if how == "percent":
                    parts = credit_percent(whole.vat, Decimal(chance.randint(1, 40)))
                else:
                    parts = credit_amount(whole.vat, chance.randint(1, max(whole.net // 2, 1)))
                check_caps(invoice, {part.key: part.net for part in parts})
                table = [(part.key, part.net, 0, 0) for part in parts]
                gross += sum(part.net + part.vat for part in parts)
                invoice = after(invoice, table)
        except DomainError:
            continue
        for key, base, _discount, _freight in table:
            nets[key] = nets.get(key, 0) + base
    for row in whole.vat:
        assert nets.get(row.key, 0) <= row.base
    assert all(0 <= item.credited_quantity <= item.line.quantity for item in invoice.lines)
    assert gross <= whole.gross + invoice.credit_count * len(whole.vat)


@given(invoices(), st.decimals("0.5", "100", places=2))
def test_a_deposit_by_percent_is_never_more_than_the_order(invoice, percent):
    whole = invoice.totals()
    deposit = deposit_by_percent(whole.vat, percent)
    bases = {row.key: row.base for row in whole.vat}
    assert all(0 < part.net <= bases[part.key] for part in deposit.parts)
    assert all(part.vat == percent_of(part.net, part.key.rate) for part in deposit.parts)
    if percent == 100:
        assert (deposit.net, deposit.vat) == (whole.net, whole.vat_total)


@given(invoices(), st.integers(1, 100))
def test_a_deposit_by_amount_is_paid_as_it_was_asked(invoice, portion):
    whole = invoice.totals()
    asked = max(whole.gross * portion // 100, 1)
    deposit = deposit_by_amount(whole.vat, asked)
    assert deposit.gross == asked
    assert abs(deposit.rounding) <= len(whole.vat)


@given(invoices(), st.lists(st.integers(1, 60), min_size=1, max_size=3), st.lists(st.integers(1, 100), max_size=3))
def test_deposits_are_used_up_over_the_invoices_and_no_base_goes_below_zero(invoice, percents, portions):
    whole = invoice.totals()
    lefts = {}
    for number, percent in enumerate(percents):
        parts = deposit_by_percent(whole.vat, Decimal(percent)).parts
        lefts[number] = {part.key: part.net for part in parts}
    asked = {number: dict(left) for number, left in lefts.items()}
    for portion in [*portions, 100]:
        bases = {row.key: row.base * portion // 100 for row in whole.vat}
        found = deduct([DepositLeft(number, left) for number, left in lefts.items()], bases)
        for one in found:
            bases[one.key] -= one.net
            lefts[one.deposit_id][one.key] -= one.net
        assert all(base >= 0 for base in bases.values())
        for key, base in bases.items():
            assert base == 0 or all(left.get(key, 0) == 0 for left in lefts.values()), "a deposit waits beside a base"
    assert all(0 <= lefts[number][key] <= asked[number][key] for number in asked for key in asked[number])


@given(st.lists(LINES, min_size=1, max_size=3), st.data())
def test_a_deduction_line_lowers_the_base_of_its_rate_alone(lines, data):
    plain = totals(lines)
    row = data.draw(st.sampled_from(plain.vat))
    net = data.draw(st.integers(0, row.base))
    deduction = TotalsLine(Decimal(-1), Decimal(net) / 100, row.key, deduction=True)
    result = totals([*lines, deduction], discount=None)
    holds_together(result)
    assert result.net == plain.net - net
    assert all(after.base >= 0 for after in result.vat)
