"""What is wrong is refused with exit 2, one sentence, and nothing written."""

import json

import pytest

from tests.integration.cli.driver import COMPANY, CUSTOMER, line

GOODS = {"product": "P-100", "quantity": "5"}


def asked(*lines, **more):
    return {"customer": "C00042", "lines": list(lines) or [GOODS], **more}


@pytest.mark.parametrize("noun", ["order", "invoice"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (asked(colour="red"), "file.unknown_keys"),
        (asked({**GOODS, "discounts": ["10"], "qty": "2"}), "file.unknown_keys"),
        (asked({**GOODS, "charges": [{"label": "x", "amount": "1", "each": True}]}), "file.unknown_keys"),
        (asked(discount={"percent": "2", "rate": "1"}), "file.unknown_keys"),
        (asked({**GOODS, "quantity": 2.5}), "file.not_a_number"),
        (asked({**GOODS, "quantity": "NaN"}), "file.not_a_number"),
        (asked({**GOODS, "quantity": "Infinity"}), "file.not_a_number"),
        (asked({**GOODS, "quantity": "1e3"}), "file.not_a_number"),
        (asked({**GOODS, "quantity": "1 000"}), "file.not_a_number"),
        (asked({**GOODS, "quantity": "1,5"}), "file.not_a_number"),
        (asked({**GOODS, "quantity": True}), "file.not_a_number"),
        (asked({**GOODS, "quantity": None}), "file.missing"),
        (asked({**GOODS, "quantity": "0"}), "quantity.not_positive"),
        (asked({**GOODS, "quantity": "-3"}), "quantity.not_positive"),
        (asked({**GOODS, "quantity": "10000000"}), "quantity.out_of_range"),
        (asked({**GOODS, "quantity": "1.00001"}), "quantity.out_of_range"),
        (asked({**GOODS, "unit_price": "-1"}), "price.negative"),
        (asked({**GOODS, "unit_price": "1.0000001"}), "price.out_of_range"),
        (asked({**GOODS, "unit_price": "10000000"}), "price.out_of_range"),
        (asked({**GOODS, "quantity": "9999999", "unit_price": "9999999"}), "amount.too_large"),
        (asked({**GOODS, "discounts": ["101"]}), "percent.out_of_range"),
        (asked({**GOODS, "discounts": [None]}), "file.missing"),
        (asked({**GOODS, "discounts": "10"}), "file.not_a_list"),
        (asked({**GOODS, "price_base": "0", "unit_price": "1"}), "file.not_positive"),
        (asked({**GOODS, "vat_rate": "19"}), "vat.rate_unknown"),
        (asked({**GOODS, "vat_category": "X"}), "usage.choice"),
        (asked({**GOODS, "product": "NOPE"}), "product.not_found"),
        (asked({"quantity": "1", "unit_price": "1"}), "line.no_label"),
        (asked({"quantity": "1", "label": "x"}), "line.no_price"),
        (asked("x"), "file.not_an_object"),
        (asked(lines="x"), "file.not_a_list"),
        (asked(lines=[]), "order.no_lines"),
        (asked(customer="NOPE"), "customer.not_found"),
        (asked(customer=None), "file.missing"),
        (asked(customer=7), "file.not_text"),
        (asked(notes="a\u0000b"), "file.bad_text"),
        (asked(notes="\ud800"), "file.bad_text"),
        (asked(notes="x" * 5001), "file.bad_text"),
        (asked(date="24/11/2026"), "date.unreadable"),
        (asked(date="2026-02-30"), "date.unreadable"),
        (asked(date="0001-01-01"), "date.unreadable"),
        (asked(terms="quand vous voudrez"), "terms.unknown"),
        (asked(method="troc"), "usage.choice"),
        (asked(currency="euro"), "file.currency"),
        (asked(currency="USD"), "currency.no_rate"),
        (asked(exchange_rate={"rate": "0", "date": "2026-11-23"}, currency="USD"), "file.exchange_rate"),
        (asked(discount={"percent": "2", "amount": "1"}), "file.percent_or_amount"),
        (asked(discount={}), "file.percent_or_amount"),
        (asked(discount={"amount": "1.005"}), "amount.too_precise"),
        (asked(discount={"amount": "1000"}), "discount.above_lines"),
        (asked(freight={"amount": "-1"}), "file.negative"),
        (asked(freight={"vat_rate": "20"}), "file.missing"),
        (asked(gross_prices="yes"), "file.not_a_flag"),
        (asked(vat_regime="moon"), "usage.choice"),
        (asked(deliver_to={"town": "Lyon"}), "file.missing"),
    ],
)
def test_a_wrong_file_is_refused(adv, noun, content, code):
    assert adv.refused(noun, "create", adv.file(content))["code"] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "file.not_json"), ("{", "file.not_json"), ("[]", "file.not_an_object"), ('{"lines": NaN}', "file.not_a_list"),
     ('{"customer": "C00042", "customer": "C2"}', "file.key_twice"), ("[" * 100_000, "file.not_json")],
)  # fmt: skip
def test_what_is_not_the_json_of_an_order_is_refused(adv, text, code):
    if code == "file.not_a_list":
        text = '{"customer": "C00042", "lines": NaN}'
    assert adv.refused("order", "create", adv.file(text))["code"] == code


def test_an_unknown_key_is_named_with_its_place(adv):
    error = adv.refused("order", "create", adv.file(asked({**GOODS, "qty": "2"}, colour="red")))
    assert error["facts"] == {"names": ["lines[1].qty"]}


def test_a_file_that_is_not_there_or_is_no_text_is_refused(adv):
    assert adv.refused("order", "create", "nowhere.json")["code"] == "file.unreadable"
    (adv.folder / "binary.json").write_bytes(b"\xff\xfe\x00")
    assert adv.refused("order", "create", adv.folder / "binary.json")["code"] == "file.not_json"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "usage.no_verb"),
        (["frobnicate"], "usage.unknown_verb"),
        (["order"], "usage.no_verb"),
        (["order", "frobnicate"], "usage.unknown_verb"),
        (["order", "show"], "usage.missing"),
        (["order", "show", "1", "2"], "usage.unknown_arguments"),
        (["order", "show", "1", "--colour"], "usage.unknown_arguments"),
        (["order", "list", "--query"], "usage.value_missing"),
        (["order", "close-short", "1"], "usage.missing"),
        (["order", "show", "99"], "order.not_found"),
        (["order", "show", "CDE2026000099"], "order.not_found"),
        (["order", "show", "9" * 30], "order.not_found"),
        (["deliver", "1", "--line", "1"], "usage.line"),
        (["deliver", "1", "--line", "1=x"], "number.not_a_number"),
        (["deliver", "1", "2", "--line", "1=1"], "deliver.line_of_several"),
        (["deliver", "1", "--date", "hier"], "date.unreadable"),
        (["deliver", "CDE2026000099"], "order.not_found"),
        (["invoice", "create"], "usage.one_source"),
        (["invoice", "create", "x.json", "--all"], "usage.one_source"),
        (["invoice", "create", "--delivery", "BL2026000099"], "delivery.not_found"),
        (["invoice", "create", "--order", "1", "--deduct", "twice"], "usage.choice"),
        (["invoice", "issue", "99"], "invoice.not_found"),
        (["invoice", "show", "FA2026000099"], "invoice.not_found"),
        (["deposit", "1"], "usage.one_source"),
        (["deposit", "1", "--percent", "101"], "percent.out_of_range"),
        (["credit", "FA2026000099", "--reason", "x"], "invoice.not_found"),
        (["credit", "FA1", "--percent", "2", "--amount", "3", "--reason", "x"], "usage.together"),
        (["credit", "--reason", "x"], "usage.missing"),
        (["credit", "--rebate", "--percent", "2", "--reason", "x"], "usage.missing"),
        (["credit", "--rebate", "--customer", "C00042", "--period", "2026-12-01..2026-01-01", "--reason", "x"],
         "date.unreadable_period"),
        (["credit", "--rebate", "--customer", "C00042", "--period", "2026-01-01..2026-12-31", "--percent", "2",
          "--reason", "x"], "rebate.nothing"),
        (["pay", "reverse", "REG2026000099"], "payment.not_found"),
        (["claim", "close", "REC2026000099"], "claim.not_found"),
        (["claim", "decide", "1", "--outcome", "maybe", "--reason", "x", "--action", "none"], "usage.choice"),
        (["due-dates", "--terms", "un jour", "--date", "2026-11-24", "--amount", "1"], "terms.unknown"),
        (["due-dates", "--terms", "30 j", "--date", "2026-11-24", "--amount", "1.005"], "amount.too_precise"),
        (["due-dates", "--terms", "30 j", "--date", "2026-11-24", "--amount", "-1"], "payment.not_positive"),
        (["due-dates", "--terms", "30 j", "--date", "2026-11-24", "--amount", "1" + "0" * 12], "amount.too_large"),
        (["due-dates", "--terms", "30 j", "--date", "9999-12-31", "--amount", "1"], "date.unreadable"),
        (["report", "--month", "2026-13"], "date.unreadable"),
        (["report", "--month", "11/2026"], "date.unreadable_month"),
        (["export", "orders", "--out", "x.pdf"], "file.wrong_ending"),
        (["order", "list", "--query", "couleur : rouge"], "query.unknown_key"),
        (["order", "list", "--query", "montant : beaucoup"], "query.bad_value"),
        (["restore", "nowhere.db"], "database.missing"),
        (["order", "show", "1", "--request-id", ""], "usage.value_missing"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_refused(adv, words, code):
    assert adv.refused(*words)["code"] == code


@pytest.mark.parametrize(
    ("amount", "more", "code"),
    [("0", [], "payment.not_positive"), ("-5", [], "payment.not_positive"), ("1.005", [], "amount.too_precise"),
     ("dix", [], "number.not_a_number"), ("5", ["--method", "troc"], "usage.choice"),
     ("5", ["--date", "2026-11-25"], "date.in_future"), ("5", ["--invoice", "FA2026000009"], "payment.no_such_invoice"),
     ("5", ["--invoice", "FA2026000001=6"], "payment.over_amount"),
     ("500", ["--invoice", "FA2026000001=121"], "payment.over_invoice"),
     ("5", ["--invoice", "FA2026000001", "--invoice", "FA2026000001"], "payment.named_twice"),
     ("120", ["--invoice", "FA2026000001", "--early-discount"], "discount.nothing"),
     ("5", ["--early-discount"], "discount.one_invoice")],
)  # fmt: skip
def test_a_wrong_payment_is_refused(adv, amount, more, code):
    adv.issued([line("100.00")])
    words = {"--customer": "C00042", "--amount": amount, "--date": "2026-11-24", "--method": "virement"}
    words |= dict(zip(more[::2], more[1::2], strict=False)) if more[:1] in (["--method"], ["--date"]) else {}
    extra = more if more[:1] not in (["--method"], ["--date"]) else []
    assert adv.refused("pay", *(word for pair in words.items() for word in pair), *extra)["code"] == code


def test_a_paid_invoice_takes_no_second_payment(adv):
    number = adv.issued([line("100.00")])["number"]
    words = ["pay", "--customer", "C00042", "--amount", "120", "--date", adv.today, "--method", "virement"]
    adv(*words, "--invoice", number)
    assert adv.refused(*words, "--invoice", number)["code"] == "payment.nothing_open"


def test_more_than_the_order_is_neither_delivered_nor_invoiced_nor_credited(adv):
    number = adv.ordered([GOODS])["number"]
    assert adv.refused("deliver", number, "--line", "1=6")["code"] == "delivery.over_quantity"
    adv("deliver", number)
    assert adv.refused("deliver", number)["code"] == "delivery.nothing"
    first = adv("invoice", "create", "--delivery", "BL2026000001")["id"]
    assert adv.refused("invoice", "create", "--delivery", "BL2026000001")["code"] == "invoice.nothing"
    invoice = adv("invoice", "issue", first)["number"]
    assert adv.refused("invoice", "issue", first)["code"] == "invoice.issued"
    assert adv.refused("invoice", "create", "--order", number)["code"] == "invoice.nothing"
    for words, code in (
        (["--line", "1=6"], "credit.above_quantity"),
        (["--line", "2=1"], "credit.no_such_line"),
        (["--line", "1=0"], "credit.quantity"),
        (["--amount", "200.00"], "credit.above_net"),
        (["--amount", "0"], "credit.above_net"),
        (["--percent", "0"], "credit.percent"),
    ):
        assert adv.refused("credit", invoice, *words, "--reason", "x")["code"] == code
    adv("credit", invoice, "--reason", "x")
    assert adv.refused("credit", invoice, "--percent", "1", "--reason", "x")["code"] == "credit.above_rate"


def test_more_than_the_stock_leaves_with_a_reason_only(adv):
    number = adv.ordered([{"product": "P-100", "quantity": "101"}])["number"]
    assert adv.refused("deliver", number)["code"] == "stock.short"
    assert adv("deliver", number, "--override", "inventaire faux")["state"] == "shipped"


def test_what_prevents_a_departure_is_told_without_shipping(adv):
    number = adv.ordered([{"product": "P-100", "quantity": "101"}])["number"]
    found = adv("deliver", number, "--dry-run")
    assert (found["deliveries"], found["prevented"]) == ([], [])
    assert next((one["code"], one["severity"]) for one in found["checks"]) == ("stock_missing", "blocking")
    assert adv("order", "show", number)["delivery_state"] == "none"


def test_of_several_orders_what_can_leave_does_and_the_rest_is_named(adv):
    adv("customer", "create", adv.file({**CUSTOMER, "code": "C2"}))
    whole = adv.ordered([{"product": "P-100", "quantity": "10"}])["number"]
    short = adv.ordered([{"product": "P-100", "quantity": "101"}], customer="C2")["number"]
    done = adv("deliver", whole, short)
    assert done["state"] == "shipped"
    assert [(one["source"], one["code"]) for one in done["prevented"]] == [(short, "stock.short")]
    assert adv.refused("deliver", short)["code"] == "stock.short"


def test_a_surplus_is_given_with_a_reason(adv):
    number = adv.ordered([{"product": "P-100", "quantity": "10"}])["number"]
    assert adv.refused("deliver", number, "--line", "1=11")["code"] == "delivery.over_quantity"
    given = adv("deliver", number, "--line", "1=11", "--override", "geste", "--surplus-free")
    assert [(line["quantity"], line["net"]) for line in given["lines"]][1] == ("1", "0.00")


def test_a_draft_is_not_delivered_and_a_confirmed_order_not_confirmed_twice(adv):
    draft = adv("order", "create", adv.file(asked()))["id"]
    assert adv.refused("deliver", draft)["code"] == "order.not_confirmed"
    assert adv.refused("deposit", draft, "--percent", "30")["code"] == "order.not_confirmed"
    adv("order", "confirm", draft)
    assert adv.refused("order", "confirm", draft)["code"] == "order.wrong_state"


def test_a_blocking_check_wants_a_reason(adv):
    adv("customer", "create", adv.file({**CUSTOMER, "code": "C2", "blocked": True}))
    draft = adv("order", "create", adv.file(asked(customer="C2")))
    assert ("customer_blocked", "blocking") in [(check["code"], check["severity"]) for check in draft["checks"]]
    assert adv.refused("order", "confirm", draft["id"])["code"] == "order.blocked"
    assert adv("order", "confirm", draft["id"], "--override", "accord du directeur")["state"] == "confirmed"


def test_dates_go_neither_backwards_nor_into_the_future(adv):
    adv.issued([line("10.00")])
    draft = adv.invoice([line("10.00")])["id"]
    assert adv.refused("invoice", "issue", draft, "--date", "2026-11-23")["code"] == "number.date_backwards"
    assert adv.refused("invoice", "issue", draft, "--date", "2026-11-25")["code"] == "date.in_future"
    assert adv.refused("order", "create", adv.file(asked(date="2026-11-25")))["code"] == "date.in_future"
    number = adv.ordered([GOODS])["number"]
    assert adv.refused("deliver", number, "--date", "2026-11-25")["code"] == "date.in_future"
    assert adv("invoice", "issue", draft, "--date", "2026-11-24")["number"] == "FA2026000002"


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_issued(adv):
    (adv.folder / "file").write_text("no folder")
    draft = adv.invoice([line("10.00")])["id"]
    assert adv.refused("invoice", "issue", draft, "--out", adv.folder / "file" / "out")["code"] == "file.cannot_write"


@pytest.mark.parametrize(
    ("company", "code"),
    [
        ({**COMPANY, "siren": "732829321"}, "siren.invalid"),
        ({**COMPANY, "legal_name": None}, "file.missing"),
        ({**COMPANY, "address": None}, "file.missing"),
        ({**COMPANY, "vat_regime": "lunaire"}, "company.vat_regime"),
        ({**COMPANY, "numbering": {"invoices": "F"}}, "company.unknown_series"),
        ({**COMPANY, "fiscal_year_start": "13-01"}, "date.unreadable"),
        ({**COMPANY, "colour": "red"}, "file.unknown_keys"),
    ],
)
def test_a_wrong_company_makes_no_database(bare_adv, company, code):
    assert bare_adv("init", "--company", bare_adv.file(company), code=2)["error"]["code"] == code
    assert not bare_adv.database.exists()


def test_a_database_is_not_made_over_another_nor_opened_where_there_is_none(adv, bare_adv):
    assert adv.refused("init", "--company", adv.file(COMPANY))["code"] == "database.exists"
    bare_adv.database = bare_adv.folder / "none.db"
    assert bare_adv("order", "show", "1", code=2)["error"]["code"] == "database.missing"
    assert not bare_adv.database.exists()


def test_a_refusal_is_one_french_sentence_on_stderr_by_default(adv):
    code, out, err = adv.raw("order", "show", "99")
    assert (code, out) == (2, "")
    assert err == "Il n'y a pas de commande 99\u00a0: vérifiez le numéro.\n"
    assert adv.raw("order", "show", "99", "--lang", "en")[2] == "There is no order 99: check the number.\n"


def test_a_bug_exits_1_with_its_trace_on_stderr(adv, monkeypatch):
    from adv_desktop.services.orders import OrderService

    def broken(*_arguments, **_named):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(OrderService, "create", broken)
    code, out, err = adv.raw("order", "create", adv.file(asked()), "--json")
    assert code == 1
    assert json.loads(out)["error"]["code"] == "bug"
    assert "ZeroDivisionError: a bug" in err
