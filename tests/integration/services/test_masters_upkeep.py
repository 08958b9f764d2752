from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from PIL import Image

from adv_desktop.models.enums import PriceSource, Series
from adv_desktop.models.errors import DomainError
from adv_desktop.services import integrity
from adv_desktop.services.customers import Address, Contact
from adv_desktop.services.logos import as_png
from adv_desktop.services.number_starts import NumberStarts
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.price_lists import NewPrice, PriceService
from tests.support.company import confirmed, invoiced, shipped


@pytest.fixture
def prices(services):
    return PriceService(services.store, services.clock)


def edited(services, **changes):
    from dataclasses import replace

    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, **changes))
    return services.customers.show("C1").data


def test_an_address_that_is_renamed_stays_the_one_that_orders_refer_to(services):
    address_id = services.customers.add_address("C1", Address("Dépôt", "CLIENT TEST", "2 rue du Port"))
    services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),), ship_to_id=address_id))
    known = services.customers.show("C1").data.addresses[0]
    edited(services, addresses=(Address("Dépôt nord", known.name, known.line1, id=known.id),))
    assert services.customers.addresses(1)[0][0] == address_id


def test_an_address_that_an_order_refers_to_is_not_removed(services):
    address_id = services.customers.add_address("C1", Address("Dépôt", "CLIENT TEST", "2 rue du Port"))
    services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),), ship_to_id=address_id))
    with pytest.raises(DomainError, match=r"customer\.address_used"):
        edited(services, addresses=())


def test_addresses_and_contacts_are_replaced(services):
    services.customers.add_address("C1", Address("Dépôt", "CLIENT TEST", "2 rue du Port"))
    data = edited(services, addresses=(Address("Siège", "CLIENT TEST"),), contacts=(Contact("Mme Vernier", "Achats"),))
    assert [address.label for address in data.addresses] == ["Siège"]
    assert [contact.name for contact in data.contacts] == ["Mme Vernier"]


def test_a_customer_is_blocked_with_a_reason_and_unblocked(services):
    record = services.customers.show("C1")
    with pytest.raises(DomainError, match=r"reason\.missing"):
        services.customers.block(record.id, record.version, " ")
    services.customers.block(record.id, record.version, "impayés")
    blocked = services.customers.record(record.id)
    assert (blocked.data.blocked, blocked.data.block_reason) == (True, "impayés")
    services.customers.unblock(record.id, blocked.version)
    assert services.customers.show("C1").data.blocked is False


def test_a_contract_wins_over_the_base_price_and_says_so(services, prices):
    price_id = prices.add(NewPrice(1, PriceSource.CONTRACT, Decimal("30"), customer_id=1, net=True))
    found = prices.explain(1, 1, Decimal(5))
    assert (found.source, found.net_price) == (PriceSource.CONTRACT, Decimal(30))
    assert prices.add(NewPrice(1, PriceSource.CONTRACT, Decimal("29"), customer_id=1)) == price_id
    prices.remove(price_id)
    assert prices.explain(1, 1, Decimal(5)).source is PriceSource.BASE


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"source": PriceSource.CONTRACT}, "price.for_nobody"),
        ({"source": PriceSource.CATEGORY}, "price.for_nobody"),
        ({"source": PriceSource.CATEGORY, "list_name": "A", "from_quantity": Decimal(0)}, "quantity.not_positive"),
        (
            {
                "source": PriceSource.CUSTOMER_LIST,
                "list_name": "A",
                "starts_on": dt.date(2026, 2, 1),
                "ends_on": dt.date(2026, 1, 1),
            },
            "import.ends_before_start",
        ),
    ],
)
def test_a_price_that_makes_no_sense_is_refused(prices, wrong, code):
    with pytest.raises(DomainError) as refused:
        prices.add(NewPrice(product_id=1, price=Decimal(1), **wrong))
    assert refused.value.code == code


def test_a_transparent_palette_image_becomes_an_rgb_png_on_white():
    made = io.BytesIO()
    Image.new("RGBA", (2400, 600), (200, 0, 0, 0)).quantize().save(made, "PNG")
    with Image.open(io.BytesIO(as_png(made.getvalue(), "logo.png"))) as image:
        assert (image.mode, image.format, max(image.size)) == ("RGB", "PNG", 1200)
        assert image.getpixel((0, 0)) == (255, 255, 255)


def test_what_is_no_image_is_refused_as_a_logo():
    with pytest.raises(DomainError, match=r"logo\.not_an_image"):
        as_png(b"%PDF-1.7", "logo.pdf")


def test_invoices_go_on_from_the_number_of_the_former_program_without_a_hole(services):
    starts = NumberStarts(services.store, services.clock)
    assert starts.start(Series.INVOICE, 351, dt.date(2026, 11, 20)) == "FA2026000351"
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    assert invoiced(services, shipped(services, order.id)) == "FA2026000351"
    assert integrity.verify(services.store) == []


def test_a_series_is_neither_moved_back_nor_over_its_own_numbers(services):
    starts = NumberStarts(services.store, services.clock)
    starts.start(Series.ORDER, 10)
    with pytest.raises(DomainError, match=r"number\.start_behind"):
        starts.start(Series.ORDER, 9)
    confirmed(services, NewLine(Decimal(1), "P1"))
    with pytest.raises(DomainError, match=r"number\.start_begun"):
        starts.start(Series.ORDER, 100)
    with pytest.raises(DomainError, match=r"number\.start_refused"):
        starts.start(Series.INVOICE, 0)
