"""A request that was carried out is not carried out again: its repeat prints what the first one printed."""

import sqlite3

import pytest

from tests.integration.cli.driver import COMPANY, CUSTOMER, PRODUCT, line

TABLES = (
    "customer", "product", "sales_order", "delivery", "invoice", "payment", "claim", "allocation", "stock_move",
)  # fmt: skip
GOODS = {"product": "P-100", "quantity": "5"}


def documents(adv):
    connection = sqlite3.connect(f"file:{adv.database}?mode=ro", uri=True)
    try:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
    finally:
        connection.close()


def twice(adv, *words):
    """Carry a request out twice; both print the same, the second makes nothing."""
    first = adv(*words, "--request-id", "R-1")
    made, content = documents(adv), adv.content()
    assert adv(*words, "--request-id", "R-1") == first
    assert documents(adv) == made
    assert adv.content() == content
    return first


def test_what_is_written_from_a_file_is_written_once(adv):
    order = {"customer": "C00042", "lines": [GOODS]}
    for noun, content in (
        ("customer", {**CUSTOMER, "code": "C2"}),
        ("product", {**PRODUCT, "code": "P2"}),
        ("order", order),
    ):
        first = adv(noun, "create", adv.file(content), "--request-id", f"R-{noun}")
        made = documents(adv)
        assert adv(noun, "create", adv.file(content), "--request-id", f"R-{noun}") == first
        assert documents(adv) == made


def test_an_order_is_confirmed_once(adv):
    draft = adv("order", "create", adv.file({"customer": "C00042", "lines": [GOODS]}))["id"]
    assert twice(adv, "order", "confirm", draft)["number"] == "CDE2026000001"


def test_an_order_is_closed_short_once(adv):
    assert (
        twice(adv, "order", "close-short", adv.ordered([GOODS])["number"], "--reason", "x")["state"] == "closed_short"
    )


def test_goods_leave_once(adv):
    number = adv.ordered([GOODS])["number"]
    made = twice(adv, "deliver", number, "--line", "1=2", "--pdf", adv.folder / "out")
    assert made["number"] == "BL2026000001"
    assert adv("product", "show", "P-100")["stock"] == "98"


def test_an_invoice_is_drafted_and_issued_once(adv):
    number = adv.ordered([GOODS])["number"]
    adv("deliver", number)
    draft = adv("invoice", "create", "--all", "--request-id", "D-1")
    assert adv("invoice", "create", "--all", "--request-id", "D-1") == draft
    assert twice(adv, "invoice", "issue", draft["id"])["number"] == "FA2026000001"


def test_of_several_invoices_a_repeat_issues_what_was_left(adv):
    ids = [adv.invoice([line("10.00")])["id"] for _count in range(3)]
    adv("invoice", "issue", *ids[:2], "--request-id", "R-1")
    made = adv("invoice", "issue", *ids, "--request-id", "R-1")
    assert [one["number"] for one in made["invoices"]] == ["FA2026000001", "FA2026000002", "FA2026000003"]


def test_a_free_invoice_a_deposit_and_a_credit_note_are_drafted_once(adv):
    asked = adv.file({"customer": "C00042", "lines": [line("100.00")]})
    invoice = adv("invoice", "create", asked, "--request-id", "I-1")
    assert adv("invoice", "create", asked, "--request-id", "I-1") == invoice
    number = adv("invoice", "issue", invoice["id"])["number"]
    credit = adv("credit", number, "--percent", "10", "--reason", "x", "--request-id", "C-1")
    assert adv("credit", number, "--percent", "10", "--reason", "x", "--request-id", "C-1") == credit
    order = adv.ordered([line("100.00")])["number"]
    deposit = adv("deposit", order, "--percent", "30", "--request-id", "A-1")
    assert adv("deposit", order, "--percent", "30", "--request-id", "A-1") == deposit
    assert documents(adv)["invoice"] == 3


@pytest.mark.parametrize("more", [[], ["--early-discount"]])
def test_money_comes_in_once(adv, more):
    number = adv.issued([line("100.00")])["number"]
    made = twice(adv, "pay", "--customer", "C00042", "--amount", "117.60", "--date", adv.today, "--method", "virement",
                 "--invoice", number, *more)  # fmt: skip
    assert made["allocations"] == [{"invoice": number, "amount": "117.60"}]


def test_money_goes_back_once(adv):
    words = ["--customer", "C00042", "--amount", "80", "--date", adv.today, "--method", "virement"]
    adv("pay", *words)
    assert twice(adv, "pay", "refund", *words)["amount"] == "-80.00"


def test_a_payment_bounces_once(adv):
    adv("pay", "--customer", "C00042", "--amount", "80", "--date", adv.today, "--method", "virement")
    assert twice(adv, "pay", "reverse", "REG2026000001")["amount"] == "-80.00"


def test_a_claim_is_opened_decided_and_closed_once(adv):
    asked = adv.file({"customer": "C00042", "type": "delay", "description": "En retard"})
    claim = adv("claim", "create", asked, "--request-id", "K-1")
    assert adv("claim", "create", asked, "--request-id", "K-1") == claim
    decide = ["claim", "decide", claim["number"], "--outcome", "refused", "--reason", "x", "--action", "none"]
    decided = adv(*decide, "--request-id", "K-2")
    assert adv(*decide, "--request-id", "K-2") == decided
    assert twice(adv, "claim", "close", claim["number"])["state"] == "closed"


def test_a_database_is_made_once(bare_adv):
    company = bare_adv.file(COMPANY)
    first = bare_adv("init", "--company", company, "--request-id", "R-1")
    assert bare_adv("init", "--company", company, "--request-id", "R-1") == first
    assert bare_adv("init", "--company", company, "--request-id", "R-2", code=2)["error"]["code"] == "database.exists"


def test_the_id_of_another_request_is_refused(adv):
    adv("order", "create", adv.file({"customer": "C00042", "lines": [GOODS]}), "--request-id", "R-1")
    asked = adv.file({"customer": "C00042", "type": "delay", "description": "En retard"})
    assert adv.refused("claim", "create", asked, "--request-id", "R-1")["code"] == "request.used"


def test_a_refused_request_may_be_corrected_under_the_same_id(adv):
    number = adv.ordered([GOODS])["number"]
    adv.refused("deliver", number, "--line", "1=6", "--request-id", "R-1")
    assert adv("deliver", number, "--line", "1=5", "--request-id", "R-1")["number"] == "BL2026000001"


def test_one_id_that_begins_like_another_is_another_request(adv):
    content = adv.file({"customer": "C00042", "lines": [GOODS]})
    ids = [adv("order", "create", content, "--request-id", request)["id"] for request in ("R-1", "R-10", "R", "R-1")]
    assert ids == [1, 2, 3, 1]
