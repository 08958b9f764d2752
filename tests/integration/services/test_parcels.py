"""Parcels one by one, the carriers that take them, and the tracking numbers that come back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from openpyxl import Workbook

from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.parcels import Parcel, even, of_delivery, proposed_weight
from adv_desktop.services.queries import deliveries
from adv_desktop.services.tracking_import import Verdict
from tests.support.company import TODAY, confirmed, product, shipped

PAGE = "https://suivi.example.fr/colis?n={number}"


def prepared(services, **facts):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    return services.deliveries.prepare(DeliverOrders((order.id,), **facts))[0].id


def row(services, delivery_id=1):
    with services.store.read() as session:
        return deliveries.rows(session, [delivery_id], TODAY)[delivery_id]


def known(services, delivery_id=1):
    with services.store.read() as session:
        return of_delivery(session, delivery_id)


def test_the_parcels_tell_the_number_and_the_weight_of_the_delivery(services):
    delivery_id = prepared(services)
    parcels = [Parcel(Decimal("12.5"), 60, 40, 30), Parcel(Decimal("3.25"))]
    services.parcels.record(delivery_id, row(services).version, parcels)
    found = row(services)
    assert (found.parcels, found.weight_kg, known(services)) == (2, Decimal("15.75"), parcels)


def test_each_parcel_has_its_tracking_number_and_the_first_opens_the_page_of_the_carrier(services):
    services.calendars.set_carriers([CarrierRecord("Messagerie 24 h", cut_off="16h30", tracking_url=PAGE)])
    delivery_id = prepared(services, carrier="messagerie 24 H")
    services.parcels.record(delivery_id, 1, [Parcel(Decimal(2)), Parcel(Decimal(3))])
    services.deliveries.ship(delivery_id, row(services).version)
    numbered = [Parcel(Decimal(2), tracking="AB 1"), Parcel(Decimal(3), tracking="AB2")]
    services.parcels.record(delivery_id, row(services).version, numbered)
    found = row(services)
    assert (found.tracking, found.tracking_url) == ("AB 1, AB2", "https://suivi.example.fr/colis?n=AB%201")
    assert known(services) == numbered
    with pytest.raises(DomainError, match=r"parcel\.count_differs"):
        services.parcels.record(delivery_id, found.version, numbered[:1])


@pytest.mark.parametrize("parcel", [Parcel(Decimal(0)), Parcel(Decimal(-1)), Parcel(None, 0), Parcel(None, 20_000)])
def test_a_parcel_that_cannot_be_is_refused_and_nothing_is_written(services, parcel):
    delivery_id = prepared(services)
    with pytest.raises(DomainError, match=r"parcel\.(weight|size)"):
        services.parcels.record(delivery_id, 1, [Parcel(Decimal(1)), parcel])
    assert known(services) == []


def test_a_cancelled_delivery_takes_no_parcel(services):
    delivery_id = prepared(services)
    services.deliveries.cancel(delivery_id, 1)
    with pytest.raises(DomainError, match=r"delivery\.wrong_state"):
        services.parcels.record(delivery_id, row(services).version, [Parcel(Decimal(1))])


def test_a_total_weight_is_shared_to_the_gram():
    shares = [parcel.weight_kg for parcel in even(3, Decimal("10"))]
    assert shares == [Decimal("3.334"), Decimal("3.333"), Decimal("3.333")]
    kept = Parcel(Decimal(4))
    assert even(2, Decimal(10), [kept]) == [kept, Parcel()]


def test_the_products_propose_the_weight_unless_one_is_not_known(services):
    services.products.create(product("LIGHT", "1", stock="10"))
    with services.store.write("test") as session:
        session.query(Product).filter_by(code="LIGHT").one().weight_kg = Decimal("0.125")
    order = confirmed(services, NewLine(Decimal(5), "LIGHT"))
    first = services.deliveries.prepare(DeliverOrders((order.id,)))[0].id
    second = prepared(services)
    with services.store.read() as session:
        assert proposed_weight(session, first) == Decimal("0.625")
        assert proposed_weight(session, second) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"cut_off": "25:00"}, "carrier.cut_off"),
        ({"tracking_url": "https://example.fr/colis"}, "carrier.tracking_page"),
        ({"tracking_url": "javascript:{number}"}, "carrier.tracking_page"),
    ],
)
def test_a_carrier_that_cannot_be_is_refused(services, facts, code):
    with pytest.raises(DomainError) as refused:
        services.calendars.set_carriers([CarrierRecord("A", **facts)])
    assert refused.value.code == code
    assert services.calendars.show().carriers == ()


def test_a_carrier_tells_its_hour_its_page_and_who_collects(services):
    services.calendars.set_carriers([CarrierRecord("B express", cut_off="9h05", tracking_url=PAGE, pickup=True)])
    (one,) = services.calendars.show().carriers
    assert (one.cut_off, one.tracking_url, one.pickup) == ("09:05", PAGE, True)


def sheet(tmp_path, *rows):
    book = Workbook()
    for cells in rows:
        book.active.append(cells)
    path = tmp_path / "suivi.xlsx"
    book.save(path)
    return path


def test_the_list_of_a_carrier_is_judged_then_written(services, tmp_path):
    services.calendars.set_carriers([CarrierRecord("Messagerie", tracking_url=PAGE)])
    first, second = (shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id) for _ in range(2))
    waiting = prepared(services)
    path = sheet(
        tmp_path, ["Enlèvements du jour"], ["Réf. expéditeur", "N° de suivi", "Transporteur"],
        ["BL2026000001", "T1", "Messagerie"], ["bl2026000001", "T2", "Messagerie"], ["BL2026000002", "T3", None],
        ["BL2026000999", "T4", None], ["BL2026000002", None, None],
    )  # fmt: skip
    preview = services.tracking_imports.preview(path)
    assert [(one.row, one.verdict, one.error and one.error.code) for one in preview.rows] == [
        (3, Verdict.NEW, None), (4, Verdict.NEW, None), (5, Verdict.NEW, None),
        (6, Verdict.REFUSED, "delivery.not_found"), (7, Verdict.REFUSED, "tracking.no_number"),
    ]  # fmt: skip
    with pytest.raises(DomainError, match=r"tracking\.refused"):
        services.tracking_imports.write(preview)
    assert services.tracking_imports.write(preview, skip_bad=True) == 2
    assert (row(services, first).tracking, row(services, second).tracking) == ("T1, T2", "T3")
    assert row(services, first).tracking_url == PAGE.format(number="T1")
    assert [parcel.tracking for parcel in known(services, first)] == ["T1", "T2"]
    again = services.tracking_imports.preview(path)
    assert again.count(Verdict.NEW) == 0
    with services.store.read() as session:
        assert delivery_by_id(session, waiting).number is None


def test_a_list_is_pasted_as_text_and_one_number_serves_all_parcels(services):
    delivery_id = prepared(services)
    services.parcels.record(delivery_id, 1, [Parcel(Decimal(1)), Parcel(Decimal(1))])
    services.deliveries.ship(delivery_id, row(services).version)
    preview = services.tracking_imports.preview_text("BL\tSuivi\nBL2026000001\tX77\n")
    assert services.tracking_imports.write(preview) == 1
    assert (row(services).tracking, [parcel.tracking for parcel in known(services)]) == ("X77", ["X77", "X77"])


def test_a_text_that_is_no_list_is_refused_in_one_sentence(services):
    with pytest.raises(DomainError, match=r"tracking\.none"):
        services.tracking_imports.preview_text("Bonjour, vos colis sont partis")
