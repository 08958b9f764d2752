"""« Que faire du reliquat ? »: asked when goods leave for a customer who wants to be asked each time (R5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import BackorderPolicy
from adv_desktop.models.errors import DomainError
from adv_desktop.services.remainders import KEPT, Remainder
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form


def is_undecided(error: Exception) -> TypeGuard[DomainError]:
    """Whether a departure waits for what the customer says of the remainder."""
    return isinstance(error, DomainError) and error.code == "delivery.remainder_undecided"


def ask_remainder(customers: str, done: Callable[[Remainder], object], parent: QWidget) -> FormDialog:
    """Ask once what becomes of what does not leave; cancelling it takes a reason."""
    then = ChoiceCombo(
        _("What stays behind"),
        [
            (BackorderPolicy.KEEP.value, _("Keep it on the order")),
            (BackorderPolicy.CANCEL.value, _("Cancel it")),
        ],
    )
    reason = TextEdit(_("Reason"))
    form = Form([Field("then", N_("What stays behind"), then, span=2), Field("reason", N_("Reason"), reason, span=2)])
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=8)
    told = _("Not everything leaves, and the customer is asked each time: {customers}.").format(customers=customers)
    layout.addWidget(text_label(told, wrap=True))
    layout.addWidget(form)

    def show_reason() -> None:
        reason.setEnabled(then.key() == BackorderPolicy.CANCEL)

    def on_ok() -> str:
        if then.key() == BackorderPolicy.KEEP:
            done(KEPT)
            return ""
        why = (reason.value() or "").strip()
        if not why:
            reason.setFocus()
            return _("Please write the reason: it stays in the history.")
        done(Remainder(BackorderPolicy.CANCEL, why))
        return ""

    then.picked.connect(lambda _key: show_reason())
    show_reason()
    dialog = FormDialog(_("What becomes of the remainder?"), body, _("Ship"), on_ok, parent)
    then.setFocus()
    dialog.open()
    return dialog
