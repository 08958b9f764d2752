"""The whole chain through the real window, with real keys and no mouse: order, delivery, invoice, payment, claim."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adv_desktop.cli import main
from adv_desktop.models.claim import Claim
from adv_desktop.models.enums import DocumentKind, PaymentMethod
from adv_desktop.models.payment import OpenItem, Payment
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store

TODAY = "2026-11-24"
PATIENCE = 30.0


class Keyboard:
    """Presses real keys in the window of a running program."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._window = ""

    def focus(self) -> None:
        """Wait for the window to show its company and give it the keyboard."""
        found = self._run("search", "--sync", "--onlyvisible", "--name", "Retrouv.* ADV Desktop")
        self._window = found.split()[-1]
        self._run("windowfocus", "--sync", self._window)

    def answer_dialog(self, text: str) -> None:
        """Type into the dialog that opened over the window, and come back to the window."""
        deadline = time.monotonic() + PATIENCE
        while len(found := self._run("search", "--onlyvisible", "--class", "adv").split()) < 2:
            assert time.monotonic() < deadline, "no dialog opened"
            time.sleep(0.2)
        self._run("windowfocus", "--sync", next(name for name in found if name != self._window))
        self.press("ctrl+a")
        self.write(text)
        self._run("windowfocus", "--sync", self._window)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._run("key", "--clearmodifiers", key)
            time.sleep(0.25)  # a person's pace: the window answers each key before the next one

    def write(self, text: str) -> None:
        """Type a text and end it with Enter."""
        self._run("type", "--delay", "25", text)
        time.sleep(0.4)
        self.press("Return")

    def _run(self, *arguments: str) -> str:
        command = ["xdotool", *arguments]
        done = subprocess.run(
            command, env=self._environment, check=True, capture_output=True, text=True, timeout=2 * PATIENCE
        )
        return done.stdout


@pytest.fixture
def company(tmp_path: Path, samples: Path) -> Path:
    database = tmp_path / "company.db"
    masters = samples / "masters"
    for words in (
        ["init", "--company", str(masters / "company.json")],
        ["import", "customers", str(masters / "customers.xlsx")],
        ["import", "products", str(masters / "products.xlsx")],
        ["import", "prices", str(masters / "price_lists.csv")],
    ):
        assert console(database, *words)[0] == 0
    return database


def console(database: Path, *words: str) -> tuple[int, Any]:
    """Run `adv` beside the open window; return its exit code and its JSON."""
    out = StringIO()
    with redirect_stdout(out):
        code = main(["--database", str(database), "--today", TODAY, *words, "--json"])
    return code, json.loads(out.getvalue())


@pytest.fixture
def keyboard(company: Path, tmp_path: Path, x11_environment: dict[str, str]) -> Iterator[Keyboard]:
    environment = x11_environment | {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "adv_desktop", str(company), "--today", TODAY]
    with (
        (tmp_path / "window.log").open("w") as log,
        subprocess.Popen(command, env=environment, stderr=log, stdout=log) as window,
    ):
        try:
            hands = Keyboard(environment)
            hands.focus()
            yield hands
            hands.press("ctrl+q")
            window.wait(PATIENCE)
        finally:
            window.kill()  # a window that did not close must not keep the run waiting
    assert window.returncode == 0
    assert "Traceback" not in (tmp_path / "window.log").read_text()


def until(condition: Callable[[], Any]) -> Any:
    """Wait for what the window writes to be in the database; return it."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "the window wrote nothing"
        time.sleep(0.2)
    return found


def read(database: Path, question: Callable[[Any], Any]) -> Any:
    store = Store(database, Clock())
    try:
        with store.read() as session:
            return question(session)
    finally:
        store.close()


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
    time.sleep(2)  # until the list shows the order
    keyboard.press("F8")
    time.sleep(1)
    keyboard.write("10")
    keyboard.press("ctrl+Return")
    order = until(lambda: partly_delivered(company, number))
    assert [line["backorder"] for line in order["lines"]] == ["14", "0", "0"]


def invoice_what_left(company: Path, keyboard: Keyboard) -> None:
    """Go from the deliveries to drafts, then to numbers."""
    keyboard.press("Escape", "ctrl+Next", "ctrl+Next", "ctrl+l")
    time.sleep(1)
    keyboard.press("ctrl+Return")
    time.sleep(2)
    keyboard.press("ctrl+Return")
    until(lambda: console(company, "invoice", "show", "FA2026000001")[0] == 0)


def receive_payment(company: Path, keyboard: Keyboard) -> None:
    """Record the payment of the whole invoice."""
    keyboard.press("Escape")
    time.sleep(1)
    keyboard.press("Home", "F8")
    time.sleep(2)
    keyboard.press("ctrl+Return")
    payment = until(lambda: read(company, lambda session: session.query(Payment).first()))
    assert payment.method is PaymentMethod.TRANSFER
    assert read(company, lambda session: sum(item.open_amount for item in session.query(OpenItem))) == 0


def open_claim(company: Path, keyboard: Keyboard) -> None:
    """Open a claim on the invoice that is shown."""
    time.sleep(1)
    keyboard.press("ctrl+shift+r")
    time.sleep(2)
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
