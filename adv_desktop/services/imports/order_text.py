"""Read orders written as sentences: "12 x VIS-0640", "EPS-1001 : 24 pcs", "- 6 cartons de moutarde (EPS-1002)"."""

from __future__ import annotations

import re

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.heading import read_text
from adv_desktop.services.imports.numbers import WrittenQuantity, parse_price, parse_quantity
from adv_desktop.services.imports.order_tables import Origin, with_requested_date
from adv_desktop.services.imports.rows import price_fault, quantity_fault
from adv_desktop.services.imports.words import fold, one_line
from adv_desktop.services.imports.written import (
    CodeKind,
    HintPlace,
    RefusedLine,
    WrittenCode,
    WrittenLine,
    WrittenOrder,
)

_BULLET = re.compile(r"^\s*(?:[-*•·–—>]+|\d{1,2}[.)])\s+")
_UNIT_WORD = (
    r"(?:pcs?|pieces?|p|u|unites?|units?|ea|stk|stuck|ctns?|cartons?|colis|caisses?|boites?|bts?|bouteilles?|btl|pots?"
    r"|sacs?|sachets?|lots?|packs?|paquets?|bidons?|seaux?|rouleaux?|kg|g|l|litres?|m|metres?|ml|palettes?|cases?|box(?:es)?)"
)
_AMOUNT = r"(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?"
_CODE = r"(?=[\w./-]*\d)[A-Z][A-Z0-9]*(?:[-./]?[A-Z0-9]+)*|\d{13}"
_LEADERS = re.compile(r"[\s.…_]*(?:\.{3,}|…|_{3,})[\s.…_]*")
_QUANTITY_FIRST = re.compile(
    rf"^(?:(?:quantite|qte|qty|menge)\b\.?\s*:?\s*)?(?P<quantity>{_AMOUNT})\s*"
    rf"(?:(?P<times>[x×*])\s*|(?P<unit>{_UNIT_WORD})\b\.?\s*(?:de |d'|of )?|\s)"
    r"(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_QUANTITY_LAST = re.compile(
    rf"^(?P<rest>.*?\S)(?:\s+[–—-]\s+|\s*[:=×*]\s*|\s+x\s*|\s+(?:quantite|qte|qty|menge)\b\.?\s*:?\s*|\s+)"
    rf"(?P<quantity>{_AMOUNT})\s*(?P<unit>{_UNIT_WORD})?\.?$",
    re.IGNORECASE,
)
_CODE_FIRST = re.compile(
    rf"^(?:[Rr][ée]f(?:[ée]rence)?\.?\s*:?\s*)?(?P<code>{_CODE})(?:\s+|\s*[:,–—-]\s+|$)(?P<label>.*)$"
)
_CODE_ANYWHERE = re.compile(rf"[(\[]?\b(?:ref\.?\s*:?\s*)?(?P<code>{_CODE})\b[)\]]?")
_PRICE = re.compile(
    r"\s*[,;]?\s*(?P<sign>\ba\b|@|\bat\b|\bau prix de\b|\bzu\b|[:–—-])\s*"
    r"(?P<price>\d[\d ]*(?:[.,]\d+)?\s*(?P<currency>€|eur)?(?:\s*h\.?t\.?)?(?:\s*/\s*\w+)?)\s*\.?$"
)


def orders_of_text(text: str, origin: Origin, place: HintPlace = HintPlace.BODY) -> list[WrittenOrder]:
    """Return the order that running text contains; empty when no line names a quantity and a product."""
    lines = text.splitlines()
    heading = read_text([one_line(line) for line in lines], place, origin.day).completed_by(origin.heading)
    read: list[WrittenLine] = []
    refused: list[RefusedLine] = []
    for number, line in enumerate(lines, 1):
        said = one_line(_LEADERS.sub(" : ", _BULLET.sub("", line)))
        found = _read(number, said, len(read) + 1)
        if isinstance(found, WrittenLine):
            read.append(with_requested_date(found, heading.requested_date))
        elif found is not None:
            refused.append(found)
    if not read:
        return []
    order = WrittenOrder(
        file=origin.file,
        format=origin.format,
        po_number=heading.po_number,
        po_date=heading.po_date or origin.day,
        customer_hints=heading.hints,
        lines=tuple(read),
        requested_date=heading.requested_date,
        deliver_to=heading.deliver_to,
        received_at=origin.received_at,
        channel=origin.channel,
        rejected=tuple(refused),
        replaces=heading.replaces,
        week=heading.week,
    )
    return [order]


def _read(row: int, line: str, no: int) -> WrittenLine | RefusedLine | None:
    """Read one line of text; None when it orders nothing."""
    body, price_text = _split_price(line)
    folded = fold(body)
    first = _QUANTITY_FIRST.match(folded)
    if first and (first.group("times") or first.group("unit") or _CODE_FIRST.match(body[first.start("rest") :])):
        return _line(row, no, body, first, price_text)
    last = _QUANTITY_LAST.match(folded)
    if last and _CODE_FIRST.match(body[: last.end("rest")]):
        return _line(row, no, body, last, price_text)
    return None


def _split_price(line: str) -> tuple[str, str]:
    found = _PRICE.search(fold(line))
    # A bare number behind a dash is a quantity ("EPS-1001 - 12"): a price has a currency or the word for it.
    if found and (found.group("currency") or found.group("sign") not in ":–—-"):
        return line[: found.start()].strip(), line[found.start("price") : found.end("price")]
    return line, ""


def _line(row: int, no: int, body: str, match: re.Match[str], price_text: str) -> WrittenLine | RefusedLine | None:
    rest = body[match.start("rest") : match.end("rest")].strip()
    code, label = _code_and_label(rest)
    if not code and not any(map(str.isalpha, label)):
        return None
    written = body[match.start("quantity") : match.end("quantity")]
    unit = body[match.start("unit") : match.end("unit")] if match.group("unit") else ""
    quantity: WrittenQuantity = parse_quantity(written)
    fault = quantity_fault(quantity.value)
    if fault:
        return RefusedLine(row, "quantity", fault, written, code, label)
    try:
        price = parse_price(price_text) if price_text else None
    except DomainError:
        price = None
    if price and price_fault(price.value):
        return RefusedLine(row, "unit_price", price_fault(price.value), price_text, code, label)
    return WrittenLine(
        no=no,
        row=row,
        codes=(WrittenCode(CodeKind.EAN if code.isdigit() else CodeKind.CODE, code),) if code else (),
        label=label,
        quantity=quantity.value,
        quantity_as_written=f"{written} {unit}".strip(),
        unit=unit,
        unit_price=price.value if price else None,
        unit_price_as_written=price_text,
        price_base=price.base if price else 1,
    )


def _code_and_label(rest: str) -> tuple[str, str]:
    found = _CODE_FIRST.match(rest)
    if found:
        return found.group("code"), found.group("label").strip(" -–—:,()")
    inside = _CODE_ANYWHERE.search(rest)
    if inside and len(inside.group("code")) >= 4:
        label = f"{rest[: inside.start()]} {rest[inside.end() :]}"
        return inside.group("code"), one_line(label).strip(" -–—:,()")
    return "", rest.strip(" -–—:,.;")
