"""What leaves the console: one JSON object or lines for a person on stdout, one sentence on stderr."""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from adv_desktop.cli.figures import JsonObject, JsonValue, money, number
from adv_desktop.models.errors import AdvError
from adv_desktop.models.values import Money
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _

DONE, BUG, REFUSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb found or made: `content` for programs, `lines` for people; `status` 2 = refused."""

    content: JsonObject
    lines: tuple[str, ...] = ()
    status: int = DONE


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale: names have accents, JSON is read by programs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def show(answer: Answer, *, as_json: bool) -> None:
    """Print what a verb did."""
    try:
        if as_json:
            _print_json(answer.content)
        else:
            for line in answer.lines:
                print(line)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough (`| head`): what was done is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def refuse(error: AdvError, *, as_json: bool) -> None:
    """Say in one sentence why nothing was done."""
    if as_json:
        _print_json({"error": error_object(error)})
    else:
        print(sentence(error, texts.current()), file=sys.stderr)


def confess(bug: BaseException, *, as_json: bool) -> None:
    """Show a bug whole: it is for the person who mends it."""
    traceback.print_exception(bug, file=sys.stderr)
    if as_json:
        message = _("The program failed: this is a bug. The trace is on the error output.")
        _print_json({"error": {"code": "bug", "message": message, "facts": {"kind": type(bug).__name__}}})


def error_object(error: AdvError) -> JsonObject:
    """Return an error as programs read it."""
    facts: JsonObject = {name: plain_fact(value) for name, value in error.facts.items()}
    return {"code": error.code, "message": sentence(error, texts.current()), "facts": facts}


def plain_fact(value: object) -> JsonValue:
    """Return a fact of an error or of a check as JSON holds it."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Money):
        return money(value.minor, value.currency)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return [plain_fact(part) for part in value]
    return str(value)


def _print_json(content: JsonObject) -> None:
    print(json.dumps(content, ensure_ascii=False))
