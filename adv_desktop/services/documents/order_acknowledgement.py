"""The acknowledgement of an order: what we confirm, where it differs from the customer's paper, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Notice, Parties, Strip, Title, paragraphs, reference_items
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.pen import INNER, LEFT, Pen
from adv_desktop.services.documents.priced import LineTable, Totals
from adv_desktop.services.documents.styles import BODY, MUTED, QUIET, SMALL, STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adv_desktop.services.documents.content import AcknowledgementData, Difference, Step

STEPS_A_ROW = 6


def render(data: AcknowledgementData, stream: BinaryIO) -> None:
    """Write the PDF of an order acknowledgement to a stream."""
    say = voice(data.language)
    _ = say.gettext
    title = _("ORDER ACKNOWLEDGEMENT")
    flow = Flow()
    flow.add(Head(data.issuer, say, title, data.number, _facts(data, say)))
    flow.add(_parties(data, say))
    items = reference_items(data.references, say)
    if items:
        flow.add(Strip(tuple(items)), gap=8)
    for number, text in enumerate(paragraphs([_greeting(data, say)], BODY)):
        flow.add(text, gap=8 if number == 0 else 0)
    lines = LineTable(data.lines, data.currency, data.issuer.colour, say, data.without_vat, dates=_has_dates(data))
    totals = Totals(data.amounts, data.currency, data.issuer.colour, say, "", data.without_vat)
    lines.table().place(flow, gap=9, keep=9 + totals.height)
    flow.add(totals, gap=9)
    _add_details(data, say, flow)
    Sheet(say, data.issuer, title, data.number, data.customer.name, made=data.made_at).write(flow, stream)


def _greeting(data: AcknowledgementData, say: Voice) -> str:
    _ = say.gettext
    if data.greeting:
        return data.greeting
    sentences = [_("Thank you for your order, which we confirm on the terms below.")]
    if data.differences:
        sentences.append(_("Please check the differences that we point out."))
    return " ".join(sentences)


def _has_dates(data: AcknowledgementData) -> bool:
    return any(line.confirmed_on or line.requested_on for line in data.lines)


def _facts(data: AcknowledgementData, say: Voice) -> tuple[tuple[str, str], ...]:
    _ = say.gettext
    rows = [(_("Made on"), say.formats.moment(data.made_at))]
    if data.received_at:
        rows.append((_("Order received on"), say.formats.moment(data.received_at)))
    if data.revision:
        rows.append((_("Corrected acknowledgement no."), str(data.revision)))
    return tuple(rows)


def _parties(data: AcknowledgementData, say: Voice) -> Parties:
    _ = say.gettext
    code = data.customer.code
    label = _("Customer {code}").format(code=code) if code else _("Customer")
    left = (_("Deliver to"), data.deliver_to) if data.deliver_to else None
    return Parties(left, (label, data.customer), say)


def _add_details(data: AcknowledgementData, say: Voice, flow: Flow) -> None:
    _ = say.gettext
    for number, text in enumerate(paragraphs(data.remarks, QUIET)):
        flow.add(text, gap=6 if number == 0 else 0)
    if data.differences:
        flow.add(Title(_("Differences from your purchase order")), gap=8, keep=50)
        _differences(data.differences, say).place(flow)
    if data.calendar:
        flow.add(Title(_("Delivery calendar")), gap=10, keep=50)
        for at in range(0, len(data.calendar), STEPS_A_ROW):
            flow.add(Calendar(data.calendar[at : at + STEPS_A_ROW], data.issuer.colour, say))
    if data.contact:
        flow.add(_contact(data, say), gap=8)
    for number, text in enumerate(paragraphs(data.mentions, SMALL)):
        flow.add(text, gap=6 if number == 0 else 0.6)


def _differences(differences: Sequence[Difference], say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Your line"), "centre", widest=44),
        Column(_("Subject"), widest=80),
        Column(_("Your purchase order"), widest=125),
        Column(_("Our confirmation"), widest=125),
        Column(_("Reason"), wide=True),
    ]
    rows = [
        Row(
            (
                Cell(difference.customer_line),
                Cell(difference.subject),
                Cell(difference.theirs),
                Cell(difference.ours, style=STRONG),
                Cell(difference.reason),
            )
        )
        for difference in differences
    ]
    return Table(columns, rows, Look(styles.AMBER_GROUND, styles.AMBER))


def _contact(data: AcknowledgementData, say: Voice) -> Notice:
    _ = say.gettext
    texts = [data.contact, _("Please quote {number} in your messages.").format(number=data.number)]
    if data.changes_until:
        moment = say.formats.moment(data.changes_until)
        texts[1] += " " + _("Changes are possible until {moment}.").format(moment=moment)
    return Notice(_("A question, a change?"), tuple(texts), ground=styles.PALE)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of the delivery on a line: done ones are filled."""

    steps: Sequence[Step]
    colour: str
    voice: Voice
    height: float = 44.0

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        place = INNER / len(self.steps)
        first, last = LEFT + place / 2, LEFT + INNER - place / 2
        pen.rule(first, top + 9, last - first, stroke=self.colour, line=1.2)
        for number, step in enumerate(self.steps):
            x = first + number * place
            pen.dot(x, top + 9, 4.2, fill=self.colour if step.done else styles.WHITE, stroke=self.colour)
            pen.tagging.next_block()
            pen.text(x, top + 25, self.voice.formats.short_date(step.on), STRONG, "centre")
            label = SMALL.coloured(MUTED)
            pen.text(x, top + 35, step.label, label.fitted(step.label, place - 6, 4.8), "centre")
