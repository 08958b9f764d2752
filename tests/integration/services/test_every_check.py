"""Each kind of check appears where it should and goes with the smallest change that mends it.

The same remarks come from the preview (what the window shows while an order is typed) and from the stored order (what
`adv order check` prints); what is judged when goods leave is told of the confirmed order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import pytest

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import PaymentMethod, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.checks import DEFAULT_SEVERITIES
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.sentences import catalogue
from adv_desktop.services.setting_list import CHECK_TITLES, CHECKS
from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods
from adv_desktop.services.vat_evidence import NumberCheck
from tests.support.company import TODAY, confirmed, line_ids, shipped

TOMORROW, NEXT_WEEK = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=7)
CHRISTMAS, MONDAY_AFTER = dt.date(2026, 12, 25), dt.date(2026, 12, 28)
NAMED_BY_THE_TRADE = {
    # the samples of order files
    "closed_day", "date_too_early", "duplicate_po", "end_of_life", "line_total_mismatch", "pack_multiple",
    "price_difference", "stock_short", "unit_differs", "unknown_code",
    # the checks of a document
    "customer_blocked", "credit_exceeded", "overdue", "price_manual", "missing_vat_number", "missing_siren",
    "minimum_order", "terms_over_ceiling", "not_deliverable", "vat_regime_conflict", "requirement_missing",
    "vat_number_unchecked", "prepayment_missing",
    # price below cost or margin floor, quantity below minimum
    "below_cost", "below_margin", "below_minimum",
}  # fmt: skip

Mend = Callable[[Services, NewOrder], NewOrder]
Before = Callable[[Services], object]


def line(quantity="3", product="P1", **facts):
    return NewLine(Decimal(quantity), product, **facts)


def order(*lines, customer="C1", **header):
    return NewOrder(customer, lines or (line(),), **header)


def nothing(_services):
    return None


def customer(services, code="C1", **facts):
    record = services.customers.show(code)
    services.customers.update(record.id, record.version, replace(record.data, **facts))


def product(services, code="P1", **facts):
    record = services.products.show(code)
    services.products.update(record.id, record.version, replace(record.data, **facts))


def typed(**facts) -> Mend:
    """Mend the header."""
    return lambda _services, command: replace(command, **facts)


def in_line(**facts) -> Mend:
    """Mend the first line."""
    return lambda _services, command: replace(command, lines=(replace(command.lines[0], **facts), *command.lines[1:]))


def done(work: Callable[..., object], **facts) -> Mend:
    """Mend what the order does not say itself."""

    def mend(services, command):
        work(services, **facts)
        return command

    return mend


def setting(services, key, value):
    services.settings.set(key, value)


def german(services, number=None):
    services.customers.create(
        CustomerData(
            "C2", "KUNDE GmbH", "30 jours nets", country="DE", vat_regime=VatRegime.INTRA_EU, vat_number=number
        )
    )


def from_file(kind, quantity="3", **facts):
    """A line as an order file left it."""
    return line(differences=({"kind": kind, **facts},), written={"quantity": quantity})


def late(services):
    folder = services.store.path.parent
    file, due = folder / "impayes.csv", TODAY - dt.timedelta(days=31)
    titles = "Code client;N° facture;Date;Échéance;Montant TTC;Reste dû"
    file.write_text(f"{titles}\nC1;A1;{due:%d/%m/%Y};{due:%d/%m/%Y};100,00;100,00\n", encoding="utf-8")
    services.master_imports.run(MasterKind.OPEN_INVOICES, file)


def pay(services, minor, **what):
    services.payments.receive(NewPayment("C1", minor, TODAY, PaymentMethod.TRANSFER, **what))


def pay_deposit(services):
    with services.store.read() as session:
        order_id = session.connection().exec_driver_sql("SELECT max(id) FROM sales_order").scalar_one()
    pay(services, 3600, order_id=order_id)


def margin(services):
    product(services, cost=Decimal(30))  # of a price of 33.33: 10 %
    setting(services, "margin_floor", "20")


def ended(services, stock="2"):
    product(services, ends_on=TODAY - dt.timedelta(days=1))
    services.stock.count(services.products.show("P1").id, Decimal(stock), "inventaire")


def announce(services, due):
    services.stock.announce(AnnouncedReceipt(services.products.show("P1").id, Decimal(2000), due))


ORDER = order()


@dataclass(frozen=True)
class Case:
    """What makes a remark appear, and the smallest change that makes it go."""

    goes: Mend
    before: Before = nothing
    command: NewOrder = ORDER
    is_confirmed: bool = False


CASES: dict[str, Case] = {
    "customer_blocked": Case(done(customer, blocked=False), partial(customer, blocked=True, block_reason="Litige")),
    "credit_exceeded": Case(done(customer, credit_limit=11999), partial(customer, credit_limit=11998)),
    "overdue": Case(done(pay, minor=10000, invoices=(AllocateTo("A1"),)), late),
    "missing_siren": Case(done(customer, siren="404833048"), partial(customer, siren=None)),
    "minimum_order": Case(in_line(quantity=Decimal(4)), partial(customer, minimum_order=10000)),
    "requirement_missing": Case(
        typed(requirements={"engagement": "E-1"}), partial(customer, requirements=("engagement",))
    ),
    "missing_vat_number": Case(done(customer, code="C2", vat_number="DE136695976"), german, order(customer="C2")),
    "vat_regime_conflict": Case(typed(vat_regime=VatRegime.NATIONAL), command=order(vat_regime=VatRegime.EXPORT)),
    "terms_over_ceiling": Case(typed(terms="60 jours nets"), command=order(terms="61 jours nets")),
    "duplicate_po": Case(
        typed(customer_reference="PO-2"),
        lambda services: confirmed(services, line("8", "P2"), customer_reference="PO-1"),
        order(customer_reference="PO-1"),
    ),
    "pack_multiple": Case(in_line(quantity=Decimal(12)), partial(product, pack=Decimal(6)), order(line("13"))),
    "below_minimum": Case(in_line(quantity=Decimal(5)), partial(product, minimum_quantity=Decimal(5))),
    "piece_decimals": Case(in_line(quantity=Decimal(3)), command=order(line("2.5"))),
    "end_of_life": Case(in_line(product="P2"), partial(product, end_of_life=True)),
    "not_deliverable": Case(in_line(quantity=Decimal(2)), ended),
    "stock_short": Case(in_line(quantity=Decimal(1000)), command=order(line("1001"))),
    "date_too_early": Case(
        in_line(requested=NEXT_WEEK), partial(product, lead_days=7), order(line(requested=NEXT_WEEK - dt.timedelta(1)))
    ),
    "closed_day": Case(in_line(requested=MONDAY_AFTER), command=order(line(requested=CHRISTMAS))),
    "price_manual": Case(in_line(unit_price=None), command=order(line(unit_price=Decimal("33.32")))),
    "below_cost": Case(
        in_line(unit_price=Decimal(30)), partial(product, cost=Decimal(30)), order(line(unit_price=Decimal("29.99")))
    ),
    "below_margin": Case(in_line(unit_price=Decimal("37.5")), margin, order(line(unit_price=Decimal("37.49")))),
    "unknown_code": Case(
        in_line(product="P1"),
        command=order(
            NewLine(
                Decimal(1), label="Vis", unit_price=Decimal(2), differences=({"kind": "unknown_code", "code": "X"},)
            )
        ),
    ),
    "unit_differs": Case(
        in_line(quantity=Decimal(12)),
        command=order(
            line(
                "36",
                differences=({"kind": "unit_differs", "theirs": "dz", "ours": "C62", "factor": "12"},),
                written={"quantity": "3"},
            )
        ),
    ),
    "no_price_written": Case(in_line(unit_price=Decimal(33)), command=order(from_file("no_price_written"))),
    "price_difference": Case(
        in_line(unit_price=Decimal(32)), command=order(from_file("price_difference", theirs="32", ours="33.33"))
    ),
    "line_total_mismatch": Case(
        in_line(quantity=Decimal(4)),
        command=order(from_file("line_total_mismatch", written="133.32", computed="99.99")),
    ),
    "vat_number_unchecked": Case(
        done(lambda services: services.vat_evidence.record_check(NumberCheck("C2", TODAY, valid=True))),
        partial(german, number="DE136695976"),
        order(customer="C2"),
        is_confirmed=True,
    ),
    "prepayment_missing": Case(done(pay_deposit), command=order(deposit_percent=Decimal(30)), is_confirmed=True),
}


# Judged on the goods that leave: below, and with what prevents departures.
ON_DELIVERIES = {
    "lot_life", "weight_missing", "weight_out_of_tolerance", "carrier_missing", "address_incomplete",
    "freight_unexplained", "parcel_weight_missing",
}  # fmt: skip


def found(services, order_id):
    return {check.code for check in services.orders.check(order_id)}


def previewed(services, command, order_id=None):
    return {check.code for check in services.orders.preview(command, order_id).checks}


def written(services, case):
    """Return the id of the order of a case, confirmed where its remark comes after that."""
    case.before(services)
    made = services.orders.create(case.command)
    if case.is_confirmed:
        services.orders.confirm(made.id, override="pour le contrôle")
    return made.id


# What is said of a file that comes in, before there is an order.
ON_FILES = {
    "delivery_week",
    "customer_not_recognised",
    "customers_contradict",
    "hidden_rows",
    "american_dates",
    "files_unread",
}


def test_every_kind_of_the_trade_and_of_the_code_has_a_case():
    assert set(CASES) | ON_DELIVERIES == set(DEFAULT_SEVERITIES) == set(CHECK_TITLES) == set(CHECKS)
    assert set(DEFAULT_SEVERITIES) >= NAMED_BY_THE_TRADE
    said = {key.split(".")[1] for key in catalogue() if key.startswith("check.")}
    assert said - ON_FILES == set(DEFAULT_SEVERITIES)


@pytest.mark.parametrize("kind", CASES)
def test_a_remark_appears_and_goes_with_what_mends_it(services, kind):
    case = CASES[kind]
    order_id = written(services, case)
    assert kind in found(services, order_id)
    if not case.is_confirmed:
        assert kind in previewed(services, case.command)
    mended = case.goes(services, case.command)
    if mended != case.command:
        services.orders.update(order_id, 1, mended)
    assert kind not in found(services, order_id)
    if not case.is_confirmed:
        assert kind not in previewed(services, mended, order_id)


@pytest.mark.parametrize("kind", CASES)
def test_a_check_that_is_switched_off_is_never_shown(services, kind):
    setting(services, f"check.{kind}", "off")
    case = CASES[kind]
    order_id = written(services, case)
    assert kind not in found(services, order_id)
    if not case.is_confirmed:
        assert kind not in previewed(services, case.command)


def test_a_lot_that_the_customer_would_refuse_holds_its_delivery_back(services):
    product(services, lot_tracked=True, stock=None)
    made = services.products.show("P1")
    services.stock.count(made.id, Decimal(0), "inventaire")
    services.stock.receive(ReceiveGoods(made.id, Decimal(9), lot="L1", use_by=TODAY + dt.timedelta(days=10)))
    prepared = services.deliveries.prepare(DeliverOrders((confirmed(services, line()).id,)))[0].id
    customer(services, minimum_life_days=11)
    with pytest.raises(DomainError, match=r"delivery\.lot_life"):
        services.deliveries.ship(prepared, 1)
    customer(services, minimum_life_days=10)
    assert services.deliveries.ship(prepared, 1)


@pytest.mark.parametrize(
    ("kind", "weighed", "mended"),
    [("weight_missing", (), ("3.2",)), ("weight_out_of_tolerance", ("3.6",), ("3.5",))],
)
def test_goods_sold_by_weight_leave_once_they_are_weighed_within_the_tolerance(services, kind, weighed, mended):
    product(services, weight_kg=Decimal("3.2"), catch_weight=True, weight_tolerance=Decimal(10))
    sold = confirmed(services, line("1")).id

    def deliver(weights):
        weights = {line_ids(services, sold)[0]: tuple(map(Decimal, weights))}
        return services.deliveries.deliver(DeliverOrders((sold,), weights=weights))

    with pytest.raises(DomainError, match=rf"delivery\.{kind}"):
        deliver(weighed)
    assert deliver(mended)


def test_what_is_announced_before_the_promised_day_is_not_short(services):
    wanted = order(line("1500", requested=NEXT_WEEK))
    assert "stock_short" in previewed(services, wanted)
    announce(services, NEXT_WEEK)
    assert "stock_short" not in previewed(services, wanted)
    assert "stock_short" in previewed(services, order(line("1500", requested=TOMORROW)))
    assert "stock_short" in previewed(services, order(line("1500")))


def test_what_others_wait_for_is_not_promised_twice(services):
    confirmed(services, line("1000"))
    announce(services, NEXT_WEEK)
    confirmed(services, line("1000", requested=NEXT_WEEK))
    assert "stock_short" not in previewed(services, order(line("1000", requested=NEXT_WEEK)))
    assert "stock_short" in previewed(services, order(line("1001", requested=NEXT_WEEK)))


def test_what_will_hold_the_goods_back_warns_beforehand_and_goes_once_they_left(services):
    customer(services, requirements=("site_code@shipping",))
    sold = confirmed(services, line())
    remarks = [check for check in services.orders.check(sold.id) if check.code == "requirement_missing"]
    assert [(check.severity, check.facts) for check in remarks] == [("warning", {"field": "site_code"})]
    shipped(services, sold.id, override="accord du client")
    assert "requirement_missing" not in found(services, sold.id)


def test_the_default_lead_time_stands_for_a_product_without_one(services):
    early = order(line(requested=TOMORROW))
    assert "date_too_early" not in previewed(services, early)
    setting(services, "default_lead_days", 3)
    assert "date_too_early" in previewed(services, early)
