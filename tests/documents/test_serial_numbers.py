"""The delivery note names each unit that left and until when it is under warranty, on as many pages as that takes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pypdfium2 as pdfium
import pytest

from adv_desktop.models.rules.serial_numbers import SerialKeeping, read
from adv_desktop.services import files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.printing import PrintedPapers
from tests.support.company import TODAY, confirmed, line_ids, new_company, product


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    made.products.create(
        replace(product("M-1", "90", stock="1000"), serials=SerialKeeping.DEPARTURE, warranty_months=24)
    )
    yield made
    made.close()


def note(services, numbers) -> list[str]:
    order = confirmed(services, NewLine(Decimal(len(numbers)), "M-1"))
    named = {line_ids(services, order.id)[0]: numbers}
    made = services.deliveries.deliver(DeliverOrders((order.id,), serials=named, carrier="DPD", override="x"))[0]
    with services.store.read() as session:
        pdf = files.content_of(session, delivery_by_id(session, made.id).pdf_file_id)
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]


@pytest.mark.parametrize("count", [1, 30, 600])
def test_every_number_is_on_the_note_with_the_end_of_the_warranty(services, count):
    numbers = [f"BX{7 * place:05d}" for place in range(count)]
    pages = note(services, numbers)
    assert len(pages) == (1 if count < 600 else 2)
    text = " ".join(" ".join(pages).split())
    assert all(number in text for number in numbers)
    assert "Garantie jusqu'au 24/11/2028" in text


def test_numbers_that_follow_each_other_are_written_as_a_range(services):
    text = " ".join(note(services, read("SN1001…SN1040, SN2000"))[0].split())
    assert "SN1001…SN1040, SN2000" in text
