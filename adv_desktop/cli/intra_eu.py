"""`adv export vat-recap|emebi`: what a month declares of sales in the Union."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, money, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import month
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services import intra_eu, intra_eu_files, texts
from adv_desktop.services.intra_eu import ROAD, Declarations, EmebiRow, Filing, Point, RecapRow
from adv_desktop.services.list_files import Written
from adv_desktop.services.texts import N_, _, ngettext


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    summaries = {
        "vat-recap": (N_("write the VAT recapitulative statement of a month"), export_recap),
        "emebi": (N_("write the lines of EMEBI of a month"), export_emebi),
        "des": (N_("write the services in the Union of a month (DES)"), export_des),
    }
    for noun, (summary, run) in summaries.items():
        verb = verbs.add(f"export {noun}", summary, run)
        verb.option("--month", "YYYY-MM", N_("the month"), month, required=True)
        verb.option("--out", "FILE", N_("the file, .xlsx or .csv, or .xml for the customs"), required=True)
        verb.flag("--incomplete", N_("write it in spite of what is missing"))
        if noun == "emebi":
            verb.option("--transport", "CODE", N_("mode of transport: 1 sea, 2 rail, 3 road, 4 air, 5 post"))

    verb = verbs.add("export proofs", N_("write what left without VAT and is not proved"), export_proofs)
    verb.option("--since", "DAYS", N_("only what left so many days ago or more: 30, 60, 90"), days)
    verb.option("--out", "FILE", N_("the file, .xlsx or .csv"), required=True)


def days(text: str) -> int:
    """Read a number of days."""
    if not text.isascii() or not text.isdigit():
        raise DomainError("number.not_a_number", written=text)
    return int(text)


def export_proofs(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the shipments without proof."""
    from adv_desktop.services import missing_proofs

    with console.services.store.read() as session:
        found = missing_proofs.rows(session, console.clock.today(), asked.since or 0)
    done = missing_proofs.write(found, Path(asked.out))
    rows: list[JsonValue] = [
        {
            "delivery": row.number, "date": row.shipped.isoformat(), "customer": row.customer, "days": row.days,
            "step": row.step, "net": money(row.net, row.currency), "currency": row.currency,
            "invoices": list(row.invoices), "missing": [need.value for need in row.missing],
        }
        for row in found
    ]  # fmt: skip
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    content: JsonObject = {"file": str(done.path), "rows": done.rows, "sha256": done.sha256, "lines": rows}
    return Answer(content, (said.format(count=done.rows, path=done.path),))


def export_recap(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the recapitulative statement."""
    found = _read(asked, console, ROAD)
    done = intra_eu_files.write_recap(found, Path(asked.out), incomplete=asked.incomplete, made_at=console.clock.now())
    rows: list[JsonValue] = [_recap_object(row) for row in found.recap]
    return _answer(found, done, rows)


def export_des(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the declaration of services."""
    found = _read(asked, console, ROAD)
    done = intra_eu_files.write_des(found, Path(asked.out), incomplete=asked.incomplete)
    rows: list[JsonValue] = [_recap_object(row) for row in found.of(Filing.SERVICES)]
    return _answer(found, done, rows)


def export_emebi(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the lines of EMEBI."""
    found = _read(asked, console, asked.transport or ROAD)
    done = intra_eu_files.write_emebi(found, Path(asked.out), incomplete=asked.incomplete, made_at=console.clock.now())
    rows: list[JsonValue] = [_emebi_object(row) for row in found.emebi]
    return _answer(found, done, rows)


def _read(asked: argparse.Namespace, console: Console, transport: str) -> Declarations:
    with console.services.store.read() as session:
        return intra_eu.declarations(session, asked.month, transport)


def _answer(found: Declarations, done: Written, rows: list[JsonValue]) -> Answer:
    points: list[JsonValue] = [{"missing": point.missing.value, "name": point.name} for point in found.points]
    content: JsonObject = {
        "file": str(done.path),
        "rows": done.rows,
        "sha256": done.sha256,
        "month": f"{found.month:%Y-%m}",
        "lines": rows,
        "missing": points,
        "issued": money(found.goods.issued),
        "deposits": money(found.goods.deposits),
        "deducted": money(found.goods.deducted),
        "declared": money(found.goods.declared),
    }
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    return Answer(content, (said.format(count=done.rows, path=done.path), *map(_point, found.points)))


def _point(point: Point) -> str:
    said = intra_eu_files.described(point.missing, texts.current())
    return _("{name}: {missing}").format(name=point.name, missing=said)


def _recap_object(row: RecapRow) -> JsonObject:
    return {
        "filing": row.filing.value, "vat_number": row.vat_number, "customer": row.customer, "country": row.country,
        "regime": row.regime, "amount": money(row.amount), "documents": list(row.documents),
    }  # fmt: skip


def _emebi_object(row: EmebiRow) -> JsonObject:
    return {
        "cn8": row.cn8, "destination": row.destination, "origin": row.origin, "vat_number": row.vat_number,
        "net_mass": str(intra_eu.whole_kilograms(row.mass)), "quantity": number(row.quantity),
        "supplementary_unit": row.unit or None, "supplementary_quantity": number(row.units) if row.unit else None,
        "amount": money(row.amount), "regime": row.regime, "nature": row.nature, "transport": row.transport,
        "department": row.department, "documents": list(row.documents),
    }  # fmt: skip
