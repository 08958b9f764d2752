"""Read what stands round the lines of an order: its number, its dates, who sends it and where it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, pairwise

from adv_desktop.models.errors import DomainError
from adv_desktop.services import identifiers
from adv_desktop.services.imports.dates import FoundDate, find_dates, parse_date
from adv_desktop.services.imports.headers import Vocabulary, match_columns
from adv_desktop.services.imports.order_words import COLUMNS
from adv_desktop.services.imports.tables import Row
from adv_desktop.services.imports.words import fold, one_line
from adv_desktop.services.imports.written import CustomerHint, HintKind, HintPlace

_ORDER_WORD = (
    r"(?:bon de commande|commande d'achat|commande client|commande fournisseur|commande"
    r"|purchase order|customer order|order|p\.?o\.?"
    r"|bdc|bc|cde|bestellnummer|bestell-?\s?nr\.?|bestellung|auftrag|pedido(?: de compra)?|ordine(?: di acquisto)?)"
)
_NUMBER_SIGN = r"(?:n[°ºo]\.?|nos?\b\.?|nr\.?|num(?:ero|ber)?\b\.?|ref(?:erence)?\b\.?|id\b|#)"
_NUMBER = r"(?P<number>(?=[\w./-]*\d)[a-z0-9][\w-]*(?:\s?[/.]\s?[\w-]+)*)"
_ORDER_NUMBER = re.compile(rf"\b(?P<word>{_ORDER_WORD})[\s.:#-]*(?P<sign>{_NUMBER_SIGN})?[\s.:#-]*{_NUMBER}")
_SIGN_FIRST = re.compile(rf"\b{_NUMBER_SIGN}\s*(?:de |d')?(?:la )?(?P<word>{_ORDER_WORD})[\s.:#-]*{_NUMBER}")
_WEEK = re.compile(r"\b(?:sem(?:aine)?\b\.?|week|wk|kw|woche)\s*(?:n[°o]\.?\s*)?\d{1,2}\b(?!\s*(?:jours|days))")
_OUR_REFERENCE = re.compile(rf"\b(?:notre|n/|nos|our|unsere?)\s*(?:ref\w*|zeichen)[\s.:#-]*{_NUMBER}")
_NUMBER_AND_DATE = re.compile(
    rf"(?:{_NUMBER_SIGN}\s*(?:de )?)?{_ORDER_WORD}[\s-]*(?:{_NUMBER_SIGN}|nummer|no\.?)?"
    r"\s*/\s*(?:date|datum)(?: de commande)?\s*:?"
)
_MIN_UNSIGNED = 4

_DELIVERY = re.compile(
    r"livr\w*|deliver\w*|liefer\w*|pour le|souhait\w*|demandee|requested|required|wunsch\w*|expedi\w*|enlevement"
    r"|reception|entrega|consegna|au plus tard|avant le|before|needed|need by|ship\w*|termin"
)
_ORDERED = re.compile(r"commande|\bcde\b|\border(?:ed)?\b|bestell\w*|emis|emission")
_ANY_DATE = re.compile(r"\b(?:du|le|vom|dated?|datum)\b")
_HOUR = r"\d{1,2}\s*(?:h|:)\s*\d{0,2}"
_CLOCK = re.compile(
    rf"^(?:\s*(?:avant|apres|vers|a|before|by|um|bis|entre|des|le matin)\s*)?{_HOUR}(?:\s*(?:et|-)\s*{_HOUR})?"
)
_LEADING_SEPARATOR = re.compile(r"^\s*(?:[-,:;|]|\b(?:a|au|at|to|in)\b)\s*")
_PLACE_LABEL = re.compile(
    r"\b(?:adresse de livraison|lieu de livraison|point de livraison|livrer a|a livrer a|livre a|livraison a"
    r"|deliver(?:y)? to|ship(?:ped)? to|delivery address|lieferadresse|lieferanschrift|lieferort|lieferung an)\s*:?\s*"
)
_MIN_PLACE = 6
_MAX_PLACE_ROWS = 5

_CUSTOMER_CODE = re.compile(
    r"\b(?:n[°ºo]?\.?\s?(?:de )?client|code client|client n[°ºo]\.?|compte client|numero (?:de )?client"
    r"|customer (?:no|number|code|id|ref)|account (?:no|number|code)|kunden-?\s?(?:nr|nummer))\b"
    r"[\s.:#]*(?P<code>[a-z0-9][\w-]{1,19})"
)
# « Client : C00001 »: a word with a digit in it behind the bare word, which a name seldom is.
_BARE_CUSTOMER_CODE = re.compile(
    r"\b(?:client|customer|kunde|cliente)\b[\s.:#-]*(?P<code>(?=[\w-]*\d)[a-z0-9][\w-]{1,19})"
)
_SIRET = re.compile(r"siret\D{0,12}((?:\d[\s.]?){13}\d)(?!\d)")
_SIREN = re.compile(r"(?:siren|rcs\s+[a-z' -]+?)\D{0,12}((?:\d[\s.]?){8}\d)(?![\s.]?\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_VAT_START = re.compile(
    r"\b(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|GR|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)(?=[ .]?[\dA-Z])"
)
_VAT_LENGTHS = range(14, 7, -1)
_NAME_LABEL = re.compile(
    r"^(?:client|société|raison sociale|acheteur|donneur d'ordre|customer|company|buyer|kunde|firma)\s*:\s*"
    r"(?P<name>.+)",
    re.IGNORECASE,
)
_NAME_LIMIT = 120

_REPLACES = re.compile(
    r"\bannul\w*\s*(?:et|&|/|,)?\s*(?:elle\s+)?remplac\w*|\b(?:commande|cde|bon de commande) (?:rectifi|modifi)cati\w+"
    r"|\b(?:cancels?|supersedes?)\s*(?:and|&|/)?\s*replaces?\b"
    r"|\breplaces (?:our |the )?(?:previous |former )?(?:po|order)\b"
    r"|\bamended (?:purchase )?order\b|\bersetzt (?:unsere |die )?(?:vorige |fruhere )?bestellung"
)
_KEYS: Vocabulary = {
    field: COLUMNS[field]
    for field in (
        "po_number",
        "po_date",
        "requested_date",
        "customer_code",
        "customer_siret",
        "customer_siren",
        "customer_vat",
    )
}
_KEY_HINTS = {
    "customer_code": HintKind.CODE,
    "customer_siret": HintKind.SIRET,
    "customer_siren": HintKind.SIREN,
    "customer_vat": HintKind.VAT_NUMBER,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What the text round the lines says; empty where it says nothing."""

    po_number: str = ""
    po_date: date | None = None
    requested_date: date | None = None
    deliver_to: str = ""
    hints: tuple[CustomerHint, ...] = ()
    replaces: bool = False  # it says « annule et remplace »
    week: str = ""  # the week of delivery as written, where no day is said

    def completed_by(self, other: Heading) -> Heading:
        """Return this heading with what it lacks taken from another one."""
        return Heading(
            self.po_number or other.po_number,
            self.po_date or other.po_date,
            self.requested_date or other.requested_date,
            self.deliver_to or other.deliver_to,
            tuple(dict.fromkeys(self.hints + other.hints)),
            self.replaces or other.replaces,
            self.week or other.week,
        )


NO_HEADING = Heading()


def read_heading(rows: Sequence[Row], place: HintPlace = HintPlace.HEADING, around: date | None = None) -> Heading:
    """Read the rows above (and below) the lines of an order."""
    lines = [one_line(" ".join(row.texts)) for row in rows]
    said = read_text(lines, place, around)
    found = _read_number_over_date(rows).completed_by(_read_key_rows(rows, place, around)).completed_by(said)
    hints = found.hints + _letterhead(lines, place)
    return replace(found, deliver_to=found.deliver_to or _place_below_label(rows), hints=hints)


def read_foot(rows: Sequence[Row], around: date | None = None) -> Heading:
    """Read the rows below the lines of an order: dates and marks, but neither its own date nor a letterhead."""
    lines = [one_line(" ".join(row.texts)) for row in rows]
    said = read_text(lines, HintPlace.HEADING, around)
    return replace(said, po_date=None, deliver_to=said.deliver_to or _place_below_label(rows))


def read_text(lines: Sequence[str], place: HintPlace, around: date | None = None) -> Heading:
    """Read lines of running text: a letterhead, a mail, its subject."""
    number = next((found for line in lines if (found := order_number(line))), "") or next(
        (found for line in lines if (found := _own_reference(line))), ""
    )
    ordered, requested, place_text = _dates(lines, number, around)
    explicit = next((text for line in lines if (text := _place_after_label(line))), "")
    hints = tuple(_hints(lines, place))
    week = "" if requested else next((found for line in lines if (found := _delivery_week(line))), "")
    return Heading(number, ordered, requested, explicit or place_text, hints, says_replacing(lines), week)


def _delivery_week(line: str) -> str:
    """Return the week in which a line asks for delivery, as it is written; empty when it names none."""
    folded = fold(line)
    found = _WEEK.search(folded) if _DELIVERY.search(folded) else None
    return line[found.start() : found.end()] if found else ""


def order_number(line: str) -> str:
    """Return the order number that a line names; empty when it names none."""
    folded = fold(line)
    for pattern in (_SIGN_FIRST, _ORDER_NUMBER):
        for match in pattern.finditer(folded):
            number = line[_number_start(match) : match.end("number")].strip(" .,;:)-")
            signed = pattern is _SIGN_FIRST or match.group("sign")
            if _is_number(number, least=1 if signed else _MIN_UNSIGNED):
                return number
    return ""


def _number_start(match: re.Match[str]) -> int:
    """Return where a number begins: its word belongs to it when a hyphen joins them ("BC-2026-551")."""
    joined = match.string[match.end("word") : match.start("number")] == "-"
    return match.start("word") if joined else match.start("number")


def _own_reference(line: str) -> str:
    match = _OUR_REFERENCE.search(fold(line))
    if match is None:
        return ""
    number = line[match.start("number") : match.end("number")].strip(" .,;:)-")
    return number if _is_number(number, least=_MIN_UNSIGNED) else ""


def _is_number(text: str, least: int) -> bool:
    if len(text) < least or not any(character.isdigit() for character in text):
        return False
    try:
        parse_date(text)
    except DomainError:
        return True
    return text.isdigit()  # eight digits may be a date or a number: after "commande n°" it is a number


def _dates(lines: Sequence[str], number: str, around: date | None) -> tuple[date | None, date | None, str]:
    """Return the order's date, the requested date and the place written behind the latter."""
    ordered = fallback = requested = None
    place = ""
    for line in lines:
        folded, begin = fold(line), 0
        for found in find_dates(line, around):
            if number and found.start < line.find(number) + len(number) and found.end > line.find(number) >= 0:
                continue  # the number itself looks like a date
            role = _role(folded[begin : found.start])
            begin = found.end
            if role == "requested" and requested is None:
                requested, place = found.day, _place_behind(line, found)
            elif role == "ordered" and ordered is None:
                ordered = found.day
            elif role == "" and fallback is None:
                fallback = found.day
    return ordered or fallback, requested, place


def _role(before: str) -> str:
    """Tell what a date is by the last word before it that says so."""
    delivery = max((match.start() for match in _DELIVERY.finditer(before)), default=-1)
    ordered = max((match.start() for match in _ORDERED.finditer(before)), default=-1)
    if delivery > ordered:
        return "requested"
    return "ordered" if ordered >= 0 or _ANY_DATE.search(before) else ""


def _place_behind(line: str, found: FoundDate) -> str:
    """Return the place in "à livrer le 10/12 avant 9 h (cuisine)" or "livraison le 11/12 — Cuisine centrale, …"."""
    rest = line[found.end :]
    clock = _CLOCK.match(fold(rest))
    if clock:
        rest = rest[clock.end() :]
    if inside := re.match(r"\s*\(([^)]+)\)", rest):
        return inside.group(1).strip()
    separator = _LEADING_SEPARATOR.match(fold(rest))
    text = rest[separator.end() :].strip(" .;") if separator else ""
    return text if len(text) >= _MIN_PLACE and any(map(str.isalpha, text)) else ""


def _place_after_label(line: str) -> str:
    label = _PLACE_LABEL.search(fold(line))
    if label is None:
        return ""
    text = line[label.end() :].strip(" .;")
    return text if len(text) >= _MIN_PLACE and not list(find_dates(text[:12])) else ""


def _place_below_label(rows: Sequence[Row]) -> str:
    """Return the address written under a cell that says "Adresse de livraison"."""
    for index, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if _PLACE_LABEL.fullmatch(fold(one_line(cell.text)) + " "):
                lines = [one_line(below.cell(column).text) for below in rows[index + 1 : index + 1 + _MAX_PLACE_ROWS]]
                end = next((number for number, text in enumerate(lines) if not text or text.endswith(":")), len(lines))
                if lines[:end]:
                    return ", ".join(lines[:end])
    return ""


def _read_key_rows(rows: Sequence[Row], place: HintPlace, around: date | None) -> Heading:
    """Read a small table of the heading: titles in a row, their values in the row below."""
    for titles, values in pairwise(rows):
        texts = [cell.text for cell in titles.cells]
        columns = match_columns(texts, _KEYS) if not any(map(_has_digit, texts)) else {}
        found = {field: one_line(values.cell(column).text) for field, column in columns.items()}
        if sum(map(bool, found.values())) >= 2:
            return Heading(
                found.get("po_number", ""),
                _date_or_none(found.get("po_date", ""), around),
                _date_or_none(found.get("requested_date", ""), around),
                "",
                tuple(
                    CustomerHint(kind, found[field], place) for field, kind in _KEY_HINTS.items() if found.get(field)
                ),
            )
    return Heading()


def _read_number_over_date(rows: Sequence[Row]) -> Heading:
    """Read « PO number/date » above « 4500012345 / 20.11.2026 », as SAP prints it."""
    for titles, values in pairwise(rows):
        columns = [at for at, cell in enumerate(titles.cells) if _NUMBER_AND_DATE.fullmatch(fold(one_line(cell.text)))]
        for column in columns:
            number, slash, day = (part.strip() for part in one_line(values.cell(column).text).partition("/"))
            ordered = _date_or_none(day, None)
            if slash and ordered is not None and _has_digit(number):
                return Heading(number, ordered)
    return Heading()


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _date_or_none(text: str, around: date | None) -> date | None:
    try:
        return parse_date(text, around)
    except DomainError:
        return None


def _hints(lines: Sequence[str], place: HintPlace) -> Iterator[CustomerHint]:
    """Yield every mark of a company in the text; whose it is, ours or the customer's, only our data can tell."""
    for line in lines:
        folded = fold(line)
        for match in chain(_CUSTOMER_CODE.finditer(folded), _BARE_CUSTOMER_CODE.finditer(folded)):
            yield CustomerHint(HintKind.CODE, line[match.start("code") : match.end("code")], place)
        for match in _SIRET.finditer(folded):
            yield CustomerHint(HintKind.SIRET, identifiers.compact(match.group(1)), place)
        for match in _SIREN.finditer(folded):
            yield CustomerHint(HintKind.SIREN, identifiers.compact(match.group(1)), place)
        for number in vat_numbers(line):
            yield CustomerHint(HintKind.VAT_NUMBER, number, place)
        for match in _EMAIL.finditer(line):
            yield CustomerHint(HintKind.EMAIL, match.group().rstrip(".").lower(), place)


def _letterhead(lines: Sequence[str], place: HintPlace) -> tuple[CustomerHint, ...]:
    """Return the name at the top of a document."""
    labelled = next((found.group("name") for line in lines if (found := _NAME_LABEL.search(line))), "")
    name = labelled.strip() or next(filter(_may_be_name, lines), "")
    return (CustomerHint(HintKind.NAME, name, place),) if name else ()


def _may_be_name(line: str) -> bool:
    return (
        len(line) <= _NAME_LIMIT
        and any(map(str.isalpha, line))
        and not line.rstrip().endswith((",", ":"))
        and not re.search(_ORDER_WORD, fold(line))
        and not any(find_dates(line))
    )


def says_replacing(texts: Iterable[str]) -> bool:
    """Tell whether a text says that it takes the place of an earlier order."""
    return any(_REPLACES.search(fold(text)) for text in texts)


def vat_numbers(text: str) -> Iterator[str]:
    """Yield the VAT numbers of a text whose check digits are right, written with spaces or without."""
    for match in _VAT_START.finditer(text):
        run = re.match(r"[A-Z0-9 .]+", text[match.start() : match.start() + 22])
        candidate = identifiers.compact(run.group()) if run else ""
        for length in _VAT_LENGTHS:
            try:
                yield identifiers.check_vat_number(candidate[:length])
            except DomainError:
                continue
            break
