"""From a frozen invoice to what its XML says: nothing is computed here that the document does not hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery as DeliveryNote
from adv_desktop.models.delivery import DeliveryLine
from adv_desktop.models.enums import Requirement, VatCategory
from adv_desktop.models.invoice import DocumentVat, Invoice, InvoiceLine
from adv_desktop.models.party import Company
from adv_desktop.models.product import Product
from adv_desktop.models.rules.catch_weight import KILOGRAM
from adv_desktop.models.rules.totals import line_amounts
from adv_desktop.models.rules.vat import mention_key
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import currency_decimals, from_minor, percent_of, plain
from adv_desktop.services import identifiers, reference, texts
from adv_desktop.services.einvoice import content, identities, wording
from adv_desktop.services.formats import Formats
from adv_desktop.services.mentions import mentions_of, terms_mentions
from adv_desktop.services.texts import N_, Texts

DISCOUNT = N_("Discount")
FREIGHT = N_("Freight")
DELIVERED = N_("Delivery note {number} of {date}")
_DISCOUNT_CODE, _FREIGHT_CODE = "95", "FC"
_DECIMALS = 2  # of every amount in EN 16931 (BR-DEC-*), and of a percent for the French rules (BR-FR-DEC-04)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What the parts of one document need: its currency's amounts, its language, what it refers to."""

    currency: str
    spoken: Texts
    formats: Formats
    deliveries: Mapping[int, tuple[str, dt.date]]
    gtins: Mapping[int, str]
    mentions: Mapping[str, str]
    units: Mapping[str, str]  # in words, of what is invoiced by weight

    def amount(self, minor: int) -> Decimal:
        """Return an amount of the document's currency."""
        return from_minor(minor, self.currency)

    @property
    def several(self) -> bool:
        """Whether the lines come from more than one delivery."""
        return len({number for number, _day in self.deliveries.values()}) > 1


def can_be_written(invoice: Invoice) -> bool:
    """Tell whether the standard has room for the amounts: two decimals at most, which a few currencies exceed."""
    return currency_decimals(invoice.currency) <= _DECIMALS


def content_of(session: Session, invoice: Invoice) -> content.EInvoice:
    """Return what the XML of an invoice with number, date, parties and amounts says."""
    company = session.get_one(Company, 1)
    mentions = invoice.mentions or mentions_of(session, invoice, company, invoice.issued_on)
    writing = _writing(session, invoice, mentions)
    asked = invoice.asked_references
    out_of_scope = {line.vat_category for line in invoice.items} == {VatCategory.OUT_OF_SCOPE}
    buyer = identities.buyer(invoice.parties["buyer"], out_of_scope=out_of_scope)
    terms = terms_mentions(session, invoice, company, invoice.issued_on) if invoice.type.is_credit else []
    return content.EInvoice(
        number=invoice.number or str(invoice.id),
        type_code=invoice.type.value,
        date=invoice.issued_on,
        frame=wording.frame(invoice),
        currency=invoice.currency,
        language=invoice.language,
        seller=identities.seller(invoice.parties["seller"], out_of_scope=out_of_scope),
        buyer=buyer,
        lines=tuple(_line(line, writing) for line in invoice.items),
        taxes=tuple(_tax_row(row, invoice, writing) for row in invoice.vat_table),
        sums=_sums(invoice),
        notes=wording.notes(invoice, [*mentions, *terms], buyer),
        adjustments=tuple(found for row in invoice.vat_table for found in _document_adjustments(row, invoice, writing)),
        preceding=_preceding(session, invoice),
        due_date=invoice.due_date,
        terms=wording.terms(invoice),
        payment=wording.payment(invoice, writing.spoken),
        payment_reference=identifiers.creditor_reference(invoice.number) if invoice.number else "",
        buyer_reference=asked.get(Requirement.SERVICE_CODE, ""),
        buyer_order=asked.get(Requirement.ENGAGEMENT) or invoice.customer_reference or "",
        seller_order=_order_number(session, invoice),
        contract=invoice.contract_number or "",
        period=_period(invoice, writing),
        delivery=_delivery(invoice, writing),
    )


def _writing(session: Session, invoice: Invoice, mentions: list[dict[str, str]]) -> _Writing:
    delivery_lines = [line.delivery_line_id for line in invoice.items if line.delivery_line_id is not None]
    products = [line.product_id for line in invoice.items if line.product_id is not None]
    weighed = [line for line in invoice.items if line.catch_weight is not None]
    delivered = session.execute(
        sa.select(DeliveryLine.id, DeliveryNote.number, DeliveryNote.delivery_date)
        .join(DeliveryNote, DeliveryNote.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.id.in_(delivery_lines))
    )
    coded = session.execute(sa.select(Product.id, Product.ean).where(Product.id.in_(products)))
    return _Writing(
        currency=invoice.currency,
        spoken=texts.of(invoice.language),
        formats=Formats(invoice.language),
        deliveries={line_id: (number or "", day) for line_id, number, day in delivered},
        gtins={product_id: ean for product_id, ean in coded if ean},
        mentions={mention["key"]: mention["text"] for mention in mentions},
        units={line.unit: reference.unit_label(session, line.unit, invoice.language) for line in weighed},
    )


def _line(line: InvoiceLine, writing: _Writing) -> content.Line:
    tax = _tax(line.vat_category, line.vat_rate)
    number, day = writing.deliveries.get(line.delivery_line_id or 0, ("", None))
    apart = writing.several and day is not None
    delivered = _delivered(number, day, writing) if apart else ""
    return content.Line(
        id=str(line.no),
        item=content.Item(
            name=line.label,
            seller_code=line.product_code or "",
            buyer_code=line.customer_item_code or "",
            gtin=writing.gtins.get(line.product_id or 0, ""),
        ),
        quantity=line.quantity if line.catch_weight is None else line.catch_weight,
        unit=line.unit if line.catch_weight is None else KILOGRAM,
        price=line.unit_price,
        price_base=line.price_base,
        tax=tax,
        net=writing.amount(line.net),
        adjustments=_line_adjustments(line, writing),
        note=" · ".join(part for part in (_pieces(line, writing), delivered) if part),
        order_line=line.customer_line_no or "",
        period=_line_period(line, day if apart else None),
    )


def _pieces(line: InvoiceLine, writing: _Writing) -> str:
    """Say how many units a line that is invoiced by weight is of (BT-127)."""
    if line.catch_weight is None:
        return ""
    unit = writing.units.get(line.unit, "")
    return f"{writing.formats.quantity(line.quantity)} {unit}".strip()


def _delivered(number: str, day: dt.date | None, writing: _Writing) -> str:
    date = writing.formats.date(day) if day else ""
    return writing.spoken.gettext(DELIVERED).format(number=number, date=date)


def _line_period(line: InvoiceLine, delivered: dt.date | None) -> content.Period | None:
    """Return the period of a service, or the day of the delivery that a summary invoice bills on this line."""
    if line.period_start and line.period_end:
        return content.Period(line.period_start, line.period_end)
    return content.Period(delivered, delivered) if delivered else None


def _line_adjustments(line: InvoiceLine, writing: _Writing) -> tuple[content.Adjustment, ...]:
    """Return each discount on what the former ones left, and each charge (eco-contribution, packing)."""
    amounts = line_amounts(line.priced(), writing.currency)
    running, found = amounts.gross, []
    for percent, minor in zip(line.discounts, amounts.allowances, strict=True):
        found.append(_discount(minor, running, percent, None, writing))
        running -= minor
    for charge, minor in zip(line.priced().charges, amounts.charges, strict=True):
        found.append(content.Adjustment(writing.amount(minor), charge.label, is_charge=True))
    return tuple(item for item in found if item.amount)


def _discount(
    minor: int, base: int, percent: Decimal | None, tax: content.Tax | None, writing: _Writing
) -> content.Adjustment:
    """Return an allowance; its percent is left out where it does not tell the amount, or has too many decimals."""
    told = percent is not None and _has_two_decimals(percent) and percent_of(base, percent, writing.currency) == minor
    return content.Adjustment(
        amount=writing.amount(minor),
        reason=writing.spoken.gettext(DISCOUNT),
        reason_code=_DISCOUNT_CODE,
        percent=percent if told else None,
        base=writing.amount(base) if told else None,
        tax=tax,
    )


def _has_two_decimals(percent: Decimal) -> bool:
    return len(plain(percent).partition(".")[2]) <= _DECIMALS


def _document_adjustments(row: DocumentVat, invoice: Invoice, writing: _Writing) -> list[content.Adjustment]:
    """Return the discount and the freight of one row of the VAT table."""
    tax, found = _tax(row.category, row.rate), []
    if row.discount:
        found.append(_discount(row.discount, row.lines, invoice.discount_percent, tax, writing))
    if row.freight:
        reason = writing.spoken.gettext(FREIGHT)
        amount = writing.amount(row.freight)
        found.append(content.Adjustment(amount, reason, is_charge=True, reason_code=_FREIGHT_CODE, tax=tax))
    return found


def _tax(category: VatCategory, rate: Decimal) -> content.Tax:
    return content.Tax(category.value, None if category is VatCategory.OUT_OF_SCOPE else rate)


def _tax_row(row: DocumentVat, invoice: Invoice, writing: _Writing) -> content.TaxRow:
    key = mention_key(row.key)
    seller = invoice.parties["seller"]
    return content.TaxRow(
        tax=_tax(row.category, row.rate),
        base=writing.amount(row.base),
        amount=writing.amount(row.vat),
        reason=writing.mentions.get(key, "") if key else "",
        reason_code=(row.exemption_code or "") if key else "",
        on_debits=bool(seller.get("vat_on_debits")) and "debits" in writing.mentions and key is None,
    )


def _sums(invoice: Invoice) -> content.Sums:
    amount: Callable[[int], Decimal] = lambda minor: from_minor(minor, invoice.currency)  # noqa: E731
    foreign = invoice.currency != "EUR"
    return content.Sums(
        lines=amount(sum(line.net for line in invoice.items)),
        allowances=amount(invoice.discount_total),
        charges=amount(sum(row.freight for row in invoice.vat_table)),
        net=amount(invoice.net),
        vat=amount(invoice.vat),
        gross=amount(invoice.gross),
        prepaid=amount(invoice.prepaid),
        rounding=amount(invoice.rounding),
        due=amount(invoice.due),
        vat_accounting=from_minor(invoice.vat_eur, "EUR") if foreign else None,
    )


def _preceding(session: Session, invoice: Invoice) -> tuple[content.DocumentReference, ...]:
    """Return the invoices that this one corrects or whose deposit it deducts (BG-3), each once."""
    corrected = [invoice.origin_id]
    if invoice.type.is_credit:
        corrected += [line.origin_invoice_id for line in invoice.items if not line.deduction]
    deducted = [row.deposit_invoice_id for row in invoice.deductions]
    ids = dict.fromkeys(found for found in (*corrected, *deducted) if found is not None)
    found = [session.get_one(Invoice, row_id) for row_id in ids]
    return tuple(content.DocumentReference(origin.number or "", origin.issue_date) for origin in found)


def _order_number(session: Session, invoice: Invoice) -> str:
    if invoice.order_id is None:
        return ""
    return session.get_one(SalesOrder, invoice.order_id).number or ""


def _period(invoice: Invoice, writing: _Writing) -> content.Period | None:
    """Return the period of the services, or of the deliveries that a summary invoice gathers (BG-14)."""
    if invoice.period_start and invoice.period_end:
        return content.Period(invoice.period_start, invoice.period_end)
    days = [day for _number, day in writing.deliveries.values()]
    return content.Period(min(days), max(days)) if writing.several else None


def _delivery(invoice: Invoice, writing: _Writing) -> content.Delivery:
    """Return where the goods went: to the buyer when no other place is named (BR-IC-12 wants a country)."""
    facts = invoice.parties.get("ship_to") or invoice.parties["buyer"]
    numbers = {number for number, _day in writing.deliveries.values()}
    return content.Delivery(
        name=facts.get("name") or "",
        place=identities.place(facts),
        date=invoice.delivery_date,
        despatch_advice=next(iter(numbers)) if len(numbers) == 1 else "",
    )
