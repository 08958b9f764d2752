"""What is not proved: its steps, the list for accounting, the buyer who carries, and the number that is not checked."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from adv_desktop.models.enums import DocumentKind, VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.transport_proofs import ProofNeed, needs, statement_due, step
from adv_desktop.services import missing_proofs, texts, transport_proofs
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import deliveries, timeline, today
from adv_desktop.services.queries.filters import ListFilter
from tests.support.company import TODAY, confirmed, invoiced, shipped

SWISS = CustomerData(
    "CH", "Vinothèque SA", terms="30 jours nets", country="CH", vat_regime=VatRegime.EXPORT, line1="1 rue",
    postcode="1201", town="Genève", incoterm="DAP Genève",
)  # fmt: skip
BELGIAN = replace(
    SWISS, code="BE", name="Vins Wallons SA", country="BE", vat_number="BE0417497106", vat_regime=VatRegime.INTRA_EU,
    incoterm="EXW Lyon",
)  # fmt: skip


@pytest.fixture
def abroad(services):
    """Customers outside France and in the Union."""
    services.customers.create(SWISS)
    services.customers.create(BELGIAN)
    return services


def left(services, customer, days):
    """Return a delivery that left so many days ago."""
    order = confirmed(services, NewLine(Decimal(2), "P1"), customer=customer)
    day = TODAY - dt.timedelta(days=days)
    return services.deliveries.deliver(DeliverOrders((order.id,), date=day, override="vérifié"))[0].id


def listed(services, days=0):
    with services.store.read() as session:
        return missing_proofs.rows(session, TODAY, days)


def test_a_shipment_passes_thirty_sixty_and_ninety_days():
    assert [step(TODAY, TODAY + dt.timedelta(days=days)) for days in (0, 29, 30, 75, 400)] == [0, 0, 30, 60, 90]


def test_the_statement_of_the_buyer_is_due_on_the_tenth_of_the_month_that_follows():
    assert statement_due(dt.date(2026, 11, 24)) == dt.date(2026, 12, 10)
    assert statement_due(dt.date(2026, 12, 31)) == dt.date(2027, 1, 10)


def test_what_is_still_to_get_counts_what_is_kept():
    union = [VatCategory.INTRA_EU]
    assert needs(union, "EXW", []) == (ProofNeed.STATEMENT, ProofNeed.ONE_PAPER)
    assert needs(union, "DAP", []) == (ProofNeed.TWO_PAPERS,)
    assert needs([VatCategory.EXPORT], None, []) == (ProofNeed.EXIT,)


def test_the_list_holds_to_a_step_and_goes_to_accounting(abroad, tmp_path):
    old, recent = left(abroad, "CH", 95), left(abroad, "BE", 40)
    left(abroad, "CH", 3)
    left(abroad, "C1", 95)  # with VAT: nothing to prove
    number = invoiced(abroad, old)
    assert [row.id for row in listed(abroad, 30)] == [old, recent]
    (row,) = listed(abroad, 90)
    assert (row.days, row.step, row.step_name, row.invoices, row.export) == (95, 90, "J+90", (number,), True)
    done = missing_proofs.write([row], tmp_path / "sans preuve.xlsx")
    cells = [cell.value for cell in load_workbook(done.path).active[2]]
    assert cells[:2] == [row.number, dt.datetime.combine(row.shipped, dt.time())]
    assert cells[2:9] == ["Vinothèque SA", "Suisse", "Export", "DAP Genève", 66.66, "EUR", number]
    assert cells[9:] == [95, "J+90", "Sortie de l'Union"]
    with pytest.raises(DomainError, match=r"file\.wrong_ending"):
        missing_proofs.write([row], tmp_path / "sans preuve.txt")


def test_the_board_asks_for_the_proofs_that_are_due(abroad):
    late = left(abroad, "CH", 31)
    left(abroad, "CH", 5)
    with abroad.store.read() as session:
        tasks = today.rows(session, TODAY, ["proof_due"])
        assert [(task.id, task.action) for task in tasks] == [(late, "prove_transport")]
        assert list(deliveries.ids(session, ListFilter("proof_due"), "", False, TODAY)) == [late]


def test_a_buyer_who_carries_is_told_when_goods_leave(abroad):
    carried, ours = left(abroad, "BE", 0), left(abroad, "CH", 0)
    with abroad.store.read() as session:
        (state,) = transport_proofs.carried_by_buyer(session, [carried, ours], TODAY)
    assert state.delivery_id == carried
    assert "10/12/2026" in transport_proofs.carriage_warning(state, texts.of("fr"))


def test_goods_leave_with_the_vat_of_france_when_the_number_is_not_checked(abroad):
    order = confirmed(abroad, NewLine(Decimal(2), "P1"), NewLine(Decimal(1), "P2"), customer="BE")
    with pytest.raises(DomainError, match=r"delivery\.vat_number_unchecked"):
        abroad.deliveries.deliver(DeliverOrders((order.id,)))
    delivery_id = abroad.deliveries.deliver(DeliverOrders((order.id,), with_vat=True))[0].id
    with abroad.store.read() as session:
        lines = delivery_by_id(session, delivery_id).lines
        assert [(line.vat_category, line.vat_rate, line.net) for line in lines] == [
            (VatCategory.STANDARD, Decimal(20), 6666), (VatCategory.STANDARD, Decimal("5.5"), 1000),
        ]  # fmt: skip
    with abroad.store.read() as session:
        (event,) = (one for one in timeline.of(session, DocumentKind.DELIVERY, delivery_id) if one.icon == "euro")
        assert "BE0417497106" in str(event.detail)
    made = abroad.drafts.from_deliveries([delivery_id]).invoices[0]
    abroad.issuing.issue(made.id)
    with abroad.store.read() as session:
        invoice = invoice_by_id(session, made.id)
        assert (invoice.net, invoice.vat) == (7666, 1333 + 55)
    assert listed(abroad) == []


def test_a_prepared_delivery_takes_the_vat_of_france_before_it_leaves(abroad):
    order = confirmed(abroad, NewLine(Decimal(2), "P1"), customer="BE")
    prepared = abroad.deliveries.prepare(DeliverOrders((order.id,)))[0].id
    abroad.departure_vat.charge(prepared, 1)
    with abroad.store.read() as session:
        delivery = delivery_by_id(session, prepared)
        assert delivery.lines[0].vat_category is VatCategory.STANDARD
        version = delivery.version
    abroad.deliveries.ship(prepared, version)
    with pytest.raises(DomainError, match=r"delivery\.wrong_state|version|changed"):
        abroad.departure_vat.charge(prepared, version)


def test_what_left_stays_as_it_left(abroad):
    gone = shipped(abroad, confirmed(abroad, NewLine(Decimal(1), "P1"), customer="CH").id)
    with abroad.store.read() as session:
        version = delivery_by_id(session, gone).version
    with pytest.raises(DomainError, match=r"delivery\.wrong_state"):
        abroad.departure_vat.charge(gone, version)


def test_the_departure_says_that_the_buyer_carries_by_the_incoterm_of_the_order(abroad):
    carried = confirmed(abroad, NewLine(Decimal(1), "P1"), customer="BE")
    ours = confirmed(abroad, NewLine(Decimal(1), "P1"), customer="BE", incoterm="DAP  Gand")
    told = {
        order.id: [one.kind for one in abroad.departure_checks.of_orders(DeliverOrders((order.id,)))]
        for order in (carried, ours)
    }
    assert "buyer_carries" in told[carried.id]
    assert "buyer_carries" not in told[ours.id]
