"""Our own company: its making with a new database, and its identity."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import database
from adv_desktop.models.enums import Series
from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.models.party import COMPANY_REGIMES, Company, CompanyBank, Establishment, refuse_if_changed
from adv_desktop.models.rules import payment_terms
from adv_desktop.models.settings import Setting
from adv_desktop.models.stock import Location, Warehouse
from adv_desktop.services import files, identifiers, reference
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class Bank:
    """An account that customers pay into."""

    iban: str
    holder: str
    name: str | None = None
    bic: str | None = None


@dataclass(frozen=True, slots=True)
class CompanyIdentity:
    """Everything that documents say of the seller; `share_capital` in minor units."""

    legal_name: str
    siren: str
    line1: str
    postcode: str
    town: str
    trade_name: str | None = None
    legal_form: str | None = None
    share_capital: int | None = None
    currency: str = "EUR"
    siret: str | None = None
    naf: str | None = None
    rcs: str | None = None
    vat_number: str | None = None
    vat_regime: str = "réel normal"
    vat_on_debits: bool = False
    eori: str | None = None
    line2: str | None = None
    country: str = "FR"
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    e_address_scheme: str | None = None
    e_address: str | None = None
    sepa_creditor_id: str | None = None
    default_terms: str = "30 jours nets"
    terms_text: dict[str, str] = field(default_factory=dict)
    house_colour: str = "#7B1E3A"


@dataclass(frozen=True, slots=True)
class NewCompany:
    """A company with its banks, its number prefixes by series, and its logo."""

    identity: CompanyIdentity
    banks: tuple[Bank, ...] = ()
    numbering: dict[str, str] = field(default_factory=dict)
    logo: bytes | None = None
    closed_days: tuple[str, ...] = ()
    fiscal_year_start: str | None = None


def create_database(path: Path, company: NewCompany, clock: Clock, request_id: str | None = None) -> None:
    """Make a database file for a company; refuse a path that already holds something."""
    if path.exists() and path.stat().st_size:
        raise KnownError("database.exists", path=str(path))
    checked = _checked(company)
    path.parent.mkdir(parents=True, exist_ok=True)
    database.create(path)
    store = Store(path, clock)
    try:
        with store.request(request_id), store.write("company.create") as session:
            _fill(session, checked, clock)
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    store.close()


def _checked(company: NewCompany) -> NewCompany:
    """Check the identifiers of a company before anything is written."""
    identity = company.identity
    identifiers.check_siren(identity.siren)
    if identity.siret:
        identifiers.check_siret(identity.siret)
    if identity.vat_number:
        identifiers.check_vat_number(identity.vat_number)
    if identity.eori:
        identity = replace(identity, eori=identifiers.check_eori(identity.eori))
    identifiers.check_same_company(identity.siren, identity.siret or "", identity.vat_number or "")
    for bank in company.banks:
        identifiers.check_iban(bank.iban)
    if identity.vat_regime not in COMPANY_REGIMES:
        raise DomainError("company.vat_regime", written=identity.vat_regime, known=", ".join(COMPANY_REGIMES))
    payment_terms.parse(identity.default_terms)
    unknown = set(company.numbering) - {series.value for series in Series}
    if unknown:
        raise DomainError("company.unknown_series", names=", ".join(sorted(unknown)))
    return replace(company, identity=identity)


def _fill(session: Session, company: NewCompany, clock: Clock) -> None:
    identity = company.identity
    reference.fill(session)
    logo = files.keep(session, company.logo, "logo", clock.now()) if company.logo else None
    columns = {item.name: getattr(identity, item.name) for item in fields(identity)}
    session.add(Company(id=1, logo_file_id=logo.id if logo else None, **columns))
    session.add(
        Establishment(id=1, code="SIEGE", name=identity.trade_name or identity.legal_name, siret=identity.siret)
    )
    session.add(Warehouse(id=1, code="DEPOT", name=identity.town))
    session.add(Location(id=1, warehouse_id=1, code="A-01", rank=1))
    for position, bank in enumerate(company.banks, start=1):
        session.add(CompanyBank(name=bank.name, holder=bank.holder, iban=bank.iban, bic=bank.bic, position=position))
    if company.numbering:
        session.add(Setting(key="numbering", value=dict(company.numbering)))
    if company.closed_days:
        session.add(Setting(key="closed_days", value=list(company.closed_days)))
    if company.fiscal_year_start:
        session.add(Setting(key="fiscal_year_start", value=company.fiscal_year_start))


def own_company(session: Session) -> Company:
    """Return the company of the database."""
    return session.get_one(Company, 1)


def own_banks(session: Session) -> list[CompanyBank]:
    """Return the bank accounts, the main one first."""
    return list(session.scalars(sa.select(CompanyBank).order_by(CompanyBank.position)))


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """The company as a form shows it, with the version that the edit is checked against."""

    version: int
    identity: CompanyIdentity
    banks: tuple[Bank, ...]
    numbering: dict[str, str]
    logo: bytes | None


class CompanyService:
    """Reads and edits the identity of the seller; issued documents keep the identity they were issued with."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def show(self) -> CompanyRecord:
        """Return the company with its banks and its logo."""
        from adv_desktop.models.delivery import StoredFile

        with self._store.read() as session:
            company = own_company(session)
            identity = CompanyIdentity(**{item.name: getattr(company, item.name) for item in fields(CompanyIdentity)})
            banks = tuple(Bank(bank.iban, bank.holder, bank.name, bank.bic) for bank in own_banks(session))
            formats = session.get(Setting, "numbering")
            logo = session.get_one(StoredFile, company.logo_file_id).content if company.logo_file_id else None
            return CompanyRecord(company.version, identity, banks, dict(formats.value) if formats else {}, logo)

    def update(self, version: int, company: NewCompany) -> None:
        """Replace the identity, the banks and the logo; a missing logo leaves the present one."""
        checked = _checked(company)
        with self._store.write("company.update") as session:
            row = own_company(session)
            refuse_if_changed(row.version, version, row.legal_name)
            for item in fields(CompanyIdentity):
                setattr(row, item.name, getattr(checked.identity, item.name))
            if checked.logo is not None:
                row.logo_file_id = files.keep(session, checked.logo, "logo", self._clock.now()).id
            session.execute(sa.delete(CompanyBank))
            for position, bank in enumerate(checked.banks, start=1):
                session.add(
                    CompanyBank(name=bank.name, holder=bank.holder, iban=bank.iban, bic=bank.bic, position=position)
                )
