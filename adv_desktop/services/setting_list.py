"""Every business setting, declared once: key, kind, default, title, help and group."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar, cast

from adv_desktop.models.enums import ClaimSeverity, Series, Severity
from adv_desktop.models.rules.checks import DEFAULT_SEVERITIES
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.rules.notes import NoticeRule
from adv_desktop.models.rules.reporting import ReportingFrequency
from adv_desktop.services.numbering import PREFIXES
from adv_desktop.services.setting_kinds import (
    ADDRESS,
    Choice,
    Folder,
    Kind,
    OneLine,
    OptionalHour,
    OptionalWhole,
    Percentage,
    Prefix,
    Value,
    Whole,
)
from adv_desktop.services.texts import N_

V = TypeVar("V")


class FreightVat(StrEnum):
    """Which VAT the freight bears (R30)."""

    GOODS = "goods"
    STANDARD = "standard"


class MailSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Group(StrEnum):
    """The parts of the settings page, in its order."""

    ORDERS = "orders"
    DELIVERIES = "deliveries"
    INVOICES = "invoices"
    CLAIMS = "claims"
    CALENDAR = "calendar"
    CREDIT = "credit"
    CHECKS = "checks"
    NUMBERING = "numbering"
    MAIL = "mail"
    BACKUP = "backup"


GROUPS: dict[Group, str] = {
    Group.ORDERS: N_("Orders"),
    Group.DELIVERIES: N_("Deliveries"),
    Group.INVOICES: N_("Invoices"),
    Group.CLAIMS: N_("Claims"),
    Group.CALENDAR: N_("Hour of the last orders"),
    Group.CREDIT: N_("Customers without a limit of their own"),
    Group.CHECKS: N_("Checks"),
    Group.NUMBERING: N_("Numbering"),
    Group.MAIL: N_("Mail account"),
    Group.BACKUP: N_("Backup"),
}


@dataclass(frozen=True, slots=True)
class Declaration(Generic[V]):
    """A setting; `title` and `help` are English messages. A dotted key is kept in the row of its first word."""

    key: str
    kind: Kind[V]
    default: V
    title: str
    help: str
    group: Group

    def of(self, stored: Mapping[str, object]) -> V:
        """Return the value stored under the key, else the default."""
        return self.kind.load(stored[self.key]) if self.key in stored else self.default


SEVERITIES = Choice(
    Severity,
    {
        Severity.BLOCKING: N_("Blocking"),
        Severity.WARNING: N_("Warning"),
        Severity.INFO: N_("Information"),
        Severity.OFF: N_("Off"),
    },
)
CHECK_HELP = N_(
    "How serious this remark is. A blocking one is passed over only with a reason, which is kept. A warning that is "
    "accepted on an order stays away until its facts change. What is off is not checked."
)
CHECK_TITLES: dict[str, str] = {
    "customer_blocked": N_("Customer blocked"),
    "credit_exceeded": N_("Credit limit exceeded"),
    "overdue": N_("Overdue invoices"),
    "prepayment_missing": N_("Payment due before shipping not received"),
    "lot_life": N_("Lot too close to its use-by date"),
    "weight_missing": N_("Goods sold by weight not weighed"),
    "weight_out_of_tolerance": N_("Weight out of the tolerance"),
    "carrier_missing": N_("No carrier at the departure"),
    "address_incomplete": N_("Incomplete address at the departure"),
    "parcel_weight_missing": N_("Weight not known, which the carrier's freight needs"),
    "freight_unexplained": N_("Freight typed without a reason"),
    "requirement_missing": N_("Customer's requirement not met"),
    "missing_vat_number": N_("VAT number missing for an intra-EU sale"),
    "missing_siren": N_("SIREN missing"),
    "vat_number_unchecked": N_("VAT number not checked lately"),
    "vat_regime_conflict": N_("VAT regime at odds with the delivery"),
    "unknown_code": N_("Unknown product code"),
    "not_deliverable": N_("Product not deliverable"),
    "end_of_life": N_("Product at end of life"),
    "stock_short": N_("Stock short at the promised date"),
    "date_too_early": N_("Date earlier than the lead time allows"),
    "closed_day": N_("Date on a closed day"),
    "minimum_order": N_("Below the minimum order"),
    "below_minimum": N_("Below the minimum quantity of the product"),
    "pack_multiple": N_("Quantity not a multiple of the pack"),
    "piece_decimals": N_("Decimal quantity of a whole unit"),
    "unit_differs": N_("Unit different from the customer's"),
    "no_price_written": N_("No price in the customer's order"),
    "price_difference": N_("Price different from the customer's"),
    "line_total_mismatch": N_("Line total different from the customer's"),
    "price_manual": N_("Price typed by hand"),
    "below_cost": N_("Price below cost"),
    "below_margin": N_("Margin below the floor"),
    "duplicate_po": N_("Customer's order number already used"),
    "terms_over_ceiling": N_("Payment terms over the legal ceiling"),
}
CHECKS: dict[str, Declaration[Severity]] = {
    check: Declaration(f"check.{check}", SEVERITIES, DEFAULT_SEVERITIES[check], title, CHECK_HELP, Group.CHECKS)
    for check, title in CHECK_TITLES.items()
}

DEFAULT_LEAD_DAYS: Declaration[int] = Declaration(
    "default_lead_days", Whole(0, 365), 0, N_("Default lead time (days)"),
    N_("Used for a product that has no lead time of its own."), Group.ORDERS,
)  # fmt: skip
CUT_OFF: Declaration[dt.time | None] = Declaration(
    "cut_off", OptionalHour(), None, N_("An order of the same day comes before"),
    N_("For instance 16:30. An order received later counts from the next working day. Empty: no such hour."),
    Group.CALENDAR,
)  # fmt: skip
QUOTATION_DAYS: Declaration[int] = Declaration(
    "quotation_days", Whole(1, 365), 30, N_("Validity of a quotation (days)"),
    N_("Proposed on a new quotation; its own date may be changed."), Group.ORDERS,
)  # fmt: skip
PACKAGING_DAYS: Declaration[int] = Declaration(
    "packaging_days", Whole(1, 999), 90, N_("Days to give packaging back"),
    N_("Packaging on deposit that did not come back after this number of days is proposed to be invoiced."),
    Group.DELIVERIES,
)  # fmt: skip
OVERDUE_DAYS: Declaration[int | None] = Declaration(
    "overdue_days", OptionalWhole(1, 365), None, N_("Days overdue before blocking"),
    N_("From this number of days late, the orders of the customer are blocked. Empty: a warning only."), Group.CREDIT,
)  # fmt: skip
CREDIT_LIMIT: Declaration[int | None] = Declaration(
    "credit_limit", OptionalWhole(0, 1_000_000_000), None, N_("Credit limit (whole euros)"),
    N_("Of a customer that has none, nor its group. Empty: no limit. 0: nothing on credit."), Group.CREDIT,
)  # fmt: skip
MARGIN_FLOOR: Declaration[Decimal] = Declaration(
    "margin_floor", Percentage(), Decimal(0), N_("Lowest margin (%)"),
    N_("Share of the net price that the cost must leave; below it a line is remarked on. 0: no such floor."),
    Group.ORDERS,
)  # fmt: skip
KIT_BILLING: Declaration[KitBilling] = Declaration(
    "kit_billing",
    Choice(
        KitBilling,
        {
            KitBilling.COMPLETE: N_("When the kit is complete"),
            KitBilling.PRO_RATA: N_("With each component, pro rata"),
        },
    ),
    KitBilling.COMPLETE,
    N_("Price of a kit invoiced"),
    N_("Of a kit whose components leave at different times; the product may say otherwise."),
    Group.INVOICES,
)
OVER_DELIVERY: Declaration[Decimal] = Declaration(
    "over_delivery_tolerance", Percentage(), Decimal(0), N_("Over-delivery accepted (%)"),
    N_("Percent of the ordered quantity that may be shipped beyond it."), Group.DELIVERIES,
)  # fmt: skip
UNDER_DELIVERY: Declaration[Decimal] = Declaration(
    "under_delivery_tolerance", Percentage(), Decimal(0), N_("Under-delivery accepted (%)"),
    N_("Percent of the ordered quantity that may be missing without leaving a backorder."), Group.DELIVERIES,
)  # fmt: skip
GS1_PREFIX: Declaration[str] = Declaration(
    "gs1_prefix", OneLine(re.compile(r"\d{7,10}"), "setting.gs1_refused"), "", N_("GS1 company prefix"),
    N_("7 to 10 digits, as GS1 gave it: each parcel gets its SSCC. Empty: none."), Group.DELIVERIES,
)  # fmt: skip
ACCREDITATION: Declaration[str] = Declaration(
    "customs_accreditation", OneLine(re.compile(r"[0-9A-Za-z]{1,14}"), "setting.accreditation_refused"), "",
    N_("Accreditation of the customs (EMEBI)"),
    N_("As the customs gave it to send INSTAT files. Empty: none."), Group.INVOICES,
)  # fmt: skip
SHIPPING_NOTICE: Declaration[NoticeRule] = Declaration(
    "shipping_notice",
    Choice(
        NoticeRule,
        {
            NoticeRule.RECEIVERS: N_("Customers who named who receives their goods"),
            NoticeRule.ALWAYS: N_("Every customer"),
            NoticeRule.NEVER: N_("Nobody"),
        },
    ),
    NoticeRule.RECEIVERS,
    N_("Shipping notice prepared by itself"),
    N_("Put in the outbox when goods leave; a customer may be settled otherwise. Nothing is sent without a click."),
    Group.DELIVERIES,
)
LOGISTICS_EMAIL: Declaration[str] = Declaration(
    "logistics_email", OneLine(ADDRESS, "setting.address_refused"), "", N_("E-mail of our logistics"),
    N_("Told of urgent orders by a message that waits in the outbox."), Group.DELIVERIES,
)  # fmt: skip
FREIGHT_VAT: Declaration[FreightVat] = Declaration(
    "freight_vat",
    Choice(
        FreightVat,
        {FreightVat.GOODS: N_("Follows the goods"), FreightVat.STANDARD: N_("Standard rate")},
    ),
    FreightVat.GOODS,
    N_("VAT of freight"),
    N_("Follows the goods when we deliver; standard rate when transport is a separate service."),
    Group.INVOICES,
)
REPORTING: Declaration[ReportingFrequency] = Declaration(
    "reporting",
    Choice(
        ReportingFrequency,
        {
            ReportingFrequency.TEN_DAYS: N_("Three times a month"),
            ReportingFrequency.MONTH: N_("Every month"),
            ReportingFrequency.TWO_MONTHS: N_("Every two months"),
        },
    ),
    ReportingFrequency.TEN_DAYS,
    N_("E-reporting"),
    N_("Monthly VAT returns: three times a month; quarterly or yearly ones: every month; no VAT: every two months."),
    Group.INVOICES,
)
CLAIM_HELP = N_("Days given to answer a claim of this severity.")
CLAIM_DAYS: dict[ClaimSeverity, Declaration[int]] = {
    severity: Declaration(f"claim_days.{severity}", Whole(0, 365), days, title, CLAIM_HELP, Group.CLAIMS)
    for severity, days, title in (
        (ClaimSeverity.LOW, 30, N_("Low severity: days to answer")),
        (ClaimSeverity.NORMAL, 15, N_("Normal severity: days to answer")),
        (ClaimSeverity.HIGH, 7, N_("High severity: days to answer")),
        (ClaimSeverity.CRITICAL, 2, N_("Critical severity: days to answer")),
    )
}
PREFIX_HELP = N_(
    "Letters before the year and the six digits. A series already begun this year keeps its own until January."
)
PREFIX_TITLES: dict[Series, str] = {
    Series.QUOTATION: N_("Quotations"),
    Series.ORDER: N_("Orders"),
    Series.PICKING: N_("Picking lists"),
    Series.DELIVERY: N_("Delivery notes"),
    Series.INVOICE: N_("Invoices"),
    Series.CREDIT_NOTE: N_("Credit notes"),
    Series.PROFORMA: N_("Pro forma invoices"),
    Series.RETURN: N_("Returns"),
    Series.REVERSAL: N_("Cancellations of shipments"),
    Series.CLAIM: N_("Claims"),
    Series.PAYMENT: N_("Payments"),
    Series.REMINDER: N_("Reminders"),
    Series.DEPOT: N_("Notes of depots"),
}
NUMBERING: dict[Series, Declaration[str]] = {
    series: Declaration(f"numbering.{series}", Prefix(), PREFIXES[series], title, PREFIX_HELP, Group.NUMBERING)
    for series, title in PREFIX_TITLES.items()
}
SCAN_FOLDER: Declaration[Path | None] = Declaration(
    "scan_folder", Folder(), None, N_("Folder of signed delivery notes"),
    N_("Scans that come into it are filed with their delivery by the bar code; none is moved. Empty: none."),
    Group.DELIVERIES,
)  # fmt: skip
ORDER_FOLDER: Declaration[Path | None] = Declaration(
    "order_folder", Folder(), None, N_("Watched folder of order files"),
    N_("Its new files are shown, to be looked at; none is written or moved by itself. Empty: none."), Group.ORDERS,
)  # fmt: skip
BACKUP_FOLDER: Declaration[Path | None] = Declaration(
    "backup_folder", Folder(), None, N_("Backup folder"),
    N_("Best on another disk. Empty: beside the company's file."), Group.BACKUP,
)  # fmt: skip
BACKUP_BUDGET: Declaration[int] = Declaration(
    "backup_budget_gb", Whole(1, 10_000), 10, N_("Disk space for backups (GB)"),
    N_("The oldest backups are deleted beyond it; the last three always stay."), Group.BACKUP,
)  # fmt: skip

MAIL_HOST: Declaration[str] = Declaration(
    "mail.host", OneLine(), "", N_("Outgoing mail server"),
    N_("As your provider gives it, for instance smtp.example.fr. Empty: messages are written as files to open."),
    Group.MAIL,
)  # fmt: skip
MAIL_PORT: Declaration[int] = Declaration(
    "mail.port", Whole(1, 65_535), 587, N_("Port"), N_("587 as a rule, 465 where encryption comes first."), Group.MAIL
)
MAIL_SECURITY: Declaration[MailSecurity] = Declaration(
    "mail.security",
    Choice(
        MailSecurity,
        {
            MailSecurity.STARTTLS: N_("STARTTLS"),
            MailSecurity.TLS: N_("TLS from the start"),
            MailSecurity.NONE: N_("None: only on a server of your own"),
        },
    ),
    MailSecurity.STARTTLS,
    N_("Encryption"),
    N_("A password never leaves without encryption."),
    Group.MAIL,
)
MAIL_USER: Declaration[str] = Declaration(
    "mail.user", OneLine(), "", N_("User name"), N_("Often the whole address. Empty: the server asks for none."),
    Group.MAIL,
)  # fmt: skip
MAIL_SENDER: Declaration[str] = Declaration(
    "mail.sender", OneLine(ADDRESS, "setting.address_refused"), "", N_("Sender's address"),
    N_("Customers answer to it. Empty: the address of the company."), Group.MAIL,
)  # fmt: skip
MAIL_A_MINUTE: Declaration[int | None] = Declaration(
    "mail.a_minute", OptionalWhole(1, 600), None, N_("Messages a minute at most"),
    N_("Many providers refuse more than thirty. Empty: no limit."), Group.MAIL,
)  # fmt: skip
MAIL_FOLDER: Declaration[Path | None] = Declaration(
    "mail.folder", Folder(), None, N_("Folder of message files"),
    N_("Without a mail server, messages are written here. Empty: “messages”, beside the company's file."), Group.MAIL,
)  # fmt: skip

_ALL = (
    DEFAULT_LEAD_DAYS, CUT_OFF, QUOTATION_DAYS, MARGIN_FLOOR, CREDIT_LIMIT, OVERDUE_DAYS, OVER_DELIVERY,
    UNDER_DELIVERY, GS1_PREFIX, ACCREDITATION, SHIPPING_NOTICE, LOGISTICS_EMAIL, SCAN_FOLDER,
    ORDER_FOLDER, KIT_BILLING, FREIGHT_VAT, REPORTING,
    *CLAIM_DAYS.values(), *CHECKS.values(), *NUMBERING.values(),
    MAIL_HOST, MAIL_PORT, MAIL_SECURITY, MAIL_USER, MAIL_SENDER, MAIL_A_MINUTE, MAIL_FOLDER,
    BACKUP_FOLDER, BACKUP_BUDGET,
)  # fmt: skip
DECLARATIONS: dict[str, Declaration[Value]] = {
    declaration.key: declaration for declaration in cast("tuple[Declaration[Value], ...]", _ALL)
}
