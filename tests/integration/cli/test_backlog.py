"""`adv export backlog`: what is left to deliver, line by line, without a window."""

from openpyxl import load_workbook


def test_the_lines_left_to_deliver_are_written_with_their_sums(adv):
    order = adv.ordered([{"product": "P-100", "quantity": "3", "requested_date": "2026-12-01"}])
    path = adv.folder / "carnet.xlsx"
    done = adv("export", "backlog", "--out", path)
    (row,) = list(load_workbook(path).active.iter_rows(min_row=2, values_only=True))
    assert (done["rows"], row[0], row[1], row[7]) == (1, order["number"], 1, 3)
    assert (done["net"], done["late"]) == (order["totals"]["net"], "0.00")
    assert f"{row[-1]:.2f}" == done["net"]


def test_the_lines_are_those_of_the_query(adv):
    adv.ordered([{"product": "P-100", "quantity": "3", "requested_date": "2026-12-01"}])
    path = adv.folder / "carnet.csv"
    assert adv("export", "backlog", "--query", "product: P-100", "--out", path)["rows"] == 1
    assert adv("export", "backlog", "--query", "late", "--out", path) | {"sha256": "", "file": ""} == {
        "file": "", "rows": 0, "sha256": "", "net": "0.00", "late": "0.00",
    }  # fmt: skip
