"""`adv product`: packs and eco-contributions, as a script records them."""

from __future__ import annotations

from tests.integration.cli.driver import PRODUCT


def test_a_script_orders_cartons_of_a_product_that_bears_an_eco_contribution(adv):
    made = adv("product", "eco", "--category", "MOB-3", "--label", "Éco-participation", "--amount", "0.12")
    assert made["rates"] == [
        {"category": "MOB-3", "label": "Éco-participation", "amount": "0.12", "per_kg": False, "from": None,
         "products": 0},
    ]  # fmt: skip
    product = {
        **PRODUCT,
        "code": "P-200",
        "pack_label": "carton",
        "pack_size": "12",
        "eco_category": "MOB-3",
        "ends_on": "2027-12-31",
        "alternatives": ["P-100"],
    }
    shown = adv("product", "create", adv.file(product))
    assert (shown["pack_label"], shown["pack_size"], shown["eco_category"]) == ("carton", "12", "MOB-3")
    assert (shown["ends_on"], shown["alternatives"]) == ("2027-12-31", ["P-100"])
    asked = {"customer": "C00042", "lines": [{"product": "P-200", "quantity": "3", "counted_in": "ct"}]}
    order = adv("order", "create", adv.file(asked))
    assert (order["lines"][0]["quantity"], order["lines"][0]["net"]) == ("36", "1204.20")


def test_a_script_records_a_surcharge_on_families(adv):
    made = adv("product", "surcharge", "--name", "Énergie", "--percent", "3.2", "--families", "EPS,HUI", "--from",
               "2026-12-01")  # fmt: skip
    assert made == adv("product", "surcharges")
    assert made["surcharges"] == [
        {"name": "Énergie", "percent": "3.2", "families": ["EPS", "HUI"], "categories": [], "from": "2026-12-01"},
    ]


def test_a_line_that_says_it_bears_no_charge_bears_none(adv):
    adv("product", "eco", "--category", "MOB-3", "--label", "Éco-participation", "--amount", "2", "--per-kg")
    adv("product", "create", adv.file({**PRODUCT, "code": "P-200", "weight_kg": "1.5", "eco_category": "MOB-3"}))
    lines = [{"product": "P-200", "quantity": "1"}, {"product": "P-200", "quantity": "1", "charges": []}]
    order = adv("order", "create", adv.file({"customer": "C00042", "lines": lines}))
    assert [line["net"] for line in order["lines"]] == ["36.33", "33.33"]
