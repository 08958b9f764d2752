"""What the papers of an export say: the commercial invoice for customs, the packing list, the data of the CMR note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import DeliveryState, VatCategory
from adv_desktop.models.rules.customs import ExportReason
from adv_desktop.services import labels, reference, texts
from adv_desktop.services.documents import content
from adv_desktop.services.documents.export_content import (
    CmrData,
    CustomsInvoiceData,
    ExportGoods,
    Load,
    PackedParcel,
    PackingListData,
    Voyage,
)
from adv_desktop.services.parcels import Parcel
from adv_desktop.services.printing import parts
from adv_desktop.services.printing.deliveries import LotCode, dimensions
from adv_desktop.services.queries import lot_choice
from adv_desktop.services.shipments import Shipment, ShippedGoods
from adv_desktop.services.texts import N_

_MENTIONS = {VatCategory.EXPORT: "export", VatCategory.INTRA_EU: "ic_goods"}
_NAMED = 3
NOTE = N_("Delivery note {number}")
UNNUMBERED_NOTE = N_("Delivery note")


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is written, in which language, with the lots of the lines."""

    session: Session
    shipment: Shipment
    language: str
    lots: Mapping[int, LotCode]


def customs_invoice(session: Session, shipment: Shipment, reason: ExportReason) -> CustomsInvoiceData:
    """Return the commercial invoice of a delivery, in the customer's language."""
    writing = _writing(session, shipment)
    money, delivery = shipment.money, shipment.delivery
    return CustomsInvoiceData(
        voyage=_voyage(writing),
        goods=tuple(_line(goods, writing) for goods in shipment.goods),
        load=_load(writing),
        currency=delivery.currency,
        lines=money.lines,
        net=money.net,
        free_value=sum(goods.amount for goods in shipment.goods if goods.free),
        discount=money.discount,
        freight=money.freight,
        reason=labels.written(reason, texts.of(writing.language)),
        invoices=tuple(content.Reference(number, day) for number, day in shipment.invoices),
        mentions=tuple(
            reference.mention(session, key, writing.language, delivery.delivery_date)
            for category, key in _MENTIONS.items()
            if category in shipment.categories
        ),
        town=shipment.company.town,
    )


def packing_list(session: Session, shipment: Shipment) -> PackingListData:
    """Return the packing list of a delivery: of each parcel what it holds, then what no parcel was told of."""
    writing = _writing(session, shipment)
    lines = {goods.code: (goods, _line(goods, writing)) for goods in shipment.goods}
    left = {code: goods.quantity for code, (goods, _said) in lines.items()}
    known = shipment.parcels
    if len(known) == 1 and not known[0].contents:
        all_of_it = tuple(said for _goods, said in lines.values())
        return PackingListData(_voyage(writing), _load(writing), (_parcel(1, known, all_of_it, writing),))
    packed = []
    for no, parcel in enumerate(known, start=1):
        held = [(code, one.quantity) for one in parcel.contents if (code := one.code) in lines]
        for code, quantity in held:
            left[code] -= quantity
        goods = tuple(_part(*lines[code], quantity) for code, quantity in held)
        packed.append(_parcel(no, known, goods, writing))
    loose = tuple(_part(*lines[code], quantity) for code, quantity in left.items() if quantity > 0)
    return PackingListData(_voyage(writing), _load(writing), tuple(packed), loose)


def cmr(session: Session, shipment: Shipment, documents: Sequence[str]) -> CmrData:
    """Return the data of the CMR note of a delivery; `documents` are the papers that go with it, in English."""
    writing = _writing(session, shipment)
    spoken, delivery = texts.of(writing.language), shipment.delivery
    gone = delivery.state is DeliveryState.SHIPPED
    note = spoken.gettext(NOTE).format(number=delivery.number) if gone else spoken.gettext(UNNUMBERED_NOTE)
    facts = delivery.ship_to
    asked = [str(facts[name]) for name in ("instructions", "hours", "phone") if facts.get(name)]
    voyage = _voyage(writing)
    return CmrData(
        voyage=replace(voyage, deliver_to=replace(voyage.deliver_to, note="", attention="")),
        load=_load(writing),
        goods=tuple(_natures(writing)),
        taken_over_at=voyage.issuer.address,
        carrier=delivery.carrier or "",
        documents=(note, *(spoken.gettext(document) for document in documents)),
        instructions=" · ".join([*asked, delivery.notes or ""]).strip(" ·"),
        carriage_paid=shipment.incoterm.carriage_paid if shipment.incoterm else None,
        town=shipment.company.town,
    )


def _writing(session: Session, shipment: Shipment) -> _Writing:
    lots = lot_choice.codes(session, [line.id for line in shipment.delivery.lines])
    return _Writing(session, shipment, shipment.customer.language, lots)


def _voyage(writing: _Writing) -> Voyage:
    session, shipment, language = writing.session, writing.shipment, writing.language
    delivery, first = shipment.delivery, next(iter(shipment.orders), None)
    return Voyage(
        language=language,
        issuer=parts.own_issuer(session, language),
        number=str(delivery.name),
        made_on=delivery.delivery_date,
        buyer=parts.party(session, shipment.customer.party(), language),
        deliver_to=parts.party(session, delivery.ship_to, language),
        references=content.References(
            customer_order=parts.customer_reference(first.customer_reference, first.customer_reference_date)
            if first
            else None,
            orders=tuple(content.Reference(order.number or "", order.order_date) for order in shipment.orders),
            deliveries=_notes(shipment),
            carrier=delivery.carrier or "",
        ),
        incoterm=shipment.incoterm.written if shipment.incoterm else "",
        eori=shipment.eori,
    )


def _notes(shipment: Shipment) -> tuple[content.Reference, ...]:
    delivery = shipment.delivery
    if delivery.state is not DeliveryState.SHIPPED:
        return ()
    return (content.Reference(delivery.number or "", delivery.delivery_date),)


def _load(writing: _Writing) -> Load:
    shipment = writing.shipment
    count = shipment.delivery.parcels
    packings = dict.fromkeys(parcel.packing for parcel in shipment.parcels if parcel.packing)
    name = str(shipment.delivery.name)
    return Load(
        parcels=count,
        net_kg=shipment.net_kg,
        gross_kg=shipment.gross_kg,
        volume_m3=shipment.volume_m3,
        packing=", ".join(packings),
        marks=f"{name} 1–{count}" if count and count > 1 else name,
    )


def _parcel(no: int, known: Sequence[Parcel], goods: tuple[ExportGoods, ...], writing: _Writing) -> PackedParcel:
    parcel, count = known[no - 1], len(known)
    weights = [one.net_kg for one in goods]
    net = None if None in weights or not weights else sum((one or Decimal(0) for one in weights), Decimal(0))
    return PackedParcel(
        number=f"{no}/{count}",
        packing=parcel.packing or "",
        dimensions=dimensions(parcel),
        marks=f"{writing.shipment.delivery.name} {no}/{count}",
        net_kg=net,
        gross_kg=parcel.weight_kg,
        goods=goods,
    )


def _line(goods: ShippedGoods, writing: _Writing) -> ExportGoods:
    session, language, line = writing.session, writing.language, goods.line
    product = goods.product
    origin = reference.country_name(session, product.origin, language) if product and product.origin else ""
    alone = len(goods.lines) == 1
    return ExportGoods(
        label=_label(goods, language),
        code=line.product_code or "",
        cn8=(product.cn8 or "") if product else "",
        origin=origin,
        quantity=goods.quantity,
        unit=reference.unit_label(session, line.unit, language),
        net_kg=goods.net_kg,
        price=goods.price,
        price_base=line.price_base if line.unit_price else Decimal(1),
        amount=goods.amount,
        free=goods.free,
        lots=tuple(
            content.Lot(*writing.lots[one.id], None if alone else one.quantity)
            for one in goods.lines
            if one.id in writing.lots
        ),
    )


def _label(goods: ShippedGoods, language: str) -> str:
    """Return what the goods are, in English for who does not read French where the product has such a label."""
    english = goods.product.label_en if goods.product else None
    return english if english and language != "fr" else goods.line.label


def _part(goods: ShippedGoods, said: ExportGoods, quantity: Decimal) -> ExportGoods:
    """Return a part of goods, with its share of the weight; its lots are told only with the whole."""
    if quantity == goods.quantity:
        return said
    net = None if goods.net_kg is None else goods.net_kg * quantity / goods.quantity
    return replace(said, quantity=quantity, net_kg=None if net is None else net.quantize(Decimal("0.001")), lots=())


def _natures(writing: _Writing) -> list[ExportGoods]:
    """Return the goods by customs code, each code with the labels of its first lines; those without one apart."""
    groups: dict[str, list[ShippedGoods]] = {}
    for goods in writing.shipment.goods:
        code = (goods.product.cn8 if goods.product else None) or goods.code
        groups.setdefault(code, []).append(goods)
    return [_nature(group, writing) for group in groups.values()]


def _nature(group: Sequence[ShippedGoods], writing: _Writing) -> ExportGoods:
    spoken = texts.of(writing.language)
    names = list(dict.fromkeys(_label(goods, writing.language) for goods in group))
    label, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    if more > 0:
        said = spoken.ngettext("and {count} more", "and {count} more", more)
        label = f"{label} {said.format(count=more)}"
    weights = [goods.net_kg for goods in group]
    net = None if None in weights else sum((weight or Decimal(0) for weight in weights), Decimal(0))
    product = group[0].product
    return ExportGoods(label, cn8=(product.cn8 or "") if product else "", net_kg=net)
