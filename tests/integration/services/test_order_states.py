"""Orders held, resumed, cancelled, copied, amended; where they go and in which currency."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import Channel, LineKind, OrderState, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.totals import DocumentDiscount
from adv_desktop.services.customers import Address, CustomerData
from adv_desktop.services.order_commands import DeliverTo, ExchangeRate, NewLine, NewOrder
from adv_desktop.services.orders import order_by_id, order_of
from tests.support.company import TODAY, confirmed, line_ids, shipped

ONE = (NewLine(Decimal(1), "P1"),)


def read_order(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id)


def test_an_order_on_hold_is_not_delivered_until_it_is_taken_up_again(services):
    ref = confirmed(services, *ONE)
    with pytest.raises(DomainError, match=r"reason\.missing"):
        services.orders.hold(ref.id, ref.version, " ")
    services.orders.hold(ref.id, ref.version, "adresse à vérifier")
    held = read_order(services, ref.id)
    assert (held.state, held.state_reason) == (OrderState.ON_HOLD, "adresse à vérifier")
    with pytest.raises(DomainError, match=r"order\.not_confirmed"):
        shipped(services, ref.id)
    services.orders.resume(ref.id, held.version)
    shipped(services, ref.id)
    assert read_order(services, ref.id).state is OrderState.CONFIRMED


def test_a_cancelled_order_gives_its_goods_back_and_takes_no_more_changes(services):
    ref = confirmed(services, *ONE)
    services.orders.cancel(ref.id, ref.version, "doublon")
    order = read_order(services, ref.id)
    assert (order.state, order.lines[0].reserved) == (OrderState.CANCELLED, 0)
    with pytest.raises(DomainError, match=r"order\.closed"):
        services.orders.update(ref.id, order.version, NewOrder("C1", ONE))


@pytest.mark.parametrize("verb", ["cancel", "close_short"])
def test_ending_an_order_needs_a_reason(services, verb):
    ref = confirmed(services, *ONE)
    with pytest.raises(DomainError, match=r"reason\.missing"):
        getattr(services.orders, verb)(ref.id, ref.version, "  ")


def test_an_order_of_which_something_left_is_closed_short_not_cancelled(services):
    ref = confirmed(services, NewLine(Decimal(2), "P1"))
    shipped(services, ref.id, "1")
    with pytest.raises(DomainError, match=r"order\.already_delivered"):
        services.orders.cancel(ref.id, read_order(services, ref.id).version, "erreur")


def test_a_wholly_delivered_order_has_nothing_to_close_short(services):
    ref = confirmed(services, *ONE)
    shipped(services, ref.id)
    with pytest.raises(DomainError, match=r"order\.nothing_left"):
        services.orders.close_short(ref.id, read_order(services, ref.id).version, "reste inutile")


def test_only_a_draft_is_deleted(services):
    draft = services.orders.create(NewOrder("C1", ONE))
    services.orders.delete_draft(draft.id, draft.version)
    with pytest.raises(DomainError, match=r"order\.not_found"):
        read_order(services, draft.id)
    ref = confirmed(services, *ONE)
    with pytest.raises(DomainError, match=r"order\.not_a_draft"):
        services.orders.delete_draft(ref.id, ref.version)


def test_a_copy_is_a_draft_priced_as_of_today_without_the_customers_own_number(services):
    ref = confirmed(services, NewLine(Decimal(3), "P1", requested=TODAY), customer_reference="PO-1", requested=TODAY)
    copy = read_order(services, services.orders.duplicate(ref.id).id)
    assert (copy.state, copy.customer_reference, copy.requested, copy.net) == (OrderState.DRAFT, None, None, 9999)
    assert copy.lines[0].requested is None


def test_an_acknowledgement_freezes_the_dates_first_promised_and_an_amendment_outdates_it(services):
    friday = dt.date(2026, 11, 27)
    draft = services.orders.create(NewOrder("C1", ONE, requested=friday))
    with pytest.raises(DomainError, match=r"order\.not_confirmed"):
        services.orders.acknowledge(draft.id)
    ref = services.orders.confirm(draft.id, draft.version)
    services.orders.acknowledge(ref.id)
    order = read_order(services, ref.id)
    assert (order.lines[0].first_promised, order.acknowledgement_outdated) == (friday, False)
    later = NewLine(Decimal(2), "P1", id=order.lines[0].id, promised=dt.date(2026, 12, 4))
    services.orders.update(ref.id, order.version, replace(services.orders.command(ref.id), lines=(later,)))
    order = read_order(services, ref.id)
    assert (order.acknowledgement_outdated, order.lines[0].first_promised) == (True, friday)
    assert order.promised == dt.date(2026, 12, 4)


def test_a_line_that_has_begun_to_leave_stays_on_the_order(services):
    ref = confirmed(services, NewLine(Decimal(2), "P1"), NewLine(Decimal(2), "P2"))
    shipped(services, ref.id, "1")
    second = line_ids(services, ref.id)[1]
    without = replace(services.orders.command(ref.id), lines=(NewLine(Decimal(2), "P2", id=second),))
    with pytest.raises(DomainError, match=r"order\.line_begun"):
        services.orders.update(ref.id, read_order(services, ref.id).version, without)


def test_a_line_that_has_not_begun_can_go(services):
    ref = confirmed(services, NewLine(Decimal(2), "P1"), NewLine(Decimal(2), "P2"))
    first = line_ids(services, ref.id)[0]
    alone = replace(services.orders.command(ref.id), lines=(NewLine(Decimal(2), "P1", id=first),))
    services.orders.update(ref.id, ref.version, alone)
    assert [line.product_code for line in read_order(services, ref.id).lines] == ["P1"]


def test_an_order_of_notes_alone_is_not_confirmed(services):
    note = NewLine(label="À livrer à l'étage", kind=LineKind.COMMENT)
    draft = services.orders.create(NewOrder("C1", (note,)))
    with pytest.raises(DomainError, match=r"order\.no_lines"):
        services.orders.confirm(draft.id)
    with pytest.raises(DomainError, match=r"order\.no_lines"):
        services.orders.create(NewOrder("C1", ()))


def test_goods_go_to_the_address_typed_or_chosen_or_the_default_one(services):
    chosen_id = services.customers.add_address("C1", Address("Dépôt", "CLIENT TEST", "2 rue du Port", town="Sète"))
    services.customers.add_address("C1", Address("Siège", "CLIENT TEST", "1 rue Haute", town="Lyon", is_default=True))
    commands = [
        NewOrder("C1", ONE),
        NewOrder("C1", ONE, ship_to_id=chosen_id),
        NewOrder("C1", ONE, deliver_to=DeliverTo("Chantier", "3 rue Neuve", town="Nîmes")),
    ]
    orders = [read_order(services, services.orders.create(command).id) for command in commands]
    assert [order.deliver_to["town"] for order in orders] == ["Lyon", "Sète", "Nîmes"]
    assert services.orders.command(orders[2].id).deliver_to.name == "Chantier"
    with pytest.raises(DomainError, match=r"customer\.no_address"):
        services.orders.create(NewOrder("C1", ONE, ship_to_id=99))


def test_an_order_in_dollars_needs_the_rate_that_its_credit_is_judged_with(services):
    services.customers.create(
        CustomerData("US", "Acme", terms="30 jours nets", country="US", vat_regime=VatRegime.EXPORT, credit_limit=10000)
    )
    line = NewLine(Decimal(1), label="Machine", unit_price=Decimal(200))
    with pytest.raises(DomainError, match=r"currency\.no_rate"):
        services.orders.create(NewOrder("US", (line,), currency="USD"))
    for euros, exceeded in (("0.45", False), ("0.55", True)):
        rate = ExchangeRate(Decimal(euros), TODAY, "BCE")
        ref = services.orders.create(NewOrder("US", (line,), currency="USD", exchange_rate=rate))
        codes = [check.code for check in services.orders.check(ref.id)]
        assert ("credit_exceeded" in codes) is exceeded


def test_an_order_in_gross_prices_keeps_what_was_typed_through_an_edit(services):
    line = NewLine(Decimal(2), "P1", unit_price=Decimal("12.00"))
    ref = services.orders.create(NewOrder("C1", (line,), gross_prices=True, channel=Channel.PHONE))
    order = read_order(services, ref.id)
    assert (order.net, order.gross) == (2000, 2400)
    again = services.orders.update(ref.id, order.version, services.orders.command(ref.id))
    assert (read_order(services, again.id).gross, services.orders.command(ref.id).channel) == (2400, Channel.PHONE)


def test_a_fixed_discount_is_shared_over_the_invoices_of_an_order(services):
    command = NewOrder("C1", (NewLine(Decimal(4), "P2"),), discount=DocumentDiscount(minor=1000))
    ref = services.orders.confirm(services.orders.create(command).id)
    for quantity in ("1", "3"):
        services.drafts.from_deliveries([shipped(services, ref.id, quantity)])
    with services.store.read() as session:
        from adv_desktop.models.invoice import Invoice

        assert [invoice.discount_amount for invoice in session.query(Invoice).order_by(Invoice.id)] == [250, 750]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (NewLine(Decimal(0), "P1"), "quantity.not_positive"),
        (NewLine(Decimal(1), label="Divers"), "line.no_price"),
        (NewLine(Decimal(1), "P1", unit_price=Decimal(1), price_base=Decimal(0)), "line.price_base"),
        (NewLine(Decimal(1), "INCONNU"), "product.not_found"),
    ],
)
def test_a_line_that_cannot_be_priced_is_refused(services, line, code):
    with pytest.raises(DomainError) as refused:
        services.orders.create(NewOrder("C1", (line,)))
    assert refused.value.code == code


def test_an_order_is_found_by_number_or_while_a_draft_by_id(services):
    draft = services.orders.create(NewOrder("C1", ONE))
    ref = confirmed(services, *ONE)
    with services.store.read() as session:
        assert order_of(session, ref.number).id == ref.id
        assert order_of(session, str(draft.id)).id == draft.id
        with pytest.raises(DomainError, match=r"order\.no_line"):
            order_of(session, ref.number).line(9)
        for unknown in ("CDE9999", "999"):
            with pytest.raises(DomainError, match=r"order\.not_found"):
                order_of(session, unknown)
