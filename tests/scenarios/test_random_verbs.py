"""Random verbs on a real database: whatever the order they come in, the invariants hold after each."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import (
    ClaimActionKind,
    ClaimOutcome,
    ClaimType,
    DeliveryState,
    DocumentKind,
    PaymentMethod,
    ReturnSettlement,
    Undelivered,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.rules.totals import DocumentDiscount, Freight
from adv_desktop.services import integrity
from adv_desktop.services.claims import NewClaim, Origin
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.products import ProductData
from adv_desktop.services.returns import AuthoriseReturn, Inspected, InspectReturn, left_to_return, return_by_id
from adv_desktop.services.undelivered import BringBack
from tests.support.company import new_company

DAY = date(2026, 11, 24)
QUANTITIES = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(40), places=4)
PRICES = st.decimals(min_value=0, max_value=Decimal(900), places=6)
PERCENTS = st.decimals(min_value=0, max_value=Decimal(60), places=2)
PICK = st.integers(min_value=0, max_value=10_000)
LINES = st.lists(
    st.builds(
        lambda product, quantity, price, discounts: NewLine(
            quantity, product, unit_price=price, discounts=tuple(discounts) if price is not None else None
        ),
        st.sampled_from(["P1", "P2", "KIT", "SHARED"]),
        QUANTITIES,
        st.none() | PRICES,
        st.lists(PERCENTS, max_size=2),
    ),
    min_size=1,
    max_size=4,
)
DISCOUNTS = st.none() | st.builds(lambda percent: DocumentDiscount(percent=percent), PERCENTS)
FREIGHTS = st.none() | st.builds(Freight, st.integers(min_value=1, max_value=9000))


class RandomVerbs(RuleBasedStateMachine):
    """A day at the desk, in any order; a refusal of a rule is a right answer, a broken invariant is not."""

    @initialize()
    def open_company(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.services = new_company(Path(self._folder.name) / "company.db")
        self.orders: list[int] = []
        parts = (NewComponent("P1"), NewComponent("P2", Decimal(3)))
        for code, billing in (("KIT", KitBilling.COMPLETE), ("SHARED", KitBilling.PRO_RATA)):
            self.services.products.create(
                ProductData(code, f"Kit {code}", Decimal(20), Decimal("59.99"), components=parts, kit_billing=billing)
            )

    def teardown(self) -> None:
        if hasattr(self, "services"):
            self.services.close()
            self._folder.cleanup()

    @rule(lines=LINES, discount=DISCOUNTS, freight=FREIGHTS)
    def take_an_order(self, lines: list[NewLine], discount: DocumentDiscount | None, freight: Freight | None) -> None:
        self._try(lambda: self._order(NewOrder("C1", tuple(lines), discount=discount, freight=freight)))

    @rule(lines=LINES, discount=DISCOUNTS, freight=FREIGHTS)
    def sell_at_once(self, lines: list[NewLine], discount: DocumentDiscount | None, freight: Freight | None) -> None:
        self._try(lambda: self._sell(NewOrder("C1", tuple(lines), discount=discount, freight=freight)))

    @rule(pick=PICK, part=st.integers(min_value=1, max_value=4), override=st.booleans())
    def deliver(self, pick: int, part: int, override: bool) -> None:
        if not self.orders:
            return
        order_id = self.orders[pick % len(self.orders)]
        with self.services.store.read() as session:
            lines = order_by_id(session, order_id).leaving
        quantities = {
            line.id: line.backorder if part == 4 else (line.backorder / part).quantize(Decimal("0.0001"))
            for line in lines
            if line.backorder
        }
        reason = "compté" if override else None
        self._try(lambda: self.services.deliveries.deliver(DeliverOrders((order_id,), quantities, override=reason)))

    @rule(pick=PICK, sets=st.integers(min_value=1, max_value=3))
    def deliver_whole_kits(self, pick: int, sets: int) -> None:
        if not self.orders:
            return
        order_id = self.orders[pick % len(self.orders)]
        with self.services.store.read() as session:
            kits = [line.id for line in order_by_id(session, order_id).lines if line.is_kit and line.backorder]
        if kits:
            asked = DeliverOrders((order_id,), {kits[0]: Decimal(sets)}, override="compté")
            self._try(lambda: self.services.deliveries.deliver(asked))

    @rule(pick=PICK)
    def invoice(self, pick: int) -> None:
        ids = self._ids(Delivery, Delivery.state == DeliveryState.SHIPPED)
        if ids:
            self._try(lambda: self.services.drafts.from_deliveries([ids[pick % len(ids)]]))

    @rule(pick=PICK, percent=st.decimals(min_value=1, max_value=80, places=1))
    def ask_a_deposit(self, pick: int, percent: Decimal) -> None:
        if self.orders:
            order_id = self.orders[pick % len(self.orders)]
            self._try(lambda: self.services.deposits.draft(order_id, percent=percent))

    @rule(pick=PICK)
    def issue(self, pick: int) -> None:
        ids = self._ids(Invoice, Invoice.state == "draft")
        if ids:
            self._try(lambda: self.services.issuing.issue(ids[pick % len(ids)]))

    @rule(pick=PICK, percent=st.none() | PERCENTS, freight=st.booleans(), line=st.integers(min_value=1, max_value=4))
    def credit(self, pick: int, percent: Decimal | None, freight: bool, line: int) -> None:
        ids = self._ids(Invoice, Invoice.state == "issued")
        if not ids:
            return
        lines = None if percent is not None or line == 4 else {line: Decimal("0.5")}
        command = NewCredit(ids[pick % len(ids)], "essai", lines=lines, percent=percent, freight=freight)
        self._try(lambda: self.services.credits.draft(command))

    @rule(pick=PICK, minor=st.integers(min_value=1, max_value=500_000), named=st.booleans())
    def pay(self, pick: int, minor: int, named: bool) -> None:
        numbers = self._open_numbers()
        chosen = (AllocateTo(numbers[pick % len(numbers)]),) if named and numbers else ()
        command = NewPayment("C1", minor, DAY, PaymentMethod.TRANSFER, chosen, automatic=not named)
        self._try(lambda: self.services.payments.receive(command))

    @rule(pick=PICK)
    def bounce(self, pick: int) -> None:
        with self.services.store.read() as session:
            numbers = [
                item.document_number for item in session.query(OpenItem).filter(OpenItem.payment_id.is_not(None))
            ]
        if numbers:
            self._try(lambda: self.services.payments.reverse(numbers[pick % len(numbers)], "impayé"))

    @rule(pick=PICK, disputed=st.integers(min_value=0, max_value=20_000))
    def complain(self, pick: int, disputed: int) -> None:
        numbers = self._open_numbers()
        if numbers:
            origin = Origin(DocumentKind.INVOICE, numbers[pick % len(numbers)])
            self._try(lambda: self._decided(NewClaim("C1", ClaimType.PRICE, "prix", origin=origin, disputed=disputed)))

    @rule(pick=PICK)
    def close_short(self, pick: int) -> None:
        if self.orders:
            self._try(lambda: self.services.orders.close_short(self.orders[pick % len(self.orders)], None, "fin"))

    @rule(pick=PICK, part=st.integers(min_value=1, max_value=3), settlement=st.sampled_from(ReturnSettlement))
    def take_back(self, pick: int, part: int, settlement: ReturnSettlement) -> None:
        ids = self._ids(Delivery, Delivery.state == DeliveryState.SHIPPED)
        if ids:
            self._try(lambda: self._returned(ids[pick % len(ids)], part, settlement))

    @rule(pick=PICK)
    def ship_what_waits(self, pick: int) -> None:
        ids = self._ids(Delivery, Delivery.state == DeliveryState.TO_PREPARE)
        if ids:
            delivery_id = ids[pick % len(ids)]
            self._try(lambda: self.services.deliveries.ship(delivery_id, self._version(delivery_id), override="compté"))

    @rule(pick=PICK, outcome=st.sampled_from(Undelivered), again=st.booleans())
    def lose_a_shipment(self, pick: int, outcome: Undelivered, again: bool) -> None:
        ids = self._ids(Delivery, Delivery.state == DeliveryState.SHIPPED)
        if ids:
            command = BringBack(ids[pick % len(ids)], outcome, DAY, again)
            self._try(lambda: self.services.undelivered.bring_back(command))

    @invariant()
    def everything_agrees(self) -> None:
        if hasattr(self, "services"):
            problems = integrity.verify(self.services.store)
            assert not problems, problems

    def _order(self, command: NewOrder) -> int:
        order_id = self.services.orders.create(command).id
        self.services.orders.confirm(order_id, override="essai")
        self.orders.append(order_id)
        return order_id

    def _sell(self, command: NewOrder) -> None:
        self.services.deliveries.deliver(DeliverOrders((self._order(command),), override="essai"))
        for draft in self.services.drafts.all_delivered().invoices:
            self.services.issuing.issue(draft.id)

    def _returned(self, delivery_id: int, part: int, settlement: ReturnSettlement) -> None:
        with self.services.store.read() as session:
            left = left_to_return(session, delivery_by_id(session, delivery_id))
        wanted = {line_id: (quantity / part).quantize(Decimal("0.0001")) for line_id, quantity in left.items()}
        ref = self.services.returns.authorise(AuthoriseReturn(delivery_id, wanted, "essai"))
        with self.services.store.read() as session:
            lines = return_by_id(session, ref.id).lines
        found = {line.id: Inspected(restocked=line.quantity) for line in lines}
        self.services.returns.inspect(InspectReturn(ref.id, ref.version, found, settlement))

    def _version(self, delivery_id: int) -> int:
        with self.services.store.read() as session:
            return delivery_by_id(session, delivery_id).version

    def _decided(self, command: NewClaim) -> None:
        claim = self.services.claims.open(command)
        self.services.claims.decide(claim.number, ClaimOutcome.REFUSED, "vu", ClaimActionKind.NONE)
        self.services.claims.close(claim.number)

    def _ids(self, entity: type[Invoice] | type[Delivery], condition: object) -> list[int]:
        with self.services.store.read() as session:
            return [row.id for row in session.query(entity).filter(condition).order_by(entity.id)]  # type: ignore[arg-type]

    def _open_numbers(self) -> list[str]:
        with self.services.store.read() as session:
            items = session.query(OpenItem).filter(OpenItem.invoice_id.is_not(None), OpenItem.open_amount > 0)
            return [item.document_number for item in items.order_by(OpenItem.id)]

    def _try(self, verb: object) -> None:
        try:
            verb()  # type: ignore[operator]
        except DomainError as refusal:
            self.last_refusal = refusal


RandomVerbs.TestCase.settings = settings(
    max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRandomVerbs = RandomVerbs.TestCase
