"""How the sums of `summaries` are kept, for SQLite: what each row adds to them, as triggers and counted from nothing.

Triggers and not the unit of work, because they hold whatever writes the row (a flush, a Core statement, an import, a
migration's successor), in the same transaction, with the values before and after at hand; a file whose triggers were
taken away or altered is refused when it is opened. One description of each part makes the triggers, the count that
fills a table (migration, `adv recount`) and the comparison that `verify` makes, so that the three cannot differ.

`{row}` stands for the row that counts, `{head}` for the order of an order line. A row counts while `counted` holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

_CREDIT = "{row}.type IN ('381', '503', '262')"
_TOLERANCE = "under_delivery_tolerance"
_DUE = "coalesce({row}.first_promised, {row}.promised)"
_THERE = (
    "CASE WHEN {row}.arrived > {row}.departed AND {head}.date_kind = 'arrival' "
    "THEN {row}.arrived ELSE {row}.departed END"
)
_SETTLED = "{row}.delivered + {row}.cancelled >= {row}.quantity"
# The tolerance is a percent as JSON text (JSON functions are refused in triggers): of 2.5 %, 975 000 millionths do.
_ENOUGH = f"""coalesce(
  (SELECT 1000000 - CAST(round(trim(value, '"') * 10000) AS INTEGER) FROM setting WHERE key = '{_TOLERANCE}'), 1000000
)"""  # noqa: S608 (own names)
_COMPLETE = f"{{row}}.delivered * 1000000 >= {{row}}.quantity * {_ENOUGH} AND {_THERE} <= {_DUE}"


@dataclass(frozen=True, slots=True)
class Header:
    """The document whose columns decide on its lines: its table, the line's reference to it, what changes them."""

    table: str
    reference: str
    watched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What the rows of a table add to a summary; `watched` are the columns that may change it, none of frozen rows."""

    summary: str
    source: str
    keys: Mapping[str, str]
    sums: Mapping[str, str]
    counted: str
    watched: tuple[str, ...] = ()
    header: Header | None = None


_ORDER_LINE = ("kind", "nature", "product_id", "kit_line_id", "quantity", "cancelled", "delivered", "promised")
PARTS = (
    Part(
        "day_figures", "invoice", {"day": "{row}.issue_date"},
        {
            "invoices": f"iif({_CREDIT}, 0, 1)",
            "credit_notes": f"iif({_CREDIT}, 1, 0)",
            "invoiced": f"iif({_CREDIT}, 0, {{row}}.sales_net)",
            "credited": f"iif({_CREDIT}, {{row}}.sales_net, 0)",
            "gross": f"iif({_CREDIT}, -{{row}}.gross_eur, {{row}}.gross_eur - {{row}}.prepaid)",
        },
        "{row}.state = 'issued'", ("state",),
    ),
    Part("day_figures", "order_intake", {"day": "{row}.day"}, {"intake": "{row}.net"}, "1"),
    Part(
        "day_figures", "delivery", {"day": "{row}.delivery_date"},
        {
            "shipped": "iif({row}.currency = 'EUR', {row}.net, 0)",
            "shipped_lines": "(SELECT count(*) FROM delivery_line WHERE delivery_id = {row}.id AND kind = 'item')",
        },
        "{row}.state = 'shipped'", ("state",),
    ),
    Part("day_figures", "payment", {"day": "{row}.paid_on"}, {"receipts": "{row}.amount"}, "{row}.currency = 'EUR'"),
    Part(
        "day_figures", "open_item", {"day": "{row}.document_date"}, {"owed": "{row}.amount"},
        "{row}.currency = 'EUR'", ("document_date", "amount", "currency"),
    ),
    Part("day_figures", "claim", {"day": "{row}.opened_on"}, {"claims_opened": "1"}, "1", ("opened_on",)),
    Part(
        "day_figures", "claim", {"day": "{row}.closed_on"}, {"claims_closed": "1"},
        "{row}.closed_on IS NOT NULL", ("closed_on",),
    ),
    Part(
        "customer_month", "invoice", {"month": "substr({row}.issue_date, 1, 7)", "customer_id": "{row}.customer_id"},
        {"sales": "{row}.sales_net"}, "{row}.state = 'issued'", ("state",),
    ),
    Part(
        "due_punctuality", "order_line", {"day": _DUE},
        {
            "due": "1",
            "deliverable": "iif({row}.delivered > 0 OR {row}.cancelled < {row}.quantity, 1, 0)",
            "on_time": f"iif({{row}}.delivered > 0 AND {_SETTLED} AND {_THERE} <= {_DUE}, 1, 0)",
            "complete": f"iif({_COMPLETE}, 1, 0)",
            "waiting": f"iif({_SETTLED}, 0, 1)",
            "waiting_complete": f"iif({_SETTLED}, 0, iif({_COMPLETE}, 1, 0))",
        },
        f"{{head}}.state NOT IN ('draft', 'cancelled') AND {_DUE} IS NOT NULL AND {{row}}.quantity > 0 "
        "AND {row}.kind IN ('item', 'kit') AND {row}.kit_line_id IS NULL "
        "AND {row}.nature = 'goods' AND {row}.product_id IS NOT NULL",
        (*_ORDER_LINE, "first_promised", "departed", "arrived"),
        Header("sales_order", "order_id", ("state", "date_kind")),
    ),
    Part(
        "promised_backlog", "order_line", {"day": "coalesce({row}.promised, {head}.promised, '')"},
        {"lines": "1", "net": "{row}.net"},
        "{head}.state IN ('confirmed', 'on_hold') AND {head}.delivery_state <> 'full' AND {head}.currency = 'EUR' "
        "AND {row}.kind = 'item' AND {row}.delivered <= 0 AND {row}.cancelled <= 0 AND {row}.quantity > 0",
        (*_ORDER_LINE, "net"),
        Header("sales_order", "order_id", ("state", "delivery_state", "currency", "promised")),
    ),
    Part(
        "due_receivable", "open_item", {"due_date": "{row}.due_date", "credit": "{row}.open_amount < 0"},
        {"opened": "{row}.open_amount", "disputed": "{row}.disputed_amount"},
        "{row}.currency = 'EUR' AND {row}.open_amount <> 0",
        ("due_date", "open_amount", "disputed_amount", "currency"),
    ),
)  # fmt: skip
SUMMARIES = tuple(dict.fromkeys(part.summary for part in PARTS))


def triggers() -> Iterator[str]:
    """Give the CREATE TRIGGER statements that keep every summary."""
    for (summary, source), parts in groupby(PARTS, key=lambda part: (part.summary, part.source)):
        yield from _row_triggers(f"{summary}_{source}", source, list(parts))
    for part in PARTS:
        if part.header is not None:
            yield from _header_triggers(f"{part.summary}_{part.header.table}", part, part.header)
    yield from _tolerance_triggers()


def recount(summary: str) -> tuple[str, str]:
    """Return the statements that empty a summary and count it again."""
    columns = ", ".join([*keys(summary), *sums(summary)])
    return f"DELETE FROM {summary}", f"INSERT INTO {summary} ({columns}) {counted(summary)}"  # noqa: S608 (own names)


def counted(summary: str) -> str:
    """Return the SELECT that counts a summary from the documents: its keys, then its sums."""
    wanted = sums(summary)
    parts = " UNION ALL ".join(_counted_part(part, wanted) for part in _parts(summary))
    named = ", ".join(keys(summary))
    added = ", ".join(f"sum({name}) AS {name}" for name in wanted)
    return f"SELECT {named}, {added} FROM ({parts}) GROUP BY {named}"  # noqa: S608 (own names)


def different(summary: str) -> str:
    """Return the SELECT of the rows that are not what the documents make: their keys; rows of zeros are as none."""
    named, wanted = ", ".join(keys(summary)), sums(summary)
    kept = ", ".join(f"-{name} AS {name}" for name in wanted)
    gap = " OR ".join(f"sum({name}) <> 0" for name in wanted)
    return (
        f"SELECT {named} FROM (SELECT * FROM ({counted(summary)}) UNION ALL "  # noqa: S608 (own names)
        f"SELECT {named}, {kept} FROM {summary}) GROUP BY {named} HAVING {gap}"
    )


def keys(summary: str) -> tuple[str, ...]:
    """Return the key columns of a summary."""
    return tuple(_parts(summary)[0].keys)


def sums(summary: str) -> tuple[str, ...]:
    """Return the summed columns of a summary."""
    return tuple(name for part in _parts(summary) for name in part.sums)


def _parts(summary: str) -> list[Part]:
    return [part for part in PARTS if part.summary == summary]


def _counted_part(part: Part, wanted: tuple[str, ...]) -> str:
    row, head = part.source, part.header.table if part.header else ""
    source = part.source
    where = _filled(part.counted, row, head)
    if part.header is not None:
        source = f"{source} CROSS JOIN {head} ON {head}.id = {row}.{part.header.reference}"
    columns = [f"{_filled(text, row, head)} AS {name}" for name, text in part.keys.items()]
    columns += [f"{_filled(part.sums.get(name, '0'), row, head)} AS {name}" for name in wanted]
    return f"SELECT {', '.join(columns)} FROM {source} WHERE {where}"  # noqa: S608 (own names)


def _row_triggers(name: str, source: str, parts: list[Part]) -> Iterator[str]:
    """Add a row when it is written, take it off when it is deleted, do both when what it adds may change."""
    adding = [_add(part, "NEW", "+") for part in parts]
    taking = [_add(part, "OLD", "-") for part in parts]
    yield _trigger(f"{name}_insert", f"AFTER INSERT ON {source}", adding)
    watched = list(dict.fromkeys(column for part in parts for column in part.watched))
    if watched:
        yield _trigger(f"{name}_update", f"AFTER UPDATE OF {', '.join(watched)} ON {source}", [*taking, *adding])
        yield _trigger(f"{name}_delete", f"AFTER DELETE ON {source}", taking)


def _header_triggers(name: str, part: Part, header: Header) -> Iterator[str]:
    """Take the lines of a document off as it was, add them as it is; a deleted one takes its lines off before it."""
    adding, taking = (_add_lines(part, header, side, sign) for side, sign in (("NEW", "+"), ("OLD", "-")))
    yield _trigger(f"{name}_insert", f"AFTER INSERT ON {header.table}", [adding])
    columns = ", ".join(header.watched)
    yield _trigger(f"{name}_update", f"AFTER UPDATE OF {columns} ON {header.table}", [taking, adding])
    yield _trigger(f"{name}_delete", f"BEFORE DELETE ON {header.table}", [taking])


def _tolerance_triggers() -> Iterator[str]:
    """Count the punctuality again when the tolerance, which every line is judged by, is another one."""
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        when = f"AFTER {verb} ON setting WHEN {row}.key = '{_TOLERANCE}'"
        yield _trigger(f"due_punctuality_setting_{verb.lower()}", when, list(recount("due_punctuality")))


def _add(part: Part, side: str, sign: str) -> str:
    """Add what one row counts for, or take it off."""
    if part.header is None:
        return _upsert(part, _columns(part, side, "", sign), f"WHERE {_filled(part.counted, side, '')}")
    head = part.header.table
    found = f"FROM {head} WHERE {head}.id = {side}.{part.header.reference} AND {_filled(part.counted, side, head)}"
    return _upsert(part, _columns(part, side, head, sign), found)


def _add_lines(part: Part, header: Header, side: str, sign: str) -> str:
    """Add what all lines of a document count for, or take it off."""
    row = part.source
    named = ", ".join(_filled(text, row, side) for text in part.keys.values())
    added = ", ".join(f"{sign}sum({_filled(text, row, side)})" for text in part.sums.values())
    where = f"{row}.{header.reference} = {side}.id AND {_filled(part.counted, row, side)}"
    return _upsert(part, f"{named}, {added}", f"FROM {row} WHERE {where} GROUP BY {named}")


def _columns(part: Part, row: str, head: str, sign: str) -> str:
    named = [_filled(text, row, head) for text in part.keys.values()]
    return ", ".join([*named, *(f"{sign}({_filled(text, row, head)})" for text in part.sums.values())])


def _upsert(part: Part, columns: str, rest: str) -> str:
    named = ", ".join([*part.keys, *part.sums])
    update = ", ".join(f"{name} = {name} + excluded.{name}" for name in part.sums)
    conflict = f"ON CONFLICT ({', '.join(part.keys)}) DO UPDATE SET {update}"
    return f"INSERT INTO {part.summary} ({named}) SELECT {columns} {rest} {conflict}"


def _filled(text: str, row: str, head: str) -> str:
    return text.replace("{row}", row).replace("{head}", head)


def _trigger(name: str, event: str, statements: list[str]) -> str:
    return f"CREATE TRIGGER {name} {event} BEGIN {'; '.join(statements)}; END"
