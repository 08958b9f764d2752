"""The button that leaves the rarer fields of an order's head out, or shows them all; the choice is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.widgets.basics import Button

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.orders.form import OrderForm
    from adv_desktop.ui.orders.header import OrderHeader

ALL_FIELDS = "order_form/all_fields"


def fields_command(form: OrderForm) -> Command:
    """Return the command that turns the fields of a form's head."""

    def turn() -> None:
        form.fewer.turn()  # which is made after the commands

    return Command("fields", N_("All fields or fewer"), turn, "F12", "", Menu.EDIT)


class FewerFields(Button):
    """Turns between all the fields of a head and those that most orders need."""

    def __init__(self, desk: Desk, header: OrderHeader) -> None:
        super().__init__("", "link", on_click=self.turn)
        self._settings = desk.settings
        self._header = header
        self._show()

    def turn(self) -> None:
        """Show all the fields, or fewer."""
        self._settings.setValue(ALL_FIELDS, not self._all())
        self._show()

    def _all(self) -> bool:
        return bool(self._settings.value(ALL_FIELDS, False, bool))

    def _show(self) -> None:
        text = _("Fewer fields") if self._all() else _("All fields")
        self._header.show_fewer(not self._all())
        self.setText(f"{text}   F12")
        self.setAccessibleName(text)
