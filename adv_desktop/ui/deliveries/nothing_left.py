"""Why nothing is left to deliver of orders, and the way to where the rest waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import _
from adv_desktop.ui.deliveries.reads import ToDeliver
from adv_desktop.ui.widgets.basics import Button

if TYPE_CHECKING:
    from adv_desktop.ui.page import DocumentForm


def why_nothing(loaded: ToDeliver) -> str:
    """Say where the rest of orders is, when no line of them can be put on a delivery."""
    if loaded.preparing:
        numbers = ", ".join(loaded.preparing.values())
        return _("Everything that is left is already in preparation: {numbers}.").format(numbers=numbers)
    if loaded.services:
        return _("Only services are left: record them as carried out with Ctrl+F8.")
    if loaded.direct:
        return _("The supplier sends what is left: record its notice.")
    return _("Nothing is left to deliver.")


class OpenPreparation(Button):
    """Opens the first delivery in preparation of the orders; hidden while there is none."""

    def __init__(self, form: DocumentForm) -> None:
        super().__init__("", "soft", icon="box", on_click=self._open)
        self._form = form
        self._delivery_id = 0
        self.hide()

    def show_first(self, preparing: Mapping[int, str]) -> None:
        """Offer to open the first of deliveries, given by their picking numbers."""
        self.setVisible(bool(preparing))
        if preparing:
            self._delivery_id, number = next(iter(preparing.items()))
            text = _("Open {number}").format(number=number)
            self.setText(text)
            self.setAccessibleName(text)

    def _open(self) -> None:
        self._form.closed.emit()
        self._form.desk.window.open_document(DocumentKind.DELIVERY, self._delivery_id)
