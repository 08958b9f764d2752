"""English is complete by nature, French by this test."""

import ast
import re

import pytest

from adv_desktop.services import texts
from installer import texts as tools
from tests.architecture.tree import calls, sources

MARKS = {"_", "N_", "ngettext", "gettext"}
WRONG_SPACE = re.compile(r"[\w)”»}] [:;!?»]|[\d}] [%€]|« |[^\s\u00a0\u202f(«/:.?{}\[]»|\w[;!?](?:\s|$)")


def test_no_message_is_built_before_it_is_looked_up():
    built = {
        f"{name}:{call.lineno}"
        for name, tree in sources().items()
        for function, call in calls(tree)
        if function in MARKS
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call) for argument in call.args[:1])
    }
    assert not built, "translate first, then .format()"


@pytest.mark.parametrize("language", tools.languages())
def test_every_message_is_translated_and_keeps_its_placeholders(language):
    faults = [str(fault) for fault in tools.faults(language)]
    assert not faults, "\n".join(faults)


def test_french_has_no_break_spaces_before_its_double_signs():
    catalogue, _ = tools.merged("fr")
    wrong = [
        text
        for message in catalogue
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        if message.id and WRONG_SPACE.search(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_french_writes_one_apostrophe():
    catalogue, _ = tools.merged("fr")
    assert not [message.string for message in catalogue if "\u2019" in str(message.string)]


def test_a_language_that_is_not_shipped_reads_as_english():
    assert texts.of("it").gettext("This text is in no catalogue") == "This text is in no catalogue"
    assert texts.of("it").language == "en"


def test_the_interface_changes_language_at_once():
    message = "The amount cannot be shared: there is nothing to share it on."
    texts.use("en")
    assert texts._(message) == message
    texts.use("fr")
    assert texts._(message).startswith("Le montant ne peut pas être réparti")


def test_a_missing_catalogue_reads_as_english_and_is_logged(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(texts, "resource", lambda name: tmp_path / name)
    texts.of.cache_clear()
    assert texts.of("fr").gettext("Hello") == "Hello"
    assert "no compiled texts" in caplog.text
    caplog.clear()
    texts.of.cache_clear()


def test_french_has_one_word_for_typing():
    catalogue, _ = tools.merged("fr")
    assert not [str(message.string) for message in catalogue if re.search(r"\b[Tt]ape[rz]?\b", str(message.string))]
