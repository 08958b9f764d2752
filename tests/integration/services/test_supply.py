"""Where the goods of a line come from: the shelf, a purchase for it, or the supplier's own shipment (R18)."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pdfplumber
import pytest
from openpyxl import load_workbook

from adv_desktop.models.delivery import DeliveryNote
from adv_desktop.models.enums import DocumentKind, PartialPolicy, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.services import stock_files
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.direct_deliveries import DirectDelivery
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import DeliverTo, NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import deliveries, preparation, promise, to_buy, today
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.stock import counters
from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods
from tests.support.company import TODAY, confirmed, invoiced, line_ids, product, shipped

BOUGHT = NewLine(Decimal(5), "P1", supply=Supply.PURCHASE)
DIRECT = NewLine(Decimal(5), "P1", supply=Supply.DIRECT)


def lines(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id).lines


def stock_of(services, product_id=1):
    with services.store.read() as session:
        kept = counters(session, product_id)
        return kept.physical, kept.reserved


def sent(services, order_id, *quantities, notice="AV-88", **facts):
    chosen = {
        line_id: Decimal(quantity)
        for line_id, quantity in zip(line_ids(services, order_id), quantities, strict=False)
        if quantity != "0"
    }
    return services.direct_deliveries.record(DirectDelivery(order_id, chosen, TODAY, notice, **facts))


def natures(services):
    with services.store.read() as session:
        return [task.nature for task in today.rows(session, TODAY) if task.kind is DocumentKind.ORDER]


def test_a_line_that_is_bought_for_takes_nothing_from_the_shelf(services):
    order = confirmed(services, BOUGHT)
    assert lines(services, order.id)[0].reserved == 0
    assert stock_of(services) == (1000, 0)
    with services.store.read() as session:
        assert preparation.worklist(session, TODAY)[0].quantities == {}


def test_the_product_says_where_its_goods_come_from_and_the_line_may_say_otherwise(services):
    services.products.create(replace(product("SPECIAL", "5"), supply=Supply.PURCHASE))
    order = confirmed(services, NewLine(Decimal(1), "SPECIAL"), NewLine(Decimal(1), "SPECIAL", supply=Supply.STOCK))
    assert [line.supply for line in lines(services, order.id)] == [Supply.PURCHASE, Supply.STOCK]
    services.orders.update(order.id, order.version, services.orders.command(order.id))
    assert [line.supply for line in lines(services, order.id)] == [Supply.PURCHASE, Supply.STOCK]


def test_a_confirmed_line_that_is_to_be_bought_gives_its_goods_back(services):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    assert stock_of(services) == (1000, 5)
    command = services.orders.command(order.id)
    asked = replace(command, lines=tuple(replace(line, supply=Supply.PURCHASE) for line in command.lines))
    services.orders.update(order.id, order.version, asked)
    assert stock_of(services) == (1000, 0)


def test_goods_that_come_in_for_a_line_wake_it_and_are_nobody_elses(services):
    order = confirmed(services, BOUGHT)
    (line_id,) = line_ids(services, order.id)
    receipt = services.stock.announce(AnnouncedReceipt(1, Decimal(5), dt.date(2026, 12, 4), "CF-12", line_id))
    other = confirmed(services, NewLine(Decimal(1000), "P1"))
    assert "bought_arrived" not in natures(services)
    services.stock.receive(ReceiveGoods(1, Decimal(5), receipt))
    assert [lines(services, row.id)[0].reserved for row in (order, other)] == [5, 1000]
    assert "bought_arrived" in natures(services)
    with services.store.read() as session:
        (waiting,) = [one for one in preparation.worklist(session, TODAY) if order.id in one.orders]
        assert waiting.quantities[line_id] == 5
    services.deliveries.prepare(DeliverOrders((order.id,)))
    assert "bought_arrived" not in natures(services)


def test_a_line_bought_for_waits_for_its_own_goods_when_a_receipt_covers_a_part(services):
    order = confirmed(services, BOUGHT)
    (line_id,) = line_ids(services, order.id)
    receipt = services.stock.announce(AnnouncedReceipt(1, Decimal(2), dt.date(2026, 12, 4), None, line_id))
    services.stock.receive(ReceiveGoods(1, Decimal(2), receipt))
    line = lines(services, order.id)[0]
    assert (line.supply, line.reserved) == (Supply.PURCHASE, 2)


def test_a_promise_follows_the_receipt_that_is_tied_to_the_line(services):
    order = confirmed(services, BOUGHT)
    services.stock.announce(
        AnnouncedReceipt(1, Decimal(5), dt.date(2026, 12, 4), None, line_ids(services, order.id)[0])
    )
    with services.store.read() as session:
        (line,) = promise.what_if(session, [order.id], dt.date(2026, 12, 1), TODAY).lines
    assert (line.kept, line.earliest >= dt.date(2026, 12, 4)) == (False, True)


def test_purchasing_is_asked_for_what_is_not_announced(services, tmp_path):
    order = confirmed(services, BOUGHT, replace(DIRECT, quantity=Decimal(3)), NewLine(Decimal(1), "P2"))
    services.stock.announce(
        AnnouncedReceipt(1, Decimal(2), dt.date(2026, 12, 4), None, line_ids(services, order.id)[0])
    )
    with services.store.read() as session:
        assert [(one.line, one.supply, one.quantity) for one in to_buy.lines(session)] == [
            (1, Supply.PURCHASE, 3),
            (2, Supply.DIRECT, 3),
        ]
        stock_files.write_to_buy(session, tmp_path / "buy.xlsx")
    rows = list(load_workbook(tmp_path / "buy.xlsx").active.iter_rows(values_only=True))
    assert [row[:6] for row in rows[1:]] == [
        ("CDE2026000001", 1, "Contremarque", "P1", "Article P1", 3),
        ("CDE2026000001", 2, "Livraison directe du fournisseur", "P1", "Article P1", 3),
    ]


def test_the_purchase_request_is_printed_by_place_with_what_the_stock_lacks(services):
    with pytest.raises(DomainError) as refused:
        services.copies.purchase_request(TODAY)
    assert refused.value.code == "purchase.nothing"
    place = DeliverTo("Bistrot du Port", "2 quai des Brumes", postcode="76600", town="Le Havre")
    confirmed(services, BOUGHT, customer_reference="PO-77")
    confirmed(services, replace(DIRECT, quantity=Decimal(3)), deliver_to=place)
    services.products.create(replace(product("LOW", "5"), minimum_stock=Decimal(40)))
    with pdfplumber.open(io.BytesIO(services.copies.purchase_request(TODAY))) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ")
    parts = ["DEMANDE D'ACHAT", "à recevoir chez nous", "CDE2026000001", "CLIENT TEST SAS · PO-77",
             "Bistrot du Port, 2 quai", "CDE2026000002", "À réapprovisionner en stock", "LOW", "40"]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_what_the_supplier_sends_moves_no_stock_and_is_chased_and_invoiced_as_any_delivery(services):
    order = confirmed(services, DIRECT)
    made = sent(services, order.id, "5", style=NoteStyle.NEUTRAL, carrier="Geodis", tracking="G-1")
    assert stock_of(services) == (1000, 0)
    with services.store.read() as session:
        note = session.get_one(DeliveryNote, made.id)
        assert (note.supplier_notice, note.style) == ("AV-88", NoteStyle.NEUTRAL)
        assert deliveries.rows(session, [made.id], TODAY)[made.id].tracking == "G-1"
        later = TODAY + dt.timedelta(days=3)
        assert list(deliveries.ids(session, ListFilter("to_prove"), "date", False, later)) == [made.id]
    assert invoiced(services, made.id) == "FA2026000001"
    assert verify(services.store) == []


def test_stock_and_the_supplier_never_share_a_delivery(services):
    order = confirmed(services, DIRECT, NewLine(Decimal(2), "P2"))
    with services.store.read() as session:
        (waiting,) = preparation.worklist(session, TODAY)
    assert list(waiting.quantities) == line_ids(services, order.id)[1:]
    with pytest.raises(DomainError, match=r"direct\.from_supplier"):
        shipped(services, order.id, "5", "2")
    with pytest.raises(DomainError, match=r"direct\.not_direct"):
        sent(services, order.id, "5", "2")
    own = shipped(services, order.id)
    with services.store.read() as session:
        assert [line.product_code for line in delivery_by_id(session, own).lines] == ["P2"]
    sent(services, order.id, "5")
    assert [line.backorder for line in lines(services, order.id)] == [0, 0]


def test_a_customer_who_wants_whole_orders_gets_its_direct_lines_apart(services):
    order = confirmed(services, DIRECT, NewLine(Decimal(2), "P2"), partial_policy=PartialPolicy.COMPLETE)
    sent(services, order.id, "5")
    shipped(services, order.id)
    assert [line.backorder for line in lines(services, order.id)] == [0, 0]


def test_goods_tracked_by_lot_are_sent_by_the_supplier_without_a_lot_of_ours(services):
    services.products.create(replace(product("LOT", "5"), lot_tracked=True))
    order = confirmed(services, replace(DIRECT, product="LOT"))
    made = sent(services, order.id, "5")
    with services.store.read() as session:
        assert [line.lot_id for line in delivery_by_id(session, made.id).lines] == [None]


def test_a_notice_without_a_number_is_no_notice(services):
    order = confirmed(services, DIRECT)
    with pytest.raises(DomainError, match=r"direct\.no_notice"):
        sent(services, order.id, "5", notice=" ")
    assert lines(services, order.id)[0].delivered == 0
