"""« Où en est ma commande ? »: the answer in words, in the customer's language, ready to be pasted in a message."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind, LineKind
from adv_desktop.models.party import Customer
from adv_desktop.services import texts
from adv_desktop.services.formats import Formats
from adv_desktop.services.queries import chain, order_detail
from adv_desktop.services.queries.order_detail import OrderDetail, OrderedLine
from adv_desktop.services.texts import N_

HEADING = N_("Order {number} ({reference}): {state}")
DONE = N_("– {label}: {ordered} ordered, all delivered")
DUE = N_("– {label}: {ordered} ordered, {delivered} delivered, {left} to come on {date}")
UNDATED = N_("– {label}: {ordered} ordered, {delivered} delivered, {left} to come, date to be confirmed")
DELIVERIES = N_("Deliveries: {numbers}")


def text(session: Session, order_id: int, today: dt.date) -> str:
    """Return where an order is: its state, what came and what is to come of each line, its deliveries."""
    found = order_detail.detail(session, order_id, today)
    code = found.customer_code
    language = session.scalars(sa.select(Customer.language).where(Customer.code == code)).one()
    say = texts.of(language).gettext
    lines = [_heading(found, language)]
    lines += [_line(line, language) for line in found.lines if line.kind is LineKind.ITEM]
    after = chain.of(session, DocumentKind.ORDER, order_id, today).after
    numbers = [link.number for link in after if link.kind is DocumentKind.DELIVERY and link.number]
    if numbers:
        lines.append(say(DELIVERIES).format(numbers=", ".join(numbers)))
    return "\n".join(lines)


def _heading(found: OrderDetail, language: str) -> str:
    say, row = texts.of(language).gettext, found.row
    reference = row.customer_reference or "—"
    return say(HEADING).format(number=row.number or row.id, reference=reference, state=say(row.state.word))


def _line(line: OrderedLine, language: str) -> str:
    say, formats = texts.of(language).gettext, Formats(language)
    facts = {
        "label": line.label,
        "ordered": formats.quantity(line.ordered - line.cancelled),
        "delivered": formats.quantity(line.delivered),
        "left": formats.quantity(line.backorder),
    }
    if not line.backorder:
        return say(DONE).format(**facts)
    if line.promised is None:
        return say(UNDATED).format(**facts)
    return say(DUE).format(date=formats.date(line.promised), **facts)
