"""Kits: ordered as one line, reserved, delivered and taken back by their components, invoiced to the cent."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from sqlalchemy.orm import selectinload

from adv_desktop.models.enums import BackorderPolicy, Progress, ReturnSettlement
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.services import integrity
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing.quotations import quotation_content
from adv_desktop.services.products import ProductData
from adv_desktop.services.queries import backlog, exposure
from adv_desktop.services.quotation_reading import quotation_by_id
from adv_desktop.services.quotations import Acceptance, NewQuotation
from adv_desktop.services.returns import AuthoriseReturn, Inspected, InspectReturn, return_by_id
from adv_desktop.services.stock import counters
from tests.support.company import TODAY, confirmed, invoiced

ONE = Decimal(1)


def good(code, price, *, cost=None, stock="100", vat_rate="20"):
    return ProductData(
        code, f"Article {code}", Decimal(vat_rate), Decimal(price), cost=Decimal(cost) if cost else None,
        stock=Decimal(stock),
    )  # fmt: skip


@pytest.fixture
def shop(services):
    """A kit K of one table and four chairs, sold for 250.00."""
    services.products.create(good("TABLE", "120.00", cost="60", stock="10"))
    services.products.create(good("CHAIR", "45.00", cost="20", stock="40"))
    parts = (NewComponent("TABLE"), NewComponent("CHAIR", Decimal(4)))
    services.products.create(ProductData("K", "Set of garden furniture", Decimal(20), Decimal(250), components=parts))
    return services


def change(services, code, **changes):
    record = services.products.show(code)
    services.products.update(record.id, record.version, replace(record.data, **changes))


def lines_of(services, order_id):
    with services.store.read() as session:
        order = order_by_id(session, order_id)
        return {
            line.product_code: {
                "id": line.id, "no": line.no, "quantity": line.quantity, "reserved": line.reserved, "kind": line.kind,
                "delivered": line.delivered, "invoiced": line.invoiced, "net": line.net, "cost": line.cost,
                "cancelled": line.cancelled, "returned": line.returned,
            }
            for line in order.shown
        }  # fmt: skip


def state_of(services, order_id):
    with services.store.read() as session:
        order = order_by_id(session, order_id)
        return order.delivery_state, order.invoice_state, order.net


def deliver(services, order_id, **quantities):
    lines = lines_of(services, order_id)
    chosen = {lines[code]["id"]: Decimal(quantity) for code, quantity in quantities.items()} if quantities else None
    return services.deliveries.deliver(DeliverOrders((order_id,), chosen))[0].id


def stock_of(services, code):
    with services.store.read() as session:
        found = counters(session, services.products.show(code).id)
        return found.physical, found.reserved


def is_sound(services):
    return [problem.code for problem in integrity.verify(services.store)]


def test_a_kit_brings_its_components_and_is_not_kept_in_stock_itself(shop):
    kit = shop.products.show("K").data
    assert not kit.stocked
    assert kit.components == (NewComponent("TABLE"), NewComponent("CHAIR", Decimal(4)))
    order = confirmed(shop, NewLine(Decimal(2), "K"), NewLine(ONE, "P1"))
    lines = lines_of(shop, order.id)
    assert {code: (line["no"], line["quantity"], line["reserved"]) for code, line in lines.items()} == {
        "K": (1, 2, 0), "TABLE": (3, 2, 2), "CHAIR": (4, 8, 8), "P1": (2, 1, 1),
    }  # fmt: skip
    assert stock_of(shop, "CHAIR") == (40, 8)
    assert lines["K"]["net"] == 50000
    assert lines["K"]["cost"] == Decimal(140)
    assert is_sound(shop) == []


@pytest.mark.parametrize(
    ("components", "code"),
    [
        ((NewComponent("K"),), "kit.in_a_kit"),
        ((NewComponent("TABLE"), NewComponent("TABLE")), "kit.component_twice"),
        ((NewComponent("TABLE", Decimal(0)),), "kit.no_quantity"),
        ((NewComponent("NONE"),), "product.not_found"),
    ],
)
def test_a_composition_that_cannot_be_is_refused(shop, components, code):
    with pytest.raises(DomainError) as refused:
        change(shop, "K", components=components)
    assert refused.value.code == code
    assert len(shop.products.show("K").data.components) == 2


def test_no_kit_stands_in_a_kit(shop):
    shop.products.create(good("BOX", "1.00", stock="0"))
    with pytest.raises(DomainError, match=r"kit.in_a_kit"):
        change(shop, "BOX", components=(NewComponent("K"),))
    with pytest.raises(DomainError, match=r"kit.no_stock"):
        change(shop, "P1", components=(NewComponent("TABLE"),))
    shop.products.create(good("CUSHION", "5.00", stock="0"))
    change(shop, "K", components=(NewComponent("TABLE"), NewComponent("CUSHION")))
    with pytest.raises(DomainError, match=r"kit.is_component"):
        change(shop, "CUSHION", components=(NewComponent("P1"),))


def test_a_component_that_is_short_or_ended_is_told_at_its_kit(shop):
    change(shop, "TABLE", end_of_life=True)
    preview = shop.orders.preview(NewOrder("C1", (NewLine(Decimal(11), "K"),)))
    told = {(check.code, check.line, check.facts.get("component")) for check in preview.checks}
    assert {("end_of_life", 1, "TABLE"), ("stock_short", 1, "TABLE"), ("stock_short", 1, "CHAIR")} <= told


def test_what_one_kit_holds_is_frozen_when_it_is_ordered(shop):
    order = confirmed(shop, NewLine(ONE, "K"))
    change(shop, "K", components=(NewComponent("TABLE"), NewComponent("CHAIR", Decimal(6))))
    command = shop.orders.command(order.id)
    lines = (replace(command.lines[0], quantity=Decimal(3)),)
    shop.orders.update(order.id, order.version, replace(command, lines=lines))
    lines = lines_of(shop, order.id)
    assert (lines["CHAIR"]["quantity"], lines["CHAIR"]["reserved"]) == (12, 12)
    assert stock_of(shop, "CHAIR") == (40, 12)
    assert is_sound(shop) == []


def test_a_draft_follows_the_composition_of_its_kit(shop):
    draft = shop.orders.create(NewOrder("C1", (NewLine(ONE, "K"),)))
    change(shop, "K", components=(NewComponent("TABLE"),))
    shop.orders.update(draft.id, draft.version, shop.orders.command(draft.id))
    assert set(lines_of(shop, draft.id)) == {"K", "TABLE"}


def test_a_kit_is_delivered_in_whole_sets_and_invoiced_when_it_is_complete(shop):
    order = confirmed(shop, NewLine(Decimal(2), "K"))
    first = deliver(shop, order.id, CHAIR=8, TABLE=1)
    lines = lines_of(shop, order.id)
    assert (lines["K"]["delivered"], lines["CHAIR"]["delivered"], lines["TABLE"]["delivered"]) == (1, 8, 1)
    assert state_of(shop, order.id)[0] is Progress.PARTIAL
    invoiced(shop, first)
    second = deliver(shop, order.id)
    assert lines_of(shop, order.id)["K"]["delivered"] == 2
    invoiced(shop, second)
    assert state_of(shop, order.id) == (Progress.FULL, Progress.FULL, 50000)
    assert stock_of(shop, "CHAIR") == (32, 0)
    assert is_sound(shop) == []


def test_components_alone_leave_nothing_to_invoice(shop):
    order = confirmed(shop, NewLine(ONE, "K"))
    chairs = deliver(shop, order.id, CHAIR=4)
    with pytest.raises(DomainError, match=r"invoice.nothing"):
        shop.drafts.from_deliveries([chairs])
    table = deliver(shop, order.id, TABLE=1)
    invoiced(shop, table)
    assert state_of(shop, order.id)[:2] == (Progress.FULL, Progress.FULL)
    assert is_sound(shop) == []


def test_asking_for_a_kit_delivers_what_its_next_set_still_needs(shop):
    order = confirmed(shop, NewLine(Decimal(2), "K"))
    deliver(shop, order.id, CHAIR=3)
    deliver(shop, order.id, K=1)
    lines = lines_of(shop, order.id)
    assert (lines["K"]["delivered"], lines["CHAIR"]["delivered"], lines["TABLE"]["delivered"]) == (1, 4, 1)
    with pytest.raises(DomainError, match=r"delivery.over_quantity"):
        deliver(shop, order.id, K=2)


def test_closing_short_a_kit_gives_back_what_is_kept_for_its_components(shop):
    order = confirmed(shop, NewLine(Decimal(2), "K"))
    deliver(shop, order.id, K=1)
    shop.orders.close_short(order.id, None, "no longer wanted")
    lines = lines_of(shop, order.id)
    assert (lines["K"]["cancelled"], lines["CHAIR"]["cancelled"]) == (1, 4)
    assert stock_of(shop, "CHAIR") == (36, 0)
    assert is_sound(shop) == []


def test_a_shipment_that_never_arrived_is_no_longer_a_set(shop):
    from adv_desktop.models.enums import Undelivered
    from adv_desktop.services.undelivered import BringBack
    from tests.support.company import TODAY

    order = confirmed(shop, NewLine(ONE, "K"))
    chairs, _table = deliver(shop, order.id, CHAIR=4), deliver(shop, order.id, TABLE=1)
    shop.undelivered.bring_back(BringBack(chairs, Undelivered.REFUSED, TODAY, ship_again=True))
    assert lines_of(shop, order.id)["K"]["delivered"] == 0
    deliver(shop, order.id)
    assert lines_of(shop, order.id)["K"]["delivered"] == 1
    assert is_sound(shop) == []


@pytest.mark.parametrize("order_of_parts", [("TABLE", "CHAIR"), ("CHAIR", "TABLE")])
def test_pro_rata_each_component_is_invoiced_its_share_and_the_last_takes_the_rest(shop, order_of_parts):
    change(shop, "K", kit_billing=KitBilling.PRO_RATA)
    order = confirmed(shop, NewLine(Decimal(3), "K", unit_price=Decimal("33.34")))
    assert state_of(shop, order.id)[2] == 10002
    billed = []
    for code in order_of_parts:
        for quantity in {"TABLE": (1, 2), "CHAIR": (5, 7)}[code]:
            delivery = deliver(shop, order.id, **{code: quantity})
            invoiced(shop, delivery)
            billed.append(quantity)
    with shop.store.read() as session:
        from adv_desktop.models.invoice import Invoice

        nets = [invoice.net for invoice in session.query(Invoice).order_by(Invoice.id)]
    assert len(nets) == 4
    assert sum(nets) == 10002
    assert state_of(shop, order.id) == (Progress.FULL, Progress.FULL, 10002)
    assert is_sound(shop) == []


def bring_back(services, delivery_id, code, quantity, settlement, *, scrapped=False):
    with services.store.read() as session:
        line = next(line for line in delivery_by_id(session, delivery_id).lines if line.product_code == code)
    ref = services.returns.authorise(AuthoriseReturn(delivery_id, {line.id: Decimal(quantity)}, "essai"))
    with services.store.read() as session:
        (found,) = return_by_id(session, ref.id).lines
    amount = Decimal(quantity)
    part = Inspected(scrapped=amount) if scrapped else Inspected(restocked=amount)
    return services.returns.inspect(InspectReturn(ref.id, ref.version, {found.id: part}, settlement))


def test_a_kit_that_comes_back_brings_its_components_back_and_is_credited(shop):
    order = confirmed(shop, NewLine(Decimal(2), "K"))
    delivery = deliver(shop, order.id)
    invoiced(shop, delivery)
    settled = bring_back(shop, delivery, "K", 1, ReturnSettlement.CREDIT)
    assert (stock_of(shop, "TABLE")[0], stock_of(shop, "CHAIR")[0]) == (9, 36)
    with shop.store.read() as session:
        assert [session.get_one(Invoice, credit.id).net for credit in settled.credits] == [25000]
    assert integrity.verify(shop.store) == []


def test_a_kit_completed_in_two_deliveries_comes_back_whole(shop):
    order = confirmed(shop, NewLine(ONE, "K"))
    deliver(shop, order.id, TABLE=1)
    last = deliver(shop, order.id, CHAIR=4)
    bring_back(shop, last, "K", 1, ReturnSettlement.NONE, scrapped=True)
    assert (stock_of(shop, "TABLE")[0], stock_of(shop, "CHAIR")[0]) == (9, 36)
    assert lines_of(shop, order.id)["K"]["returned"] == 1
    assert integrity.verify(shop.store) == []


def test_a_kit_is_replaced_by_its_components(shop):
    order = confirmed(shop, NewLine(ONE, "K"))
    again = bring_back(shop, deliver(shop, order.id), "K", 1, ReturnSettlement.REPLACEMENT).replacement
    with shop.store.read() as session:
        made = delivery_by_id(session, again.id)
        assert [(line.product_code, line.quantity) for line in made.lines] == [("K", 1), ("TABLE", 1), ("CHAIR", 4)]
    shop.deliveries.ship(again.id, made.version)
    assert (stock_of(shop, "TABLE")[0], stock_of(shop, "CHAIR")[0]) == (9, 36)
    assert integrity.verify(shop.store) == []


def test_one_component_is_replaced_but_never_credited_alone(shop):
    order = confirmed(shop, NewLine(ONE, "K"))
    delivery = deliver(shop, order.id)
    with pytest.raises(DomainError, match=r"return\.component_credit"):
        bring_back(shop, delivery, "CHAIR", 1, ReturnSettlement.CREDIT)
    with pytest.raises(DomainError, match=r"return\.over_delivered"):
        bring_back(shop, delivery, "CHAIR", 4, ReturnSettlement.REPLACEMENT)  # one of them is allowed back already
    again = bring_back(shop, delivery, "CHAIR", 3, ReturnSettlement.REPLACEMENT, scrapped=True).replacement
    with shop.store.read() as session:
        made = delivery_by_id(session, again.id)
    shop.deliveries.ship(again.id, made.version)
    assert (stock_of(shop, "TABLE")[0], stock_of(shop, "CHAIR")[0]) == (9, 33)
    assert lines_of(shop, order.id)["K"]["delivered"] == 1
    assert integrity.verify(shop.store) == []


def test_a_quotation_offers_a_kit_whole_names_what_it_holds_and_becomes_its_order(shop):
    asked = NewOrder("C1", (NewLine(Decimal(2), "K", unit_price=Decimal(240)), NewLine(ONE, "P1")))
    ref = shop.quotations.create(NewQuotation(asked))
    with shop.store.read() as session:
        quotation = quotation_by_id(session, ref.id)
        assert [line.product_code for line in quotation.lines] == ["K", "P1"]
        printed = quotation_content(session, quotation).lines
    assert [(row.code, row.quantity, row.component) for row in printed] == [
        ("K", 2, False), ("TABLE", 2, True), ("CHAIR", 8, True), ("P1", 1, False),
    ]  # fmt: skip
    order = shop.quotations.accept(Acceptance(ref.id))
    assert {code: (line["no"], line["quantity"]) for code, line in lines_of(shop, order.id).items()} == {
        "K": (1, 2), "TABLE": (3, 2), "CHAIR": (4, 8), "P1": (2, 1),
    }  # fmt: skip
    assert state_of(shop, order.id)[2] == 48000 + 3333
    shop.orders.confirm(order.id)
    assert stock_of(shop, "CHAIR") == (40, 8)
    assert is_sound(shop) == []


def nets(services):
    """The net of each invoice, and of its lines as (product, quantity, net)."""
    with services.store.read() as session:
        found = session.query(Invoice).options(selectinload(Invoice.lines)).order_by(Invoice.id)
        return [
            (one.net, [(line.product_code, line.quantity, line.net) for line in one.lines]) for one in found
        ]  # fmt: skip


def to_invoice(services):
    with services.store.read() as session:
        left = [(line.product_code, line.left, line.net) for line in backlog.to_invoice(session, TODAY, TODAY)]
        customer = services.customers.show("C1").id
        return left, exposure.of(session, customer, TODAY).delivered_not_invoiced


def test_a_kit_closed_short_bills_what_left_of_its_last_set_by_the_shares_of_its_price(shop):
    order = confirmed(shop, NewLine(Decimal(2), "K"))
    invoiced(shop, deliver(shop, order.id, K=1))
    chairs = deliver(shop, order.id, CHAIR=3)
    assert shop.drafts.all_delivered().invoices == ()
    shop.orders.close_short(order.id, None, "no longer wanted")
    # A set is worth 120 for its table and 4 x 45 for its chairs: three chairs are 135 of 300, of 250.00.
    assert to_invoice(shop) == ([("CHAIR", 3, 11250)], 13500)
    assert state_of(shop, order.id) == (Progress.FULL, Progress.PARTIAL, 50000)
    (draft,) = shop.drafts.all_delivered().invoices
    shop.issuing.issue(draft.id)
    assert nets(shop)[1] == (11250, [("CHAIR", 3, 11250)])
    assert state_of(shop, order.id)[:2] == (Progress.FULL, Progress.FULL)
    assert to_invoice(shop) == ([], 0)
    assert shop.drafts.all_delivered().invoices == ()
    with pytest.raises(DomainError, match=r"invoice.nothing"):
        shop.drafts.from_deliveries([chairs])
    assert is_sound(shop) == []
    settled = bring_back(shop, chairs, "CHAIR", 3, ReturnSettlement.CREDIT)
    with shop.store.read() as session:
        assert [session.get_one(Invoice, credit.id).net for credit in settled.credits] == [11250]


@pytest.mark.parametrize("price", ["33.34", "0.01", "99.99"])
def test_the_parts_of_a_kit_closed_short_add_up_to_the_cent_and_never_beyond_its_price(shop, price):
    order = confirmed(shop, NewLine(Decimal(3), "K", unit_price=Decimal(price)))
    shipped = [deliver(shop, order.id, **part) for part in ({"CHAIR": 5}, {"TABLE": 3}, {"CHAIR": 6})]
    shop.orders.close_short(order.id, None, "no longer wanted")
    for delivery in (shipped[2], shipped[1], shipped[0]):
        with contextlib.suppress(DomainError):
            invoiced(shop, delivery)
    whole = int(Decimal(price) * 300)
    worth = (Decimal(whole) * (360 + 11 * 45) / (360 + 12 * 45)).quantize(ONE, ROUND_HALF_UP)
    assert sum(net for net, _lines in nets(shop)) == worth <= whole
    assert lines_of(shop, order.id)["K"]["invoiced"] == 2
    assert state_of(shop, order.id)[:2] == (Progress.FULL, Progress.FULL)
    assert is_sound(shop) == []


def test_a_kit_whose_price_includes_vat_is_billed_apart_with_vat_included(shop):
    order = confirmed(shop, NewLine(ONE, "K", unit_price=Decimal(300)), gross_prices=True)
    table = deliver(shop, order.id, TABLE=1)
    shop.orders.close_short(order.id, None, "no longer wanted")
    invoiced(shop, table)
    with shop.store.read() as session:
        invoice = session.query(Invoice).one()
        assert (invoice.gross, invoice.net) == (12000, 10000)
    assert is_sound(shop) == []


def test_a_remainder_that_is_given_up_when_goods_leave_bills_the_begun_set_with_that_delivery(shop):
    record = shop.customers.show("C1")
    shop.customers.update(record.id, record.version, replace(record.data, backorder_policy=BackorderPolicy.CANCEL))
    order = confirmed(shop, NewLine(ONE, "K"))
    chairs = deliver(shop, order.id, CHAIR=4)
    (draft,) = shop.drafts.all_delivered().invoices
    shop.issuing.issue(draft.id)
    assert nets(shop) == [(15000, [("CHAIR", 4, 15000)])]
    assert chairs
    assert is_sound(shop) == []


def test_a_kit_closed_short_before_anything_left_has_nothing_to_bill(shop):
    order = confirmed(shop, NewLine(ONE, "K"), NewLine(ONE, "P1"))
    deliver(shop, order.id, P1=1)
    shop.orders.close_short(order.id, None, "no longer wanted")
    assert to_invoice(shop)[0] == [("P1", 1, 3333)]
    assert is_sound(shop) == []
