"""Packaging on deposit as a workbook or a CSV file: what account 4196 holds, delivery by delivery."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.packaging import DEPOSIT_ACCOUNT
from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.list_files import ENDINGS, Written
from adv_desktop.services.queries.on_deposit import OnDeposit
from adv_desktop.services.texts import N_, _
from adv_desktop.services.whole_files import told

TITLE = N_("Packaging on deposit")
_COLUMNS = (
    (N_("Customer code"), Kind.TEXT, 14.0),
    (N_("Customer"), Kind.TEXT, 32.0),
    (N_("Packaging"), Kind.TEXT, 24.0),
    (N_("Delivery"), Kind.TEXT, 16.0),
    (N_("Shipped on"), Kind.DATE, 12.0),
    (N_("Days"), Kind.WHOLE, 8.0),
    (N_("Invoice"), Kind.TEXT, 16.0),
    (N_("Still out"), Kind.WHOLE, 10.0),
    (N_("Came back"), Kind.WHOLE, 10.0),
    (N_("Deposit still out, net"), Kind.PRICE, 16.0),
    (N_("Currency"), Kind.TEXT, 9.0),
    (N_("Account"), Kind.TEXT, 10.0),
)


def write(found: Sequence[OnDeposit], path: Path) -> Written:
    """Write the list."""
    if path.suffix.lower() not in ENDINGS:
        raise DomainError("file.wrong_ending", path=str(path), known=ENDINGS)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    heads = [ListColumn(_(head), kind, width) for head, kind, width in _COLUMNS]
    cells = (_cells(row) for row in found)
    if path.suffix.lower() == ".csv":
        count = lists.write_csv(path, heads, cells, texts.current().language)
    else:
        count = lists.write_xlsx(path, _(TITLE), heads, cells)
    return Written(path, count, hashlib.sha256(path.read_bytes()).hexdigest())


def _cells(row: OnDeposit) -> list[CellValue]:
    return [
        row.customer_code, row.customer, row.packaging, row.delivery, row.delivered_on, row.days, row.invoice, row.out,
        row.came_back, from_minor(row.amount, row.currency), row.currency, DEPOSIT_ACCOUNT,
    ]  # fmt: skip
