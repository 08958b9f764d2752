"""The decision on a claim: what for, why, and what is to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from adv_desktop.models.enums import ClaimActionKind, ClaimOutcome, ClaimType
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import ChipRow, text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit

_MEANINGS = {
    ClaimActionKind.REPLACEMENT: N_("The goods are sent again, at no charge."),
    ClaimActionKind.RETURN: N_("The goods come back, then are credited or replaced."),
    ClaimActionKind.CREDIT: N_("A credit note is made on the invoice."),
    ClaimActionKind.PRICE: N_("The difference of price is credited."),
    ClaimActionKind.GOODWILL: N_("A gesture is credited, without admitting a fault."),
    ClaimActionKind.NONE: N_("Nothing more is to be done."),
}
# What is most often decided; everything else stays one key away.
_USUAL = {
    ClaimType.DAMAGED: ClaimActionKind.REPLACEMENT,
    ClaimType.SHORTAGE: ClaimActionKind.REPLACEMENT,
    ClaimType.WRONG_PRODUCT: ClaimActionKind.REPLACEMENT,
    ClaimType.TRANSPORT: ClaimActionKind.REPLACEMENT,
    ClaimType.EXCESS: ClaimActionKind.RETURN,
    ClaimType.QUALITY: ClaimActionKind.RETURN,
    ClaimType.PRICE: ClaimActionKind.PRICE,
    ClaimType.DELAY: ClaimActionKind.GOODWILL,
    ClaimType.DOCUMENT: ClaimActionKind.NONE,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a claim."""

    outcome: ClaimOutcome
    reason: str
    action: ClaimActionKind


class DecisionPanel(QWidget):
    """The outcomes as chips, the actions as choices, the reason."""

    def __init__(self, kind: ClaimType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = ChipRow(_("Outcome"), [(outcome.value, label(outcome), None) for outcome in ClaimOutcome])
        self.reason = TextEdit(_("Reasons of the decision"))
        self.reason.setPlaceholderText(_("Reasons of the decision, as they are told to the customer"))
        self._group = QButtonGroup(self)
        self.choices: dict[ClaimActionKind, QRadioButton] = {}
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 6)
        layout.addWidget(self.outcome)
        choices = QGridLayout()
        theme().space(choices, spacing=6)
        for place, (action, meaning) in enumerate(_MEANINGS.items()):
            choices.addWidget(self._choice(action, _(meaning)), *divmod(place, 2))
        layout.addLayout(choices)
        layout.addWidget(self.reason)
        self.choices[_USUAL.get(kind, ClaimActionKind.CREDIT)].setChecked(True)
        self.outcome.picked.connect(self._on_outcome)

    def decision(self) -> Decision | None:
        """Return what is chosen; None, with the field marked, while the reason is missing."""
        reason = self.reason.text().strip()
        if not reason:
            self.reason.set_error(_("Please write the reason: it stays in the history."))
            self.reason.setFocus()
            return None
        action = next(action for action, button in self.choices.items() if button.isChecked())
        return Decision(ClaimOutcome(self.outcome.current()), reason, action)

    def _choice(self, action: ClaimActionKind, meaning: str) -> QWidget:
        button = QRadioButton(label(action))
        button.setAccessibleName(label(action))
        button.setAccessibleDescription(meaning)
        self._group.addButton(button)
        self.choices[action] = button
        box = QWidget()
        lines = QVBoxLayout(box)
        theme().space(lines, (0, 0, 0, 0), 0)
        lines.addWidget(button)
        said = text_label(meaning, "muted", wrap=True)
        said.setIndent(theme().px(24))
        lines.addWidget(said)
        lines.addStretch(1)
        return box

    def _on_outcome(self, outcome: str) -> None:
        """Let a refused claim lead to nothing."""
        refused = outcome == ClaimOutcome.REFUSED
        if refused:
            self.choices[ClaimActionKind.NONE].setChecked(True)
        for action, button in self.choices.items():
            button.setEnabled(not refused or action is ClaimActionKind.NONE)


def ask_decision(number: str, kind: ClaimType, on_decided: Callable[[Decision], object], parent: QWidget) -> FormDialog:
    """Ask what is decided on a claim."""
    panel = DecisionPanel(kind)

    def on_ok() -> str:
        decision = panel.decision()
        if decision is None:
            return _("Please write the reason: it stays in the history.")
        on_decided(decision)
        return ""

    title = _("Decide claim {number}").format(number=number)
    dialog = FormDialog(title, panel, _("Decide"), on_ok, parent)
    dialog.open()
    return dialog
