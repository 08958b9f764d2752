"""The open items of a customer while a payment is shared between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from adv_desktop.models.enums import OpenItemKind
from adv_desktop.models.rules import allocation
from adv_desktop.models.rules.allocation import OpenAmount
from adv_desktop.models.rules.settlement import Balance
from adv_desktop.models.values import from_minor, plain, to_minor
from adv_desktop.services.payments import AllocateTo
from adv_desktop.services.queries.payments import OpenItemRow
from adv_desktop.services.settlements import UseCredit
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.tones import Tone


@dataclass(frozen=True, slots=True)
class Payable:
    """A document with what is open of it, all instalments together, and the part that is typed; both positive."""

    number: str
    kind: OpenItemKind
    item_id: int
    invoice_id: int | None
    reference: str
    due: dt.date
    left: int
    disputed: int
    days_late: int
    currency: str
    is_credit: bool
    instalments: int = 1
    part: int = 0


def payables(items: Iterable[OpenItemRow]) -> tuple[Payable, ...]:
    """Return one line a document that is owed, the oldest due first, then one a credit."""
    lines: dict[tuple[str, int], Payable] = {}
    for item in items:
        key = (item.number, item.id if item.open < 0 else 0)
        before = lines.get(key)
        lines[key] = _line(item) if before is None else _joined(before, item)
    return tuple(lines.values())


def _line(item: OpenItemRow) -> Payable:
    return Payable(
        number=item.number,
        kind=item.kind,
        item_id=item.id,
        invoice_id=item.invoice_id,
        reference=item.customer_reference or "",
        due=item.due,
        left=abs(item.open),
        disputed=item.disputed,
        days_late=item.days_late,
        currency=item.currency,
        is_credit=item.open < 0,
    )


def _joined(line: Payable, item: OpenItemRow) -> Payable:
    return replace(
        line, left=line.left + item.open, disputed=line.disputed + item.disputed, instalments=line.instalments + 1
    )


def balance_of(lines: Iterable[Payable], received: int) -> Balance:
    """Return what the parts typed leave of the money."""
    typed = list(lines)
    return Balance(
        received,
        sum(line.part for line in typed if line.is_credit),
        sum(line.part for line in typed if not line.is_credit),
    )


def with_oldest_paid(lines: Sequence[Payable], received: int) -> list[Payable]:
    """Return the lines with the money and the credits set against what is due the longest, disputes left out."""
    usable = balance_of(lines, received)
    minor = usable.received + usable.credits
    if minor <= 0:
        return list(lines)
    owed = [
        OpenAmount(row, line.due, line.left - line.disputed) for row, line in enumerate(lines) if not line.is_credit
    ]
    parts = {part.item_id: part.minor for part in allocation.allocate(minor, owed).parts}
    return [line if line.is_credit else replace(line, part=parts.get(row, 0)) for row, line in enumerate(lines)]


def filled(line: Payable, rest: int) -> Payable:
    """Return a line that takes all it can: a credit all that is left of it, a debt what money there is."""
    if line.is_credit:
        return replace(line, part=line.left)
    return replace(line, part=min(line.left, line.part + rest) if rest > 0 else line.left)


def chosen_parts(lines: Iterable[Payable]) -> tuple[AllocateTo, ...]:
    """Return the documents to pay, with how much of each."""
    return tuple(AllocateTo(line.number, line.part) for line in lines if line.part and not line.is_credit)


def chosen_credits(lines: Iterable[Payable]) -> tuple[UseCredit, ...]:
    """Return the credits to use, with how much of each."""
    return tuple(UseCredit(line.item_id, line.part) for line in lines if line.part and line.is_credit)


def grid_spec() -> GridSpec[Payable]:
    """Return the table of the open items, of which the part alone is typed."""
    return fixed_spec(_COLUMNS, _apply)


def _apply(line: Payable, _key: str, value: Value) -> Payable:
    minor = to_minor(value, line.currency) if isinstance(value, Decimal) else 0
    return replace(line, part=min(abs(minor), line.left))


def _nature(line: Payable) -> str:
    if line.instalments > 1:
        count = line.instalments
        return ngettext("{count} instalment", "{count} instalments", count).format(count=count)
    return label(line.kind)


def _due(line: Payable) -> str:
    return "—" if line.is_credit else formats().date(line.due)


def _left(line: Payable) -> str:
    return formats().amount(-line.left if line.is_credit else line.left, line.currency)


def _late_tip(line: Payable) -> str:
    if line.days_late <= 0:
        return ""
    late = ngettext("{count} day late", "{count} days late", line.days_late).format(count=line.days_late)
    if line.disputed:
        disputed = formats().money(line.disputed, line.currency)
        return f"{late} · " + _("{amount} disputed").format(amount=disputed)
    return late


def _is_late(line: Payable) -> bool:
    return line.days_late > 0


def _remainder(line: Payable) -> str:
    rest = line.left - line.part
    return formats().amount(-rest if line.is_credit else rest, line.currency) if rest else "—"


_COLUMNS: tuple[GridColumn[Payable], ...] = (
    GridColumn("number", N_("Document"), lambda line: line.number, width=132, bold=True),
    GridColumn("nature", N_("Nature"), _nature, width=130),
    GridColumn("reference", N_("Your ref."), lambda line: line.reference or "—", width=120, stretch=True),
    GridColumn(
        "due",
        N_("Due"),
        _due,
        width=128,
        icon=lambda line: "warning" if _is_late(line) else None,
        tone=lambda line: Tone.BAD if _is_late(line) else None,
        tip=_late_tip,
    ),
    GridColumn(
        "disputed",
        N_("Disputed"),
        lambda line: formats().amount(line.disputed, line.currency) if line.disputed else "—",
        right=True,
        width=100,
        tone=lambda line: Tone.WARN if line.disputed else None,
    ),
    GridColumn("left", N_("Left to pay"), _left, right=True, width=112),
    GridColumn(
        "part",
        N_("To allocate"),
        lambda line: formats().amount(line.part, line.currency) if line.part else "",
        Edit.PRICE,
        right=True,
        width=116,
        short=True,
        bold=True,
        ground=lambda line: Tone.OK if line.part else None,
        typed=lambda line: plain(from_minor(line.part, line.currency)) if line.part else "",
    ),
    GridColumn("remainder", N_("Left after"), _remainder, right=True, width=112),
)
