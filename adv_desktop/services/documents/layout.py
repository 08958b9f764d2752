"""Pages: blocks placed one under the other, the head and foot of each page, page n/N.

A first pass places every block, so that the number of pages is known; the second draws.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from adv_desktop.services.documents import pdfa, styles
from adv_desktop.services.documents.pen import INNER, LEFT, PAGE_HEIGHT, RIGHT, Pen
from adv_desktop.services.documents.styles import FOOT, FOOT_STRONG, MUTED, SMALL_STRONG
from adv_desktop.services.documents.tags import Role
from adv_desktop.services.documents.voice import Voice, grouped, siret

if TYPE_CHECKING:
    from adv_desktop.services.documents.content import Issuer

FIRST_TOP = 24.0
NEXT_TOP = 62.0
FOOT_TOP = PAGE_HEIGHT - 49.0
BOTTOM = FOOT_TOP - 4.0
FOOT_LINES = 4
# Heights added up in another order differ in their last digits: what fits to the point still fits.
ROUNDING = 0.01


class Block(Protocol):
    """A part of a page that is never cut."""

    @property
    def height(self) -> float:
        """Height in points."""

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""


class Flow:
    """Places blocks down the pages."""

    def __init__(self) -> None:
        self.pages: list[list[tuple[Block, float]]] = [[]]
        self.top = FIRST_TOP

    @property
    def room(self) -> float:
        """Height that is left on the page."""
        return BOTTOM - self.top

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return not self.pages[-1]

    def turn(self) -> None:
        """Go to the next page."""
        self.pages.append([])
        self.top = NEXT_TOP

    def add(self, block: Block, gap: float = 0, keep: float = 0) -> None:
        """Place a block `gap` points lower, on the next page when it (and `keep` more) would not fit."""
        if not self.fresh and block.height + gap + keep > self.room + ROUNDING:
            self.turn()
        if not self.fresh:
            self.top += gap
        self.pages[-1].append((block, self.top))
        self.top += block.height


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every page of a document carries: foot, and the short head of the pages after the first."""

    voice: Voice
    issuer: Issuer
    title: str
    number: str
    recipient: str
    footnote: str = ""
    across: str = ""
    made: dt.date | None = None
    xml: bytes | None = None

    @property
    def name(self) -> str:
        """Title and number as the file's properties and the next pages show them."""
        return f"{self.title} {self.number}".strip()

    def write(self, flow: Flow, stream: BinaryIO) -> None:
        """Draw the placed blocks of all pages and write the file."""
        drawn = io.BytesIO()
        pen = Pen(drawn, self.voice.formats.language)
        for page, placed in enumerate(flow.pages, 1):
            if self.across:
                self._draw_across(pen, page)
            if page > 1:
                with pen.tagging.within(None):
                    self._head(pen)
            for block, top in placed:
                pen.tagging.next_block()
                block.draw(pen, top)
            with pen.tagging.within(None):
                self._foot(pen, page, len(flow.pages))
            pen.next_page()
        pen.save()
        about = pdfa.Properties(self.name, self.issuer.legal_name, self.made)
        pdfa.write(drawn.getvalue(), about, pen.tagging.structure, stream, self.xml)

    def _draw_across(self, pen: Pen, page: int) -> None:
        """Write a word across the page; it is read aloud once."""
        with pen.tag(Role.PARAGRAPH) if page == 1 else pen.tagging.within(None):
            pen.across(self.across, "#ECEFF3")

    def _head(self, pen: Pen) -> None:
        colour = styles.readable(self.issuer.colour)
        title = styles.STRONG.coloured(colour)
        name = styles.STRONG.fitted(self.name, INNER / 2, 6)
        pen.text(RIGHT, 38, self.name, title.fitted(self.name, INNER / 2, 6), "right")
        left = INNER - name.width(self.name) - 16
        who = " · ".join(part for part in (self.issuer.name, self.recipient) if part)
        shown = styles.QUIET.wrap(who, left)
        pen.text(LEFT, 38, shown[0] + ("…" if len(shown) > 1 else ""), styles.QUIET)
        pen.rule(LEFT, 46, INNER)

    def _foot(self, pen: Pen, page: int, pages: int) -> None:
        _ = self.voice.gettext
        pen.rule(LEFT, FOOT_TOP, INNER)
        number = _("Page {page}/{pages}").format(page=page, pages=pages)
        pen.text(RIGHT, FOOT_TOP + 20, number, SMALL_STRONG.coloured(styles.INK), "right")
        y = pen.lines(LEFT, FOOT_TOP + 11, legal_lines(self.issuer, self.voice), FOOT)
        pen.text(LEFT, y, self.footnote, FOOT_STRONG.coloured(MUTED))


def legal_lines(issuer: Issuer, voice: Voice) -> tuple[str, ...]:
    """Return the issuer's identity as the foot prints it, four lines at most."""
    parts = (*_seat(issuer, voice), *_numbers(issuer, voice))
    return tuple(FOOT.joined(parts, INNER - 60)[:FOOT_LINES])


def _seat(issuer: Issuer, voice: Voice) -> list[str]:
    _ = voice.gettext
    form = issuer.legal_form
    if form and issuer.capital is not None:
        form = _("{form} with a capital of {amount}").format(form=form, amount=voice.formats.money(issuer.capital))
    office = issuer.registered_office and _("registered office: {address}").format(address=issuer.registered_office)
    registry = issuer.registry_city and f"RCS\u00a0{issuer.registry_city} {grouped(issuer.siren, 3)}"
    first = ", ".join(part for part in (issuer.legal_name, form) if part)
    return [part for part in (first, office, registry) if part]


def _identifier(issuer: Issuer) -> str:
    """Return the number that names the company; "" for the sender of a neutral paper."""
    if issuer.siret:
        return f"SIRET\u00a0{siret(issuer.siret)}"
    return f"SIREN\u00a0{grouped(issuer.siren, 3)}" if issuer.siren else ""


def _numbers(issuer: Issuer, voice: Voice) -> list[str]:
    _ = voice.gettext
    parts = (
        _identifier(issuer),
        issuer.vat_number and _("VAT no. {number}").format(number=issuer.vat_number),
        issuer.activity_code and _("NAF {code}").format(code=issuer.activity_code),
        issuer.eori and f"EORI\u00a0{issuer.eori}",
        issuer.footer_note,
    )
    return [part for part in parts if part]
