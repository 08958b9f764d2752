from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QWidget

from adv_desktop.paths import resource
from adv_desktop.services import texts
from adv_desktop.ui.commands import Command, CommandSet
from adv_desktop.ui.help import PAGES, GuideWindow, open_guide, show_shortcuts
from adv_desktop.ui.pages import PAGES as TABS
from adv_desktop.ui.tables.line_grid import KEYS


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def text_of(language: str, key: str) -> str:
    return resource(f"guide/{language}/{key}.md").read_text(encoding="utf-8")


def test_every_tab_has_its_page():
    assert {tab.key for tab in TABS} <= set(PAGES)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("key", PAGES)
def test_a_page_has_a_title_and_links_that_lead_somewhere(language, key):
    text = text_of(language, key)
    assert text.startswith("# ")
    assert {link.removesuffix(".md") for link in re.findall(r"\]\((.*?)\)", text)} <= set(PAGES)


@pytest.mark.parametrize("key", PAGES)
def test_both_languages_tell_the_same_sections_and_keys(key):
    french, english = text_of("fr", key), text_of("en", key)
    assert french.count("\n## ") == english.count("\n## ")
    keys = re.compile(r"\*\*(F\d+|Ctrl\+[A-Z]\b)")
    assert sorted(keys.findall(french)) == sorted(keys.findall(english))


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_guide_opens_at_the_page_on_screen(language, top):
    texts.use(language)
    guide = open_guide("payments", top)
    assert guide.page == "payments"
    assert guide.text.toPlainText().startswith(guide.pages.currentItem().text())
    assert open_guide("claims", top) is guide
    assert guide.page == "claims"
    assert len(top.findChildren(GuideWindow)) == 1
    guide.close()


def test_words_keep_the_pages_that_hold_them(qtbot, top):
    guide = open_guide("today", top)
    qtbot.keyClicks(guide.field, "duplicata")
    shown = [row for row in range(guide.pages.count()) if not guide.pages.item(row).isHidden()]
    assert [guide.pages.item(row).text() for row in shown] == ["Factures"]
    assert guide.page == "invoices"
    qtbot.keyClick(guide.field, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_a_link_leads_to_its_page_and_nowhere_else(top):
    guide = open_guide("today", top)
    guide.text.anchorClicked.emit(QUrl("orders.md"))
    assert guide.page == "orders"
    guide.text.anchorClicked.emit(QUrl("https://example.org/today.md"))
    assert guide.page == "orders"
    guide.close()


def test_the_shortcuts_are_those_of_the_commands_and_of_the_grid(top):
    everywhere = CommandSet(top, [Command("search", "Search everything…", lambda: None, "Ctrl+K")])
    page = CommandSet(
        top, [Command("new", "New &order", lambda: None, "F2"), Command("hold", "Put on hold…", lambda: None)]
    )
    window = show_shortcuts(top, [everywhere, page])
    told = [(table.accessibleName(), [(key.keys, key.text) for key in table.rows()]) for table in window.tables]
    assert told[0] == ("Partout", [("Ctrl+K", "Rechercher partout…")])
    assert told[1] == ("Sur cette page", [("F2", "New order")])
    assert told[2][0] == "Saisie des lignes"
    assert len(told[2][1]) == len(KEYS)
    window.close()


def test_the_import_of_an_order_has_a_page_of_its_own():
    from adv_desktop.ui.order_import.form import OrderImportForm

    assert OrderImportForm.guide in PAGES
