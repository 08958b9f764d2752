"""What would stop a draft order at its confirmation, for lists; the checks of the form say the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderKind, OrderState, Severity
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.rules.status import HoldCause
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import settings
from adv_desktop.services.queries import exposure
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.hints import UNSETTLED


def of_drafts(session: Session, today: dt.date, order_ids: Collection[int] | None = None) -> dict[int, HoldCause]:
    """Return the drafts (of these, or all) that the credit limit or late payments hold back, and which of the two."""
    statement = sa.select(
        SalesOrder.id, SalesOrder.bill_to_id, SalesOrder.gross, SalesOrder.currency, SalesOrder.exchange_rate
    ).where(SalesOrder.state == OrderState.DRAFT, SalesOrder.kind.not_in((OrderKind.FRAMEWORK, OrderKind.TEMPLATE)))
    if order_ids is not None:
        statement = statement.where(SalesOrder.id.in_(order_ids))
    drafts = session.execute(statement).all()
    if not drafts:
        return {}
    settled = settings.read(session)
    customers = {draft.bill_to_id for draft in drafts}
    late = _late(session, customers, today, settled.overdue_days) if settled.runs("overdue") else set()
    held = {draft.id: HoldCause.OVERDUE for draft in drafts if draft.bill_to_id in late}
    if settled.severity("credit_exceeded") is Severity.BLOCKING:
        exposures = exposure.of_limited(session, customers, today)
        for draft in drafts:
            available = exposures[draft.bill_to_id].available if draft.bill_to_id in exposures else None
            euros = in_euros(draft.gross, draft.currency, rate_of(draft.exchange_rate))
            if available is not None and euros > available:
                held[draft.id] = HoldCause.CREDIT
    return held


def _late(session: Session, customers: Collection[int], today: dt.date, days: int | None) -> set[int]:
    if days is None:
        return set()
    former = exposure.taken_over(session, customers)
    statement = sa.select(OpenItem.customer_id).where(
        OpenItem.customer_id.in_({*customers}.union(*former.values())),
        UNSETTLED,
        OpenItem.open_amount > OpenItem.disputed_amount,
        OpenItem.due_date < today - dt.timedelta(days=days),
    )
    late = set(session.scalars(statement.distinct()))
    return {customer_id for customer_id in customers if late & {customer_id, *former[customer_id]}}
