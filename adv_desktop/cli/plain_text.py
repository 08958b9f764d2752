"""What a person reads on the console: the JSON objects, written the reader's way."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from adv_desktop.cli.figures import JsonObject, JsonValue
from adv_desktop.models.values import to_minor
from adv_desktop.services import texts
from adv_desktop.services.formats import Formats
from adv_desktop.services.queries import states
from adv_desktop.services.texts import N_, _

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNTS = (("net", N_("Net total")), ("vat_total", N_("VAT")), ("gross", N_("Total with VAT")), ("due", N_("To pay")))
_MARKS = {"blocking": "✗", "warning": "!", "info": "i"}
_WIDEST = 40
_STATES = {**states.STOCK, **states.MESSAGE, **states.QUOTATION, **states.CLAIM, **states.DELIVERY, **states.ORDER}


def document(title: str, content: JsonObject) -> tuple[str, ...]:
    """Write an order, a delivery or an invoice: heading, lines, totals, what is left, remarks."""
    return tuple(_document(_(title), content, _formats()))


def _document(title: str, content: JsonObject, formats: Formats) -> Iterator[str]:
    currency = str(content.get("currency") or "EUR")
    named = content.get("number") or content["id"]
    yield "  ".join([title, str(named), *_heading(content, formats)])
    for line in _objects(content["lines"]):
        yield _line(line, currency, formats)
    totals = content.get("totals")
    if isinstance(totals, dict):
        parts = [f"{_(word)} {_money(totals[key], currency, formats)}" for key, word in _AMOUNTS]
        yield " · ".join(parts)
    for left in _objects(content.get("backorder")):
        quantity = formats.quantity(Decimal(str(left["quantity"])))
        yield "  " + _("Backorder {order}/{line}: {quantity} × {product}").format(
            order=left["number"], line=left["line"], quantity=quantity, product=left["product"] or ""
        )
    for part in _objects(content.get("instalments")):
        yield f"  {_value(part['due'], formats)}  {_money(part['amount'], currency, formats)}"
    yield from (f"  {text}" for text in remarks(_objects(content.get("checks"))))
    for check in _objects(content.get("accepted")):
        by = _("accepted by {name} on {moment}").format(
            name=check["by"], moment=formats.moment(dt.datetime.fromisoformat(str(check["at"])))
        )
        yield f"  ✓ {check['message']} ({by})"
    yield from _written(content)


def _heading(content: JsonObject, formats: Formats) -> Iterator[str]:
    for key in ("type", "customer", "customer_reference", "date", "state"):
        if content.get(key):
            yield _value(content[key], formats)


def _line(line: JsonObject, currency: str, formats: Formats) -> str:
    quantity, price = Decimal(str(line["quantity"])), Decimal(str(line["unit_price"]))
    discounts = line["discounts"] if isinstance(line["discounts"], Sequence) else ()
    weighed = f" ({formats.quantity(Decimal(str(line['weight'])))} kg)" if "weight" in line else ""
    price_text = formats.price(price)
    off = "".join(f" −{formats.percent(Decimal(str(percent)))}" for percent in discounts)
    return (
        f"  {line['no']:>3}  {line['product'] or '':<12}  {str(line['label'])[:_WIDEST]:<{_WIDEST}}"
        f"  {formats.quantity(quantity)}{weighed} × {price_text}{off}  {_money(line['net'], currency, formats)}"
    )


def _written(content: JsonObject) -> Iterator[str]:
    files = content.get("files")
    if isinstance(files, dict):
        yield from (f"  → {path}" for path in files.values() if path)


def remarks(checks: Sequence[JsonObject]) -> tuple[str, ...]:
    """Write remarks, a line each."""
    return tuple(f"{_MARKS.get(str(check['severity']), '·')} {check['message']}" for check in checks)


def refusals(content: JsonObject) -> tuple[str, ...]:
    """Write what prevented some of several documents."""
    return tuple(f"✗ {row['source']}: {row['message']}" for row in _objects(content.get("prevented")))


def facts(title: str, content: JsonObject) -> tuple[str, ...]:
    """Write an object as one line a member; what is empty is left out."""
    formats = _formats()
    width = max(map(len, content))
    rows = [f"  {key:<{width}}  {_value(value, formats)}" for key, value in content.items() if value not in (None, [])]
    return (_(title), *rows)


def table(rows: Sequence[JsonObject]) -> tuple[str, ...]:
    """Write a list, a line a document."""
    formats = _formats()
    shown = ("number", "id", "customer", "customer_reference", "date", "opened", "state", "type", "net")
    return tuple("  ".join(_value(row[key], formats) for key in shown if row.get(key) is not None) for row in rows)


def _objects(value: JsonValue) -> list[JsonObject]:
    return [dict(item) for item in value if isinstance(item, dict)] if isinstance(value, list | tuple) else []


def _value(value: JsonValue, formats: Formats) -> str:
    if isinstance(value, str) and value in _STATES:
        return _(_STATES[value].word)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return formats.date(dt.date.fromisoformat(value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(part, formats)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_value(part, formats) for part in value)
    return str(value)


def _money(value: JsonValue, currency: str, formats: Formats) -> str:
    return formats.money(to_minor(Decimal(str(value)), currency), currency)


def _formats() -> Formats:
    return Formats(texts.current().language)
