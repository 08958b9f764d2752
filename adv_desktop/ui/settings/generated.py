"""Settings shown by a loop over their declarations: each is checked and written when its field is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.setting_kinds import Choice, Folder, OptionalWhole, Percentage
from adv_desktop.services.setting_list import GROUPS, Group
from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats, read_number
from adv_desktop.ui.settings.section import Section
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.services.setting_kinds import Value
    from adv_desktop.services.setting_list import Declaration
    from adv_desktop.services.settings import Entry
    from adv_desktop.ui.desk import Desk


class FolderField(QWidget):
    """A path with a button that chooses it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = TextEdit(name)
        self.setAccessibleName(name)
        self.setFocusProxy(self.edit)
        browse = Button("", icon="folder", name=_("Choose the folder"), on_click=self.choose)
        layout = QHBoxLayout(self)
        theme().space(layout, spacing=8)
        layout.addWidget(self.edit, 1)
        layout.addWidget(browse)

    def choose(self) -> None:
        """Ask for the folder."""
        chosen = QFileDialog.getExistingDirectory(self, self.accessibleName(), self.edit.text())
        if chosen:
            self.edit.set_value(None)
            self.edit.setText(str(Path(chosen)))
            self.edit.editingFinished.emit()


class GeneratedCard(Card):
    """The settings of one group."""

    def __init__(self, desk: Desk, group: Group, entries: Sequence[Entry], columns: int) -> None:
        super().__init__(_(GROUPS[group]))
        self._desk = desk
        self.widgets: dict[str, QWidget] = {}
        shared = {entry.declaration.help for entry in entries}
        common = shared.pop() if len(shared) == 1 and len(entries) > 1 else ""
        self.set_sub(_(common) if common else "")
        self.form = Form([self._field(entry, common) for entry in entries], columns)
        self.body.addWidget(self.form)

    def _field(self, entry: Entry, common: str) -> Field:
        declaration = entry.declaration
        widget = self._widget(declaration, entry.value)
        self.widgets[declaration.key] = widget
        return Field(declaration.key, declaration.title, widget, "" if common else declaration.help)

    def _widget(self, declaration: Declaration[Value], value: Value) -> QWidget:
        name, key = _(declaration.title), declaration.key
        kind: object = declaration.kind
        if isinstance(kind, Choice):
            combo = ChoiceCombo(name, [(member.value, _(text)) for member, text in kind.labels.items()])
            combo.set_key(str(value))
            combo.picked.connect(lambda chosen: self._write(key, chosen))
            return combo
        field = FolderField(name) if isinstance(kind, Folder) else None
        edit = field.edit if field else TextEdit(name)
        edit.set_value(_written(value))
        is_number = isinstance(kind, Percentage | OptionalWhole)
        edit.committed.connect(lambda text: self._write(key, _typed(text) if is_number else text or ""))
        return field or edit

    def _write(self, key: str, value: object) -> None:
        settings = self._desk.services.settings
        self._desk.runner.write(
            lambda: settings.set(key, value), partial(self._on_written, key), partial(self._on_refused, key)
        )

    def _on_written(self, key: str, _done: None) -> None:
        self.form.set_message(key, _("Saved"), Tone.OK)

    def _on_refused(self, key: str, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.form.set_message(key, sentence(error, texts.current()))
        else:
            self._desk.failed(error)


class GeneratedSection(Section):
    """Some groups of settings."""

    def __init__(
        self, desk: Desk, title: str, sub: str, groups: Iterable[Group], columns: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, title, sub, parent)
        self._groups, self._columns = tuple(groups), columns
        self.cards: dict[Group, GeneratedCard] = {}
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the settings, once: each field then writes itself."""
        if not self.cards:
            self.desk.runner.read(self.desk.services.settings.all, self._show)

    def card(self, key: str) -> GeneratedCard:
        """Return the card that a setting stands in."""
        return next(card for card in self.cards.values() if key in card.widgets)

    def _show(self, entries: Sequence[Entry]) -> None:
        for group in self._groups:
            own = [entry for entry in entries if entry.declaration.group is group]
            card = GeneratedCard(self.desk, group, own, self._columns)
            self.cards[group] = card
            self.body.insertWidget(self.body.count() - 1, card)


def _typed(text: str | None) -> object:
    number = read_number((text or "").replace("%", ""))
    return text or "" if number is None else number


def _written(value: Value) -> str:
    from decimal import Decimal

    if value is None:
        return ""
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return formats().quantity(value) if isinstance(value, Decimal) else str(value)
