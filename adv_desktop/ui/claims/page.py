"""The claims: list and pane, and the way to the forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries import claims
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.claims.actions import ClaimActions, verbs_of
from adv_desktop.ui.claims.columns import COLUMNS, disputed
from adv_desktop.ui.claims.dossier import ClaimDossier
from adv_desktop.ui.claims.form import ClaimForm
from adv_desktop.ui.claims.reads import ClaimReads, Shown
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats, pair
from adv_desktop.ui.labels import label
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.detail import DetailPane

_ORIGINS = {
    "claim_order": DocumentKind.ORDER,
    "claim_delivery": DocumentKind.DELIVERY,
    "claim_invoice": DocumentKind.INVOICE,
}
# How many actions have room in the pane; all of them are in the form of the claim.
_MOST_BUTTONS = 3


class ClaimsPage(ListedPage[Shown]):
    """« Réclamations »."""

    reads: ClassVar[ModuleType] = claims
    kind = DocumentKind.CLAIM
    kinds = frozenset({DocumentKind.CLAIM})
    name = "claims"
    title = N_("Claims")
    everything = N_("All claims")
    columns = COLUMNS
    total = N_("Disputed: {amount}")
    sort = "number"
    empty = Empty(
        N_("No claim yet"),
        N_("Open one with F2, or from the order, the delivery or the invoice that it is about."),
        N_("Open a claim"),
        "warning",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.claim_reads = ClaimReads(desk)
        super().__init__(desk, parent)
        self.verbs = ClaimActions(desk, self)
        self.pane.link_clicked.connect(self._on_customer)

    def commands(self) -> list[Command]:
        """Return what can be done with claims."""
        return [
            Command("new", N_("Open a claim"), self._on_new, "F2", "plus", Menu.SALES, primary=True),
            Command("open", N_("Open"), self._on_open, "F3", "edit", Menu.SALES),
            Command("decide", N_("Decide…"), self._act("decide"), "Ctrl+Return", "check", Menu.SALES),
            Command("next", N_("Next step of the claim"), self._on_next, "F8", "", Menu.SALES),
            *list_commands(self),
        ]

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Open a claim on a document (`claim_order` …), or a claim that exists (`open`)."""
        if verb in _ORIGINS and ids:
            self.desk.window.open_form(ClaimForm(self.desk, (_ORIGINS[verb], ids[0])))
        elif verb == "open" and ids:
            self.open_document(ids[0])

    def read_detail(self, document_id: int) -> Shown:
        """Read a claim with its neighbours and its history."""
        return self.claim_reads.claim(document_id)

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show a claim: facts, description, decision, neighbours, history."""
        claim = detail.claim
        row = claim.row
        sub = " · ".join(part for part in (claim.customer_code, row.customer_reference) if part)
        pane.set_header(row.number, _(row.state.word), Tone(row.state.tone), sub, link=row.customer_name)
        pane.set_actions(self._buttons(detail))
        late = _("{day}, late").format(day=formats().date(row.due)) if row.late else formats().date(row.due)
        pane.set_facts(
            [
                (_("Type"), label(row.type)),
                (_("Severity"), label(row.severity)),
                (_("Due"), late),
                (_("Disputed"), disputed(row)),
                (_("Department"), row.service or "—"),
                (_("In charge"), row.person or "—"),
                (_("Cause"), row.cause or "—"),
            ]
        )
        pane.add(text_label(row.description, "body", wrap=True))
        if claim.outcome is not None:
            pane.section(_("Decision"))
            pane.add(text_label(pair(label(claim.outcome), claim.decision_reason or ""), "body", wrap=True))
            for action in claim.actions:
                done = (action.number or _("carried out")) if action.done_at else _("to be carried out")
                pane.add(text_label(pair(label(action.kind), done), "ok" if action.done_at else "warn"))
        self.add_chain(pane, detail.chain)
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open a claim in its form."""
        self.desk.window.open_form(ClaimDossier(self.desk, document_id))

    def on_empty(self) -> None:
        """Open the first claim."""
        self._on_new()

    def _buttons(self, detail: Shown) -> list[Button]:
        """Return the actions that the claim's state allows, the next one first."""
        return [
            Button(text, "soft" if place == 0 else "plain", small=True, on_click=self._act(verb))
            for place, (verb, text) in enumerate(verbs_of(detail.claim)[:_MOST_BUTTONS])
        ]

    def _act(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the current claim, when its state allows it."""

        def run() -> None:
            if self.detail is not None and verb in dict(verbs_of(self.detail.claim)):
                self.verbs.run(verb, self.detail)

        return run

    def _on_next(self) -> None:
        if self.detail is not None:
            self.verbs.run(verbs_of(self.detail.claim)[0][0], self.detail)

    def _on_new(self) -> None:
        self.desk.window.open_form(ClaimForm(self.desk))

    def _on_open(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _on_customer(self) -> None:
        if self.detail is not None:
            self.desk.window.open_document(DocumentKind.CUSTOMER, self.detail.claim.row.customer_id)
