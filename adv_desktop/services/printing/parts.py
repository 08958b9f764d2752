"""What several papers show alike: the issuer, the addresses, the references, units and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import DeliveryNote, StoredFile
from adv_desktop.models.enums import LineKind, Requirement
from adv_desktop.models.invoice import DocumentVat
from adv_desktop.models.line import PricedLine, subtotals
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.rules import incoterms, payment_terms
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.rules.packs import Pack
from adv_desktop.models.rules.totals import Charge, Totals, TotalsLine, VatLine, line_amounts, net_unit_price
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import parties, reference, texts
from adv_desktop.services.documents.content import Amounts, Issuer, Line, Party, Reference, References, VatRow, Weight
from adv_desktop.services.formats import Formats

Facts = Mapping[str, Any]
SUBSTITUTED = "substituted"
NEUTRAL_COLOUR = "#374151"  # of papers that do not show our house


def issuer(session: Session, facts: Facts, language: str) -> Issuer:
    """Return our company as a document was or will be issued with it."""
    logo_id = facts.get("logo_file_id")
    address = address_lines(session, facts, language)
    return Issuer(
        name=facts.get("trade_name") or facts["legal_name"],
        legal_name=facts["legal_name"],
        address=address,
        siren=facts["siren"],
        siret=facts.get("siret") or "",
        vat_number=facts.get("vat_number") or "",
        phone=facts.get("phone") or "",
        email=facts.get("email") or "",
        website=(facts.get("website") or "").removeprefix("https://"),
        legal_form=facts.get("legal_form") or "",
        capital=facts.get("share_capital"),
        registered_office=", ".join(address),
        registry_city=_registry_city(facts.get("rcs")),
        activity_code=facts.get("naf") or "",
        eori=facts.get("eori") or "",
        logo=session.get_one(StoredFile, logo_id).content if logo_id else None,
        colour=facts.get("house_colour") or "#7B1E3A",
    )


def own_issuer(session: Session, language: str) -> Issuer:
    """Return our company as it is today."""
    return issuer(session, parties.seller(session.get_one(Company, 1)), language)


def neutral_issuer(session: Session, customer: Customer, language: str, *, named: bool) -> Issuer:
    """Return who a neutral paper comes from: the customer with its logo, or nobody; never our company."""
    if not named:
        return Issuer(name="", legal_name="", address=(), siren="", colour=NEUTRAL_COLOUR)
    return Issuer(
        name=customer.name,
        legal_name=customer.name,
        address=address_lines(session, customer.party(), language),
        siren="",
        phone=customer.phone or "",
        logo=session.get_one(StoredFile, customer.logo_file_id).content if customer.logo_file_id else None,
        colour=NEUTRAL_COLOUR,
    )


def note_style(session: Session, delivery_id: int, customer: Customer) -> NoteStyle:
    """Return how the papers of a delivery are written: as it left, as its customer wants them before that."""
    note = session.get(DeliveryNote, delivery_id)
    return note.style if note else customer.note_style


def party(session: Session, facts: Facts, language: str) -> Party:
    """Return a customer or a place of delivery as an address block."""
    return Party(
        name=facts.get("name") or "",
        address=address_lines(session, facts, language),
        code=facts.get("code") or "",
        attention=facts.get("contact") or "",
        siren=facts.get("siren") or "",
        vat_number=facts.get("vat_number") or "",
        note=" · ".join(str(facts[name]) for name in ("instructions", "hours", "phone") if facts.get(name)),
    )


def address_lines(session: Session, facts: Facts, language: str) -> tuple[str, ...]:
    """Return the lines of an address, the country last."""
    town = " ".join(part for part in (facts.get("postcode"), facts.get("town")) if part)
    country = reference.country_name(session, facts.get("country") or "FR", language)
    return tuple(part for part in (facts.get("line1"), facts.get("line2"), town, country) if part)


def customer_reference(number: str | None, on: dt.date | None) -> Reference | None:
    """Return the customer's order number as a reference, if there is one."""
    return Reference(number, on) if number else None


def with_required(references: References, order: SalesOrder) -> References:
    """Return the strip of references with those that the customer requires (R2)."""
    given = order.given()
    return replace(
        references,
        engagement=given.get(Requirement.ENGAGEMENT) or "",
        service_code=given.get(Requirement.SERVICE_CODE) or "",
        contract=given.get(Requirement.CONTRACT) or "",
        site_code=given.get(Requirement.SITE_CODE) or "",
    )


def substitution(line: OrderLine, language: str) -> str:
    """Say which product a line replaces and who agreed to it, "" where none is replaced."""
    for fact in line.differences or ():
        if fact["kind"] == SUBSTITUTED:
            day = Formats(language).date(dt.date.fromisoformat(str(fact["agreed_on"])))
            said = texts.of(language).gettext("Replaces {code}, agreed with {person} on {date}")
            return said.format(code=fact["code"], person=fact["agreed_by"], date=day)
    return ""


def incoterms_of(orders: Iterable[SalesOrder]) -> str:
    """Return the incoterms of the orders that a paper stands for, each once."""
    return " · ".join(dict.fromkeys(incoterm(order.incoterm) for order in orders if order.incoterm))


def incoterm(text: str | None) -> str:
    """Return an incoterm with its edition, as it was written where it is none of 2020."""
    found = incoterms.parse(text)
    return found.written if found else (text or "")


def terms_text(terms: str, language: str) -> str:
    """Return payment terms in a language."""
    return payment_terms.label(payment_terms.parse(terms), language)


def priced_lines(session: Session, lines: Sequence[PricedLine], language: str, currency: str) -> list[Line]:
    """Return the priced rows of a document, its titles, comments and subtotals among them."""
    sums = subtotals(lines)
    return [
        priced_line(session, line, language, currency)
        if line.has_goods or line.kind is LineKind.KIT
        else Line(label=line.label, kind=line.kind, net=sums.get(line.no, 0))
        for line in lines
    ]


def priced_line(session: Session, line: PricedLine, language: str, currency: str) -> Line:
    """Return a priced row; a line given free prints its reason in place of the prices."""
    priced = line.priced()
    return Line(
        label=line.label,
        kind=LineKind.ITEM,
        code=line.product_code or "",
        customer_line=line.customer_line_no or "",
        customer_code=line.customer_item_code or "",
        quantity=line.quantity,
        unit=reference.unit_label(session, line.unit, language),
        weight=weight(line),
        gross_price=line.unit_price,
        price_base=line.price_base,
        discounts=line.discounts,
        net_price=net_unit_price(priced),
        net=line.net,
        vat_rate=line.vat_rate,
        vat_category=line.vat_category,
        free=bool(line.free_reason) and line.unit_price == 0,
        eco_part=line.eco_part(currency),
        eco_unit=sum((charge.amount for charge in priced.charges if charge.eco and charge.per_unit), Decimal(0)),
        charges=tuple((charge.label, minor) for charge, minor in _other_charges(priced, currency)),
    )


def weight(line: PricedLine) -> Weight | None:
    """Return the kilograms of a line sold by weight."""
    return None if line.catch_weight is None else Weight(line.catch_weight, line.weight_is_estimated)


def _other_charges(line: TotalsLine, currency: str) -> list[tuple[Charge, int]]:
    found = zip(line.charges, line_amounts(line, currency).charges, strict=True)
    return [(charge, minor) for charge, minor in found if not charge.eco and minor]


def packs(quantity: Decimal, pack: Pack | None, language: str) -> str:
    """Write the packs that a quantity makes, and what is left beside them; nothing under one pack."""
    count, rest = pack.split(quantity) if pack else (Decimal(0), quantity)
    if not pack or not count:
        return ""
    spoken, formats = texts.of(language), Formats(language)
    written = spoken.gettext("{count} × {pack} of {size}").format(
        count=formats.quantity(count), pack=pack.label, size=formats.quantity(pack.size)
    )
    return f"{written} + {formats.quantity(rest)}" if rest else written


def vat_row(row: VatLine | DocumentVat) -> VatRow:
    """Return a row of the VAT table from computed or frozen amounts (same names in both)."""
    return VatRow(
        category=row.key.category,
        rate=row.key.rate,
        lines=row.lines,
        base=row.base,
        vat=row.vat,
        discount=row.discount,
        freight=row.freight,
        deducted=row.deducted,
        packaging=row.packaging or 0,
    )


def amounts_of(totals: Totals, rows: tuple[VatRow, ...]) -> Amounts:
    """Return the totals of a document as they are printed."""
    return Amounts(
        lines=sum(row.lines for row in rows),
        net=totals.net,
        vat=rows,
        vat_total=totals.vat_total,
        gross=totals.gross,
        due=totals.due,
        discount=totals.discount,
        freight=totals.freight,
        deducted=sum(row.deducted for row in rows),
        packaging=sum(row.packaging for row in rows),
        prepaid=totals.prepaid,
        rounding=totals.rounding,
    )


def _registry_city(text: str | None) -> str:
    """Return the town of « RCS Dijon 573 319 126 »."""
    words = (text or "").split()
    return " ".join(word for word in words if word.upper() not in {"RCS", "RM", "RNE"} and not word.isdigit())
