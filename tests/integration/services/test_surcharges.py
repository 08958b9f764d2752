"""Surcharges: a line of their own on the invoice, at the rate of the day when the goods left."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.surcharges import Goods, SurchargeRate, in_force, parts
from adv_desktop.models.rules.totals import VatKey
from adv_desktop.services.einvoice.frozen import content_of
from adv_desktop.services.invoice_drafts import invoice_by_id, invoice_of
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing.orders import acknowledgement_content
from adv_desktop.services.surcharges import NewSurcharge
from tests.support.company import TODAY, confirmed, invoiced, shipped

JANUARY = dt.date(2027, 1, 1)
STANDARD = VatKey(VatCategory.STANDARD, Decimal(20))
REDUCED = VatKey(VatCategory.STANDARD, Decimal("5.5"))


def rate(percent, start=None, name="Énergie", **of):
    return SurchargeRate(name, Decimal(percent), start=start, **of)


def goods(net, key=STANDARD, family="EPS", day=TODAY):
    return Goods(day, family, key, net)


def drafted(services, delivery_id):
    made = services.drafts.from_deliveries([delivery_id]).invoices[0]
    with services.store.read() as session:
        return invoice_by_id(session, made.id)


def test_the_last_rate_that_began_holds_and_zero_ends_it():
    rates = [rate("3.2"), rate("4", JANUARY), rate("0", dt.date(2027, 6, 1))]
    days = (TODAY, JANUARY, dt.date(2027, 5, 31), dt.date(2027, 6, 1))
    assert [[one.percent for one in in_force(rates, day)] for day in days] == [
        [Decimal("3.2")], [Decimal(4)], [Decimal(4)], [],
    ]  # fmt: skip


def test_each_vat_rate_and_each_percent_has_its_own_part_rounded_once():
    rates = [rate("3.2"), rate("4", JANUARY)]
    found = parts([goods(1001), goods(1001), goods(999, REDUCED), goods(1000, day=JANUARY)], rates, None, "EUR")
    assert [(part.percent, part.key, part.base, part.net) for part in found] == [
        (Decimal("3.2"), STANDARD, 2002, 64),
        (Decimal("3.2"), REDUCED, 999, 32),
        (Decimal(4), STANDARD, 1000, 40),
    ]


def test_families_and_categories_that_are_named_alone_bear_it():
    rates = [rate(10, families=frozenset({"EPS"}), categories=frozenset({"GMS"}))]
    assert parts([goods(1000), goods(500, family="HUI")], rates, "GMS", "EUR")[0].base == 1000
    assert parts([goods(1000)], rates, None, "EUR") == []


def test_an_invoice_made_from_a_delivery_bears_the_surcharge_of_its_day(services):
    services.surcharges.add(NewSurcharge("Énergie", Decimal("3.2")))
    services.surcharges.add(NewSurcharge("Énergie", Decimal(9), starts_on=JANUARY))
    invoice = drafted(services, shipped(services, confirmed(services, NewLine(Decimal(10), "P1")).id))
    last = invoice.items[-1]
    assert (last.label, last.net) == ("Énergie\u00a0: 3,2\u00a0% de 333,30\u00a0€", 1067)
    assert invoice.net == 33330 + 1067


def test_only_the_families_named_bear_it_however_they_are_typed(services):
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, family="Épices"))
    services.surcharges.add(NewSurcharge("Matière", Decimal(2), ("EPICES", " ")))
    services.surcharges.add(NewSurcharge("Verre", Decimal(5), ("BOCAUX",)))
    invoice = drafted(services, shipped(services, confirmed(services, NewLine(Decimal(10), "P1")).id))
    assert [line.net for line in invoice.items] == [33330, 667]


def test_the_acknowledgement_announces_it_and_the_e_invoice_bears_its_line(services):
    services.surcharges.add(NewSurcharge("Énergie", Decimal("3.2")))
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    with services.store.read() as session:
        said = acknowledgement_content(session, order_by_id(session, order.id), services.clock.now()).remarks
    assert said == ("Énergie\u00a0: 3,2\u00a0% des marchandises en sus, au taux du jour de livraison.",)
    issued = invoiced(services, shipped(services, order.id))
    with services.store.read() as session:
        content = content_of(session, invoice_of(session, issued))
    assert content.lines[-1].net == Decimal("10.67")


def test_a_rate_of_the_same_name_and_day_takes_the_new_percent_and_one_is_deleted(services):
    first = services.surcharges.add(NewSurcharge(" Énergie ", Decimal(3)))
    assert services.surcharges.add(NewSurcharge("Énergie", Decimal(4))) == first
    assert [row.percent for row in services.surcharges.all()] == [Decimal(4)]
    services.surcharges.remove(first)
    assert services.surcharges.all() == []


@pytest.mark.parametrize(("name", "percent", "code"), [("", 3, "no_name"), ("Énergie", 101, "percent")])
def test_a_rate_without_a_name_or_beyond_a_hundred_percent_is_refused(services, name, percent, code):
    with pytest.raises(DomainError) as refused:
        services.surcharges.add(NewSurcharge(name, Decimal(percent)))
    assert refused.value.code == f"surcharge.{code}"
    assert services.surcharges.all() == []
