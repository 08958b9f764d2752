"""What no e-invoice tells the tax office: sales to individuals by day, sales abroad one by one, and their payments.

Amounts are those frozen in the documents, in euro cents; credit notes count negative.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, selectinload

from adv_desktop.models.enums import InvoiceState, Nature, OpenItemKind
from adv_desktop.models.invoice import DocumentVat, Invoice
from adv_desktop.models.payment import Allocation, OpenItem
from adv_desktop.models.rules.collection import RateShare, collected_by_rate
from adv_desktop.models.rules.reporting import sale_category
from adv_desktop.models.values import split
from adv_desktop.services import collections
from adv_desktop.services.einvoice import identities, wording
from adv_desktop.services.queries.euros import in_euros, rate_of

_BLOCK = 200


class Flow(StrEnum):
    """The flows of XP Z12-012: 10.1 sales abroad, 10.2 their payments, 10.3 sales to individuals, 10.4 theirs."""

    ABROAD = "10.1"
    ABROAD_PAID = "10.2"
    INDIVIDUALS = "10.3"
    INDIVIDUALS_PAID = "10.4"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of the report; `base` is None for a payment, whose `amount` includes VAT."""

    flow: Flow
    day: dt.date
    category: str
    rate: Decimal
    base: int | None
    vat: int | None
    amount: int
    invoices: int = 1
    number: str = ""
    type: str = ""
    buyer: str = ""
    country: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Net and VAT in euro cents."""

    net: int = 0
    vat: int = 0

    def plus(self, net: int, vat: int) -> Sums:
        """Return the sums with one more document."""
        return Sums(self.net + net, self.vat + vat)


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of a period; `issued` is all that was invoiced in it, `einvoiced` what e-invoices tell already."""

    first: dt.date
    last: dt.date
    rows: tuple[ReportRow, ...]
    reported: Sums
    einvoiced: Sums
    issued: Sums


def report(session: Session, first: dt.date, last: dt.date) -> Report:
    """Return what a period has to report, and how it agrees with all that was invoiced."""
    rows: list[ReportRow] = []
    reported, einvoiced, issued = Sums(), Sums(), Sums()
    for invoice in _invoices(session, Invoice.issue_date.between(first, last)):
        sign = -1 if invoice.type.is_credit else 1
        net, vat = sign * invoice.net_eur, sign * invoice.vat_eur
        issued = issued.plus(net, vat)
        if _is_einvoiced(invoice):
            einvoiced = einvoiced.plus(net, vat)
            continue
        own = list(_sales(invoice, sign))
        rows += own
        reported = reported.plus(sum(row.base or 0 for row in own), sum(row.vat or 0 for row in own))
    rows += _payments(session, first, last)
    return Report(first, last, tuple(_merged(rows)), reported, einvoiced, issued)


def _invoices(session: Session, condition: sa.ColumnElement[bool]) -> Iterator[Invoice]:
    """Give issued invoices with their lines and VAT, a block at a time."""
    ids = list(
        session.scalars(
            sa.select(Invoice.id)
            .where(Invoice.state == InvoiceState.ISSUED, condition)
            .order_by(Invoice.issue_date, Invoice.number)
        )
    )
    parts = (selectinload(Invoice.lines), selectinload(Invoice.vat_table))
    for start in range(0, len(ids), _BLOCK):
        block = ids[start : start + _BLOCK]
        found = {
            one.id: one for one in session.scalars(sa.select(Invoice).where(Invoice.id.in_(block)).options(*parts))
        }
        yield from (found[row_id] for row_id in block)
        session.expunge_all()


def _is_einvoiced(invoice: Invoice) -> bool:
    return wording.treatment(invoice, identities.buyer(invoice.parties["buyer"], out_of_scope=False)) == "B2B"


def _sales(invoice: Invoice, sign: int) -> Iterator[ReportRow]:
    """Give the lines of an invoice: by VAT row abroad, by kind of sale for individuals."""
    buyer = invoice.parties["buyer"]
    abroad = identities.place(buyer).country != "FR"
    table = [row for row in invoice.vat_table if row.base or row.vat]
    bases = [row.base for row in table]
    nets = split(invoice.net_eur, bases) if sum(bases) else [0] * len(table)
    for row, net in zip(table, nets, strict=True):
        base, vat = sign * net, sign * row.vat_eur
        if abroad:
            yield ReportRow(
                Flow.ABROAD, invoice.issued_on, row.category.value, row.rate, base, vat, base + vat, 1,
                invoice.number or "", invoice.type.value, buyer.get("name") or "", identities.place(buyer).country,
                buyer.get("vat_number") or "",
            )  # fmt: skip
        else:
            yield from _of_individuals(invoice, row, base, vat)


def _of_individuals(invoice: Invoice, row: DocumentVat, base: int, vat: int) -> Iterator[ReportRow]:
    """Share a VAT row between goods and services by the net of their lines."""
    nets = {Nature.GOODS: 0, Nature.SERVICE: 0}
    for line in invoice.items:
        if (line.vat_category, line.vat_rate) == (row.category, row.rate):
            nets[line.nature] += line.net
    weights = [max(net, 0) for net in nets.values()]
    if not sum(weights):
        weights = [1, 0]
    shared = zip(nets, split(base, weights), split(vat, weights), weights, strict=True)
    for nature, part, part_vat, weight in shared:
        if weight:
            category = sale_category(row.category, nature).value
            yield ReportRow(
                Flow.INDIVIDUALS, invoice.issued_on, category, row.rate, part, part_vat, part + part_vat,
                number=invoice.number or "",
            )  # fmt: skip


def _payments(session: Session, first: dt.date, last: dt.date) -> Iterator[ReportRow]:
    """Give what payments brought in by day and rate, of sales whose VAT is due on collection."""
    paid = _paid_by_day(session, last)
    touched = [row_id for row_id, days in paid.items() if any(first <= day <= last for day in days)]
    for invoice in _invoices(session, Invoice.id.in_(touched)):
        shares = collections.shares(invoice)
        if invoice.type.is_credit or _is_einvoiced(invoice) or not any(share.due for share in shares):
            continue
        yield from _paid(invoice, shares, paid[invoice.id], first)


def _paid(invoice: Invoice, shares: list[RateShare], days: dict[dt.date, int], first: dt.date) -> Iterator[ReportRow]:
    buyer = invoice.parties["buyer"]
    abroad = identities.place(buyer).country != "FR"
    flow = Flow.ABROAD_PAID if abroad else Flow.INDIVIDUALS_PAID
    collected, told = 0, {share.rate: 0 for share in shares}
    for day, minor in sorted(days.items()):
        collected += minor
        by_rate = collected_by_rate(shares, collected)
        for rate, total in by_rate.items():
            news = total - told.get(rate, 0)
            told[rate] = total
            if news and day >= first:
                amount = in_euros(news, invoice.currency, rate_of(invoice.exchange_rate))
                yield ReportRow(
                    flow, day, "", rate, None, None, amount, number=invoice.number or "",
                    buyer=buyer.get("name") or "" if abroad else "",
                    country=identities.place(buyer).country if abroad else "",
                )  # fmt: skip


def _paid_by_day(session: Session, last: dt.date) -> dict[int, dict[dt.date, int]]:
    """Return what payments brought in for each invoice by day, up to a day."""
    debit, credit = aliased(OpenItem), aliased(OpenItem)
    statement = (
        sa.select(debit.invoice_id, Allocation.allocated_on, sa.func.sum(Allocation.amount))
        .join(debit, debit.id == Allocation.debit_item_id)
        .join(credit, credit.id == Allocation.credit_item_id)
        .where(debit.invoice_id.is_not(None), credit.kind == OpenItemKind.PAYMENT, Allocation.allocated_on <= last)
        .group_by(debit.invoice_id, Allocation.allocated_on)
    )
    found: dict[int, dict[dt.date, int]] = {}
    for invoice_id, day, minor in session.execute(statement):
        found.setdefault(invoice_id or 0, {})[day] = minor
    return found


def _merged(rows: list[ReportRow]) -> list[ReportRow]:
    """Add up what is declared together: a day, a category and a rate of individuals; a document abroad stays alone."""
    found: dict[tuple[object, ...], ReportRow] = {}
    numbers: dict[tuple[object, ...], set[str]] = {}
    for row in rows:
        alone = row.flow in {Flow.ABROAD, Flow.ABROAD_PAID}
        key = (row.flow, row.day, row.category, row.rate, row.number if alone else "")
        numbers.setdefault(key, set()).add(row.number)
        before = found.get(key)
        if before is None:
            found[key] = row if alone else replace(row, number="")
            continue
        found[key] = replace(
            before,
            base=None if row.base is None else (before.base or 0) + row.base,
            vat=None if row.vat is None else (before.vat or 0) + row.vat,
            amount=before.amount + row.amount,
        )
    counted = [replace(row, invoices=len(numbers[key])) for key, row in found.items()]
    return sorted(counted, key=lambda row: (row.flow.value, row.day, row.category, -row.rate, row.number))
