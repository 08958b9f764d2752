"""`adv due-dates` and `adv interest`: what terms and lateness give. `due-dates` opens no database."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, iso, money, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, minor
from adv_desktop.cli.typed import number as amount
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules import payment_terms
from adv_desktop.models.values import Money
from adv_desktop.services import texts
from adv_desktop.services.formats import Formats
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _

if TYPE_CHECKING:
    from adv_desktop.models.rules.interest import Segment


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    terms = verbs.add("due-dates", N_("try payment terms"), due_dates)
    terms.option("--terms", "TEXT", N_("the terms, as people write them"), required=True)
    terms.option("--date", "D", N_("the date of the invoice"), day, required=True)
    terms.option("--amount", "A", N_("the amount with VAT"), amount, required=True)
    late = verbs.add("interest", N_("compute late interest on an invoice"), interest)
    late.argument("invoice", "INVOICE", N_("number of an issued invoice"))
    late.option("--on", "D", N_("the day up to which interest runs"), day, required=True)


def due_dates(asked: argparse.Namespace, _console: Console) -> Answer:
    """Return the due dates and amounts, and a warning beyond the legal ceiling."""
    total = minor(asked.amount, "EUR")
    if total <= 0:
        raise DomainError("payment.not_positive", amount=Money(total))
    terms = payment_terms.parse(asked.terms)
    instalments = terms.due_dates(asked.date, total)
    exceeded = payment_terms.over_ceiling(terms, asked.date)
    warnings: list[dict[str, str]] = []
    if exceeded is not None:
        error = DomainError(exceeded.code, due=exceeded.due, ceiling=exceeded.ceiling, days=exceeded.days)
        warnings = [{"code": error.code, "message": sentence(error, texts.current())}]
    formats = Formats(texts.current().language)
    lines = [f"{formats.date(part.due)}  {formats.money(part.minor)}" for part in instalments]
    content: JsonObject = {
        "instalments": [{"due": iso(part.due), "amount": money(part.minor)} for part in instalments],
        "warnings": warnings,
    }
    return Answer(content, (*lines, *(warning["message"] for warning in warnings)))


def interest(asked: argparse.Namespace, console: Console) -> Answer:
    """Return the interest that an invoice bears, and the fixed fee when it is late."""
    from adv_desktop.services import late_interest

    with console.services.store.read() as session:
        found = late_interest.of_invoice(session, asked.invoice, asked.on)
    currency = found.currency
    content: JsonObject = {
        "interest": money(found.interest, currency),
        "recovery_fee": money(found.recovery_fee),
        "segments": [
            {
                "from": iso(part.first),
                "to": iso(part.last),
                "days": part.days,
                "amount": money(part.minor, currency),
                "rate": number(part.rate),
            }
            for part in found.segments
        ],
    }
    formats = Formats(texts.current().language)
    lines = [_segment(part, currency, formats) for part in found.segments]
    total = _("Interest {interest}, recovery fee {fee}.").format(
        interest=formats.money(found.interest, currency), fee=formats.money(found.recovery_fee)
    )
    return Answer(content, (*lines, total))


def _segment(part: Segment, currency: str, formats: Formats) -> str:
    return (
        f"{formats.date(part.first)} – {formats.date(part.last)}  {part.days} × {formats.percent(part.rate)}"
        f"  {formats.money(part.minor, currency)}"
    )
