"""Remarks of an order that were accepted: kept with it, and matched with what is found now (R32)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.accepted_check import AcceptedCheck
from adv_desktop.models.enums import Severity
from adv_desktop.models.rules.totals import net_unit_price
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import plain
from adv_desktop.services.clock import Clock
from adv_desktop.services.order_commands import Acceptance, OrderCheck
from adv_desktop.services.store import actor_name

# What a remark on a line rests on beside its own facts.
_ON_QUANTITY = frozenset({"pack_multiple", "below_minimum", "piece_decimals", "stock_short", "not_deliverable"})
_ON_DAY = frozenset({"date_too_early", "closed_day", "stock_short", "end_of_life"})
_ON_PRICE = frozenset({"below_cost", "below_margin"})


def of(session: Session, order_id: int) -> tuple[Acceptance, ...]:
    """Return what is accepted on an order."""
    return tuple(
        Acceptance(row.kind, row.basis, row.accepted_by, row.accepted_at) for row in _standing(session, order_id)
    )


def mark(order: SalesOrder, found: Iterable[OrderCheck], accepted: Collection[Acceptance]) -> list[OrderCheck]:
    """Give each remark its basis and who accepted it as it is; what blocks is passed over, never accepted."""
    known = {(one.kind, one.basis): one for one in accepted}
    lines = {line.no: line for line in order.lines}
    marked = []
    for check in found:
        basis = _basis(check, order, lines.get(check.line or 0))
        acceptance = None if check.severity == Severity.BLOCKING else known.get((check.code, basis))
        marked.append(replace(check, basis=basis, accepted=acceptance))
    return marked


def put(session: Session, order_id: int, accepted: Iterable[Acceptance], clock: Clock) -> None:
    """Make these the remarks accepted on an order: others are taken back, and the order remembers both."""
    standing = {(row.kind, row.basis): row for row in _standing(session, order_id)}
    wanted = dict.fromkeys((one.kind, one.basis) for one in accepted)
    for key, row in standing.items():
        if key not in wanted:
            row.withdrawn_by, row.withdrawn_at = actor_name(), clock.now()
    session.add_all(
        AcceptedCheck(order_id=order_id, kind=kind, basis=basis, accepted_by=actor_name(), accepted_at=clock.now())
        for kind, basis in wanted
        if (kind, basis) not in standing
    )


def _standing(session: Session, order_id: int) -> list[AcceptedCheck]:
    statement = sa.select(AcceptedCheck).where(AcceptedCheck.order_id == order_id, AcceptedCheck.withdrawn_at.is_(None))
    return list(session.scalars(statement.order_by(AcceptedCheck.id)))


def _basis(check: OrderCheck, order: SalesOrder, line: OrderLine | None) -> str:
    """Return what a remark rests on, in one spelling: it comes back when any of it changes.

    The place of a line is left out: a line put above it changes nothing. Days that follow the calendar are too.
    """
    facts = {name: str(value) for name, value in check.facts.items()}
    if check.code == "terms_over_ceiling":
        facts = {"terms": order.payment_terms}
    if line is not None:
        facts |= _of_line(check.code, order, line)
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _of_line(kind: str, order: SalesOrder, line: OrderLine) -> dict[str, str]:
    facts = {"product": line.product_code or line.label}
    if kind in _ON_QUANTITY:
        facts["of"] = plain(line.quantity)
    if kind in _ON_DAY:
        facts["on"] = str(line.promised or line.requested or order.requested or "")
    if kind in _ON_PRICE:
        facts["at"] = plain(net_unit_price(line.priced()))
    return facts
