"""The parts that all documents share: head, addresses, reference strip, notices, texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from adv_desktop.services.documents import fonts, styles
from adv_desktop.services.documents.content import Issuer, Party, References
from adv_desktop.services.documents.pen import INNER, LEFT, RIGHT, Pen
from adv_desktop.services.documents.styles import BODY, BORDER, NAME, PALE, QUIET, SMALL, SMALL_STRONG, STRONG, Style
from adv_desktop.services.documents.tags import Role
from adv_desktop.services.documents.voice import Voice, grouped

LOGO_SIDE = 30.0
LOGO_WIDE = 150.0
BARCODE_HEIGHT = 19.0
# Points: two dots of a scan at 150 to the inch, which is what a reader needs of a page that lies askew.
BARCODE_MODULE = 1.0
CONTACT_WIDTH = 255.0
TITLE = Style(font=fonts.BOLD, size=19, leading=20)
NUMBER = Style(font=fonts.SEMIBOLD, size=12, leading=14)
TRADE_NAME = Style(font=fonts.BOLD, size=13.4, leading=15.5)
LEGAL_NAME = Style(font=fonts.MEDIUM, size=8.8, fill=styles.MUTED, leading=11)


@dataclass(frozen=True)
class Head:
    """Logo and identity on the left; title, number and dates on the right."""

    issuer: Issuer
    voice: Voice
    title: str
    number: str
    facts: tuple[tuple[str, str], ...] = ()
    barcode: str = ""

    @cached_property
    def height(self) -> float:
        """Height in points, room under it included."""
        return max(self._left_height, self._right_height) + 8

    @property
    def _left_height(self) -> float:
        return self._name_height + 3 + len(self._contact) * BODY.leading

    @property
    def _right_height(self) -> float:
        return 43 + len(self.facts) * 11.6 + (BARCODE_HEIGHT + 6 if self.barcode else 0)

    @cached_property
    def _names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        limit = 220 if self.issuer.logo else 250
        trade = TRADE_NAME.wrap(self.issuer.name, limit)
        if self.issuer.legal_name in {"", self.issuer.name}:
            return trade, ()
        return trade, LEGAL_NAME.wrap(self.issuer.legal_name, limit)

    @property
    def _name_height(self) -> float:
        trade, legal = self._names
        return max(LOGO_SIDE, len(trade) * TRADE_NAME.leading + len(legal) * LEGAL_NAME.leading) + 4

    @cached_property
    def _contact(self) -> tuple[tuple[str, Style], ...]:
        issuer = self.issuer
        tax = self.voice.gettext("VAT {number}").format(number=issuer.vat_number) if issuer.vat_number else ""
        siren = f"SIREN\u00a0{grouped(issuer.siren, 3)}" if issuer.siren else ""
        texts = [(line, BODY) for line in issuer.address]
        for parts in ((issuer.phone, issuer.email, issuer.website), (siren, tax)):
            texts += [(line, QUIET) for line in QUIET.joined(parts, CONTACT_WIDTH)]
        return tuple((line, style) for text, style in texts for line in style.wrap(text, CONTACT_WIDTH))

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        self._draw_issuer(pen, top)
        title = TITLE.coloured(styles.readable(self.issuer.colour)).fitted(self.title, 290, 11)
        with pen.tag(Role.TITLE):
            pen.text(RIGHT, top + 15, self.title, title, "right")
            if self.number:
                number = self.voice.gettext("No. {number}").format(number=self.number)
                pen.text(RIGHT, top + 31, number, NUMBER.fitted(number, 240, 8), "right")
        self._draw_facts(pen, top + 48)
        if self.barcode:
            alt = self.voice.gettext("Bar code {number}").format(number=self.barcode)
            draw_barcode(pen, self.barcode, RIGHT, top + 42 + len(self.facts) * 11.6, alt)

    def _draw_facts(self, pen: Pen, y: float) -> None:
        column = max([60.0, *(STRONG.width(value) for _, value in self.facts)]) + 14
        for label, value in self.facts:
            with pen.tag(Role.PARAGRAPH):
                pen.text(RIGHT - column, y, label, QUIET, "right")
                pen.text(RIGHT, y, value, STRONG, "right")
            y += 11.6

    def _draw_issuer(self, pen: Pen, top: float) -> None:
        x = LEFT
        if self.issuer.logo:
            wide = LOGO_WIDE if not self._names[0] else 90.0
            alt = self.voice.gettext("Logo of {company}").format(company=self.issuer.name)
            x += pen.image(self.issuer.logo, LEFT, top, wide, LOGO_SIDE, alt) + 8
        trade, legal = self._names
        y = pen.lines(x, top + 12.4, trade, TRADE_NAME)
        pen.lines(x, y - 1.5, legal, LEGAL_NAME)
        y = top + self._name_height + 10
        pen.tagging.next_block()
        for text, style in self._contact:
            pen.text(LEFT, y, text, style)
            y += BODY.leading


def draw_barcode(pen: Pen, text: str, right: float, top: float, alt: str) -> None:
    """Draw a Code 128 that ends at `right`."""
    from reportlab.graphics.barcode.code128 import Code128

    from adv_desktop.services.documents.pen import PAGE_HEIGHT

    code = Code128(text, barHeight=BARCODE_HEIGHT, barWidth=BARCODE_MODULE, quiet=False)
    with pen.tag(Role.FIGURE, alt, box=(right - code.width, top, code.width, BARCODE_HEIGHT)):
        pen.tagging.read()
        code.drawOn(pen.canvas, right - code.width, PAGE_HEIGHT - top - BARCODE_HEIGHT)
    pen.forget()


@dataclass(frozen=True)
class Parties:
    """Two framed addresses side by side; the right one stands in the window of an envelope."""

    left: tuple[str, Party] | None
    right: tuple[str, Party]
    voice: Voice

    LEFT_WIDTH = 232.0
    RIGHT_WIDTH = 255.0

    @cached_property
    def height(self) -> float:
        """Height in points."""
        count = max(len(self._lines(party, self._width(side))) for side, party in self._sides())
        return max(72.0, 26 + count * BODY.leading)

    def _sides(self) -> list[tuple[str, Party]]:
        sides = [("right", self.right[1])]
        return [("left", self.left[1]), *sides] if self.left else sides

    def _width(self, side: str) -> float:
        return (self.LEFT_WIDTH if side == "left" else self.RIGHT_WIDTH) - 20

    def _lines(self, party: Party, limit: float) -> tuple[tuple[str, Style], ...]:
        _ = self.voice.gettext
        attention = _("For the attention of {name}").format(name=party.attention) if party.attention else ""
        texts = [(party.name, NAME), (attention, BODY), *((line, BODY) for line in party.address)]
        if party.siren:
            texts.append((f"SIREN\u00a0{grouped(party.siren, 3)}", BODY))
        if party.vat_number:
            texts.append((_("VAT no. {number}").format(number=party.vat_number), BODY))
        texts.append((party.note, BODY))
        return tuple((line, style) for text, style in texts for line in style.wrap(text, limit))

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        if self.left:
            self._draw(pen, LEFT, top, self.left, "left")
        self._draw(pen, RIGHT - self.RIGHT_WIDTH, top, self.right, "right")

    def _draw(self, pen: Pen, x: float, top: float, labelled: tuple[str, Party], side: str) -> None:
        label, party = labelled
        width = self.LEFT_WIDTH if side == "left" else self.RIGHT_WIDTH
        pen.box(x, top, width, self.height, stroke=BORDER)
        y = top + 26.5
        with pen.tag(Role.PARAGRAPH):
            pen.text(x + 10, top + 14, label, SMALL_STRONG)
            for text, style in self._lines(party, width - 20):
                pen.text(x + 10, y, text, style)
                y += BODY.leading


@dataclass(frozen=True)
class Strip:
    """The references on a pale ground, on as many rows as their widths ask for."""

    items: tuple[tuple[str, str], ...]

    GAP = 9.0

    @cached_property
    def _cells(self) -> tuple[tuple[str, tuple[str, ...], float], ...]:
        cells = []
        for label, value in self.items:
            lines = STRONG.wrap(value, INNER / 2 - 30)
            cells.append((label, lines, max([SMALL.width(label), *(STRONG.width(line) for line in lines)])))
        return tuple(cells)

    @cached_property
    def _rows(self) -> list[list[tuple[str, tuple[str, ...], float]]]:
        rows = self._filled(len(self._cells))
        even = -(-len(self._cells) // len(rows))
        balanced = self._filled(even)
        return balanced if len(balanced) == len(rows) else rows

    def _filled(self, longest: int) -> list[list[tuple[str, tuple[str, ...], float]]]:
        rows: list[list[tuple[str, tuple[str, ...], float]]] = [[]]
        used = 0.0
        for cell in self._cells:
            if rows[-1] and (used + cell[2] > INNER - 16 or len(rows[-1]) == longest):
                rows.append([])
                used = 0.0
            rows[-1].append(cell)
            used += cell[2] + self.GAP
        return rows

    @cached_property
    def height(self) -> float:
        """Height in points."""
        return 7 + sum(self._row_height(row) for row in self._rows)

    @staticmethod
    def _row_height(row: Sequence[tuple[str, tuple[str, ...], float]]) -> float:
        return 22 + 10 * (max(len(lines) for _, lines, _ in row) - 1)

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        pen.box(LEFT, top, INNER, self.height, fill=PALE)
        y = top
        for row in self._rows:
            spare = INNER - 16 - sum(width for _, _, width in row)
            step = min(spare / max(len(row) - 1, 1), 44) if len(row) > 1 else 0
            x = LEFT + 8
            for label, lines, width in row:
                with pen.tag(Role.PARAGRAPH):
                    pen.text(x, y + 11.4, label, SMALL)
                    pen.lines(x, y + 22, lines, STRONG)
                x += width + step
            y += self._row_height(row)


@dataclass(frozen=True)
class Notice:
    """A framed or tinted box: a strong sentence, quiet lines under it, figures on the right."""

    title: str
    texts: tuple[str, ...] = ()
    figures: str = ""
    ground: str = ""
    fill: str = styles.INK

    @cached_property
    def _lines(self) -> tuple[tuple[str, Style], ...]:
        room = INNER - 20
        title_room = room - (STRONG.width(self.figures) + 14 if self.figures else 0)
        lines = [(line, STRONG.coloured(self.fill)) for line in STRONG.wrap(self.title, title_room)]
        quiet = styles.ASIDE if self.fill == styles.INK else styles.ASIDE.coloured(self.fill)
        return (*lines, *((line, quiet) for text in self.texts for line in quiet.wrap(text, room)))

    @cached_property
    def height(self) -> float:
        """Height in points."""
        return 11.5 + len(self._lines) * 11

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        pen.box(LEFT, top, INNER, self.height, fill=self.ground, stroke="" if self.ground else BORDER)
        y = top + 13.2
        for text, style in self._lines:
            pen.text(LEFT + 10, y, text, style)
            y += 11
        if self.figures:
            pen.text(RIGHT - 8, top + 13.2, self.figures, STRONG, "right")


@dataclass(frozen=True)
class Text:
    """A paragraph; `place` splits it over pages line by line."""

    lines: tuple[str, ...]
    style: Style = BODY

    @property
    def height(self) -> float:
        """Height in points."""
        return len(self.lines) * self.style.leading + 2.2

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        pen.lines(LEFT, top + self.style.size, self.lines, self.style)


def paragraphs(texts: Sequence[str], style: Style) -> list[Text]:
    """Return a block a paragraph; one over twelve lines becomes several, so that it can cross pages."""
    blocks = []
    for text in texts:
        lines = style.wrap(text, INNER)
        blocks += [Text(lines[at : at + 12], style) for at in range(0, len(lines), 12)]
    return blocks


@dataclass(frozen=True, slots=True)
class Title:
    """A heading between two parts of a page."""

    text: str
    height: float = field(default=17.0)

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        with pen.tag(Role.HEADING):
            pen.text(LEFT, top + 10.5, self.text, styles.HEADING)


def reference_items(references: References, voice: Voice) -> list[tuple[str, str]]:
    """Return what the strip prints of the references, with its labels, in the order of the trade."""
    _ = voice.gettext
    partial = {True: _("Allowed"), False: _("Not allowed"), None: ""}[references.partial_deliveries]
    items = [
        (_("Your ref. (your order)"), voice.reference(references.customer_order)),
        (_("Engagement no."), references.engagement),
        (_("Service code"), references.service_code),
        (_("Contract no."), references.contract),
        (_("Site code"), references.site_code),
        (_("Our order"), voice.references(references.orders[:3]) + (" …" if references.orders[3:] else "")),
        (_("Delivery slip"), voice.references(references.deliveries[:3]) + (" …" if references.deliveries[3:] else "")),
        (_("Our quotation"), voice.reference(references.quotation)),
        (_("Terms of payment"), references.payment_terms),
        (_("Shipping method"), references.shipping_method),
        (_("Shipped by"), references.carrier),
        (_("Tracking no."), references.tracking),
        (_("Freight terms"), references.freight_terms),
        (_("Incoterm"), references.incoterm),
        (_("Part deliveries"), partial),
        (_("Your contact"), references.salesperson),
    ]
    return [(label, value) for label, value in items if value]
