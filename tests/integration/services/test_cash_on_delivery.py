"""What the carrier collects for us, on the labels; and the note of goods that the customer collects."""

from __future__ import annotations

import io
from decimal import Decimal

import pdfplumber
import pytest

from adv_desktop.models.rules.totals import DocumentDiscount, Freight
from adv_desktop.models.values import Money
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.cash_on_delivery import to_collect
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.label_formats import FORMATS
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.printing.deliveries import delivery_note_content
from adv_desktop.services.shipping_labels import LabelSheet
from tests.support.company import confirmed, line_ids, shipped

COD = "contre-remboursement"
LINE = NewLine(Decimal(10), "P2")  # 10.00 at 5.5 %


def due(services, delivery_id):
    with services.store.read() as session:
        return to_collect(session, delivery_by_id(session, delivery_id))


def test_the_freight_is_collected_with_the_first_part_and_once(services):
    order = confirmed(services, LINE, terms=COD, freight=Freight(1000), discount=DocumentDiscount(percent=Decimal(10)))
    first = shipped(services, order.id, "4")
    assert due(services, first) == Money(4853, "EUR")  # (40.00 - 4.00 + 10.00) x 1.055
    assert due(services, shipped(services, order.id)) == Money(5697, "EUR")  # (60.00 - 6.00) x 1.055


def test_a_fixed_discount_is_shared_over_the_parts(services):
    order = confirmed(services, LINE, terms=COD, discount=DocumentDiscount(minor=1000))
    assert due(services, shipped(services, order.id, "5")) == Money(4748, "EUR")  # (50.00 - 5.00) x 1.055


def test_nothing_is_collected_on_other_terms_or_by_the_customer_himself(services):
    services.calendars.set_carriers([CarrierRecord("Enlèvement client", pickup=True)])
    assert due(services, shipped(services, confirmed(services, LINE).id)) is None
    collected = confirmed(services, LINE, terms=COD, carrier="Enlèvement client")
    delivery_id = shipped(services, collected.id)
    assert due(services, delivery_id) is None
    with services.store.read() as session:
        assert delivery_note_content(session, delivery_by_id(session, delivery_id)).collected


@pytest.mark.parametrize("form", [one.key for one in FORMATS])
def test_the_amount_is_on_each_label_before_the_goods_leave(services, form):
    order = confirmed(services, LINE, terms=COD, carrier="Geodis")
    chosen = {line_ids(services, order.id)[0]: Decimal(10)}
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,), chosen, parcels=2))
    content = services.shipping_labels.pdf([ref.id], LabelSheet(form))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        text = " ".join(page.extract_text().replace("\u00a0", " ") for page in pdf.pages)
    assert text.count("CONTRE-REMBOURSEMENT 105,50 €") == 2
