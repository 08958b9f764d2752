"""`adv packaging`: the kinds of returnable packaging, what deliveries carry of it, and its deposits."""

from __future__ import annotations

import argparse
from dataclasses import replace

from adv_desktop.cli import invoices, typed
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import iso, money, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.carrier_packaging import Exchange
from adv_desktop.services.deliveries import delivery_of
from adv_desktop.services.folding import fold
from adv_desktop.services.formats import Formats
from adv_desktop.services.packaging import Counts, PackagingRecord
from adv_desktop.services.texts import N_, _


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    kind = verbs.add("packaging kind", N_("record a kind of packaging and its deposit"), record, kinds_again)
    kind.argument("code", "CODE", N_("code of the packaging"))
    kind.option("--label", "TEXT", N_("its name; that of a kind that is there stays"))
    kind.option("--deposit", "A", N_("euros without VAT for a piece; without it, quantities alone"), typed.number)
    kind.flag("--with-vat", N_("VAT is asked with the deposit"))
    kind.option("--vat-rate", "R", N_("VAT of the deposit, or of what is never given back"), typed.percent)
    verbs.add("packaging kinds", N_("list the kinds of packaging"), show_kinds)
    carry = verbs.add("packaging carry", N_("say what a delivery leaves and takes back"), carry_pieces, kinds_again)
    carry.argument("delivery", "ID", N_("a delivery that has not left"))
    carry.option("--leave", "CODE=N", N_("pieces that it leaves"), typed.named_pieces, several=True)
    carry.option("--take", "CODE=N", N_("pieces that it takes back"), typed.named_pieces, several=True)
    back = verbs.add("packaging back", N_("record what a customer gave back"), take_back, kinds_again)
    back.option("--customer", "C", N_("who gave it back"), required=True)
    back.option("--piece", "CODE=N", N_("a kind and its pieces"), typed.named_pieces, required=True, several=True)
    back.option("--date", "D", N_("the day (default: today)"), typed.day)
    back.option("--reference", "R", N_("number of the voucher"))
    deposits = verbs.add("packaging deposits", N_("list what is on deposit at the customers"), show_deposits)
    deposits.option("--customer", "C", N_("of one customer"))
    credit = verbs.add("packaging credit", N_("draft the credit notes of what came back"), credit_returned,
                       invoices.show_created)  # fmt: skip
    credit.option("--customer", "C", N_("of one customer"))
    sell = verbs.add("packaging invoice", N_("draft the invoices of what is not given back in time"), sell_kept,
                     invoices.show_created)  # fmt: skip
    sell.option("--customer", "C", N_("of one customer"))
    _register_carriers(verbs)


def _register_carriers(verbs: Verbs) -> None:
    exchange = verbs.add("packaging exchange", N_("record what a carrier was given and what it gave"), exchange_pieces,
                         carriers_again)  # fmt: skip
    exchange.option("--carrier", "NAME", N_("a carrier of the settings"), required=True)
    exchange.option("--give", "CODE=N", N_("pieces that it was given"), typed.named_pieces, several=True)
    exchange.option("--receive", "CODE=N", N_("pieces that it gave"), typed.named_pieces, several=True)
    exchange.option("--date", "D", N_("the day (default: today)"), typed.day)
    exchange.option("--reference", "R", N_("number of the voucher"))
    verbs.add("packaging carriers", N_("list what the carriers owe"), show_carriers)


def exchange_pieces(asked: argparse.Namespace, console: Console) -> Answer:
    """Record an exchange with a carrier."""
    given, received = _pieces(console, asked.give), _pieces(console, asked.receive)
    moved = {kind_id: (given.get(kind_id, 0), received.get(kind_id, 0)) for kind_id in {*given, *received}}
    day = asked.date or console.clock.today()
    console.services.packaging.carriers.exchange(Exchange(asked.carrier, moved, day, asked.reference))
    return show_carriers(asked, console)


def carriers_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a repeated request recorded."""
    return show_carriers(asked, console)


def show_carriers(_asked: argparse.Namespace, console: Console) -> Answer:
    """List the accounts of the carriers."""
    rows = console.services.packaging.carriers.balances()
    content = [
        {
            "carrier": row.carrier,
            "packaging": row.packaging,
            "given": row.given,
            "received": row.received,
            "balance": row.held,
            "date": iso(row.last),
        }
        for row in rows
    ]
    lines = [f"{row.carrier}  {row.packaging}  {row.held}" for row in rows]
    return Answer({"carriers": content}, tuple(lines) or (_("No carrier owes any packaging."),))


def record(asked: argparse.Namespace, console: Console) -> Answer:
    """Add a kind, or change the deposit of one that is there."""
    service = console.services.packaging
    kinds = {fold(kind.code): kind for kind in service.kinds()}
    former = kinds.get(fold(asked.code), PackagingRecord(asked.code, ""))
    rate = former.vat_rate if asked.vat_rate is None else asked.vat_rate
    label = former.label if asked.label is None else asked.label
    made = replace(former, label=label, deposit=asked.deposit, deposit_vat=asked.with_vat, vat_rate=rate)
    service.set_kinds([*({**kinds, fold(asked.code): made}).values()])
    return show_kinds(asked, console)


def kinds_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a repeated request recorded."""
    return show_kinds(asked, console)


def show_kinds(_asked: argparse.Namespace, console: Console) -> Answer:
    """List the kinds."""
    kinds, formats = console.services.packaging.kinds(), Formats(texts.current().language)
    content = [
        {
            "code": kind.code,
            "label": kind.label,
            "deposit": None if kind.deposit is None else number(kind.deposit),
            "with_vat": kind.deposit_vat,
            "vat_rate": number(kind.vat_rate),
        }
        for kind in kinds
    ]
    lines = [
        f"{kind.code}  {kind.label}" + ("" if kind.deposit is None else f"  {formats.unit_price(kind.deposit)}")
        for kind in kinds
    ]
    return Answer({"kinds": content}, tuple(lines) or (_("No packaging yet."),))


def carry_pieces(asked: argparse.Namespace, console: Console) -> Answer:
    """Say what a delivery that has not left carries."""
    with console.services.store.read() as session:
        delivery_id = delivery_of(session, asked.delivery).id
    left, taken = _pieces(console, asked.leave), _pieces(console, asked.take)
    carried = {kind_id: (left.get(kind_id, 0), taken.get(kind_id, 0)) for kind_id in {*left, *taken}}
    console.services.packaging.carry(delivery_id, carried)
    return show_kinds(asked, console)


def take_back(asked: argparse.Namespace, console: Console) -> Answer:
    """Record a voucher."""
    counts = Counts(
        console.services.customers.show(asked.customer).id, _pieces(console, asked.piece),
        asked.date or console.clock.today(), asked.reference,
    )  # fmt: skip
    console.services.packaging.take_back(counts)
    return show_deposits(asked, console)


def show_deposits(asked: argparse.Namespace, console: Console) -> Answer:
    """List what is on deposit."""
    rows, formats = (
        console.services.packaging_deposits.rows(_customer(asked, console)),
        Formats(texts.current().language),
    )
    content = [
        {
            "customer": row.customer_code,
            "packaging": row.packaging,
            "delivery": row.delivery,
            "date": iso(row.delivered_on),
            "invoice": row.invoice,
            "out": row.out,
            "came_back": row.came_back,
            "amount": money(row.amount, row.currency),
            "days": row.days,
            "overdue": row.is_overdue,
        }
        for row in rows
    ]
    lines = [
        f"{row.customer_code}  {row.packaging}  {row.invoice}  {row.out}  {formats.money(row.amount, row.currency)}"
        for row in rows
    ]
    return Answer({"deposits": content}, tuple(lines) or (_("Nothing is on deposit."),))


def credit_returned(asked: argparse.Namespace, console: Console) -> Answer:
    """Draft the credit notes."""
    made = console.services.packaging_deposits.credit(_customers(asked, console))
    return invoices.answer(console, [ref.id for ref in made.invoices])


def sell_kept(asked: argparse.Namespace, console: Console) -> Answer:
    """Draft the invoices."""
    made = console.services.packaging_deposits.sell(_customers(asked, console))
    return invoices.answer(console, [ref.id for ref in made.invoices])


def _customer(asked: argparse.Namespace, console: Console) -> int | None:
    return None if asked.customer is None else console.services.customers.show(asked.customer).id


def _customers(asked: argparse.Namespace, console: Console) -> tuple[int, ...] | None:
    found = _customer(asked, console)
    return None if found is None else (found,)


def _pieces(console: Console, written: list[tuple[str, int]]) -> dict[int, int]:
    """Return pieces by kind of packaging."""
    known = {fold(kind.code): kind.id for kind in console.services.packaging.kinds()}
    found: dict[int, int] = {}
    for code, count in written:
        kind_id = known.get(fold(code))
        if kind_id is None:
            raise DomainError("packaging.unknown", code=code)
        found[kind_id] = count
    return found
