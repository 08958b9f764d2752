"""The service rate of a month as JSON: whole, by customer, family and carrier, and the reasons of lateness."""

from __future__ import annotations

from collections.abc import Sequence

from adv_desktop.cli.figures import JsonObject, JsonValue, number_or_none
from adv_desktop.models.rules.punctuality import Axis
from adv_desktop.services.queries import due_lines
from adv_desktop.services.queries.due_lines import DueLine, Grouping, PunctualityRow


def punctuality_object(found: Sequence[DueLine]) -> JsonObject:
    """Return the figures of the lines due in a month."""
    groups: dict[str, JsonValue] = {
        f"by_{by.value}": [_row(row) for row in due_lines.rows(found, by)] for by in Grouping
    }
    return {"total": _row(due_lines.total(found)), **groups}


def _row(row: PunctualityRow) -> JsonObject:
    return {
        "name": row.name,
        "lines": row.lines,
        "otd": number_or_none(row.rate(Axis.FIRST)),
        "otd_last": number_or_none(row.rate(Axis.LAST)),
        "otd_requested": number_or_none(row.rate(Axis.REQUESTED)),
        "otif": number_or_none(row.otif),
        "asked_too_soon": row.impossible,
    }
