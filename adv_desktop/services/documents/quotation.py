"""The quotation: what we offer, until when, and where the customer signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Notice, Parties, Strip, paragraphs, reference_items
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.priced import LineTable, Totals
from adv_desktop.services.documents.styles import BODY, QUIET
from adv_desktop.services.documents.voice import Voice, voice

if TYPE_CHECKING:
    from adv_desktop.services.documents.quotation_content import QuotationData


def render(data: QuotationData, stream: BinaryIO) -> None:
    """Write the PDF of a quotation to a stream."""
    say = voice(data.language)
    _ = say.gettext
    title = _("QUOTATION")
    number = data.number or _("Draft")
    flow = Flow()
    flow.add(Head(data.issuer, say, title, number, _facts(data, say)))
    code = data.customer.code
    label = _("Customer {code}").format(code=code) if code else _("Customer")
    flow.add(Parties(None, (label, data.customer), say))
    items = reference_items(data.references, say)
    if items:
        flow.add(Strip(tuple(items)), gap=8)
    greeting = _("We thank you for your request and have the pleasure of offering you:")
    for text in paragraphs([greeting], BODY):
        flow.add(text, gap=8)
    totals = Totals(data.amounts, data.currency, data.issuer.colour, say, "", data.without_vat)
    lines = LineTable(data.lines, data.currency, data.issuer.colour, say, data.without_vat)
    lines.table().place(flow, gap=9, keep=9 + totals.height)
    flow.add(totals, gap=9)
    for place, text in enumerate(paragraphs(data.remarks, QUIET)):
        flow.add(text, gap=6 if place == 0 else 0)
    flow.add(_acceptance(data, say), gap=10)
    Sheet(say, data.issuer, title, number, data.customer.name, made=data.made_on).write(flow, stream)


def _facts(data: QuotationData, say: Voice) -> tuple[tuple[str, str], ...]:
    _ = say.gettext
    rows = [(_("Made on"), say.formats.date(data.made_on)), (_("Valid until"), say.formats.date(data.valid_until))]
    if data.revision > 1:
        rows.append((_("Version"), str(data.revision)))
    return tuple(rows)


def _acceptance(data: QuotationData, say: Voice) -> Notice:
    _ = say.gettext
    until = _("Our prices hold until {date}.").format(date=say.formats.date(data.valid_until))
    texts = (until, _("Date, name, signature and stamp:"), " ", " ", " ")
    return Notice(_("Accepted, for order"), texts, ground=styles.PALE)
