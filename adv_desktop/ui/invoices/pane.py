"""What the pane shows of an invoice below its title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adv_desktop.services.invoice_proofs import Proof
from adv_desktop.services.queries.chain import Chain
from adv_desktop.services.queries.invoice_detail import InvoiceDetail
from adv_desktop.services.queries.payments import OpenItemRow
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats
from adv_desktop.ui.invoices.columns import DUE, LINES, PROOFS, STATUSES, VAT, DueShown, VatShown, day, is_invoice
from adv_desktop.ui.invoices.totals import stored_rows
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.detail import DetailPane
from adv_desktop.ui.widgets.totals import TotalsPanel


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of an invoice."""

    invoice: InvoiceDetail
    items: tuple[OpenItemRow, ...]
    chain: Chain
    events: tuple[Event, ...]


def facts(shown: Shown) -> list[tuple[str, str]]:
    """Return the facts under the title."""
    row = shown.invoice.row
    told = [
        (_("Date"), day(row.date or shown.invoice.wished_date)),
        (_("Your ref."), row.customer_reference or "—"),
        (_("Paid by"), label(row.method)),
        (_("Left to pay"), formats().money(row.open, row.currency) if row.open else "—"),
    ]
    if is_invoice(row):
        told += [(_("Due date"), day(row.due)), (_("Terms"), row.terms)]
    if row.origin_number:
        told.append((_("Corrects"), row.origin_number))
    if row.disputed:
        told.append((_("Disputed amount"), formats().money(row.disputed, row.currency)))
    return told


def fill(pane: DetailPane, shown: Shown) -> None:
    """Add lines, totals, VAT and due dates."""
    invoice = shown.invoice
    lines = RowsTable(_("Invoice lines"), LINES, stretch=1)
    lines.set_rows(invoice.lines)
    pane.add(lines)
    totals = TotalsPanel(columns=2)
    totals.set_rows(stored_rows(invoice.amounts, invoice.row.currency))
    pane.add(totals)
    if invoice.row.reason:
        pane.add(text_label(_("Reason: {text}").format(text=invoice.row.reason), "muted", wrap=True))
    _add_table(pane, _("VAT by rate"), RowsTable(_("VAT by rate"), VAT, stretch=0), _vat(invoice))
    due = _due(shown)
    if due:
        _add_table(pane, _("Due dates"), RowsTable(_("Due dates"), DUE, stretch=0), due)
    if invoice.statuses:
        title = _("Electronic statuses")
        _add_table(pane, title, RowsTable(title, STATUSES, stretch=2), invoice.statuses[::-1])


def add_proofs(pane: DetailPane, proofs: Sequence[Proof], open_proof: Callable[[Proof], object]) -> None:
    """Add the papers kept with the invoice; Enter or a double click opens one."""
    if proofs:
        table = RowsTable(_("Papers"), PROOFS, stretch=0)
        table.opened.connect(open_proof)
        _add_table(pane, _("Papers"), table, proofs)


def _add_table(pane: DetailPane, title: str, table: RowsTable, rows: Sequence[object]) -> None:
    pane.section(title)
    table.set_rows(rows)
    pane.add(table)


def _vat(invoice: InvoiceDetail) -> list[VatShown]:
    currency = invoice.row.currency
    return [VatShown(row.rate, row.base, row.vat, currency) for row in invoice.amounts.vat_table]


def _due(shown: Shown) -> list[DueShown]:
    """Return the open items of the invoice; those of a draft do not exist yet."""
    return [
        DueShown(item.due, item.amount, item.open, item.currency, late=item.days_late > 0 and item.open > 0)
        for item in shown.items
    ]
