"""What stands on one invoice: the customer's own way, each delivered line exactly once."""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import selectinload

from adv_desktop.models.delivery import DeliveryLine
from adv_desktop.models.enums import InvoiceGrouping, Nature, Severity, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.services import issue_preview
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import DeliverTo, NewLine, NewOrder
from tests.support.company import TODAY, confirmed, line_ids, new_company, shipped

ONE = NewLine(Decimal(1), "P1")


@pytest.fixture
def services(tmp_path):
    opened = new_company(tmp_path / "company.db")
    yield opened
    opened.close()


def customer(services, grouping, code="G1", **more):
    services.customers.create(
        CustomerData(code, "Groupe", terms="30 jours nets", siren="552081317", invoice_grouping=grouping, **more)
    )
    return code


def left_on(services, day, code, *lines, **header):
    """Ship an order on a day."""
    ref = confirmed(services, *(lines or (ONE,)), customer=code, **header)
    return services.deliveries.deliver(DeliverOrders((ref.id,), date=day))[0].id


def drafted(services, ids):
    """Return the deliveries of each draft, and its customer's number."""
    made = services.drafts.from_deliveries(ids)
    with services.store.read() as session:
        found = []
        for ref in made.invoices:
            invoice = session.get_one(Invoice, ref.id, options=[selectinload(Invoice.lines)])
            lines = [line.delivery_line_id for line in invoice.lines]
            deliveries = session.scalars(sa.select(DeliveryLine.delivery_id).where(DeliveryLine.id.in_(lines)))
            found.append((sorted(set(deliveries)), invoice.customer_reference))
        return found


THREE = (("PO-1", dt.date(2026, 11, 3)), ("PO-1", dt.date(2026, 11, 4)), ("PO-2", dt.date(2026, 11, 12)))


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        (InvoiceGrouping.DELIVERY, [([1], "PO-1"), ([2], "PO-1"), ([3], "PO-2")]),
        (InvoiceGrouping.ORDER, [([1], "PO-1"), ([2], "PO-1"), ([3], "PO-2")]),
        (InvoiceGrouping.CUSTOMER_REFERENCE, [([1, 2], "PO-1"), ([3], "PO-2")]),
        (InvoiceGrouping.SHIP_TO, [([1, 2], "PO-1"), ([3], "PO-2")]),
        (InvoiceGrouping.WEEK, [([1, 2], "PO-1"), ([3], "PO-2")]),
        (InvoiceGrouping.MONTH, [([1, 2], "PO-1"), ([3], "PO-2")]),
    ],
)
def test_three_deliveries_on_two_customer_orders_are_grouped_as_the_customer_wants(services, grouping, expected):
    code = customer(services, grouping)
    ids = [left_on(services, day, code, customer_reference=po) for po, day in THREE]
    assert drafted(services, ids) == expected


@pytest.mark.parametrize("grouping", [InvoiceGrouping.MONTH, InvoiceGrouping.CUSTOMER_REFERENCE])
def test_an_invoice_never_crosses_a_calendar_month(services, grouping):
    code = customer(services, grouping)
    days = (dt.date(2026, 10, 31), dt.date(2026, 11, 1))
    ids = [left_on(services, day, code, customer_reference="PO-1") for day in days]
    assert drafted(services, ids) == [([1], "PO-1"), ([2], "PO-1")]


def test_weeks_and_addresses_make_invoices_of_their_own(services):
    weekly, sites = customer(services, InvoiceGrouping.WEEK), customer(services, InvoiceGrouping.SHIP_TO, "G2")
    ids = [left_on(services, dt.date(2026, 11, day), weekly) for day in (2, 8, 9)]
    assert [deliveries for deliveries, _po in drafted(services, ids)] == [[1, 2], [3]]
    towns = [DeliverTo("Site", "1 rue", None, "69001", town) for town in ("Lyon", "Mâcon", "Lyon")]
    ids = [left_on(services, TODAY, sites, deliver_to=town) for town in towns]
    assert [deliveries for deliveries, _po in drafted(services, ids)] == [[4, 6], [5]]


def test_two_commitments_two_currencies_rates_or_two_reasons_never_share_an_invoice(services):
    code = customer(services, InvoiceGrouping.MONTH)
    ids = [left_on(services, TODAY, code, requirements={"engagement": number}) for number in ("E1", "E2", "E1")]
    assert [deliveries for deliveries, _po in drafted(services, ids)] == [[1, 3], [2]]
    exempt = [
        NewLine(Decimal(1), label=f"Formation {code}", unit_price=Decimal(10), nature=Nature.SERVICE,
                vat_category=VatCategory.EXEMPT, exemption_code=code)
        for code in ("VATEX-FR-CGI261-4", "VATEX-FR-FRANCHISE")
    ]  # fmt: skip
    delivery = left_on(services, TODAY, code, *exempt, ONE)
    made = services.drafts.from_deliveries([delivery]).invoices
    with services.store.read() as session:
        codes = [
            sorted(line.exemption_code or "-" for line in session.scalars(
                sa.select(InvoiceLine).where(InvoiceLine.invoice_id == ref.id)))
            for ref in made
        ]  # fmt: skip
    assert codes == [["-", "VATEX-FR-CGI261-4"], ["VATEX-FR-FRANCHISE"]]
    assert len(services.issuing.issue_all([ref.id for ref in made]).invoices) == 2


def test_what_the_customer_requires_is_on_the_draft_or_prevents_it_until_it_is_typed(services):
    code = customer(services, InvoiceGrouping.MONTH, requirements=("customer_reference", "engagement", "contract"))
    ref = services.orders.create(
        NewOrder(code, (ONE,), requirements={"engagement": "E1", "contract": "M-7"}, customer_reference=None)
    )
    services.orders.confirm(ref.id, override="bon de commande à recevoir")
    draft = services.drafts.from_deliveries([shipped(services, ref.id)]).invoices[0]
    with pytest.raises(DomainError) as refused:
        services.issuing.issue(draft.id)
    assert (refused.value.code, refused.value.facts["field"]) == ("invoice.requirement_missing", "customer_reference")
    with pytest.raises(DomainError, match=r"invoice\.no_requirement"):
        services.drafts.complete(draft.id, draft.version, "service_code", "S1")
    completed = services.drafts.complete(draft.id, draft.version, "customer_reference", "PO-9")
    services.issuing.issue(draft.id, version=completed.version)
    with services.store.read() as session:
        issued = session.get_one(Invoice, draft.id)
        assert (issued.customer_reference, issued.contract_number) == ("PO-9", "M-7")
        assert issued.parties["references"] == {"engagement": "E1"}


def test_a_requirement_that_only_warns_is_a_remark(services):
    services.settings.set("check.requirement_missing", Severity.WARNING)
    code = customer(services, InvoiceGrouping.MONTH, requirements=("engagement",))
    draft = services.drafts.from_deliveries([left_on(services, TODAY, code)]).invoices[0]
    judged = issue_preview.preview(services.store, services.clock, draft.id)
    assert judged.prevented is None
    assert [(check.code, check.facts) for check in judged.remarks] == [("requirement_missing", {"field": "engagement"})]


def test_what_cannot_be_invoiced_is_named_and_the_rest_is_made(services):
    code = customer(services, InvoiceGrouping.DELIVERY)
    done, new = left_on(services, TODAY, code), left_on(services, TODAY, code)
    services.drafts.from_deliveries([done])
    made = services.drafts.from_deliveries([done, new])
    assert len(made.invoices) == 1
    assert [(one.source, one.code) for one in made.prevented] == [("BL2026000001", "invoice.nothing")]


def test_goods_that_came_back_are_not_drafted_over_what_is_due(services):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    ids = [shipped(services, order.id, "5"), shipped(services, order.id)]
    with services.store.write() as session:
        session.execute(sa.text("UPDATE order_line SET returned = 30000 WHERE order_id = :id"), {"id": order.id})
    made = services.drafts.from_deliveries(ids).invoices
    with services.store.read() as session:
        lines = session.scalars(sa.select(InvoiceLine).where(InvoiceLine.invoice_id == made[0].id)).all()
    assert sum(line.quantity for line in lines) == 7
    assert len(services.issuing.issue_all([made[0].id]).invoices) == 1


@pytest.mark.parametrize(
    ("delivered", "today", "expected"),
    [
        (dt.date(2026, 10, 3), TODAY, dt.date(2026, 10, 31)),
        (dt.date(2026, 11, 3), TODAY, TODAY),
        (None, TODAY, TODAY),
    ],
)
def test_a_run_is_dated_on_the_last_day_of_its_month(services, delivered, today, expected):
    ids = []
    if delivered is not None:
        order = confirmed(services, ONE)
        delivery = services.deliveries.deliver(DeliverOrders((order.id,), date=delivered))[0].id
        ids = [services.drafts.from_deliveries([delivery]).invoices[0].id]
    with services.store.read() as session:
        assert issue_preview.run_date(session, ids, today) == expected


orders = st.lists(
    st.tuples(
        st.sampled_from(("PO-1", "PO-2", None)),
        st.sampled_from((dt.date(2026, 10, 30), dt.date(2026, 11, 2), dt.date(2026, 11, 20))),
        st.lists(st.integers(1, 9), min_size=1, max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grouping=st.sampled_from(InvoiceGrouping), told=orders)
def test_each_delivered_line_is_invoiced_exactly_once_and_totals_are_those_of_the_lines(tmp_path, grouping, told):
    path = tmp_path / "company.db"
    for old in tmp_path.glob("company.db*"):
        old.unlink()
    services = new_company(path)
    code = customer(services, grouping)
    ids = []
    for reference, day, quantities, in_two in told:
        lines = [NewLine(Decimal(quantity), "P1") for quantity in quantities]
        ref = confirmed(services, *lines, customer=code, customer_reference=reference)
        if in_two:
            first = dict.fromkeys(line_ids(services, ref.id), Decimal(1))
            ids.append(services.deliveries.deliver(DeliverOrders((ref.id,), first, date=day))[0].id)
        if not in_two or any(quantity > 1 for quantity in quantities):
            ids.append(services.deliveries.deliver(DeliverOrders((ref.id,), date=day))[0].id)
    made = services.drafts.from_deliveries(ids)
    issued = services.issuing.issue_all([ref.id for ref in made.invoices])
    assert (made.prevented, issued.prevented) == ((), ())
    with services.store.read() as session:
        shipped_lines = {
            row.id: row.quantity for row in session.execute(sa.select(DeliveryLine.id, DeliveryLine.quantity))
        }
        billed = Counter(session.scalars(sa.select(InvoiceLine.delivery_line_id)))
        assert billed == Counter(shipped_lines.keys())
        for line in session.scalars(sa.select(InvoiceLine)):
            assert line.quantity == shipped_lines[line.delivery_line_id]
        for invoice in session.scalars(
            sa.select(Invoice).options(selectinload(Invoice.lines), selectinload(Invoice.vat_table))
        ):
            assert invoice.net == sum(line.net for line in invoice.lines) == sum(row.base for row in invoice.vat_table)
            assert invoice.gross == invoice.net + sum(row.vat for row in invoice.vat_table)
    services.close()
