"""What the forms of invoices read, in the runner's threads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from adv_desktop.models.errors import DomainError
from adv_desktop.services import issue_preview, reference, texts, vat_words
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.issue_preview import IssuePreview
from adv_desktop.services.queries import claims, deliveries, invoice_detail, invoices, order_detail
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.queries.invoice_detail import InvoiceDetail
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.queries.listing import Summary
from adv_desktop.services.queries.order_detail import OrderDetail

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with what stands between it and its number."""

    invoice: InvoiceDetail
    preview: IssuePreview
    missing: tuple[str, ...]  # what the customer requires and is not on it
    vat_why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunRow:
    """An invoice of a run: where it comes from, and what prevents it."""

    invoice: InvoiceRow
    sources: str
    lines: int
    prevented: DomainError | None


@dataclass(frozen=True, slots=True)
class ToCredit:
    """An invoice to correct, the reasons to choose from, and the claim that asked for it."""

    invoice: InvoiceDetail
    reasons: tuple[tuple[str, str], ...]
    claim: str | None
    why: str


class InvoiceReads:
    """Reads invoices and what they are made from."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def detail(self, invoice_id: int) -> InvoiceDetail:
        """Read an invoice whole."""
        with self._desk.services.store.read() as session:
            return invoice_detail.detail(session, invoice_id, self._desk.today())

    def rows(self, ids: Sequence[int]) -> list[InvoiceRow]:
        """Read invoices as the list shows them."""
        with self._desk.services.store.read() as session:
            found = invoices.rows(session, ids, self._desk.today())
        return [found[row_id] for row_id in ids if row_id in found]

    def draft(self, invoice_id: int) -> Draft:
        """Read a draft and judge it."""
        services = self._desk.services
        judged = issue_preview.preview(services.store, services.clock, invoice_id)
        missing = tuple(str(check.facts["field"]) for check in judged.remarks if check.code == "requirement_missing")
        with services.store.read() as session:
            vat_why = vat_words.why_of_invoice(session, invoice_by_id(session, invoice_id))
        return Draft(self.detail(invoice_id), judged, missing, vat_why)

    def run_date(self, ids: Sequence[int]) -> dt.date:
        """Read the date that a run of drafts proposes."""
        with self._desk.services.store.read() as session:
            return issue_preview.run_date(session, ids, self._desk.today())

    def run_rows(self, ids: Sequence[int]) -> list[RunRow]:
        """Read the invoices of a run; one deleted meanwhile is left out."""
        return [self._run_row(row) for row in self.rows(ids)]

    def to_invoice(self) -> list[DeliveryRow]:
        """Read the deliveries with something left to invoice."""
        with self._desk.services.store.read() as session:
            ids = deliveries.to_invoice(session)
            found = deliveries.rows(session, ids, self._desk.today())
        return [found[row_id] for row_id in ids]

    def deliveries_total(self, ids: Sequence[int]) -> Summary:
        """Add up deliveries, net."""
        with self._desk.services.store.read() as session:
            return deliveries.selection_summary(session, ids)

    def invoices_total(self, ids: Sequence[int]) -> Summary:
        """Add up invoices, VAT included; credit notes count against them."""
        with self._desk.services.store.read() as session:
            return invoices.selection_summary(session, ids)

    def to_credit(self, invoice_id: int, claim_id: int | None) -> ToCredit:
        """Read what a credit note starts from."""
        with self._desk.services.store.read() as session:
            invoice = invoice_detail.detail(session, invoice_id, self._desk.today())
            reasons = reference.reasons(session, "credit", texts.current().language)
            if claim_id is None:
                return ToCredit(invoice, tuple(reasons), None, "")
            claim = claims.rows(session, [claim_id], self._desk.today())[claim_id]
            return ToCredit(invoice, tuple(reasons), claim.number, claim.description)

    def vat_rates(self) -> list[Decimal]:
        """Read the VAT rates in force, the highest first."""
        with self._desk.services.store.read() as session:
            return [row.rate for row in reference.rates_on(session, "metropole", self._desk.today())]

    def order(self, order_id: int) -> OrderDetail:
        """Read the order of a deposit."""
        with self._desk.services.store.read() as session:
            return order_detail.detail(session, order_id, self._desk.today())

    def _run_row(self, row: InvoiceRow) -> RunRow:
        services = self._desk.services
        detail = self.detail(row.id)
        sources = dict.fromkeys(
            ref.number for line in detail.lines if (ref := line.delivery_line or line.order_line) and ref.number
        )
        judged = None if row.issued else issue_preview.glance(services.store, services.clock, row.id).prevented
        return RunRow(row, ", ".join(sources), len(detail.lines), judged)
