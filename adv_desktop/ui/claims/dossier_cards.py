"""The cards of a claim's form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from adv_desktop.models.enums import ClaimState, ClaimType, DocumentKind
from adv_desktop.services.queries.chain import Link as Neighbour
from adv_desktop.services.queries.phrases import said
from adv_desktop.services.texts import _
from adv_desktop.ui.claims.columns import LINES, disputed
from adv_desktop.ui.claims.reads import Shown
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, IconLabel, Pill, row, rule, text_label
from adv_desktop.ui.widgets.chain import ChainStrip, Link
from adv_desktop.ui.widgets.timeline import Event, Timeline

OpenDocument = Callable[[DocumentKind, int], object]
_MOST_LINKS = 3


def deadline(shown: Shown) -> QWidget | None:
    """Return the warning of a deadline: the law's for transport, or one that has passed."""
    claim = shown.claim.row
    if claim.claim_state is ClaimState.CLOSED:
        return None
    day = formats().long_date(claim.due)
    if claim.type is ClaimType.TRANSPORT:
        title = _("Confirm the reserves to the carrier by registered letter before {day}").format(day=day)
        text = _("3 days from the reception, public holidays not counted (article L133-3 of the commercial code).")
    elif claim.late:
        title = _("The answer was due on {day}").format(day=day)
        text = _("Decide, or tell the customer until when you will answer.")
    else:
        return None
    return _banner(title, text, Tone.BAD if claim.late else Tone.WARN)


def _banner(title: str, text: str, tone: Tone) -> QWidget:
    banner = QFrame()
    banner.setProperty("soft", True)
    layout = QHBoxLayout(banner)
    theme().space(layout, (14, 10, 14, 10), 12)
    texts = QVBoxLayout()
    theme().space(texts, spacing=2)
    strong = text_label(title, tone.value, wrap=True)
    strong.setFont(theme().font("strong"))
    texts.addWidget(strong)
    texts.addWidget(text_label(text, "muted", wrap=True))
    layout.addWidget(IconLabel("clock" if tone is Tone.WARN else "warning", tone.value))
    layout.addLayout(texts, 1)
    return banner


def origin(shown: Shown, open_document: OpenDocument) -> Card:
    """Return the documents that the claim comes from, and those that it led to."""
    card = Card(_("Where the claim comes from"))
    before, after = shown.chain.before[-_MOST_LINKS:], shown.chain.after[:_MOST_LINKS]
    card.body.addWidget(_strip(before, open_document) if before else text_label(_("No document is named."), "muted"))
    if after:
        card.body.addWidget(text_label(_("What came of it"), "label"))
        card.body.addWidget(_strip(after, open_document))
    return card


def _strip(links: Sequence[Neighbour], open_document: OpenDocument) -> ChainStrip:
    strip = ChainStrip()
    strip.set_links([_link(link) for link in links])
    strip.open_document.connect(open_document)
    return strip


def lines(shown: Shown) -> Card:
    """Return the lines of the document, the one complained of marked."""
    claim = shown.claim.row
    title = _("Lines of {number}").format(number=claim.origin_number or "")
    sub = _("Line {number} is complained of.").format(number=claim.origin_line) if claim.origin_line else ""
    card = Card(title, sub)
    table = RowsTable(title, LINES, stretch=2, max_rows=7)
    table.set_rows(shown.lines)
    card.body.addWidget(table)
    return card


def description(shown: Shown) -> Card:
    """Return what the customer says."""
    card = Card(_("What went wrong"))
    card.body.addWidget(text_label(shown.claim.row.description, "body", wrap=True))
    card.body.addStretch(1)
    return card


def decision(shown: Shown, open_document: OpenDocument) -> Card:
    """Return what was decided, and each action with the document that carried it out."""
    claim = shown.claim
    card = Card(_("Decision"))
    if claim.outcome is not None:
        when = formats().date(claim.decided_on) if claim.decided_on else ""
        card.body.addWidget(row(Pill(label(claim.outcome), Tone.INFO), text_label(when, "muted")))
        card.body.addWidget(text_label(claim.decision_reason or "", "body", wrap=True))
    for action in claim.actions:
        card.body.addWidget(rule())
        state = text_label(
            _("carried out") if action.done_at else _("to be carried out"), "ok" if action.done_at else "warn"
        )
        line: list[QWidget] = [text_label(label(action.kind), "strong"), state]
        if action.document_kind is not None and action.document_id is not None:
            line.append(_opener(action.number or _("Draft"), action.document_kind, action.document_id, open_document))
        card.body.addWidget(row(*line))
    card.body.addStretch(1)
    return card


def _opener(number: str, kind: DocumentKind, document_id: int, open_document: OpenDocument) -> Button:
    return Button(number, "link", on_click=lambda: open_document(kind, document_id))


def follow_up(shown: Shown) -> Card:
    """Return who follows the claim, and until when."""
    claim = shown.claim.row
    card = Card(_("Follow-up"))
    cost = formats().money(shown.claim.cost, claim.currency) if shown.claim.cost else "—"
    facts = [
        (_("Type"), label(claim.type)),
        (_("Severity"), label(claim.severity)),
        (_("Cause"), claim.cause or "—"),
        (_("Department"), claim.service or "—"),
        (_("In charge"), claim.person or "—"),
        (_("Disputed"), disputed(claim)),
        (_("Cost"), cost),
    ]
    card.body.addWidget(_fact(_("Due"), _due_label(shown)))
    for name, value in facts:
        card.body.addWidget(_fact(name, text_label(value, wrap=True)))
    return card


def _due_label(shown: Shown) -> QWidget:
    claim = shown.claim.row
    day = formats().date(claim.due)
    if not claim.late:
        return text_label(day)
    late = text_label(day, "bad")
    late.setAccessibleName(_("{day}, late").format(day=day))
    return row(IconLabel("warning", "bad"), late, spacing=6)


def _fact(name: str, value: QWidget) -> QWidget:
    title: QLabel = text_label(name, "muted")
    title.setFixedWidth(theme().px(96))
    box = QWidget()
    layout = QHBoxLayout(box)
    theme().space(layout, (0, 0, 0, 0), 8)
    layout.addWidget(title)
    layout.addWidget(value, 1)
    return box


def others(shown: Shown, open_claim: Callable[[int], object]) -> Card:
    """Return the customer's other claims."""
    card = Card(_("Same customer"))
    for claim in shown.others:
        number = Button(claim.number, "link", on_click=partial(open_claim, claim.id))
        line = QHBoxLayout()
        theme().space(line, spacing=8)
        line.addWidget(number)
        line.addWidget(Pill(_(claim.state.word), Tone(claim.state.tone)))
        line.addStretch(1)
        card.body.addLayout(line)
    return card


def history(shown: Shown) -> Card:
    """Return what happened to the claim, the latest first."""
    card = Card(_("Timeline"))
    timeline = Timeline()
    timeline.set_events(
        Event(
            formats().moment(event.at),
            said(event.what),
            event.actor,
            said(event.detail) if event.detail else "",
            event.icon,
            Tone(event.tone),
        )
        for event in shown.events
    )
    card.body.addWidget(timeline)
    return card


def _link(link: Neighbour) -> Link:
    sub = " · ".join(part for part in (label(link.kind), formats().date(link.date) if link.date else "") if part)
    return Link(link.kind, link.id, link.number or _("Draft"), _(link.state.word), Tone(link.state.tone), sub)
