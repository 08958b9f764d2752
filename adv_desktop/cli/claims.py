"""`adv claim`: create, decide, close, list."""

from __future__ import annotations

import argparse
from typing import TypeVar

from adv_desktop.cli import plain_text, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.fields import Fields, object_of
from adv_desktop.cli.figures import JsonObject
from adv_desktop.cli.orders import only
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import choice
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import (
    ClaimActionKind,
    ClaimOutcome,
    ClaimSeverity,
    ClaimType,
    DocumentKind,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.services.claims import NewClaim, Origin, claim_of
from adv_desktop.services.texts import N_

T = TypeVar("T")
# What a claim file calls the document that it is about.
_ORIGINS = {
    "order": DocumentKind.ORDER,
    "sales_order": DocumentKind.ORDER,
    "delivery": DocumentKind.DELIVERY,
    "invoice": DocumentKind.INVOICE,
    "credit_note": DocumentKind.INVOICE,
}


def register(verbs: Verbs) -> None:
    """Declare the verbs on claims."""
    create = verbs.add("claim create", N_("open a claim"), create_claim, show_created)
    create.argument("file", "FILE.json", N_("the claim"))
    verbs.add("claim show", N_("show a claim"), show_claim).argument("claim", "N")
    decide = verbs.add("claim decide", N_("decide a claim"), decide_claim, show_again)
    decide.argument("claim", "N")
    decide.option("--outcome", "O", N_("accepted, partly or refused"), _outcome, required=True)
    decide.option("--reason", "R", N_("why"), required=True)
    decide.option("--action", "A", N_("return, replacement, credit, price, goodwill or none"), _action, required=True)
    verbs.add("claim close", N_("close a decided claim"), close_claim, show_again).argument("claim", "N")
    listing = verbs.add("claim list", N_("list claims"), list_claims)
    listing.option("--query", "Q", N_("key: value, a..b, free words; a semicolon between two conditions"))


def _outcome(text: str) -> ClaimOutcome:
    return choice(ClaimOutcome, text, "--outcome")


def _action(text: str) -> ClaimActionKind:
    return choice(ClaimActionKind, text, "--action")


def create_claim(asked: argparse.Namespace, console: Console) -> Answer:
    """Open a claim from FILE.json."""
    with object_of(asked.file) as fields:
        customer = fields.required("customer")
        currency = console.services.customers.show(customer).data.currency
        command = NewClaim(
            customer=customer,
            type=_required(fields, "type", fields.choice("type", ClaimType)),
            description=fields.required("description"),
            severity=fields.choice("severity", ClaimSeverity) or ClaimSeverity.NORMAL,
            origin=_origin(fields),
            disputed=fields.minor("disputed_amount", currency) or 0,
            due=fields.date("due"),
            customer_reference=fields.text("customer_reference"),
        )
    return answer(console, str(console.services.claims.open(command).id))


def _required(fields: Fields, name: str, value: T | None) -> T:
    if value is None:
        raise DomainError("file.missing", field=fields.path(name))
    return value


def _origin(fields: Fields) -> Origin | None:
    with fields.part("origin") as part:
        if part is None:
            return None
        written = part.required("kind")
        if written not in _ORIGINS:
            raise DomainError("usage.choice", argument=part.path("kind"), written=written, known=list(_ORIGINS))
        return Origin(_ORIGINS[written], part.required("number"), part.whole("line"))


def show_created(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the claim that the request opened."""
    return answer(console, str(only(documents, DocumentKind.CLAIM)))


def show_claim(asked: argparse.Namespace, console: Console) -> Answer:
    """Show a claim."""
    return answer(console, asked.claim)


def decide_claim(asked: argparse.Namespace, console: Console) -> Answer:
    """Decide a claim."""
    console.services.claims.decide(_number(console, asked.claim), asked.outcome, asked.reason, asked.action)
    return answer(console, asked.claim)


def close_claim(asked: argparse.Namespace, console: Console) -> Answer:
    """Close a claim."""
    console.services.claims.close(_number(console, asked.claim))
    return answer(console, asked.claim)


def show_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show the claim that the request named."""
    return answer(console, asked.claim)


def list_claims(asked: argparse.Namespace, console: Console) -> Answer:
    """List claims, the newest first."""
    from adv_desktop.services.queries import claims as listed
    from adv_desktop.services.queries import filters

    with console.services.store.read() as session:
        ids = listed.ids(session, filters.parse(asked.query or ""), "", descending=True, today=console.clock.today())
        found: list[JsonObject] = [shown.claim_object(session, claim_of(session, str(row_id))) for row_id in ids]
    return Answer({"claims": found}, plain_text.table(found))


def _number(console: Console, name: str) -> str:
    with console.services.store.read() as session:
        return claim_of(session, name).number


def answer(console: Console, name: str) -> Answer:
    """Show a claim with its actions."""
    with console.services.store.read() as session:
        content = shown.claim_object(session, claim_of(session, name))
    return Answer(content, plain_text.facts(N_("Claim"), content))
