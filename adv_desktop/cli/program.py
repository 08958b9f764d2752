"""One call of `adv`: read the options, find the verb, run it once, say what came out."""

from __future__ import annotations

import argparse
import importlib

from adv_desktop import __version__
from adv_desktop.cli import output
from adv_desktop.cli.console import Console, Options
from adv_desktop.cli.nouns import NOUNS
from adv_desktop.cli.output import Answer
from adv_desktop.cli.parser import Parser
from adv_desktop.cli.typed import day
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import AdvError, DomainError
from adv_desktop.services import texts
from adv_desktop.services.texts import _


def run(arguments: list[str]) -> int:
    """Run a command line; every outcome is printed here and nowhere else."""
    as_json = "--json" in arguments
    texts.use(_language(arguments))
    output.speak_utf8()
    try:
        answer = _answer(arguments)
    except AdvError as error:
        output.refuse(error, as_json=as_json)
        return output.REFUSED
    except SystemExit as end:  # the help was shown
        return int(end.code or 0)
    except Exception as bug:
        output.confess(bug, as_json=as_json)
        return output.BUG
    output.show(answer, as_json=as_json)
    return answer.status


def _language(arguments: list[str]) -> str:
    """Find the language before the options are read: their own errors are said in it."""
    for place, argument in enumerate(arguments):
        written = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and place + 1 < len(arguments):
            written = arguments[place + 1]
        if written in texts.LANGUAGES:
            return written
    return texts.DEFAULT_LANGUAGE


def _answer(arguments: list[str]) -> Answer:
    options, rest = _options(arguments)
    if not rest:
        raise DomainError("usage.no_verb", known=list(NOUNS))
    if rest[0] in {"-h", "--help"}:
        return Answer({"verbs": list(NOUNS)}, _overview())
    if rest[0] == "--version":
        return Answer({"version": __version__}, (f"adv {__version__}",))
    if rest[0] not in NOUNS:
        code = "usage.unknown_option" if rest[0].startswith("-") else "usage.unknown_verb"
        raise DomainError(code, written=rest[0], known=list(NOUNS))
    verbs = Verbs()
    importlib.import_module(f"adv_desktop.cli.{NOUNS[rest[0]].module}").register(verbs)
    if rest[1:] in (["-h"], ["--help"]):
        return Answer({"verbs": rest[:1]}, verbs.overview(rest[0]))
    asked = verbs.parse(rest)
    console = Console(options)
    try:
        return _run(asked, console)
    finally:
        console.close()


def _options(arguments: list[str]) -> tuple[Options, list[str]]:
    """Take the options of every verb out of the command line, wherever they stand."""
    parser = Parser(prog="adv", add_help=False, allow_abbrev=False)
    parser.add_argument("--database", metavar="FILE")
    parser.add_argument("--today", metavar="DATE", type=day)
    parser.add_argument("--lang", choices=texts.LANGUAGES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--request-id", metavar="ID")
    found, rest = parser.parse_known_args(arguments)
    if found.request_id is not None and not found.request_id.strip():
        raise DomainError("usage.value_missing", argument="--request-id")
    return Options(found.database, found.today, found.request_id), rest


def _run(asked: argparse.Namespace, console: Console) -> Answer:
    """Run a verb once: a request that was carried out already shows what it made."""
    request_id, replay = console.options.request_id, asked.replay
    if request_id is None or replay is None:
        return asked.run(asked, console)  # type: ignore[no-any-return]
    documents = console.services.store.replayed(request_id)
    if documents is not None:
        return replay(asked, console, documents)  # type: ignore[no-any-return]
    with console.services.store.request(request_id):
        return asked.run(asked, console)  # type: ignore[no-any-return]


def _overview() -> tuple[str, ...]:
    """Return the help of the whole program: one line a noun."""
    width = max(map(len, NOUNS)) + 2
    return (
        _("Usage: adv [--database FILE] [--today DATE] [--lang fr|en] VERB … [--json] [--request-id ID]"),
        "",
        *(f"  {name:{width}}{_(noun.summary)}" for name, noun in NOUNS.items()),
        "",
        _("adv VERB --help shows what a verb takes."),
    )
