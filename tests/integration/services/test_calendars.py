"""Days off and transit: what they do to checks, promises, departures and preparation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import Nature
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.dates import Closure, DateKind, Whose
from adv_desktop.services import calendars, texts
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.check_texts import describe
from adv_desktop.services.customers import Address
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import order_detail, promise
from tests.support.company import TODAY, confirmed, product

DAY = dt.timedelta(days=1)
TUESDAY = dt.date(2026, 12, 1)
FRIDAY = dt.date(2026, 11, 27)
LINE = NewLine(Decimal(1), "P1", promised=TUESDAY)


def off(first, last, whose, label="Congés"):
    return (Closure(first, last, label, whose),)


def change(services, **facts):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, **facts))


def carried(services, **facts):
    """Have C1 delivered by a carrier that takes two days."""
    services.calendars.set_carriers([CarrierRecord("Vauzelle", 2, **facts)])
    change(services, carrier="vauzelle")


def departures(services, order_id):
    with services.store.read() as session:
        return [line.planned_departure for line in order_by_id(session, order_id).lines]


def closed_day(services, **order):
    made = services.orders.create(NewOrder("C1", order.pop("lines", (NewLine(Decimal(1), "P1"),)), **order))
    found = [check for check in services.orders.check(made.id) if check.code == "closed_day"]
    return found[0].facts if found else None


def test_a_line_promised_for_a_tuesday_leaves_two_working_days_before(services):
    carried(services)
    assert departures(services, confirmed(services, LINE).id) == [FRIDAY]


def test_a_customer_who_collects_is_promised_the_departure(services):
    carried(services)
    change(services, incoterm="EXW Lyon")
    assert departures(services, confirmed(services, LINE).id) == [TUESDAY]
    change(services, date_kind=DateKind.ARRIVAL)
    assert departures(services, confirmed(services, LINE).id) == [FRIDAY]


def test_transit_may_be_longer_to_a_departement_and_a_carrier_may_be_off(services):
    carried(services, transit={"2A": 4}, closures=off(FRIDAY, FRIDAY, Whose.CARRIER))
    assert departures(services, confirmed(services, LINE).id) == [FRIDAY - DAY]
    change(services, postcode="20167")
    assert departures(services, confirmed(services, LINE).id) == [dt.date(2026, 11, 24)]


def test_a_new_promise_moves_the_departure_and_the_screen_shows_it(services):
    carried(services)
    order = confirmed(services, LINE)
    with services.store.read() as session:
        version = order_by_id(session, order.id).version
    services.rescheduling.promise([promise_of(order.id, version, TUESDAY + 2 * DAY)])
    with services.store.read() as session:
        (line,) = order_detail.detail(session, order.id, TODAY).lines
    assert (line.promised, line.planned_departure) == (TUESDAY + 2 * DAY, TUESDAY)


def promise_of(order_id, version, on):
    from adv_desktop.services.rescheduling import Promise

    return Promise(order_id, version, on)


def test_goods_are_prepared_for_the_day_they_must_leave(services):
    carried(services)
    (made,) = services.deliveries.prepare(DeliverOrders((confirmed(services, LINE).id,)))
    with services.store.read() as session:
        assert delivery_by_id(session, made.id).delivery_date == FRIDAY


@pytest.mark.parametrize("whose", list(Whose))
def test_a_date_on_a_closed_day_says_whose_closure_it_is_and_the_next_open_day(services, whose):
    closures = off(TUESDAY, TUESDAY + DAY, whose)
    depot = Address("Dépôt", "CLIENT TEST", closures=closures if whose is Whose.SHIP_TO else (), is_default=True)
    services.customers.add_address("C1", depot)
    services.calendars.set_carriers([CarrierRecord("Vauzelle", closures=closures if whose is Whose.CARRIER else ())])
    if whose is Whose.COMPANY:
        services.calendars.set_closures((), closures)
    change(services, carrier="Vauzelle", closures=closures if whose is Whose.CUSTOMER else ())
    facts = closed_day(services, requested=TUESDAY)
    assert (facts["whose"], facts["label"], facts["next"]) == (whose, "Congés", "2026-12-03")
    said = describe("closed_day", facts, texts.of("fr"))
    assert "du 01/12/2026 au 02/12/2026 (Congés)" in said
    assert said.endswith("le 03/12/2026.")


def test_a_line_promised_for_another_day_is_no_longer_on_a_closed_one(services):
    change(services, closures=off(TUESDAY, TUESDAY, Whose.CUSTOMER))
    line = NewLine(Decimal(1), "P1", promised=TUESDAY + DAY)
    assert closed_day(services, requested=TUESDAY) is not None
    assert closed_day(services, requested=TUESDAY, lines=(line,)) is None


def test_the_first_day_to_promise_waits_for_everybody(services):
    services.products.create(product("P9", "5.00", stock="10"))
    carried(services)
    services.calendars.set_closures((), off(TODAY, TODAY + DAY, Whose.COMPANY))
    change(services, closures=off(TUESDAY - DAY, TUESDAY - DAY, Whose.CUSTOMER), delivery_days=(1, 3))
    order = confirmed(services, NewLine(Decimal(1), "P9", promised=TUESDAY))
    with services.store.read() as session:
        found = promise.what_if(session, [order.id], FRIDAY, TODAY)
    # Leaves on Thursday at the earliest, arrives on Monday: closed; then Wednesday.
    assert (found.closed.facts["reason"], found.earliest) == ("weekday", dt.date(2026, 12, 2))
    assert found.lines[0].departure < TODAY + 2 * DAY


def test_an_order_received_after_the_hour_has_its_lead_time_from_the_next_working_day(services):
    services.products.create(replace(product("P8", "5.00"), stocked=False, lead_days=2, nature=Nature.GOODS))
    late = dt.datetime.combine(TODAY, dt.time(17)).astimezone()
    command = NewOrder("C1", (NewLine(Decimal(1), "P8"),), requested=TODAY + 2 * DAY, received_at=late)

    def too_early():
        found = services.orders.preview(command).checks
        return [check.facts["earliest"] for check in found if check.code == "date_too_early"]

    assert too_early() == []
    services.settings.set("cut_off", "16 h 30")
    assert too_early() == ["2026-11-27"]


@pytest.mark.parametrize("written", ["25:00", "demain", "16:75"])
def test_what_is_no_hour_is_refused(services, written):
    with pytest.raises(DomainError, match=r"setting\.hour_refused"):
        services.settings.set("cut_off", written)
    services.settings.set("cut_off", "16h")
    assert services.settings.get("cut_off") == dt.time(16)
    services.settings.set("cut_off", "")
    assert services.settings.get("cut_off") is None


@pytest.mark.parametrize(
    ("carriers", "code"),
    [
        ([CarrierRecord(" ")], "carrier.no_name"),
        ([CarrierRecord("Vauzelle"), CarrierRecord("VAUZELLE")], "carrier.twice"),
        ([CarrierRecord("Vauzelle", 61)], "carrier.transit_refused"),
        ([CarrierRecord("Vauzelle", transit={"75": -1})], "carrier.transit_refused"),
        ([CarrierRecord("Vauzelle", closures=off(TUESDAY, FRIDAY, Whose.CARRIER))], "closure.ends_before_start"),
    ],
)
def test_carriers_that_make_no_sense_are_refused_and_nothing_is_written(services, carriers, code):
    with pytest.raises(DomainError) as refused:
        services.calendars.set_carriers(carriers)
    assert refused.value.code == code
    assert services.calendars.show().carriers == ()


def test_days_off_are_read_back_as_they_were_written_and_another_edit_is_not_overwritten(services):
    ours = off(TUESDAY, FRIDAY + 7 * DAY, Whose.COMPANY)
    services.calendars.set_closures((), ours)
    assert services.calendars.show().closures == ours
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.calendars.set_closures((), ())
    services.calendars.set_closures(ours, ())
    assert services.calendars.show().closures == ()


def test_a_carrier_changed_meanwhile_is_not_overwritten(services):
    services.calendars.set_carriers([CarrierRecord("Vauzelle", 2)])
    (known,) = services.calendars.show().carriers
    services.calendars.set_carriers([replace(known, transit_days=3)])
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.calendars.set_carriers([replace(known, transit_days=4)])
    services.calendars.set_carriers([])
    assert services.calendars.show().carriers == ()


def test_what_is_agreed_for_a_place_is_read_back(services):
    services.customers.create(replace(services.customers.show("C1").data, code="C7", name="Siège", siren=None,
                                      siret=None, vat_number=None))  # fmt: skip
    place = Address(
        "Dépôt", "CLIENT TEST", code="L-12", hours="8 h – 12 h", contact="M. Quai", phone="0102030405",
        carrier="Vauzelle", delivery_days=(2, 4), closures=off(TUESDAY, TUESDAY, Whose.SHIP_TO),
        bill_to="C7", payer="C7", siret="73282932000074",
    )  # fmt: skip
    change(services, addresses=(place,))
    assert services.customers.show("C1").data.addresses == (place,)


def test_the_place_says_who_is_invoiced_and_who_pays_unless_the_order_does(services):
    data = services.customers.show("C1").data
    for code in ("C7", "C8"):
        services.customers.create(replace(data, code=code, name=code, siren=None, siret=None, vat_number=None))
    change(services, payer="C8")
    services.customers.add_address(
        "C1", Address("Dépôt", "CLIENT TEST", bill_to="C7", carrier="Vauzelle", is_default=True)
    )

    def roles(**order):
        made = services.orders.create(NewOrder("C1", (LINE,), **order))
        command = services.orders.command(made.id)
        return command.bill_to, command.payer, command.carrier

    assert roles() == ("C7", "C8", "Vauzelle")
    assert roles(bill_to="C1", payer="C1") == ("C1", "C1", "Vauzelle")


def test_the_delivery_note_tells_the_driver_whom_to_ask_for_and_when(services):
    place = Address("Dépôt", "CLIENT TEST", hours="8 h – 12 h", contact="M. Quai", phone="0102030405", is_default=True)
    services.customers.add_address("C1", place)
    (made,) = services.deliveries.deliver(DeliverOrders((confirmed(services, LINE).id,)))
    with services.store.read() as session:
        kept = delivery_by_id(session, made.id).ship_to
    assert {name: kept[name] for name in ("hours", "contact", "phone")} == {
        "hours": "8 h – 12 h",
        "contact": "M. Quai",
        "phone": "0102030405",
    }


def test_closures_are_told_apart_by_their_owner(services):
    facts = calendars.facts_of(off(TUESDAY, TUESDAY, Whose.CUSTOMER))
    assert calendars.closures_of(facts, Whose.SHIP_TO) == off(TUESDAY, TUESDAY, Whose.SHIP_TO)
