"""`adv report`: the figures of a month, with their definitions; the workbook and the PDF beside."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, money, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.punctuality import punctuality_object
from adv_desktop.cli.typed import month
from adv_desktop.cli.verbs import Verbs
from adv_desktop.services import texts
from adv_desktop.services.exports import report_pdf, workbook
from adv_desktop.services.exports.report_data import Figure, Indicator, Unit
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import N_
from adv_desktop.services.whole_files import whole


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("report", N_("report on a month"), report)
    verb.option("--month", "YYYY-MM", N_("the month"), month, required=True)
    verb.option("--xlsx", "FILE", N_("write the workbook"))
    verb.option("--pdf", "FILE", N_("write the summary"))


def report(asked: argparse.Namespace, console: Console) -> Answer:
    """Return each indicator by its code; write what was asked."""
    from adv_desktop.services.printing.parts import own_issuer
    from adv_desktop.services.queries import due_lines, monthly
    from adv_desktop.services.queries.periods import of_month

    with console.services.store.read() as session:
        found = monthly.report(session, asked.month, console.clock.today())
        issuer = own_issuer(session, found.language)
        due = due_lines.lines(session, of_month(asked.month, console.clock.today()), console.clock.today())
    files: dict[str, str | None] = {"xlsx": None, "pdf": None}
    if asked.xlsx:
        files["xlsx"] = workbook.write(found, Path(asked.xlsx)).as_posix()
    if asked.pdf:
        with whole(Path(asked.pdf)) as part, part.open("wb") as stream:
            report_pdf.render(found, issuer, stream)
        files["pdf"] = Path(asked.pdf).as_posix()
    indicators: dict[str, JsonValue] = {indicator.code: _object(indicator) for indicator in found.indicators}
    content: JsonObject = {
        "month": f"{asked.month:%Y-%m}",
        "indicators": indicators,
        "punctuality": punctuality_object(due),
        "files": files,
    }
    return Answer(content, tuple(_line(indicator) for indicator in found.indicators))


def _object(indicator: Indicator) -> JsonObject:
    return {
        "name": indicator.name,
        "definition": indicator.definition,
        "unit": indicator.unit.value,
        "value": _figure(indicator.value, indicator.unit),
        "previous": _figure(indicator.previous, indicator.unit),
        "year_to_date": _figure(indicator.year_to_date, indicator.unit),
    }


def _figure(value: Figure, unit: Unit) -> JsonValue:
    """Write a figure: amounts and percents as text, counts as numbers, what is unknown as null."""
    if value is None:
        return None
    if unit is Unit.MONEY:
        return money(int(value))
    return number(value) if isinstance(value, Decimal) else value if unit is Unit.COUNT else str(value)


def _line(indicator: Indicator) -> str:
    return f"{indicator.name:<40}  {_written(indicator.value, indicator.unit)}"


def _written(value: Figure, unit: Unit) -> str:
    """Write a figure the reader's way."""
    formats = Formats(texts.current().language)
    if value is None:
        return "—"
    if unit is Unit.MONEY:
        return formats.money(int(value))
    return formats.percent(Decimal(value)) if unit is Unit.PERCENT else formats.quantity(Decimal(value))
