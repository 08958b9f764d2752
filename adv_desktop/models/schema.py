"""What tables alone cannot say, for SQLite: triggers that keep history and sums, and the search index.

Migrations drop triggers, so they are made again from here after each one.
"""

from __future__ import annotations

from adv_desktop.models import summary_triggers

APPLICATION_ID = 0x41445653  # "ADVS"

APPEND_ONLY = (
    "stock_move",
    "document_event",
    "stored_file",
    "audit_entry",
    "document_seal",
    "closure",
    "payment",
    "request_log",
    "order_intake",
    "vat_number_check",
    "packaging_move",
    "month_end_note",
    "carrier_packaging_move",
    "serial_move",
    "delivery_reversal",
    "depot_note",
    "depot_note_line",
)
# Parts of a document that is frozen by the state of its header.
FROZEN_BY_HEADER = {
    "invoice": (
        "state",
        "issued",
        {
            "invoice_line": "invoice_id",
            "document_vat": "invoice_id",
            "invoice_instalment": "invoice_id",
            "deposit_deduction": "invoice_id",
        },
    ),
    "delivery": ("state", "shipped", {"delivery_line": "delivery_id", "delivery_note": "delivery_id"}),
}
SEARCH_TABLE = "search_entry"
SEARCH = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {SEARCH_TABLE} USING fts5("
    "body, kind UNINDEXED, document_id UNINDEXED, tokenize = 'trigram')"
)


def triggers() -> list[str]:
    """Return the CREATE TRIGGER statements."""
    statements = [
        _trigger(f"{table}_no_{verb.lower()}", verb, table, "1", table)
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ]
    for header, (column, value, parts) in FROZEN_BY_HEADER.items():
        for verb in ("UPDATE", "DELETE"):
            frozen = f"OLD.{column} = '{value}'"
            statements.append(_trigger(f"{header}_frozen_{verb.lower()}", verb, header, frozen, header))
        for part, key in parts.items():
            statements.extend(_part_triggers(header, column, value, part, key))
    return [*statements, *summary_triggers.triggers()]


def _part_triggers(header: str, column: str, value: str, part: str, key: str) -> list[str]:
    """Refuse any change of a part once its header is frozen."""
    statements = []
    for verb in ("INSERT", "UPDATE", "DELETE"):
        row = "NEW" if verb == "INSERT" else "OLD"
        frozen = f"(SELECT {column} FROM {header} WHERE id = {row}.{key}) = '{value}'"  # noqa: S608 (constants)
        statements.append(_trigger(f"{part}_frozen_{verb.lower()}", verb, part, frozen, header))
    return statements


def _trigger(name: str, verb: str, table: str, condition: str, subject: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'immutable: {subject}'); END"
    )
