"""`adv customer merge`: one record of a customer taken over by another."""

from __future__ import annotations

import argparse

from adv_desktop.cli import plain_text
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject
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
