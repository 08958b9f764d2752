"""`adv contract`."""

from tests.integration.cli.driver import line


def test_a_contract_is_written_listed_run_and_stopped(adv):
    asked = {
        "customer": "C00042",
        "label": "Entretien",
        "start": "2026-10-01",
        "lines": [line("120", nature="service")],
    }
    made = adv("contract", "create", adv.file(asked))
    assert (made["id"], made["next"], made["due"]) == (1, "2026-10-31", 1)
    drafted = adv("contract", "run")
    assert drafted["totals"]["net"] == "120.00"
    assert adv("contract", "run")["invoices"] == []
    assert adv("contract", "list")["contracts"][0]["next"] == "2026-11-30"
    assert adv("contract", "stop", "1", "--end", "2026-11-30")["end"] == "2026-11-30"
    assert adv.refused("contract", "stop", "9", "--end", "2026-11-30")["code"] == "contract.not_found"
    assert adv.refused("contract", "create", adv.file({**asked, "every": "1.5"}))["code"] == "contract.every"
