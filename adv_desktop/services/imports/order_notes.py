"""What should be looked at in an order file as a whole, and whose orders it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from adv_desktop.models.enums import Severity
from adv_desktop.services.imports.resolution import Contradiction, match_customer
from adv_desktop.services.imports.written import (
    CustomerHint,
    HintPlace,
    OtherRow,
    RefusedLine,
    WrittenLine,
    WrittenOrder,
)
from adv_desktop.services.order_commands import OrderCheck

_MOST_ROWS = 12  # named one by one; behind them the sentence would not be read


def notes_of(order: WrittenOrder) -> Iterator[OrderCheck]:
    """Yield the remarks on how an order was read."""
    hidden = [str(row.row) for row in order.not_order_lines if row.kind == "hidden"]
    if hidden:
        yield _note("hidden_rows", rows=", ".join(hidden[:_MOST_ROWS]) + ("…" if len(hidden) > _MOST_ROWS else ""))
    if order.american is not None:
        yield _note("american_dates", sure=order.american.sure, read=order.american.read, date=order.american.day)
    if order.week:
        yield _note("delivery_week", week=order.week)
    if order.unread_files:
        yield _note("files_unread", files=", ".join(order.unread_files))


def unknown_sender(contradiction: Contradiction | None) -> OrderCheck:
    """Ask who ordered: nothing says it, or two marks say two customers."""
    if contradiction is None:
        return OrderCheck("customer_not_recognised", Severity.BLOCKING.value)
    first, second = contradiction.first, contradiction.second
    facts: dict[str, object] = {
        "first": first.customer.name,
        "first_mark": first.found_by.value,
        "second": second.customer.name,
        "second_mark": second.found_by.value,
    }
    return OrderCheck("customers_contradict", Severity.BLOCKING.value, facts=facts)


def _note(code: str, **facts: object) -> OrderCheck:
    return OrderCheck(code, Severity.WARNING.value, facts=facts)


def split_by_customer(session: Session, order: WrittenOrder) -> tuple[WrittenOrder, ...]:
    """Return one order a customer where the lines name several; what names nobody goes with the line above it."""
    known: dict[tuple[CustomerHint, ...], str | None] = {}
    for marks in {line.customer_marks for line in order.lines}:
        match = match_customer(session, marks)
        known[marks] = match.customer.code if match else None
    senders = list(dict.fromkeys(sender for line in order.lines if (sender := known[line.customer_marks])))
    if len(senders) <= 1:
        return (order,)
    starts: list[tuple[int, str]] = []
    for line in order.lines:
        starts.append((line.row, known[line.customer_marks] or (starts[-1][1] if starts else senders[0])))
    return tuple(_part(order, sender, starts) for sender in senders)


def _part(order: WrittenOrder, sender: str, starts: Sequence[tuple[int, str]]) -> WrittenOrder:
    lines = [line for line in order.lines if _owner(line, starts) == sender]
    return replace(
        order,
        lines=tuple(replace(line, no=number) for number, line in enumerate(lines, 1)),
        customer_hints=(
            *dict.fromkeys(mark for line in lines for mark in line.customer_marks),
            *(hint for hint in order.customer_hints if hint.place is not HintPlace.COLUMN),
        ),
        rejected=tuple(line for line in order.rejected if _owner(line, starts) == sender),
        not_order_lines=tuple(row for row in order.not_order_lines if _owner(row, starts) == sender),
        total_as_written=None,  # of all of them together
    )


def _owner(item: WrittenLine | RefusedLine | OtherRow, starts: Sequence[tuple[int, str]]) -> str:
    return next((sender for row, sender in reversed(starts) if row <= item.row), starts[0][1])
