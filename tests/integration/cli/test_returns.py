"""`adv return show` and `adv export purchase-request`: papers without a window."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from adv_desktop.bootstrap import open_services
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import delivery_of
from adv_desktop.services.returns import AuthoriseReturn
from tests.integration.cli.driver import PRODUCT


def test_a_return_is_shown_with_its_voucher(adv):
    order = adv.ordered([{"product": "P-100", "quantity": "5"}])
    number = adv("deliver", order["number"])["number"]
    services = open_services(adv.database, Clock())
    with services.store.read() as session:
        delivery = delivery_of(session, number)
        wanted = AuthoriseReturn(delivery.id, {delivery.lines[0].id: Decimal(2)}, "abîmé")
    services.returns.authorise(wanted)
    services.close()
    (authorised,) = [adv("return", "show", "1", "--pdf", adv.folder / "bons")]
    assert (authorised["delivery"], authorised["state"], authorised["lines"][0]["quantity"]) == (
        number,
        "authorised",
        "2",
    )
    path = Path(authorised["files"]["pdf"])
    assert path.read_bytes().startswith(b"%PDF-")
    assert adv("return", "show", authorised["number"])["files"]["pdf"] is None
    assert adv.refused("return", "show", "RET2099000001")["code"] == "return.not_found"
    assert f"{authorised['number']} de {number}" in adv.raw("return", "show", "1")[1]


def test_the_purchase_request_is_a_workbook_or_a_paper(adv):
    path = adv.folder / "achats.pdf"
    assert adv.refused("export", "purchase-request", "--out", path)["code"] == "purchase.nothing"
    adv("product", "create", adv.file({**PRODUCT, "code": "P-200", "stock": "0", "minimum_stock": "40"}))
    assert adv("export", "purchase-request", "--out", path)["rows"] == 0
    assert path.read_bytes().startswith(b"%PDF-")
    assert adv("export", "purchase-request", "--out", adv.folder / "achats.xlsx")["rows"] == 0


def test_a_shipment_is_cancelled_by_a_document_written_as_a_file(adv):
    order = adv.ordered([{"product": "P-100", "quantity": "5"}])
    number = adv("deliver", order["number"])["number"]
    assert adv.refused("deliver", "reverse", number)["code"] == "reason.missing"
    assert adv.refused("deliver", "reverse", number, "--outcome", "volé")["code"] == "outcome.unknown"
    asked = ("deliver", "reverse", number, "--reason", "erreur", "--pdf", adv.folder / "ae", "--request-id", "r1")
    made = adv(*asked)
    assert (made["number"], made["delivery"], made["outcome"], made["ship_again"]) == (
        made["number"], number, "mistake", True,
    )  # fmt: skip
    assert Path(made["files"]["pdf"]).read_bytes().startswith(b"%PDF-")
    assert adv(*asked)["number"] == made["number"]
    assert adv("order", "show", order["number"])["lines"][0]["delivered"] == "0"
