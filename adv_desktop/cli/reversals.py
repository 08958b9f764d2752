"""`adv deliver reverse`: a shipment taken back whole by a document of its own."""

from __future__ import annotations

import argparse

from adv_desktop.cli import papers
from adv_desktop.cli.console import Console
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import DocumentKind, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import delivery_of
from adv_desktop.services.queries import reversals
from adv_desktop.services.texts import N_, _
from adv_desktop.services.undelivered import BringBack


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("deliver reverse", N_("cancel a shipment by a document of its own"), reverse, show_again)
    verb.argument("delivery", "DELIVERY", N_("the number of a shipped delivery"))
    verb.option("--outcome", "mistake|refused|lost|returned", N_("how the shipment ended; without it, a mistake"),
                _outcome)  # fmt: skip
    verb.option("--reason", "R", N_("why; needed after a mistake"))
    verb.option("--date", "D", N_("the day on which it was known"), day)
    verb.flag("--close", N_("close what was left short instead of delivering it again"))
    verb.option("--pdf", "DIR", N_("where the document is written"))


def reverse(asked: argparse.Namespace, console: Console) -> Answer:
    """Take a shipment back; show the document that did it."""
    papers.folder_of(asked.pdf)
    with console.services.store.read() as session:
        delivery_id = delivery_of(session, asked.delivery).id
    outcome, on = asked.outcome or Undelivered.MISTAKE, asked.date or console.clock.today()
    command = BringBack(delivery_id, outcome, on, not asked.close, asked.reason or "")
    console.services.undelivered.bring_back(command)
    return _answer(asked, console, delivery_id)


def show_again(asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the document that the request made; a request that made documents of a list was another one."""
    if documents:
        raise DomainError("request.used", kind=DocumentKind.DELIVERY.value)
    with console.services.store.read() as session:
        delivery_id = delivery_of(session, asked.delivery).id
    return _answer(asked, console, delivery_id)


def _answer(asked: argparse.Namespace, console: Console, delivery_id: int) -> Answer:
    with console.services.store.read() as session:
        made = reversals.of_delivery(session, delivery_id)
    if made is None:
        raise DomainError("delivery.not_reversed", delivery=asked.delivery)
    content = console.services.copies.reversal(delivery_id)
    written = papers.write(papers.folder_of(asked.pdf), made.number, "pdf", content)
    said = _("{reversal} cancels the shipment of {number}").format(reversal=made.number, number=made.delivery)
    return Answer(
        {
            "number": made.number, "delivery": made.delivery, "outcome": made.outcome.value,
            "date": made.reversed_on.isoformat(), "ship_again": made.ship_again, "reason": made.reason or None,
            "files": {"pdf": written},
        },
        (said,),
    )  # fmt: skip


def _outcome(text: str) -> Undelivered:
    """Read how a shipment ended; raise `outcome.unknown`."""
    known = [one.value for one in Undelivered if one is not Undelivered.CORRECTED]
    if text not in known:
        raise DomainError("outcome.unknown", written=text, known=known)
    return Undelivered(text)
