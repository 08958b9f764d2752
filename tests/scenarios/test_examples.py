"""The worked examples to the cent, through the console, and other figures of the same rules."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

from adv_desktop import bootstrap
from adv_desktop.models.rules import interest
from tests.integration.cli.driver import COMPANY, CUSTOMER, Adv, PlainPapers, amounts, line, table

BASKET_A3 = [
    line("48.90", "20", "12", discounts=["10"]),
    line("13.35", "5.5", "7", discounts=["5"]),
    line("128.4567", "20", "3"),
    line("2.115", "10", "40", discounts=["10", "5"]),
]


@pytest.fixture
def adv(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(bootstrap, "_printed", lambda *_clock: PlainPapers())
    return Adv(tmp_path, capsys).copied()


# A. Totals, VAT, rounding


def test_a1_vat_is_computed_per_rate_not_per_line(adv):
    assert amounts(adv.issued([line("1.03", "5.5")] * 10)) == ("10.30", "0.57", "10.87")


@pytest.mark.parametrize(
    ("net", "rate", "vat"),
    [("3.00", "5.5", "0.17"), ("12.45", "10", "1.25"), ("1.00", "8.5", "0.09"), ("0.25", "2.1", "0.01"),
     ("250.00", "2.1", "5.25")],
)  # fmt: skip
def test_a2_half_cents_go_up(adv, net, rate, vat):
    assert amounts(adv.invoice([line(net, rate)]))[1] == vat


@pytest.mark.parametrize("noun", ["order", "invoice"])
def test_a3_mixed_rates_discounts_and_freight_at_a_given_rate(adv, noun):
    asked = {
        "customer": "C00042", "lines": BASKET_A3, "discount": {"percent": "2"},
        "freight": {"amount": "35.00", "vat_rate": "20"},
    }  # fmt: skip
    made = adv(noun, "create", adv.file(asked))
    assert [row["net"] for row in made["lines"]] == ["528.12", "88.78", "385.37", "72.33"]
    assert table(made) == {
        ("S", "20"): ("930.22", "186.04"), ("S", "10"): ("70.88", "7.09"), ("S", "5.5"): ("87.00", "4.79"),
    }  # fmt: skip
    assert amounts(made) == ("1088.10", "197.92", "1286.02")
    assert made["totals"]["due"] == "1286.02"


def test_a3b_freight_follows_the_goods(adv):
    made = adv.invoice(BASKET_A3, discount={"percent": "2"}, freight={"amount": "35.00", "vat_rate": None})
    assert table(made) == {
        ("S", "20"): ("924.97", "184.99"), ("S", "10"): ("73.24", "7.32"), ("S", "5.5"): ("89.89", "4.94"),
    }  # fmt: skip
    assert amounts(made)[2] == "1285.35"


@pytest.mark.parametrize(
    ("gross", "rate", "net", "vat", "total", "rounding"),
    [("99.90", "20", "83.25", "16.65", "99.90", "0.00"), ("10.00", "5.5", "9.48", "0.52", "10.00", "0.00"),
     ("19.99", "20", "16.66", "3.33", "19.99", "0.00"), ("9.99", "20", "8.33", "1.67", "10.00", "-0.01"),
     ("49.99", "10", "45.45", "4.55", "50.00", "-0.01")],
)  # fmt: skip
def test_a6_a_price_with_vat_is_what_is_paid(adv, gross, rate, net, vat, total, rounding):
    made = adv.issued([line(gross, rate)], gross_prices=True)
    assert amounts(made) == (net, vat, total)
    assert (made["totals"]["rounding"], made["totals"]["due"]) == (rounding, gross)


def test_a8_a_price_per_hundred(adv):
    made = adv.invoice([line("12.40", quantity="250", price_base="100")])
    assert made["lines"][0]["price_base"] == "100"
    assert amounts(made) == ("31.00", "6.20", "37.20")


def test_a10_overseas_and_corsican_rates(adv):
    reunion = adv.issued([line("137.29", "8.5"), line("42.10", "2.1")])
    assert table(reunion) == {("S", "8.5"): ("137.29", "11.67"), ("S", "2.1"): ("42.10", "0.88")}
    assert amounts(reunion) == ("179.39", "12.55", "191.94")
    corsica = adv.issued([line("137.29", "10"), line("42.10", "2.1"), line("15.05", "0.9")])
    assert amounts(corsica)[::2] == ("194.44", "209.19")


@pytest.mark.parametrize(
    ("regime", "category", "nature"),
    [("intra_eu", "K", "goods"), ("export", "G", "goods"), ("dom", "G", "goods"), ("intra_eu", "AE", "service"),
     ("reverse_charge", "AE", "service")],
)  # fmt: skip
def test_a11_no_vat_abroad_and_under_reverse_charge(adv, regime, category, nature):
    made = adv.issued(
        [line("250.11", None, "5", nature=nature)],
        vat_regime=regime,
        delivery_date="2026-11-20",
        deliver_to={"name": "Kunde", "country": "DE"},
    )
    assert table(made) == {(category, "0"): ("1250.55", "0.00")}
    assert amounts(made) == ("1250.55", "0.00", "1250.55")


@pytest.mark.parametrize("lacking", ["delivery_date", "deliver_to"])
def test_a11_an_intra_eu_sale_without_date_or_country_is_not_issued(adv, lacking):
    more = {"delivery_date": "2026-11-20", "deliver_to": {"name": "Kunde", "country": "DE"}}
    del more[lacking]
    draft = adv.invoice([line("250.11", None, "5")], vat_regime="intra_eu", **more)
    assert adv.refused("invoice", "issue", draft["id"])["code"] == "invoice.intra_eu_incomplete"


def test_a13_a_franchise_bears_no_vat(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(bootstrap, "_printed", lambda *_clock: PlainPapers())
    company = {**COMPANY, "vat_regime": "franchise", "vat_number": None}
    made = Adv(tmp_path, capsys).start(company).issued([line("850.00", None)])
    assert table(made) == {("E", "0"): ("850.00", "0.00")}


def test_a_fixed_discount_is_shared_with_its_last_cent_on_the_largest_base(adv):
    lines = [line("33.33", "20"), line("33.33", "10"), line("33.34", "5.5")]
    made = adv.invoice(lines, discount={"amount": "10.00"})
    assert table(made) == {
        ("S", "20"): ("30.00", "6.00"), ("S", "10"): ("30.00", "3.00"), ("S", "5.5"): ("30.00", "1.65"),
    }  # fmt: skip


def test_line_charges_are_part_of_the_net(adv):
    charges = [
        {"label": "Éco-participation", "amount": "0.12", "per_unit": True},
        {"label": "Palette", "amount": "9.50"},
    ]
    made = adv.invoice([line("10.00", quantity="7", discounts=["3"], charges=charges)])
    assert made["lines"][0]["net"] == "78.24"


@pytest.mark.parametrize(
    ("currency", "price", "net", "vat"), [("JPY", "1234.5", "1235", "247"), ("TND", "1.2345", "1.235", "0.247")]
)
def test_a_currency_carries_its_own_decimals(adv, currency, price, net, vat):
    rate = {"rate": "0.0061", "date": "2026-11-23", "source": "BCE"}
    made = adv.issued([line(price)], currency=currency, exchange_rate=rate)
    assert (made["currency"], made["totals"]["net"], made["totals"]["vat_total"]) == (currency, net, vat)


def oracle(lines, percent, freight):
    """The rules of totals written once more, without a look at the program."""
    bases, cent = {}, Decimal("0.01")

    def half_up(value):
        return value.quantize(cent, ROUND_HALF_UP)

    for quantity, price, discounts, rate in lines:
        net = half_up(quantity * price)
        for discount in discounts:
            net -= half_up(net * discount / 100)
        bases[rate] = bases.get(rate, 0) + net
    bases = {rate: base - half_up(base * percent / 100) for rate, base in bases.items()}
    bases[Decimal(20)] = bases.get(Decimal(20), 0) + freight
    vat = sum(half_up(base * rate / 100) for rate, base in bases.items())
    net = sum(bases.values())
    return str(net), str(vat), str(net + vat)


def test_any_basket_agrees_with_the_rules_written_a_second_time(adv):
    chance = random.Random(20261124)
    for _basket in range(15):
        lines = [
            (Decimal(chance.randint(1, 99999)) / 100, Decimal(chance.randint(1, 9999999)) / 10000,
             [Decimal(chance.randint(1, 300)) / 10 for _ in range(chance.randint(0, 2))],
             Decimal(chance.choice(["20", "10", "5.5", "2.1"])))
            for _ in range(chance.randint(1, 9))
        ]  # fmt: skip
        percent, freight = Decimal(chance.randint(1, 99)) / 10, Decimal(chance.randint(1, 9999)) / 100
        asked = [
            line(str(price), str(rate), str(quantity), discounts=[str(discount) for discount in discounts])
            for quantity, price, discounts, rate in lines
        ]
        made = adv.invoice(
            asked, discount={"percent": str(percent)}, freight={"amount": str(freight), "vat_rate": "20"}
        )
        assert amounts(made) == oracle(lines, percent, freight)


# B. Deposits


def deposited(adv):
    order = adv.ordered([line("10000.00")])
    deposit = adv("deposit", order["number"], "--percent", "30")
    assert deposit["type"] == "386"
    assert amounts(adv("invoice", "issue", deposit["id"])) == ("3000.00", "600.00", "3600.00")
    return order["number"]


def test_b1_the_final_invoice_takes_the_deposit_off_by_a_line(adv):
    number = deposited(adv)
    final = adv("invoice", "issue", adv("invoice", "create", "--order", number)["id"])
    assert amounts(final) == ("7000.00", "1400.00", "8400.00")
    assert final["totals"]["due"] == "8400.00"
    assert (final["lines"][1]["quantity"], final["lines"][1]["net"]) == ("-1", "-3000.00")


def test_b1_or_as_an_amount_already_paid(adv):
    number = deposited(adv)
    draft = adv("invoice", "create", "--order", number, "--deduct", "prepaid")
    final = adv("invoice", "issue", draft["id"])
    assert amounts(final) == ("10000.00", "2000.00", "12000.00")
    assert (final["totals"]["prepaid"], final["totals"]["due"]) == ("3600.00", "8400.00")


def test_a_deposit_by_amount_is_an_amount_with_vat(adv):
    order = adv.ordered([line("100.00", "20"), line("100.00", "5.5")])
    deposit = adv("deposit", order["number"], "--amount", "100.00")
    assert deposit["totals"]["due"] == "100.00"
    assert len(deposit["totals"]["vat"]) == 2


def test_a_deposit_is_deducted_once_over_partial_invoices(adv):
    order = adv.ordered([{"product": "P-100", "quantity": "10", "unit_price": "100.00"}])
    adv("invoice", "issue", adv("deposit", order["number"], "--percent", "30")["id"])
    due = []
    for quantity in ("1", "9"):
        delivery = adv("deliver", order["number"], "--line", f"1={quantity}")
        draft = adv("invoice", "create", "--delivery", delivery["number"])
        due.append(adv("invoice", "issue", draft["id"])["totals"]["due"])
    assert due == ["0.00", "840.00"]


def test_what_is_due_with_the_order_holds_its_goods_back_until_it_is_paid(adv):
    asked = {"product": "P-100", "quantity": "10", "unit_price": "100.00"}
    order = adv.ordered([asked], terms="30 % à la commande, solde à 30 jours")
    deposit = adv("invoice", "issue", adv("deposit", order["number"], "--percent", "30")["id"])
    assert adv.refused("deliver", order["number"])["code"] == "delivery.prepayment_missing"
    adv("pay", "--customer", "C00042", "--amount", "360.00", "--date", adv.today, "--method", "virement",
        "--invoice", deposit["number"])  # fmt: skip
    assert adv("deliver", order["number"])["number"]


# C. Credit notes


def credited(adv, invoice, *choice):
    draft = adv("credit", invoice["number"], *choice, "--reason", "retour")
    return adv("invoice", "issue", draft["id"])


def test_c1_partial_returns_add_up_to_the_invoice(adv):
    invoice = adv.issued([line("33.33", quantity="5", discounts=["10"])])
    assert amounts(invoice) == ("149.98", "30.00", "179.98")
    first = credited(adv, invoice, "--line", "1=2")
    assert (first["type"], amounts(first)) == ("381", ("59.99", "12.00", "71.99"))
    assert amounts(credited(adv, invoice, "--line", "1=3")) == ("89.99", "18.00", "107.99")
    assert adv.refused("credit", invoice["number"], "--line", "1=1", "--reason", "x")["code"] == "credit.above_quantity"


def test_a_whole_credit_reproduces_the_table_of_its_invoice(adv):
    invoice = adv.issued(BASKET_A3, discount={"percent": "2"}, freight={"amount": "35.00", "vat_rate": "20"})
    credit = credited(adv, invoice)
    assert table(credit) == table(invoice)
    assert amounts(credit) == ("1088.10", "197.92", "1286.02")


def test_line_credits_one_by_one_never_exceed_the_invoice(adv):
    invoice = adv.issued([line("0.335", quantity="3", discounts=["7"])], discount={"percent": "3"})
    nets = [Decimal(credited(adv, invoice, "--line", "1=1")["totals"]["net"]) for _ in range(3)]
    assert sum(nets) == Decimal(invoice["totals"]["net"])


def test_three_credits_of_a_third_each_bear_their_own_vat(adv):
    invoice = adv.issued([line("0.33", quantity="3")])
    assert amounts(invoice) == ("0.99", "0.20", "1.19")
    for _rank in range(3):
        assert amounts(credited(adv, invoice, "--line", "1=1")) == ("0.33", "0.07", "0.40")
    assert adv.refused("credit", invoice["number"], "--line", "1=1", "--reason", "x")["code"] == "credit.above_quantity"


def test_a_credit_of_the_freight_alone(adv):
    invoice = adv.issued(BASKET_A3, freight={"amount": "35.00", "vat_rate": "20"})
    assert amounts(credited(adv, invoice, "--freight")) == ("35.00", "7.00", "42.00")


def test_c3_a_rebate_under_a_contract_and_without(adv):
    adv.issued([line("60000.00")])
    adv.issued([line("24350.00")])
    asked = [
        "--rebate",
        "--customer",
        "C00042",
        "--period",
        "2026-01-01..2026-12-31",
        "--percent",
        "2",
        "--reason",
        "RFA",
    ]
    free = adv("invoice", "issue", adv("credit", *asked)["id"])
    assert (free["type"], len(free["lines"]), amounts(free)) == ("381", 2, ("1687.00", "337.40", "2024.40"))
    under_contract = adv("invoice", "issue", adv("credit", *asked, "--contract", "RFA-26")["id"])
    assert (under_contract["type"], len(under_contract["lines"])) == ("262", 1)
    assert amounts(under_contract) == ("1687.00", "337.40", "2024.40")


def test_c4_the_discount_of_an_early_payment(adv):
    invoice = adv.issued([line("1000.00")])
    paid = adv("pay", "--customer", "C00042", "--amount", "1176.00", "--date", adv.today, "--method", "virement",
               "--invoice", invoice["number"], "--early-discount")  # fmt: skip
    assert paid["allocations"] == [{"invoice": invoice["number"], "amount": "1176.00"}]
    assert paid["unallocated"] == "0.00"
    assert amounts(adv("invoice", "show", "AV2026000001")) == ("20.00", "4.00", "24.00")


def test_c4_or_by_a_credit_note_and_a_payment(adv):
    invoice = adv.issued([line("1000.00")])
    credit = credited(adv, invoice, "--percent", "2")
    assert amounts(credit) == ("20.00", "4.00", "24.00")
    paid = adv("pay", "--customer", "C00042", "--amount", "1176.00", "--date", adv.today, "--method", "transfer",
               "--invoice", invoice["number"], "--invoice", credit["number"])  # fmt: skip
    assert (paid["allocations"], paid["unallocated"]) == ([{"invoice": invoice["number"], "amount": "1176.00"}], "0.00")


# D. Due dates

TERMS = ("30 j net", "45 j net", "60 j net", "30 j FM", "FM + 30 j", "45 j FM (A)", "FM + 45 j (B)", "30 j FM le 15",
         "60 j FM", "1 mois FM")  # fmt: skip
DUE = {
    "2026-01-15": "02-14 03-01 03-16 02-28 03-02 03-31 03-17 03-15 03-31 02-28",
    "2026-02-28": "03-30 04-14 04-29 03-31 03-30 04-30 04-14 04-15 04-30 03-31",
    "2026-11-24": "12-24 01-08 01-23 12-31 12-30 01-31 01-14 01-15 01-31 12-31",
    "2026-12-15": "01-14 01-29 02-13 01-31 01-30 01-31 02-14 02-15 02-28 01-31",
    "2028-01-15": "02-14 02-29 03-15 02-29 03-01 02-29 03-16 03-15 03-31 02-29",
}


@pytest.mark.parametrize("invoiced", DUE)
def test_d_due_dates(bare, invoiced):
    for terms, expected in zip(TERMS, DUE[invoiced].split(), strict=True):
        made = bare("due-dates", "--terms", terms, "--date", invoiced, "--amount", "100.00")
        assert [row["due"][5:] for row in made["instalments"]] == [expected], terms


@pytest.fixture
def bare(tmp_path, capsys):
    return Adv(tmp_path, capsys)


def test_d13_equal_instalments_leave_the_cent_to_the_last(bare):
    made = bare("due-dates", "--terms", "30/60/90 jours", "--date", "2026-11-24", "--amount", "1286.02")
    assert [row["amount"] for row in made["instalments"]] == ["428.67", "428.67", "428.68"]


def test_terms_beyond_the_legal_ceiling_warn(bare):
    made = bare("due-dates", "--terms", "90 jours nets", "--date", "2026-11-24", "--amount", "100.00")
    assert [warning["code"] for warning in made["warnings"]] == ["terms.over_ceiling"]


def test_the_instalments_of_an_invoice_are_its_due_amounts(adv):
    made = adv.issued([line("1071.68")], terms="30/60/90 jours")
    assert [row["amount"] for row in made["instalments"]] == ["428.67", "428.67", "428.68"]
    assert made["due"] == made["instalments"][-1]["due"] == "2027-02-22"


# E. Late interest


def owed(adv, due, net="1000.00"):
    """Issue an invoice that was due on a day; 30 days net."""
    adv.today = (date.fromisoformat(due) - timedelta(days=30)).isoformat()
    return adv.issued([line(net)])["number"]


def test_e1_interest_runs_from_the_day_after_the_due_date(adv):
    found = adv("interest", owed(adv, "2026-08-31"), "--on", "2026-10-15")
    assert (found["interest"], found["recovery_fee"]) == ("18.35", "40.00")
    assert [(part["days"], part["rate"]) for part in found["segments"]] == [(45, "12.4")]


def test_e1_a_payment_stops_it(adv):
    number = owed(adv, "2026-08-31")
    adv.today = "2026-11-24"
    adv("pay", "--customer", "C00042", "--amount", "1200.00", "--date", "2026-10-15", "--method", "virement",
        "--invoice", number)  # fmt: skip
    assert adv("interest", number, "--on", "2026-11-24")["interest"] == "18.35"


def test_e3_three_times_the_legal_rate():
    rule = interest.PenaltyRule(interest.PenaltyKind.THREE_TIMES_LEGAL)
    due, paid = date(2026, 9, 30), date(2026, 10, 30)
    found = interest.late_interest(500000, due, paid, rates=interest.PUBLISHED_RATES, rule=rule)
    assert found.interest == 3390


def test_e6_one_day_late_and_none(adv):
    number = owed(adv, "2026-11-30")
    one_day = adv("interest", number, "--on", "2026-12-01")
    assert (one_day["interest"], one_day["recovery_fee"]) == ("0.41", "40.00")
    on_time = adv("interest", number, "--on", "2026-11-30")
    assert (on_time["interest"], on_time["recovery_fee"], on_time["segments"]) == ("0.00", "0.00", [])


def test_e8_a_half_year_without_a_rate_gives_no_number(adv):
    error = adv.refused("interest", owed(adv, "2026-11-30"), "--on", "2027-01-01")
    assert error["code"] == "interest.rate_missing"
    assert "2027-S1" in error["message"]


# F. Identifiers, where the console takes them


@pytest.mark.parametrize(
    ("name", "value"),
    [("siren", "732829321"), ("siren", "000000000"), ("siret", "73282932000075"), ("siret", "35600000055555"),
     ("siret", "73282932000074"), ("vat_number", "FR45732829320"), ("vat_number", "GB123456789"),
     ("iban", "FR7630006000011234567890188")],
)  # fmt: skip
def test_f_a_wrong_identifier_is_refused(adv, name, value):
    customer = {**CUSTOMER, "code": "C2", name: value}
    assert adv.refused("customer", "create", adv.file(customer))["code"]


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [("vat_number", "GR094259216", "EL094259216"), ("vat_number", "DE136695976", "DE136695976"),
     ("iban", "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
     ("siret", "35600000009075", "35600000009075"), ("vat_number", "FR03552081317", "FR03552081317")],
)  # fmt: skip
def test_f_a_right_identifier_is_normalised(adv, name, value, kept):
    customer = {"code": "C2", "name": "Autre", "terms": "30 jours nets", name: value}
    assert adv("customer", "create", adv.file(customer))[name] == kept
