"""Issue: number, date, parties, mentions, totals, PDF and seal are frozen in one transaction."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import DeliveryLine
from adv_desktop.models.enums import DocumentKind, InvoiceState, InvoiceType, OpenItemKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import DocumentVat, Invoice, InvoiceInstalment
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.rules import payment_terms
from adv_desktop.models.rules.totals import Totals, VatLine
from adv_desktop.services import credit_differences, delivery_billing, deposits, files, invoice_checks, numbering, seals
from adv_desktop.services.clock import Clock
from adv_desktop.services.einvoice.issue import XmlChecks, blocking, every_check, refusal
from adv_desktop.services.failpoints import reach
from adv_desktop.services.invoice_drafts import InvoiceRef, Prevented, invoice_by_id, invoices_by_id, settle_rounding
from adv_desktop.services.issue_files import IssueFacts, IssueFiles, facts_of, make
from adv_desktop.services.mentions import mentions_of
from adv_desktop.services.orders import orders_of_lines
from adv_desktop.services.papers import Papers
from adv_desktop.services.parties import parties_of
from adv_desktop.services.queries.euros import in_euros
from adv_desktop.services.store import Store
from adv_desktop.services.workers import workers

_log = logging.getLogger(__name__)
CHUNK = 20
# Starting the processes costs about as much as drawing that many invoices.
WORTH_WORKERS = 20
_REHEARSED = "DRAFT"

Start = Callable[[IssueFacts], "Future[IssueFiles]"]


@dataclass(frozen=True, slots=True)
class Issued:
    """The invoices that were numbered, and what prevented the others."""

    invoices: tuple[InvoiceRef, ...]
    prevented: tuple[Prevented, ...] = ()


class _Refused(Exception):  # noqa: N818 (no error: the rest of the chunk goes on without these)
    """What prevents some invoices of a chunk, by their ids."""

    def __init__(self, errors: dict[int, DomainError]) -> None:
        super().__init__()
        self.errors = errors


class IssueService:
    """Numbers and freezes drafts."""

    def __init__(self, store: Store, clock: Clock, papers: Papers, xml_checks: XmlChecks = every_check) -> None:
        self._store = store
        self._clock = clock
        self._papers = papers
        self._xml_checks = xml_checks

    def issue(self, invoice_id: int, date: dt.date | None = None, version: int | None = None) -> InvoiceRef:
        """Freeze a draft under its number; raise what prevents it."""
        with self._store.write("invoice.issue") as session:
            invoice = invoice_by_id(session, invoice_id)
            if version is not None:
                invoice.refuse_if_changed(version)
            self.issue_within(session, invoice, date)
            return InvoiceRef(invoice.id, invoice.version, invoice.number)

    def issue_within(self, session: Session, invoice: Invoice, date: dt.date | None = None) -> None:
        """Issue a draft inside a transaction that does more than that."""
        self._keep(session, invoice, make(self._number(session, invoice, date)))

    def issue_all(
        self,
        invoice_ids: Sequence[int],
        date: dt.date | None = None,
        step: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Issued:
        """Issue many drafts in chunks; `step(done, total)` is called between chunks and may cancel there.

        Each chunk is one transaction: it takes the numbers, the files are made on every core, it keeps them.
        """
        done: list[InvoiceRef] = []
        prevented: list[Prevented] = []
        with workers() if len(invoice_ids) > WORTH_WORKERS else contextlib.nullcontext() as pool:
            start: Start = _here if pool is None else _elsewhere(pool)
            for first in range(0, len(invoice_ids), CHUNK):
                step(first, len(invoice_ids))
                issued, refused = self._issue_chunk(list(invoice_ids[first : first + CHUNK]), date, start)
                done += issued
                prevented += refused
        step(len(invoice_ids), len(invoice_ids))
        return Issued(tuple(done), tuple(prevented))

    def _issue_chunk(
        self, chunk: list[int], date: dt.date | None, start: Start
    ) -> tuple[list[InvoiceRef], list[Prevented]]:
        """Issue a chunk in one transaction; a refused invoice rolls it back and is left out of the next try."""
        prevented: list[Prevented] = []
        while chunk:
            try:
                with self._store.write("invoice.issue") as session:
                    return self._issue_together(session, chunk, date, start), prevented
            except _Refused as refused:
                prevented += [
                    Prevented(str(row_id), error.code, error.facts) for row_id, error in refused.errors.items()
                ]
                chunk = [invoice_id for invoice_id in chunk if invoice_id not in refused.errors]
            except BrokenExecutor:
                _log.warning("the processes that make the files have died: the run goes on without them")
                start = _here
        return [], prevented

    def _issue_together(
        self, session: Session, chunk: list[int], date: dt.date | None, start: Start
    ) -> list[InvoiceRef]:
        """Take the numbers and keep the files: some are made while other invoices are read and kept."""
        begun: list[tuple[Invoice, Future[IssueFiles]]] = []
        found = invoices_by_id(session, chunk)
        for invoice_id in chunk:
            try:
                if invoice_id not in found:
                    raise DomainError("invoice.not_found", number=invoice_id)
                begun.append((found[invoice_id], start(self._number(session, found[invoice_id], date))))
            except DomainError as error:
                for _invoice, made in begun:
                    made.cancel()
                raise _Refused({invoice_id: error}) from error
        refused: dict[int, DomainError] = {}
        for invoice, made in begun:
            try:
                self._keep(session, invoice, made.result())
            except DomainError as error:
                refused[invoice.id] = error
        if refused:
            raise _Refused(refused)
        return [InvoiceRef(invoice.id, invoice.version, invoice.number) for invoice, _made in begun]

    def _number(self, session: Session, invoice: Invoice, date: dt.date | None) -> IssueFacts:
        """Freeze everything but the files of a draft; return what they say."""
        invoice.refuse_unless_draft()
        day = numbering.refuse_future(date or invoice.wished_date or self._clock.today(), self._clock.today())
        company = session.get_one(Company, 1)
        invoice_checks.refuse_incomplete(session, invoice, company)
        with session.no_autoflush:
            self._fill(session, invoice, company, day)
        session.flush()
        return facts_of(session, invoice, self._papers, self._xml_checks)

    def _keep(self, session: Session, invoice: Invoice, made: IssueFiles) -> None:
        """Keep the files of a numbered invoice, open its receivable and seal it; raise what its XML breaks."""
        reach("issue.rendered")
        if faults := blocking(session, made.faults):
            raise refusal(invoice, faults)
        if made.xml is not None:
            invoice.xml_file_id = files.keep(session, made.xml, "einvoice", self._clock.now()).id
        invoice.pdf_file_id = files.keep(session, made.pdf, "invoice", self._clock.now()).id
        _open(session, invoice)
        invoice.state = InvoiceState.ISSUED
        session.flush()
        credit_differences.settle(session, invoice)
        seals.seal(session, DocumentKind.INVOICE, invoice.id, self._clock.now())
        reach("issue.sealed")

    def _fill(self, session: Session, invoice: Invoice, company: Company, day: dt.date) -> None:
        """Freeze everything that the paper shows: amounts, parties, number, due dates and mentions."""
        _fill_content(session, invoice, company)
        _count_lines(session, invoice)
        deposits.settle(session, invoice)
        reach("issue.before_number")
        invoice.number = numbering.take(session, invoice.series, day, invoice.establishment_id)
        invoice.issued_at = self._clock.now()
        reach("issue.numbered")
        _date(session, invoice, company, day)


def rehearse(session: Session, invoice: Invoice, company: Company, day: dt.date) -> None:
    """Fill a draft as its issue would, under a number that is none: for a session that is thrown away."""
    _fill_content(session, invoice, company)
    invoice.number = invoice.number or _REHEARSED
    _date(session, invoice, company, day)


def _fill_content(session: Session, invoice: Invoice, company: Company) -> None:
    amounts = settle_rounding(invoice)
    invoice.language = session.get_one(Customer, invoice.bill_to_id).language
    invoice.parties = parties_of(session, invoice, company)
    _freeze_amounts(invoice, amounts)


def _date(session: Session, invoice: Invoice, company: Company, day: dt.date) -> None:
    """Date a numbered invoice: what falls due when, and the mentions as the law words them that day."""
    invoice.issue_date = day
    instalments = _instalments(invoice)
    invoice.due_date = instalments[-1].due_date
    invoice.instalments[:] = instalments
    invoice.mentions = mentions_of(session, invoice, company, day)


def _elsewhere(pool: Executor) -> Start:
    """Have the files made by other processes."""
    return lambda facts: pool.submit(make, facts)


def _here(facts: IssueFacts) -> Future[IssueFiles]:
    """Make the files in this process."""
    made: Future[IssueFiles] = Future()
    try:
        made.set_result(make(facts))
    except DomainError as error:
        made.set_exception(error)
    return made


def _freeze_amounts(invoice: Invoice, amounts: Totals) -> None:
    invoice.freeze(amounts)
    rate = euro_rate(invoice)
    invoice.vat_table[:] = [_vat_row(row, rate, invoice.currency) for row in amounts.vat]
    invoice.net_eur = in_euros(invoice.net, invoice.currency, rate)
    invoice.vat_eur = sum(row.vat_eur for row in invoice.vat_table)
    invoice.gross_eur = invoice.net_eur + invoice.vat_eur
    invoice.sales_net = _sales_net(invoice, amounts, rate)


def euro_rate(invoice: Invoice) -> Decimal:
    """Return the euros of one unit of the invoice's currency."""
    return Decimal(1) if invoice.exchange_rate is None else Decimal(invoice.exchange_rate["rate"])


def _vat_row(row: VatLine, rate: Decimal, currency: str) -> DocumentVat:
    return DocumentVat(
        category=row.key.category,
        rate=row.key.rate,
        exemption_code=row.key.exemption_code,
        lines=row.lines,
        discount=row.discount,
        freight=row.freight,
        deducted=row.deducted,
        base=row.base,
        vat=row.vat,
        vat_eur=in_euros(row.vat, currency, rate),
        packaging=row.packaging or None,
    )


def _sales_net(invoice: Invoice, amounts: Totals, rate: Decimal) -> int:
    """Return what counts as turnover, in euro cents: deposits, their deduction and packaging do not (R29)."""
    if invoice.type in {InvoiceType.DEPOSIT, InvoiceType.DEPOSIT_CREDIT}:
        return 0
    goods = amounts.net + sum(row.deducted - row.packaging for row in amounts.vat)
    euros = in_euros(goods, invoice.currency, rate)
    return -euros if invoice.type.is_credit else euros


def _count_lines(session: Session, invoice: Invoice) -> None:
    """Count what is invoiced on the order lines, refusing more than is due; mark deliveries and orders."""
    if invoice.type not in {InvoiceType.INVOICE, InvoiceType.CORRECTED}:
        return
    counted = [(line.order_line_id, line) for line in invoice.items if line.order_line_id and not line.deduction]
    orders = orders_of_lines(session, [order_line_id for order_line_id, _line in counted])
    order_lines = {line.id: line for order in orders for line in order.lines}
    for order_line_id, line in counted:
        order_line = order_lines[order_line_id]
        by_delivery = line.delivery_line_id is not None
        due = order_line.quantity - order_line.cancelled - order_line.returned - order_line.invoiced
        order_line.invoice(line.quantity, order_line.invoiceable if by_delivery else due)
    for order in orders:
        order.freight_invoiced = order.freight_invoiced or invoice.freight > 0
        order.update_progress()
    for delivery_id in _deliveries_of(session, invoice):
        delivery_billing.update_progress(session, delivery_id, invoice.id)


def _deliveries_of(session: Session, invoice: Invoice) -> Sequence[int]:
    """Return the deliveries whose lines an invoice bills."""
    ids = [line.delivery_line_id for line in invoice.items if not line.deduction]
    return session.scalars(sa.select(DeliveryLine.delivery_id).where(DeliveryLine.id.in_(ids)).distinct()).all()


def _instalments(invoice: Invoice) -> list[InvoiceInstalment]:
    """Return the due dates and amounts; a credit note is due on its date."""
    if invoice.type.is_credit:
        return [InvoiceInstalment(no=1, due_date=invoice.issued_on, amount=invoice.due)]
    terms = payment_terms.parse(invoice.payment_terms)
    if invoice.deductions or invoice.prepaid:
        terms = terms.after_deposit()
    if invoice.type is InvoiceType.DEPOSIT:
        return [InvoiceInstalment(no=1, due_date=invoice.issued_on, amount=invoice.due)]
    dates = terms.due_dates(invoice.issued_on, invoice.due, invoice.currency, invoice.delivery_date)
    return [InvoiceInstalment(no=no, due_date=part.due, amount=part.minor) for no, part in enumerate(dates, start=1)]


def _open(session: Session, invoice: Invoice) -> None:
    """Make the receivable: one open item an instalment, one negative for a credit note."""
    sign = -1 if invoice.type.is_credit else 1
    kind = OpenItemKind.CREDIT if invoice.type.is_credit else OpenItemKind.INSTALMENT
    for instalment in invoice.instalments:
        if instalment.amount == 0:
            continue
        session.add(
            OpenItem(
                customer_id=invoice.bill_to_id,
                payer_id=invoice.payer_id,
                kind=kind,
                invoice_id=invoice.id,
                document_number=invoice.number,
                document_date=invoice.issue_date,
                customer_reference=invoice.customer_reference,
                currency=invoice.currency,
                due_date=instalment.due_date,
                amount=sign * instalment.amount,
                open_amount=sign * instalment.amount,
                eur_rate=None if invoice.exchange_rate is None else invoice.exchange_rate["rate"],
            )
        )
