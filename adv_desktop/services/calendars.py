"""Days off of the company, the customers, their places and the carriers; transit; the calendar of a delivery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.carrier import Carrier
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerAddress, refuse_if_changed
from adv_desktop.models.rules import freight
from adv_desktop.models.rules.calendar import DeliveryCalendar, counted_from, departement_of
from adv_desktop.models.rules.dates import Closure, Whose
from adv_desktop.models.rules.freight import FreightRule
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.settings import Setting
from adv_desktop.services import carriers
from adv_desktop.services.folding import fold, words_key
from adv_desktop.services.settings import Settings
from adv_desktop.services.store import Store

_OURS = "closures"  # the row of the settings that holds the company's
LONGEST_TRANSIT = 60


@dataclass(frozen=True, slots=True)
class CarrierRecord:
    """A carrier as it is edited; transit in its working days, `transit` by département where it is another.

    `cut_off` reads "16:30"; `tracking_url` holds {number}; `pickup` is the customer's own collection.
    """

    name: str
    transit_days: int = 0
    transit: Mapping[str, int] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    cut_off: str | None = None
    tracking_url: str | None = None
    pickup: bool = False
    id: int | None = None
    version: int = 0
    serves: tuple[str, ...] = ()  # départements; none: everywhere
    max_kg: Decimal | None = None
    freight: FreightRule | None = None


@dataclass(frozen=True, slots=True)
class Calendars:
    """The company's own days off, and the carriers by name."""

    closures: tuple[Closure, ...]
    carriers: tuple[CarrierRecord, ...]


class CalendarService:
    """Shows and changes days off and transit times."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def show(self) -> Calendars:
        """Return the company's days off and the carriers."""
        with self._store.read() as session:
            carriers = sorted(session.scalars(sa.select(Carrier)), key=lambda carrier: words_key(carrier.name))
            return Calendars(_ours(session), tuple(_record(row) for row in carriers))

    def set_closures(self, known: Sequence[Closure], closures: Sequence[Closure]) -> None:
        """Replace the company's days off; refuse when they are no longer those that were shown."""
        check(closures)
        with self._store.write("closures.set") as session:
            if _ours(session) != tuple(known):
                raise DomainError("document.changed", document=None)
            row = session.get(Setting, _OURS)
            if row is None:
                session.add(Setting(key=_OURS, value=facts_of(closures)))
            else:
                row.value = facts_of(closures)

    def set_carriers(self, records: Sequence[CarrierRecord]) -> None:
        """Make these the carriers; what was printed keeps the name of one that goes."""
        names = [fold(record.name) for record in records]
        for place, record in enumerate(records):
            _check_carrier(record)
            if names[place] in names[:place]:
                raise DomainError("carrier.twice", name=record.name)
        with self._store.write("carriers.set") as session:
            rows = {row.id: row for row in session.scalars(sa.select(Carrier))}
            for record in records:
                row = rows.pop(record.id or 0, None)
                if row is None:
                    session.add(Carrier(**_columns(record)))
                    continue
                refuse_if_changed(row.version, record.version, row.name)
                for name, value in _columns(record).items():
                    setattr(row, name, value)
            for row in rows.values():
                session.delete(row)


def check(closures: Sequence[Closure]) -> None:
    """Refuse days off that end before they begin."""
    for closure in closures:
        if closure.end < closure.start:
            raise DomainError("closure.ends_before_start", start=closure.start, end=closure.end)


def facts_of(closures: Sequence[Closure]) -> list[dict[str, str]]:
    """Return days off as they are stored, the first ones first."""
    ordered = sorted(closures, key=lambda closure: (closure.start, closure.end))
    return [
        {"start": closure.start.isoformat(), "end": closure.end.isoformat(), "label": closure.label}
        for closure in ordered
    ]


def closures_of(facts: Sequence[Mapping[str, Any]], whose: Whose) -> tuple[Closure, ...]:
    """Read stored days off back."""
    return tuple(
        Closure(dt.date.fromisoformat(one["start"]), dt.date.fromisoformat(one["end"]), str(one["label"]), whose)
        for one in facts
    )


def of_order(session: Session, order: SalesOrder) -> DeliveryCalendar:
    """Return the calendar of an order, by its customer, place and carrier; it may be one that is being typed."""
    customer = session.get_one(Customer, order.customer_id)
    place = session.get(CustomerAddress, order.ship_to_id) if order.ship_to_id else None
    carrier = _carrier(session, order.carrier)
    address = order.deliver_to or {"postcode": customer.postcode, "country": customer.country}
    departement = departement_of(address.get("postcode"), address.get("country") or "FR")
    theirs = closures_of(customer.closures, Whose.CUSTOMER)
    if place is not None:
        theirs += closures_of(place.closures, Whose.SHIP_TO)
    return DeliveryCalendar(
        kind=order.date_kind,
        transit=0 if carrier is None else carrier.transit.get(departement or "", carrier.transit_days),
        ours=_ours(session),
        carrier=() if carrier is None else carrier.closures,
        theirs=theirs,
        weekdays=tuple((place.delivery_days if place else None) or customer.delivery_days),
    )


def lead_start(order: SalesOrder, settled: Settings, calendar: DeliveryCalendar) -> dt.date:
    """Return the day that the lead times of an order run from.

    That of the customer's order or of ours; of an order that came in on that very day, its hour counts too.
    """
    ordered = order.customer_reference_date or order.order_date
    received = order.received_at.astimezone()
    if settled.cut_off is None or received.date() != ordered:
        return ordered
    return counted_from(received.replace(tzinfo=None), settled.cut_off, calendar.ours)


def _ours(session: Session) -> tuple[Closure, ...]:
    row = session.get(Setting, _OURS)
    return closures_of(row.value, Whose.COMPANY) if row else ()


def _carrier(session: Session, name: str | None) -> CarrierRecord | None:
    """Return the carrier that a document names, however it is written."""
    if not name:
        return None
    wanted = fold(name)
    rows = session.scalars(sa.select(Carrier))
    return next((_record(row) for row in rows if fold(row.name) == wanted), None)


def _record(row: Carrier) -> CarrierRecord:
    closures = closures_of(row.closures, Whose.CARRIER)
    return CarrierRecord(
        row.name, row.transit_days, dict(row.transit), closures, row.cut_off, row.tracking_url, row.pickup, row.id,
        row.version, tuple(row.serves), row.max_kg, freight.rule_of(row.freight),
    )  # fmt: skip


def _columns(record: CarrierRecord) -> dict[str, object]:
    return {
        "name": record.name.strip(),
        "transit_days": record.transit_days,
        "transit": dict(record.transit),
        "closures": facts_of(record.closures),
        "cut_off": carriers.hour(record.cut_off),
        "tracking_url": carriers.page(record.tracking_url),
        "pickup": record.pickup,
        "serves": list(record.serves),
        "max_kg": record.max_kg,
        "freight": record.freight.facts() if record.freight else None,
    }


def _check_carrier(record: CarrierRecord) -> None:
    if not record.name.strip():
        raise DomainError("carrier.no_name")
    check(record.closures)
    carriers.hour(record.cut_off)
    carriers.page(record.tracking_url)
    for days in (record.transit_days, *record.transit.values()):
        if not 0 <= days <= LONGEST_TRANSIT:
            raise DomainError("carrier.transit_refused", days=days, longest=LONGEST_TRANSIT)
