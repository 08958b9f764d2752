"""Orders taken over together: the same rows as a unit of work writes, and as the verbs on orders make."""

import datetime as dt
import json
import shutil
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.services import integrity
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.imports import take_over
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.new_rows import NewRows
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.products import ProductData
from tests.integration.imports.files import text
from tests.support.masters import open_services

TABLES = ("sales_order", "order_line", "order_intake", "reservation", "product_stock", "number_series", "search_entry")
TIMES = {"received_at", "at", "hash", "previous_hash"}
TITLES = "N° commande;Code client;Date;Référence client;Date demandée;Référence;Qté commandée;Qté livrée;PU HT;Remise"


class UnitOfWork(NewRows):
    """Gives the same rows to the session, which inserts them as it does those of one order."""

    def add(self, entity):
        self._session.add(entity)

    def write(self):
        self._session.flush()


@pytest.fixture
def file(loaded, tmp_path):
    """A file of orders of every customer: kits, prices of ours and of theirs, discounts, scarce stock."""
    parts = (NewComponent("EPS-1001", Decimal(2)), NewComponent("EPS-1002"))
    loaded.products.create(ProductData("KIT", "Coffret", Decimal(20), Decimal(12), components=parts))
    loaded.store.checkpoint()
    with loaded.store.read() as session:
        customers = list(session.scalars(sa.text("SELECT code FROM customer WHERE currency = 'EUR' ORDER BY code")))
        products = list(session.scalars(sa.text("SELECT code FROM product WHERE ends_on IS NULL ORDER BY code")))
    rows = []
    for place, customer in enumerate(customers):
        wished = "01/12/2026" if place % 2 else ""
        for no in range(4):
            product = "KIT" if (place + no) % 5 == 0 else products[(place * 4 + no) % len(products)]
            price = ("", "1,25", "")[no % 3]
            discount = "5" if no % 3 == 1 else ""
            rows.append(
                f"F{place:04d};{customer};02/11/2026;PO {place};{wished};{product};{40 + no};{no};{price};{discount}"
            )
    return text(tmp_path / "orders.csv", "\n".join([TITLES, *rows, ""]))


def state(services):
    """Return every row that a take-over writes, times and hashes aside."""
    with services.store.read() as session:
        found = {name: session.execute(sa.text(f"SELECT * FROM {name}")).mappings().all() for name in TABLES}
        asked = sa.text("SELECT * FROM audit_entry WHERE action = :action")
        trail = session.execute(asked, {"action": f"import.{MasterKind.OPEN_ORDERS.value}"}).mappings().all()
    found["trail"] = [row for row in trail if row["table_name"] == "sales_order"]
    rows = {name: [{key: row[key] for key in row if key not in TIMES} for row in rows] for name, rows in found.items()}
    for entry in rows["trail"]:
        del entry["id"]
        entry["after"] = {**json.loads(entry["after"]), "received_at": ""}
    kept = [json.loads(row["after"])["reservation"] for row in trail if row["table_name"] == "product"]
    return {**rows, "kept": {key: facts for part in kept for key, facts in part.items()}}


def test_orders_written_together_are_the_rows_of_a_unit_of_work(loaded, file, tmp_path, clock, monkeypatch):
    shutil.copy(loaded.store.path, tmp_path / "other.db")
    other, before = open_services(tmp_path / "other.db", clock), integrity.verify(loaded.store)
    done = loaded.master_imports.run(MasterKind.OPEN_ORDERS, file)
    assert (done.written, done.rejected) == (True, ())
    monkeypatch.setattr(take_over, "NewRows", UnitOfWork)
    assert other.master_imports.run(MasterKind.OPEN_ORDERS, file).written
    ours, theirs = state(loaded), state(other)
    other.close()
    for name, rows in theirs.items():
        assert ours[name] == rows, name
        assert rows, name
    assert integrity.verify(loaded.store) == before


def test_an_order_taken_over_is_priced_and_counted_like_one_that_is_typed(loaded, tmp_path):
    path = text(tmp_path / "o.csv", f"{TITLES}\nANC1;C00001;02/11/2026;PO 1;01/12/2026;EPS-1001;6;;;\n")
    assert loaded.master_imports.run(MasterKind.OPEN_ORDERS, path).written
    wished = dt.date(2026, 12, 1)
    line = NewLine(Decimal(6), "EPS-1001", requested=wished)
    command = NewOrder("C00001", (line,), customer_reference="PO 1", date=dt.date(2026, 11, 2), requested=wished)
    typed = loaded.orders.create(command)
    loaded.orders.confirm(typed.id, override="essai")
    with loaded.store.read() as session:
        orders = session.execute(sa.text("SELECT * FROM sales_order ORDER BY id")).mappings().all()
        lines = session.execute(sa.text("SELECT * FROM order_line ORDER BY id")).mappings().all()
    own = {"id", "number", "version", "received_at", "confirmed_on", "override_reason"}
    assert _differing(*orders) <= own
    assert _differing(*lines) <= {"id", "order_id", "first_promised", "planned_departure"}


def _differing(one, other):
    return {name for name in one if one[name] != other[name]}
