"""`adv deliver scans|identify`: signed notes filed without a window."""

from __future__ import annotations

import io
from dataclasses import replace

from adv_desktop.services.documents import delivery_note
from tests.documents import examples
from tests.integration.cli.driver import TODAY
from tests.support.scans import as_pdf, as_picture, blank, scanned


def delivered(adv):
    """Ship an order; return its number and a note that bears it (the console's tests draw none)."""
    order = adv.ordered([{"product": "P-100", "quantity": "2"}])
    number = adv("deliver", order["number"])["number"]
    drawn = io.BytesIO()
    delivery_note.render(replace(examples.delivery_note(), number=number), drawn)
    return number, drawn.getvalue()


def test_scans_are_filed_and_a_page_that_was_not_read_is_named(adv):
    number, pdf = delivered(adv)
    other, _other_pdf = delivered(adv)
    path = as_pdf(adv.folder / "retour.pdf", scanned(pdf, askew=2), blank())
    done = adv("deliver", "scans", path)
    assert done["filed"] == [{"delivery": number, "file": "retour.pdf", "pages": [1], "date_recorded": False}]
    assert done["to_confirm"] == [number]
    (page,) = done["waiting"]
    assert (page["page"], page["reason"]) == (2, "no_code")
    assert adv.refused("deliver", "identify", "99", other)["code"] == "scan.no_page"
    named = adv("deliver", "identify", page["id"], other)
    assert ([one["delivery"] for one in named["filed"]], named["waiting"]) == ([other], [])
    assert adv("deliver", "scans", path)["known"] == ["retour.pdf"]


def test_the_day_of_a_batch_is_recorded_and_without_files_a_folder_is_needed(adv):
    _number, pdf = delivered(adv)
    assert adv.refused("deliver", "scans")["code"] == "scan.no_folder"
    path = as_picture(adv.folder / "bl.png", scanned(pdf))
    done = adv("deliver", "scans", path, "--signed-on", TODAY)
    assert (done["filed"][0]["date_recorded"], done["to_confirm"]) == (True, [])


def test_what_is_no_scan_is_refused_and_told(adv):
    path = adv.file("rien", "lettre.txt")
    (refused,) = adv("deliver", "scans", path)["refused"]
    assert refused["code"] == "scan.wrong_type"
    assert "lettre.txt" in adv.raw("deliver", "scans", path)[1]
