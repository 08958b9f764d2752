"""The reader of command lines: argparse whose refusals are errors with a code, said in the reader's language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from adv_desktop.models.errors import DomainError
from adv_desktop.services.texts import _

# What argparse says in English, with the facts in it; the order matters only for speed.
_REFUSALS: tuple[tuple[str, str], ...] = (
    ("usage.missing", r"the following arguments are required: (?P<arguments>.+)"),
    ("usage.unknown_arguments", r"unrecognized arguments: (?P<written>.+)"),
    ("usage.choice", r"argument (?P<argument>.+?): invalid choice: '(?P<written>.*)' \(choose from (?P<known>.+)\)"),
    ("usage.value_missing", r"argument (?P<argument>.+?): expected (?:one|at least one) argument"),
    ("usage.no_value", r"argument (?P<argument>.+?): ignored explicit argument '(?P<written>.*)'"),
    ("usage.together", r"argument (?P<argument>.+?): not allowed with argument (?P<other>.+)"),
    ("usage.one_of", r"one of the arguments (?P<arguments>.+) is required"),
)


class Parser(argparse.ArgumentParser):
    """Raises `DomainError("usage.…")` where argparse would print its usage and leave."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"formatter_class": Help, **options})

    def error(self, message: str) -> NoReturn:
        """Turn argparse's message into an error with a code and facts."""
        for code, pattern in _REFUSALS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                raise DomainError(code, **{name: _plain(value) for name, value in found.groupdict().items()})
        raise DomainError("usage.wrong", detail=message)


class Help(argparse.HelpFormatter):
    """Help whose headings are in the reader's language."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        """Begin the usage line with our own word."""
        super().add_usage(usage, actions, groups, prefix or _("Usage: "))


def _plain(text: str) -> str:
    """Write a list as argparse quotes it ('a', 'b') without the quotes."""
    return text.replace("'", "")
