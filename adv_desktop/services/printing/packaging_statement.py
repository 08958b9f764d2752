"""What the statement of a customer's packaging account says, on paper and in Excel."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.packaging import Packaging, PackagingMove
from adv_desktop.models.party import Customer
from adv_desktop.services import labels
from adv_desktop.services.carrier_packaging import moves_of
from adv_desktop.services.documents.packaging_statement import PackagingLine, PackagingStatement
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.folding import words_key
from adv_desktop.services.packaging import Move, account_of
from adv_desktop.services.printing import parts
from adv_desktop.services.texts import N_, Texts, current, of

_COLUMNS: tuple[tuple[str, str, Kind, float], ...] = (
    ("on", N_("Date"), Kind.DATE, 12),
    ("packaging", N_("Packaging"), Kind.TEXT, 28),
    ("move", N_("Move"), Kind.TEXT, 20),
    ("document", N_("Document"), Kind.TEXT, 20),
    ("quantity", N_("Pieces"), Kind.WHOLE, 10),
    ("held", N_("Balance held"), Kind.WHOLE, 12),
)

_HELD: tuple[tuple[str, Kind, float], ...] = (
    (N_("Customer code"), Kind.TEXT, 14),
    (N_("Customer"), Kind.TEXT, 36),
    (N_("Packaging"), Kind.TEXT, 28),
    (N_("Balance held"), Kind.WHOLE, 12),
    (N_("Last move"), Kind.DATE, 14),
)


def statement_of(session: Session, customer_id: int, day: dt.date) -> PackagingStatement:
    """Return the statement in the customer's language; raise `packaging.no_move` where nothing ever moved."""
    account = account_of(session, customer_id)
    if not account.moves:
        raise DomainError("packaging.no_move", customer=account.name)
    say = of(account.language)
    moved = {move.label for move in account.moves}
    return PackagingStatement(
        account.language,
        parts.own_issuer(session, account.language),
        account.name,
        account.code,
        day,
        tuple((one.label, one.held) for one in account.balances if one.label in moved),
        tuple(_line(move, say) for move in reversed(account.moves)),
    )


def carrier_statement_of(session: Session, carrier: str, day: dt.date) -> PackagingStatement:
    """Return the statement of a carrier; raise `packaging.no_carrier_move` where nothing ever moved."""
    say, moves = current(), moves_of(session, carrier)
    if not moves:
        raise DomainError("packaging.no_carrier_move", carrier=carrier)
    held = {move.packaging: move.held for move in moves}
    lines = tuple(
        PackagingLine(
            move.on, move.packaging, labels.written(move.kind, say), move.reference or "", move.quantity, move.held
        )
        for move in moves
    )
    issuer = parts.own_issuer(session, say.language)
    return PackagingStatement(say.language, issuer, carrier, carrier, day, tuple(held.items()), lines, of_carrier=True)


def write_workbook(data: PackagingStatement, path: Path) -> int:
    """Write the moves to Excel in the customer's language; return their number."""
    say = of(data.language)
    columns = [ListColumn(say.gettext(title), kind, width) for _name, title, kind, width in _COLUMNS]
    rows: list[list[CellValue]] = [[getattr(line, name) for name, *_ in _COLUMNS] for line in data.lines]
    return lists.write_xlsx(path, say.gettext("RETURNABLE PACKAGING"), columns, rows)


def write_holders(session: Session, path: Path) -> int:
    """Write what every customer holds to Excel, in the language of the window; return the number of rows.

    Raise `packaging.nobody` where nobody holds any.
    """
    say = current()
    held = sa.func.sum(PackagingMove.quantity)
    rows = session.execute(
        sa.select(Customer.code, Customer.name, Packaging, held, sa.func.max(PackagingMove.moved_on))
        .join(Customer, Customer.id == PackagingMove.customer_id)
        .join(Packaging, Packaging.id == PackagingMove.packaging_id)
        .group_by(PackagingMove.customer_id, PackagingMove.packaging_id)
        .having(held != 0)
    ).all()
    if not rows:
        raise DomainError("packaging.nobody")
    columns = [ListColumn(say.gettext(title), kind, width) for title, kind, width in _HELD]
    cells: list[list[CellValue]] = [
        [code, name, packaging.label_in(say.language), int(count), last] for code, name, packaging, count, last in rows
    ]
    cells.sort(key=lambda row: (words_key(str(row[1])), str(row[0]), words_key(str(row[2]))))
    return lists.write_xlsx(path, say.gettext("RETURNABLE PACKAGING"), columns, cells)


def _line(move: Move, say: Texts) -> PackagingLine:
    named = " · ".join(part for part in (move.delivery, move.reference) if part)
    return PackagingLine(move.on, move.label, labels.written(move.kind, say), named, move.quantity, move.held)
