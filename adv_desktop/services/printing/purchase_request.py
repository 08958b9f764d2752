"""What the purchase request says: what order lines are bought for, then what the stock lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.orm import Session

from adv_desktop.models.enums import Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.services import reference, texts
from adv_desktop.services.documents.purchase_request import PurchaseRequest, RequestedLine, RequestGroup
from adv_desktop.services.printing import parts
from adv_desktop.services.queries import stock, to_buy
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.queries.stock import StockRow
from adv_desktop.services.queries.to_buy import ToBuy
from adv_desktop.services.texts import N_


def request_of(session: Session, day: dt.date) -> PurchaseRequest:
    """Return what is to be bought; raise `purchase.nothing` when nothing is."""
    language = texts.current().language
    groups = tuple(_groups(session, day, language))
    if not groups:
        raise DomainError("purchase.nothing")
    return PurchaseRequest(language, parts.own_issuer(session, language), day, groups)


def _groups(session: Session, day: dt.date, language: str) -> Iterator[RequestGroup]:
    """Yield what is bought for orders, what each customer gets from the supplier, what the stock lacks."""
    say = texts.of(language).gettext
    wanted = to_buy.lines(session)
    bought = [line for line in wanted if line.supply is Supply.PURCHASE]
    if bought:
        lines = tuple(_bought(session, line, day, language) for line in bought)
        yield RequestGroup(say(N_("Bought for orders, to come to our premises")), "", lines)
    places = dict.fromkeys(line.deliver_to for line in wanted if line.supply is Supply.DIRECT)
    for place in places:
        lines = tuple(
            _bought(session, line, day, language)
            for line in wanted
            if line.supply is Supply.DIRECT and line.deliver_to == place
        )
        yield RequestGroup(say(N_("Sent by the supplier to the customer")), place, lines)
    lacking = _lacking(session, day)
    if lacking:
        yield RequestGroup(say(N_("To replenish the stock")), "", tuple(_replenished(row, day) for row in lacking))


def _bought(session: Session, line: ToBuy, day: dt.date, language: str) -> RequestedLine:
    return RequestedLine(
        code=line.product, label=line.label, quantity=line.quantity,
        unit=reference.unit_label(session, line.unit, language), needed_by=line.leaves_on,
        late=bool(line.leaves_on and line.leaves_on < day), order=line.number, customer=line.customer,
        reference=line.reference,
    )  # fmt: skip


def _lacking(session: Session, day: dt.date) -> list[StockRow]:
    """Return the products of which less than the minimum will be left, by their codes."""
    ids = stock.ids(session, ListFilter(chip="to_order"), "code", False, day)
    rows = stock.rows(session, ids, day)
    return [rows[row_id] for row_id in ids if rows[row_id].to_order]


def _replenished(row: StockRow, day: dt.date) -> RequestedLine:
    late = bool(row.needed_by and row.needed_by < day)
    return RequestedLine(row.code, row.label, row.to_order, row.unit_label, row.needed_by, late)
