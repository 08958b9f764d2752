"""Every failure that a person can mend says so in a sentence."""

import ast
import re
from decimal import Decimal
from functools import cache

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import Money
from adv_desktop.services import texts
from adv_desktop.services.sentences import catalogue, sentence
from tests.architecture.tree import calls, functions, sources

PLACEHOLDER = re.compile(r"\{(\w+)")


@cache
def error_classes():
    """The names of the classes of errors with a code, found by inheritance."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {"DomainError", "KnownError"}
    while more := {name for name, parents in bases.items() if parents & known} - known:
        known |= more
    return known


@cache
def code_parameters():
    """Functions that take an error code: name and place of the parameter `code`."""
    places = {}
    for tree in sources().values():
        for function in functions(tree):
            names = [argument.arg for argument in function.args.args]
            if "code" in names and any(name in error_classes() for name, _ in calls(function)):
                places[function.name] = names.index("code") - (names[0] in {"self", "cls"})
    return places


def codes():
    """Every error code of the source as a pattern, with its place and the facts that come with it."""
    errors, places = error_classes(), code_parameters()
    for module, tree in sources().items():
        for name, call in calls(tree):
            if name in errors and call.args:
                open_ended = any(keyword.arg is None for keyword in call.keywords)
                facts = None if open_ended else {keyword.arg for keyword in call.keywords}
                yield from _code(call.args[0], f"{module}:{call.lineno}", facts)
            elif name in places:
                given = call.args[places[name] : places[name] + 1]
                given += [keyword.value for keyword in call.keywords if keyword.arg == "code"]
                for argument in given:
                    yield from _code(argument, f"{module}:{call.lineno}", None)


def _code(node, place, facts):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value), place, facts
    elif isinstance(node, ast.IfExp):
        yield from _code(node.body, place, facts)
        yield from _code(node.orelse, place, facts)
    elif isinstance(node, ast.JoinedStr):
        parts = [re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values]
        yield "".join(parts), place, facts


def test_every_error_code_has_an_english_sentence():
    missing = {
        f"{place} {code}" for code, place, _ in codes() if not any(re.fullmatch(code, known) for known in catalogue())
    }
    assert not missing, "\n".join(sorted(missing))


def test_every_sentence_has_a_french_one():
    french = texts.of("fr")
    assert not [code for code, english in catalogue().items() if french.gettext(english) == english]


def test_a_sentence_quotes_only_facts_that_the_error_carries():
    lacking = {
        f"{place} {code}: {sorted(lost)}"
        for code, place, facts in codes()
        if facts is not None
        for known, english in catalogue().items()
        if re.fullmatch(code, known)
        if (lost := set(PLACEHOLDER.findall(english)) - facts - {"code"})
    }
    assert not lacking, "\n".join(sorted(lacking))


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "Un prix unitaire ne peut pas être négatif\u00a0: \u221212,5"), ("en", "A unit price cannot be negative")],
)
def test_a_sentence_writes_its_facts_the_readers_way(language, expected):
    error = DomainError("price.negative", written=Decimal("-12.5"))
    assert sentence(error, texts.of(language)).startswith(expected)


def test_a_fact_that_is_missing_does_not_break_the_message():
    assert "{first}" in sentence(DomainError("currency.mixed", second=Money(5, "USD")), texts.of("en"))


def test_an_unknown_code_is_named():
    assert "strange.code" in sentence(DomainError("strange.code"), texts.of("fr"))
