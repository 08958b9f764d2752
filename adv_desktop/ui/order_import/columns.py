"""The comparison of a file's lines with ours: theirs, ours, what differs."""

from __future__ import annotations

from collections.abc import Callable

from adv_desktop.models.rules.pricing import discounted
from adv_desktop.services import texts
from adv_desktop.services.check_texts import describe
from adv_desktop.services.imports.order_preview import PreviewLine
from adv_desktop.services.imports.written import OtherRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone

BLOCKING = frozenset({"unknown_code"})
_ICONS = {Tone.BAD: "blocked", Tone.WARN: "warning", Tone.INFO: "info", Tone.OK: "check"}
INFORMING = frozenset({"unit_differs"})

_ROW_KINDS = {
    "title": N_("Heading"),
    "subtotal": N_("Subtotal"),
    "total": N_("Total"),
    "order_discount": N_("Discount on the order"),
    "comment": N_("Comment"),
    "blank": N_("Blank line"),
    "hidden": N_("Hidden row"),
}
_FOUND_BY = {
    "our_code": "",
    "customer_code": N_("Found by the customer's code"),
    "ean": N_("Found by the barcode"),
    "label": N_("Found by the description, {percent} % sure"),
}


def tone_of(line: PreviewLine) -> Tone:
    """Return how serious the differences of a line are."""
    kinds = {difference.kind for difference in line.differences}
    if kinds & BLOCKING:
        return Tone.BAD
    if kinds - INFORMING:
        return Tone.WARN
    return Tone.INFO if kinds or line.resolved_by in {"label", "ean", "customer_code"} else Tone.OK


def differences_of(line: PreviewLine) -> str:
    """Write what differs, or how the product was found."""
    said = [describe(one.kind, one.facts, texts.current()) for one in line.differences]
    found = _(text).format(percent=line.certainty) if (text := _FOUND_BY.get(line.resolved_by or "", "")) else ""
    if not said and found:
        return found
    return " ".join(said) or _("Identical")


def _theirs(line: PreviewLine) -> str:
    codes = [code.value for code in line.written.codes]
    return codes[0] if codes else "—"


def _their_quantity(line: PreviewLine) -> str:
    """Write the quantity the reader's way; one that carries its unit, as it stands in the file."""
    text = line.written.quantity_as_written
    return text if any(letter.isalpha() for letter in text) else formats().quantity(line.written.quantity)


def _their_price(line: PreviewLine) -> str:
    """Write the price that was understood the reader's way; what cannot be read, as it stands in the file."""
    price = line.written.unit_price
    return (line.written.unit_price_as_written or "—") if price is None else formats().price(price)


def _net_price(line: PreviewLine) -> str:
    return "—" if line.unit_price is None else formats().price(discounted(line.unit_price, line.discounts))


def _tint(*kinds: str) -> Callable[[PreviewLine], Tone | None]:
    """Return the ground of a cell that a difference of these kinds is about."""
    return lambda line: tone_of(line) if any(one.kind in kinds for one in line.differences) else None


_CODE_TINT = _tint("unknown_code", "end_of_life")
_QUANTITY_TINT = _tint("pack_multiple", "below_minimum", "piece_decimals", "unit_differs", "stock_short")
_PRICE_TINT = _tint("price_difference", "no_price_written", "below_cost")


def line_columns(unit: Callable[[str], str]) -> list[Column[PreviewLine]]:
    """Return the columns of the comparison; `unit` gives the word for a unit's code."""
    units: Column[PreviewLine] = Column(N_("U"), lambda line: unit(line.unit), width=62, soft=True, key="unit")
    return [*_BEFORE_UNIT, units, *_AFTER_UNIT]


_BEFORE_UNIT: list[Column[PreviewLine]] = [
    Column(N_("L."), lambda line: str(line.written.no), width=40, key="no"),
    Column(N_("Their code"), _theirs, width=96, ground=_CODE_TINT, key="their_code"),
    Column(N_("Their description"), lambda line: line.written.label or "—", width=150, key="their_label"),
    Column(
        N_("Their qty"),
        _their_quantity,
        right=True,
        width=80,
        ground=_QUANTITY_TINT,
        key="their_quantity",
    ),
    Column(
        N_("Their price"),
        _their_price,
        right=True,
        width=84,
        ground=_PRICE_TINT,
        key="their_price",
    ),
    Column(N_("Product code"), lambda line: line.product or "—", width=96, bold=True, ground=_CODE_TINT, key="code"),
    Column(N_("Description"), lambda line: line.label, width=170, key="label"),
    Column(
        N_("Qty"),
        lambda line: formats().quantity(line.quantity),
        right=True,
        width=66,
        ground=_QUANTITY_TINT,
        key="quantity",
    ),
]
_AFTER_UNIT: list[Column[PreviewLine]] = [
    Column(N_("Net price"), _net_price, right=True, width=84, ground=_PRICE_TINT, key="price"),
    Column(
        N_("Difference"),
        differences_of,
        tone=tone_of,
        icon=lambda line: _ICONS[tone_of(line)],
        width=230,
        key="difference",
        tip=differences_of,
    ),
]

OTHER_ROWS: list[Column[OtherRow]] = [
    Column(N_("Nature"), lambda row: _ROW_KINDS.get(row.kind, "") and _(_ROW_KINDS[row.kind]), width=140, key="kind"),
    Column(N_("Text read"), lambda row: row.text or "—", width=340, key="text"),
    Column(N_("Where"), lambda row: _("row {number}").format(number=row.row), width=90, key="row"),
]


def next_difference(table: RowsTable) -> None:
    """Go to the next line that differs, from the last to the first."""
    rows = table.rows()
    start = table.currentIndex().row() + 1
    for step in range(len(rows)):
        row = (start + step) % len(rows)
        if tone_of(rows[row]) is not Tone.OK:
            table.selectRow(row)
            return
