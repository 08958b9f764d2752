"""A small writer of XML elements: empty values are left out, and the same content gives the same bytes."""

from __future__ import annotations

import re
from decimal import Decimal

from lxml import etree

from adv_desktop.models.values import plain

# What XML 1.0 cannot carry, in a name or a comment that was pasted from elsewhere.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Node:
    """An element under construction: `put` adds a value, `open` a part."""

    def __init__(self, element: etree._Element, prefixes: dict[str, str]) -> None:
        self.element = element
        self._prefixes = prefixes

    @classmethod
    def root(cls, name: str, prefixes: dict[str, str]) -> Node:
        """Begin a document; `prefixes` maps a prefix to its namespace."""
        return cls(etree.Element(_tag(name, prefixes), nsmap=prefixes), prefixes)

    def open(self, name: str) -> Node:
        """Add a part and return it."""
        return Node(etree.SubElement(self.element, _tag(name, self._prefixes)), self._prefixes)

    def put(self, name: str, value: str | Decimal | None, /, **attributes: str) -> None:
        """Add a value with its attributes; nothing when there is none."""
        if value is None or value == "":
            return
        child = self.open(name).element
        child.text = _FORBIDDEN.sub("", value if isinstance(value, str) else format(value, "f"))
        for key, text in attributes.items():
            child.set(key, text)

    def to_bytes(self) -> bytes:
        """Return the document in UTF-8 with its declaration."""
        return etree.tostring(self.element, xml_declaration=True, encoding="UTF-8")


def number(value: Decimal) -> str:
    """Write a quantity or a price without trailing zeros."""
    return plain(value)


def rate(value: Decimal) -> str:
    """Write a rate with two decimals, as the list of French rates has it (BR-FR-16)."""
    return format(value.quantize(Decimal("0.01")), "f")


def _tag(name: str, prefixes: dict[str, str]) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{prefixes[prefix]}}}{local}"
