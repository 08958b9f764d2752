"""Promotions and the basis of price lists, from what is recorded to the price of a line and what is said of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.price_changes import PriceChange
from adv_desktop.models.rules.pricing import Verdict
from adv_desktop.services import check_texts, texts
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.price_lists import NewPrice
from adv_desktop.services.price_terms import ListTerms
from adv_desktop.services.price_updates import UpdatePrices
from adv_desktop.services.promotions import NewPromotion
from tests.support.company import TODAY

TOMORROW = TODAY + dt.timedelta(days=1)
NEW_YEAR = dt.date(2027, 1, 1)


def promotion(**changes):
    plain = NewPromotion(1, None, None, (Decimal(10),), None, TODAY, TODAY + dt.timedelta(days=30))
    return replace(plain, **changes)


def first_line(services, *, requested=None, **changes):
    ref = services.orders.create(NewOrder("C1", (replace(NewLine(Decimal(1), "P1"), **changes),), requested=requested))
    with services.store.read() as session:
        return order_by_id(session, ref.id).lines[0]


def put_category(services, category):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, category=category))


def test_a_promotion_takes_its_percents_off_between_its_dates(services):
    services.promotions.add(promotion(percents=(Decimal(10), Decimal(5))))
    line = first_line(services)
    assert (line.unit_price, line.discounts) == (Decimal("33.33"), (10, 5))
    over = promotion(starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 1, 31))
    found = services.prices.explain(1, 1, Decimal(1), over.ends_on)
    assert found.discounts == ()


def test_a_promotional_price_stands_where_it_is_lower(services):
    services.promotions.add(promotion(percents=(), price=Decimal(30)))
    line = first_line(services)
    assert (line.unit_price, line.discounts, line.price_source) == (Decimal(30), (), PriceSource.PROMOTION)
    services.prices.add(NewPrice(1, PriceSource.CONTRACT, Decimal(25), customer_id=1))
    found = services.prices.explain(1, 1, Decimal(1))
    assert (found.source, found.net_price) == (PriceSource.CONTRACT, 25)
    assert found.explanation[-1].verdict is Verdict.NOT_LOWER


def test_a_promotion_of_a_category_is_for_its_customers_alone(services):
    services.promotions.add(promotion(category="GMS"))
    assert first_line(services).discounts == ()
    put_category(services, "GMS")
    assert first_line(services).discounts == (10,)


def test_the_customers_own_discount_is_stronger_than_a_promotion(services):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, discounts=(Decimal(3),)))
    services.promotions.add(promotion(percents=(), price=Decimal(20)))
    assert first_line(services).discounts == (3,)


def test_the_preview_shows_each_product_of_a_family_and_writes_nothing(services):
    for code in ("P1", "P2"):
        record = services.products.show(code)
        services.products.update(record.id, record.version, replace(record.data, family="VIS"))
    shown = services.promotions.preview(promotion(product_id=None, family="VIS"))
    assert [(row.code, row.before, row.after) for row in shown] == [
        ("P1", Decimal("33.33"), Decimal("29.997")), ("P2", Decimal(10), Decimal(9)),
    ]  # fmt: skip
    assert services.promotions.all() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"product_id": None}, "promotion.of_what"),
        ({"family": "VIS"}, "promotion.of_what"),
        ({"price": Decimal(9)}, "promotion.percent_or_price"),
        ({"percents": ()}, "promotion.percent_or_price"),
        ({"product_id": None, "family": "VIS", "percents": (), "price": Decimal(9)}, "promotion.price_of_family"),
        ({"ends_on": dt.date(2020, 1, 1)}, "import.ends_before_start"),
    ],
)
def test_a_promotion_without_sense_is_refused_and_not_written(services, changes, code):
    with pytest.raises(DomainError) as refused:
        services.promotions.add(promotion(**changes))
    assert refused.value.code == code
    assert services.promotions.all() == []


def test_the_same_promotion_again_takes_the_new_terms(services):
    first = services.promotions.add(promotion())
    assert services.promotions.add(promotion(percents=(Decimal(15),))) == first
    assert [row.percents for row in services.promotions.all()] == [(15,)]


def test_a_promotion_that_is_ended_leaves_agreed_lines_alone(services):
    running = services.promotions.add(promotion(starts_on=TODAY - dt.timedelta(days=9)))
    coming = services.promotions.add(promotion(starts_on=TOMORROW))
    agreed = first_line(services)
    services.promotions.end(running)
    services.promotions.end(coming)
    assert [(row.id, row.over) for row in services.promotions.all()] == [(running, True)]
    assert (agreed.discounts, first_line(services).discounts) == ((10,), ())


@pytest.fixture
def raised(services):
    """P1 of the list PRO: 20.00, 22.00 from the new year on."""
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, price_list="PRO"))
    for price, start in ((Decimal(20), dt.date(2026, 1, 1)), (Decimal(22), NEW_YEAR)):
        services.prices.add(NewPrice(1, PriceSource.CUSTOMER_LIST, price, list_name="PRO", starts_on=start))
    return services


def test_a_list_is_read_by_the_day_of_the_order_or_by_the_day_requested(raised):
    february = dt.date(2027, 2, 10)
    assert first_line(raised, requested=february).unit_price == 20
    raised.price_terms.put(ListTerms(PriceSource.CUSTOMER_LIST, "PRO", by_requested=True))
    assert first_line(raised, requested=february).unit_price == 22
    assert first_line(raised, requested=NEW_YEAR - dt.timedelta(days=1)).unit_price == 20
    assert first_line(raised).unit_price == 20
    assert raised.price_terms.of(PriceSource.CUSTOMER_LIST, "PRO").by_requested


def test_a_former_price_is_accepted_until_its_day(services):
    update = UpdatePrices(PriceSource.BASE, PriceChange(Decimal(10), None), TOMORROW)
    services.price_updates.run(update)
    services.price_terms.put(ListTerms(PriceSource.BASE, "ignored", former_until=dt.date(2026, 12, 15)))

    def said(day):
        order = NewOrder("C1", (NewLine(Decimal(1), "P1", unit_price=Decimal("33.33")),), customer_reference_date=day)
        checks = services.orders.preview(order).checks
        return [
            check_texts.describe(one.code, one.facts, texts.of("fr")) for one in checks if one.code == "price_manual"
        ]

    assert said(TODAY) == []
    (tolerated,) = said(TOMORROW)
    assert "ancien tarif, toléré jusqu'au 15/12/2026" in tolerated
    (late,) = said(dt.date(2026, 12, 16))
    assert "ancien tarif" not in late


def test_the_terms_of_a_list_name_it(services):
    with pytest.raises(DomainError) as refused:
        services.price_terms.put(ListTerms(PriceSource.CATEGORY, " "))
    assert refused.value.code == "price.for_nobody"
    assert services.price_terms.of(PriceSource.CATEGORY, "GMS") == ListTerms(PriceSource.CATEGORY, "GMS")
