"""« Expéditions sans preuve »: what left without VAT and is not proved, as a list and as a workbook for accounting."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import InvoiceState, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.rules.transport_proofs import ProofNeed, step
from adv_desktop.models.values import from_minor
from adv_desktop.services import labels, reference, texts, transport_proofs
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.list_files import ENDINGS, Written
from adv_desktop.services.queries.listing import numbers
from adv_desktop.services.texts import N_, _
from adv_desktop.services.transport_proofs import ProofState
from adv_desktop.services.whole_files import told

TITLE = N_("Shipments without proof")
_COLUMNS = (
    (N_("Delivery"), Kind.TEXT, 16.0),
    (N_("Shipped on"), Kind.DATE, 12.0),
    (N_("Customer"), Kind.TEXT, 30.0),
    (N_("Country"), Kind.TEXT, 16.0),
    (N_("Sale"), Kind.TEXT, 12.0),
    (N_("Incoterm"), Kind.TEXT, 16.0),
    (N_("Net amount"), Kind.PRICE, 14.0),
    (N_("Currency"), Kind.TEXT, 9.0),
    (N_("Invoices"), Kind.TEXT, 22.0),
    (N_("Days"), Kind.WHOLE, 8.0),
    (N_("Step"), Kind.TEXT, 8.0),
    (N_("Still to get"), Kind.TEXT, 46.0),
)


@dataclass(frozen=True, slots=True)
class MissingProof:
    """A shipment to prove; `net` in minor units of its currency, `step` the last of 30, 60, 90 days that it passed."""

    id: int
    number: str
    customer_id: int
    customer: str
    country: str
    shipped: dt.date
    net: int
    currency: str
    export: bool
    incoterm: str
    missing: tuple[ProofNeed, ...]
    days: int
    step: int
    invoices: tuple[str, ...]

    @property
    def step_name(self) -> str:
        """« J+30 »: the step, nothing before the first."""
        return _("D+{days}").format(days=self.step) if self.step else ""

    @property
    def still_to_get(self) -> str:
        """What is missing, in words."""
        return ", ".join(labels.written(need, texts.current()) for need in self.missing)


def rows(session: Session, today: dt.date, days: int = 0) -> list[MissingProof]:
    """Return what left at least so many days ago and is not proved, the oldest first."""
    states = transport_proofs.unproved(session, today, days)
    ids = [state.delivery_id for state in states]
    found = {row.id: row for row in session.scalars(sa.select(Delivery).where(Delivery.id.in_(numbers(ids))))}
    invoices = _invoices(session, ids)
    return [_row(session, state, found[state.delivery_id], invoices, today) for state in states]


def write(found: Sequence[MissingProof], path: Path) -> Written:
    """Write the list to a workbook or a CSV file."""
    if path.suffix.lower() not in ENDINGS:
        raise DomainError("file.wrong_ending", path=str(path), known=ENDINGS)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    heads = [ListColumn(_(head), kind, width) for head, kind, width in _COLUMNS]
    cells = (_cells(row) for row in found)
    if path.suffix.lower() == ".csv":
        count = lists.write_csv(path, heads, cells, texts.current().language)
    else:
        count = lists.write_xlsx(path, _(TITLE), heads, cells)
    return Written(path, count, hashlib.sha256(path.read_bytes()).hexdigest())


def sale(row: MissingProof) -> str:
    """Say what kind of sale was made without VAT."""
    return _("Export") if row.export else _("In the Union")


def _row(
    session: Session, state: ProofState, delivery: Delivery, invoices: dict[int, list[str]], today: dt.date
) -> MissingProof:
    country = delivery.ship_to.get("country") or ""
    return MissingProof(
        id=delivery.id,
        number=delivery.number or "",
        customer_id=delivery.customer_id,
        customer=delivery.customer_name,
        country=reference.country_name(session, country, texts.current().language),
        shipped=state.shipped,
        net=delivery.net,
        currency=delivery.currency,
        export=VatCategory.EXPORT in state.categories,
        incoterm=state.incoterm or "",
        missing=state.missing,
        days=(today - state.shipped).days,
        step=step(state.shipped, today),
        invoices=tuple(invoices[delivery.id]),
    )


def _invoices(session: Session, delivery_ids: Iterable[int]) -> dict[int, list[str]]:
    billed = (
        sa.select(DeliveryLine.delivery_id, Invoice.number)
        .join(InvoiceLine, InvoiceLine.delivery_line_id == DeliveryLine.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(DeliveryLine.delivery_id.in_(numbers(delivery_ids)), Invoice.state == InvoiceState.ISSUED)
        .distinct()
        .order_by(Invoice.number)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for delivery_id, number in session.execute(billed):
        found[delivery_id].append(number or "")
    return found


def _cells(row: MissingProof) -> list[CellValue]:
    return [
        row.number, row.shipped, row.customer, row.country or None, sale(row), row.incoterm or None,
        from_minor(row.net, row.currency), row.currency, ", ".join(row.invoices) or None, row.days,
        row.step_name or None, row.still_to_get,
    ]  # fmt: skip
