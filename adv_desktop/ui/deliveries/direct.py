"""Goods that the supplier sent to the customer: what its notice says, counted as delivered without our stock (R18)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.direct_deliveries import DirectDelivery
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.deliveries.lines import LineToDeliver, recorded_grid
from adv_desktop.ui.deliveries.reads import ToDeliver
from adv_desktop.ui.deliveries.recorded import OrderRecordedForm
from adv_desktop.ui.labels import options
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from adv_desktop.ui.desk import Desk


class DirectForm(OrderRecordedForm):
    """The notice of a supplier that sent goods of one order."""

    heading: ClassVar[str] = N_("Sent by the supplier")
    heading_of: ClassVar[str] = N_("Sent by the supplier for {number}")
    button: ClassVar[str] = N_("Record the notice")
    hint: ClassVar[str] = N_("Nothing leaves our stock; the proof is chased as for any delivery.")
    nothing: ClassVar[str] = N_("No line of this order is left for the supplier to send.")
    told: ClassVar[str] = N_("Sent by the supplier: {number} recorded.")
    paper: ClassVar[str] = N_("Print the delivery note")

    def __init__(self, desk: Desk, order_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, order_id, recorded_grid(N_("Sent")), parent)
        self.notice, self.on = TextEdit(_("Supplier's notice")), DateEdit(_("Sent on"), desk.today())
        self.on.set_value(desk.today())
        self.carrier, self.tracking = TextEdit(_("Carrier")), TextEdit(_("Tracking number"))
        styles = [("", _("As the customer wants it")), *options(NoteStyle)]
        self.style_choice = ChoiceCombo(_("Style of the delivery note"), styles)
        fields = [
            Field("notice", N_("Supplier's notice"), self.notice, required=True),
            Field("on", N_("Sent on"), self.on, required=True),
            Field("carrier", N_("Carrier"), self.carrier),
            Field("tracking", N_("Tracking number"), self.tracking),
            Field("style", N_("Style of the delivery note"), self.style_choice, span=2),
        ]
        self.open_with(Form(fields, columns=4))

    def written(self, quantities: dict[int, Decimal]) -> Callable[[str | None], Sequence[DeliveryRef]]:
        """Return what records goods as sent by the supplier."""
        service = self.desk.services.direct_deliveries
        sent = DirectDelivery(
            self.order_id, quantities, self.on.value() or self.desk.today(), self.notice.value() or "", self.version,
            self.carrier.value(), self.tracking.value(),
            NoteStyle(self.style_choice.key()) if self.style_choice.key() else None,
        )  # fmt: skip
        return lambda override: [service.record(replace(sent, override=override))]

    def due(self, loaded: ToDeliver) -> list[LineToDeliver]:
        """Return the lines that the supplier sends."""
        return list(loaded.direct)
