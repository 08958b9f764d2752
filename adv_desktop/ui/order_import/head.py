"""What the file says of the order: customer and how he was found, references, dates."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

from adv_desktop.services import texts
from adv_desktop.services.check_texts import describe
from adv_desktop.services.imports.orders_import import PreviewOrder
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Card, text_label
from adv_desktop.ui.widgets.basics import column as stacked
from adv_desktop.ui.widgets.choices import Choice, Search
from adv_desktop.ui.widgets.picker import Picker

UNKNOWN_SENDER = "customer_not_recognised"  # the empty field says it


class ImportHead(Card):
    """A card of facts; the customer can be chosen when the file does not tell."""

    def __init__(self, customers: Search) -> None:
        super().__init__()
        self.customer = Picker(_("Customer"), customers, _("Code, name or town"))
        self._file = text_label("", "card")
        self._read = text_label("", "muted")
        self._values = {name: text_label("", "strong") for name in ("reference", "date", "requested", "place")}
        self._notes = text_label("", "warn", wrap=True)
        grid = QGridLayout()
        theme().space(grid, spacing=14)
        grid.addWidget(self._file, 0, 0)
        grid.addWidget(self._read, 0, 1, 1, 4)
        grid.addWidget(stacked(text_label(_("Customer"), "small"), self.customer), 1, 0)
        labels = (_("Your ref."), _("Date of the customer's order"), _("Requested date"), _("Deliver to"))
        for place, (label, value) in enumerate(zip(labels, self._values.values(), strict=True), start=1):
            grid.addWidget(stacked(text_label(label, "small"), value), 1, place)
        grid.addWidget(self._notes, 2, 0, 1, 5)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(4, 2)
        self.body.addLayout(grid)

    def show_order(self, file: str, order: PreviewOrder) -> None:
        """Show the facts of one order of the file."""
        written = order.written
        self._file.setText(file)
        lines = ngettext("{count} order line", "{count} order lines", len(order.lines)).format(count=len(order.lines))
        left = len(written.not_order_lines)
        others = ngettext("{count} other row", "{count} other rows", left).format(count=left)
        self._read.setText(f"{lines}  ·  {others}")
        if order.customer is not None:
            self.customer.set_choice(Choice(0, order.customer, order.customer_name or ""))
        self._values["reference"].setText(written.po_number or "—")
        self._values["date"].setText(formats().date(written.po_date) if written.po_date else "—")
        self._values["requested"].setText(formats().date(written.requested_date) if written.requested_date else "—")
        self._values["place"].setText(written.deliver_to or _("Customer's address"))
        said = [
            describe(check.code, check.facts, texts.current()) for check in order.checks if check.code != UNKNOWN_SENDER
        ]
        self._notes.setText("\n".join(said))
        self._notes.setVisible(bool(said))
