"""`adv customer merge`."""

from tests.integration.cli.driver import line


def test_a_record_is_counted_then_taken_over_and_refused_a_second_time(adv):
    for code in ("DOUBLE", "UNIQUE"):
        adv("customer", "create", adv.file({"code": code, "name": code, "terms": "30 jours nets"}))
    adv("order", "create", adv.file({"customer": "DOUBLE", "lines": [line("1", nature="service")]}))
    asked = ("customer", "merge", "DOUBLE", "--into", "UNIQUE")
    assert adv(*asked, "--dry-run")["counts"]["orders"] == 1
    assert adv.refused(*asked)["code"] == "reason.missing"
    done = adv(*asked, "--reason", "Doublon")
    assert (done["ended"], done["kept"], done["counts"]["orders"]) == ("DOUBLE", "UNIQUE", 1)
    assert adv("customer", "show", "DOUBLE")["blocked"] is True
    assert adv.refused(*asked, "--reason", "Doublon")["code"] == "customer.merged_already"
