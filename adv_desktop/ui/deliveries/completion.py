"""« Prestations réalisées »: what was carried out of an order, on which day, who confirms it, with his report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from adv_desktop.models.enums import Nature
from adv_desktop.services.completions import Completion
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.deliveries.lines import LineToDeliver, recorded_grid
from adv_desktop.ui.deliveries.proof import PaperDrop
from adv_desktop.ui.deliveries.reads import ToDeliver
from adv_desktop.ui.deliveries.recorded import OrderRecordedForm
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from adv_desktop.ui.desk import Desk


class CompletionForm(OrderRecordedForm):
    """The services of an order that were carried out."""

    heading: ClassVar[str] = N_("Services carried out")
    heading_of: ClassVar[str] = N_("Services carried out for {number}")
    button: ClassVar[str] = N_("Record as carried out")
    hint: ClassVar[str] = N_("Services are invoiced once they are recorded as carried out.")
    nothing: ClassVar[str] = N_("No service of this order is left to carry out.")
    told: ClassVar[str] = N_("Services carried out: {number} recorded.")
    paper: ClassVar[str] = N_("Print the service report")

    def __init__(self, desk: Desk, order_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, order_id, recorded_grid(N_("Carried out")), parent)
        self.on = DateEdit(_("Carried out on"), desk.today())
        self.on.set_value(desk.today())
        self.confirmed_by, self.remarks = TextEdit(_("Confirmed by")), TextEdit(_("Reserves"))
        self.report = PaperDrop(_("Service report"), _("Drop the signed report here, or choose its scan."))
        fields = [
            Field("on", N_("Carried out on"), self.on, required=True),
            Field("confirmed_by", N_("Confirmed by"), self.confirmed_by),
            Field("remarks", N_("Reserves"), self.remarks, span=2),
        ]
        self.open_with(Form(fields, columns=4), self.report)

    def written(self, quantities: dict[int, Decimal]) -> Callable[[str | None], Sequence[DeliveryRef]]:
        """Return what records services as carried out."""
        service = self.desk.services.completions
        done = Completion(
            self.order_id, quantities, self.on.value() or self.desk.today(), self.version, self.confirmed_by.value(),
            self.remarks.value(), self.report.path,
        )  # fmt: skip
        return lambda override: [service.complete(replace(done, override=override))]

    def due(self, loaded: ToDeliver) -> list[LineToDeliver]:
        """Return the services that are left, those that go along with goods too."""
        services = {line.id for line in loaded.orders[0].lines if line.nature is Nature.SERVICE}
        return [line for line in (*loaded.lines, *loaded.services) if line.order_line_id in services]
