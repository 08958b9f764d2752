"""« Relevé de compte »: what a customer has to pay and what we owe it, each document with its due date."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.blocks import Head, Notice, Parties, Title
from adv_desktop.services.documents.content import Issuer, Party
from adv_desktop.services.documents.layout import Flow, Sheet
from adv_desktop.services.documents.priced import carrying
from adv_desktop.services.documents.styles import BODY, STRONG
from adv_desktop.services.documents.table import Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice, voice

LATE = STRONG.coloured(styles.AMBER)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An open document; amounts in minor units, what we owe negative."""

    on: date
    kind: str
    number: str
    reference: str
    due: date
    amount: int
    left: int
    late: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class AccountOf:
    """The open documents of one currency, the first due first."""

    currency: str
    lines: tuple[AccountLine, ...]

    @property
    def total(self) -> int:
        """What is left to pay in all."""
        return sum(line.left for line in self.lines)

    @property
    def overdue(self) -> int:
        """What of it is past its due date."""
        return sum(line.left for line in self.lines if line.late)


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """The account of a customer on a day, in its language; `account` is where it pays to."""

    language: str
    issuer: Issuer
    customer: Party
    day: date
    accounts: tuple[AccountOf, ...]
    account: str


def pdf_bytes(data: AccountStatement) -> bytes:
    """Return the PDF of a statement of account."""
    say = voice(data.language)
    _ = say.gettext
    title = _("STATEMENT OF ACCOUNT")
    flow, stream = Flow(), io.BytesIO()
    facts = ((_("Customer"), data.customer.code), (_("Date"), say.formats.date(data.day)))
    flow.add(Head(data.issuer, say, title, "", facts))
    flow.add(Parties(None, (_("Customer"), data.customer), say))
    for one in data.accounts:
        money = say.formats.money
        if len(data.accounts) > 1:
            flow.add(Title(one.currency), gap=12, keep=60)
        total = Notice(_("Left to pay on {date}").format(date=say.formats.date(data.day)),
                       (_overdue(one, say),), money(one.total, one.currency))  # fmt: skip
        _table(data, one, say).place(flow, gap=9, keep=8 + total.height)
        flow.add(total, gap=8)
    if data.account:
        flow.add(Notice(_("Please pay to"), (data.account,), ground=styles.PALE), gap=8)
    Sheet(say, data.issuer, title, data.customer.code, data.customer.name, made=data.day).write(flow, stream)
    return stream.getvalue()


def _overdue(one: AccountOf, say: Voice) -> str:
    _ = say.gettext
    if one.overdue <= 0:
        return _("Nothing is past its due date.")
    return _("Of which past the due date: {amount}").format(amount=say.formats.money(one.overdue, one.currency))


def _table(data: AccountStatement, one: AccountOf, say: Voice) -> Table:
    _ = say.gettext
    columns = [
        Column(_("Date"), widest=64),
        Column(_("Document"), wide=True),
        Column(_("Your ref."), widest=96),
        Column(_("Due date"), widest=64),
        Column(_("Amount"), "right"),
        Column(_("Left to pay"), "right"),
    ]
    look = Look(data.issuer.colour, styles.text_on(data.issuer.colour))
    rows = [_row(line, one.currency, say) for line in one.lines]
    return Table(columns, rows, look, pad=18, carrying=carrying(len(columns) - 1, one.currency, say))


def _row(line: AccountLine, currency: str, say: Voice) -> Row:
    money, _ = say.formats.money, say.gettext
    kind = " · ".join((line.kind, _("disputed"))) if line.disputed else line.kind
    return Row(
        (
            Cell(say.formats.date(line.on)),
            Cell(line.number, (kind,), STRONG),
            Cell(line.reference or "–"),
            Cell(say.formats.date(line.due), (_("past due"),) if line.late else (), LATE if line.late else BODY),
            Cell(money(line.amount, currency)),
            Cell(money(line.left, currency), style=STRONG),
        ),
        carried=line.left,
    )
