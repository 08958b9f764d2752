"""Delivery notes: ordered, delivered, still due; the box of reserves and the proof sentence (C. com. L133-3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.models.enums import LineKind
from adv_desktop.models.rules.depots import DepotPaper
from adv_desktop.services.documents import packaging_table, styles
from adv_desktop.services.documents.blocks import Head, Notice, Parties, Strip, Title, paragraphs, reference_items
from adv_desktop.services.documents.content import Weight
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.pen import INNER, LEFT, RIGHT, Pen
from adv_desktop.services.documents.priced import carrying
from adv_desktop.services.documents.styles import BODY, BORDER, INK, LEGAL, PALE, QUIET, SMALL, STRONG
from adv_desktop.services.documents.table import MOST_KEPT, Cell, Column, Look, Row, Table
from adv_desktop.services.documents.tags import Role
from adv_desktop.services.documents.voice import Voice, voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adv_desktop.services.documents.content import DeliveryLine, DeliveryNoteData, Parcel

NAMED_BACKORDERS = 4


def render(data: DeliveryNoteData, stream: BinaryIO) -> None:
    """Write the PDF of a delivery note to a stream."""
    say = voice(data.language)
    _ = say.gettext
    title = _title(data, say)
    flow = Flow()
    flow.add(Head(data.issuer, say, title, data.number, _facts(data, say), barcode=data.number))
    flow.add(_parties(data, say))
    items = reference_items(data.references, say)
    if items:
        flow.add(Strip(tuple(items)), gap=8)
    if data.replaces:
        flow.add(_corrected(data, say), gap=7)
    for number, text in enumerate(paragraphs([data.comment] if data.comment else [], BODY)):
        flow.add(text, gap=7 if number == 0 else 0)
    legal = paragraphs(_legal(data, say), LEGAL)
    # What the receiver signs stands on the page of the box that he writes in, and the box under a table.
    keep = 5 + sum(text.height + 1 for text in legal)
    _body(data, say, flow, 12 + Reserves.SHORTEST + keep)
    flow.add(Reserves(say, data.of_services).within(flow.room - 12 - keep), gap=12, keep=keep)
    for number, text in enumerate(legal):
        flow.add(text, gap=6 if number == 0 else 1)
    across = "" if data.number else _("DRAFT")
    Sheet(say, data.issuer, title, data.number, data.deliver_to.name, data.copy_label, across, data.shipped_on).write(
        flow, stream
    )


def _title(data: DeliveryNoteData, say: Voice) -> str:
    _ = say.gettext
    if data.depot is not None:
        of_depot = {
            DepotPaper.SENT: _("DELIVERY NOTE – ON CONSIGNMENT"),
            DepotPaper.BACK: _("RETURN FROM THE DEPOT"),
            DepotPaper.USED: _("CONSUMPTION NOTE"),
        }
        return of_depot[data.depot]
    return _("SERVICE REPORT") if data.of_services else _("DELIVERY NOTE")


def _body(data: DeliveryNoteData, say: Voice, flow: Flow, ending: float) -> None:
    """Place the lines, what is still to come, parcels and packaging; the last table keeps `ending` points under it."""
    notices = [_backorder(data, say)] if any(line.backorder for line in data.lines) else []
    summary = "" if data.parcels else _summary(data, say)
    if summary:
        notices.append(Notice(summary))
    alone = not (data.parcels or data.packaging)
    below = ending + sum(notice.height + 7 for notice in notices) if alone else 0.0
    _lines(data, say).place(flow, gap=9, keep=below)
    for notice in notices:
        flow.add(notice, gap=7, keep=ending if alone and notice is notices[-1] else 0)
    if data.parcels:
        parcels, keep = _parcels(data, say), 0.0 if data.packaging else ending
        whole = parcels.height + keep
        flow.add(Title(say.gettext("Parcels")), gap=9, keep=whole if whole <= MOST_KEPT else 40)
        parcels.place(flow, keep=keep)
    if data.packaging:
        packaging_table.place(data.packaging, say, flow, ending)


def _legal(data: DeliveryNoteData, say: Voice) -> list[str]:
    texts = [_proof_sentence(data, say), *data.mentions]
    if data.depot is DepotPaper.SENT:
        texts.insert(0, _ownership(say))
    if data.priced:
        texts.append(say.gettext("Prices are net of discounts and exclude VAT; the invoice alone is to be paid."))
    return texts


def _ownership(say: Voice) -> str:
    return say.gettext(
        "Goods on consignment, not sold: they stay our property until they are used, and are to be kept apart from the "
        "customer's own, insured and recognisable. What is used is reported, then invoiced; nothing is to be paid on "
        "this note."
    )


def _proof_sentence(data: DeliveryNoteData, say: Voice) -> str:
    if data.depot is DepotPaper.USED:
        return say.gettext("Goods taken from the depot at the customer's and used there; they will be invoiced.")
    if data.of_services:
        return say.gettext("Services carried out as ordered, except for the reserves above.")
    if data.collected:
        return say.gettext(
            "Goods collected at our premises, checked and as ordered, except for the reserves above. The person who "
            "signs collects them for the customer."
        )
    return say.gettext(
        "Goods received in good condition and as ordered, except for the reserves above. Reserves must be precise, "
        "dated and confirmed to the carrier by registered letter within 3 days (public holidays not counted) of "
        "receipt (article L133-3 of the French commercial code)."
    )


def _facts(data: DeliveryNoteData, say: Voice) -> tuple[tuple[str, str], ...]:
    _ = say.gettext
    left = _("Carried out on") if data.of_services else _("Collected on") if data.collected else _("Shipped on")
    if data.depot in {DepotPaper.BACK, DepotPaper.USED}:
        left = _("Came back on") if data.depot is DepotPaper.BACK else _("Used on")
    days = [(left, data.shipped_on), (_("Delivery expected on"), data.expected_on)]
    return tuple((label, say.formats.date(day)) for label, day in days if day)


def _corrected(data: DeliveryNoteData, say: Voice) -> Notice:
    said = say.gettext("Index {index}: this delivery note cancels and replaces delivery note no. {number}")
    return Notice(said.format(index=data.index, number=data.replaces), ground=styles.PALE)


def _parties(data: DeliveryNoteData, say: Voice) -> Parties:
    _ = say.gettext
    to = (_("Place of the service") if data.of_services else _("Delivered to"), data.deliver_to)
    if data.depot is not None:
        to = (_("Depot"), data.deliver_to)
    if data.neutral:
        return Parties(None, to, say)
    code = data.customer.code
    label = _("Ordered by · customer {code}").format(code=code) if code else _("Ordered by")
    if data.depot in {DepotPaper.SENT, DepotPaper.BACK}:
        label = _("Depositary · customer {code}").format(code=code)
    return Parties((label, data.customer), to, say)


def _lines(data: DeliveryNoteData, say: Voice) -> Table:
    _ = say.gettext
    items = [line for line in data.lines if line.kind is LineKind.ITEM]
    shown = [
        (any(line.customer_line for line in items), Column(_("Your line"), "centre", widest=44)),
        (any(line.code for line in items), Column(_("Item code"), widest=80)),
        (any(line.customer_code for line in items), Column(_("Your item code"), widest=70)),
        (True, Column(_("Description"), wide=True)),
        (data.depot is None, Column(_("Qty ordered"), "right")),
        (True, Column(_("Qty delivered") if data.depot is None else _("Quantity"), "right")),
        (data.depot is None, Column(_("Still due"), "right")),
        (any(line.unit for line in items), Column(_("Unit"), "centre", widest=58)),
        (any(line.weight for line in items), Column(_("Net weight"), "right")),
        (any(line.parcels for line in items), Column(_("Parcels"), "centre", widest=44)),
        (data.priced, Column(_("Net price"), "right")),
        (data.priced, Column(_("Net amount"), "right")),
    ]
    kept = [index for index, (show, column) in enumerate(shown) if show]
    rows = [_row(line, kept, data, say) for line in data.lines]
    if len(items) > 1:
        rows.append(_total(items, kept, data, say))
    look = Look(data.issuer.colour, styles.text_on(data.issuer.colour))
    carried = carrying(len(kept) - 1, data.currency, say) if data.priced else None
    return Table([shown[index][1] for index in kept], rows, look, carried, pad=18)


def _row(line: DeliveryLine, kept: Sequence[int], data: DeliveryNoteData, say: Voice) -> Row:
    colour = data.issuer.colour
    if line.kind is not LineKind.ITEM:
        strong = line.kind is LineKind.TITLE
        ground = styles.tint(colour, 0.08) if strong else ""
        return Row(
            banner=line.label, style=STRONG.coloured(styles.readable(colour)) if strong else QUIET, ground=ground
        )
    below = [line.detail] if line.detail else []
    below += [say.lot(lot) for lot in line.lots]
    below += say.unit_facts(line.serials, line.warranty_until)
    if line.weight and len(line.weight.parts) > 1:
        below.append(" + ".join(say.formats.quantity(part) for part in line.weight.parts) + " kg")
    if line.free and not data.priced:
        below.append(say.gettext("Free of charge"))
    if data.priced and line.eco_part:
        amount = say.formats.money(line.eco_part, data.currency)
        below.append(say.gettext("Of which eco-contribution: {amount} excl. VAT").format(amount=amount))
    cells = (
        Cell(line.customer_line),
        Cell(line.code, style=STRONG),
        Cell(line.customer_code or "–"),
        Cell(f"\u2003{line.label}" if line.component else line.label, tuple(below)),
        Cell(say.formats.quantity(line.ordered)),
        Cell(say.formats.quantity(line.delivered), style=STRONG),
        _due(line.backorder, say),
        Cell(line.unit),
        Cell(say.weight(line.weight) if line.weight else "–", style=STRONG if line.weight else BODY),
        Cell(line.parcels or "–"),
        _price(line, say),
        Cell(say.formats.amount(line.net, data.currency), style=STRONG),
    )
    return Row(tuple(cells[index] for index in kept), carried=line.net)


def _price(line: DeliveryLine, say: Voice) -> Cell:
    if line.free:
        return Cell(say.gettext("Free of charge"))
    if line.net_price is None:
        return Cell()
    per = say.price_base(line.price_base, by_weight=line.weight is not None)
    return Cell(say.formats.price(line.net_price), (per,) if per else ())


def _due(quantity: Decimal, say: Voice) -> Cell:
    if not quantity:
        return Cell("–")
    return Cell(say.formats.quantity(quantity), style=STRONG.coloured(styles.AMBER))


def _total(items: Sequence[DeliveryLine], kept: Sequence[int], data: DeliveryNoteData, say: Voice) -> Row:
    count = sum(1 for line in items if line.delivered)
    label = say.texts.ngettext(
        "{lines} lines, {count} of them delivered", "{lines} lines, {count} of them delivered", count
    )
    cells = [Cell(style=STRONG) for _ in range(12)]
    cells[11] = Cell(say.formats.amount(sum(line.net for line in items), data.currency), style=STRONG)
    cells[3] = Cell(label.format(lines=len(items), count=count), style=STRONG)
    if len({line.unit for line in items}) == 1:
        cells[4] = Cell(say.formats.quantity(sum((line.ordered for line in items), Decimal(0))), style=STRONG)
        cells[5] = Cell(say.formats.quantity(sum((line.delivered for line in items), Decimal(0))), style=STRONG)
        cells[6] = _due(sum((line.backorder for line in items), Decimal(0)), say)
    weights = [line.weight for line in items if line.weight]
    if weights:
        total = sum((weight.kilograms for weight in weights), Decimal(0))
        cells[8] = Cell(say.weight(Weight(total, any(weight.estimated for weight in weights))), style=STRONG)
    return Row(tuple(cells[index] for index in kept))


def _backorder(data: DeliveryNoteData, say: Voice) -> Notice:
    _ = say.gettext
    due = [line for line in data.lines if line.backorder]
    named = [f"{say.formats.quantity(line.backorder)} {line.code or line.label}" for line in due[:NAMED_BACKORDERS]]
    if due[NAMED_BACKORDERS:]:
        named.append(_("{count} other lines").format(count=len(due) - NAMED_BACKORDERS))
    title = _("Still to come: {items}").format(items=", ".join(named))
    when = (
        (_("Delivery confirmed for {date}.").format(date=say.formats.date(data.backorder_on)),)
        if data.backorder_on
        else ()
    )
    text = " ".join((*when, _("There is nothing to order again.")))
    return Notice(title, (text,), ground=styles.AMBER_GROUND, fill=styles.AMBER)


def _parcels(data: DeliveryNoteData, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Parcel no."), widest=70),
        Column(_("Packing (cm)"), widest=130),
        Column(_("Contents"), wide=True),
        Column(_("Net kg"), "right"),
        Column(_("Gross kg"), "right"),
    ]
    rows = [_parcel(parcel, say) for parcel in data.parcels]
    net, gross = (_sum(data.parcels, part) for part in ("net_kg", "gross_kg"))
    rows.append(
        Row(
            (
                Cell(),
                Cell(),
                Cell(_summary(data, say, weights=False), style=STRONG),
                Cell(_weight(net, say), style=STRONG),
                Cell(_weight(gross, say), style=STRONG),
            )
        )
    )
    return Table(columns, rows, Look(PALE, styles.MUTED, size=6.9))


def _parcel(parcel: Parcel, say: Voice) -> Row:
    return Row(
        (
            Cell(parcel.number, style=STRONG),
            Cell(parcel.packing),
            Cell(parcel.content),
            Cell(_weight(parcel.net_kg, say)),
            Cell(_weight(parcel.gross_kg, say)),
        )
    )


def _weight(weight: Decimal | None, say: Voice) -> str:
    return "" if weight is None else say.formats.price(weight, 1)


def _sum(parcels: Sequence[Parcel], part: str) -> Decimal | None:
    weights = [parcel.net_kg if part == "net_kg" else parcel.gross_kg for parcel in parcels]
    known = [weight for weight in weights if weight is not None]
    return sum(known, Decimal(0)) if len(known) == len(weights) else None


def _summary(data: DeliveryNoteData, say: Voice, *, weights: bool = True) -> str:
    _ = say.gettext
    count = data.parcel_count if data.parcel_count is not None else len(data.parcels)
    parts = []
    if count:
        parts.append(say.texts.ngettext("{count} parcel", "{count} parcels", count).format(count=count))
    if data.gross_kg is not None and weights:
        parts.append(_("gross weight {weight} kg").format(weight=_weight(data.gross_kg, say)))
    if data.volume_m3 is not None:
        parts.append(_("volume {volume} m³").format(volume=say.formats.price(data.volume_m3, 2)))
    return " · ".join(parts)


@dataclass(frozen=True)
class Reserves:
    """Where the receiver ticks, writes, signs and stamps."""

    voice: Voice
    of_services: bool = False
    height: float = 156.0

    LEFT_WIDTH = 289.0
    SHORTEST = 118.0
    ABOVE_LINES = 61.0
    LINE = 19.0

    def within(self, room: float) -> Reserves:
        """Return the box with fewer lines where it then stands in `room`: better than alone on the next page."""
        return replace(self, height=room) if self.SHORTEST <= room < self.height else self

    @cached_property
    def _boxes(self) -> tuple[str, ...]:
        _ = self.voice.gettext
        if self.of_services:
            return (_("As ordered"), _("To be finished"), _("To be done again"))
        return (_("As ordered"), _("Missing item"), _("Damaged item"), _("Wrong item"))

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        _ = self.voice.gettext
        pen.box(LEFT, top, INNER, self.height, stroke=INK)
        pen.upright(LEFT + self.LEFT_WIDTH, top, self.height, stroke=INK)
        with pen.tag(Role.HEADING):
            pen.text(LEFT + 10, top + 15, _("Reserves of the receiver"), styles.NAME)
        hint = _("Tick and specify line by line; “subject to unpacking” is not enough.")
        if self.of_services:
            hint = _("Tick and specify line by line.")
        pen.text(LEFT + 10, top + 27, hint, SMALL.fitted(hint, self.LEFT_WIDTH - 20, 5))
        self._draw_boxes(pen, top)
        for number in range(int((self.height - self.ABOVE_LINES) // self.LINE)):
            y = top + self.ABOVE_LINES + 4 + number * self.LINE
            pen.rule(LEFT + 10, y, self.LEFT_WIDTH - 20, stroke=styles.MUTED, line=0.4)
        self._draw_signature(pen, LEFT + self.LEFT_WIDTH + 10, top)

    def _draw_boxes(self, pen: Pen, top: float) -> None:
        widths = [12 + BODY.width(label) for label in self._boxes]
        gap = min(22.0, (self.LEFT_WIDTH - 20 - sum(widths)) / (len(widths) - 1))
        x = LEFT + 10
        for label, width in zip(self._boxes, widths, strict=True):
            pen.box(x, top + 35, 8, 8, stroke=INK, radius=1.5)
            pen.tagging.next_block()
            pen.text(x + 12, top + 42, label, BODY)
            x += width + gap

    def _draw_signature(self, pen: Pen, x: float, top: float) -> None:
        _ = self.voice.gettext
        with pen.tag(Role.HEADING):
            pen.text(x, top + 15, _("Received by"), styles.NAME)
        labels = (_("Name and position"), _("Date and time of arrival"), _("Stamp and signature"))
        column = max(QUIET.width(label) for label in labels) + 8
        for number, label in enumerate(labels):
            pen.tagging.next_block()
            pen.text(x, top + 34 + number * 20, label, QUIET)
            if number < 2:
                pen.rule(x + column, top + 36 + number * 20, RIGHT - 10 - x - column, stroke=styles.MUTED, line=0.4)
        pen.box(x + column, top + 64, RIGHT - 10 - x - column, self.height - 74, stroke=BORDER)
