"""The verbs of a noun: declared by its module, read from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Protocol

from adv_desktop.cli.console import Console
from adv_desktop.cli.output import Answer
from adv_desktop.cli.parser import Parser
from adv_desktop.models.errors import DomainError
from adv_desktop.services.texts import _

Documents = list[tuple[str, int]]


class Run(Protocol):
    """Does what was asked."""

    def __call__(self, asked: argparse.Namespace, console: Console, /) -> Answer:
        """Run the verb."""
        ...


class Replay(Protocol):
    """Shows again what a request made, given the (table, id) of its documents."""

    def __call__(self, asked: argparse.Namespace, console: Console, documents: Documents, /) -> Answer:
        """Show the documents."""
        ...


class Verb:
    """One verb: its arguments are added in the order in which they are typed."""

    def __init__(self, parser: Parser, summary: str) -> None:
        self.parser = parser
        self.summary = summary
        self._arguments = parser.add_argument_group(_("Arguments"))
        self._options = parser.add_argument_group(_("Options"))
        self._options.add_argument("-h", "--help", action="help", help=_("show this help"))

    def argument(
        self, name: str, metavar: str, help_text: str = "", *, several: bool = False, optional: bool = False
    ) -> None:
        """Take a value by its place; `several` takes one or more, `optional` one or none, both any number."""
        signs = {(True, False): "+", (False, True): "?", (True, True): "*"}
        count: dict[str, Any] = {"nargs": signs[several, optional]} if several or optional else {}
        self._arguments.add_argument(name, metavar=metavar, help=_(help_text), **count)

    def option(
        self,
        name: str,
        metavar: str,
        help_text: str = "",
        kind: Callable[[str], object] = str,
        *,
        required: bool = False,
        several: bool = False,
    ) -> None:
        """Take a named value; `several` may be repeated."""
        more: dict[str, Any] = {"action": "append", "default": []} if several else {}
        self._options.add_argument(name, metavar=metavar, type=kind, required=required, help=_(help_text), **more)

    def also(self, **facts: object) -> None:
        """Give what was asked a fact that the words of the verb say."""
        self.parser.set_defaults(**facts)

    def flag(self, name: str, help_text: str = "") -> None:
        """Take a switch."""
        self._options.add_argument(name, action="store_true", help=_(help_text))


class Verbs:
    """The verbs that one module registers, by the words that call them ("pay", "pay reverse")."""

    def __init__(self) -> None:
        self._verbs: dict[str, Verb] = {}

    def add(self, path: str, summary: str, run: Run, replay: Replay | None = None) -> Verb:
        """Declare a verb; a writing verb says how a repeated request is shown again."""
        parser = Parser(prog=f"adv {path}", description=_(summary), add_help=False, allow_abbrev=False)
        parser.set_defaults(run=run, replay=replay)
        self._verbs[path] = Verb(parser, summary)
        return self._verbs[path]

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """Read a command line without its common options; raise what is wrong with it."""
        for words in (2, 1):
            verb = self._verbs.get(" ".join(arguments[:words]))
            if verb is not None:
                return verb.parser.parse_args(arguments[words:])
        known = [path.partition(" ")[2] for path in self._verbs if path.startswith(f"{arguments[0]} ")]
        if len(arguments) == 1:
            raise DomainError("usage.no_verb", known=known)
        raise DomainError("usage.unknown_verb", written=arguments[1], known=known)

    def overview(self, noun: str) -> tuple[str, ...]:
        """Return the help of a noun: of its own verb in full, of the others a line each."""
        own = self._verbs.get(noun)
        lines = own.parser.format_help().rstrip().splitlines() if own else []
        others = {path: verb for path, verb in self._verbs.items() if path.startswith(f"{noun} ")}
        width = max(map(len, others), default=0) + 2
        lines += [f"  adv {path:{width}}{_(verb.summary)}" for path, verb in others.items()]
        return tuple(lines)
