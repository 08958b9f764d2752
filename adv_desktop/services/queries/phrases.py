"""A sentence kept with its facts, so that it is written in the reader's language when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from adv_desktop.models.values import Money
from adv_desktop.services import texts
from adv_desktop.services.sentences import write_fact
from adv_desktop.services.texts import Texts

Fact = str | int | Decimal | date | datetime | Money | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English message marked for translation, and what stands in its braces."""

    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def said(phrase: Phrase, language: Texts | None = None) -> str:
    """Write a phrase in a language (None: the interface's)."""
    reader = language or texts.current()
    written = {name: write_fact(value, reader) for name, value in phrase.facts.items()}
    return reader.gettext(phrase.text).format_map(written)
