"""What a failure says to the person who can mend it: one sentence for each error code.

Each module of this package holds the sentences of one area as `SENTENCES: dict[code, English sentence]`.
The facts of an error are written in the reader's way: pass `Money` for amounts, `Decimal` for quantities,
`date` for days; a plain `int` is written as it is.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache

from adv_desktop.models.enums import Requirement
from adv_desktop.models.errors import AdvError
from adv_desktop.models.values import Money
from adv_desktop.services import labels
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import N_, Texts

UNNAMED = N_("This cannot be done ({code}). Please report this code to the person who looks after the program.")


@cache
def catalogue() -> dict[str, str]:
    """Return every English sentence by error code; refuse a code that two areas claim."""
    sentences: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        area: dict[str, str] = importlib.import_module(f"{__name__}.{module.name}").SENTENCES
        if twice := sentences.keys() & area.keys():
            raise ValueError(f"sentences written twice: {sorted(twice)}")
        sentences |= area
    return sentences


def sentence(error: AdvError, texts: Texts) -> str:
    """Say in the reader's language what went wrong and what to do."""
    written = {name: write_fact(value, texts) for name, value in error.facts.items()}
    template = catalogue().get(error.code, UNNAMED)
    return texts.gettext(template).format_map(_Facts({"code": error.code} | written))


def write_fact(value: object, texts: Texts) -> str:
    """Write one fact of an error as the reader expects it."""
    formats = Formats(texts.language)
    if isinstance(value, Enum) and type(value) in labels.LABELS:
        value = labels.written(value, texts)
    match value:
        case None:
            return "—"
        case str():
            return labels.written(value, texts) if isinstance(value, Requirement) else str(value)
        case Money():
            return formats.money(value.minor, value.currency)
        case Decimal():
            return formats.quantity(value)
        case datetime():
            return formats.moment(value)
        case date():
            return formats.date(value)
        case Iterable():
            return ", ".join(write_fact(item, texts) for item in value)
        case _:
            return str(value)


class _Facts(dict[str, str]):
    """A fact that the raiser did not give leaves its own name: a message box must never fail itself."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
