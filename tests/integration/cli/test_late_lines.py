"""`adv export late-lines` and `adv import new-dates`: the file of logistics without a window."""

from openpyxl import load_workbook


def exported(adv):
    order = adv.ordered([{"product": "P-100", "quantity": "500", "requested_date": "2026-12-01"}])
    path = adv.folder / "retards.xlsx"
    assert adv("export", "late-lines", "--out", path)["rows"] == 1
    return order, path


def typed(path, written):
    book = load_workbook(path)
    titles = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(2, titles["Nouvelle date"]).value = written
    book.save(path)


def test_the_dates_of_logistics_are_promised(adv):
    order, path = exported(adv)
    typed(path, "07/12/2026")
    assert adv("import", "new-dates", path, "--dry-run")["written"] == 0
    done = adv("import", "new-dates", path)
    assert (done["written"], done["rows"][0]["before"], done["rows"][0]["after"]) == (1, "2026-12-01", "2026-12-07")
    assert done["rows"][0]["line"] == f"{order['number']}/1"
    assert adv("import", "new-dates", path, code=2)["error"]["code"] == "bad_lines"


def test_a_date_that_is_none_refuses_the_file_and_says_where(adv):
    _order, path = exported(adv)
    typed(path, "bientôt")
    refused = adv("import", "new-dates", path, code=2)
    assert refused["rows"][0]["error"]["code"] == "not_a_date"
