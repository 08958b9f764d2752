"""The dated reference tables: rates, printed sentences, units, countries and reasons."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.base import Base
from adv_desktop.models.errors import DomainError
from adv_desktop.models.settings import Country, InterestRate, Mention, PaymentTermsChoice, Reason, Unit, VatRateRow
from adv_desktop.paths import resource
from adv_desktop.services.sentences import write_fact
from adv_desktop.services.texts import LANGUAGES, N_, SOURCE_LANGUAGE, of

FILES: dict[str, type[Base]] = {
    "vat_rates": VatRateRow,
    "mentions": Mention,
    "interest_rates": InterestRate,
    "payment_terms": PaymentTermsChoice,
    "units": Unit,
    "countries": Country,
    "reasons": Reason,
}
RATE_LABELS = (
    N_("Standard rate"),
    N_("Intermediate rate"),
    N_("Reduced rate"),
    N_("Special rate (press)"),
    N_("Special rate (press, reimbursed medicines)"),
    N_("Special rate (petroleum products)"),
    N_("Special rate (live animals)"),
    N_("Special rate (first shows, live animals)"),
)
Value = str | int | bool | Decimal | dt.date | None
_UNITS = "units"  # where a session holds those it read: it lets go of what nobody holds, line after line


@dataclass(frozen=True, slots=True)
class Rate:
    """A VAT rate in percent, with its English label, to be translated where it is shown."""

    rate: Decimal
    label: str


def fill(session: Session) -> None:
    """Insert every shipped row into the tables of a new database."""
    for name, table in FILES.items():
        session.execute(sa.insert(table), list(_rows(name)))


def mention(session: Session, key: str, language: str, on: dt.date, **facts: object) -> str:
    """Return the sentence to print on a date, its facts written in the reader's way.

    Facts: `Money`, `Decimal`, `date` or text. A language that is not shipped reads as English.
    Raise `mention.missing` when no sentence is in force.
    """
    spoken = _spoken(language)
    found = session.scalar(
        sa.select(Mention.text)
        .where(
            Mention.key == key,
            Mention.language == spoken,
            Mention.valid_from <= on,
            sa.or_(Mention.valid_to.is_(None), Mention.valid_to >= on),
        )
        .order_by(Mention.valid_from.desc())
        .limit(1)
    )
    if found is None:
        raise DomainError("mention.missing", key=key, language=spoken, on=on)
    return found.format(**{name: write_fact(fact, of(spoken)) for name, fact in facts.items()}) if facts else found


def rates_on(session: Session, territory: str, on: dt.date) -> list[Rate]:
    """Return the VAT rates of a territory on a date, highest first; none where there is no VAT."""
    rows = session.execute(
        sa.select(VatRateRow.rate, VatRateRow.label)
        .where(
            VatRateRow.territory == territory,
            VatRateRow.valid_from <= on,
            sa.or_(VatRateRow.valid_to.is_(None), VatRateRow.valid_to >= on),
        )
        .order_by(VatRateRow.rate.desc())
    )
    return [Rate(rate, label) for rate, label in rows]


def is_in_union(session: Session, code: str) -> bool:
    """Whether a country is a member state of the European Union, France apart."""
    country = session.get(Country, code)
    return code != "FR" and country is not None and country.european_union


def country_name(session: Session, code: str, language: str) -> str:
    """Return the name of a country; a code that is not in the table is its own name."""
    country = session.get(Country, code)
    if country is None:
        return code
    return country.name_fr if _spoken(language) == "fr" else country.name_en


def unit_label(session: Session, code: str, language: str) -> str:
    """Return the name of a unit of measure; a code that is not in the table is its own name."""
    held: dict[str, Unit | None] = session.info.setdefault(_UNITS, {})
    if code not in held:
        held[code] = session.get(Unit, code)
    unit = held[code]
    if unit is None:
        return code
    return unit.label_fr if _spoken(language) == "fr" else unit.label_en


def reasons(session: Session, kind: str, language: str) -> list[tuple[str, str]]:
    """Return the (code, label) of a kind of reason, in the order in which they are proposed."""
    label = Reason.label_fr if _spoken(language) == "fr" else Reason.label_en
    rows = session.execute(sa.select(Reason.code, label).where(Reason.kind == kind).order_by(Reason.id))
    return [(code, text) for code, text in rows]


def _spoken(language: str) -> str:
    return language if language in LANGUAGES else SOURCE_LANGUAGE


def _rows(name: str) -> Iterator[dict[str, Value]]:
    """Read a shipped file, each field as its column holds it."""
    with resource(f"reference/{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {column: _READERS.get(column, str)(text) for column, text in row.items()}


def _date_or_none(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _flag(text: str) -> bool:
    return text == "1"


_READERS: dict[str, Callable[[str], Value]] = {
    "rate": Decimal,
    "central_bank": Decimal,
    "legal": Decimal,
    "valid_from": dt.date.fromisoformat,
    "valid_to": _date_or_none,
    "position": int,
    "is_piece": _flag,
    "european_union": _flag,
}
