"""`adv depot`: stock of ours at customers, sent, used, counted, and the register of what lies in another state."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pypdf
import pytest

from adv_desktop.bootstrap import open_services
from adv_desktop.models.party import CustomerAddress
from adv_desktop.services.clock import FixedDay
from tests.integration.cli.driver import CUSTOMER, TODAY, Adv

CODE = CUSTOMER["code"]


def with_address(adv, country="FR"):
    services = open_services(adv.database, FixedDay(dt.date.fromisoformat(TODAY)))
    with services.store.write("test") as session:
        customer_id = services.customers.show(CODE).id
        session.add(CustomerAddress(customer_id=customer_id, label="Usine", name="USINE", town="Gent", country=country))
    services.close()


@pytest.fixture
def adv(tmp_path, capsys):
    return Adv(tmp_path, capsys).copied()


def test_goods_at_a_depot_are_sold_when_they_are_used(adv, tmp_path):
    with_address(adv)
    assert adv("depot", "open", CODE)["depots"] == [f"DEPOT {CODE}"]
    paper = tmp_path / "bon.pdf"
    sent = adv("depot", "send", CODE, "--product", "P-100=40", "--pdf", str(paper))
    assert sent["number"].startswith("BD2026")
    assert "EN DÉPÔT" in pypdf.PdfReader(paper).pages[0].extract_text()
    used = adv("depot", "report", CODE, "--product", "P-100=15", "--reference", "PO 77", "--invoice")
    assert used["order"].startswith("CDE")
    assert used["type"] == "380"
    adv("depot", "minimum", CODE, "--product", "P-100=30")
    (row,) = adv("depot", "list")["stock"]
    assert (row["quantity"], row["minimum"], row["to_send"]) == ("25", "30", "5")
    adv("depot", "back", CODE, "--product", "P-100=5")
    out = tmp_path / "depot.xlsx"
    adv("depot", "list", "--out", str(out))
    assert 20 in [cell.value for line in openpyxl.load_workbook(out).active.iter_rows() for cell in line]


def test_the_register_tells_of_what_lies_in_another_state_what_became_of_it(adv):
    with_address(adv, "BE")
    adv("depot", "open", CODE)
    adv("depot", "send", CODE, "--product", "P-100=40", "--date", "2026-01-10")
    adv("depot", "report", CODE, "--product", "P-100=15")
    rows = adv("depot", "register")["register"]
    assert [(row["sent_on"], row["quantity"], row["fate"], row["last_day"], row["stay"]) for row in rows] == [
        ("2026-01-10", "15", "used", "2027-01-10", "in_time"),
        ("2026-01-10", "25", "there", "2027-01-10", "in_time"),
    ]
    adv.today = "2027-01-11"
    assert [row["stay"] for row in adv("depot", "register")["register"]] == ["in_time", "over"]
