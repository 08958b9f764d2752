"""Returnable packaging: what deliveries leave and take back makes each customer's account (R17)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.packaging import PackagingMoveKind
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.packaging import Counts, PackagingRecord
from adv_desktop.services.printing.deliveries import delivery_note_content
from adv_desktop.services.undelivered import BringBack, Undelivered
from tests.support.company import TODAY, confirmed

PALLET, CRATE = 1, 2


@pytest.fixture
def packed(services):
    """Europe pallets and crates come back."""
    services.packaging.set_kinds(
        (PackagingRecord("EUR", "Palette Europe", "Euro pallet"), PackagingRecord("BAC", "Plateau bac 40 × 60"))
    )
    return services


def delivered(services, pallets, back=0):
    """Ship an order with pallets; return the delivery's id."""
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    ref = services.deliveries.prepare(DeliverOrders((order.id,)))[0]
    services.packaging.carry(ref.id, {PALLET: (pallets, back)})
    with services.store.read() as session:
        version = delivery_by_id(session, ref.id).version
    services.deliveries.ship(ref.id, version)
    return ref.id


def held(services):
    return {one.packaging_id: one.held for one in services.packaging.account(1).balances}


def test_a_delivery_moves_its_pallets_to_the_account_when_it_leaves_and_prints_the_balance(packed):
    delivered(packed, 5)
    second = delivered(packed, 3, back=4)
    assert held(packed) == {PALLET: 4, CRATE: 0}
    with packed.store.read() as session:
        note = delivery_note_content(session, delivery_by_id(session, second))
    assert [(one.label, one.delivered, one.returned, one.balance) for one in note.packaging] == [
        ("Palette Europe", 3, 4, 4)
    ]


def test_the_note_of_an_earlier_delivery_keeps_the_balance_of_its_day(packed):
    first = delivered(packed, 5)
    delivered(packed, 3)
    with packed.store.read() as session:
        note = delivery_note_content(session, delivery_by_id(session, first))
    assert note.packaging[0].balance == 5


def test_nothing_moves_while_the_delivery_has_not_left(packed):
    order = confirmed(packed, NewLine(Decimal(10), "P1"))
    ref = packed.deliveries.prepare(DeliverOrders((order.id,)))[0]
    packed.packaging.carry(ref.id, {PALLET: (2, 0)})
    assert held(packed)[PALLET] == 0
    assert [(one.label, one.delivered, one.balance) for one in packed.packaging.carried(ref.id)] == [
        ("Palette Europe", 2, 2),
        ("Plateau bac 40 × 60", 0, 0),
    ]


def test_what_a_shipped_delivery_carried_no_longer_changes(packed):
    done = delivered(packed, 2)
    with pytest.raises(DomainError) as refused:
        packed.packaging.carry(done, {PALLET: (3, 0)})
    assert refused.value.code == "delivery.wrong_state"


def test_a_voucher_and_a_count_bring_the_account_to_what_is_there(packed):
    delivered(packed, 6)
    packed.packaging.take_back(Counts(1, {PALLET: 2}, TODAY, "BR-12"))
    packed.packaging.count(Counts(1, {PALLET: 3, CRATE: 1}, TODAY, "inventaire chez le client"))
    account = packed.packaging.account(1)
    pallets = next(one for one in account.balances if one.packaging_id == PALLET)
    assert (pallets.delivered, pallets.returned, pallets.held) == (6, 2, 3)
    assert [(move.kind, move.quantity, move.held) for move in account.moves] == [
        (PackagingMoveKind.COUNTED, 1, 1),
        (PackagingMoveKind.COUNTED, -1, 3),
        (PackagingMoveKind.RETURNED, -2, 4),
        (PackagingMoveKind.DELIVERED, 6, 6),
    ]
    assert verify(packed.store.path) == []


def test_a_delivery_that_never_arrived_takes_its_pallets_off_the_account(packed):
    done = delivered(packed, 5, back=1)
    packed.undelivered.bring_back(BringBack(done, Undelivered.REFUSED, TODAY, ship_again=True))
    assert held(packed)[PALLET] == 0


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (Counts(1, {PALLET: 0}, TODAY), "packaging.nothing"),
        (Counts(1, {PALLET: -1}, TODAY), "packaging.count"),
        (Counts(1, {PALLET: 1}, TODAY + dt.timedelta(days=1)), "date.in_future"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_moves(packed, counts, code):
    with pytest.raises(DomainError) as refused:
        packed.packaging.take_back(counts)
    assert refused.value.code == code
    assert packed.packaging.account(1).moves == ()


def test_a_count_asks_why(packed):
    with pytest.raises(DomainError) as refused:
        packed.packaging.count(Counts(1, {PALLET: 1}, TODAY))
    assert refused.value.code == "reason.missing"


def test_a_kind_that_was_moved_stays_and_codes_are_told_apart(packed):
    delivered(packed, 1)
    kinds = packed.packaging.kinds()
    with pytest.raises(DomainError) as refused:
        packed.packaging.set_kinds([kind for kind in kinds if kind.id != PALLET])
    assert refused.value.code == "packaging.used"
    with pytest.raises(DomainError) as refused:
        packed.packaging.set_kinds([*kinds, PackagingRecord("eur", "Autre palette")])
    assert refused.value.code == "packaging.twice"
    packed.packaging.set_kinds([kind for kind in kinds if kind.id == PALLET])
    assert [kind.code for kind in packed.packaging.kinds()] == ["EUR"]
