"""`adv order framework`, `adv order call-off` and `adv order make-due`."""

from tests.integration.cli.driver import line


def test_goods_are_called_off_a_framework_order(adv):
    draft = adv("order", "create", adv.file({"customer": "C00042", "lines": [line("30", quantity="100")]}))
    opened = adv("order", "framework", str(draft["id"]), "--start", "2026-01-01", "--until", "2026-12-31")
    assert (opened["number"], opened["kind"]) == ("CDE2026000001", "framework")
    called = adv("order", "call-off", opened["number"], "--line", "1=40", "--requested", "2026-12-01")
    assert (called["kind"], called["lines"][0]["quantity"], called["requested_date"]) == (
        "call_off",
        "40",
        "2026-12-01",
    )
    refused = adv.refused("order", "call-off", opened["number"], "--line", "1=61")
    assert (refused["code"], refused["facts"]["left"]) == ("framework.over_called", "60")


def test_a_deposit_asked_on_the_order_holds_its_goods_back(adv):
    content = {"customer": "C00042", "deposit_percent": "30", "lines": [line("30")]}
    order = adv("order", "confirm", str(adv("order", "create", adv.file(content))["id"]))
    assert adv.refused("deliver", order["number"])["code"] == "delivery.prepayment_missing"


def test_an_order_is_cancelled_and_another_one_takes_its_deposit_over(adv):
    content = {"customer": "C00042", "lines": [line("30")]}
    order, other = (adv("order", "confirm", str(adv("order", "create", adv.file(content))["id"])) for _ in "ab")
    refused = adv.refused("order", "cancel", order["number"], "--reason", "abandon", "--deposits", other["number"])
    assert refused["code"] == "deposit.nothing_to_carry"
    draft = adv("deposit", order["number"], "--percent", "30")
    adv("invoice", "issue", str(draft["id"]))
    cancelled = adv("order", "cancel", order["number"], "--reason", "abandon", "--deposits", other["number"])
    assert cancelled["state"] == "cancelled"


def test_nothing_is_made_where_no_recurring_order_is_due(adv):
    assert adv("order", "make-due")["orders"] == []
