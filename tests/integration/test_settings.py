"""The settings of a company: their defaults, what they accept, what the services read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models import database
from adv_desktop.models.enums import ClaimSeverity, Series, Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Establishment
from adv_desktop.models.settings import Setting
from adv_desktop.services import numbering, setting_list, settings
from adv_desktop.services.clock import Clock
from adv_desktop.services.settings import FreightVat, Settings, SettingsService
from adv_desktop.services.store import Store


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "company.db"
    database.create(path)
    store = Store(path, Clock())
    yield store
    store.close()


@pytest.fixture
def service(store):
    return SettingsService(store)


def now(store: Store) -> Settings:
    with store.read() as session:
        return settings.read(session)


def refusal(service: SettingsService, key: str, value: object) -> str:
    with pytest.raises(DomainError) as refused:
        service.set(key, value)
    return refused.value.code


def test_a_new_company_has_the_defaults_of_the_trade(store):
    settled = now(store)
    blocking = {check for check, severity in settled.severities.items() if severity is Severity.BLOCKING}
    assert blocking == {
        "customer_blocked", "credit_exceeded", "unknown_code", "missing_vat_number", "not_deliverable",
        "requirement_missing", "vat_number_unchecked", "prepayment_missing", "lot_life", "weight_missing",
        "weight_out_of_tolerance",
    }  # fmt: skip
    assert settled.severity("price_manual") is Severity.INFO
    assert settled.severity("overdue") is Severity.WARNING
    assert settled.severity("a_check_of_tomorrow") is Severity.WARNING
    assert (settled.over_delivery_tolerance, settled.under_delivery_tolerance) == (0, 0)
    assert settled.freight_vat is FreightVat.GOODS
    assert (settled.overdue_days, settled.backup_folder, settled.backup_budget_gb) == (None, None, 10)
    assert settled.prefixes[Series.ORDER] == "CDE"


def test_a_setting_typed_as_text_is_read_back_typed(store, service, tmp_path):
    typed = {
        "check.overdue": "blocking", "over_delivery_tolerance": "2.5", "freight_vat": "standard", "overdue_days": "30",
        "claim_days.high": "3", "backup_folder": str(tmp_path), "backup_budget_gb": 50,
    }  # fmt: skip
    for key, value in typed.items():
        service.set(key, value)
    settled = now(store)
    assert settled.severity("overdue") is Severity.BLOCKING
    assert settled.over_delivery_tolerance == Decimal("2.5")
    assert (settled.freight_vat, settled.overdue_days) == (FreightVat.STANDARD, 30)
    assert settled.claim_days[ClaimSeverity.HIGH] == 3
    assert settled.claim_days[ClaimSeverity.LOW] == 30
    assert (settled.backup_folder, settled.backup_budget_gb) == (tmp_path, 50)


def test_a_setting_may_be_changed_again_and_emptied(store, service, tmp_path):
    service.set("overdue_days", 30)
    service.set("overdue_days", 45)
    assert service.get("overdue_days") == 45
    service.set("overdue_days", "")
    service.set("backup_folder", tmp_path)
    service.set("backup_folder", None)
    assert (now(store).overdue_days, now(store).backup_folder) == (None, None)


def test_the_page_lists_every_setting_with_its_value(service):
    service.set("default_lead_days", 4)
    entries = {entry.declaration.key: entry for entry in service.all()}
    assert list(entries) == list(setting_list.DECLARATIONS)
    assert entries["default_lead_days"].value == 4
    assert all(entry.declaration.title and entry.declaration.help for entry in entries.values())
    assert {entry.declaration.group for entry in entries.values()} == set(setting_list.GROUPS)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("colour", "red", "setting.unknown"),
        ("check.overdue", "fatal", "setting.not_a_choice"),
        ("freight_vat", "", "setting.not_a_choice"),
        ("overdue_days", "0", "setting.out_of_range"),
        ("default_lead_days", "1.5", "setting.out_of_range"),
        ("default_lead_days", "", "number.not_a_number"),
        ("backup_budget_gb", True, "number.not_a_number"),
        ("under_delivery_tolerance", "101", "percent.out_of_range"),
        ("backup_folder", "/no/such/folder", "setting.folder_missing"),
        ("backup_folder", "relative", "setting.folder_missing"),
        ("numbering.invoice", "F 1", "setting.prefix_refused"),
        ("numbering.invoice", "F2026", "setting.prefix_refused"),
        ("numbering.invoice", "CDE", "setting.prefix_taken"),
    ],
)
def test_a_wrong_value_is_refused_and_changes_nothing(store, service, key, value, code):
    assert refusal(service, key, value) == code
    with store.read() as session:
        assert session.scalars(sa.select(Setting.key)).all() == []


def test_a_series_takes_the_letters_of_the_settings(store, service):
    service.set("numbering.invoice", "FAC")
    service.set("numbering.invoice", "FAC")
    service.set("numbering.order", "CO")
    with store.write("test.number") as session:
        session.add(Establishment(id=1, code="SIEGE", name="Siège"))
        assert numbering.take(session, Series.INVOICE, dt.date(2026, 11, 24)) == "FAC2026000001"


def test_the_letters_of_a_series_already_begun_are_not_given_to_another(store, service):
    with store.write("test.number") as session:
        session.add(Establishment(id=1, code="SIEGE", name="Siège"))
        session.flush()
        numbering.take(session, Series.INVOICE, dt.date(2026, 11, 24))
    service.set("numbering.invoice", "FAC")
    assert refusal(service, "numbering.proforma", "FA") == "setting.prefix_taken"
    service.set("numbering.invoice", "FA")
