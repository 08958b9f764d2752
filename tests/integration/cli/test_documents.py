"""What each verb prints: every key of the contract, with its type."""

import hashlib
import sqlite3

from tests.integration.cli.driver import line

LINE = [
    "no", "product", "label", "quantity", "unit", "unit_price", "price_base", "discounts", "price_source", "net",
    "vat_category", "vat_rate", "order_line", "delivery_line",
]  # fmt: skip
TOTALS = ["net", "vat", "vat_total", "gross", "prepaid", "rounding", "due"]
ORDER = [
    "id", "number", "customer", "customer_reference", "date", "requested_date", "terms", "currency", "state",
    "delivery_state", "invoice_state", "lines", "totals", "checks",
]  # fmt: skip
DELIVERY = ["id", "number", "customer", "date", "state", "lines", "backorder", "files", "checks"]
INVOICE = [
    "id", "number", "type", "customer", "date", "due", "currency", "instalments", "lines", "totals", "files", "sha256",
    "sha256_xml", "checks",
]  # fmt: skip
GOODS = {"product": "P-100", "quantity": "5", "unit_price": "33.33", "discounts": ["10"]}


def order(adv):
    return adv.ordered([GOODS], customer_reference="PO-4711", requested_date="2026-12-01")


def test_an_order_prints_as_the_contract_shows(adv):
    number = order(adv)["number"]
    adv("deliver", number, "--line", "1=2")
    shown = adv("order", "show", number)
    assert list(shown) == ORDER
    assert {name: shown[name] for name in ORDER[:11]} == {
        "id": 1, "number": "CDE2026000001", "customer": "C00042", "customer_reference": "PO-4711", "date": "2026-11-24",
        "requested_date": "2026-12-01", "terms": "30 jours nets", "currency": "EUR", "state": "confirmed",
        "delivery_state": "partial", "invoice_state": "none",
    }  # fmt: skip
    assert shown["lines"] == [{
        "no": 1, "product": "P-100", "label": "Vis inox", "quantity": "5", "unit": "C62", "unit_price": "33.33",
        "price_base": "1", "discounts": ["10"], "price_source": "manual", "net": "149.98", "vat_category": "S",
        "vat_rate": "20", "order_line": None, "delivery_line": None, "delivered": "2", "invoiced": "0",
        "backorder": "3",
    }]  # fmt: skip
    assert shown["totals"] == {
        "net": "149.98", "vat": [{"category": "S", "rate": "20", "base": "149.98", "amount": "30.00"}],
        "vat_total": "30.00", "gross": "179.98", "prepaid": "0.00", "rounding": "0.00", "due": "179.98",
    }  # fmt: skip


def test_an_order_with_titles_and_subtotals_names_them_apart_from_its_lines(adv):
    number = adv.ordered([{"kind": "title", "label": "Atelier"}, GOODS, {"kind": "subtotal"}])["number"]
    shown = adv("order", "show", number)
    assert [line["no"] for line in shown["lines"]] == [2]
    assert shown["headings"] == [
        {"no": 1, "kind": "title", "label": "Atelier", "net": None},
        {"no": 3, "kind": "subtotal", "label": "", "net": "149.98"},
    ]


def test_a_delivery_note_is_replaced_by_what_really_left(adv):
    number = order(adv)["number"]
    adv("deliver", number, "--line", "1=2")
    made = adv("deliver", "correct", "BL2026000001", "--line", "1=1", "--reason", "recompté", "--pdf", adv.folder)
    assert (made["number"], made["lines"][0]["quantity"]) == ("BL2026000001-B", "1")
    assert (adv.folder / "BL2026000001-B.pdf").exists()


def test_what_the_supplier_sent_is_recorded_by_its_notice(adv):
    number = adv.ordered([{**GOODS, "supply": "direct"}])["number"]
    made = adv("deliver", "direct", number, "--notice", "AV-88", "--carrier", "Geodis", "--tracking", "G-1")
    assert (made["number"], made["backorder"]) == ("BL2026000001", [])


def test_a_delivery_prints_as_the_contract_shows(adv):
    number = order(adv)["number"]
    made = adv("deliver", number, "--line", "1=2", "--pdf", adv.folder / "out")
    assert list(made) == ["deliveries", "prevented", *DELIVERY]
    assert made["deliveries"] == [{name: made[name] for name in DELIVERY}]
    assert (made["number"], made["state"], made["date"]) == ("BL2026000001", "shipped", "2026-11-24")
    assert list(made["lines"][0]) == LINE
    assert made["lines"][0]["order_line"] == {"number": number, "line": 1}
    assert made["backorder"] == [{"number": number, "line": 1, "product": "P-100", "quantity": "3"}]
    assert (adv.folder / "out" / "BL2026000001.pdf").read_bytes() == b"%PDF delivery BL2026000001"
    assert made["files"] == {"pdf": (adv.folder / "out" / "BL2026000001.pdf").as_posix()}


def test_an_invoice_prints_as_the_contract_shows(adv):
    number = order(adv)["number"]
    adv("deliver", number, "--line", "1=2")
    draft = adv("invoice", "create", "--delivery", "BL2026000001")
    assert (draft["number"], draft["date"], draft["due"], draft["sha256"]) == (None, None, None, None)
    assert draft["files"] == {"pdf": None, "xml": None}
    made = adv("invoice", "issue", draft["id"], "--out", adv.folder / "out")
    assert list(made) == ["invoices", "prevented", *INVOICE]
    assert (made["number"], made["type"], made["due"]) == ("FA2026000001", "380", "2026-12-24")
    assert made["instalments"] == [{"due": "2026-12-24", "amount": "71.99"}]
    assert made["lines"][0]["order_line"] == {"number": number, "line": 1}
    assert made["lines"][0]["delivery_line"] == {"number": "BL2026000001", "line": 1}
    assert list(made["totals"]) == TOTALS
    written = (adv.folder / "out" / "FA2026000001.pdf").read_bytes()
    assert made["sha256"] == hashlib.sha256(written).hexdigest()
    xml = (adv.folder / "out" / "FA2026000001.xml").read_bytes()
    assert made["sha256_xml"] == hashlib.sha256(xml).hexdigest()


def test_a_price_comes_from_the_price_list_when_none_is_typed(adv):
    made = adv("order", "create", adv.file({"customer": "C00042", "lines": [{"product": "P-100", "quantity": "3"}]}))
    assert made["lines"][0]["unit_price"] == "33.33"
    assert made["lines"][0]["price_source"] == "base"
    assert made["checks"] == []


def test_discounts_typed_without_a_price_go_on_the_price_of_the_list(adv):
    asked = {"product": "P-100", "quantity": "5", "unit_price": None, "discounts": ["10"]}
    made = adv("order", "create", adv.file({"customer": "C00042", "lines": [asked]}))
    assert (made["lines"][0]["net"], made["lines"][0]["discounts"]) == ("149.98", ["10"])


def test_several_invoices_keep_their_keys_inside_the_list(adv):
    for _order in range(2):
        number = adv.ordered([GOODS])["number"]
        adv("deliver", number)
    drafts = adv("invoice", "create", "--all")
    assert list(drafts) == ["invoices", "prevented"]
    assert len(drafts["invoices"]) == 2
    made = adv("invoice", "issue", *(draft["id"] for draft in drafts["invoices"]))
    assert [one["number"] for one in made["invoices"]] == ["FA2026000001", "FA2026000002"]


def test_of_several_invoices_one_that_is_refused_does_not_hold_the_others(adv):
    good = adv.invoice([line("10.00")])["id"]
    bad = adv.invoice([line("10.00", None)], vat_regime="intra_eu")["id"]
    made = adv("invoice", "issue", good, bad)
    assert [one["number"] for one in made["invoices"]] == ["FA2026000001"]
    assert [(row["source"], row["code"]) for row in made["prevented"]] == [(str(bad), "invoice.intra_eu_incomplete")]


def test_when_all_of_several_are_refused_the_exit_code_says_so(adv):
    ids = [adv.invoice([line("10.00", None)], vat_regime="intra_eu")["id"] for _count in range(2)]
    made = adv("invoice", "issue", *ids, code=2)
    assert (made["invoices"], len(made["prevented"])) == ([], 2)
    assert made["error"]["code"] == "invoice.intra_eu_incomplete"


def test_a_payment_prints_what_it_settled(adv):
    number = adv.issued([line("100.00")])["number"]
    made = adv("pay", "--customer", "C00042", "--amount", "150", "--date", adv.today, "--method", "chèque",
               "--invoice", f"{number}=100.00")  # fmt: skip
    assert {name: made[name] for name in ("payment", "allocations", "unallocated", "method")} == {
        "payment": "REG2026000001", "allocations": [{"invoice": number, "amount": "100.00"}], "unallocated": "50.00",
        "method": "cheque",
    }  # fmt: skip


def test_a_bounced_payment_opens_its_invoice_again(adv):
    number = adv.issued([line("100.00")])["number"]
    pay = ["pay", "--customer", "C00042", "--amount", "120", "--date", adv.today, "--method", "transfer"]
    adv(*pay, "--invoice", number)
    assert adv("pay", "reverse", "REG2026000001", "--reason", "impayé")["amount"] == "-120.00"
    again = adv(*pay, "--invoice", number)
    assert again["allocations"] == [{"invoice": number, "amount": "120.00"}]


def test_a_refund_gives_back_what_is_in_credit(adv):
    asked = ["--customer", "C00042", "--date", adv.today, "--method", "virement"]
    adv("pay", *asked, "--amount", "80")
    made = adv("pay", "refund", *asked, "--amount", "30")
    assert (made["amount"], made["allocations"]) == ("-30.00", [{"invoice": "REG2026000001", "amount": "30.00"}])


def test_a_claim_goes_from_new_to_closed(adv):
    number = adv.issued([line("100.00")])["number"]
    claim = adv("claim", "create", adv.file({
        "customer": "C00042", "origin": {"kind": "invoice", "number": number, "line": 1}, "type": "price",
        "severity": "high", "description": "Prix non conforme", "disputed_amount": "12.50",
    }))  # fmt: skip
    assert (claim["number"], claim["state"], claim["actions"]) == ("REC2026000001", "new", [])
    decided = adv(
        "claim", "decide", claim["number"], "--outcome", "refused", "--reason", "conforme", "--action", "none"
    )
    assert (decided["state"], decided["actions"][0]["action"]) == ("decided", "none")
    assert adv("claim", "close", claim["number"])["state"] == "closed"
    assert [row["number"] for row in adv("claim", "list")["claims"]] == ["REC2026000001"]


def test_an_order_is_found_by_a_query_and_closed_short(adv):
    number = order(adv)["number"]
    adv.ordered([GOODS], customer_reference="AUTRE")
    assert [row["number"] for row in adv("order", "list", "--query", "PO-4711")["orders"]] == [number]
    assert len(adv("order", "list")["orders"]) == 2
    assert adv("order", "close-short", number, "--reason", "rupture")["state"] == "closed_short"


def test_master_data_prints_the_keys_that_it_is_created_with(adv):
    customer = {"code": "C2", "name": "Autre", "terms": "comptant", "credit_limit": "0.00", "discount": "10+5",
                "method": "LCR", "blocked": True, "language": "en"}  # fmt: skip
    made = adv("customer", "create", adv.file(customer))
    assert {name: made[name] for name in customer} == {**customer, "method": "bill_of_exchange"}
    assert adv("customer", "show", "C2") == made
    product = {"code": "P2", "label": "Boulon", "vat_rate": "5.5", "price": "2.115", "pack": "12", "stock": "7.5",
               "ean": "3770099010071", "lead_days": 5, "replaced_by": "P-100", "end_of_life": True}  # fmt: skip
    made = adv("product", "create", adv.file(product))
    assert {name: made[name] for name in product} == product
    assert adv("product", "show", "P2") == made


def test_lists_are_exported_as_excel_and_csv(adv):
    order(adv)
    for noun in ("orders", "deliveries", "invoices"):
        for ending in ("xlsx", "csv"):
            made = adv("export", noun, "--out", adv.folder / f"{noun}.{ending}")
            assert made["rows"] == (noun == "orders")
            assert made["sha256"] == hashlib.sha256((adv.folder / f"{noun}.{ending}").read_bytes()).hexdigest()
    text = (adv.folder / "orders.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].startswith("CDE2026000001;24/11/2026;CLIENT TEST SAS;PO-4711")


def test_a_backup_restores_what_it_held(adv):
    number = order(adv)["number"]
    assert adv("backup", adv.folder / "copy.db")["ok"] is True
    adv("order", "close-short", number, "--reason", "x")
    assert adv("restore", adv.folder / "copy.db")["ok"] is True
    assert adv("order", "show", number)["state"] == "confirmed"


def test_verify_says_what_is_wrong_and_exits_2(adv):
    adv.issued([line("100.00")])
    sound = adv("verify")
    assert (sound["ok"], sound["problems"], sound["chain"]["seals"]) == (True, [], 1)
    connection = sqlite3.connect(adv.database)
    connection.execute("UPDATE product_stock SET physical = physical + 1")
    connection.commit()
    connection.close()
    found = adv("verify", code=2)
    assert found["ok"] is False
    assert found["problems"]
    assert found["problems"][0].keys() == {"code", "message", "facts"}


def test_the_period_of_services_goes_from_the_order_to_its_invoice(adv):
    service = line("100.00", nature="service")
    order = adv.ordered([service], period={"start": "2026-10-01", "end": "2026-10-31"})
    draft = adv("invoice", "create", "--order", order["number"])
    free = adv.invoice([service], period={"start": "2026-10-01", "end": "2026-10-31"})
    connection = sqlite3.connect(adv.database)
    periods = connection.execute("SELECT id, period_start, period_end FROM invoice ORDER BY id").fetchall()
    connection.close()
    assert periods == [(one["id"], "2026-10-01", "2026-10-31") for one in (draft, free)]


def test_what_waits_in_the_outbox_is_listed_and_sent(adv, tmp_path):
    assert adv("outbox", "list") == {"messages": []}
    assert adv("outbox", "send", code=2)["error"]["code"] == "outbox.nothing"


def test_a_quotation_is_shown_then_accepted_in_part(adv):
    asked = {"customer": "C00042", "valid_until": "2026-12-31", "lines": [{"product": "P-100", "quantity": "10"}]}
    made = adv("quotation", "create", adv.file(asked))
    assert (made["number"], made["state"], made["totals"]["net"]) == (None, "draft", "333.30")
    order = adv("quotation", "accept", made["id"], "--line", "1=4")
    assert (order["state"], order["lines"][0]["quantity"], order["totals"]["net"]) == ("draft", "4", "133.32")
    shown = adv("quotation", "show", "DE2026000001")
    assert (shown["state"], shown["lines"][0]["left"]) == ("accepted", "6")
    assert adv("quotation", "accept", "DE2026000001", "--line", "1=7", code=2)["error"]["code"] == (
        "quotation.over_quantity"
    )


def test_an_order_lacks_what_its_customer_requires_until_the_file_gives_it(adv):
    adv("customer", "create", adv.file({"code": "C9", "name": "MAIRIE", "requirements": "engagement; marché@facture"}))
    lines = [{"product": "P-100", "quantity": "5"}]
    wanting = adv("order", "create", adv.file({"customer": "C9", "lines": lines}))
    found = [check for check in wanting["checks"] if check["code"] == "requirement_missing"]
    assert [check["severity"] for check in found] == ["blocking"]
    given = {"customer": "C9", "lines": lines, "requirements": {"engagement": "EJ-1"}}
    whole = adv("order", "create", adv.file(given))
    assert "requirement_missing" not in {check["code"] for check in whole["checks"]}


def test_a_remark_is_accepted_and_comes_back_on_demand(adv):
    draft = str(adv("order", "create", adv.file({"customer": "C00042", "lines": [GOODS]}))["id"])
    codes = [check["code"] for check in adv("order", "check", draft)["checks"]]
    assert "price_manual" in codes
    shown = adv("order", "accept", draft, "--check", "price_manual", "--line", "1")
    assert "price_manual" not in [check["code"] for check in shown["checks"]]
    assert [(one["code"], bool(one["by"] and one["at"])) for one in shown["accepted"]] == [("price_manual", True)]
    again = adv("order", "accept", draft, "--check", "price_manual", "--undo")
    assert ("accepted" in again, [check["code"] for check in again["checks"]]) == (False, codes)
    assert adv.refused("order", "accept", draft, "--check", "closed_day")["code"] == "order.check_not_found"


def test_a_customer_who_is_asked_about_remainders_is_asked_by_an_option(adv):
    made = adv("order", "confirm", str(adv("order", "create", adv.file(
        {"customer": "C00042", "backorder_policy": "ask", "lines": [line("30", quantity="10")]}
    ))["id"]))["number"]  # fmt: skip
    refused = adv.refused("deliver", made, "--line", "1=7")
    assert refused["code"] == "delivery.remainder_undecided"
    assert adv.refused("deliver", made, "--line", "1=7", "--remainder", "cancel")["code"] == "reason.missing"
    adv("deliver", made, "--line", "1=7", "--remainder", "cancel", "--reason", "plus voulu")
    assert adv("order", "show", made)["state"] == "closed_short"


def test_sums_that_are_wrong_are_counted_again(adv):
    adv.issued([line("100.00")])
    connection = sqlite3.connect(adv.database)
    connection.execute("UPDATE day_figures SET invoiced = 0")
    connection.commit()
    connection.close()
    (problem,) = adv("verify", code=2)["problems"]
    assert (problem["code"], problem["facts"]["count"]) == ("integrity.summary", 1)
    assert adv("recount")["wrong"] == 1
    assert adv("verify")["ok"] is True
    assert adv("recount")["wrong"] == 0
