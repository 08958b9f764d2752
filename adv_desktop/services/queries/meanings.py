"""What each indicator is called, counts in, and means; the workbook and the window print these very sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from adv_desktop.services.texts import N_


class Unit(StrEnum):
    """What an indicator counts in."""

    MONEY = "money"
    PERCENT = "percent"
    DAYS = "days"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A figure that can be asked for; `name` and `definition` are English messages.

    `better` is +1 when more is better, else −1.
    """

    code: str
    name: str
    unit: Unit
    better: int
    definition: str


MEANINGS = (
    Meaning(
        "sales_net",
        N_("Net sales invoiced"),
        Unit.MONEY,
        1,
        N_(
            "Net of the invoices issued in the month less the credit notes, after discounts, at the rate of each "
            "document. Deposit invoices and their deduction are not sales."
        ),
    ),
    Meaning(
        "order_intake",
        N_("Order intake"),
        Unit.MONEY,
        1,
        N_(
            "Net of the lines of orders at their confirmation, plus or minus amendments, less cancellations, each "
            "in the month of the change."
        ),
    ),
    Meaning(
        "backlog",
        N_("Backlog"),
        Unit.MONEY,
        1,
        N_("Net of what is ordered, not cancelled and not delivered, on the closing day."),
    ),
    Meaning(
        "backlog_late",
        N_("Backlog, late part"),
        Unit.MONEY,
        -1,
        N_("Net of the lines of the backlog whose promised day has passed."),
    ),
    Meaning(
        "otd",
        N_("On time on the first promise"),
        Unit.PERCENT,
        1,
        N_(
            "Lines of which everything to deliver left by the first promised day, in percent of the lines first "
            "promised for the month. A new promise of ours does not change it. A kit counts as one line."
        ),
    ),
    Meaning(
        "otif",
        N_("Service rate (on time and complete)"),
        Unit.PERCENT,
        1,
        N_(
            "Lines delivered whole by the first promised day, in percent of the lines due in the month, shipped "
            "or not. A backorder cancelled counts as missed. A kit counts as one line."
        ),
    ),
    Meaning(
        "deliveries_late",
        N_("Late lines"),
        Unit.COUNT,
        -1,
        N_("Order lines whose promised day has passed and that are not wholly delivered."),
    ),
    Meaning(
        "delivered_not_invoiced",
        N_("Delivered, not invoiced"),
        Unit.MONEY,
        -1,
        N_("Net of what left and is on no issued invoice, returns taken off, on the closing day."),
    ),
    Meaning(
        "invoices",
        N_("Invoices issued"),
        Unit.COUNT,
        1,
        N_("Number of invoices issued in the month, deposit invoices included."),
    ),
    Meaning(
        "credit_notes",
        N_("Credit notes issued"),
        Unit.COUNT,
        -1,
        N_("Number of credit notes issued in the month."),
    ),
    Meaning(
        "credit_rate",
        N_("Credit-note rate"),
        Unit.PERCENT,
        -1,
        N_("Net of the credit notes of the month in percent of the net invoiced before them."),
    ),
    Meaning(
        "receipts",
        N_("Receipts"),
        Unit.MONEY,
        1,
        N_("Payments received in the month, by their date, less what bounced or was given back."),
    ),
    Meaning(
        "ageing_current",
        N_("Receivable not due"),
        Unit.MONEY,
        1,
        N_(
            "Open instalments, VAT included, not yet due on the closing day. Credits and payments not allocated "
            "stand apart."
        ),
    ),
    Meaning(
        "ageing_30",
        N_("Overdue 1–30 days"),
        Unit.MONEY,
        -1,
        N_("Open instalments due 1 to 30 days before the closing day."),
    ),
    Meaning(
        "ageing_60",
        N_("Overdue 31–60 days"),
        Unit.MONEY,
        -1,
        N_("Open instalments due 31 to 60 days before the closing day."),
    ),
    Meaning(
        "ageing_90",
        N_("Overdue 61–90 days"),
        Unit.MONEY,
        -1,
        N_("Open instalments due 61 to 90 days before the closing day."),
    ),
    Meaning(
        "ageing_over",
        N_("Overdue more than 90 days"),
        Unit.MONEY,
        -1,
        N_("Open instalments due more than 90 days before the closing day."),
    ),
    Meaning(
        "dso",
        N_("DSO (average days to be paid)"),
        Unit.DAYS,
        -1,
        N_(
            "Days of sales, VAT included, that the receivable stands for, counted back month by month from the "
            "closing day. Payments ahead on orders are left out."
        ),
    ),
    Meaning(
        "claims_open",
        N_("Claims still open"),
        Unit.COUNT,
        -1,
        N_("Claims opened and not closed on the closing day."),
    ),
    Meaning(
        "claims_rate",
        N_("Claims rate"),
        Unit.PERCENT,
        -1,
        N_("Claims opened in the month in percent of the delivery lines shipped in the month."),
    ),
)
