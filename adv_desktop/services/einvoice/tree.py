"""Find what stands in an XML by paths of local names: prefixes and versions of namespaces don't matter."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

Element = etree._Element  # noqa: SLF001 (the one name that lxml gives to its elements)

_NUMBER = re.compile(r"[+-]?(?:\d{1,20}(?:\.\d{0,12})?|\.\d{1,12})")
_BASIC, _EXTENDED = re.compile(r"(\d{4})(\d{2})(\d{2})"), re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    tag: object = element.tag  # a comment has a function in its place
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def every(element: Element, path: str) -> list[Element]:
    """Return the elements at a path."""
    found = [element]
    for name in path.split("/"):
        found = [child for parent in found for child in parent.iterchildren(f"{{*}}{name}")]
    return found


def first(element: Element, path: str) -> Element | None:
    """Return the first element at a path."""
    return next(iter(every(element, path)), None)


def text(element: Element, path: str) -> str:
    """Return the text of the first element at a path, empty when there is none."""
    return own_text(first(element, path))


def texts(element: Element, path: str) -> Iterator[str]:
    """Yield the texts at a path that are not empty."""
    for found in every(element, path):
        if said := own_text(found):
            yield said


def own_text(element: Element | None) -> str:
    """Return the text of an element on one line."""
    return " ".join((element.text or "").split()) if element is not None else ""


def with_scheme(element: Element, path: str, *schemes: str) -> str:
    """Return the first text at a path whose list is one of those named."""
    for found in every(element, path):
        if found.get("schemeID", "") in schemes:
            return own_text(found)
    return ""


def amount(element: Element, path: str) -> Decimal | None:
    """Return the number at a path; None when there is none, or it is none."""
    return number(text(element, path))


def number(written: str) -> Decimal | None:
    """Read a number as XML writes it."""
    return Decimal(written) if _NUMBER.fullmatch(written) else None


def day(written: str) -> dt.date | None:
    """Read a date of either syntax; None when it is none."""
    found = _BASIC.match(written) or _EXTENDED.match(written)
    if found is None:
        return None
    try:
        return dt.date(*map(int, found.groups()))
    except ValueError:
        return None
