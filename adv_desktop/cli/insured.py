"""`adv insured`: the amounts that a credit insurer agreed to, listed, added and ended."""

from __future__ import annotations

import argparse
from decimal import Decimal

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, iso, money, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import choice, day, line_number, minor, percent
from adv_desktop.cli.typed import number as exact
from adv_desktop.cli.verbs import Documents, Verb, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.insurance import InsuranceKind
from adv_desktop.services.insurance import NewInsuredAmount
from adv_desktop.services.queries.insured import InsuredRow
from adv_desktop.services.texts import N_

USUAL_QUOTITY = Decimal(90)


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    _of_customer(verbs.add("insured list", N_("list the insured amounts of a customer"), list_amounts))
    add = verbs.add("insured add", N_("insure an amount"), add_amount, list_again)
    _of_customer(add)
    add.option("--amount", "A", N_("the amount agreed"), exact, required=True)
    add.option("--start", "D", N_("the first day"), day, required=True)
    add.option("--until", "D", N_("the last day"), day)
    add.option("--kind", "named|unnamed", N_("agreed for this customer, or within the contract; default: named"), _kind)
    add.option("--quotity", "P", N_("what the insurer pays of a loss; default: 90"), percent)
    add.option("--reference", "R", N_("the insurer's reference"))
    end = verbs.add("insured end", N_("give an insured amount its last day"), end_amount, list_again)
    _of_customer(end)
    end.argument("amount", "ID")
    end.option("--on", "D", N_("the last day"), day, required=True)


def _of_customer(verb: Verb) -> None:
    verb.option("--customer", "C", N_("the customer"), required=True)


def _kind(text: str) -> InsuranceKind:
    return choice(InsuranceKind, text, "--kind")


def list_amounts(asked: argparse.Namespace, console: Console) -> Answer:
    """List the insured amounts of a customer, the latest first."""
    found = console.services.insurance.show(_id_of(console, asked.customer)).amounts
    lines = tuple(f"{one.id}. {money(one.amount)}  {iso(one.starts_on)}..{iso(one.ends_on) or ''}" for one in found)
    return Answer({"customer": asked.customer, "amounts": [_object(one) for one in found]}, lines)


def list_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a request already wrote."""
    return list_amounts(asked, console)


def add_amount(asked: argparse.Namespace, console: Console) -> Answer:
    """Insure an amount of a customer's debt."""
    amount = NewInsuredAmount(
        _id_of(console, asked.customer), asked.start, asked.until, minor(asked.amount, "EUR"),
        asked.kind or InsuranceKind.NAMED, asked.quotity or USUAL_QUOTITY, asked.reference,
    )  # fmt: skip
    console.services.insurance.add(amount)
    return list_amounts(asked, console)


def end_amount(asked: argparse.Namespace, console: Console) -> Answer:
    """Give an insured amount its last day."""
    wanted = line_number(asked.amount)
    known = console.services.insurance.show(_id_of(console, asked.customer)).amounts
    found = next((one for one in known if one.id == wanted), None)
    if found is None:
        raise DomainError("insurance.not_found", number=wanted, customer=asked.customer)
    console.services.insurance.end(found.id, found.version, asked.on)
    return list_amounts(asked, console)


def _id_of(console: Console, code: str) -> int:
    return console.services.customers.show(code).id


def _object(one: InsuredRow) -> JsonObject:
    return {
        "id": one.id,
        "amount": money(one.amount),
        "start": iso(one.starts_on),
        "end": iso(one.ends_on),
        "kind": one.kind.value,
        "quotity": number(one.quotity),
        "reference": one.reference,
    }
