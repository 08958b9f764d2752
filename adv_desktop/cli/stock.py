"""`adv stock`: what is there of a product, received, counted, thrown away, put elsewhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from adv_desktop.cli import plain_text
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, iso, money, number, number_or_none
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, line_number, quantity, serials
from adv_desktop.cli.typed import number as exact
from adv_desktop.cli.verbs import Documents, Verb, Verbs
from adv_desktop.services import lots
from adv_desktop.services.locations import PutElsewhere
from adv_desktop.services.products import product_of
from adv_desktop.services.queries import stock_detail
from adv_desktop.services.queries.needs import Waiting
from adv_desktop.services.queries.stock_detail import ReceiptRow, StockDetail
from adv_desktop.services.stock_keeping import ReceiveGoods, Scrapped, product_by_id
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verbs.add("stock show", N_("show the stock of a product"), show).argument("code", "CODE")
    verb = receipt = _on_goods(verbs, "receive", N_("count goods in"))
    verb.option("--lot", "LOT", N_("the lot of what came in"))
    verb.option("--use-by", "D", N_("the use-by date of the lot"), day)
    verb.option("--cost", "C", N_("what one unit was bought for; default: the cost of the product"), exact)
    verb.option("--receipt", "ID", N_("the announced receipt that it is, as shown by stock show"), line_number)
    verb = counted = _on_goods(verbs, "count", N_("set the stock to what was counted"))
    verb.option("--reason", "R", N_("why it differs"), required=True)
    verb.option("--lot", "LOT", N_("the lot that was counted"))
    verb = loss = _on_goods(verbs, "scrap", N_("throw goods away"))
    verb.option("--reason", "R", N_("why they are thrown away"), required=True)
    verb.option("--lot", "LOT", N_("the lot that they are of"))
    for one in (receipt, counted, loss):
        one.option("--serials", "NUMBERS", N_("the serial numbers of the units: SN1..SN10,SN12"), serials)
    verb = _on_goods(verbs, "put", N_("put goods in another place"))
    verb.option("--from", "PLACE", N_("where they are"), required=True)
    verb.option("--to", "PLACE", N_("where they go; a new code makes the place"), required=True)
    verb.option("--lot", "LOT", N_("the lot that they are of"))


def _on_goods(verbs: Verbs, name: str, summary: str) -> Verb:
    run = {"receive": receive, "count": count, "scrap": scrap, "put": put}[name]
    verb = verbs.add(f"stock {name}", summary, run, show_again)
    verb.argument("code", "CODE", N_("the code of a product"))
    verb.argument("quantity", "QTY", N_("how much, in the unit of the product"))
    return verb


def receive(asked: argparse.Namespace, console: Console) -> Answer:
    """Count goods in and keep them for who waits."""
    console.services.stock.receive(
        ReceiveGoods(
            _id_of(console, asked.code), quantity(asked.quantity), asked.receipt, None, asked.lot, asked.use_by,
            asked.cost, asked.serials or (),
        )
    )  # fmt: skip
    return show(asked, console)


def count(asked: argparse.Namespace, console: Console) -> Answer:
    """Set the stock of a product, or of one of its lots, to what was counted."""
    console.services.stock.count(
        _id_of(console, asked.code), quantity(asked.quantity), asked.reason, asked.lot, asked.serials or ()
    )
    return show(asked, console)


def scrap(asked: argparse.Namespace, console: Console) -> Answer:
    """Throw goods away."""
    goods = Scrapped(
        _id_of(console, asked.code), quantity(asked.quantity), asked.reason, asked.lot, asked.serials or ()
    )
    console.services.stock.scrap(goods)
    return show(asked, console)


def put(asked: argparse.Namespace, console: Console) -> Answer:
    """Put a part of the goods in another place."""
    with console.services.store.read() as session:
        product = product_of(session, asked.code)
        lot = lots.named(session, product, asked.lot) if asked.lot else None
    goods = PutElsewhere(
        product.id, quantity(asked.quantity), getattr(asked, "from"), asked.to, lot.id if lot else None
    )
    console.services.locations.put(goods)
    return show(asked, console)


def show_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show the stock that the request left."""
    return show(asked, console)


def show(asked: argparse.Namespace, console: Console) -> Answer:
    """Show what is there of a product, where, for whom, and what is to come."""
    with console.services.store.read() as session:
        product = product_by_id(session, product_of(session, asked.code).id)
        content = _object(stock_detail.detail(session, product.id, console.clock.today()))
    return Answer(content, plain_text.facts(N_("Stock"), content))


def _id_of(console: Console, code: str) -> int:
    with console.services.store.read() as session:
        return product_of(session, code).id


def _object(found: StockDetail) -> JsonObject:
    row = found.row
    quantities = ("physical", "reserved", "available", "expected", "needed", "projected", "to_order")
    return {
        "id": row.id,
        "code": row.code,
        "label": row.label,
        "unit": row.unit_label,
        "state": row.state.code,
        **{name: number(getattr(row, name)) for name in quantities},
        "minimum": number_or_none(row.minimum),
        "expected_on": iso(row.expected_on),
        "needed_by": iso(row.needed_by),
        "place": row.place,
        "average_cost": number(row.average),
        "value": money(row.value, row.currency),
        "places": [{"place": one.place, "quantity": number(one.quantity)} for one in found.places],
        "lots": [
            {"lot": one.code, "use_by": iso(one.use_by), "quantity": number(one.quantity), "free": number(one.free)}
            for one in found.lots
        ],
        "receipts": [_receipt(one) for one in found.receipts],
        "waiting": _waiting(found.waiting),
    }


def _receipt(row: ReceiptRow) -> JsonObject:
    return {
        "id": row.id,
        "due": iso(row.due),
        "quantity": number(row.quantity),
        "received": number(row.received),
        "supplier_reference": row.supplier_reference,
        "order_line": {"number": row.order, "line": row.line} if row.order else None,
    }


def _waiting(rows: Sequence[Waiting]) -> list[JsonValue]:
    return [
        {
            "number": row.number,
            "line": row.line,
            "customer": row.customer,
            "promised": iso(row.promised),
            "left": number(row.left),
            "reserved": number(row.reserved),
            "missing": number(row.missing),
        }
        for row in rows
    ]
