"""Small dialogs on the stock of a product: received, announced, counted, thrown away, put elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.services import texts
from adv_desktop.services.locations import PutElsewhere
from adv_desktop.services.queries.stock_detail import PlaceStock, ReceiptRow, StockDetail
from adv_desktop.services.sentences import sentence
from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods, Scrapped
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.serial_numbers import NumbersEdit
from adv_desktop.ui.stock.columns import day, some
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, PriceEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

ZERO = Decimal(0)
Numbers = Callable[[], tuple[str, ...]]


def _units(stock: StockDetail, quantity: QuantityEdit) -> tuple[Numbers, list[Field]]:
    """Return what reads the serial numbers that move, whose count is the quantity, and their field if there is one."""
    if stock.row.serials is None:
        return tuple, []
    numbers = NumbersEdit(_("Serial numbers"))

    def show_count() -> None:
        with suppress(DomainError):  # what cannot be read is said when the dialog is confirmed
            count = len(numbers.numbers())
            quantity.set_value(Decimal(count) if count else quantity.value())

    numbers.textChanged.connect(show_count)
    required = stock.row.serials is SerialKeeping.RECEIPT
    hint = N_("Scanned one after the other, or a range: SN1001…SN1010.")
    return numbers.numbers, [Field("serials", N_("Serial numbers"), numbers, hint, required=required, span=2)]


def _units_apart(stock: StockDetail) -> tuple[Numbers, list[Field]]:
    """Return what reads the units that a count found missing, or found again, and their field if there is one."""
    if stock.row.serials is None:
        return tuple, []
    numbers = NumbersEdit(_("Serial numbers missing or found"))
    hint = N_("Those that make the difference with the stock.")
    return numbers.numbers, [Field("serials", N_("Serial numbers missing or found"), numbers, hint, span=2)]


def ask_received(
    stock: StockDetail, chosen: ReceiptRow | None, today: dt.date, done: Callable[[ReceiveGoods], object],
    parent: QWidget,
) -> FormDialog:  # fmt: skip
    """Ask what came in, against an announced receipt or not, with its lot and what it cost."""
    announced = [("", _("Not announced"))] + [(str(one.id), _announced(one)) for one in stock.receipts]
    quantity, paper = QuantityEdit(_("Quantity received")), TextEdit(_("Supplier's delivery note"))
    which, cost = ChoiceCombo(_("Announced receipt"), announced), PriceEdit(_("Cost of one unit"))
    lot, use_by = TextEdit(_("Lot")), DateEdit(_("Use by"), today)
    first = chosen or (stock.receipts[0] if stock.receipts else None)
    if first is not None:
        which.set_key(str(first.id))
        quantity.set_value(first.left)
    tracked = stock.row.lot_tracked
    fields = [
        Field("quantity", N_("Quantity received"), quantity, required=True),
        Field("which", N_("Announced receipt"), which),
        Field("lot", N_("Lot"), lot, required=tracked),
        Field("use_by", N_("Use by"), use_by),
        Field("cost", N_("Cost of one unit"), cost, N_("Empty: the cost of the product.")),
        Field("paper", N_("Supplier's delivery note"), paper),
    ]
    lot.setEnabled(tracked)
    use_by.setEnabled(tracked)
    units, more = _units(stock, quantity)
    form = Form([*fields, *more])

    def submit() -> None:
        receipt = int(which.key()) if which.key() else None
        done(
            ReceiveGoods(
                stock.row.id, quantity.value() or ZERO, receipt, paper.value(), lot.value(), use_by.value(),
                cost.value(), units(),
            )
        )  # fmt: skip

    return _opened(_("Receive {code}").format(code=stock.row.code), form, _("Receive"), submit, parent)


def ask_announced(
    stock: StockDetail, known: ReceiptRow | None, today: dt.date, done: Callable[[AnnouncedReceipt], object],
    parent: QWidget,
) -> FormDialog:  # fmt: skip
    """Ask what a supplier announced, and whether it is bought for one order; `known` is the receipt to change."""
    quantity, due = QuantityEdit(_("Quantity expected")), DateEdit(_("Expected on"), today)
    reference, buyer = TextEdit(_("Supplier reference")), ChoiceCombo(_("Bought for"), _buyers(stock))
    if known is not None:
        quantity.set_value(known.quantity)
        due.set_value(known.due)
        reference.set_value(known.supplier_reference)
        buyer.set_key(str(known.order_line_id or ""))
    form = Form(
        [
            Field("quantity", N_("Quantity expected"), quantity, required=True),
            Field("due", N_("Expected on"), due, N_("Type +15 for in fifteen days."), required=True),
            Field("reference", N_("Supplier reference"), reference),
            Field("buyer", N_("Bought for"), buyer, N_("Kept for this order whoever waits.")),
        ]
    )

    def submit() -> None:
        line = int(buyer.key()) if buyer.key() else None
        done(AnnouncedReceipt(stock.row.id, quantity.value() or ZERO, due.value() or today, reference.value(), line))

    title = _("Expect {code}") if known is None else _("Change the receipt of {code}")
    ok = _("Announce") if known is None else _("Save")
    return _opened(title.format(code=stock.row.code), form, ok, submit, parent)


def ask_counted(
    stock: StockDetail, done: Callable[[Decimal, str, str | None, tuple[str, ...]], object], parent: QWidget
) -> FormDialog:
    """Ask what was counted, of which lot, and why it differs."""
    quantity, reason = QuantityEdit(_("Quantity counted")), TextEdit(_("Reason"))
    lot = ChoiceCombo(_("Lot"), _lots(stock, _("All lots together")))
    quantity.set_value(stock.row.physical)
    units, more = _units_apart(stock)
    form = Form(_with_lot(stock, lot, [
        Field("quantity", N_("Quantity counted"), quantity, required=True),
        Field("reason", N_("Reason"), reason, N_("Inventory, breakage, found again…"), required=True),
        *more,
    ]))  # fmt: skip
    there = {one.code or "": one.quantity for one in stock.lots}
    lot.picked.connect(lambda code: quantity.set_value(there.get(str(code or ""), stock.row.physical)))

    def submit() -> None:
        done(quantity.value() or ZERO, reason.value() or "", lot.key() or None, units())

    return _opened(_("Count {code}").format(code=stock.row.code), form, _("Set the stock"), submit, parent)


def ask_scrapped(stock: StockDetail, done: Callable[[Scrapped], object], parent: QWidget) -> FormDialog:
    """Ask what is thrown away, of which lot, and why."""
    quantity, reason = QuantityEdit(_("Quantity thrown away")), TextEdit(_("Reason"))
    lot = ChoiceCombo(_("Lot"), _lots(stock, _("Without a lot")))
    units, more = _units(stock, quantity)
    form = Form(_with_lot(stock, lot, [
        Field("quantity", N_("Quantity thrown away"), quantity, required=True),
        Field("reason", N_("Reason"), reason, N_("Broken, expired, stolen…"), required=True),
        *more,
    ]))  # fmt: skip

    def submit() -> None:
        done(Scrapped(stock.row.id, quantity.value() or ZERO, reason.value() or "", lot.key() or None, units()))

    return _opened(_("Throw {code} away").format(code=stock.row.code), form, _("Throw away"), submit, parent)


def ask_place(
    stock: StockDetail, places: list[tuple[str, int]], done: Callable[[str, int | None], object], parent: QWidget
) -> FormDialog:
    """Ask where a product is kept from now on, and when picking comes by that place."""
    ranks = dict(places)
    place, rank = TextEdit(_("Place")), QuantityEdit(_("Rank in picking"))
    place.set_value(stock.row.place)
    known = ", ".join(code for code, _rank in places[:12])

    def show_rank() -> None:
        found = ranks.get((place.value() or "").strip().upper())
        rank.set_value(None if found is None else Decimal(found))

    show_rank()
    place.editingFinished.connect(show_rank)
    form = Form(
        [
            Field("place", N_("Place"), place, N_("All that is at the former place goes there."), required=True),
            Field("rank", N_("Rank in picking"), rank, N_("Picking goes from the lowest rank to the highest.")),
        ]
    )
    place.setToolTip(_("Known places: {places}").format(places=known))

    def submit() -> None:
        typed = rank.value()
        done(place.value() or "", None if typed is None else int(typed))

    return _opened(_("Place of {code}").format(code=stock.row.code), form, _("Put there"), submit, parent)


def ask_moved(
    stock: StockDetail, chosen: PlaceStock | None, done: Callable[[PutElsewhere], object], parent: QWidget
) -> FormDialog:
    """Ask how much goes from one place to another, of which lot."""
    there = [(one.place, f"{one.place} · {some(one.quantity)}") for one in stock.places]
    quantity, end = QuantityEdit(_("Quantity to put elsewhere")), TextEdit(_("To the place"))
    start, lot = ChoiceCombo(_("From the place"), there), ChoiceCombo(_("Lot"), _lots(stock, _("Without a lot")))
    if chosen is not None:
        start.set_key(chosen.place)
    form = Form(_with_lot(stock, lot, [
        Field("quantity", N_("Quantity to put elsewhere"), quantity, required=True),
        Field("start", N_("From the place"), start, required=True),
        Field("end", N_("To the place"), end, N_("A new code makes the place."), required=True),
    ]))  # fmt: skip
    lot_ids = {one.code: one.lot_id for one in stock.lots}

    def submit() -> None:
        goods = PutElsewhere(
            stock.row.id, quantity.value() or ZERO, start.key(), end.value() or "", lot_ids.get(lot.key())
        )
        done(goods)

    return _opened(
        _("Put a part of {code} elsewhere").format(code=stock.row.code), form, _("Put there"), submit, parent
    )


def _announced(receipt: ReceiptRow) -> str:
    parts = [day(receipt.due), some(receipt.left), receipt.supplier_reference or "—", receipt.order or ""]
    return " · ".join(part for part in parts if part)


def _buyers(stock: StockDetail) -> list[tuple[str, str]]:
    lines = [
        (str(one.line_id), f"{one.number} · {one.customer} · {some(one.missing)}")
        for one in stock.waiting
        if one.missing
    ]
    bought = [
        (str(one.order_line_id), f"{one.order} · {one.line}")
        for one in stock.receipts
        if one.order_line_id and str(one.order_line_id) not in dict(lines)
    ]
    return [("", _("Everybody")), *lines, *bought]


def _lots(stock: StockDetail, without: str) -> list[tuple[str, str]]:
    named = [(one.code, f"{one.code} · {day(one.use_by)} · {some(one.quantity)}") for one in stock.lots if one.code]
    return [("", without), *named]


def _with_lot(stock: StockDetail, lot: ChoiceCombo, fields: list[Field]) -> list[Field]:
    lot.setEnabled(bool(stock.lots))
    return [*fields, Field("lot", N_("Lot"), lot, span=2)]


def _opened(title: str, form: Form, ok_text: str, submit: Callable[[], None], parent: QWidget) -> FormDialog:
    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        try:
            submit()
        except DomainError as error:  # serial numbers that cannot be read
            return sentence(error, texts.current())
        return ""

    dialog = FormDialog(title, form, ok_text, on_ok, parent)
    dialog.open()
    return dialog
