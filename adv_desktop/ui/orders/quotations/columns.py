"""The columns of quotations and of their lines."""

from __future__ import annotations

from decimal import Decimal

from adv_desktop.services.queries.quotations import QuotationRow, QuotedLine
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone


def name_of(row: QuotationRow) -> str:
    """Write the number of a quotation with its version from the second on."""
    if row.number is None:
        return _("Draft")
    return row.number if row.revision == 1 else f"{row.number}-{row.revision}"


def likely(row: QuotationRow) -> str:
    """Write how likely the order is, a dash when nobody said."""
    return "—" if row.probability is None else formats().percent(Decimal(row.probability))


COLUMNS: list[Column[QuotationRow]] = [
    Column(N_("No."), name_of, sort="number", width=148),
    Column(N_("Date"), lambda row: formats().date(row.date), sort="date", width=106, soft=True),
    Column(N_("Customer"), lambda row: row.customer_name, sort="customer", width=190),
    Column(
        N_("Valid until"),
        lambda row: formats().date(row.valid_until),
        sort="valid_until",
        width=126,
        soft=2,
        icon=lambda row: "warning" if row.soon else None,
        tone=lambda row: Tone.WARN if row.soon else None,
        tip=lambda row: _("The validity is nearly over.") if row.soon else "",
    ),
    Column(
        N_("Net amount"), lambda row: formats().money(row.net, row.currency), sort="net", right=True, width=112, soft=2
    ),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=170,
        key="state",
    ),
    Column(N_("Probability"), likely, right=True, width=100, soft=True, key="probability"),
    Column(
        N_("Follow up on"),
        lambda row: formats().date(row.follow_up_on) if row.follow_up_on else "—",
        width=118,
        soft=True,
        key="follow_up",
    ),
    Column(N_("Your ref."), lambda row: row.customer_reference or "—", width=118, hidden=True, key="reference"),
    Column(N_("Salesperson"), lambda row: row.salesperson or "—", width=120, hidden=True, key="salesperson"),
]

LINES: list[Column[QuotedLine]] = [
    Column(N_("Code"), lambda line: line.product_code or "—", width=84, soft=2, key="code"),
    Column(N_("Description"), lambda line: line.label, width=150, key="label"),
    Column(N_("Qty"), lambda line: formats().quantity(line.quantity), right=True, width=64, key="quantity"),
    Column(
        N_("Left to order"), lambda line: formats().quantity(line.left), right=True, width=96, soft=True, key="left"
    ),
    Column(N_("Net price"), lambda line: formats().price(line.net_price), right=True, width=84, key="price"),
    Column(N_("Net amount"), lambda line: formats().amount(line.net), right=True, width=92, key="net"),
]
