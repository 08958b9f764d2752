"""What the making of the demonstration company works with: its clock, its agenda, its customers and products."""

from __future__ import annotations

import datetime as dt
import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from adv_desktop.models.enums import InvoiceGrouping, PartialPolicy, PaymentMethod
from adv_desktop.models.rules.dates import add_working_days, is_working_day, next_working_day
from adv_desktop.services.claims import ClaimService
from adv_desktop.services.clock import Clock
from adv_desktop.services.credits import CreditService
from adv_desktop.services.customers import CustomerService
from adv_desktop.services.deliveries import DeliveryService
from adv_desktop.services.deposits import DepositService
from adv_desktop.services.einvoice.issue import own_checks
from adv_desktop.services.invoice_drafts import InvoiceDraftService
from adv_desktop.services.issuing import IssueService
from adv_desktop.services.orders import OrderService
from adv_desktop.services.papers import Papers
from adv_desktop.services.payments import PaymentService
from adv_desktop.services.products import ProductService
from adv_desktop.services.quotations import QuotationService
from adv_desktop.services.returns import ReturnService
from adv_desktop.services.stock_keeping import StockService
from adv_desktop.services.store import Store
from adv_desktop.services.vat_evidence import VatEvidenceService

_OPENING = dt.time(7, 0, tzinfo=dt.UTC)
_BETWEEN_INSTANTS = dt.timedelta(seconds=15)


class MovingClock(Clock):
    """A clock that is moved from day to day; each instant read is a little later than the one before."""

    def __init__(self, day: dt.date, real: Clock) -> None:
        self._real = real
        self.move_to(day)

    def move_to(self, day: dt.date) -> None:
        """Begin another day."""
        self._day = day
        self._instant = dt.datetime.combine(day, _OPENING)

    def today(self) -> dt.date:
        """Return the day that it was moved to."""
        return self._day

    def now(self) -> dt.datetime:
        """Return an instant of that day, never one that has not come yet."""
        self._instant += _BETWEEN_INSTANTS
        real = self._real.now()
        return min(self._instant, real) if real.date() == self._day else self._instant


class Agenda:
    """What is to happen on later days, in a fixed order."""

    def __init__(self) -> None:
        self._rank = count()
        self._planned: list[tuple[dt.date, int, Callable[[], None]]] = []

    def at(self, day: dt.date, action: Callable[[], None]) -> None:
        """Do something on a day, or on the first working day after it."""
        heapq.heappush(self._planned, (next_working_day(day), next(self._rank), action))

    def run(self, day: dt.date) -> None:
        """Do everything planned up to a day; what is planned later may never come."""
        while self._planned and self._planned[0][0] <= day:
            heapq.heappop(self._planned)[2]()


@dataclass(frozen=True, slots=True)
class Verbs:
    """The services that a sales administration works with."""

    customers: CustomerService
    products: ProductService
    stock: StockService
    quotations: QuotationService
    orders: OrderService
    deliveries: DeliveryService
    drafts: InvoiceDraftService
    issuing: IssueService
    deposits: DepositService
    credits: CreditService
    returns: ReturnService
    payments: PaymentService
    claims: ClaimService
    vat_evidence: VatEvidenceService


def verbs_over(store: Store, clock: Clock, papers: Papers) -> Verbs:
    """Build the services over a store."""
    credit_notes = CreditService(store, clock)
    return Verbs(
        customers=CustomerService(store, clock),
        products=ProductService(store, clock),
        stock=StockService(store, clock),
        quotations=QuotationService(store, clock),
        orders=OrderService(store, clock),
        deliveries=DeliveryService(store, clock, papers),
        drafts=InvoiceDraftService(store, clock),
        issuing=IssueService(store, clock, papers, own_checks),  # hundreds of invoices of one maker
        deposits=DepositService(store, clock),
        credits=credit_notes,
        returns=ReturnService(store, clock, credit_notes),
        payments=PaymentService(store, clock),
        claims=ClaimService(store, clock),
        vat_evidence=VatEvidenceService(store, clock),
    )


@dataclass(frozen=True, slots=True)
class Habit:
    """How many days around the due date a customer pays; `stops` before the end, it pays nothing any more."""

    earliest: int
    latest: int
    stops: int | None = None


@dataclass(slots=True)
class Good:
    """A product as the making sees it, with the stock that it follows."""

    id: int
    code: str
    pack: Decimal
    price: Decimal
    lead_days: int
    stocked: bool
    physical: Decimal
    opening: Decimal  # what the file says that there is
    scarce: bool = False  # not bought again in the last weeks: orders wait for it
    ordered: bool = False  # a receipt is on its way


@dataclass(slots=True)
class Buyer:
    """A customer as the making sees it: what it buys, how often, how it pays."""

    id: int
    code: str
    weight: float
    scale: int
    method: PaymentMethod
    grouping: InvoiceGrouping
    partial: PartialPolicy
    habit: Habit
    contact: str | None
    names_orders: bool  # its orders must carry its own number
    pays_deposits: bool
    pays_first: bool  # something is due before its goods leave
    intra_eu: bool
    favourites: list[Good] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)  # credit notes to set against the next payment


@dataclass(slots=True)
class OpenLine:
    """What is left to deliver of an order line."""

    id: int
    good: Good | None
    left: Decimal


@dataclass(slots=True)
class OpenOrder:
    """A confirmed order on its way, with the day that its goods are planned to leave."""

    id: int
    buyer: Buyer
    lines: list[OpenLine]
    planned: dt.date
    since: dt.date


@dataclass(frozen=True, slots=True)
class Shipped:
    """A delivery that is to be invoiced."""

    id: int
    buyer: Buyer
    on: dt.date


@dataclass(slots=True)
class World:
    """The company while it is being made."""

    store: Store
    clock: MovingClock
    verbs: Verbs
    rng: random.Random
    today: dt.date
    buyers: list[Buyer]
    goods: list[Good]
    agenda: Agenda = field(default_factory=Agenda)
    open_orders: list[OpenOrder] = field(default_factory=list)
    to_invoice: list[Shipped] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    counted: bool = False  # the count that finds the scarce products missing
    written: int = 0  # orders written so far, for the customers' references

    @property
    def day(self) -> dt.date:
        """The day that is being played."""
        return self.clock.today()

    @property
    def days_left(self) -> int:
        """How far the day being played is from the end."""
        return (self.today - self.day).days

    def after(self, days: int, action: Callable[[], None]) -> None:
        """Do something a number of working days after the day being played."""
        self.agenda.at(add_working_days(self.day, days), action)

    def happens(self, probability: float) -> bool:
        """Draw whether something happens."""
        return self.rng.random() < probability


def working_days(start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the working days between two dates, both included."""
    days = [start + dt.timedelta(days=n) for n in range((end - start).days + 1)]
    return [day for day in days if is_working_day(day)]
