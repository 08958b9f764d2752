"""Random days in the warehouse: whatever comes in, is counted, moved, promised, shipped or sent back, stock adds up."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import DeliveryState, ReturnSettlement, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.rules.splitting import Part
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.models.stock import ExpectedReceipt, ProductStock, Reservation, StockMove
from adv_desktop.services import integrity
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.locations import PutElsewhere
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.order_splitting import split_line
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.returns import AuthoriseReturn, Inspected, InspectReturn, left_to_return, return_by_id
from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods, Scrapped
from adv_desktop.services.undelivered import BringBack
from tests.support.company import new_company, product

TODAY = dt.date(2026, 11, 24)
ZERO = Decimal(0)
CODES = ("RARE", "LOT", "LONG", "MEULE")  # few in stock, tracked by lot, plenty, sold by weight
TOLERANCE = Decimal(10)  # percent that may leave beyond what was ordered
PICK = st.integers(min_value=0, max_value=10_000)
FEW = st.decimals(min_value=Decimal("0.5"), max_value=Decimal(12), places=1)
# The same product may well stand on two lines.
LINES = st.lists(st.builds(lambda code, quantity: NewLine(quantity, code), st.sampled_from(CODES), FEW), min_size=1,
                 max_size=4)  # fmt: skip
KILOGRAMS = st.lists(st.decimals(min_value=Decimal("2.9"), max_value=Decimal("3.5"), places=3), min_size=1, max_size=3)
LOTS = st.sampled_from(["L1", "L2", "L3"])
PLACES = st.sampled_from(["A-01", "B-02"])


def _waits(machine: RandomStock) -> bool:
    return bool(machine.waiting())


def _with(command: NewOrder, no: int, **facts: object) -> NewOrder:
    """Return an order with other facts of one line."""
    lines = list(command.lines)
    lines[no - 1] = replace(lines[no - 1], **facts)
    return replace(command, lines=tuple(lines))


def _left(machine: RandomStock) -> bool:
    return bool(machine.gone())


def _many_orders(machine: RandomStock) -> bool:
    """Closing short is the end of an order: it waits until there are others to go on with."""
    return len(machine.orders) > 4


class RandomStock(RuleBasedStateMachine):
    """A refusal of a rule is a right answer; stock that does not add up is not."""

    @initialize()
    def open_company(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.services = new_company(Path(self._folder.name) / "company.db")
        for code, stock in zip(CODES, ("8", "0", "500", "20"), strict=True):
            made = replace(product(code, "12.50", stock=stock), lot_tracked=code == "LOT")
            if code == "MEULE":
                made = replace(made, catch_weight=True, weight_kg=Decimal("3.2"), weight_tolerance=Decimal(10))
            self.services.products.create(made)
        self.services.settings.set("over_delivery_tolerance", str(TOLERANCE))
        self.services.stock.receive(ReceiveGoods(self._product("LOT"), Decimal(20), lot="L1", use_by=TODAY))
        self.orders: list[int] = []
        for code in CODES:
            self.take_an_order([NewLine(Decimal(5), code), NewLine(Decimal(4), "RARE"), NewLine(Decimal(3), "LOT")])

    def waiting(self) -> list[int]:
        """Return the deliveries that have not left."""
        states = (DeliveryState.TO_PREPARE, DeliveryState.PREPARED)
        return [row.id for row in self._rows(Delivery) if row.state in states]

    def gone(self) -> list[int]:
        """Return the deliveries that left."""
        return [row.id for row in self._rows(Delivery) if row.state is DeliveryState.SHIPPED]

    def teardown(self) -> None:
        if hasattr(self, "services"):
            problems = integrity.verify(self.services.store)  # whatever holds after each step holds in the end
            self.services.close()
            self._folder.cleanup()
            assert not problems, problems

    @rule(lines=LINES)
    def take_an_order(self, lines: list[NewLine]) -> None:
        def take() -> None:
            order_id = self.services.orders.create(NewOrder("C1", tuple(lines))).id
            self.services.orders.confirm(order_id, override="essai")
            self.orders.append(order_id)

        self._try(take)

    @rule(code=st.sampled_from(CODES), quantity=FEW, lot=LOTS, days=st.integers(min_value=-5, max_value=90))
    def receive(self, code: str, quantity: Decimal, lot: str, days: int) -> None:
        tracked = code == "LOT"
        use_by = TODAY + dt.timedelta(days=days) if tracked else None
        command = ReceiveGoods(self._product(code), quantity, lot=lot if tracked else None, use_by=use_by)
        self._try(lambda: self.services.stock.receive(command))

    @rule(code=st.sampled_from(CODES), quantity=FEW, pick=PICK, tied=st.booleans())
    def announce(self, code: str, quantity: Decimal, pick: int, tied: bool) -> None:
        lines = self._rows(OrderLine) if tied else []
        line_id = lines[pick % len(lines)].id if lines else None
        command = AnnouncedReceipt(self._product(code), quantity, TODAY, order_line_id=line_id)
        self._try(lambda: self.services.stock.announce(command))

    @rule(pick=PICK, part=st.integers(min_value=1, max_value=2), cancel=st.booleans())
    def take_in_what_was_announced(self, pick: int, part: int, cancel: bool) -> None:
        receipts = self._rows(ExpectedReceipt)
        if not receipts:
            return
        row = receipts[pick % len(receipts)]
        if cancel:
            self._try(lambda: self.services.stock.cancel_receipt(row.id))
        elif row.left:
            quantity = (row.left / part).quantize(Decimal("0.1"))
            command = ReceiveGoods(row.product_id, quantity, receipt_id=row.id, lot="L1")
            self._try(lambda: self.services.stock.receive(command))

    @rule(code=st.sampled_from(CODES), quantity=FEW, lot=LOTS)
    def count(self, code: str, quantity: Decimal, lot: str) -> None:
        chosen = lot if code == "LOT" else None
        self._try(lambda: self.services.stock.count(self._product(code), quantity, "inventaire", chosen))

    @rule(code=st.sampled_from(CODES), quantity=FEW, lot=LOTS)
    def scrap(self, code: str, quantity: Decimal, lot: str) -> None:
        command = Scrapped(self._product(code), quantity, "cassé", lot if code == "LOT" else None)
        self._try(lambda: self.services.stock.scrap(command))

    @rule(code=st.sampled_from(CODES), place=PLACES, quantity=FEW, whole=st.booleans())
    def put_elsewhere(self, code: str, place: str, quantity: Decimal, whole: bool) -> None:
        product_id = self._product(code)
        if whole:
            self._try(lambda: self.services.locations.assign(product_id, place))
        else:
            self._try(lambda: self.services.locations.put(PutElsewhere(product_id, quantity, "A-01", place)))

    @rule(pick=PICK, quantity=FEW)
    def give_to_another(self, pick: int, quantity: Decimal) -> None:
        lines = self._rows(OrderLine)
        self._try(lambda: self.services.reallocations.give(lines[pick % len(lines)].id, quantity, "urgent"))

    @rule(picks=st.lists(PICK, min_size=1, max_size=3), part=st.integers(min_value=1, max_value=3))
    def prepare(self, picks: list[int], part: int) -> None:
        chosen = tuple(dict.fromkeys(self.orders[pick % len(self.orders)] for pick in picks))
        self._try(lambda: self.services.deliveries.prepare(DeliverOrders(chosen, self._due(chosen, part))))

    @rule(pick=PICK, part=st.integers(min_value=1, max_value=3))
    def deliver_at_once(self, pick: int, part: int) -> None:
        order_id = self.orders[pick % len(self.orders)]
        command = DeliverOrders((order_id,), self._due((order_id,), part), override="compté")
        self._try(lambda: self.services.deliveries.deliver(command))

    @precondition(_waits)
    @rule(pick=PICK, part=st.integers(min_value=1, max_value=3))
    def pick(self, pick: int, part: int) -> None:
        waiting = self.waiting()
        delivery = self._read(waiting[pick % len(waiting)])
        picked = {line.id: (line.quantity / part).quantize(Decimal("0.1")) for line in delivery.lines}
        self._try(lambda: self.services.deliveries.set_prepared(delivery.id, delivery.version, picked))

    @rule(pick=PICK, over=st.integers(min_value=100, max_value=112))
    def deliver_a_little_more(self, pick: int, over: int) -> None:
        order_id = self.orders[pick % len(self.orders)]
        due = self._due((order_id,), 1)
        wanted = {line_id: (quantity * over / 100).quantize(Decimal("0.1")) for line_id, quantity in due.items()}
        self._try(lambda: self.services.deliveries.deliver(DeliverOrders((order_id,), wanted)))

    @rule(pick=PICK, parts=st.integers(min_value=2, max_value=3), days=st.integers(min_value=0, max_value=9))
    def split_a_line(self, pick: int, parts: int, days: int) -> None:
        lines = self._rows(OrderLine)
        line = lines[pick % len(lines)]
        part = (line.quantity / parts).quantize(Decimal("0.1"))
        later = Part(line.quantity - part * (parts - 1), TODAY + dt.timedelta(days=days))
        self._amend(
            line, lambda command, order: split_line(command, order, line.no, [*[Part(part)] * (parts - 1), later])
        )

    @rule(pick=PICK, code=st.sampled_from(CODES))
    def substitute(self, pick: int, code: str) -> None:
        lines = self._rows(OrderLine)
        line = lines[pick % len(lines)]
        self._amend(line, lambda command, _order: _with(command, line.no, product=code, label=None, unit=None))

    @rule(pick=PICK, quantity=FEW)
    def change_a_quantity(self, pick: int, quantity: Decimal) -> None:
        lines = self._rows(OrderLine)
        line = lines[pick % len(lines)]
        self._amend(line, lambda command, _order: _with(command, line.no, quantity=quantity))

    @precondition(_waits)
    @rule(pick=PICK, kilograms=KILOGRAMS)
    def weigh(self, pick: int, kilograms: list[Decimal]) -> None:
        waiting = self.waiting()
        delivery = self._read(waiting[pick % len(waiting)])
        weights = {line.id: kilograms for line in delivery.lines if line.catch_weight is not None}
        self._try(lambda: self.services.deliveries.weigh(delivery.id, delivery.version, weights))

    @precondition(_waits)
    @rule(pick=PICK, override=st.booleans())
    def ship(self, pick: int, override: bool) -> None:
        waiting = self.waiting()
        delivery = self._read(waiting[pick % len(waiting)])
        reason = "compté" if override else None
        self._try(lambda: self.services.deliveries.ship(delivery.id, delivery.version, override=reason))

    @precondition(_waits)
    @rule(pick=PICK)
    def give_up_a_delivery(self, pick: int) -> None:
        waiting = self.waiting()
        delivery = self._read(waiting[pick % len(waiting)])
        self._try(lambda: self.services.deliveries.cancel(delivery.id, delivery.version))

    @precondition(_left)
    @rule(pick=PICK, outcome=st.sampled_from(Undelivered), again=st.booleans())
    def lose_a_shipment(self, pick: int, outcome: Undelivered, again: bool) -> None:
        gone = self.gone()
        command = BringBack(gone[pick % len(gone)], outcome, TODAY, again, "essai")
        self._try(lambda: self.services.undelivered.bring_back(command))

    @precondition(_left)
    @rule(pick=PICK, part=st.integers(min_value=1, max_value=3), bad=st.booleans(), replaced=st.booleans())
    def take_back(self, pick: int, part: int, bad: bool, replaced: bool) -> None:
        gone = self.gone()
        settlement = ReturnSettlement.REPLACEMENT if replaced else ReturnSettlement.CREDIT
        self._try(lambda: self._returned(gone[pick % len(gone)], part, bad, settlement))

    @precondition(_many_orders)
    @rule(pick=PICK)
    def close_short(self, pick: int) -> None:
        self._try(lambda: self.services.orders.close_short(self.orders[pick % len(self.orders)], None, "fin"))

    @invariant()
    def stock_is_the_sum_of_its_moves_and_keeps_what_is_reserved(self) -> None:
        moved, kept = defaultdict(lambda: ZERO), defaultdict(lambda: ZERO)
        for move in self._rows(StockMove):
            moved[move.product_id] += move.quantity
        for reservation in self._rows(Reservation):
            kept[reservation.product_id] += reservation.quantity
        for counters in self._rows(ProductStock):
            assert counters.physical == moved[counters.product_id]
            assert counters.reserved == kept[counters.product_id] <= max(counters.physical, ZERO)

    @invariant()
    def each_line_is_due_what_was_ordered_and_did_not_leave(self) -> None:
        arrived = self._left_for_good()
        for line in self._rows(OrderLine):
            assert line.delivered == arrived[line.id]
            assert line.backorder == max(line.quantity - line.cancelled - arrived[line.id], ZERO)
            assert ZERO <= line.reserved <= line.backorder
            assert line.delivered <= line.quantity * (1 + TOLERANCE / 100) - line.cancelled

    @invariant()
    def what_was_weighed_is_what_its_pieces_weigh(self) -> None:
        for line in self._rows(DeliveryLine):
            if line.weights:
                assert line.catch_weight == sum(map(Decimal, line.weights))

    @invariant()
    def each_line_is_kept_what_its_reservations_say(self) -> None:
        reserved = defaultdict(lambda: ZERO)
        for reservation in self._rows(Reservation):
            reserved[reservation.order_line_id] += reservation.quantity
        for line in self._rows(OrderLine):
            assert line.reserved == reserved[line.id]

    def _amend(self, line: OrderLine, change: Callable[[NewOrder, int], NewOrder]) -> None:
        """Write an order again with a line of it changed."""

        def write() -> None:
            with self.services.store.read() as session:
                version = order_by_id(session, line.order_id).version
            command = change(self.services.orders.command(line.order_id), line.order_id)
            self.services.orders.update(line.order_id, version, command)

        self._try(write)

    def _left_for_good(self) -> dict[int | None, Decimal]:
        """Return what left of order lines, without what never arrived or replaces goods that came back."""
        found: dict[int | None, Decimal] = defaultdict(lambda: ZERO)
        ended = {row.delivery_id: row.outcome for row in self._rows(DeliveryProgress)}
        shipped = {row.id for row in self._rows(Delivery) if row.state is DeliveryState.SHIPPED}
        for line in self._rows(DeliveryLine):
            if line.delivery_id in shipped and line.replaces_id is None:
                found[line.order_line_id] += ZERO if ended[line.delivery_id] in set(Undelivered) else line.quantity
        return found

    def _due(self, order_ids: tuple[int, ...], part: int) -> dict[int, Decimal]:
        with self.services.store.read() as session:
            lines = [line for order_id in order_ids for line in order_by_id(session, order_id).lines]
        return {line.id: (line.backorder / part).quantize(Decimal("0.1")) for line in lines if line.backorder}

    def _returned(self, delivery_id: int, part: int, bad: bool, settlement: ReturnSettlement) -> None:
        with self.services.store.read() as session:
            left = left_to_return(session, delivery_by_id(session, delivery_id))
        wanted = {line_id: (quantity / part).quantize(Decimal("0.1")) for line_id, quantity in left.items()}
        ref = self.services.returns.authorise(AuthoriseReturn(delivery_id, wanted, "essai"))
        with self.services.store.read() as session:
            lines = return_by_id(session, ref.id).lines
        found = {
            line.id: Inspected(scrapped=line.quantity) if bad else Inspected(restocked=line.quantity) for line in lines
        }
        self.services.returns.inspect(InspectReturn(ref.id, ref.version, found, settlement))

    def _product(self, code: str) -> int:
        with self.services.store.read() as session:
            return session.query(Product).filter_by(code=code).one().id

    def _rows(self, entity: type) -> list:
        if not hasattr(self, "services"):
            return []
        with self.services.store.read() as session:
            return session.query(entity).order_by(*entity.__table__.primary_key).all()

    def _read(self, delivery_id: int) -> Delivery:
        with self.services.store.read() as session:
            return delivery_by_id(session, delivery_id)

    def _try(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except DomainError as refusal:
            self.last_refusal = refusal


RandomStock.TestCase.settings = settings(
    max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRandomStock = pytest.mark.slow(RandomStock.TestCase)
