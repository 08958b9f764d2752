"""The statement of what is invoiced of an order, as a workbook."""

from __future__ import annotations

from pathlib import Path

from adv_desktop.models.values import from_minor
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn, write_xlsx
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.queries.order_billing import OrderBilling
from adv_desktop.services.texts import _


def write(statement: OrderBilling, path: Path) -> int:
    """Write the lines of a statement; return their number."""
    columns = [
        ListColumn(_("Line"), Kind.WHOLE, 6),
        ListColumn(_("Code")),
        ListColumn(_("Description"), width=36),
        *(
            ListColumn(title, Kind.QUANTITY, 12)
            for title in (_("Ordered"), _("Delivered"), _("Invoiced"), _("To invoice"), _("To deliver"))
        ),
        *(
            ListColumn(title, Kind.MONEY, 16)
            for title in (_("Ordered, net"), _("Invoiced, net"), _("Delivered not invoiced, net"), _("To deliver, net"))
        ),
    ]

    def amount(minor: int) -> CellValue:
        return from_minor(minor, statement.currency)

    rows: list[list[CellValue]] = [
        [
            line.no, line.product_code, line.label, line.ordered, line.delivered, line.invoiced, line.to_invoice,
            line.to_deliver, *map(amount, (line.net, line.net_invoiced, line.net_to_invoice, line.net_to_deliver)),
        ]
        for line in statement.lines
    ]  # fmt: skip
    title = _("Billing of order {number}").format(number=statement.number or statement.order_id)
    return write_xlsx(path, title, columns, rows)
