"""`adv month-end`: what a month leaves behind, counted, judged normal, or written to a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, money
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import month
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.services.month_end import JudgeNormal, amounts, write
from adv_desktop.services.queries.month_end import ControlRow, MonthEnd
from adv_desktop.services.texts import N_, _


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verb = verbs.add("month-end", N_("count what a month leaves behind, or write it for accounting"), show)
    verb.option("--month", "YYYY-MM", N_("the month"), month, required=True)
    verb.option("--out", "FILE.xlsx", N_("a workbook with the controls, the accruals and their entry"))
    verb = verbs.add("month-end judge", N_("say why what a control holds may stay"), judge, show_judged)
    verb.option("--month", "YYYY-MM", N_("the month"), month, required=True)
    verb.option("--control", "NAME", N_("the name of the control"), required=True)
    verb.option("--reason", "R", N_("why"), required=True)


def show(asked: argparse.Namespace, console: Console) -> Answer:
    """Count the controls of a month; write them where a file is named."""
    found = console.services.month_end.show(asked.month)
    content = _object(found)
    if asked.out is not None:
        content |= {"file": str(write(found, Path(asked.out)).path)}
    return Answer(content, tuple(_line(row) for row in found.rows))


def _line(row: ControlRow) -> str:
    said = _("{control}: {count}").format(control=_(row.control.title), count=row.found.count)
    parts = [said, amounts(row.found), row.accepted.reason if row.accepted and row.is_settled else ""]
    return "  ".join(part for part in parts if part)


def judge(asked: argparse.Namespace, console: Console) -> Answer:
    """Keep why what a control holds may stay."""
    console.services.month_end.judge_normal(JudgeNormal(asked.month, asked.control, asked.reason))
    return _judged(asked, console)


def show_judged(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show the month whose control the request judged."""
    return _judged(asked, console)


def _judged(asked: argparse.Namespace, console: Console) -> Answer:
    found = console.services.month_end.show(asked.month)
    return Answer(_object(found), tuple(_line(row) for row in found.rows))


def _object(found: MonthEnd) -> JsonObject:
    controls: list[JsonValue] = [_row(row) for row in found.rows]
    return {
        "month": f"{found.month:%Y-%m}",
        "closed": found.is_closed,
        "to_look_at": found.left,
        "controls": controls,
        "accruals": {
            "lines": len(found.accruals),
            "net": money(sum(one.line.net for one in found.accruals)),
            "vat": money(sum(one.vat for one in found.accruals)),
        },
    }


def _row(row: ControlRow) -> JsonObject:
    amounts: dict[str, JsonValue] = {currency: money(amount, currency) for currency, amount in row.found.amounts}
    return {
        "control": row.control.key,
        "count": row.found.count,
        "amounts": amounts,
        "settled": row.is_settled,
        "reason": row.accepted.reason if row.accepted else None,
    }
