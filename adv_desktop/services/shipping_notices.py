"""What a shipping notice tells of a delivery, in the customer's language; a notice that waits follows what changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.delivery import Delivery, DeliveryParcel, DeliveryProgress
from adv_desktop.models.enums import ContactPurpose, DocumentKind, MessageState
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.notes import NoticeRule, Notified
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.services import carriers, settings, texts
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import N_

Say = Callable[[str], str]

CARRIED = N_("{number}, carried by {carrier}:")
COLLECTED = N_("{number}, collected at our premises:")
LEFT = N_("{number}:")
PARCEL = N_("Parcel {rank}/{count}: {tracking}")
SHIPMENT = N_("Tracking number: {tracking}")
NO_TRACKING = N_("The tracking number will follow.")
STILL_DUE = N_("Still to come: {quantity} × {label}")
STILL_DUE_ON = N_("Still to come: {quantity} × {label}, on {date}")


def is_wanted(session: Session, customer: Customer) -> bool:
    """Whether a customer is told by itself that its goods have left: as agreed with it, else as the company settled."""
    if customer.shipping_notice is not None:
        return customer.shipping_notice is Notified.YES
    rule = settings.read(session).shipping_notice
    if rule is NoticeRule.RECEIVERS:
        return any(ContactPurpose.LOGISTICS in person.purposes and person.email for person in customer.contacts)
    return rule is NoticeRule.ALWAYS


def lines_of(session: Session, delivery_id: int, language: str) -> str:
    """Return who carries a delivery, its tracking numbers with their pages, and what is still to come."""
    statement = sa.select(Delivery).where(Delivery.id == delivery_id).options(selectinload(Delivery.lines))
    delivery = session.scalars(statement).one()
    progress = session.get(DeliveryProgress, delivery_id)
    carrier = (progress.carrier if progress else None) or delivery.carrier
    say = texts.of(language).gettext
    if carriers.is_pickup(session, carrier):
        head, followed = COLLECTED, []
    else:
        head, followed = (CARRIED if carrier else LEFT), list(_tracking(session, delivery_id, progress, carrier, say))
    told = say(head).format(number=delivery.number, carrier=carrier)
    return "\n".join([told, *followed, *_still_due(session, delivery, language)])


def refresh(session: Session, delivery_id: int) -> None:
    """Bring the notices of a delivery that have not left up to date; words that the user changed stay."""
    waiting = sa.select(OutboxMessage).where(OutboxMessage.state == MessageState.TO_SEND)
    for message in session.scalars(waiting).all():
        files = []
        for file in message.files:
            told = file.get("lines")
            if told and (file["kind"], file["id"]) == (DocumentKind.DELIVERY.value, delivery_id):
                language = session.get_one(Customer, message.customer_id).language
                now = lines_of(session, delivery_id, language)
                message.body = message.body.replace(told, now)
                files.append({**file, "lines": now})
            else:
                files.append(file)
        if files != message.files:
            message.files = files


def _tracking(
    session: Session,
    delivery_id: int,
    progress: DeliveryProgress | None,
    carrier: str | None,
    say: Say,
) -> Iterator[str]:
    rows = session.scalars(
        sa.select(DeliveryParcel.tracking).where(DeliveryParcel.delivery_id == delivery_id).order_by(DeliveryParcel.no)
    ).all()
    known = [number for number in rows if number]
    if len(set(known)) > 1:
        for rank, number in enumerate(rows, start=1):
            if number:
                text = say(PARCEL).format(rank=rank, count=len(rows), tracking=number)
                yield _with_page(text, carriers.tracking_link(session, carrier, number))
    elif known or (progress and progress.tracking):
        number = known[0] if known else (progress.tracking if progress else None)
        page = (progress.tracking_url if progress else None) or carriers.tracking_link(session, carrier, number)
        yield _with_page(say(SHIPMENT).format(tracking=number), page)
    else:
        yield say(NO_TRACKING)


def _with_page(text: str, page: str | None) -> str:
    return f"{text}\n{page}" if page else text


def _still_due(session: Session, delivery: Delivery, language: str) -> Iterator[str]:
    """Return what the lines of the delivery leave to come, each order line once."""
    say, formats = texts.of(language).gettext, Formats(language)
    for line_id in dict.fromkeys(line.order_line_id for line in delivery.lines if line.still_due):
        line = session.get(OrderLine, line_id)
        if line is not None and line.backorder:
            source = STILL_DUE_ON if line.promised else STILL_DUE
            yield say(source).format(
                quantity=formats.quantity(line.backorder),
                label=line.label,
                date=formats.date(line.promised) if line.promised else "",
            )
