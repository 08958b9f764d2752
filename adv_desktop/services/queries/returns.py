"""Returns as lists and pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DocumentKind, ReturnState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturn, GoodsReturnLine
from adv_desktop.services.queries.listing import Flag, Key, Listing, always, by_customer, by_day, by_text
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import RETURN, State
from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return of a list; `delivery_number` is the delivery note that the goods had left with."""

    id: int
    version: int
    number: str
    authorised_on: dt.date
    received_on: dt.date | None
    inspected_on: dt.date | None
    customer_id: int
    customer_name: str
    delivery_id: int
    delivery_number: str
    reason: str
    state: State
    return_state: ReturnState
    claim_id: int | None
    replacement_id: int | None


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """A line of a return: what was allowed, what was made of what came back."""

    id: int
    no: int
    product_code: str | None
    label: str
    unit: str
    quantity: Decimal
    restocked: Decimal
    scrapped: Decimal
    to_supplier: Decimal
    not_invoiced: Decimal
    catch_weight: Decimal | None  # kilograms that came back
    sent_weight: Decimal | None  # of the line that they were sent with
    needs_serials: bool  # its units have a serial number
    serials: Sequence[str] = ()  # of those that come back

    @property
    def weight_is_estimated(self) -> bool:
        """Never: it is what came back."""
        return False


@dataclass(frozen=True, slots=True)
class ReturnDetail:
    """A return whole; `row` is what the list shows of it."""

    row: ReturnRow
    lines: tuple[ReturnedLine, ...]


LISTING = Listing(
    kind=DocumentKind.RETURN,
    table=GoodsReturn,
    id=GoodsReturn.id,
    sorts={"date": GoodsReturn.authorised_on, "number": GoodsReturn.number, "customer": GoodsReturn.customer_name},
    drafts_first=frozenset(),
    flags=(
        Flag("awaited", N_("Awaited returns"), ("attendu", "attendus"),
             always(GoodsReturn.state == ReturnState.AUTHORISED)),
        Flag("to_inspect", N_("Returns to inspect"), ("a controler",),
             always(GoodsReturn.state == ReturnState.RECEIVED)),
        Flag("settled", N_("Settled returns"), ("regle", "regles"), counted=False,
             condition=always(GoodsReturn.state == ReturnState.INSPECTED)),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(GoodsReturn.customer_id)),
        Key("number", N_("number"), ("numero", "n°", "n"), by_text(GoodsReturn.number)),
        Key("date", N_("date"), ("date",), by_day(GoodsReturn.authorised_on)),
        Key("reason", N_("reason"), ("motif",), by_text(GoodsReturn.reason)),
    ),
    prefixes=(GoodsReturn.number,),
    customer=GoodsReturn.customer_id,
    product=lambda product_id: GoodsReturn.id.in_(
        sa.select(GoodsReturnLine.return_id)
        .join(DeliveryLine, DeliveryLine.id == GoodsReturnLine.delivery_line_id)
        .where(DeliveryLine.product_id == product_id)
    ),
)  # fmt: skip
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_SAME = (
    "id", "version", "number", "authorised_on", "received_on", "inspected_on", "customer_id", "customer_name",
    "delivery_id", "reason", "claim_id", "replacement_id",
)  # fmt: skip
_ROWS = (
    sa.select(*(getattr(GoodsReturn, name) for name in _SAME), GoodsReturn.state, Delivery.number.label("note"))
    .join(Delivery, Delivery.id == GoodsReturn.delivery_id)
    .where(GoodsReturn.id.in_(sa.bindparam("ids", expanding=True)))
)
_LINE = ("id", "no", "quantity", "restocked", "scrapped", "to_supplier", "not_invoiced", "catch_weight", "serials")


def rows(session: Session, ids: Iterable[int], _today: dt.date) -> dict[int, ReturnRow]:
    """Return the rows of a block by id."""
    return {row.id: _row(row) for row in session.execute(_ROWS, {"ids": list(ids)})}


def detail(session: Session, return_id: int, today: dt.date) -> ReturnDetail:
    """Return a return with its lines; raise `return.not_found`."""
    row = rows(session, [return_id], today).get(return_id)
    if row is None:
        raise DomainError("return.not_found", number=return_id)
    statement = (
        sa.select(
            *(getattr(GoodsReturnLine, name) for name in _LINE),
            DeliveryLine.product_code, DeliveryLine.label, DeliveryLine.unit,
            DeliveryLine.catch_weight.label("sent_weight"), DeliveryLine.serials.label("sent_serials"),
        )
        .join(DeliveryLine, DeliveryLine.id == GoodsReturnLine.delivery_line_id)
        .where(GoodsReturnLine.return_id == return_id)
        .order_by(GoodsReturnLine.no)
    )  # fmt: skip
    return ReturnDetail(row, tuple(_line(dict(line)) for line in session.execute(statement).mappings()))


def _line(facts: dict[str, Any]) -> ReturnedLine:
    needs_serials, serials = bool(facts.pop("sent_serials")), tuple(facts.pop("serials") or ())
    return ReturnedLine(**facts, needs_serials=needs_serials, serials=serials)


def _row(row: Row) -> ReturnRow:
    return ReturnRow(
        **{name: getattr(row, name) for name in _SAME}, delivery_number=row.note or "", state=RETURN[row.state],
        return_state=row.state,
    )  # fmt: skip
