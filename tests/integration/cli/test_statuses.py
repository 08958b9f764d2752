"""`adv status` and `adv import statuses` on the surface a script uses."""

import datetime as dt
import hashlib
import zipfile

from adv_desktop.services.einvoice import cdar
from adv_desktop.services.einvoice.cdar import Participant, StatusMessage
from tests.integration.cli.driver import CUSTOMER, line

TODAY = dt.date(2026, 11, 24)


def message(adv, number, status, reason=""):
    said = StatusMessage(
        f"PA-{number}-{status}", dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), TODAY, number, "380", TODAY, status,
        Participant("732829320", "EXEMPLE ADV SARL"), reason=reason,
    )  # fmt: skip
    path = adv.folder / f"{status}.xml"
    path.write_bytes(cdar.write(said))
    return path


def test_statuses_of_files_are_taken_once_and_shown(adv):
    number = adv.issued([line("100")])["number"]
    files = [message(adv, number, "200"), message(adv, number, "210", "CMD_ERR")]
    looked = adv("import", "statuses", *files, "--dry-run")
    assert (looked["written"], looked["new"], looked["refused"]) == (0, 2, 0)
    assert adv("import", "statuses", *files)["written"] == 2
    again = adv("import", "statuses", *files)
    assert (again["written"], again["already_known"]) == (0, 2)
    shown = adv("status", "show", number)["statuses"]
    assert [(one["status"], one["reason"], one["source"]) for one in shown] == [
        ("200", None, "file"), ("210", "CMD_ERR", "file"),
    ]  # fmt: skip


def test_a_status_of_an_unknown_invoice_refuses_the_files_with_its_name(adv):
    adv.issued([line("100")])
    error = adv.refused("import", "statuses", message(adv, "FA2026000077", "200"))
    assert error["code"] == "cdar.refused"
    content = adv("import", "statuses", message(adv, "FA2026000077", "200"), code=2)
    assert "FA2026000077" in content["statuses"][0]["error"]["message"]


def test_what_was_collected_is_said_and_written_for_the_platform(adv):
    number = adv.issued([line("100", nature="service")])["number"]
    assert adv.refused("status", "add", number, "--status", "212")["code"] == "einvoice_status.nothing_collected"
    adv("pay", "--customer", "C00042", "--amount", "120", "--date", "2026-11-24", "--method", "transfer",
        "--invoice", number)  # fmt: skip
    said = adv("status", "add", number, "--status", "212")["statuses"][-1]
    assert said["amounts"] == [{"type": "MEN", "amount": "120.00", "rate": "20"}]
    written = adv("status", "file", number, "--out", adv.folder)
    assert written["file"].endswith(f"{number}-CDV-212-1.xml")
    assert adv.refused("status", "add", number, "--status", "999")["code"] == "usage.choice"


def test_a_repeated_request_records_one_status(adv):
    number = adv.issued([line("100")])["number"]
    for _time in range(2):
        shown = adv("status", "add", number, "--status", "205", "--request-id", "R1")
        assert len(shown["statuses"]) == 1


def test_the_files_of_a_month_are_written_to_a_zip(adv):
    number = adv.issued([line("100")])["number"]
    out = adv.folder / "mois.zip"
    done = adv("export", "invoices", "--month", "2026-11", "--out", out)
    assert (done["rows"], done["from"], done["to"]) == (1, "2026-11-01", "2026-11-30")
    assert hashlib.sha256(out.read_bytes()).hexdigest() == done["sha256"]
    with zipfile.ZipFile(out) as archive:
        assert {f"{number}.pdf", "manifest.csv", "manifest.json"} <= set(archive.namelist())
    same = adv("export", "invoices", "--from", "2026-11-01", "--to", "2026-11-30", "--out", adv.folder / "b.zip")
    assert same["sha256"] == done["sha256"]
    assert adv.refused("export", "invoices", "--out", out)["code"] == "export.period_missing"


def test_the_e_reporting_of_a_month_is_written_with_its_sums(adv):
    adv("customer", "create", adv.file({**CUSTOMER, "code": "PART", "name": "Mme Durand", "siren": None,
                                        "vat_number": None}))  # fmt: skip
    adv("invoice", "issue", adv("invoice", "create", adv.file({"customer": "PART", "lines": [line("100")]}))["id"])
    adv.issued([line("50")])
    done = adv("export", "e-reporting", "--month", "2026-11", "--out", adv.folder / "er.csv")
    assert (done["rows"], done["reported"], done["issued"]) == (
        1, {"net": "100.00", "vat": "20.00"}, {"net": "150.00", "vat": "30.00"},
    )  # fmt: skip
    assert ";TLB1;" in (adv.folder / "er.csv").read_text(encoding="utf-8-sig")
    default = adv("export", "e-reporting", "--out", adv.folder / "er.xlsx")
    assert (default["from"], default["to"], default["rows"]) == ("2026-11-11", "2026-11-20", 0)
