"""`adv … --serial`: units received, shipped and found by their number without a window."""

from __future__ import annotations

from tests.integration.cli.driver import PRODUCT


def test_units_are_received_and_shipped_by_their_numbers(adv):
    machine = {**PRODUCT, "code": "M-1", "stock": "0", "serials": "receipt", "warranty_months": 12}
    shown = adv("product", "create", adv.file(machine))
    assert (shown["serials"], shown["warranty_months"]) == ("receipt", 12)
    assert adv.refused("stock", "receive", "M-1", 5)["code"] == "serial.count"
    adv("stock", "receive", "M-1", 5, "--serials", "SN1..SN5")
    adv("stock", "scrap", "M-1", 1, "--reason", "tombé", "--serials", "SN5")
    order = adv.ordered([{"product": "M-1", "quantity": "2"}])
    assert adv.refused("deliver", order["number"], "--serial", "2")["code"] == "usage.line_serials"
    checks = adv("deliver", order["number"], "--dry-run")["checks"]
    assert [(one["code"], one["passable"]) for one in checks if one["code"].startswith("serial")] == [
        ("serial_missing", False)
    ]
    shipped = adv("deliver", order["number"], "--serial", "1=SN1,SN3", "--override", "sans transporteur")
    assert shipped["lines"][0]["serials"] == ["SN1", "SN3"]
    assert adv("verify")["problems"] == []
    (unit,) = adv("serial", "find", "sn3")["units"]
    assert (unit["state"], [one["delivery"] for one in unit["deliveries"]]) == ("delivered", [shipped["number"]])
    assert unit["deliveries"][0]["under_warranty"]
    assert [one["state"] for one in adv("serial", "find", "SN")["units"]] == [
        "delivered", "in_stock", "delivered", "in_stock", "gone",
    ]  # fmt: skip
    assert "Sous garantie jusqu'au" in adv.raw("serial", "find", "SN3")[1]
    assert adv.refused("serial", "find", "X")["code"] == "serial.not_found"
