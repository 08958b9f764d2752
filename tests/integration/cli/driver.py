"""`adv` as a test calls it: one company, its customer, and what each verb prints."""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import io
import json
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adv_desktop.cli import main
from tests.support.papers import kept

TODAY = "2026-11-24"
COMPANY = {
    "legal_name": "EXEMPLE ADV SARL",
    "siren": "732829320",
    "siret": "73282932000074",
    "vat_number": "FR44732829320",
    "address": {"line1": "1 rue des Essais", "postcode": "21200", "town": "Beaune"},
    "bank": {"holder": "EXEMPLE ADV SARL", "iban": "FR7630006000011234567890189", "bic": "AGRIFRPP"},
}
CUSTOMER = {
    "code": "C00042",
    "name": "CLIENT TEST SAS",
    "siren": "404833048",
    "vat_number": "FR83404833048",
    "line1": "2 avenue des Tests",
    "postcode": "69000",
    "town": "Lyon",
    "terms": "30 jours nets",
}
PRODUCT = {"code": "P-100", "label": "Vis inox", "vat_rate": "20", "price": "33.33", "stock": "100"}


class PlainPapers:
    """Papers whose bytes say which document they are of: arithmetic needs no drawing."""

    def invoice(self, _session, invoice, xml=None):
        return self.invoice_drawing(_session, invoice)(xml)

    def invoice_drawing(self, _session, invoice):
        return functools.partial(kept, f"%PDF invoice {invoice.number}".encode())

    def delivery_note(self, _session, delivery, _style=None):
        return f"%PDF delivery {delivery.number}".encode()

    def acknowledgement(self, _session, order):
        return b"%PDF acknowledgement " + str(order.number).encode()

    def picking_list(self, _session, delivery):
        return f"%PDF picking {delivery.picking_number}".encode()


class Adv:
    """Runs verbs on a database of its own."""

    def __init__(self, folder: Path, capsys) -> None:
        self.folder = folder
        self.database = folder / "company.db"
        self.today = TODAY
        self._capsys = capsys

    def __call__(self, *words: object, code: int = 0) -> dict[str, Any]:
        """Run a verb with --json; return its one object, having checked the exit code."""
        exit_code, out, err = self.raw(*words, "--json")
        assert exit_code == code, f"{words}: exit {exit_code}\n{out}\n{err}"
        assert out.count("\n") == 1
        return json.loads(out)

    def raw(self, *words: object) -> tuple[int, str, str]:
        """Run a verb; return its exit code and what it printed on both outputs."""
        self._capsys.readouterr()
        exit_code = main(["--database", str(self.database), "--today", self.today, *map(str, words)])
        printed = self._capsys.readouterr()
        return exit_code, printed.out, printed.err

    def refused(self, *words: object) -> dict[str, Any]:
        """Run a verb that must be refused with nothing written; return its error."""
        before = self.content()
        error = self(*words, code=2)["error"]
        assert self.content() == before, "a refused verb wrote to the database"
        assert error.keys() == {"code", "message", "facts"}
        assert "{" not in error["message"]
        return error

    def content(self) -> str:
        """Return what tells two states of the database apart."""
        if not self.database.exists():
            return ""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()
        finally:
            connection.close()

    def file(self, content: object, name: str = "asked.json") -> str:
        """Write FILE.json; return its path."""
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    def start(self, company: dict[str, Any] | None = None, customer: dict[str, Any] | None = None) -> Adv:
        """Make the database with a customer and a product."""
        self("init", "--company", self.file(company or COMPANY))
        self("customer", "create", self.file(customer or CUSTOMER))
        self("product", "create", self.file(PRODUCT))
        return self

    def copied(self) -> Adv:
        """Begin with a copy of the database that `start` makes: made once, since tests are many."""
        shutil.copyfile(_template(), self.database)
        return self

    def invoice(self, lines, **more):
        """Draft a free invoice."""
        return self("invoice", "create", self.file({"customer": "C00042", "lines": lines, **more}))

    def issued(self, lines, **more):
        """Draft and issue a free invoice."""
        return self("invoice", "issue", self.invoice(lines, **more)["id"])

    def ordered(self, lines, **more):
        """Write and confirm an order; return it."""
        draft = self("order", "create", self.file({"customer": "C00042", "lines": lines, **more}))
        return self("order", "confirm", draft["id"])


@functools.cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="adv-cli-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        Adv(folder, _Redirected(printed)).start()
    return folder / "company.db"


@dataclass
class _Redirected:
    """Stands for pytest's capture outside a test."""

    stream: io.StringIO

    def readouterr(self):
        out = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        return _Printed(out, "")


@dataclass
class _Printed:
    out: str
    err: str


def line(price: str, rate: str | None = "20", quantity: str = "1", **more) -> dict[str, Any]:
    """Return a free line of a file."""
    return {"label": "Article", "quantity": quantity, "unit_price": price, "vat_rate": rate, **more}


def table(document: dict[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the VAT table of a document: (category, rate) → (base, amount)."""
    return {(row["category"], row["rate"]): (row["base"], row["amount"]) for row in document["totals"]["vat"]}


def amounts(document: dict[str, Any]) -> tuple[str, str, str]:
    """Return net, VAT and gross."""
    totals = document["totals"]
    return totals["net"], totals["vat_total"], totals["gross"]
