"""`adv invoice proforma` and `adv invoice statement`: what stands around invoices."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from adv_desktop.cli import papers
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, iso, money, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import line_quantity
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import delivery_of
from adv_desktop.services.orders import order_of
from adv_desktop.services.proformas import Proforma
from adv_desktop.services.queries import order_billing
from adv_desktop.services.queries.order_billing import BilledLine, OrderBilling
from adv_desktop.services.texts import N_, _
from adv_desktop.services.whole_files import told


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    proforma = verbs.add("invoice proforma", N_("make a pro forma of an order or a delivery"), make_proforma)
    proforma.option("--order", "N", N_("of this order"))
    proforma.option("--delivery", "N", N_("of this delivery"))
    proforma.option("--line", "NO=QTY", N_("only this quantity of a line"), line_quantity, several=True)
    proforma.option("--out", "DIR", N_("where the PDF is written"))
    statement = verbs.add("invoice statement", N_("what of an order is invoiced, and what is not"), show_statement)
    statement.argument("order", "ORDER", N_("number or id of an order"))
    statement.option("--out", "FILE.xlsx", N_("where the lines are written"))


def make_proforma(asked: argparse.Namespace, console: Console) -> Answer:
    """Make a pro forma from exactly one order or delivery."""
    if bool(asked.order) == bool(asked.delivery):
        raise DomainError("usage.one_source", known=["--order", "--delivery"])
    if asked.delivery and asked.line:
        raise DomainError("usage.together", argument="--line", other="--delivery")
    folder = papers.folder_of(asked.out)
    service = console.services.proformas
    with console.services.store.read() as session:
        found = order_of(session, asked.order).id if asked.order else delivery_of(session, asked.delivery).id
    made = service.of_order(found, dict(asked.line) or None) if asked.order else service.of_delivery(found)
    return _made(made, folder)


def _made(made: Proforma, folder: Path | None) -> Answer:
    content: JsonObject = {
        "number": made.number,
        "currency": made.currency,
        "totals": {
            "net": money(made.net, made.currency),
            "vat_total": money(made.vat, made.currency),
            "gross": money(made.gross, made.currency),
        },
        "files": {"pdf": papers.write(folder, made.number, "pdf", made.pdf)},
        "sha256": hashlib.sha256(made.pdf).hexdigest(),
    }
    gross = money(made.gross, made.currency)
    return Answer(content, (f"{_('Pro forma')} {made.number}: {gross} {made.currency}",))


def show_statement(asked: argparse.Namespace, console: Console) -> Answer:
    """Tell what is invoiced of an order, and write it to a workbook when asked."""
    with console.services.store.read() as session:
        statement = order_billing.of(session, order_of(session, asked.order).id)
    if asked.out:
        from adv_desktop.services import billing_files as exported

        path = Path(asked.out)
        if path.suffix.lower() != ".xlsx":
            raise DomainError("file.wrong_ending", path=str(path), known=[".xlsx"])
        with told(path):
            exported.write(statement, path)
    content = _statement(statement)
    lines = tuple(
        f"{line.no}. {line.label}: {number(line.invoiced)} / {number(line.ordered)}" for line in statement.lines
    )
    return Answer({**content, "file": asked.out}, lines)


def _statement(statement: OrderBilling) -> JsonObject:
    currency = statement.currency
    return {
        "order": statement.number or statement.order_id,
        "customer": statement.customer_name,
        "customer_reference": statement.customer_reference,
        "currency": currency,
        "lines": [_line(line, currency) for line in statement.lines],
        "documents": [
            {
                "number": one.number,
                "type": one.type.value,
                "date": iso(one.date),
                "net": money(one.net, currency),
                "gross": money(one.gross, currency),
            }
            for one in statement.documents
        ],
        "totals": {
            "net": money(statement.net, currency),
            "invoiced": money(statement.net_invoiced, currency),
            "to_invoice": money(statement.net_to_invoice, currency),
            "to_deliver": money(statement.net_to_deliver, currency),
        },
    }


def _line(line: BilledLine, currency: str) -> JsonObject:
    return {
        "no": line.no,
        "product": line.product_code,
        "label": line.label,
        "quantity": number(line.ordered),
        "delivered": number(line.delivered),
        "invoiced": number(line.invoiced),
        "to_invoice": number(line.to_invoice),
        "to_deliver": number(line.to_deliver),
        "net": money(line.net, currency),
        "net_invoiced": money(line.net_invoiced, currency),
        "net_to_invoice": money(line.net_to_invoice, currency),
        "net_to_deliver": money(line.net_to_deliver, currency),
    }
