"""`adv contract`: recurring invoices, kept, listed, stopped and drafted."""

from __future__ import annotations

import argparse
from decimal import Decimal

from adv_desktop.cli import invoices
from adv_desktop.cli.console import Console
from adv_desktop.cli.fields import object_of
from adv_desktop.cli.figures import JsonObject, iso
from adv_desktop.cli.order_file import order_from
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.recurrence import ContractPrices, RecurrenceUnit
from adv_desktop.services.contracts import ContractRow, NewContract
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    create = verbs.add("contract create", N_("write a contract that is invoiced again and again"), create_contract,
                       list_again)  # fmt: skip
    create.argument("file", "FILE.json", N_("customer, label, lines, start, every, unit, end"))
    verbs.add("contract list", N_("list the contracts with their next invoice"), list_contracts)
    stop = verbs.add("contract stop", N_("end a contract"), stop_contract, list_again)
    stop.argument("contract", "ID", N_("id of the contract"))
    stop.option("--end", "D", N_("its last day"), day, required=True)
    run = verbs.add("contract run", N_("draft what is due of the contracts"), run_contracts, invoices.show_created)
    run.option("--contract", "ID", N_("only this contract"), several=True)


def create_contract(asked: argparse.Namespace, console: Console) -> Answer:
    """Write a contract from a file."""
    with object_of(asked.file) as fields:
        content = order_from(fields, "EUR")
        start = fields.date("start")
        if start is None:
            raise DomainError("file.missing", field=fields.path("start"))
        command = NewContract(
            customer=content.customer,
            label=fields.required("label"),
            lines=content.lines,
            start=start,
            every=_whole(fields.decimal("every")),
            unit=fields.choice("unit", RecurrenceUnit) or RecurrenceUnit.MONTH,
            end=fields.date("end"),
            in_advance=fields.flag("in_advance"),
            prices=fields.choice("prices", ContractPrices) or ContractPrices.FROZEN,
            customer_reference=content.customer_reference,
        )
    return _answer(console, console.services.contracts.create(command))


def _whole(written: Decimal | None) -> int:
    if written is not None and written != int(written):
        raise DomainError("contract.every", written=written)
    return 1 if written is None else int(written)


def list_contracts(_asked: argparse.Namespace, console: Console) -> Answer:
    """List every contract."""
    return _answer(console)


def list_again(_asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a request already wrote."""
    return _answer(console)


def stop_contract(asked: argparse.Namespace, console: Console) -> Answer:
    """End a contract."""
    row = _named(console, asked.contract)
    console.services.contracts.stop(row.id, row.version, asked.end)
    return _answer(console, row.id)


def run_contracts(asked: argparse.Namespace, console: Console) -> Answer:
    """Draft the periods that are due and not invoiced yet."""
    ids = [_named(console, name).id for name in asked.contract] if asked.contract else None
    drafts = console.services.contracts.run(ids)
    return invoices.answer(console, [ref.id for ref in drafts.invoices], prevented=drafts.prevented)


def _named(console: Console, name: str) -> ContractRow:
    for row in console.services.contracts.rows():
        if str(row.id) == name:
            return row
    raise DomainError("contract.not_found", number=name)


def _answer(console: Console, only: int | None = None) -> Answer:
    rows = [row for row in console.services.contracts.rows() if only in {None, row.id}]
    objects = [_object(row) for row in rows]
    content: JsonObject = {"contracts": objects}
    if only is not None and objects:
        content = {**content, **objects[0]}
    lines = tuple(f"{row.id}. {row.customer_name} – {row.label}: {iso(row.next_on) or '—'}" for row in rows)
    return Answer(content, lines)


def _object(row: ContractRow) -> JsonObject:
    return {
        "id": row.id,
        "customer": row.customer_code,
        "label": row.label,
        "every": row.every,
        "unit": row.unit.value,
        "start": iso(row.start),
        "end": iso(row.end),
        "in_advance": row.in_advance,
        "prices": row.prices.value,
        "next": iso(row.next_on),
        "due": row.due,
    }
