"""Recurring invoices: contracts, what is due of them, and the drafts of a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.contract import BillingContract
from adv_desktop.models.enums import InvoiceType, Nature, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.line import charge_facts, charge_of
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.recurrence import ContractPrices, Period, RecurrenceUnit
from adv_desktop.models.values import plain
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.folding import words_key
from adv_desktop.services.invoice_drafts import Drafts, InvoiceDraftService, InvoiceRef, NewInvoice, Prevented
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.store import Store

_NUMBERS = ("unit_price", "price_base", "vat_rate")


@dataclass(frozen=True, slots=True)
class NewContract:
    """A contract as asked; its lines are those of an order.

    With `frozen` prices each line has its own; with `list` those of products are searched at each run.
    """

    customer: str
    label: str
    lines: tuple[NewLine, ...]
    start: dt.date
    every: int = 1
    unit: RecurrenceUnit = RecurrenceUnit.MONTH
    end: dt.date | None = None
    in_advance: bool = False
    prices: ContractPrices = ContractPrices.FROZEN
    customer_reference: str | None = None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract as lists show it; `next_on` is the day of its next invoice, None when nothing is left to come."""

    id: int
    version: int
    customer_code: str
    customer_name: str
    label: str
    every: int
    unit: RecurrenceUnit
    start: dt.date
    end: dt.date | None
    in_advance: bool
    prices: ContractPrices
    next_on: dt.date | None
    due: int


class ContractService:
    """Keeps contracts and drafts what is due of them; a period is never drafted twice."""

    def __init__(self, store: Store, clock: Clock, drafts: InvoiceDraftService) -> None:
        self._store = store
        self._clock = clock
        self._drafts = drafts

    def create(self, command: NewContract) -> int:
        """Write a contract; return its id."""
        with self._store.write("contract.create") as session:
            customer = customer_of(session, command.customer)
            contract = BillingContract(
                customer_id=customer.id,
                label=command.label.strip(),
                every=command.every,
                unit=command.unit,
                start_date=command.start,
                end_date=command.end,
                in_advance=command.in_advance,
                prices=command.prices,
                customer_reference=command.customer_reference,
                lines=[_facts(line) for line in command.lines],
            )
            self._refuse_unusable(session, contract, customer)
            session.add(contract)
            session.flush()
            return contract.id

    def stop(self, contract_id: int, version: int, end: dt.date) -> None:
        """End a contract on a day; what was invoiced stays."""
        with self._store.write("contract.stop") as session:
            contract = contract_by_id(session, contract_id)
            contract.refuse_if_changed(version)
            contract.end_date = end
            next(contract.recurrence.periods(), None)
            session.flush()

    def rows(self) -> list[ContractRow]:
        """Return the contracts, those to invoice first."""
        today = self._clock.today()
        with self._store.read() as session:
            found = session.execute(
                sa.select(BillingContract, Customer.code, Customer.name)
                .join(Customer, Customer.id == BillingContract.customer_id)
                .order_by(BillingContract.id)
            ).all()
            done = _invoiced(session, [contract.id for contract, _code, _name in found])
            rows = [_row(contract, code, name, done, today) for contract, code, name in found]
        return sorted(
            rows, key=lambda row: (row.next_on is None, row.next_on or dt.date.max, words_key(row.customer_name))
        )

    def run(self, contract_ids: Sequence[int] | None = None) -> Drafts:
        """Draft every period that is due and not on an invoice yet, of some contracts or of all."""
        today, made, prevented = self._clock.today(), [], []
        with self._store.write("contract.run") as session:
            for contract in _contracts(session, contract_ids):
                done = _invoiced(session, [contract.id])
                for period in contract.recurrence.due(today):
                    if period_key(contract.id, period) in done:
                        continue
                    try:
                        invoice = self._draft(session, contract, period)
                    except DomainError as error:  # nothing of it is in the session yet
                        prevented.append(Prevented(contract.label, error.code, error.facts))
                        break
                    session.add(invoice)
                    session.flush()
                    made.append(InvoiceRef(invoice.id, invoice.version))
        return Drafts(tuple(made), tuple(prevented))

    def _draft(self, session: Session, contract: BillingContract, period: Period) -> Invoice:
        customer = session.get_one(Customer, contract.customer_id)
        lines = tuple(_line(facts, contract.prices) for facts in contract.lines)
        content = NewOrder(
            customer.code, lines, customer_reference=contract.customer_reference, requested=period.end,
            notes=contract.label,
        )  # fmt: skip
        invoice = self._drafts.assembled(session, NewInvoice(content, period.start, period.end))
        for line in invoice.lines:
            line.contract_period = period_key(contract.id, period)
            line.period_start, line.period_end = period.start, period.end
        return invoice

    def _refuse_unusable(self, session: Session, contract: BillingContract, customer: Customer) -> None:
        """Refuse what no run could draft: found now rather than in a month."""
        if not contract.label:
            raise DomainError("contract.no_label")
        if customer.currency != "EUR":
            raise DomainError("contract.currency", currency=customer.currency)
        first = next(contract.recurrence.periods())
        content = NewOrder(customer.code, tuple(_line(facts, contract.prices) for facts in contract.lines))
        self._drafts.assembled(session, NewInvoice(content, first.start, first.end))


def period_key(contract_id: int, period: Period) -> str:
    """Return what the lines of a period's invoice are known by."""
    return f"{contract_id}/{period.start.isoformat()}"


def contract_by_id(session: Session, contract_id: int) -> BillingContract:
    """Return a contract; raise `contract.not_found`."""
    contract = session.get(BillingContract, contract_id)
    if contract is None:
        raise DomainError("contract.not_found", number=contract_id)
    return contract


def _contracts(session: Session, ids: Sequence[int] | None) -> list[BillingContract]:
    if ids is not None:
        return [contract_by_id(session, contract_id) for contract_id in ids]
    return list(session.scalars(sa.select(BillingContract).order_by(BillingContract.id)))


def _invoiced(session: Session, ids: Iterable[int]) -> frozenset[str]:
    """Return the periods of contracts that stand on an invoice, draft or not; a deleted draft frees its period."""
    known = {str(contract_id) for contract_id in ids}
    keys = session.scalars(
        sa.select(InvoiceLine.contract_period)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(InvoiceLine.contract_period.is_not(None), Invoice.type == InvoiceType.INVOICE)
        .distinct()
    )
    return frozenset(key for key in keys if key and key.partition("/")[0] in known)


def _row(contract: BillingContract, code: str, name: str, done: frozenset[str], today: dt.date) -> ContractRow:
    waiting = (period for period in contract.recurrence.periods() if period_key(contract.id, period) not in done)
    following = next(waiting, None)
    due = sum(period_key(contract.id, period) not in done for period in contract.recurrence.due(today))
    return ContractRow(
        contract.id, contract.version, code, name, contract.label, contract.every, contract.unit, contract.start_date,
        contract.end_date, contract.in_advance, contract.prices, following.on if following else None, due,
    )  # fmt: skip


def _facts(line: NewLine) -> dict[str, Any]:
    return {
        "product": line.product,
        "label": line.label,
        "quantity": plain(line.quantity),
        "unit": line.unit,
        "nature": line.nature,
        "vat_category": line.vat_category,
        "exemption_code": line.exemption_code,
        **{name: _written(getattr(line, name)) for name in _NUMBERS},
        "discounts": None if line.discounts is None else [plain(percent) for percent in line.discounts],
        "charges": None if line.charges is None else [charge_facts(charge) for charge in line.charges],
    }


def _line(facts: dict[str, Any], prices: ContractPrices) -> NewLine:
    price, base, rate = (None if facts[name] is None else Decimal(facts[name]) for name in _NUMBERS)
    discounts = None if facts["discounts"] is None else tuple(map(Decimal, facts["discounts"]))
    if prices is ContractPrices.LIST and facts["product"] is not None:
        price, discounts = None, None
    return NewLine(
        quantity=Decimal(facts["quantity"]),
        product=facts["product"],
        label=facts["label"],
        unit=facts["unit"],
        nature=Nature(facts["nature"]) if facts["nature"] else None,
        vat_category=VatCategory(facts["vat_category"]) if facts["vat_category"] else None,
        exemption_code=facts["exemption_code"],
        discounts=discounts,
        charges=None if facts["charges"] is None else tuple(charge_of(charge) for charge in facts["charges"]),
        unit_price=price,
        price_base=base,
        vat_rate=rate,
    )


def _written(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
