"""The official schemas, each read once, and what an XML breaks of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from lxml import etree

from adv_desktop.services.einvoice.faults import Fault, official

_NAMESPACE = re.compile(r"\{[^}]*\}")


@cache
def _schema(relative: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(official(relative)))


def xsd_faults(root: etree._Element, schema: str) -> list[Fault]:
    """Return what a document breaks of a schema, in its order."""
    checker = _schema(schema)
    if checker.validate(root):
        return []
    entries: Iterable[Any] = checker.error_log  # type: ignore[assignment]  # the stubs leave its entries out
    return [Fault("XSD", _NAMESPACE.sub("", entry.message), f"{entry.path or ''} ({entry.line})") for entry in entries]
