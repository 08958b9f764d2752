"""`adv customer merge|statement`: one record of a customer taken over by another, the statement of an account."""

from __future__ import annotations

import argparse

from adv_desktop.cli import papers, plain_text
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.services.customer_merging import MergeCustomers, MergePreview, TakeOver
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    merge = verbs.add(
        "customer merge", N_("have a customer's record taken over by another"), merge_customers, show_merged
    )
    merge.argument("code", "CODE", N_("the record that ends"))
    merge.option("--into", "CODE", N_("the record that stays"), required=True)
    merge.option("--reason", "REASON", N_("why, for both timelines"))
    merge.flag("--transfer", N_("another company takes the business over"))
    merge.flag("--dry-run", N_("count what would move, write nothing"))
    account = verbs.add(
        "customer statement", N_("write the statement of a customer's account"), write_account, show_account
    )
    account.argument("code", "CODE")
    account.option("--pdf", "DIR", N_("where the statement is written"), required=True)
    account.flag("--queue", N_("put it in the outbox too"))


def write_account(asked: argparse.Namespace, console: Console) -> Answer:
    """Write what a customer has to pay, as it is open today."""
    written = _account(asked, console)
    services = console.services
    queued = services.outbox_filling.accounts([services.customers.show(asked.code).id]) if asked.queue else ()
    return Answer({**written, "messages": list(queued)}, (str(written["pdf"]),))


def show_account(asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Write the statement again, with the message that the request made."""
    written = _account(asked, console)
    queued: list[JsonValue] = [row_id for table, row_id in documents if table == "outbox"]
    return Answer({**written, "messages": queued}, (str(written["pdf"]),))


def _account(asked: argparse.Namespace, console: Console) -> JsonObject:
    services, folder = console.services, papers.folder_of(asked.pdf)
    record, day = services.customers.show(asked.code), console.clock.today()
    content = services.copies.account(record.id, day)
    path = papers.write(folder, f"{record.data.code}_{day.isoformat()}", "pdf", content)
    return {"customer": record.data.code, "pdf": path}


def merge_customers(asked: argparse.Namespace, console: Console) -> Answer:
    """Move what is to come to the record that stays, or count it."""
    merging, command = console.services.customer_merging, _command(asked)
    done = merging.preview(command) if asked.dry_run else merging.merge(command)
    return _answer(command, done)


def show_merged(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Say again which record goes on."""
    kept = console.services.customers.show(asked.into)
    return _answer(_command(asked), MergePreview(asked.code, kept.data.name, kept.id))


def _command(asked: argparse.Namespace) -> MergeCustomers:
    why = TakeOver.TRANSFER if asked.transfer else TakeOver.MERGE
    return MergeCustomers(asked.code, asked.into, why, asked.reason or "")


def _answer(command: MergeCustomers, done: MergePreview) -> Answer:
    content: JsonObject = {"ended": command.ended, "kept": command.kept, "id": done.kept_id}
    counts = {what.value: count for what, count in done.counts.items()}
    return Answer({**content, "counts": counts}, plain_text.facts(N_("Customer"), {**content, **counts}))
