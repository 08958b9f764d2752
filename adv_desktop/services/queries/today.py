"""« À traiter »: what waits for someone today, by deadline then by money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.activity import Snooze
from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.goods_return import GoodsReturn
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.recurring import OrderRecurrence
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.queries import (
    claims,
    deliveries,
    headers,
    invoices,
    orders,
    outbox,
    payments,
    products,
    quotations,
    returns,
)
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.queries.headers import Header
from adv_desktop.services.queries.hints import UNSETTLED
from adv_desktop.services.queries.listing import Column, Condition, Listing, Summary
from adv_desktop.services.queries.phrases import Fact, Phrase
from adv_desktop.services.queries.states import State
from adv_desktop.services.texts import N_


class Shelf(StrEnum):
    """Where a line of the board stands: waiting, put off to a later day, or ticked as done."""

    WAITING = "waiting"
    PUT_OFF = "put_off"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Nature:
    """A kind of thing to do: the chip of a list, the column that is its deadline, and the main action."""

    key: str
    word: str
    listing: Listing
    chip: str
    deadline: Column | sa.ScalarSelect[dt.date | None]
    action: str
    what: str


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the board; `amount` in minor units of its currency."""

    nature: str
    word: str
    kind: DocumentKind
    id: int
    number: str
    customer_id: int | None
    customer: str
    what: Phrase
    deadline: dt.date | None
    late: bool
    amount: int
    currency: str
    state: State
    action: str


NATURES = (
    Nature(
        "late",
        N_("Late"),
        orders.LISTING,
        "late",
        SalesOrder.promised,
        "prepare",
        N_("Promised for {deadline}, not all gone"),
    ),
    Nature(
        "blocked",
        N_("Blocked"),
        orders.LISTING,
        "blocked",
        SalesOrder.order_date,
        "unblock",
        N_("Order of {deadline} held: decide"),
    ),
    Nature(
        "to_confirm",
        N_("To confirm"),
        orders.LISTING,
        "to_confirm",
        SalesOrder.order_date,
        "confirm",
        N_("Order received on {deadline}, to confirm"),
    ),
    Nature(
        "recurring",
        N_("Recurring, to make"),
        orders.LISTING,
        "recurring_due",
        sa.select(OrderRecurrence.next_on).where(OrderRecurrence.order_id == SalesOrder.id).scalar_subquery(),
        "make",
        N_("Recurring order of {deadline}, to make"),
    ),
    Nature(
        "bought_arrived",
        N_("Bought goods arrived"),
        orders.LISTING,
        "bought_arrived",
        SalesOrder.promised,
        "prepare",
        N_("Goods bought for it arrived, promised for {deadline}"),
    ),
    Nature(
        "to_prepare",
        N_("To prepare"),
        deliveries.LISTING,
        "to_prepare",
        Delivery.delivery_date,
        "prepare",
        N_("To prepare for {deadline}"),
    ),
    Nature(
        "to_ship",
        N_("To ship"),
        deliveries.LISTING,
        "to_ship",
        Delivery.delivery_date,
        "ship",
        N_("Prepared, to ship on {deadline}"),
    ),
    Nature(
        "to_carry_out",
        N_("Services to carry out"),
        orders.LISTING,
        "to_carry_out",
        SalesOrder.promised,
        "complete",
        N_("Service promised for {deadline}: carried out?"),
    ),
    Nature(
        "to_invoice",
        N_("Shipped, not invoiced"),
        deliveries.LISTING,
        "to_invoice",
        Delivery.delivery_date,
        "invoice",
        N_("Left on {deadline}, not invoiced"),
    ),
    Nature(
        "proof_due",
        N_("Shipped without proof"),
        deliveries.LISTING,
        "proof_due",
        Delivery.delivery_date,
        "prove_transport",
        N_("Left on {deadline} without VAT, its exit or transport not proved"),
    ),
    Nature(
        "draft_invoice",
        N_("Draft invoices"),
        invoices.LISTING,
        "draft",
        Invoice.delivery_date,
        "issue",
        N_("Draft to check and issue"),
    ),
    Nature(
        "to_send",
        N_("To send"),
        invoices.LISTING,
        "to_send",
        Invoice.issue_date,
        "send",
        N_("Issued on {deadline}, not sent"),
    ),
    Nature(
        "rejected",
        N_("E-invoices to put right"),
        invoices.LISTING,
        "rejected",
        Invoice.issue_date,
        "put_right",
        N_("Refused, rejected, in dispute or suspended"),
    ),
    Nature(
        "to_declare",
        N_("Collected, to declare"),
        invoices.LISTING,
        "to_declare",
        Invoice.issue_date,
        "declare",
        N_("Paid, VAT due on collection: tell the platform"),
    ),
    Nature(
        "overdue", N_("Overdue"), invoices.LISTING, "overdue", Invoice.due_date, "remind", N_("Due since {deadline}")
    ),
    Nature(
        "returned",
        N_("Returned goods"),
        returns.LISTING,
        "to_inspect",
        GoodsReturn.received_on,
        "inspect",
        N_("Received on {deadline}, to inspect and settle"),
    ),
    Nature(
        "quotation",
        N_("Quotations to follow up"),
        quotations.LISTING,
        "to_follow_up",
        Quotation.valid_until,
        "follow_up",
        N_("Valid until {deadline}, no answer yet"),
    ),
    Nature("claim_due", N_("Claims due"), claims.LISTING, "due", Claim.due, "answer", N_("Answer due on {deadline}")),
)
BY_KEY = {nature.key: nature for nature in NATURES}


def rows(
    session: Session,
    today: dt.date,
    natures: Collection[str] | None = None,
    limit: int = 200,
    shelf: Shelf = Shelf.WAITING,
) -> tuple[Task, ...]:
    """Return what is to be done, at most `limit` lines of each nature."""
    wanted = [nature for nature in NATURES if natures is None or nature.key in natures]
    tasks = [task for nature in wanted for task in _tasks(session, nature, today, limit, shelf)]
    return tuple(sorted(tasks, key=lambda task: (task.deadline or today, -task.amount, task.id)))


def counts(session: Session, today: dt.date, shelf: Shelf = Shelf.WAITING) -> dict[str, Summary]:
    """Return how much there is of each nature, and for how much money."""
    if shelf is not Shelf.WAITING and not _holds(session, today, shelf):
        return {nature.key: Summary(0) for nature in NATURES}
    found = {
        nature.key: nature.listing.sum_up(session, _conditions(session, nature, today, shelf)) for nature in NATURES
    }
    return found | {"overdue": _owed(session, today, shelf)}


def _holds(session: Session, today: dt.date, shelf: Shelf) -> bool:
    """Return whether anything stands on a shelf, which most days is none."""
    hidden = sa.exists().where(Snooze.until > today, Snooze.done.is_(shelf is Shelf.DONE))
    return bool(session.scalar(sa.select(hidden)))


def badges(session: Session, today: dt.date) -> dict[str, int]:
    """Return the counts of the rail: what waits on each page."""
    waiting = counts(session, today)
    count = {key: summary.count for key, summary in waiting.items()}
    return {
        "today": sum(count.values()),
        "orders": count["to_confirm"],
        "deliveries": count["to_prepare"] + count["to_ship"],
        "invoices": count["draft_invoice"],
        "payments": payments.counts(session, today)["unallocated"],
        "returns": count["returned"],
        "claims": claims.counts(session, today)["open"],
        "quotations": count["quotation"],
        "outbox": outbox.waiting(session),
        "products": products.counts(session, today)["short"],
    }


def _conditions(session: Session, nature: Nature, today: dt.date, shelf: Shelf) -> list[Condition]:
    waiting = nature.listing.conditions(session, ListFilter(nature.chip), today)
    return [*waiting, _stands(nature.listing.id, nature.key, today, shelf)]


def _stands(column: Column, nature: str, today: dt.date, shelf: Shelf) -> Condition:
    """Hold to the documents that stand on a shelf for a thing to do; a day put off to is over when it comes."""
    hidden = sa.select(Snooze.document_id).where(Snooze.nature == nature, Snooze.until > today)
    if shelf is Shelf.WAITING:
        return column.not_in(hidden)
    return column.in_(hidden.where(Snooze.done.is_(shelf is Shelf.DONE)))


def _tasks(session: Session, nature: Nature, today: dt.date, limit: int, shelf: Shelf) -> Iterable[Task]:
    listing = nature.listing
    conditions = _conditions(session, nature, today, shelf)
    statement = sa.select(listing.id, nature.deadline).where(*conditions)
    deadlines = {
        row[0]: row[1] for row in session.execute(statement.order_by(nature.deadline, listing.id).limit(limit))
    }
    if nature.key == "overdue":
        return _overdue(session, nature, deadlines, today)
    found = headers.of_kind(session, listing.kind, deadlines, today)
    return [_task(nature, found[row_id], deadline, today) for row_id, deadline in deadlines.items()]


def _overdue(session: Session, nature: Nature, ids: Iterable[int], today: dt.date) -> Iterable[Task]:
    """Return the invoices to chase: since their oldest unpaid instalment, for what is late and not disputed."""
    found = headers.of_kind(session, DocumentKind.INVOICE, ids, today)
    for row in invoices.rows(session, ids, today).values():
        since = today - dt.timedelta(days=row.days_late)
        task = _task(nature, found[row.id], since, today)
        yield replace(task, amount=max(row.overdue - row.disputed, 0))


def _owed(session: Session, today: dt.date, shelf: Shelf) -> Summary:
    """Return how many invoices are late, and for how much that is not disputed."""
    statement = (
        sa.select(
            OpenItem.currency,
            sa.func.count(OpenItem.invoice_id.distinct()),
            sa.func.sum(OpenItem.open_amount - OpenItem.disputed_amount),
        )
        .where(
            UNSETTLED,
            OpenItem.due_date < today,
            OpenItem.open_amount > OpenItem.disputed_amount,
            OpenItem.invoice_id.is_not(None),
            _stands(OpenItem.invoice_id, "overdue", today, shelf),
        )
        .group_by(OpenItem.currency)
        .order_by(OpenItem.currency)
    )
    rows = session.execute(statement).all()
    return Summary(sum(row[1] for row in rows), tuple((row[0], row[2]) for row in rows))


def _task(nature: Nature, header: Header, deadline: dt.date | None, today: dt.date) -> Task:
    facts: dict[str, Fact] = {"deadline": deadline}
    return Task(
        nature=nature.key, word=nature.word, kind=header.kind, id=header.id, number=header.number,
        customer_id=header.customer_id, customer=header.name, what=Phrase(nature.what, facts), deadline=deadline,
        late=deadline is not None and deadline < today, amount=header.amount or 0, currency=header.currency,
        state=header.state, action=nature.action,
    )  # fmt: skip
