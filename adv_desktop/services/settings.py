"""Business settings: read by the services in one frozen value, shown and changed one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import ClaimSeverity, Series, Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.models.numbering import NumberSeries
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.rules.notes import NoticeRule
from adv_desktop.models.rules.reporting import ReportingFrequency
from adv_desktop.models.settings import Setting
from adv_desktop.services import setting_list as listed
from adv_desktop.services.setting_kinds import Stored, Value
from adv_desktop.services.setting_list import Declaration, FreightVat, Group, MailSecurity
from adv_desktop.services.store import Store

__all__ = [
    "Entry",
    "FreightVat",
    "Group",
    "MailAccount",
    "MailSecurity",
    "Settings",
    "SettingsService",
    "read",
]


@dataclass(frozen=True, slots=True)
class MailAccount:
    """The account that messages leave by; `host` "" is none, `a_minute` None no limit. The password is elsewhere."""

    host: str
    port: int
    security: MailSecurity
    user: str
    sender: str
    a_minute: int | None
    folder: Path | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the company has settled, or the defaults."""

    severities: Mapping[str, Severity]
    default_lead_days: int
    cut_off: dt.time | None
    quotation_days: int
    packaging_days: int
    overdue_days: int | None
    credit_limit: int | None  # whole euros
    margin_floor: Decimal
    over_delivery_tolerance: Decimal
    under_delivery_tolerance: Decimal
    gs1_prefix: str
    accreditation: str
    shipping_notice: NoticeRule
    logistics_email: str
    kit_billing: KitBilling
    freight_vat: FreightVat
    reporting: ReportingFrequency
    claim_days: Mapping[ClaimSeverity, int]
    prefixes: Mapping[Series, str]
    mail: MailAccount
    order_folder: Path | None
    scan_folder: Path | None
    backup_folder: Path | None
    backup_budget_gb: int

    def runs(self, check: str) -> bool:
        """Whether a check is made at all."""
        return self.severity(check) is not Severity.OFF

    def lead_days_of(self, own: int) -> int:
        """Return the lead time of a product, in days: its own, else the company's."""
        return own or self.default_lead_days

    def severity(self, check: str) -> Severity:
        """Return how serious a check is for this company."""
        return self.severities.get(check, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting as the settings page shows it."""

    declaration: Declaration[Value]
    value: Value


def read(session: Session) -> Settings:
    """Return every setting as it is now."""
    stored = _stored(session)
    return Settings(
        severities={check: declaration.of(stored) for check, declaration in listed.CHECKS.items()},
        default_lead_days=listed.DEFAULT_LEAD_DAYS.of(stored),
        cut_off=listed.CUT_OFF.of(stored),
        quotation_days=listed.QUOTATION_DAYS.of(stored),
        packaging_days=listed.PACKAGING_DAYS.of(stored),
        overdue_days=listed.OVERDUE_DAYS.of(stored),
        credit_limit=listed.CREDIT_LIMIT.of(stored),
        margin_floor=listed.MARGIN_FLOOR.of(stored),
        over_delivery_tolerance=listed.OVER_DELIVERY.of(stored),
        under_delivery_tolerance=listed.UNDER_DELIVERY.of(stored),
        gs1_prefix=listed.GS1_PREFIX.of(stored),
        accreditation=listed.ACCREDITATION.of(stored),
        shipping_notice=listed.SHIPPING_NOTICE.of(stored),
        logistics_email=listed.LOGISTICS_EMAIL.of(stored),
        kit_billing=listed.KIT_BILLING.of(stored),
        freight_vat=listed.FREIGHT_VAT.of(stored),
        reporting=listed.REPORTING.of(stored),
        claim_days={severity: declaration.of(stored) for severity, declaration in listed.CLAIM_DAYS.items()},
        prefixes={series: declaration.of(stored) for series, declaration in listed.NUMBERING.items()},
        mail=_mail(stored),
        order_folder=listed.ORDER_FOLDER.of(stored),
        scan_folder=listed.SCAN_FOLDER.of(stored),
        backup_folder=listed.BACKUP_FOLDER.of(stored),
        backup_budget_gb=listed.BACKUP_BUDGET.of(stored),
    )


def _mail(stored: Mapping[str, object]) -> MailAccount:
    return MailAccount(
        host=listed.MAIL_HOST.of(stored),
        port=listed.MAIL_PORT.of(stored),
        security=listed.MAIL_SECURITY.of(stored),
        user=listed.MAIL_USER.of(stored),
        sender=listed.MAIL_SENDER.of(stored),
        a_minute=listed.MAIL_A_MINUTE.of(stored),
        folder=listed.MAIL_FOLDER.of(stored),
    )


class SettingsService:
    """Shows and changes the settings of the company."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> Value:
        """Return the value of a setting."""
        declaration = _declared(key)
        with self._store.read() as session:
            return declaration.of(_stored(session))

    def all(self) -> list[Entry]:
        """Return every setting with its value, in the order of the page."""
        with self._store.read() as session:
            stored = _stored(session)
        return [Entry(declaration, declaration.of(stored)) for declaration in listed.DECLARATIONS.values()]

    def set(self, key: str, value: object) -> None:
        """Check and keep a value, typed or as text."""
        declaration = _declared(key)
        parsed = declaration.kind.parse(value)
        with self._store.write("settings.set") as session:
            if declaration.group is Group.NUMBERING:
                _refuse_taken(session, key.partition(".")[2], str(parsed))
            _keep(session, key, declaration.kind.dump(parsed))


def _declared(key: str) -> Declaration[Value]:
    declaration = listed.DECLARATIONS.get(key)
    if declaration is None:
        raise DomainError("setting.unknown", key=key)
    return declaration


def _stored(session: Session) -> dict[str, object]:
    """Return what is stored by key; the parts of a row are "row.part"."""
    stored: dict[str, object] = {}
    for key, value in session.execute(sa.select(Setting.key, Setting.value)):
        if isinstance(value, dict):
            stored |= {f"{key}.{part}": content for part, content in value.items()}
        else:
            stored[key] = value
    return stored


def _keep(session: Session, key: str, content: Stored) -> None:
    name, _, part = key.partition(".")
    row = session.get(Setting, name)
    value = {**(row.value if row else {}), part: content} if part else content
    if row is None:
        session.add(Setting(key=name, value=value))
    else:
        row.value = value


def _refuse_taken(session: Session, series: str, prefix: str) -> None:
    """Two series of one prefix would give one number to two documents: look at those chosen and those begun."""
    chosen = {other for other, taken in read(session).prefixes.items() if taken == prefix}
    begun = session.scalars(sa.select(NumberSeries.series).where(NumberSeries.prefix == prefix))
    if (chosen | set(begun)) - {Series(series)}:
        raise DomainError("setting.prefix_taken", written=prefix)
