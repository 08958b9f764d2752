"""`adv export`: lists of documents as files."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.cli import intra_eu, late_lines, purchases
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, money
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, month, period
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.reporting import last_complete
from adv_desktop.services import list_files, period_files
from adv_desktop.services.queries import filters
from adv_desktop.services.queries.filters import ListFilter, Term, month_bounds
from adv_desktop.services.texts import N_, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_SUMMARIES = {
    "orders": N_("write orders"),
    "backlog": N_("write what is left to deliver, line by line"),
    "deliveries": N_("write deliveries"),
    "invoices": N_("write invoices"),
    "stock": N_("write the stock"),
}


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    for noun, summary in _SUMMARIES.items():
        verb = verbs.add(f"export {noun}", summary, export)
        verb.option("--out", "FILE", N_("the file, .xlsx or .csv"), required=True)
        verb.option("--query", "Q", N_("key: value, a..b, free words; a semicolon between two conditions"))
        verb.also(noun=noun)
        if noun == "invoices":
            verb.option("--month", "YYYY-MM", N_("with a .zip file: the PDF and XML files of a month"), month)
            verb.option("--from", "D", N_("or of a period: its first day"), day)
            verb.option("--to", "D", N_("and its last day"), day)

        if noun == "deliveries":
            verb.option("--month", "YYYY-MM", N_("those of a month"), month)

    verb = verbs.add("export stock-value", N_("write what the stock was worth on a day"), export_value)
    verb.option("--on", "D", N_("the day, at its end; default: today"), day)
    verb.option("--out", "FILE", N_("the file, .xlsx or .csv"), required=True)
    purchases.register_export(verbs)
    late_lines.register_export(verbs)
    intra_eu.register(verbs)
    verb = verbs.add("export e-reporting", N_("write what no e-invoice tells the tax office"), export_reporting)
    verb.option("--period", "FROM..TO", N_("default: the last complete one, by the frequency set"), period)
    verb.option("--month", "YYYY-MM", N_("or a month"), month)
    verb.option("--out", "FILE", N_("the file, .xlsx or .csv"), required=True)


def export_reporting(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the e-reporting of a period; the last complete one when none is named."""
    from adv_desktop.services import ereporting, ereporting_files, settings

    with console.services.store.read() as session:
        if asked.period is not None:
            first, last = asked.period
        elif asked.month is not None:
            first, last = month_bounds(asked.month)
        else:
            first, last = last_complete(console.clock.today(), settings.read(session).reporting)
        found = ereporting.report(session, first, last)
    done = ereporting_files.write(found, Path(asked.out))
    sums: JsonObject = {
        name: {"net": money(one.net), "vat": money(one.vat)}
        for name, one in (("reported", found.reported), ("einvoiced", found.einvoiced), ("issued", found.issued))
    }
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    content: JsonObject = {
        "file": str(done.path),
        "rows": done.rows,
        "sha256": done.sha256,
        "from": first.isoformat(),
        "to": last.isoformat(),
        **sums,
    }
    return Answer(content, (said.format(count=done.rows, path=done.path),))


def export(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the list of a noun."""
    if Path(asked.out).suffix.lower() == ".zip" and asked.noun == "invoices":
        return export_files(asked, console)
    wanted = filters.parse(asked.query or "")
    if asked.noun == "deliveries" and asked.month is not None:
        first, last = month_bounds(asked.month)
        wanted = replace(wanted, terms=(*wanted.terms, Term("date", f"{first}..{last}")))
    with console.services.store.read() as session:
        today = console.clock.today()
        done = list_files.write(session, asked.noun, wanted, Path(asked.out), today)
        sums = _backlog(session, wanted, today) if asked.noun == "backlog" else {}
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    lines = (said.format(count=done.rows, path=done.path),)
    return Answer({"file": str(done.path), "rows": done.rows, "sha256": done.sha256, **sums}, lines)


def export_value(asked: argparse.Namespace, console: Console) -> Answer:
    """Write what the stock was worth at the end of a day, at the weighted average cost."""
    from adv_desktop.services import stock_files
    from adv_desktop.services.queries import stock_value

    on = asked.on or console.clock.today()
    with console.services.store.read() as session:
        done = stock_files.write_value(session, on, Path(asked.out))
        value = sum(row.value for row in stock_value.at(session, on))
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    content: JsonObject = {"file": str(done.path), "rows": done.rows, "sha256": done.sha256, "on": on.isoformat()}
    return Answer({**content, "value": money(value)}, (said.format(count=done.rows, path=done.path),))


def _backlog(session: Session, wanted: ListFilter, today: dt.date) -> JsonObject:
    """Return the sums of the lines that are left to deliver."""
    from adv_desktop.services.queries import backlog_lines

    found = backlog_lines.summary(session, wanted, today)
    return {"net": money(found.net), "late": money(found.late)}


def export_files(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the PDF and XML files of the invoices of a period."""
    first, last = period_of(asked)
    done = period_files.write(console.services.store, first, last, Path(asked.out))
    said = ngettext("{count} invoice written to {path}", "{count} invoices written to {path}", done.invoices)
    content: JsonObject = {
        "file": str(done.path),
        "rows": done.invoices,
        "files": done.files,
        "sha256": done.sha256,
        "from": first.isoformat(),
        "to": last.isoformat(),
    }
    return Answer(content, (said.format(count=done.invoices, path=done.path),))


def period_of(asked: argparse.Namespace) -> tuple[dt.date, dt.date]:
    """Return the period asked for, by its month or its two days."""
    if asked.month is not None:
        return month_bounds(asked.month)
    first, last = getattr(asked, "from"), asked.to
    if first is None or last is None or last < first:
        raise DomainError("export.period_missing")
    return first, last
