"""Deposits on returnable packaging: drafts that credit what came back and sell, with VAT, what is kept (R17)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.packaging import Packaging
from adv_desktop.models.party import Customer
from adv_desktop.models.rules import vat
from adv_desktop.services import credits as credit_notes
from adv_desktop.services import invoice_drafts, packaging_billing, texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.invoice_drafts import Drafts, InvoiceRef
from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.order_reading import rate_of
from adv_desktop.services.queries.on_deposit import OnDeposit, on_deposit
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

REASON = N_("Returnable packaging given back")


class PackagingDepositService:
    """What is on deposit, and the drafts that settle it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self, customer_id: int | None = None) -> tuple[OnDeposit, ...]:
        """Return what is on deposit at the customers, the oldest first."""
        with self._store.read() as session:
            return on_deposit(session, self._clock.today(), customer_id)

    def credit(self, customer_ids: Collection[int] | None = None) -> Drafts:
        """Draft the credit notes of what came back, one a payer; raise `packaging.nobody_returned` for none."""
        with self._store.write("packaging.credit") as session:
            rows = self._wanted(session, customer_ids, lambda row: row.came_back > 0, "packaging.nobody_returned")
            return _drafted(session, (_credit(session, group) for group in _groups(session, rows)))

    def sell(self, customer_ids: Collection[int] | None = None) -> Drafts:
        """Draft the invoices, with VAT, of what is overdue; raise `packaging.nobody_kept` for none."""
        with self._store.write("packaging.sell") as session:
            rows = self._wanted(session, customer_ids, lambda row: row.is_overdue, "packaging.nobody_kept")
            today = self._clock.today()
            return _drafted(session, (_sale(session, group, today) for group in _groups(session, rows)))

    def _wanted(
        self, session: Session, customer_ids: Collection[int] | None, wanted: Callable[[OnDeposit], bool], code: str
    ) -> list[OnDeposit]:
        rows = on_deposit(session, self._clock.today())
        found = [row for row in rows if wanted(row) and (customer_ids is None or row.customer_id in customer_ids)]
        if not found:
            raise DomainError(code)
        return found


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is settled of one deposit line."""

    row: OnDeposit
    line: InvoiceLine
    invoice: Invoice
    packaging: Packaging


def _groups(session: Session, rows: Iterable[OnDeposit]) -> list[list[_Settled]]:
    """Return what one document may settle: same parties, currency and rate, and one reason of exemption."""
    groups: defaultdict[tuple[object, ...], list[list[_Settled]]] = defaultdict(list)
    for row in rows:
        line, invoice = session.get_one(InvoiceLine, row.line_id), session.get_one(Invoice, row.invoice_id)
        rate = tuple(sorted((invoice.exchange_rate or {}).items()))
        parts = groups[row.customer_id, invoice.bill_to_id, invoice.payer_id, invoice.currency, rate]
        settled = _Settled(row, line, invoice, session.get_one(Packaging, row.packaging_id))
        joined = next((part for part in parts if vat.may_share([line.vat_key, *(x.line.vat_key for x in part)])), None)
        if joined is None:
            parts.append([settled])
        else:
            joined.append(settled)
    return [part for parts in groups.values() for part in parts]


def _drafted(session: Session, made: Iterable[Invoice]) -> Drafts:
    refs = []
    for invoice in made:
        packaging_billing.number_lines(invoice)
        session.add(invoice)
        invoice.freeze(invoice_drafts.settle_rounding(invoice))
        session.flush()
        refs.append(InvoiceRef(invoice.id, invoice.version))
    return Drafts(tuple(refs))


def _credit(session: Session, group: Sequence[_Settled]) -> Invoice:
    """Return the credit note of a group; with several invoices each of its lines names its own."""
    last = group[-1].invoice
    reason = texts.of(last.language).gettext(REASON)
    with session.no_autoflush:
        credit = credit_notes.header(last, credit_notes.NewCredit(last.id, reason))
        if len({one.invoice.id for one in group}) > 1:
            credit.origin_id = credit.order_id = None
            credit.customer_reference = credit.customer_reference_date = credit.contract_number = None
        for one in group:
            number, pieces = one.invoice.number or "", one.row.came_back
            line = packaging_billing.credit_line(one.line, number, one.packaging, last.language, pieces)
            credit.lines.append(line)
    return credit


def _sale(session: Session, group: Sequence[_Settled], today: dt.date) -> Invoice:
    """Return the invoice of a group: the packaging sold with VAT, its deposits taken off, nothing left to pay."""
    last = group[-1].invoice
    customer = session.get_one(Customer, last.customer_id)
    asked = NewOrder(
        customer.code, (), terms=last.payment_terms, method=last.payment_method, salesperson=last.salesperson,
        currency=last.currency, gross_prices=True, exchange_rate=rate_of(last),
    )  # fmt: skip
    with session.no_autoflush:
        invoice = invoice_drafts.header(customer, asked, last.vat_regime)
        invoice.bill_to_id, invoice.payer_id, invoice.delivery_date = last.bill_to_id, last.payer_id, today
        if last.parties.get("ship_to"):
            invoice.parties = {"ship_to": last.parties["ship_to"]}
        pairs = []
        for one in group:
            taxed = packaging_billing.taxed_key(session, customer.id, last.vat_regime, one.packaging)
            number = one.invoice.number or ""
            pairs.append(
                packaging_billing.kept_lines(one.line, number, one.packaging, last.language, one.row.out, taxed)
            )
        invoice.lines.extend(itertools.chain.from_iterable(zip(*pairs, strict=True)))
    return invoice
