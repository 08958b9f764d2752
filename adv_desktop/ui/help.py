"""The user guide at the right page, and the list of keyboard shortcuts, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from adv_desktop.paths import resource
from adv_desktop.services.folding import fold
from adv_desktop.services.texts import LANGUAGES, N_, _, current
from adv_desktop.ui.commands import CommandSet
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.line_grid import KEYS
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.field_icon import ClearableEdit
from adv_desktop.ui.widgets.scroll import Scroll

# In the order of the work; the pages of the rail have the same keys.
PAGES = (
    "today",
    "quotations",
    "orders",
    "order_import",
    "deliveries",
    "invoices",
    "payments",
    "claims",
    "returns",
    "outbox",
    "dashboards",
    "customers",
    "products",
    "stock",
    "settings",
    "backup",
    "console",
)
LIST_KEYS = (
    ("Ctrl+F", N_("Filter the list")),
    ("Return", N_("Open the row")),
    ("Left", N_("Chart: the point before")),
    ("Right", N_("Chart: the next point")),
)
LINE_HEIGHT = 125  # percent
_PAGE = Qt.ItemDataRole.UserRole


def open_guide(page_key: str, parent: QWidget) -> GuideWindow:
    """Show the guide at a page of the rail; a second call brings the same window back."""
    found = parent.findChild(GuideWindow)
    guide = found if isinstance(found, GuideWindow) else GuideWindow(parent)
    guide.show_page(page_key)
    guide.show()
    guide.raise_()
    guide.activateWindow()
    guide.pages.setFocus()
    return guide


def show_shortcuts(parent: QWidget, command_sets: Sequence[CommandSet]) -> ShortcutsWindow:
    """Show the keys of the window, of the page that is shown, of the line grid and of the lists."""
    window = ShortcutsWindow(command_sets, parent)
    window.open()
    return window


def guide_file(page_key: str) -> Path:
    """Return the file of a page in the language of the window."""
    language = current().language
    folder = language if language in LANGUAGES else "en"
    return resource(f"guide/{folder}/{page_key}.md")


class GuideWindow(QDialog):
    """Pages at the left, the text at the right; typing in the field keeps the pages that hold the words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("User guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts = {key: guide_file(key).read_text(encoding="utf-8") for key in PAGES}
        self.field = ClearableEdit(_("Clear"), _("Search in the guide"))
        self.field.setAccessibleName(_("Search in the guide"))
        self.pages = QListWidget()
        self.pages.setAccessibleName(_("Pages of the guide"))
        self.pages.setSpacing(theme().px(4))
        self.text = QTextBrowser(openLinks=False)
        self.text.setAccessibleName(_("Text of the page"))
        self._build()
        for key in PAGES:
            item = QListWidgetItem(_title(self._texts[key]), self.pages)
            item.setData(_PAGE, key)
        self.pages.currentItemChanged.connect(lambda item, _before: self._on_page(item))
        self.field.textChanged.connect(self._on_find)
        self.field.returnPressed.connect(self.pages.setFocus)
        self.text.anchorClicked.connect(self._on_link)
        QShortcut(QKeySequence.StandardKey.Find, self, self.field.setFocus)

    @property
    def page(self) -> str:
        """The key of the page that is shown."""
        return str(self.pages.currentIndex().data(_PAGE) or "")

    def show_page(self, key: str) -> None:
        """Show a page; one that has no text of its own shows the first."""
        place = PAGES.index(key) if key in PAGES else 0
        self.field.clear()
        self.pages.setCurrentRow(place)

    def _build(self) -> None:
        left = QVBoxLayout()
        theme().space(left, spacing=8)
        left.addWidget(self.field)
        left.addWidget(self.pages, 1)
        for widget in (self.field, self.pages):
            widget.setFixedWidth(theme().px(240))
        right = QVBoxLayout()
        theme().space(right, spacing=8)
        right.addWidget(self.text, 1)
        right.addWidget(Button(_("Close"), on_click=self.close), 0, Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        theme().space(row, (16, 16, 16, 14), 12)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.resize(theme().px(980), theme().px(680))

    def _on_page(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.setMarkdown(self._texts[str(item.data(_PAGE))])
            _give_room(self.text.document())

    def _on_find(self, text: str) -> None:
        words = fold(text).split()
        items = [self.pages.item(place) for place in range(self.pages.count())]
        for item in items:
            page = fold(self._texts[str(item.data(_PAGE))])
            item.setHidden(not all(word in page for word in words))
        shown = [item for item in items if not item.isHidden()]
        if shown and self.pages.currentItem() not in shown:
            self.pages.setCurrentItem(shown[0])

    def _on_link(self, link: QUrl) -> None:
        key = link.path().removesuffix(".md")
        if key in PAGES:
            self.show_page(key)


@dataclass(frozen=True, slots=True)
class Key:
    """A shortcut as the keyboard's keys are called, and what it does."""

    keys: str
    text: str


_COLUMNS: tuple[Column[Key], ...] = (
    Column(N_("Keys"), lambda key: key.keys, width=150, bold=True),
    Column(N_("What it does"), lambda key: key.text, width=320),
)


class ShortcutsWindow(QDialog):
    """One table a place: everywhere, the page that is shown, typing of lines, lists and charts."""

    def __init__(self, command_sets: Sequence[CommandSet], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tables: list[RowsTable] = []
        inner = QWidget()
        body = QVBoxLayout(inner)
        theme().space(body, (4, 4, 12, 4), 8)
        for title, keys in _sections(command_sets):
            body.addWidget(text_label(title, "card"))
            body.addWidget(self._table(title, keys))
        body.addStretch(1)
        layout = QVBoxLayout(self)
        theme().space(layout, (16, 16, 16, 14), 12)
        layout.addWidget(Scroll(inner), 1)
        layout.addWidget(Button(_("Close"), on_click=self.close), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(theme().px(600), theme().px(680))

    def _table(self, title: str, keys: Sequence[Key]) -> RowsTable:
        table = RowsTable(title, _COLUMNS, stretch=1, max_rows=len(keys))
        table.set_rows(keys)
        self.tables.append(table)
        return table


def _sections(command_sets: Sequence[CommandSet]) -> list[tuple[str, list[Key]]]:
    titles = [_("Everywhere"), *[_("On this page")] * (len(command_sets) - 1)]
    sections = [(title, _of_commands(commands)) for title, commands in zip(titles, command_sets, strict=False)]
    sections += [(_("Typing lines"), _of_pairs(KEYS)), (_("Lists and charts"), _of_pairs(LIST_KEYS))]
    return [(title, keys) for title, keys in sections if keys]


def _of_commands(commands: CommandSet) -> list[Key]:
    return [
        Key(written(command.shortcut), commands.actions[command.key].text().replace("&", ""))
        for command in commands.commands
        if command.shortcut
    ]


def _of_pairs(pairs: Iterable[tuple[str, str]]) -> list[Key]:
    return [Key(written(keys), _(text)) for keys, text in pairs]


def written(shortcut: str) -> str:
    """Return a shortcut with the names of the keys in the language of the window."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def _give_room(document: QTextDocument) -> None:
    """Part lines, paragraphs and headings as a page does."""
    document.setDocumentMargin(theme().px(16))
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        look, heading = block.blockFormat(), block.blockFormat().headingLevel()
        look.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        look.setTopMargin(theme().px(14 if heading > 1 else 2))
        look.setBottomMargin(theme().px(6 if heading else 4))
        cursor.setBlockFormat(look)
        block = block.next()


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("#").strip().replace("`", "")
