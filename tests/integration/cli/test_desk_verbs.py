"""The desk without its window: split lines, recurring orders, days off, carriers, promotions, insured amounts."""

from __future__ import annotations

from tests.integration.cli.test_requests import twice


def ordered(adv, quantity="12"):
    return adv.ordered([{"product": "P-100", "quantity": quantity, "requested_date": "2026-12-01"}])


def test_a_line_of_a_confirmed_order_is_split_between_several_days_once_at_its_price(adv):
    order = ordered(adv)
    words = ("order", "split", order["number"], "--line", 1, "--part", "5@2026-12-02", "--part", "7@2026-12-09")
    shown = twice(adv, *words)
    assert [(line["quantity"], line["unit_price"]) for line in shown["lines"]] == [("5", "33.33"), ("7", "33.33")]
    assert shown["totals"] == order["totals"]
    short = ("order", "split", order["number"], "--line", 1, "--part", "2", "--part", "2")
    assert adv.refused(*short)["code"] == "line.split_sum"
    assert adv.refused(*short[:4], 9, *short[5:])["code"] == "order.no_line"
    assert adv.refused(*short[:5], "--part", "2@demain")["code"] == "date.unreadable"


def test_an_order_comes_back_is_listed_and_drafted_once(adv):
    order = ordered(adv)
    words = ("recurring", "add", order["number"], "--start", "2026-11-02", "--every", 2, "--unit", "week")
    (row,) = twice(adv, *words)["recurring"]
    assert (row["every"], row["unit"], row["prices"], row["next"]) == (2, "week", "list", "2026-11-02")
    made = adv("recurring", "run", row["id"])["orders"]
    assert [one["state"] for one in made] == ["draft", "draft"]
    assert adv("recurring", "run")["orders"] == []
    assert adv("recurring", "list")["recurring"][0]["next"] == "2026-11-30"
    assert "30" in adv.raw("recurring", "list")[1]
    assert (
        adv.refused("recurring", "add", order["number"], "--start", "2026-11-02", "--unit", "day")["code"]
        == "usage.choice"
    )


def test_our_days_off_are_added_listed_and_removed(adv):
    days = {"start": "2026-12-24", "end": "2027-01-03", "label": "Inventaire"}
    assert twice(adv, "closure", "add", "2026-12-24..2027-01-03", "--label", "Inventaire")["closures"] == [days]
    assert adv.refused("closure", "remove", "2026-12-24..2026-12-31")["code"] == "closure.not_found"
    assert "Inventaire" in adv.raw("closure", "list")[1]
    assert adv("closure", "remove", "2026-12-24..2027-01-03")["closures"] == []


def test_carriers_are_added_and_listed(adv):
    words = (
        "carrier",
        "add",
        "Messagerie Sud",
        "--transit",
        2,
        "--cut-off",
        "16:30",
        "--serves",
        "13",
        "--max-kg",
        "700",
    )
    (made,) = twice(adv, *words)["carriers"]
    assert (made["name"], made["transit_days"], made["cut_off"]) == ("Messagerie Sud", 2, "16:30")
    assert (made["serves"], made["max_kg"], made["pickup"]) == (["13"], "700", False)
    assert adv.refused("carrier", "add", "MESSAGERIE SUD")["code"] == "carrier.twice"
    assert "Messagerie Sud" in adv.raw("carrier", "list")[1]


def test_promotions_are_added_listed_and_ended(adv):
    words = ("promotion", "add", "--product", "P-100", "--percent", 10, "--percent", 5, "--start", "2026-11-01")
    (made,) = twice(adv, *words)["promotions"]
    assert (made["product"], made["percents"], made["begun"], made["over"]) == ("P-100", ["10", "5"], True, False)
    assert ordered(adv)["lines"][0]["discounts"] == ["10", "5"]
    assert adv.refused("promotion", "end", 9)["code"] == "promotion.not_found"
    assert adv.refused("promotion", "add", "--product", "P-100")["code"] == "promotion.percent_or_price"
    assert adv("promotion", "end", made["id"])["promotions"][0]["over"]
    assert "P-100" in adv.raw("promotion", "list")[1]


def test_insured_amounts_of_a_customer_are_added_listed_and_ended(adv):
    words = ("insured", "add", "--customer", "C00042", "--amount", "20000.00", "--start", "2026-11-01")
    (made,) = twice(adv, *words)["amounts"]
    assert (made["amount"], made["kind"], made["quotity"], made["end"]) == ("20000.00", "named", "90", None)
    ended = adv("insured", "end", "--customer", "C00042", made["id"], "--on", "2026-12-31")["amounts"]
    assert ended[0]["end"] == "2026-12-31"
    assert (
        adv.refused("insured", "end", "--customer", "C00042", 9, "--on", "2026-12-31")["code"] == "insurance.not_found"
    )
    assert adv.refused("insured", "list", "--customer", "X")["code"] == "customer.not_found"
    assert "20000.00" in adv.raw("insured", "list", "--customer", "C00042")[1]
