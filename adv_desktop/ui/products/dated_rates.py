"""What the forms of dated rates share: one typed, those that are known below it, one deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, row, text_label
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class DatedRate(Protocol):
    """A rate as its list shows it."""

    @property
    def id(self) -> int:
        """What its service knows it by."""


class Rates(Protocol):
    """The verbs of a service of dated rates."""

    @property
    def all(self) -> Callable[[], Sequence[DatedRate]]:
        """Return every rate."""

    @property
    def add(self) -> Callable[[Any], int]:
        """Record a rate."""

    @property
    def remove(self) -> Callable[[int], None]:
        """Delete a rate."""


@dataclass(frozen=True, slots=True)
class RateWords:
    """What a form says, as message ids."""

    title: str
    empty: str
    added: str
    removed: str


class DatedRatesForm(DocumentForm):
    """A new rate begins on its day; what was agreed or invoiced keeps the one that it bears."""

    guide = "products"
    words: RateWords

    def __init__(
        self,
        desk: Desk,
        rates: Rates,
        fields: list[Field],
        columns: Sequence[Column[Any]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._rates = rates
        self._known: Sequence[DatedRate] = ()
        self.form = Form(fields, columns=5)
        self.rates = RowsTable(self.title, columns, stretch=1, max_rows=16)
        self.told = text_label("", "muted", wrap=True)
        self.remove_button = Button(_("Delete the chosen rate"), icon="trash", small=True, on_click=self.remove)
        self._build()
        self.setFocusProxy(fields[0].widget)
        self._read()

    def typed(self) -> object:
        """Return the rate as it is typed, complete."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """What the form is about."""
        return _(self.words.title)

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("add", N_("Record the rate"), self.add, "Ctrl+Return", "check", Menu.SALES),
            Command("remove", N_("Delete the chosen rate"), self.remove, "", "trash", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def add(self) -> None:
        """Record the rate that is typed."""
        self.form.clear_messages()
        if self.form.first_problem():
            return
        command, rates = self.typed(), self._rates
        self.desk.runner.write(lambda: rates.add(command), self._on_added)

    def remove(self) -> None:
        """Delete the chosen rate."""
        chosen, rates = self.rates.currentIndex().row(), self._rates
        if 0 <= chosen < len(self._known):
            rate_id = self._known[chosen].id
            self.desk.runner.write(lambda: rates.remove(rate_id), self._on_removed)

    def _build(self) -> None:
        new, known = Card(_("New rate")), Card(_("Rates"))
        new.body.addWidget(self.form)
        new.body.addWidget(row(Button(_("Record"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.add)))
        known.body.addWidget(self.told)
        known.body.addWidget(self.rates)
        known.body.addWidget(row(self.remove_button))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        layout = QVBoxLayout(self)
        theme().space(buttons, spacing=8)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(new)
        layout.addWidget(known)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def _on_added(self, _rate_id: object) -> None:
        self.desk.notices.say(_(self.words.added))
        self.setFocus()
        self._read()

    def _on_removed(self, _done: object) -> None:
        self.desk.notices.say(_(self.words.removed))
        self._read()

    def _read(self) -> None:
        self.desk.runner.read(self._rates.all, self._show)

    def _show(self, rates: Sequence[DatedRate]) -> None:
        self._known = rates
        self.rates.set_rows(rates)
        self.remove_button.setEnabled(bool(rates))
        self.told.setText("" if rates else _(self.words.empty))
        self.told.setVisible(not rates)
