"""The data of a CMR consignment note, box by box, to copy onto the form (CMR convention, articles 5 and 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, paragraphs
from adv_desktop.services.documents.content import Party
from adv_desktop.services.documents.export_content import CmrData, ExportGoods
from adv_desktop.services.documents.export_parts import goods_table, receiver, weight
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.pen import INNER, LEFT, Pen
from adv_desktop.services.documents.styles import BODY, BORDER, SMALL_STRONG, STRONG
from adv_desktop.services.documents.table import Cell, Column, Row, Table
from adv_desktop.services.documents.tags import Role
from adv_desktop.services.documents.voice import Voice, grouped, voice

ROWS_OF_TEXT = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A numbered box of the note with what is written in it."""

    number: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Boxes:
    """Boxes side by side, as high as the fullest; empty ones leave room for the hand."""

    boxes: tuple[Box, ...]
    least: int = ROWS_OF_TEXT

    @property
    def _width(self) -> float:
        return INNER / len(self.boxes)

    @cached_property
    def _texts(self) -> tuple[tuple[str, ...], ...]:
        room = self._width - 16
        return tuple(tuple(part for line in box.lines for part in BODY.wrap(line, room)) for box in self.boxes)

    @cached_property
    def height(self) -> float:
        """Height in points."""
        return 21 + max(self.least, *(len(lines) for lines in self._texts)) * BODY.leading

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the boxes with their upper edge at `top`."""
        for place, (box, lines) in enumerate(zip(self.boxes, self._texts, strict=True)):
            x = LEFT + place * self._width
            pen.box(x, top, self._width, self.height, stroke=BORDER, radius=0)
            with pen.tag(Role.PARAGRAPH):
                title = f"{box.number}  {box.title}"
                pen.text(x + 8, top + 11.5, title, SMALL_STRONG.fitted(title, self._width - 16, 5))
                pen.lines(x + 8, top + 24, lines, BODY)


def render(data: CmrData, stream: BinaryIO) -> None:
    """Write the PDF of the data of a CMR note to a stream."""
    voyage = data.voyage
    say = voice(voyage.language)
    _ = say.gettext
    title = _("CMR NOTE – DATA")
    flow = Flow()
    facts = ((_("Date"), say.formats.date(voyage.made_on)),)
    flow.add(Head(voyage.issuer, say, title, voyage.number, facts, barcode=voyage.number))
    for boxes in _upper(data, say):
        flow.add(boxes)
    lower, (clause,) = _lower(data, say), paragraphs([_clause(say)], styles.LEGAL)
    # What is signed stays with the end of the goods.
    _goods(data, say).place(flow, gap=8, keep=8 + sum(boxes.height for boxes in lower) + 6 + clause.height)
    for number, boxes in enumerate(lower):
        flow.add(boxes, gap=8 if number == 0 else 0)
    flow.add(clause, gap=6)
    Sheet(say, voyage.issuer, title, voyage.number, voyage.deliver_to.name, made=voyage.made_on).write(flow, stream)


def _clause(say: Voice) -> str:
    return say.gettext(
        "This carriage is subject, notwithstanding any clause to the contrary, to the Convention on the Contract for "
        "the International Carriage of Goods by Road (CMR)."
    )


def _upper(data: CmrData, say: Voice) -> list[Boxes]:
    _ = say.gettext
    voyage = data.voyage
    issuer = voyage.issuer
    sender = Party(issuer.legal_name, issuer.address, siren=issuer.siren, vat_number=issuer.vat_number)
    taken = (*data.taken_over_at, say.formats.date(voyage.made_on))
    return [
        Boxes((
            Box("1", _("Sender (name, address, country)"), _party(sender, say)),
            Box("16", _("Carrier (name, address, country)"), (data.carrier,) if data.carrier else ()),
        )),
        Boxes((
            Box("2", _("Consignee (name, address, country)"), _party(receiver(voyage, say), say)),
            Box("17", _("Successive carriers")),
        )),
        Boxes((
            Box("3", _("Place of delivery of the goods"), voyage.deliver_to.address),
            Box("18", _("Reserves and observations of the carrier")),
        )),
        Boxes((
            Box("4", _("Place and date of taking over of the goods"), taken),
            Box("5", _("Documents attached"), data.documents),
        )),
    ]  # fmt: skip


def _lower(data: CmrData, say: Voice) -> list[Boxes]:
    _ = say.gettext
    voyage = data.voyage
    paid = {True: _("Carriage paid"), False: _("Carriage forward"), None: ""}[data.carriage_paid]
    made = _("{town}, on {date}").format(town=data.town, date=say.formats.date(voyage.made_on))
    return [
        Boxes((
            Box("13", _("Sender's instructions"), _written(data.instructions)),
            Box("19", _("Special agreements"), _written(voyage.incoterm)),
        )),
        Boxes((
            Box("14", _("Cash on delivery")),
            Box("15", _("Payment of carriage"), _written(paid)),
            Box("20", _("To be paid by"), _written(_payer(data, say))),
            Box("21", _("Established in, on"), _written(made)),
        ), least=2),
        Boxes((
            Box("22", _("Signature and stamp of the sender")),
            Box("23", _("Signature and stamp of the carrier")),
            Box("24", _("Goods received: place, date, signature and stamp")),
        ), least=5),
    ]  # fmt: skip


def _payer(data: CmrData, say: Voice) -> str:
    if data.carriage_paid is None:
        return ""
    return say.gettext("The sender") if data.carriage_paid else say.gettext("The consignee")


def _written(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _party(party: Party, say: Voice) -> tuple[str, ...]:
    _ = say.gettext
    lines = [party.name, *party.address]
    if party.siren:
        lines.append(f"SIREN\u00a0{grouped(party.siren, 3)}")
    if party.vat_number:
        lines.append(_("VAT no. {number}").format(number=party.vat_number))
    return tuple(line for line in (*lines, party.note) if line)


def _goods(data: CmrData, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        (True, Column(_numbered(6, _("Marks")), widest=92)),
        (True, Column(_numbered(7, _("Parcels")), "centre", widest=44)),
        (True, Column(_numbered(8, _("Packing")), "centre", widest=64)),
        (True, Column(_numbered(9, _("Nature of the goods")), wide=True)),
        (True, Column(_numbered(10, _("Statistical no.")), "centre", widest=56)),
        (True, Column(_numbered(11, _("Gross kg")), "right", widest=56)),
        (True, Column(_numbered(12, _("Volume m³")), "right", widest=50)),
    ]
    rows = [_row(goods, say) for goods in data.goods]
    return goods_table(columns, [*rows, _sum(data, say)], data.voyage.issuer.colour)


def _numbered(box: int, title: str) -> str:
    return f"{box}  {title}"


def _row(goods: ExportGoods, say: Voice) -> Row:
    net = say.gettext("net {weight} kg").format(weight=weight(goods.net_kg, say))
    cells = [Cell() for _ in range(7)]
    cells[3] = Cell(goods.label, (net,) if goods.net_kg is not None else ())
    cells[4] = Cell(goods.cn8 or "–")
    return Row(tuple(cells))


def _sum(data: CmrData, say: Voice) -> Row:
    load = data.load
    volume = "" if load.volume_m3 is None else say.formats.price(load.volume_m3, 2)
    texts: Sequence[str] = (
        load.marks, str(load.parcels or ""), load.packing, say.gettext("Total"), "", weight(load.gross_kg, say), volume,
    )  # fmt: skip
    return Row(tuple(Cell(text, style=STRONG) for text in texts))
