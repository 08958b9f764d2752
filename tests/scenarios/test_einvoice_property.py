"""Any mix of lines, discounts, charges, deposits and credits gives a right XML with the frozen totals."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules.totals import Charge, DocumentDiscount, Freight
from adv_desktop.models.values import from_minor
from adv_desktop.services import files
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.einvoice.checking import check_xml_bytes
from adv_desktop.services.einvoice.exporting import Syntax, xml_of
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from tests.support.company import new_company, shipped

# What a rule of totals refuses before any XML: a right answer.
REFUSED = {"discount.above_lines", "freight.without_goods", "credit.nothing", "credit.above_net", "credit.above_rate",
           "amount.gross_rounding", "invoice.negative", "deposit.amount", "credit.percent", "freight.zero_rate",
           "deposit.nothing", "price.out_of_range", "order.no_lines",
           "credit.quantity", "credit.above_quantity"}  # fmt: skip
RATES = st.sampled_from([Decimal(rate) for rate in ("20", "10", "5.5", "2.1", "8.5")])
QUANTITIES = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(400), places=4)
PRICES = st.decimals(min_value=0, max_value=Decimal(900), places=6)
PERCENTS = st.decimals(min_value=0, max_value=Decimal(60), places=4)
CHARGES = st.builds(
    Charge, st.sampled_from(["Éco-participation", "Palette"]),
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal(30), places=4), st.booleans(), st.booleans(),
)  # fmt: skip
LINES = st.lists(
    st.builds(
        lambda quantity, price, rate, discounts, charges: NewLine(
            quantity, label="Article", unit_price=price, vat_rate=rate, discounts=tuple(discounts),
            charges=tuple(charges),
        ),
        QUANTITIES, PRICES, RATES, st.lists(PERCENTS, max_size=3), st.lists(CHARGES, max_size=2),
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip
DISCOUNTS = st.none() | st.one_of(
    st.builds(lambda percent: DocumentDiscount(percent=percent), PERCENTS),
    st.builds(lambda minor: DocumentDiscount(minor=minor), st.integers(min_value=1, max_value=5000)),
)
FREIGHTS = st.none() | st.builds(Freight, st.integers(min_value=1, max_value=9000), st.none() | RATES)
ORDERS = st.builds(
    lambda lines, discount, freight, gross: NewOrder(
        "C1", tuple(lines), discount=discount, freight=freight, gross_prices=gross
    ),
    LINES, DISCOUNTS, FREIGHTS, st.booleans(),
)  # fmt: skip
DEPOSITS = st.none() | st.sampled_from([Decimal(percent) for percent in ("10", "33.33", "100")])
CREDITS = st.none() | st.one_of(
    st.just({}),
    st.builds(lambda percent: {"percent": percent}, st.decimals(min_value=Decimal("0.01"), max_value=100, places=2)),
    st.builds(lambda net: {"net": net}, st.integers(min_value=1, max_value=20000)),
)


@pytest.fixture(scope="module")
def company():
    """One company for all the examples: a database each would cost more than what is tried on it."""
    with tempfile.TemporaryDirectory() as folder:
        services = new_company(Path(folder) / "company.db")
        yield services
        services.close()


def check(services, invoice_id):
    """Compare the kept XML and its UBL twin with the frozen document; neither may break a rule."""
    with services.store.read() as session:
        invoice = invoice_by_id(session, invoice_id)
        kept = files.content_of(session, invoice.xml_file_id)
    for content in (kept, xml_of(services.store, invoice_id, Syntax.UBL)):
        verdict = check_xml_bytes("x.xml", content)
        assert [(family, fault) for family, fault in verdict.faults] == []
        assert verdict.valid is True
        sums = verdict.invoice.sums
        assert amounts(sums.net, sums.vat, sums.gross, sums.due) == frozen(invoice)
        table = [(row.category, row.rate, row.base, row.amount) for row in verdict.invoice.taxes]
        assert table == [
            (row.category.value, row.rate, from_minor(row.base), from_minor(row.vat)) for row in invoice.vat_table
        ]


def amounts(*values):
    return tuple(value or Decimal(0) for value in values)


def frozen(invoice: Invoice):
    return tuple(from_minor(minor) for minor in (invoice.net, invoice.vat, invoice.gross, invoice.due))


def carry_out(services, order, deposit, prepaid, credit):
    """Order, ask for a deposit, deliver, invoice and correct; return the ids of what was issued."""
    issued = []
    draft = services.orders.create(order)
    services.orders.confirm(draft.id, override="essai")
    if deposit is not None:
        issued.append(services.issuing.issue(services.deposits.draft(draft.id, percent=deposit)).id)
    delivery = shipped(services, draft.id)
    made = services.drafts.from_deliveries([delivery], prepaid=prepaid).invoices[0]
    issued.append(services.issuing.issue(made.id).id)
    if credit is not None:
        issued.append(services.issuing.issue(services.credits.draft(NewCredit(made.id, "retour", **credit)).id).id)
    return issued


def tried(services, order, deposit, prepaid, credit):
    try:
        ids = carry_out(services, order, deposit, prepaid, credit)
    except DomainError as error:
        if error.code not in REFUSED:
            raise
        return
    for invoice_id in ids:
        check(services, invoice_id)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=ORDERS, deposit=DEPOSITS, prepaid=st.booleans(), credit=CREDITS)
def test_what_is_issued_breaks_no_rule(company, order, deposit, prepaid, credit):
    tried(company, order, deposit, prepaid, credit)


@pytest.mark.slow
@settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(order=ORDERS, deposit=DEPOSITS, prepaid=st.booleans(), credit=CREDITS)
def test_whatever_is_issued_breaks_no_rule(company, order, deposit, prepaid, credit):
    tried(company, order, deposit, prepaid, credit)
