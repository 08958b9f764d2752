"""What the statement of a customer's account says: what it has to pay, with what records taken over still owe."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OpenItemKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import OpenItem
from adv_desktop.services.company import own_banks
from adv_desktop.services.documents.account_statement import AccountLine, AccountOf, AccountStatement
from adv_desktop.services.printing import parts
from adv_desktop.services.queries.exposure import taken_over
from adv_desktop.services.queries.hints import UNSETTLED
from adv_desktop.services.texts import N_, Texts, of

_KINDS = {OpenItemKind.PAYMENT: N_("Payment"), OpenItemKind.SETTLEMENT: N_("Settlement difference")}


def statement_of(session: Session, customer_id: int, day: dt.date) -> AccountStatement:
    """Return the account of a customer in its language; raise `account.nothing` where nothing is open."""
    customer = session.get_one(Customer, customer_id)
    say = of(customer.language)
    payers = {customer_id, *taken_over(session, [customer_id])[customer_id]}
    items = session.scalars(
        sa.select(OpenItem)
        .where(UNSETTLED, OpenItem.payer_id.in_(payers))
        .order_by(OpenItem.currency, OpenItem.due_date, OpenItem.document_date, OpenItem.id)
    ).all()
    if not items:
        raise DomainError("account.nothing", customer=customer.name)
    accounts = tuple(
        AccountOf(currency, tuple(_line(item, day, say) for item in own))
        for currency, own in groupby(items, key=lambda item: item.currency)
    )
    issuer = parts.own_issuer(session, customer.language)
    whose = parts.party(session, customer.party(), customer.language)
    return AccountStatement(customer.language, issuer, whose, day, accounts, _account(session))


def _line(item: OpenItem, day: dt.date, say: Texts) -> AccountLine:
    owed = item.amount > 0
    kind = _KINDS.get(item.kind) or (N_("Invoice") if owed else N_("Credit note"))
    return AccountLine(
        on=item.document_date,
        kind=say.gettext(kind),
        number=item.document_number,
        reference=item.customer_reference or "",
        due=item.due_date,
        amount=item.amount,
        left=item.open_amount,
        late=item.open_amount > 0 and item.due_date < day,
        disputed=item.disputed_amount > 0,
    )


def _account(session: Session) -> str:
    """Return where we are paid to."""
    bank = next(iter(own_banks(session)), None)
    if bank is None:
        return ""
    spaced = " ".join(bank.iban[at : at + 4] for at in range(0, len(bank.iban), 4))
    return f"IBAN {spaced} – BIC {bank.bic}" if bank.bic else f"IBAN {spaced}"
