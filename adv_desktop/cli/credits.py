"""`adv credit`: a credit note on an invoice, or the rebate of a period."""

from __future__ import annotations

import argparse

from adv_desktop.cli import invoices
from adv_desktop.cli.console import Console
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import line_quantity, minor, number, percent, period
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.rebates import NewRebate
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("credit", N_("draft a credit note; without a choice, of the whole invoice"), draft,
                     invoices.show_created)  # fmt: skip
    verb.argument("invoice", "INVOICE", N_("an issued invoice"), optional=True)
    verb.option("--line", "NO=QTY", N_("a line and the quantity credited"), line_quantity, several=True)
    verb.option(
        "--weight", "NO=KG", N_("a line sold by weight and the kilograms credited"), line_quantity, several=True
    )
    verb.option("--percent", "P", N_("percent of the net of each VAT rate"), percent)
    verb.option("--amount", "NET", N_("net amount"), number)
    verb.flag("--freight", N_("credit the freight"))
    verb.option("--reason", "R", N_("why"), required=True)
    verb.flag("--rebate", N_("the rebate of a period, on every invoice of a customer"))
    verb.option("--customer", "C", N_("whose rebate"))
    verb.option("--period", "FROM..TO", N_("the period of the rebate"), period)
    verb.option("--contract", "N", N_("the contract that grants the rebate"))


def draft(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the draft of a credit note."""
    given = {
        "line": bool(asked.line or asked.weight),
        "percent": asked.percent is not None,
        "amount": asked.amount is not None,
    }
    chosen = [name for name, there in given.items() if there]
    if len(chosen) > 1:
        raise DomainError("usage.together", argument=f"--{chosen[0]}", other=f"--{chosen[1]}")
    return _rebate(asked, console, chosen) if asked.rebate else _credit(asked, console, chosen)


def _credit(asked: argparse.Namespace, console: Console, chosen: list[str]) -> Answer:
    if asked.invoice is None:
        raise DomainError("usage.missing", arguments="INVOICE")
    extra = [name for name in ("customer", "period", "contract") if getattr(asked, name) is not None]
    if extra:
        raise DomainError("usage.only_with", argument=f"--{extra[0]}", other="--rebate")
    if asked.freight and chosen in (["percent"], ["amount"]):
        raise DomainError("usage.together", argument="--freight", other=f"--{chosen[0]}")
    lines, weights = dict(asked.line), dict(asked.weight)
    if len(lines) < len(asked.line) or len(weights) < len(asked.weight):
        raise DomainError("usage.line_twice")
    services = console.services
    with services.store.read() as session:
        invoice = invoice_of(session, asked.invoice)
    net = None if asked.amount is None else minor(asked.amount, invoice.currency)
    by_lines = bool(lines) or (asked.freight and not chosen)
    wanted = lines if by_lines else None
    ref = services.credits.draft(
        NewCredit(invoice.id, asked.reason, wanted, asked.percent, net, asked.freight, weights=weights)
    )
    return invoices.answer(console, [ref.id])


def _rebate(asked: argparse.Namespace, console: Console, chosen: list[str]) -> Answer:
    wanted = ["--customer", "--period"]
    missing = [name for name in wanted if getattr(asked, name[2:]) is None]
    if missing:
        raise DomainError("usage.missing", arguments=", ".join(missing))
    if asked.invoice is not None or asked.freight or chosen == ["line"]:
        raise DomainError("usage.together", argument="--rebate", other="INVOICE, --line, --freight")
    if not chosen:
        raise DomainError("usage.one_source", known=["--percent", "--amount"])
    services = console.services
    customer = services.customers.show(asked.customer).data
    net = None if asked.amount is None else minor(asked.amount, customer.currency)
    start, end = asked.period
    command = NewRebate(customer.code, start, end, asked.reason, asked.percent, net, asked.contract)
    return invoices.answer(console, [services.rebates.draft(command).id])
