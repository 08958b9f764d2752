"""Credit insurance: the amounts agreed for a customer, day by day, and what a reduction puts in question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.errors import DomainError
from adv_desktop.models.insurance import InsuredAmount
from adv_desktop.models.party import Customer, refuse_if_changed
from adv_desktop.models.rules.insurance import InsuranceKind, guaranteed
from adv_desktop.models.values import Money
from adv_desktop.services.clock import Clock
from adv_desktop.services.queries import exposure, insured
from adv_desktop.services.queries.exposure import Exposure
from adv_desktop.services.queries.insured import Cover, InsuredRow, PipeOrder
from adv_desktop.services.store import Store

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewInsuredAmount:
    """An amount to insure from a day on; `amount` in euro cents, `quotity` what the insurer pays of a loss, in %."""

    customer_id: int
    starts_on: dt.date
    ends_on: dt.date | None
    amount: int
    kind: InsuranceKind = InsuranceKind.NAMED
    quotity: Decimal = Decimal(90)
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Reduction:
    """A lower cover from a day on: both amounts in euro cents, and the orders in the pipe that it puts in question."""

    on: dt.date
    former: int
    now: int
    orders: tuple[PipeOrder, ...]


@dataclass(frozen=True, slots=True)
class Insurance:
    """The insured amounts of a customer, the latest first, with its exposure and the orders in the pipe."""

    customer_id: int
    name: str
    exposure: Exposure
    cover: Cover | None
    amounts: tuple[InsuredRow, ...]
    orders: tuple[PipeOrder, ...]


class InsuranceService:
    """The verbs on insured amounts; each returns the reduction of the cover that it makes, if any."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def show(self, customer_id: int) -> Insurance:
        """Return the insured amounts of a customer."""
        today = self._clock.today()
        with self._store.read() as session:
            customer = _customer(session, customer_id)
            risk = exposure.of(session, customer_id, today)
            return Insurance(
                customer_id,
                customer.name,
                risk,
                insured.cover(session, customer_id, risk.total, today),
                insured.rows(session, customer_id),
                insured.pipe(session, customer_id),
            )

    def add(self, new: NewInsuredAmount) -> Reduction | None:
        """Insure an amount; without an end it follows the one without an end, which stops the day before.

        Raises `insurance.no_amount`, `insurance.no_quotity`, `insurance.ends_before_start`, `insurance.overlap` and
        `insurance.overlap_open`.
        """
        _check(new)
        with self._store.write("insurance.add") as session:
            customer = _customer(session, new.customer_id)
            before = _covered(session, new.customer_id, new.starts_on - ONE_DAY)
            _make_room(session, customer, new)
            session.add(
                InsuredAmount(
                    customer_id=customer.id, starts_on=new.starts_on, ends_on=new.ends_on, amount=new.amount,
                    kind=new.kind, quotity=new.quotity, reference=(new.reference or "").strip() or None,
                )
            )  # fmt: skip
            session.flush()
            return self._reduction(session, customer.id, new.starts_on, before)

    def end(self, amount_id: int, version: int, on: dt.date | None) -> Reduction | None:
        """Give an amount another last day, or none: until further notice."""
        with self._store.write("insurance.end") as session:
            row = session.get_one(InsuredAmount, amount_id)
            customer = _customer(session, row.customer_id)
            refuse_if_changed(row.version, version, customer.name)
            if on is not None and on < row.starts_on:
                raise DomainError("insurance.ends_before_start", start=row.starts_on, end=on)
            others = [one for one in insured.amounts(session, customer.id) if one is not row]
            _refuse_overlap(customer, others, row.starts_on, on)
            after = row.starts_on if on is None else on + ONE_DAY
            before = _covered(session, customer.id, after)
            row.ends_on = on
            session.flush()
            return self._reduction(session, customer.id, after, before)

    def remove(self, amount_id: int, version: int) -> Reduction | None:
        """Take away an amount that was typed by mistake; the history keeps it."""
        with self._store.write("insurance.remove") as session:
            row = session.get_one(InsuredAmount, amount_id)
            customer = _customer(session, row.customer_id)
            refuse_if_changed(row.version, version, customer.name)
            start, before = row.starts_on, _covered(session, customer.id, row.starts_on)
            session.delete(row)
            session.flush()
            return self._reduction(session, customer.id, start, before)

    def _reduction(
        self, session: Session, customer_id: int, on: dt.date, before: InsuredRow | None
    ) -> Reduction | None:
        """Return what was lost of the cover of `before`; a change wholly in the past is history."""
        now = _covered(session, customer_id, max(on, self._clock.today()))
        if before is None or _guarantee(now) >= _guarantee(before):
            return None
        return Reduction(on, before.amount, now.amount if now else 0, insured.pipe(session, customer_id))


def _customer(session: Session, customer_id: int) -> Customer:
    found = session.get(Customer, customer_id)
    if found is None:
        raise DomainError("customer.not_found", code=customer_id)
    return found


def _check(new: NewInsuredAmount) -> None:
    if new.amount <= 0:
        raise DomainError("insurance.no_amount")
    if values.percent(new.quotity) == 0:
        raise DomainError("insurance.no_quotity")
    if new.ends_on is not None and new.ends_on < new.starts_on:
        raise DomainError("insurance.ends_before_start", start=new.starts_on, end=new.ends_on)


def _make_room(session: Session, customer: Customer, new: NewInsuredAmount) -> None:
    """Stop the amount without an end that a new one without an end follows; refuse any other overlap."""
    known = insured.amounts(session, customer.id)
    for row in known:
        if new.ends_on is None and row.ends_on is None and row.starts_on < new.starts_on:
            row.ends_on = new.starts_on - ONE_DAY
    _refuse_overlap(customer, known, new.starts_on, new.ends_on)


def _refuse_overlap(
    customer: Customer, others: Sequence[InsuredAmount], starts_on: dt.date, ends_on: dt.date | None
) -> None:
    met = next((row for row in others if row.meets(starts_on, ends_on)), None)
    if met is not None:
        raise DomainError(
            "insurance.overlap_open" if met.ends_on is None else "insurance.overlap",
            customer=customer.name,
            amount=Money(met.amount, "EUR"),
            start=met.starts_on,
            end=met.ends_on,
        )


def _covered(session: Session, customer_id: int, day: dt.date) -> InsuredRow | None:
    return next((insured.row_of(row) for row in insured.amounts(session, customer_id) if row.covers(day)), None)


def _guarantee(row: InsuredRow | None) -> int:
    return guaranteed(row.amount, row.quotity) if row else 0
