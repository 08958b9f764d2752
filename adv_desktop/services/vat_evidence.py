"""What proves a sale without VAT: checks of the customer's number (R15) and the ground of its regime."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.rules import vat_grounds
from adv_desktop.models.rules.vat_grounds import Ground
from adv_desktop.models.vat_evidence import VatGround, VatNumberCheck
from adv_desktop.services import numbering
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.store import Store, actor_name

VALID_DAYS = 30


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """The answer about the VAT number of a customer, as the authorities gave it on a day."""

    customer: str
    checked_on: dt.date
    valid: bool
    consultation_number: str | None = None


@dataclass(frozen=True, slots=True)
class RegimeGround:
    """What the regime of a customer rests on; `ground` None takes it away."""

    customer: str
    ground: Ground | None
    certificate: str | None = None
    certificate_date: dt.date | None = None
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of a VAT number, as it is shown."""

    vat_number: str
    checked_on: dt.date
    valid: bool
    consultation_number: str | None
    actor: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the VAT of a customer: the checks of its present number, the latest first."""

    customer: str
    name: str
    vat_number: str | None
    regime: VatRegime
    ground: RegimeGround
    checks: tuple[CheckRow, ...]
    checked: bool


class VatEvidenceService:
    """Records what proves the VAT of customers."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def record_check(self, command: NumberCheck) -> None:
        """Keep the answer about a customer's VAT number; the trace is never changed."""
        on = numbering.refuse_future(command.checked_on, self._clock.today())
        with self._store.write("customer.vat_check") as session:
            customer = customer_of(session, command.customer)
            if not customer.vat_number:
                raise DomainError("vat.no_number", customer=customer.code)
            session.add(
                VatNumberCheck(
                    customer_id=customer.id,
                    vat_number=customer.vat_number,
                    checked_on=on,
                    valid=command.valid,
                    consultation_number=(command.consultation_number or "").strip() or None,
                    recorded_at=self._clock.now(),
                    actor=actor_name(),
                )
            )
            if command.valid:
                customer.vat_checked_on = on

    def set_ground(self, command: RegimeGround) -> None:
        """Say what a customer's regime rests on; the purchase free of VAT needs its certificate."""
        with self._store.write("customer.vat_ground") as session:
            customer = customer_of(session, command.customer)
            row = session.scalar(sa.select(VatGround).where(VatGround.customer_id == customer.id))
            if command.ground is None:
                if row is not None:
                    session.delete(row)
                return
            if command.ground not in vat_grounds.grounds_of(customer.vat_regime):
                raise DomainError("vat.ground_of_other_regime", customer=customer.code)
            if command.ground is Ground.TAX_FREE_PURCHASE and not (command.certificate and command.certificate_date):
                raise DomainError("vat.certificate_missing", customer=customer.code)
            if row is None:
                row = VatGround(customer_id=customer.id)
                session.add(row)
            row.ground, row.certificate = command.ground, command.certificate
            row.certificate_date, row.valid_until = command.certificate_date, command.valid_until

    def show(self, customer_id: int) -> Evidence:
        """Return what is known of the VAT of a customer."""
        with self._store.read() as session:
            customer = session.get_one(Customer, customer_id)
            found = ground_of(session, customer_id)
            ground = RegimeGround(customer.code, None)
            if found is not None:
                ground = RegimeGround(
                    customer.code, found.ground, found.certificate, found.certificate_date, found.valid_until
                )
            return Evidence(
                customer=customer.code,
                name=customer.name,
                vat_number=customer.vat_number,
                regime=customer.vat_regime,
                ground=ground,
                checks=tuple(_row(check) for check in _checks(session, customer)),
                checked=is_checked(session, customer, self._clock.today()),
            )


def ground_of(session: Session, customer_id: int) -> VatGround | None:
    """Return the ground of a customer's regime, if one was given."""
    return session.scalar(sa.select(VatGround).where(VatGround.customer_id == customer_id))


def exemption_code(session: Session, customer_id: int, regime: VatRegime) -> str | None:
    """Return the exemption code that the ground of a customer gives to its lines under a regime."""
    if not vat_grounds.grounds_of(regime):
        return None
    found = ground_of(session, customer_id)
    return vat_grounds.exemption_code(None if found is None else found.ground, regime)


def is_checked(session: Session, customer: Customer, on: dt.date) -> bool:
    """Tell whether the last check of the present number is valid and at most thirty days old (R15)."""
    last = next(iter(_checks(session, customer, until=on)), None)
    return last is not None and last.valid and (on - last.checked_on).days <= VALID_DAYS


def _checks(session: Session, customer: Customer, until: dt.date | None = None) -> list[VatNumberCheck]:
    statement = sa.select(VatNumberCheck).where(
        VatNumberCheck.customer_id == customer.id, VatNumberCheck.vat_number == (customer.vat_number or "")
    )
    if until is not None:
        statement = statement.where(VatNumberCheck.checked_on <= until)
    return list(session.scalars(statement.order_by(VatNumberCheck.checked_on.desc(), VatNumberCheck.id.desc())))


def _row(check: VatNumberCheck) -> CheckRow:
    return CheckRow(check.vat_number, check.checked_on, check.valid, check.consultation_number, check.actor)
