"""A claim whole: its life, where it comes from, what it is about, what is decided, who follows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import ClaimState, DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.claims import dossier_cards as cards
from adv_desktop.ui.claims.actions import ClaimActions, verbs_of
from adv_desktop.ui.claims.columns import severity_tone
from adv_desktop.ui.claims.decision import DecisionPanel
from adv_desktop.ui.claims.reads import ClaimReads, Shown
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, Pill, clear_layout, text_label
from adv_desktop.ui.widgets.flow import Flow
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.steps import Steps

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_OPEN = frozenset({ClaimState.NEW, ClaimState.IN_PROGRESS, ClaimState.WAITING_CUSTOMER, ClaimState.WAITING_INTERNAL})

_SIDE = 306
_NARROW = 1040
_ANY_WIDTH = 16_777_215  # QWIDGETSIZE_MAX


class ClaimDossier(DocumentForm):
    """One claim; it follows what is done to it here or elsewhere."""

    def __init__(self, desk: Desk, claim_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.claim_id = claim_id
        self.about = (DocumentKind.CLAIM, claim_id)
        self.reads = ClaimReads(desk)
        self.verbs = ClaimActions(desk, self)
        self.shown: Shown | None = None
        self.decision: DecisionPanel | None = None
        self._title, self._state = text_label("", "page"), Pill()
        self._type, self._severity = Pill(), Pill()
        self._sub = text_label("", "muted")
        self._buttons = Flow(to_the_right=True)
        self.steps = Steps([N_("New"), N_("In progress"), N_("Decided"), N_("Actions"), N_("Closed")])
        self.steps.setEnabled(False)  # the life of a claim is told here, not steered
        self._main, self._side = QVBoxLayout(), QVBoxLayout()
        self._build()
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("decide", N_("Decide…"), self._on_decide, "Ctrl+Return", "check", Menu.SALES),
            Command("next", N_("Next step of the claim"), self._on_next, "F8", "", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def on_changed(self, changed: Changed) -> None:
        """Show the claim as it has become."""
        if self.claim_id in changed.of(DocumentKind.CLAIM):
            self._read()

    def _read(self) -> None:
        self.desk.runner.read(lambda: self.reads.claim(self.claim_id), self._show, self._on_gone)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _build(self) -> None:
        back = Button("", icon="arrow-left", name=_("Back"), on_click=self.closed.emit)
        title = QHBoxLayout()
        theme().space(title, spacing=10)
        for widget in (self._title, self._state, self._type, self._severity):
            title.addWidget(widget)
        title.addStretch(1)
        lines = QVBoxLayout()
        theme().space(lines, spacing=2)
        lines.addLayout(title)
        lines.addWidget(self._sub)
        head = QHBoxLayout()
        theme().space(head, spacing=12)
        head.addWidget(back)
        head.addLayout(lines, 1)
        theme().space(self._buttons, spacing=8)
        life = Card(margins=(16, 8, 16, 8))
        life.body.addWidget(self.steps)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addLayout(self._buttons)
        layout.addWidget(life)
        layout.addWidget(self._panes(), 1)

    def _panes(self) -> QWidget:
        theme().space(self._main, (0, 0, 0, 0), 12)
        theme().space(self._side, (0, 0, 0, 0), 12)
        side = QWidget()
        side.setLayout(self._side)
        self._side_box = side
        inner = QWidget()
        self._both = QHBoxLayout(inner)
        theme().space(self._both, (0, 0, 0, 0), 12)
        self._both.addLayout(self._main, 1)
        self._both.addWidget(side)
        return Scroll(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what stands at the right under the rest where the window is narrow for its zoom."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme().px(_NARROW)
        self._both.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._side_box.setMinimumWidth(0 if narrow else theme().px(_SIDE))
        self._side_box.setMaximumWidth(_ANY_WIDTH if narrow else theme().px(_SIDE))

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        row = shown.claim.row
        self._title.setText(_("Claim {number}").format(number=row.number))
        self._state.show_state(_(row.state.word), Tone(row.state.tone))
        self._type.show_state(label(row.type), Tone.NEUTRAL)
        severity = _("Severity: {severity}").format(severity=label(row.severity).lower())
        self._severity.show_state(severity, severity_tone(row))
        self._sub.setText(_head(shown))
        self.steps.set_current(_step(shown))
        self.title_changed.emit(self.title)
        self._show_buttons(shown)
        self._show_main(shown)
        self._show_side(shown)

    def _show_buttons(self, shown: Shown) -> None:
        clear_layout(self._buttons)
        verbs = [verb for verb in verbs_of(shown.claim) if verb[0] != "decide"]
        for place, (verb, text) in reversed(list(enumerate(verbs))):
            kind = "primary" if place == 0 else "plain"
            self._buttons.addWidget(Button(text, kind, on_click=self._act(verb)))

    def _show_main(self, shown: Shown) -> None:
        clear_layout(self._main)
        banner = cards.deadline(shown)
        pieces = [*([banner] if banner else []), cards.origin(shown, self.desk.window.open_document)]
        if shown.lines:
            pieces.append(cards.lines(shown))
        for piece in pieces:
            self._main.addWidget(piece)
        below = QGridLayout()
        theme().space(below, spacing=12)
        below.addWidget(cards.description(shown), 0, 0)
        below.addWidget(self._decision_card(shown), 0, 1)
        below.setColumnStretch(0, 1)
        below.setColumnStretch(1, 1)
        self._main.addLayout(below)
        self._main.addStretch(1)

    def _decision_card(self, shown: Shown) -> Card:
        self.decision = None
        if shown.claim.row.claim_state not in _OPEN:
            return cards.decision(shown, self.desk.window.open_document)
        card = Card(_("Decision"))
        self.decision = DecisionPanel(shown.claim.row.type)
        card.body.addWidget(self.decision)
        hint = _("Ctrl+Enter")
        decide = Button(_("Decide"), "primary", icon="check", hint=hint, on_click=self._on_decide)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(decide)
        card.body.addLayout(foot)
        if shown.claim.row.disputed and shown.claim.row.origin_kind is DocumentKind.INVOICE:
            amount = formats().money(shown.claim.row.disputed, shown.claim.row.currency)
            said = _("Reminders of {amount} are suspended while the claim is open.").format(amount=amount)
            card.body.addWidget(text_label(said, "info", wrap=True))
        return card

    def _show_side(self, shown: Shown) -> None:
        clear_layout(self._side)
        self._side.addWidget(cards.follow_up(shown))
        if shown.others:
            self._side.addWidget(cards.others(shown, partial(self.desk.window.open_document, DocumentKind.CLAIM)))
        self._side.addWidget(cards.history(shown))
        self._side.addStretch(1)

    def _act(self, verb: str) -> Callable[[], None]:
        def run() -> None:
            if self.shown is not None:
                self.verbs.run(verb, self.shown)

        return run

    def _on_decide(self) -> None:
        if self.shown is None or self.decision is None:
            return
        decision = self.decision.decision()
        if decision is not None:
            self.verbs.decide(self.shown.claim.row, decision)

    def _on_next(self) -> None:
        """Take the next step that the state allows; a decision is made in its own card."""
        if self.shown is None:
            return
        verb = verbs_of(self.shown.claim)[0][0]
        if verb != "decide":
            self.verbs.run(verb, self.shown)
        elif self.decision is not None:
            self.decision.reason.setFocus()


def _head(shown: Shown) -> str:
    row = shown.claim.row
    opened = _("opened on {date}").format(date=formats().date(row.opened_on))
    reference = _("customer's ref. {reference}").format(reference=row.customer_reference)
    parts = [row.customer_name, shown.claim.customer_code, opened, reference if row.customer_reference else ""]
    return " · ".join(part for part in parts if part)


def _step(shown: Shown) -> int:
    state = shown.claim.row.claim_state
    if state is ClaimState.NEW:
        return 0
    if state in _OPEN:
        return 1
    if state is ClaimState.CLOSED:
        return 4
    return 3 if any(action.done_at is None for action in shown.claim.actions) else 2
