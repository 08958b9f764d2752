"""`adv deliver papers`: the papers that go with goods abroad."""

from __future__ import annotations

import argparse
from enum import StrEnum
from typing import TypeVar

from adv_desktop.cli import papers
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.customs import ExportReason
from adv_desktop.services.deliveries import delivery_of
from adv_desktop.services.export_papers import ExportPaper, PaperSet, told
from adv_desktop.services.texts import N_

Choice = TypeVar("Choice", bound=StrEnum)


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("deliver papers", N_("write the papers of exports: commercial invoice, packing list, CMR"), write)
    verb.argument("deliveries", "N", N_("delivery notes or picking lists"), several=True)
    verb.option("--kind", "KIND", N_("only this one: commercial_invoice, packing_list or cmr"), several=True)
    verb.option("--reason", "WHY", N_("why the goods leave: sale, sample, replacement, return, repair or gift"))
    verb.option("--out", "DIR", N_("where the PDFs are written"), required=True)


def write(asked: argparse.Namespace, console: Console) -> Answer:
    """Write each paper of each delivery; tell what they lack."""
    folder = papers.folder_of(asked.out)
    kinds = tuple(_member(ExportPaper, kind, "--kind") for kind in asked.kind) or tuple(ExportPaper)
    reason = _member(ExportReason, asked.reason or ExportReason.SALE.value, "--reason")
    with console.services.store.read() as session:
        ids = tuple(delivery_of(session, name).id for name in dict.fromkeys(asked.deliveries))
    service, wanted = console.services.export_papers, PaperSet(ids, kinds, reason)
    written = [
        (number, kind, papers.write(folder, f"{number}_{kind.value}", "pdf", content))
        for number, kind, content in service.each(wanted)
    ]
    lacks = service.lacks(ids)
    objects: list[JsonValue] = [{"delivery": number, "kind": kind.value, "pdf": path} for number, kind, path in written]
    missing: list[JsonValue] = [{"missing": lack.gap.value, "name": lack.name} for lack in lacks]
    content: JsonObject = {"papers": objects, "missing": missing}
    return Answer(content, (*(str(path) for _number, _kind, path in written), *told(lacks)))


def _member(kind: type[Choice], written: str, argument: str) -> Choice:
    try:
        return kind(written)
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise DomainError("usage.choice", argument=argument, written=written, known=known) from None
