"""Returnable packaging on invoices: its deposits, their credit, and its sale when it is kept (R17)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind, Nature, PriceSource, VatRegime
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.packaging import DeliveryPackaging, Packaging, PackagingMove
from adv_desktop.models.party import Company
from adv_desktop.models.rules import vat
from adv_desktop.models.rules.packaging import PackagingMoveKind, deposit_vat, kept_price
from adv_desktop.models.rules.totals import VatKey, net_from_gross
from adv_desktop.models.values import currency_decimals, round_half_up
from adv_desktop.services import texts, vat_evidence
from adv_desktop.services.texts import N_

TITLE = N_("Returnable packaging")
DEPOSIT = N_("Packaging deposit: {packaging}")
GIVEN_BACK = N_("Packaging given back: {packaging}, invoice {number}")
KEPT = N_("Packaging not given back: {packaging}")
DEPOSIT_OFF = N_("Deposit of invoice {number} taken off: {packaging}")
_NONE = Decimal(0)


def add_deposits(session: Session, invoice: Invoice, delivery_ids: Iterable[int]) -> None:
    """Add the deposits on what deliveries left of packaging, each once, below the goods of a new draft."""
    rows = session.scalars(
        sa.select(DeliveryPackaging)
        .where(DeliveryPackaging.delivery_id.in_(list(delivery_ids)), DeliveryPackaging.deposit.is_not(None))
        .order_by(DeliveryPackaging.delivery_id, DeliveryPackaging.packaging_id)
    ).all()
    due = [(row, pieces) for row in rows if (pieces := _to_invoice(session, row)) > 0]
    if not due:
        return
    say, present = texts.of(invoice.language), [line.vat_key for line in invoice.items]
    invoice.lines.append(_title(say.gettext(TITLE)))
    for row, pieces in due:
        packaging = session.get_one(Packaging, row.packaging_id)
        taxed = taxed_key(session, invoice.customer_id, invoice.vat_regime, packaging)
        key = deposit_vat(taxed, present, bears_vat=packaging.deposit_vat)
        label = say.gettext(DEPOSIT).format(packaging=packaging.label_in(invoice.language))
        line = _line(packaging, label, pieces, _in_currency(row.deposit or _NONE, invoice), key)
        line.gross_price = kept_price(line.unit_price, key) if invoice.gross_prices else None
        line.delivery_packaging_id = row.id
        invoice.lines.append(line)
    number_lines(invoice)


def taxed_key(session: Session, customer_id: int, regime: VatRegime, packaging: Packaging) -> VatKey:
    """Return the VAT that a customer bears on packaging that is sold to him."""
    given = vat.LineVat(exemption_code=vat_evidence.exemption_code(session, customer_id, regime))
    company = session.get_one(Company, 1)
    return vat.choose(given, company.regime, regime, Nature.GOODS, packaging.vat_rate)


def credit_line(origin: InvoiceLine, number: str, packaging: Packaging, language: str, pieces: int) -> InvoiceLine:
    """Return the line that credits the deposit of pieces which came back, at what was asked for them."""
    said = {"number": number, "packaging": packaging.label_in(language)}
    label = texts.of(language).gettext(GIVEN_BACK).format(**said)
    return _settling(origin, packaging, label, Decimal(pieces))


def kept_lines(
    origin: InvoiceLine, number: str, packaging: Packaging, language: str, pieces: int, taxed: VatKey
) -> tuple[InvoiceLine, InvoiceLine]:
    """Return the sale of pieces that are kept, with VAT, and the line that takes their deposit off it."""
    say = texts.of(language)
    said = {"number": number, "packaging": packaging.label_in(language)}
    price = kept_price(origin.unit_price, origin.vat_key)
    sale = _line(packaging, say.gettext(KEPT).format(**said), pieces, net_from_gross(price, taxed.rate), taxed)
    taken_off = _settling(origin, packaging, say.gettext(DEPOSIT_OFF).format(**said), Decimal(-pieces))
    sale.gross_price, taken_off.gross_price = price, price
    return sale, taken_off


def number_lines(invoice: Invoice) -> None:
    """Give the lines the numbers of their order."""
    for no, line in enumerate(invoice.lines, start=1):
        line.no = no


def _to_invoice(session: Session, row: DeliveryPackaging) -> int:
    """Return the pieces that arrived less those that a draft or an invoice has the deposit of."""
    left = sa.select(sa.func.sum(PackagingMove.quantity)).where(
        PackagingMove.delivery_id == row.delivery_id,
        PackagingMove.packaging_id == row.packaging_id,
        PackagingMove.kind == PackagingMoveKind.DELIVERED,
    )
    billed = sa.select(sa.func.sum(InvoiceLine.quantity)).where(InvoiceLine.delivery_packaging_id == row.id)
    return int(session.scalar(left) or 0) - int(session.scalar(billed) or 0)


def _in_currency(euros: Decimal, invoice: Invoice) -> Decimal:
    """Return a price in the currency of an invoice, at its frozen rate."""
    if invoice.exchange_rate is None:
        return euros
    return round_half_up(euros / Decimal(invoice.exchange_rate["rate"]), currency_decimals(invoice.currency))


def _settling(origin: InvoiceLine, packaging: Packaging, label: str, quantity: Decimal) -> InvoiceLine:
    line = _line(packaging, label, quantity, origin.unit_price, origin.vat_key)
    line.origin_line_id, line.origin_invoice_id = origin.id, origin.invoice_id
    return line


def _line(packaging: Packaging, label: str, quantity: int | Decimal, price: Decimal, key: VatKey) -> InvoiceLine:
    return InvoiceLine(
        kind=LineKind.ITEM, product_code=packaging.code, label=label, quantity=Decimal(quantity), unit="C62",
        unit_price=price, price_base=Decimal(1), discounts=(), charges=[], price_source=PriceSource.MANUAL,
        nature=Nature.GOODS, vat_category=key.category, vat_rate=key.rate, exemption_code=key.exemption_code,
        packaging_id=packaging.id, deduction=False,
    )  # fmt: skip


def _title(label: str) -> InvoiceLine:
    return InvoiceLine(
        kind=LineKind.TITLE, label=label, quantity=_NONE, unit="C62", unit_price=_NONE, price_base=Decimal(1),
        discounts=(), charges=[], net=0, deduction=False,
    )  # fmt: skip
