"""`adv close`: a month that is over, once."""


def test_a_month_is_closed_and_then_refuses_its_dates(adv):
    done = adv("close", "--month", "2026-10")
    assert done["closed_until"] == "2026-10-31"
    (closure,) = done["closures"]
    assert (closure["period"], closure["name"], closure["grand_total"]) == ("month", "2026-10", "0.00")
    error = adv.refused("pay", "--customer", "C00042", "--amount", "10", "--date", "2026-10-31", "--method", "transfer")
    assert error["code"] == "period.closed"
    assert adv.refused("close", "--month", "2026-10")["code"] == "period.already_closed"
    assert adv.refused("close", "--month", "2026-11")["code"] == "period.not_over"


def test_what_was_closed_is_said_in_french(adv):
    status, said, _err = adv.raw("close", "--month", "2026-10")
    assert status == 0
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "Mois 2026-10 : clôture faite. HT 0,00 €, TVA 0,00 €, TTC 0,00 € ; total perpétuel 0,00 €.\n"
    )


def test_the_archive_of_a_year_is_written_and_checked(adv, tmp_path):
    adv("pay", "--customer", "C00042", "--amount", "10", "--date", "2026-10-31", "--method", "transfer")
    done = adv("archive", "--year", "2026", "--out", tmp_path / "2026.zip")
    assert (done["year"], done["documents"]) == (2026, 1)
    checked = adv("archive", "--check", tmp_path / "2026.zip")
    assert (checked["ok"], checked["problems"], checked["sha256"]) == (True, [], done["sha256"])
    content = (tmp_path / "2026.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(content[: len(content) // 2])
    assert adv.refused("archive", "--check", tmp_path / "cut.zip")["code"] == "archive.unreadable"
    assert adv.refused("archive", "--year", "2026")["code"] == "archive.choose"
