"""Labels of deliveries: one a parcel, with its bar code and its SSCC, or one an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryParcel
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.rules.sscc import sscc
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.settings import Setting
from adv_desktop.services import cash_on_delivery, settings, texts
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.formats import Formats
from adv_desktop.services.label_formats import BY_KEY
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

if TYPE_CHECKING:
    from adv_desktop.services.documents.shipping_labels import ShippingLabel

HOME = "FR"
COLLECT = N_("CASH ON DELIVERY {amount}")
_SERIAL = "sscc_serial"  # the row of the settings that holds the last number given


class LabelKind(StrEnum):
    """What a label is stuck on."""

    PARCEL = "parcel"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """On what labels are printed; `start` is the first free label of the first sheet."""

    form: str
    kind: LabelKind = LabelKind.PARCEL
    start: int = 1


class ShippingLabels:
    """Numbers parcels and draws their labels."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def number(self, delivery_ids: Sequence[int]) -> None:
        """Give each parcel its SSCC, once; nothing without the GS1 prefix of the company."""
        with self._store.read() as session:
            prefix = settings.read(session).gs1_prefix
            waiting = [row_id for row_id in delivery_ids if prefix and _unnumbered(session, row_id)]
        if not waiting:
            return
        with self._store.write("delivery.sscc") as session:
            for delivery_id in waiting:
                for parcel in _with_rows(session, delivery_by_id(session, delivery_id)):
                    parcel.sscc = parcel.sscc or sscc(prefix, _next_serial(session))

    def pdf(self, delivery_ids: Sequence[int], sheet: LabelSheet) -> bytes:
        """Return the labels of deliveries, in the order asked; raise `label.start` beyond the sheet."""
        from adv_desktop.services.documents import shipping_labels as drawn

        form = BY_KEY[sheet.form]
        if not 1 <= sheet.start <= form.places:
            raise DomainError("label.start", written=sheet.start, most=form.places)
        with self._store.read() as session:
            labels = [
                label
                for row_id in delivery_ids
                for label in _labels(session, delivery_by_id(session, row_id), sheet.kind)
            ]
        return drawn.pdf_bytes(labels, form, sheet.start)


def _labels(session: Session, delivery: Delivery, kind: LabelKind) -> Iterator[ShippingLabel]:
    from adv_desktop.services.documents.shipping_labels import ShippingLabel
    from adv_desktop.services.printing import parts

    customer = session.get_one(Customer, delivery.customer_id)
    language, style = customer.language, parts.note_style(session, delivery.id, customer)
    if style.hides_us:
        ours = parts.neutral_issuer(session, customer, language, named=style is NoteStyle.NEUTRAL)
    else:
        ours = parts.own_issuer(session, language)
    to = parts.party(session, delivery.ship_to, language)
    sender = (ours.name, ", ".join(ours.address)) if ours.name else ()
    home = (delivery.ship_to.get("country") or HOME) == HOME  # the country is written on what leaves it
    lines = to.address[:-1] if home else to.address
    address = tuple(part for part in (to.name, to.attention, *lines) if part)
    if kind is LabelKind.ADDRESS:
        yield ShippingLabel(language, sender, address, str(delivery.name), instructions=to.note)
        return
    rows = _rows(session, delivery.id)
    count = len(rows) or delivery.parcels or 1
    for place in range(count):
        row = rows[place] if rows else None
        yield ShippingLabel(
            language, sender, address, str(delivery.name), _references(session, delivery), delivery.carrier or "",
            to.note, place + 1, count, row.weight_kg if row else None, (row.sscc or "") if row else "",
            _to_collect(session, delivery, language),
        )  # fmt: skip


def _to_collect(session: Session, delivery: Delivery, language: str) -> str:
    due = cash_on_delivery.to_collect(session, delivery)
    if due is None:
        return ""
    amount = Formats(language).money(due.minor, due.currency)
    return texts.of(language).gettext(COLLECT).format(amount=amount)


def _references(session: Session, delivery: Delivery) -> tuple[str, ...]:
    """Return our numbers and those of the customer, as the receiver looks for them."""
    ids = [line.order_line_id for line in delivery.lines]
    rows = session.execute(
        sa.select(SalesOrder.number, SalesOrder.customer_reference)
        .where(SalesOrder.id.in_(sa.select(OrderLine.order_id).where(OrderLine.id.in_(ids))))
        .order_by(SalesOrder.id)
    )
    named = [" / ".join(part for part in (row.customer_reference, row.number) if part) for row in rows]
    return (str(delivery.name), ", ".join(named)) if named else (str(delivery.name),)


def _rows(session: Session, delivery_id: int) -> list[DeliveryParcel]:
    found = sa.select(DeliveryParcel).where(DeliveryParcel.delivery_id == delivery_id).order_by(DeliveryParcel.no)
    return list(session.scalars(found))


def _unnumbered(session: Session, delivery_id: int) -> bool:
    rows = _rows(session, delivery_id)
    return not rows or any(row.sscc is None for row in rows)


def _with_rows(session: Session, delivery: Delivery) -> list[DeliveryParcel]:
    """Return the parcels of a delivery, made where they were only counted."""
    rows = _rows(session, delivery.id)
    if not rows:
        rows = [DeliveryParcel(delivery_id=delivery.id, no=no) for no in range(1, (delivery.parcels or 1) + 1)]
        session.add_all(rows)
    return rows


def _next_serial(session: Session) -> int:
    row = session.get(Setting, _SERIAL)
    if row is None:
        row = Setting(key=_SERIAL, value=0)
        session.add(row)
    row.value = int(row.value) + 1
    return int(row.value)
