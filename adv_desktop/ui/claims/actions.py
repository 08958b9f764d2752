"""What can be done with a claim from its list, its pane or its form."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import ClaimActionKind, ClaimState, DocumentKind
from adv_desktop.services.claims import ClaimRef
from adv_desktop.services.queries.claims import ClaimDetail, ClaimRow
from adv_desktop.services.texts import _
from adv_desktop.ui.claims.carrying_out import CREDITED, VERBS, ask_document, ask_one
from adv_desktop.ui.claims.decision import Decision, ask_decision
from adv_desktop.ui.claims.reads import Shown
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.labels import label
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

_STATES = {
    "take": ClaimState.IN_PROGRESS,
    "wait_customer": ClaimState.WAITING_CUSTOMER,
    "wait_internal": ClaimState.WAITING_INTERNAL,
}


class ClaimActions(QObject):
    """The verbs on one claim."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent

    def run(self, verb: str, shown: Shown) -> None:
        """Run a verb by its key (`verbs_of` tells which there are)."""
        row = shown.claim.row
        if verb in _STATES:
            self._move(row, _STATES[verb])
        elif verb == "decide":
            ask_decision(row.number, row.type, partial(self.decide, row), self._parent)
        elif verb == "close":
            self._close(row)
        elif verb == "reopen":
            self._reopen(row)
        else:
            self._carry_out(ClaimActionKind(verb), shown)

    def decide(self, row: ClaimRow, decision: Decision) -> None:
        """Record a decision."""
        claims = self._desk.services.claims
        self._desk.runner.write(
            lambda: claims.decide(row.number, decision.outcome, decision.reason, decision.action, row.version),
            partial(self._decided, decision),
        )

    def _decided(self, decision: Decision, ref: ClaimRef) -> None:
        said = _("Claim {number} decided: {outcome}, {action}.").format(
            number=ref.number, outcome=label(decision.outcome).lower(), action=label(decision.action).lower()
        )
        undo = Action(_("Undo this action"), partial(self._undo, ref))
        show = Action(_("Show it"), partial(self._desk.window.open_document, DocumentKind.CLAIM, ref.id))
        self._desk.notices.say(said, show, undo)

    def _undo(self, ref: ClaimRef) -> None:
        """Take a claim up again, as it is since the verb that is undone."""
        claims = self._desk.services.claims
        work = partial(claims.move, ref.number, ref.version, ClaimState.IN_PROGRESS)
        self._desk.runner.write(work, self._moved)

    def _move(self, row: ClaimRow, state: ClaimState) -> None:
        claims = self._desk.services.claims
        self._desk.runner.write(lambda: claims.move(row.number, row.version, state), self._moved)

    def _moved(self, ref: ClaimRef) -> None:
        self._desk.notices.say(_("Claim {number} moved on.").format(number=ref.number))

    def _close(self, row: ClaimRow) -> None:
        claims = self._desk.services.claims
        self._desk.runner.write(lambda: claims.close(row.number, row.version), self._closed)

    def _closed(self, ref: ClaimRef) -> None:
        said = _("Claim {number} closed: what was disputed is due again.").format(number=ref.number)
        self._desk.notices.say(said, Action(_("Undo this action"), partial(self._reopen, ref)))

    def _reopen(self, claim: ClaimRow | ClaimRef) -> None:
        claims = self._desk.services.claims
        self._desk.runner.write(lambda: claims.reopen(claim.number, claim.version), self._moved)

    def _carry_out(self, action: ClaimActionKind, shown: Shown) -> None:
        row = shown.claim.row
        if action in CREDITED and shown.invoices:
            ask_one(_("Invoice to credit"), shown.invoices, partial(self._credit, row.id), self._parent)
        elif action is ClaimActionKind.RETURN and shown.deliveries:
            ask_one(_("Delivery that comes back"), shown.deliveries, partial(self._take_back, row.id), self._parent)
        else:
            ask_document(action, partial(self._link, row, action), self._parent)

    def _credit(self, claim_id: int, invoice_id: int) -> None:
        self._desk.window.ask("invoices", "credit_for_claim", [invoice_id, claim_id])

    def _take_back(self, claim_id: int, delivery_id: int) -> None:
        self._desk.window.ask("returns", "return_delivery", [delivery_id, claim_id])

    def _link(self, row: ClaimRow, action: ClaimActionKind, kind: DocumentKind, number: str) -> None:
        claims = self._desk.services.claims
        self._desk.runner.write(
            lambda: claims.record_action(row.number, action, kind, number), partial(self._linked, row, action, number)
        )

    def _linked(self, row: ClaimRow, action: ClaimActionKind, number: str, _done: None) -> None:
        said = _("{action} of claim {claim}: {number}.")
        self._desk.notices.say(said.format(action=label(action), claim=row.number, number=number), tone=Tone.OK)


def verbs_of(claim: ClaimDetail) -> list[tuple[str, str]]:
    """Return what the state of a claim allows as (key, text), the next step first."""
    state = claim.row.claim_state
    if state is ClaimState.CLOSED:
        return [("reopen", _("Take up again"))]
    if state is ClaimState.DECIDED:
        pending = [action.kind for action in claim.actions if action.done_at is None]
        shown = [(kind.value, _(VERBS[kind])) for kind in pending if kind in VERBS]
        return [*(shown or [("close", _("Close the claim"))]), ("take", _("Decide again"))]
    waiting = [("wait_customer", _("Waiting for the customer")), ("wait_internal", _("Waiting inside"))]
    others = [verb for verb in waiting if _STATES[verb[0]] is not state]
    if state is ClaimState.IN_PROGRESS:
        return [("decide", _("Decide…")), *others]
    take = _("Take in charge") if state is ClaimState.NEW else _("Go on")
    return [("take", take), ("decide", _("Decide…")), *others]
