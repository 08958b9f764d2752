"""Credit notes on an issued invoice: whole, by lines, by percent or amount; drafts that are issued like invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import ClaimActionKind, DocumentKind, InvoiceState, InvoiceType, LineKind, PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.line import charge_facts, copied
from adv_desktop.models.rules import credits as rule
from adv_desktop.models.rules.deposits import deposit_by_amount
from adv_desktop.models.rules.totals import Freight, Totals, TotalsLine, VatKey, totals
from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.claims import claim_of, link_action
from adv_desktop.services.clock import Clock
from adv_desktop.services.invoice_drafts import WITH_PARTS, InvoiceRef, invoice_by_id
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

ZERO = Decimal(0)
LABEL = N_("Credit on invoice {number}")
FREIGHT_LABEL = N_("Freight of invoice {number}")
EARLY_DISCOUNT = N_("Discount for early payment")
EARLY_DISCOUNT_LABEL = N_("Discount for early payment of invoice {number}")


@dataclass(frozen=True, slots=True)
class NewCredit:
    """What to credit of an invoice; nothing chosen = the whole invoice. `net` in minor units."""

    invoice_id: int
    reason: str
    lines: Mapping[int, Decimal] | None = None  # by line number
    percent: Decimal | None = None
    net: int | None = None
    freight: bool = False
    reason_code: str | None = None
    claim: str | None = None
    return_id: int | None = None
    weights: Mapping[int, Decimal] = field(default_factory=dict)  # kilograms, by number of a line sold by weight

    @property
    def quantities(self) -> Mapping[int, Decimal] | None:
        """The units to credit by line number, none of a line of which only kilograms are; None = the whole."""
        if self.lines is None and not self.weights:
            return None
        return {**dict.fromkeys(self.weights, Decimal(0)), **(self.lines or {})}


class CreditService:
    """Makes credit notes, as drafts."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def draft(self, command: NewCredit) -> InvoiceRef:
        """Write the draft of a credit note; a claim named in the command is linked to it."""
        with self._store.write("credit.draft") as session:
            return self.draft_within(session, command)

    def draft_within(self, session: Session, command: NewCredit) -> InvoiceRef:
        """Write the draft inside a transaction that does more than that."""
        if not command.reason.strip():
            raise DomainError("reason.missing")
        invoice = invoice_by_id(session, command.invoice_id)
        if invoice.state is not InvoiceState.ISSUED or invoice.type.is_credit:
            raise DomainError("credit.not_issued", invoice=invoice.name)
        credit = header(invoice, command)
        credit.fix(_fill(session, credit, invoice, command))
        if credit.gross <= 0:
            raise DomainError("credit.nothing")
        session.add(credit)
        session.flush()
        if command.claim:
            self._link(session, credit, command.claim)
        return InvoiceRef(credit.id, credit.version)

    def _link(self, session: Session, credit: Invoice, number: str) -> None:
        claim = claim_of(session, number)
        credit.claim_id = claim.id
        kinds = (ClaimActionKind.CREDIT, ClaimActionKind.GOODWILL, ClaimActionKind.PRICE, ClaimActionKind.RETURN)
        pending = [action.kind for action in claim.actions if action.kind in kinds and action.done_at is None]
        if pending:
            link_action(session, claim, pending[0], DocumentKind.INVOICE, credit.id, self._clock.now())


def early_discount(session: Session, invoice: Invoice, gross: int) -> Invoice:
    """Return the draft that takes a gross amount off an invoice paid early, shared on its VAT rates by their gross."""
    spoken = texts.of(invoice.language)
    credit = header(invoice, NewCredit(invoice.id, spoken.gettext(EARLY_DISCOUNT), reason_code="early_payment"))
    credited = _credited(session, invoice)
    goods = rule.without_packaging(credited.totals().vat, invoice.currency)
    amounts = deposit_by_amount(goods, gross, invoice.currency)
    rule.check_caps(credited, {part.key: part.net for part in amounts.parts})
    label = spoken.gettext(EARLY_DISCOUNT_LABEL).format(number=invoice.number)
    _add_parts(credit, invoice, [rule.CreditPart(part.key, part.net, part.vat) for part in amounts.parts], label)
    credit.rounding = amounts.rounding
    priced = [line.priced() for line in credit.items]
    credit.fix(totals(priced, currency=invoice.currency, rounding=amounts.rounding))
    session.add(credit)
    session.flush()
    return credit


def header(invoice: Invoice, command: NewCredit) -> Invoice:
    """Return an empty credit note that takes over the invoice's parties and terms."""
    copied_columns = (
        "establishment_id",
        "customer_id",
        "customer_name",
        "bill_to_id",
        "payer_id",
        "order_id",
        "customer_reference",
        "customer_reference_date",
        "contract_number",
        "salesperson",
        "payment_terms",
        "payment_method",
        "vat_regime",
        "language",
        "currency",
        "exchange_rate",
        "delivery_date",
    )
    kind = InvoiceType.DEPOSIT_CREDIT if invoice.type is InvoiceType.DEPOSIT else InvoiceType.CREDIT_NOTE
    ship_to = invoice.parties.get("ship_to")
    return Invoice(
        lines=[],
        vat_table=[],
        instalments=[],
        deductions=[],
        mentions=[],
        parties={"ship_to": ship_to} if ship_to else {},
        type=kind,
        state=InvoiceState.DRAFT,
        origin_id=invoice.id,
        reason=command.reason.strip(),
        reason_code=command.reason_code,
        return_id=command.return_id,
        freight=0,
        prepaid=0,
        rounding=0,
        gross_prices=False,
        deduct_prepaid=False,
        **{name: getattr(invoice, name) for name in copied_columns},
    )


def _fill(session: Session, credit: Invoice, invoice: Invoice, command: NewCredit) -> Totals:
    """Add the lines of the credit and return its totals."""
    if command.percent is not None or command.net is not None:
        return _fill_parts(session, credit, invoice, command)
    credited = _credited(session, invoice)
    quantities = command.quantities
    if quantities is not None:
        draft = rule.credit_lines(credited, quantities, with_freight=command.freight, weights=command.weights)
    else:
        draft = rule.credit_whole(credited)
        if _untouched(credited):
            credit.rounding, credit.prepaid = invoice.rounding, 0
    by_no = {line.no: line for line in invoice.items}
    for no, (line_no, priced) in enumerate(draft.lines, start=1):
        credit.lines.append(_line(by_no[line_no], no, priced))
    if draft.discount is not None:
        credit.discount_percent = draft.discount.percent
    credit.freight = draft.totals.freight
    nets = draft.totals.line_nets
    if not draft.lines:  # freight alone: an invoice has a line at least (EN 16931 BR-16), here without an amount
        label = texts.of(invoice.language).gettext(FREIGHT_LABEL).format(number=invoice.number)
        _add_parts(credit, invoice, [rule.CreditPart(row.key, 0, 0) for row in draft.totals.vat], label)
        nets = (0,) * len(credit.items)
    return replace(draft.totals, line_nets=nets, rounding=credit.rounding, due=draft.totals.gross + credit.rounding)


def _untouched(credited: rule.CreditedInvoice) -> bool:
    return not credited.credited and not any(line.credited_quantity for line in credited.lines)


def _line(origin: InvoiceLine, no: int, priced: TotalsLine) -> InvoiceLine:
    line = InvoiceLine(
        **{**copied(origin), "charges": list(origin.charges)},
        no=no,
        quantity=priced.counted,
        catch_weight=None if priced.units is None else priced.quantity,
        order_line_id=origin.order_line_id,
        delivery_line_id=origin.delivery_line_id,
        origin_line_id=origin.id,
        origin_invoice_id=origin.invoice_id,
        deduction=origin.deduction,
        packaging_id=origin.packaging_id,
        cost=origin.cost,
    )
    line.unit_price, line.price_base, line.discounts = priced.unit_price, priced.price_base, priced.discounts
    line.charges = [charge_facts(charge) for charge in priced.charges]
    return line


def _fill_parts(session: Session, credit: Invoice, invoice: Invoice, command: NewCredit) -> Totals:
    """Credit a percent or an amount: one line of quantity one per VAT rate."""
    credited = _credited(session, invoice)
    table = credited.totals().vat
    if command.percent is not None:
        parts: Sequence[rule.CreditPart] = rule.credit_percent(table, command.percent, invoice.currency)
    else:
        parts = rule.credit_amount(table, command.net or 0, invoice.currency)
    rule.check_caps(credited, {part.key: part.net for part in parts})
    _add_parts(credit, invoice, parts, texts.of(invoice.language).gettext(LABEL).format(number=invoice.number))
    return totals([line.priced() for line in credit.items], currency=invoice.currency)


def _add_parts(credit: Invoice, invoice: Invoice, parts: Sequence[rule.CreditPart], label: str) -> None:
    """Add one line of quantity one per VAT key."""
    for no, part in enumerate(parts, start=1):
        credit.lines.append(
            InvoiceLine(
                no=no,
                kind=LineKind.ITEM,
                label=label,
                quantity=Decimal(1),
                unit="C62",
                unit_price=from_minor(part.net, invoice.currency),
                price_base=Decimal(1),
                discounts=(),
                charges=[],
                price_source=PriceSource.MANUAL,
                vat_category=part.key.category,
                vat_rate=part.key.rate,
                exemption_code=part.key.exemption_code,
                origin_invoice_id=invoice.id,
            )
        )


def _packaging_settled(session: Session, invoice: Invoice) -> Sequence[InvoiceLine]:
    """Return the lines that settle packaging of an invoice in documents on several invoices (R17)."""
    ids = [line.id for line in invoice.items if line.packaging_id is not None]
    if not ids:
        return ()
    statement = (
        sa.select(InvoiceLine)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(InvoiceLine.origin_line_id.in_(ids), Invoice.origin_id.is_distinct_from(invoice.id))
    )
    return session.scalars(statement).all()


def _credited(session: Session, invoice: Invoice) -> rule.CreditedInvoice:
    """Return the invoice with what its credit notes, drafts included, have taken of it."""
    notes = session.scalars(sa.select(Invoice).where(Invoice.origin_id == invoice.id).options(*WITH_PARTS)).all()
    quantities: dict[int, Decimal] = {}
    weights: dict[int, Decimal] = {}
    nets: dict[int, int] = {}
    keys: dict[VatKey, rule.CreditedKey] = {}
    for note in notes:
        for line in note.items:
            if line.origin_line_id is not None:
                quantities[line.origin_line_id] = quantities.get(line.origin_line_id, ZERO) + line.quantity
                weights[line.origin_line_id] = weights.get(line.origin_line_id, ZERO) + (line.catch_weight or ZERO)
                nets[line.origin_line_id] = nets.get(line.origin_line_id, 0) + line.net
        for row in note.totals().vat:
            former = keys.get(row.key, rule.CreditedKey())
            keys[row.key] = rule.CreditedKey(
                former.base + row.base,
                former.discount + row.discount,
                former.freight + row.freight,
                former.packaging + row.packaging,
            )
    for line in _packaging_settled(session, invoice):
        quantities[line.origin_line_id or 0] = quantities.get(line.origin_line_id or 0, ZERO) + abs(line.quantity)
        nets[line.origin_line_id or 0] = nets.get(line.origin_line_id or 0, 0) + abs(line.net)
    lines = tuple(
        rule.InvoicedLine(
            line.no,
            line.priced(),
            quantities.get(line.id, ZERO),
            nets.get(line.id, 0),
            weights.get(line.id, ZERO),
        )
        for line in invoice.items
    )
    freight = Freight(invoice.freight, invoice.freight_vat_rate) if invoice.freight else None
    return rule.CreditedInvoice(lines, invoice.discount(), freight, invoice.currency, keys, len(notes))
