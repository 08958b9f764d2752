"""`adv deliver papers`."""

from pathlib import Path

from tests.integration.cli.driver import line


def test_the_papers_of_a_delivery_are_written_one_by_one_with_what_they_lack(adv):
    order = adv.ordered([line("100", quantity="3")])
    delivery = adv("deliver", order["number"])
    made = adv("deliver", "papers", delivery["number"], "--out", adv.folder / "out")
    assert [one["kind"] for one in made["papers"]] == ["commercial_invoice", "packing_list", "cmr"]
    assert all(Path(one["pdf"]).read_bytes().startswith(b"%PDF") for one in made["papers"])
    assert {one["missing"] for one in made["missing"]} >= {"incoterm", "parcels", "gross_weight"}


def test_one_kind_alone_is_written_and_an_unknown_one_is_refused(adv):
    order = adv.ordered([line("100", quantity="3")])
    number = adv("deliver", order["number"])["number"]
    made = adv("deliver", "papers", number, "--kind", "cmr", "--out", adv.folder / "out")
    assert [one["kind"] for one in made["papers"]] == ["cmr"]
    assert adv.refused("deliver", "papers", number, "--kind", "dau", "--out", adv.folder)["code"] == "usage.choice"
    assert adv.refused("deliver", "papers", "BL9", "--out", adv.folder)["code"] == "delivery.not_found"
