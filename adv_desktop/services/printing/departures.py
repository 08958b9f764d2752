"""What the sheet of the day's departures says: the deliveries that left on a day, by carrier."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.services import carriers, texts
from adv_desktop.services.documents.departures import CarrierDepartures, Departure, DeparturesData
from adv_desktop.services.folding import fold, words_key
from adv_desktop.services.printing import parts
from adv_desktop.services.queries import deliveries
from adv_desktop.services.queries.deliveries import DeliveryRow


def departures_content(session: Session, day: dt.date) -> DeparturesData:
    """Return the day's departures in the language of the window; raise `delivery.no_departure` when none left."""
    language = texts.current().language
    statement = sa.select(Delivery.id).where(Delivery.delivery_date == day, Delivery.state == DeliveryState.SHIPPED)
    rows = deliveries.rows(session, session.scalars(statement), day).values()
    if not rows:
        raise DomainError("delivery.no_departure", day=day)
    ordered = sorted(rows, key=lambda row: (words_key(row.carrier), row.number or ""))
    carriers = tuple(
        CarrierDepartures(_named(session, name), tuple(_departure(row) for row in group))
        for name, group in groupby(ordered, key=lambda row: row.carrier or "")
    )
    return DeparturesData(language, parts.own_issuer(session, language), day, carriers)


def _named(session: Session, name: str) -> str:
    """Return a carrier with the hour until which it calls, where it is known."""
    cut_off = carriers.cut_offs(session).get(fold(name))
    return f"{name}  ·  {cut_off}" if cut_off else name


def _departure(row: DeliveryRow) -> Departure:
    return Departure(
        number=row.number or "",
        customer=row.customer_name,
        place=row.town or "",
        orders=row.orders,
        parcels=row.parcels,
        gross_kg=row.weight_kg,
        tracking=row.tracking or "",
    )
