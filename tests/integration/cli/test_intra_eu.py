"""`adv export vat-recap|emebi` and the deliveries of a month."""

import pytest

BUYER = {
    "code": "BE", "name": "Vins Wallons SA", "country": "BE", "vat_number": "BE0417497106", "vat_regime": "intra_eu",
    "line1": "1 rue", "postcode": "4000", "town": "Liège", "terms": "30 jours nets",
}  # fmt: skip


@pytest.fixture
def sold(adv):
    """Three pieces sold to Belgium."""
    adv("customer", "create", adv.file(BUYER))
    draft = adv("order", "create", adv.file({"customer": "BE", "lines": [{"product": "P-100", "quantity": "3"}]}))
    order = adv("order", "confirm", draft["id"])["number"]
    delivery = adv("deliver", order, "--override", "vérifié")["number"]
    return adv("invoice", "issue", adv("invoice", "create", "--delivery", delivery)["id"])["number"]


def test_the_statement_of_a_month_is_written_with_its_documents(adv, sold):
    made = adv("export", "vat-recap", "--month", "2026-11", "--out", adv.folder / "recap.xlsx")
    assert made["lines"] == [{
        "filing": "goods", "vat_number": "BE0417497106", "customer": "Vins Wallons SA", "country": "BE",
        "regime": "21", "amount": "99.99", "documents": [sold],
    }]  # fmt: skip
    assert (made["rows"], made["issued"], made["declared"]) == (1, "99.99", "99.99")


def test_emebi_is_refused_while_data_are_missing_unless_it_is_wanted_so(adv, sold):
    out = adv.folder / "emebi.csv"
    refused = adv("export", "emebi", "--month", "2026-11", "--out", out, code=2)["error"]
    assert refused["code"] == "intra_eu.incomplete"
    assert not out.exists()
    made = adv("export", "emebi", "--month", "2026-11", "--out", out, "--incomplete", "--transport", "4")
    assert {point["missing"] for point in made["missing"]} == {"cn8", "origin", "weight"}
    assert made["lines"][0]["transport"] == "4"


def test_the_deliveries_of_a_month(adv, sold):
    made = [adv("export", "deliveries", "--month", month, "--out", adv.folder / "d.csv") for month in
            ("2026-11", "2026-10")]  # fmt: skip
    assert [one["rows"] for one in made] == [1, 0]


def test_what_is_not_proved_is_written_from_a_step_on(adv):
    done = adv("export", "proofs", "--since", "90", "--out", adv.folder / "preuves.xlsx")
    assert (done["rows"], done["lines"]) == (0, [])
    assert adv.refused("export", "proofs", "--since", "x", "--out", adv.folder / "p.xlsx")["code"] == (
        "number.not_a_number"
    )
