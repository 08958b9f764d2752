"""What the statement of what is left to deliver says: the open lines of a customer, the first promised first."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import reference
from adv_desktop.services.documents.backlog_statement import BacklogStatement, DueLine
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.printing import parts
from adv_desktop.services.queries.orders import OPEN
from adv_desktop.services.queries.selected import Row, Select
from adv_desktop.services.texts import N_, of

_LEFT = OrderLine.quantity - OrderLine.cancelled - OrderLine.delivered
_PROMISED = sa.func.coalesce(OrderLine.promised, SalesOrder.promised)
_COLUMNS: tuple[tuple[str, str, Kind, float], ...] = (
    ("order", N_("Order"), Kind.TEXT, 18),
    ("customer_reference", N_("Your ref."), Kind.TEXT, 18),
    ("code", N_("Product"), Kind.TEXT, 14),
    ("customer_code", N_("Your code"), Kind.TEXT, 14),
    ("label", N_("Description"), Kind.TEXT, 40),
    ("unit", N_("Unit"), Kind.TEXT, 10),
    ("ordered", N_("Quantity ordered"), Kind.QUANTITY, 12),
    ("delivered", N_("Delivered"), Kind.QUANTITY, 12),
    ("left", N_("Left to deliver"), Kind.QUANTITY, 14),
    ("requested", N_("Requested"), Kind.DATE, 12),
    ("promised", N_("Confirmed date"), Kind.DATE, 14),
)


def statement_of(session: Session, customer_id: int, day: dt.date) -> BacklogStatement:
    """Return what is left to deliver to a customer; raise `backlog.nothing` when all is delivered."""
    customer = session.get_one(Customer, customer_id)
    language = customer.language
    rows = session.execute(_statement(customer_id)).all()
    if not rows:
        raise DomainError("backlog.nothing", customer=customer.name)
    lines = tuple(_line(session, row, day, language) for row in rows)
    issuer = parts.own_issuer(session, language)
    return BacklogStatement(language, issuer, customer.name, customer.code, day, lines)


def write_workbook(data: BacklogStatement, path: Path) -> int:
    """Write the statement to Excel in the customer's language; return the number of lines."""
    say = of(data.language)
    columns = [ListColumn(say.gettext(title), kind, width) for _name, title, kind, width in _COLUMNS]
    rows: list[list[CellValue]] = [[getattr(line, name) for name, *_ in _COLUMNS] for line in data.lines]
    return lists.write_xlsx(path, say.gettext("LEFT TO DELIVER"), columns, rows)


def _statement(customer_id: int) -> Select:
    return (
        sa.select(
            SalesOrder.number,
            SalesOrder.customer_reference,
            OrderLine.product_code,
            OrderLine.customer_item_code,
            OrderLine.label,
            OrderLine.unit,
            (OrderLine.quantity - OrderLine.cancelled).label("ordered"),
            OrderLine.delivered,
            _LEFT.label("left"),
            sa.func.coalesce(OrderLine.requested, SalesOrder.requested).label("requested"),
            _PROMISED.label("promised"),
        )
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(SalesOrder.customer_id == customer_id, OrderLine.kind == LineKind.ITEM, Decimal(0) < _LEFT)
        .where(OPEN)
        .order_by(_PROMISED.is_(None), _PROMISED, SalesOrder.id, OrderLine.no)
    )


def _line(session: Session, row: Row, day: dt.date, language: str) -> DueLine:
    return DueLine(
        order=row.number or "",
        customer_reference=row.customer_reference or "",
        code=row.product_code or "",
        customer_code=row.customer_item_code or "",
        label=row.label,
        unit=reference.unit_label(session, row.unit, language),
        ordered=row.ordered,
        delivered=row.delivered,
        left=row.left,
        requested=row.requested,
        promised=row.promised,
        late=bool(row.promised and row.promised < day),
    )
