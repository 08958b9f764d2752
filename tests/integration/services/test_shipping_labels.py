"""Labels of parcels and addresses: what they say, where they stand on the sheet, each SSCC once."""

from __future__ import annotations

import io
from decimal import Decimal

import pdfplumber
import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.label_formats import FORMATS
from adv_desktop.services.order_commands import DeliverTo, NewLine
from adv_desktop.services.parcels import Parcel
from adv_desktop.services.shipping_labels import LabelKind, LabelSheet
from tests.support.company import confirmed

MM = 72 / 25.4


@pytest.fixture
def packed(services):
    """A delivery of three parcels, to an address that needs its accents."""
    order = confirmed(
        services, NewLine(Decimal(5), "P1"), customer_reference="PO-77", carrier="Messagerie du Morvan",
        deliver_to=DeliverTo("Épicerie Œil de Bœuf", "12 rue du Marché", postcode="21200", town="Beaune"),
    )  # fmt: skip
    ref = services.deliveries.prepare(DeliverOrders((order.id,)))[0]
    services.parcels.record(ref.id, 1, [Parcel(Decimal("2.5")), Parcel(Decimal(3)), Parcel(Decimal(1))])
    return ref.id


def pages(content):
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [(page.width / MM, page.height / MM, page.extract_text()) for page in pdf.pages]


def test_each_parcel_has_a_label_with_its_rank_its_weight_and_who_gets_it(services, packed):
    ((_width, _height, text),) = pages(services.shipping_labels.pdf([packed], LabelSheet("a4_4")))
    for said in ("Épicerie Œil de Bœuf", "21200 Beaune", "PO-77", "Colis 2/3", "2,5 kg", "Messagerie du Morvan"):
        assert said in text


@pytest.mark.parametrize("form", [form.key for form in FORMATS])
def test_every_format_prints_all_parcels_inside_its_page(services, packed, form):
    content = services.shipping_labels.pdf([packed], LabelSheet(form))
    wanted = next(one for one in FORMATS if one.key == form)
    shown = pages(content)
    assert len(shown) == -(-3 // wanted.places)
    assert (round(shown[0][0]), round(shown[0][1])) == (round(wanted.page[0]), round(wanted.page[1]))
    assert sum(text.count("/3") for _width, _height, text in shown) == 3
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            assert all(word["x0"] >= 0 and word["x1"] <= page.width for word in page.extract_words())
            assert all(bar["x0"] >= 0 and bar["x1"] <= page.width for bar in page.rects)


def test_a_sheet_that_was_begun_goes_on_at_its_first_free_label(services, packed):
    shown = pages(services.shipping_labels.pdf([packed], LabelSheet("a4_8", start=7)))
    assert [text.count("/3") for _width, _height, text in shown] == [2, 1]
    with pytest.raises(DomainError, match=r"label\.start"):
        services.shipping_labels.pdf([packed], LabelSheet("a4_8", start=9))


def test_an_address_has_one_label_without_a_bar_code(services, packed):
    content = services.shipping_labels.pdf([packed], LabelSheet("a4_21", LabelKind.ADDRESS))
    ((_width, _height, text),) = pages(content)
    assert "Épicerie Œil de Bœuf" in text
    assert "Colis" not in text


def test_each_parcel_gets_its_sscc_once_and_only_with_a_prefix(services, packed):
    services.shipping_labels.number([packed])
    assert "(00)" not in pages(services.shipping_labels.pdf([packed], LabelSheet("roll_150")))[0][2]
    services.settings.set("gs1_prefix", "3012345")
    for _time in range(2):
        services.shipping_labels.number([packed])
        shown = pages(services.shipping_labels.pdf([packed], LabelSheet("roll_150")))
        assert [text.split("(00) ")[1][:18] for _width, _height, text in shown] == [
            "030123450000000017", "030123450000000024", "030123450000000031",
        ]  # fmt: skip
    with pytest.raises(DomainError, match=r"setting\.gs1_refused"):
        services.settings.set("gs1_prefix", "12")


def test_parcels_that_were_only_counted_are_labelled_too(services):
    services.settings.set("gs1_prefix", "3012345")
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    ref = services.deliveries.deliver(DeliverOrders((order.id,), parcels=2))[0]
    services.shipping_labels.number([ref.id])
    assert len(pages(services.shipping_labels.pdf([ref.id], LabelSheet("roll_70")))) == 2
