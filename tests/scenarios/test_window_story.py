"""The whole chain through the real window, with real keys and no mouse: order, delivery, invoice, payment, claim."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState, DocumentKind, InvoiceType, PaymentMethod
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import OpenItem, Payment
from adv_desktop.models.sales_order import SalesOrder
from tests.support.window_keys import Keyboard, console, read, until


def partly_delivered(database: Path, number: str) -> Any:
    _code, order = console(database, "order", "show", number)
    return order if order["delivery_state"] == "partial" else None


def take_order(company: Path, keyboard: Keyboard) -> str:
    """Type an order of three lines and confirm it; return its number."""
    keyboard.press("ctrl+Next", "ctrl+Next", "F2")
    keyboard.write("C00001")
    keyboard.write("PO-77")
    for code, quantity in (("EPS-1002", "24"), ("HUI-1026", "12"), ("EMB-1107", "50")):
        keyboard.write(code)
        keyboard.write(quantity)
    keyboard.press("ctrl+Return")
    numbered = SalesOrder.number.is_not(None)
    order = until(lambda: read(company, lambda session: session.query(SalesOrder).filter(numbered).first()))
    assert order.customer_reference == "PO-77"
    return str(order.number)


def deliver_part(company: Path, keyboard: Keyboard, number: str) -> None:
    """Ship ten of the first line and all the rest."""
    keyboard.press("F8")
    keyboard.write("10")
    keyboard.press("ctrl+Return")
    order = until(lambda: partly_delivered(company, number))
    assert [line["backorder"] for line in order["lines"]] == ["14", "0", "0"]


def invoice_what_left(company: Path, keyboard: Keyboard) -> None:
    """Go from the deliveries to drafts, then to numbers."""
    keyboard.press("Escape", "ctrl+Next", "ctrl+Next", "ctrl+l")
    keyboard.press("ctrl+Return")
    keyboard.press("ctrl+Return")
    until(lambda: console(company, "invoice", "show", "FA2026000001")[0] == 0)


def receive_payment(company: Path, keyboard: Keyboard) -> None:
    """Record the payment of the whole invoice."""
    keyboard.press("Escape")
    keyboard.press("Home", "F8")
    keyboard.press("ctrl+Return")
    payment = until(lambda: read(company, lambda session: session.query(Payment).first()))
    assert payment.method is PaymentMethod.TRANSFER
    assert read(company, lambda session: sum(item.open_amount for item in session.query(OpenItem))) == 0


def open_claim(company: Path, keyboard: Keyboard) -> None:
    """Open a claim on the invoice that is shown."""
    keyboard.press("ctrl+shift+r")
    keyboard.write("Trois bocaux ont fui dans le carton")
    keyboard.press("ctrl+Return")
    claim = until(lambda: read(company, lambda session: session.query(Claim).first()))
    assert (claim.origin_kind, claim.description) == (DocumentKind.INVOICE, "Trois bocaux ont fui dans le carton")


def export_month(company: Path, keyboard: Keyboard) -> None:
    """Look at the dashboards and write the month's workbook."""
    workbook = company.with_name("novembre.xlsx")
    keyboard.press(*["ctrl+Next"] * 5, "ctrl+r")
    keyboard.answer_dialog(str(workbook))
    until(workbook.exists)
    tables = {table for sheet in openpyxl.load_workbook(workbook).worksheets for table in sheet.tables}
    assert {"t_commandes", "t_livraisons", "t_factures", "t_reglements", "t_reclamations"} <= tables


@pytest.mark.x11
def test_the_whole_chain_is_walked_without_the_mouse(company, keyboard):
    number = take_order(company, keyboard)
    deliver_part(company, keyboard, number)
    invoice_what_left(company, keyboard)
    receive_payment(company, keyboard)
    open_claim(company, keyboard)
    export_month(company, keyboard)


def take_three_orders(company: Path, keyboard: Keyboard) -> None:
    """Type three orders of one customer, a line each, and confirm them."""
    keyboard.press("ctrl+Next", "ctrl+Next")
    lines = (("EPS-1002", "24"), ("HUI-1026", "12"), ("EMB-1107", "50"))
    for number, (code, quantity) in enumerate(lines, start=1):
        keyboard.press("F2")
        keyboard.write("C00001")
        keyboard.write(f"PO-{number}")
        keyboard.write(code)
        keyboard.write(quantity)
        keyboard.press("ctrl+Return")
        until(lambda number=number: counted(company, SalesOrder, SalesOrder.number.is_not(None)) == number)


def counted(company: Path, entity: type[Any], *conditions: Any) -> int:
    return read(company, lambda session: session.query(entity).filter(*conditions).count())


def ship_them_together(company: Path, keyboard: Keyboard) -> None:
    """Ship ten of the fifty boxes and all the rest in one delivery, then the remainder."""
    left = Delivery.state == DeliveryState.SHIPPED
    keyboard.press("ctrl+a", "F8")
    keyboard.write("10")
    keyboard.press("ctrl+Return")
    until(lambda: counted(company, Delivery, left) == 1)
    order = console(company, "order", "show", "CDE2026000003")[1]
    assert [line["backorder"] for line in order["lines"]] == ["40"]
    keyboard.press("Home", "F8")
    keyboard.press("ctrl+Return")
    until(lambda: counted(company, Delivery, left) == 2)
    orders = console(company, "order", "list")[1]["orders"]
    assert {order["delivery_state"] for order in orders} == {"full"}


def invoice_and_number(company: Path, keyboard: Keyboard) -> None:
    """Invoice both deliveries: one invoice an order number of the customer."""
    keyboard.press("ctrl+Next", "ctrl+Next", "ctrl+l")
    keyboard.press("ctrl+Return")
    keyboard.press("ctrl+Return")
    until(lambda: counted(company, Invoice, Invoice.number.is_not(None)) == 3)


def take_back(keyboard: Keyboard, quantity: str, reason: str) -> None:
    """Allow the return of a part of the first line of the first delivery, and go on to what was found."""
    keyboard.press("End", "ctrl+b")
    keyboard.write(reason)  # ends with Enter, which goes on to the quantity
    keyboard.write(quantity)
    keyboard.press("ctrl+Return")


@pytest.mark.x11
def test_three_orders_make_one_delivery_a_remainder_a_credit_note_and_a_replacement(company, keyboard):
    take_three_orders(company, keyboard)
    ship_them_together(company, keyboard)
    invoice_and_number(company, keyboard)
    keyboard.press("Escape")
    keyboard.press("ctrl+Prior")
    take_back(keyboard, "4", "ebreche")
    keyboard.press("ctrl+Return")
    credit = until(
        lambda: read(company, lambda session: session.query(Invoice).filter_by(type=InvoiceType.CREDIT_NOTE).first())
    )
    assert credit.net == 448  # 4 boxes at 1.12
    take_back(keyboard, "2", "casse")
    keyboard.press("shift+Tab", "Down", "ctrl+Return")
    again = DeliveryLine.replaces_id.is_not(None)
    line = until(lambda: read(company, lambda session: session.query(DeliveryLine).filter(again).first()))
    assert (line.product_code, line.quantity) == ("EMB-1107", 2)
    assert console(company, "verify")[0] == 0


@pytest.mark.x11
def test_a_ten_line_order_needs_no_mouse_no_dialog_and_few_keys(company, keyboard):
    codes = [
        "EPS-1001",
        "EPS-1002",
        "EPS-1003",
        "EPS-1007",
        "EPS-1010",
        "HUI-1019",
        "HUI-1020",
        "CON-1037",
        "BOI-1049",
        "EMB-1112",
    ]
    steps = 5  # two tabs on, new, customer and reference are each a choice and an Enter
    keyboard.press("ctrl+Next", "ctrl+Next", "F2")
    keyboard.write("C00003")
    keyboard.write("PO-78")
    for code in codes:
        keyboard.write(code)
        keyboard.write("12")
        steps += 4  # a code, Enter, a quantity, Enter
    keyboard.press("ctrl+s")
    drafts = until(lambda: console(company, "order", "list")[1]["orders"])
    assert drafts[0]["customer"] == "C00003"
    lines = console(company, "order", "show", str(drafts[0]["id"]))[1]["lines"]
    assert [line["product"] for line in lines] == codes
    assert steps < 60


def test_the_tools_that_the_story_needs_are_there():
    assert shutil.which("xdotool"), "xdotool is missing: installer/dev.py test installs it"
