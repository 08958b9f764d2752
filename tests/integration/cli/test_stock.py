"""`adv stock`, `adv inventory`, `adv export stock`: the keeping of the stock without a window."""

from __future__ import annotations

from openpyxl import load_workbook

from tests.integration.cli.driver import PRODUCT
from tests.integration.cli.test_requests import twice


def places(shown):
    return {row["place"]: row["quantity"] for row in shown["places"]}


def tracked(adv):
    adv("product", "create", adv.file({**PRODUCT, "code": "P-200", "stock": "0", "lot_tracked": True}))


def counted(adv, quantity):
    path = adv.folder / "comptage.xlsx"
    assert adv("inventory", "sheet", "--out", path)["rows"] == 1
    book = load_workbook(path)
    titles = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(2, titles["Compté"]).value = quantity
    book.save(path)
    return path


def test_the_stock_of_a_product_is_shown_with_who_gets_it(adv):
    order = adv.ordered([{"product": "P-100", "quantity": "40"}])
    shown = adv("stock", "show", "P-100")
    assert (shown["physical"], shown["reserved"], shown["available"]) == ("100", "40", "60")
    assert [(row["number"], row["left"], row["missing"]) for row in shown["waiting"]] == [(order["number"], "40", "0")]
    assert adv.refused("stock", "show", "P-999")["code"] == "product.not_found"
    assert "Suffisant" in adv.raw("stock", "show", "P-100")[1]


def test_goods_come_in_once_with_their_lot_and_their_cost(adv):
    tracked(adv)
    assert adv.refused("stock", "receive", "P-200", 5)["code"] == "stock.lot_missing"
    words = ("stock", "receive", "P-200", 5, "--lot", "L1", "--use-by", "2027-01-31", "--cost", "2.5")
    shown = twice(adv, *words)
    assert (shown["physical"], shown["value"]) == ("5", "12.50")
    assert shown["lots"] == [{"lot": "L1", "use_by": "2027-01-31", "quantity": "5", "free": "5"}]


def test_what_was_announced_is_received_against_its_announcement(adv):
    announced = "code article;quantité;date\nP-100;40;30/11/2026\n"
    adv("import", "receipts", adv.file(announced, "appro.csv"))
    (receipt,) = adv("stock", "show", "P-100")["receipts"]
    tracked(adv)
    asked = ("stock", "receive", "P-200", 40, "--lot", "L1", "--receipt", receipt["id"])
    assert adv.refused(*asked)["code"] == "receipt.not_found"
    assert adv("stock", "receive", "P-100", 15, "--receipt", receipt["id"])["expected"] == "25"


def test_goods_are_counted_and_thrown_away_with_a_reason(adv):
    assert adv("stock", "count", "P-100", 90, "--reason", "Inventaire")["physical"] == "90"
    assert adv("stock", "scrap", "P-100", 10, "--reason", "Casse")["physical"] == "80"
    assert adv.refused("stock", "scrap", "P-100", 500, "--reason", "Casse")["code"] == "stock.scrap_over"
    assert adv.refused("stock", "count", "P-100", 70)["code"].startswith("usage.")


def test_a_part_of_the_goods_is_put_in_another_place_never_more_than_is_there(adv):
    (start,) = places(adv("stock", "show", "P-100"))
    way = ("--from", start, "--to", "b-12")
    assert places(twice(adv, "stock", "put", "P-100", 30, *way)) == {start: "70", "B-12": "30"}
    assert adv.refused("stock", "put", "P-100", 1, "--from", start, "--to", start)["code"] == "stock.same_place"
    assert adv.refused("stock", "put", "P-100", 80, *way)["code"] == "stock.place_short"
    assert adv.refused("stock", "put", "P-100", 1, "--from", "Z-9", "--to", "B-12")["code"] == "location.not_found"


def test_a_counted_sheet_is_looked_at_then_posted_once(adv):
    path = counted(adv, 97)
    looked = adv("inventory", "post", path, "--dry-run")
    assert (looked["written"], looked["counted"]) == (0, 1)
    (difference,) = looked["differences"]
    assert (difference["code"], difference["difference"], difference["after"]) == ("P-100", "-3", "97")
    assert adv.refused("inventory", "post", path)["code"] == "reason.missing"
    words = ("inventory", "post", path, "--reason", "Inventaire annuel", "--request-id", "R-1")
    assert adv(*words)["written"] == 1
    assert adv(*words)["written"] == 1
    assert adv("stock", "show", "P-100")["physical"] == "97"
    assert adv.refused("inventory", "post", path, "--reason", "Encore")["code"] == "inventory.nothing"


def test_a_row_that_cannot_be_read_refuses_the_sheet_and_says_where(adv):
    path = counted(adv, -4)
    before = adv.content()
    refused = adv("inventory", "post", path, "--reason", "Inventaire", code=2)
    assert refused["error"]["code"] == "inventory.bad_rows"
    assert [(row["row"], row["field"]) for row in refused["rejected"]] == [(2, "counted")]
    assert adv.content() == before


def test_the_stock_is_written_to_a_file_with_what_it_is_worth(adv):
    adv("stock", "receive", "P-100", 10, "--cost", "4")
    listed = adv.folder / "stock.xlsx"
    assert adv("export", "stock", "--out", listed)["rows"] == 1
    assert load_workbook(listed).active.cell(2, 1).value == "P-100"
    worth = adv.folder / "valeur.xlsx"
    done = adv("export", "stock-value", "--on", "2026-11-24", "--out", worth)
    cells = {
        cell.value: load_workbook(worth).active.cell(2, cell.column).value for cell in load_workbook(worth).active[1]
    }
    assert (done["rows"], done["value"], cells["Quantité"]) == (1, adv("stock", "show", "P-100")["value"], 110)
