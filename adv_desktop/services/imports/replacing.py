"""« Annule et remplace »: a second file for the same customer's number becomes a revision of the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.order_commands import NewLine, NewOrder, OrderRef
from adv_desktop.services.orders import WITH_LINES, amend_order, as_command

_OPEN = (OrderState.DRAFT, OrderState.CONFIRMED, OrderState.ON_HOLD)


class ChangeKind(StrEnum):
    """What a line of the new file makes of the order."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line as it is ordered now, and as it would be; None where there is none."""

    kind: ChangeKind
    before: NewLine | None
    after: NewLine | None

    @property
    def line(self) -> NewLine:
        """The line that is meant: the new one where there is one."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 (a change is of a line)
        return found


@dataclass(frozen=True, slots=True)
class ReplacedOrder:
    """The order that a file is about once more, what it would become, and whether the file itself asks for it."""

    ref: OrderRef
    name: str
    command: NewOrder
    changes: tuple[LineChange, ...]
    asked: bool

    @property
    def differs(self) -> bool:
        """Whether anything changes."""
        return any(change.kind is not ChangeKind.SAME for change in self.changes)


def find_replaced(session: Session, new: NewOrder, *, asked: bool) -> ReplacedOrder | None:
    """Return the open order of the same customer and number, beside what the new file makes of it."""
    if not new.customer_reference:
        return None
    order = session.scalar(
        sa.select(SalesOrder)
        .where(
            SalesOrder.customer_id == customer_of(session, new.customer).id,
            SalesOrder.customer_reference == new.customer_reference,
            SalesOrder.state.in_(_OPEN),
            ~SalesOrder.open_reference,
        )
        .order_by(SalesOrder.id.desc())
        .limit(1)
        .options(WITH_LINES)
    )
    if order is None:
        return None
    now = as_command(session, order)
    changes = compare(now.lines, new.lines, is_draft=order.state is OrderState.DRAFT)
    command = replace(
        now,
        lines=tuple(change.after for change in changes if change.after is not None),
        customer_reference_date=new.customer_reference_date or now.customer_reference_date,
        requested=new.requested or now.requested,
        deliver_to=new.deliver_to or now.deliver_to,
        ship_to_id=new.ship_to_id or now.ship_to_id,
        received_at=new.received_at or now.received_at,
        channel=new.channel,
    )
    ref = OrderRef(order.id, order.version, order.number)
    return ReplacedOrder(ref, order.number or str(order.id), command, changes, asked)


def compare(now: Sequence[NewLine], new: Sequence[NewLine], *, is_draft: bool) -> tuple[LineChange, ...]:
    """Pair the lines of a new file with those of the order: by the customer's line number, else by the product."""
    left = list(now)
    changes = []
    for line in new:
        before = _same_line(left, line)
        if before is None:
            changes.append(LineChange(ChangeKind.ADDED, None, line))
            continue
        left.remove(before)
        after = replace(line, id=before.id) if is_draft else _amended(before, line)
        changes.append(LineChange(ChangeKind.CHANGED if _differ(before, after) else ChangeKind.SAME, before, after))
    return (*changes, *(LineChange(ChangeKind.REMOVED, line, None) for line in left))


def write_replacing(session: Session, new: NewOrder, ref: OrderRef, clock: Clock) -> SalesOrder:
    """Amend the order that was shown as the new file says; raise when it says the same, or was changed since."""
    replaced = find_replaced(session, new, asked=True)
    if replaced is None or replaced.ref.id != ref.id:
        raise DomainError("document.changed", document=ref.number or str(ref.id))
    if not replaced.differs:
        raise DomainError("order.replacement_same", order=replaced.name)
    return amend_order(session, ref.id, ref.version, replaced.command, clock)


def _same_line(left: Sequence[NewLine], line: NewLine) -> NewLine | None:
    same = [one for one in left if (one.product or one.label) == (line.product or line.label)]
    numbered = [one for one in same if line.customer_line_no and one.customer_line_no == line.customer_line_no]
    return next(iter(numbered or same), None)


def _amended(before: NewLine, line: NewLine) -> NewLine:
    """Return a line of a confirmed order with what the customer may change: its price was agreed and stays."""
    moved = line.requested is not None and line.requested != before.requested
    return replace(
        before,
        quantity=line.quantity,
        pack=line.pack,
        requested=line.requested or before.requested,
        promised=None if moved else before.promised,
        customer_line_no=line.customer_line_no or before.customer_line_no,
        customer_item_code=line.customer_item_code or before.customer_item_code,
        written=line.written,
        differences=line.differences,
    )


def _differ(before: NewLine, after: NewLine) -> bool:
    return before.quantity != after.quantity or before.requested != after.requested
