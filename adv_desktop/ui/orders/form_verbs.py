"""What the buttons and keys of the order form do: they say « confirm » of a draft, « save the change » afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from adv_desktop.models.enums import OrderState
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.widgets.basics import Button

if TYPE_CHECKING:
    from adv_desktop.ui.orders.form import OrderForm

CHANGE = N_("Save the change")
CHANGEABLE = frozenset({OrderState.DRAFT, OrderState.CONFIRMED, OrderState.ON_HOLD})


class FormVerbs:
    """The two buttons at the foot of the form."""

    def __init__(self, form: OrderForm) -> None:
        self._form = form
        self.draft = Button(_("Save the draft"), icon="save", hint=_("Ctrl+S"), on_click=form.save)
        self.main = Button(_(form.confirm_text), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=form.confirm)

    def show(self, state: OrderState) -> None:
        """Say what can still be done of an order in a state."""
        if state is not OrderState.DRAFT:
            self._show_numbered(changeable=state in CHANGEABLE)

    def _show_numbered(self, *, changeable: bool) -> None:
        """Offer to save changes, or nothing once the order is closed."""
        save, confirm = (self._form.command_set.actions[key] for key in ("save", "confirm"))
        save.setText(_(CHANGE))
        save.setShortcuts([QKeySequence("Ctrl+S"), QKeySequence("Ctrl+Return")])
        save.setEnabled(changeable)
        confirm.setVisible(False)
        self.draft.hide()
        self.main.setText(f"{_(CHANGE)}   {_('Ctrl+Enter')}")
        self.main.setAccessibleName(_(CHANGE))
        self.main.setVisible(changeable)
        if not changeable:
            self._form.header.setEnabled(False)
            self._form.grid.set_read_only(True)
            self._form.answer.warning.setText(_("Nothing of this order changes any more: duplicate it to order again."))
