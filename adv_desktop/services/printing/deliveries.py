"""What the delivery note and the picking list say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import LineKind
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules.depots import DepotPaper
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.rules.packing import written
from adv_desktop.models.rules.packs import Pack
from adv_desktop.models.rules.serial_numbers import shortened
from adv_desktop.models.rules.totals import net_unit_price
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import Location, Warehouse
from adv_desktop.services import carriers, packaging, parcels, reference, texts
from adv_desktop.services.documents import content
from adv_desktop.services.documents.picking_content import PickingLine, PickingListData
from adv_desktop.services.documents.voice import Voice, voice
from adv_desktop.services.line_words import LineWords
from adv_desktop.services.orders import orders_of_lines
from adv_desktop.services.printing import parts
from adv_desktop.services.queries import lot_choice
from adv_desktop.services.queries.corrected_notes import replaced_by
from adv_desktop.services.stock import LOCATION_ID, counters, is_depot

LotCode = tuple[str, dt.date | None]
ZERO = Decimal(0)


def delivery_note_content(
    session: Session, delivery: Delivery, style: NoteStyle | None = None
) -> content.DeliveryNoteData:
    """Return the delivery note in the customer's language: ordered, delivered, still due.

    Without a style it is as it left with the goods.
    """
    customer = session.get_one(Customer, delivery.customer_id)
    language = customer.language
    style = style or parts.note_style(session, delivery.id, customer)
    if style.hides_us:
        issuer = parts.neutral_issuer(session, customer, language, named=style is NoteStyle.NEUTRAL)
    else:
        issuer = parts.own_issuer(session, language)
    former = replaced_by(session, delivery.id) or ""
    return content.DeliveryNoteData(
        language=language,
        issuer=issuer,
        replaces=former,
        index=(delivery.number or "").rsplit("-", 1)[-1] if former else "",
        priced=style is NoteStyle.PRICED,
        neutral=style.hides_us,
        currency=delivery.currency,
        number=delivery.number or "",
        shipped_on=delivery.delivery_date,
        customer=parts.party(session, customer.party(), language),
        deliver_to=parts.party(session, delivery.ship_to, language),
        lines=tuple(_note_lines(session, delivery, language)),
        references=_neutral(_references(session, delivery)) if style.hides_us else _references(session, delivery),
        parcels=_parcels(session, delivery),
        packaging=_packaging(session, delivery, language),
        parcel_count=delivery.parcels,
        gross_kg=delivery.weight_kg,
        comment=delivery.notes or "",
        of_services=delivery.is_of_services,
        collected=carriers.is_pickup(session, delivery.carrier),
        depot=DepotPaper.USED if _used_at_depot(session, delivery) else None,
    )


def _used_at_depot(session: Session, delivery: Delivery) -> bool:
    return any(is_depot(session, place) for place in {line.location_id for line in delivery.lines})


def picking_list_content(session: Session, delivery: Delivery, today: dt.date) -> PickingListData:
    """Return the picking list, in the language of the window: it stays in the house."""
    language = texts.current().language
    customer = session.get_one(Customer, delivery.customer_id)
    lots = lot_choice.codes(session, [line.id for line in delivery.lines])
    urgent = _urgent(session, delivery)
    return PickingListData(
        language=language,
        issuer=parts.own_issuer(session, language),
        number=delivery.picking_number or "",
        made_on=today,
        customer=parts.party(session, customer.party(), language),
        deliver_to=parts.party(session, delivery.ship_to, language),
        lines=tuple(
            _picking_line(session, line, lots, language, urgent=line.order_line_id in urgent)
            for line in delivery.lines
            if line.has_goods
        ),
        references=_references(session, delivery),
        leaves_on=delivery.delivery_date,
        warehouse=session.get_one(Warehouse, delivery.warehouse_id).name,
        comment=delivery.notes or "",
    )


def _heads(orders: Sequence[SalesOrder], leaving: Collection[int], language: str) -> dict[int, content.DeliveryLine]:
    """Name each order above its first line: a delivery of several orders shows whose each line is (case 50)."""
    say, heads = voice(language), {}
    for order in orders if len(orders) > 1 else ():
        said = [say.gettext("Order {reference}").format(reference=_named(order.number, order.order_date, say))]
        if order.customer_reference:
            yours = _named(order.customer_reference, order.customer_reference_date, say)
            said.append(say.gettext("your ref. {number}").format(number=yours))
        first = next(line.id for line in order.lines if line.id in leaving)
        heads[first] = content.DeliveryLine(label=" · ".join(said), kind=LineKind.TITLE)
    return heads


def _note_lines(session: Session, delivery: Delivery, language: str) -> Iterator[content.DeliveryLine]:
    """Return the rows, with the titles and comments of the orders that go with what leaves."""
    leaving = {line.order_line_id for line in delivery.lines if line.order_line_id is not None}
    words = LineWords()
    orders = orders_of_lines(session, sorted(leaving))
    for order in orders:
        words.add(order.shown, leaving)
    heads = _heads(orders, leaving, language)
    lots = lot_choice.codes(session, [line.id for line in delivery.lines])
    for _key, group in groupby(delivery.lines, key=lambda line: (line.order_line_id or -line.id, line.free_reason)):
        parts_of_line = list(group)
        line_id = parts_of_line[0].order_line_id or 0
        if line_id in heads:
            yield heads[line_id]
        yield from map(_words, words.above.pop(line_id, ()))
        yield _note_line(session, parts_of_line, lots, language, delivery.currency)
        yield from (_words(one) for one in words.below.pop(line_id, ()) if one.kind is not LineKind.SUBTOTAL)


def _words(line: OrderLine) -> content.DeliveryLine:
    return content.DeliveryLine(label=line.label, kind=line.kind)


def _parcels(session: Session, delivery: Delivery) -> tuple[content.Parcel, ...]:
    """Return the parcels that say more than their number."""
    known = parcels.of_delivery(session, delivery.id)
    if not any(parcel.weight_kg or parcel.length_cm or parcel.tracking or parcel.contents for parcel in known):
        return ()
    return tuple(
        content.Parcel(f"{no}/{len(known)}", _packing_of(parcel), _holds(parcel), None, parcel.weight_kg)
        for no, parcel in enumerate(known, start=1)
    )


def _packing_of(parcel: parcels.Parcel) -> str:
    return " ".join(part for part in (parcel.packing, dimensions(parcel)) if part)


def _holds(parcel: parcels.Parcel) -> str:
    return " · ".join(part for part in (written(parcel.contents), parcel.tracking) if part)


def dimensions(parcel: parcels.Parcel) -> str:
    """Write the outside dimensions of a parcel, "" where none is known."""
    sizes = (parcel.length_cm, parcel.width_cm, parcel.height_cm)
    return " × ".join(str(size) for size in sizes if size)


def _packaging(session: Session, delivery: Delivery, language: str) -> tuple[content.CarriedPackaging, ...]:
    """Return the returnable packaging that the delivery leaves and takes back."""
    return tuple(
        content.CarriedPackaging(one.label, one.delivered, one.returned, one.balance)
        for one in packaging.printed(session, delivery, language)
    )


def _note_line(
    session: Session, lines: Sequence[DeliveryLine], lots: Mapping[int, LotCode], language: str, currency: str
) -> content.DeliveryLine:
    """Return the row of what leaves of an order line: one row, whatever the lots it comes from."""
    line, delivered = lines[-1], sum((one.quantity for one in lines), ZERO)
    order_line = session.get(OrderLine, line.order_line_id) if line.order_line_id else None
    return content.DeliveryLine(
        label=line.label,
        kind=LineKind.ITEM,
        component=order_line is not None and order_line.kit_line_id is not None,
        detail=_detail(session, line, delivered, language),
        code=line.product_code or "",
        customer_line=line.customer_line_no or "",
        customer_code=line.customer_item_code or "",
        ordered=line.ordered,
        delivered=delivered,
        backorder=line.still_due,
        unit=reference.unit_label(session, line.unit, language),
        weight=_weight(lines),
        free=bool(line.free_reason),
        lots=tuple(_lot(one, lots, alone=len(lines) == 1) for one in lines if one.id in lots),
        serials=tuple(shortened([str(number) for one in lines for number in one.serials or ()])),
        warranty_until=line.warranty_until,
        net_price=net_unit_price(line.priced()),
        price_base=line.price_base,
        net=sum(one.net for one in lines),
        eco_part=sum(one.eco_part(currency) for one in lines),
    )


def _named(number: str | None, on: dt.date | None, say: Voice) -> str:
    return say.reference(content.Reference(number or "", on))


def _neutral(references: content.References) -> content.References:
    """Leave what only our house and its customer know of: orders, salesperson, incoterm."""
    return replace(references, orders=(), salesperson="", deliveries=(), incoterm="")


def _weight(lines: Sequence[DeliveryLine]) -> content.Weight | None:
    """Return what leaves of an order line sold by weight, from whatever lots."""
    known = [line.catch_weight for line in lines if line.catch_weight is not None]
    if not known:
        return None
    parts_of_it = tuple(Decimal(str(weight)) for line in lines for weight in line.weights or ())
    estimated = any(line.weight_is_estimated for line in lines)
    return content.Weight(sum(known, ZERO), estimated, parts_of_it)


def _detail(session: Session, line: DeliveryLine, delivered: Decimal, language: str) -> str:
    """Return the packs that the line was ordered in, and the product that it replaces."""
    ordered = session.get(OrderLine, line.order_line_id) if line.order_line_id else None
    said = (
        parts.packs(delivered, ordered.packing if ordered else None, language),
        parts.substitution(ordered, language) if ordered else "",
    )
    return " · ".join(part for part in said if part)


def _lot(line: DeliveryLine, lots: Mapping[int, LotCode], *, alone: bool) -> content.Lot:
    code, use_by = lots[line.id]
    return content.Lot(code, use_by, None if alone else line.quantity)


def _packing(session: Session, line: DeliveryLine) -> Pack | None:
    """Return the packs that the line was ordered in."""
    ordered = session.get(OrderLine, line.order_line_id) if line.order_line_id else None
    return ordered.packing if ordered else None


def _urgent(session: Session, delivery: Delivery) -> set[int]:
    """Return the order lines of a delivery that are urgent, alone or with their order."""
    ids = [line.order_line_id for line in delivery.lines]
    found = sa.select(OrderLine.id).join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    return set(session.scalars(found.where(OrderLine.id.in_(ids), sa.or_(SalesOrder.urgent, OrderLine.urgent))))


def _picking_line(
    session: Session, line: DeliveryLine, lots: Mapping[int, LotCode], language: str, *, urgent: bool
) -> PickingLine:
    product = session.get(Product, line.product_id) if line.product_id else None
    place = session.get_one(Location, line.location_id or LOCATION_ID) if product else None
    return PickingLine(
        label=line.label,
        location=place.code if place else "",
        code=line.product_code or "",
        detail=_to_pick(session, line, product, language),
        quantity=line.quantity,
        unit=reference.unit_label(session, line.unit, language),
        barcode=(product.ean or product.code) if product else "",
        stock=counters(session, product.id).physical if product else None,
        lots=(_lot(line, lots, alone=True),) if line.id in lots else (),
        rank=place.rank if place else 0,
        urgent=urgent,
    )


def _to_pick(session: Session, line: DeliveryLine, product: Product | None, language: str) -> str:
    """Return the packs to take, and what goods to be weighed weigh about."""
    packed = parts.packs(line.quantity, _packing(session, line) or (product.packing if product else None), language)
    about = voice(language).weight(parts.weight(line)) if line.catch_weight is not None else ""
    return " · ".join(part for part in (packed, about) if part)


def _references(session: Session, delivery: Delivery) -> content.References:
    ids = [line.order_line_id for line in delivery.lines]
    orders = session.scalars(
        sa.select(SalesOrder)
        .where(SalesOrder.id.in_(sa.select(OrderLine.order_id).where(OrderLine.id.in_(ids))))
        .order_by(SalesOrder.id)
    ).all()
    first = orders[0] if orders else None
    alike = {(order.customer_reference, order.customer_reference_date) for order in orders}
    reference, on = next(iter(alike)) if len(alike) == 1 else (None, None)
    sent = [parcel.tracking for parcel in parcels.of_delivery(session, delivery.id) if parcel.tracking]
    said = content.References(
        customer_order=parts.customer_reference(reference, on),
        tracking=sent[0] if len(sent) == 1 else "",
        orders=tuple(content.Reference(order.number or "", order.order_date) for order in orders),
        carrier=delivery.carrier or "",
        incoterm=parts.incoterms_of(orders),
        salesperson=(first.salesperson or "") if first else "",
    )
    return parts.with_required(said, first) if first else said
