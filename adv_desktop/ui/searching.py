"""Ctrl+K: what is searched everywhere, what answers a row, and the state of an order that is copied from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import _, current
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import kind_title
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.palette import SearchPalette
from adv_desktop.ui.widgets.palette_hits import Hit, HitAnswer, HitGroup

if TYPE_CHECKING:
    from adv_desktop.services.queries.search import Group
    from adv_desktop.ui.main_window import MainWindow


class SearchEverywhere(QObject):
    """The palette of a window with its reads."""

    def __init__(self, desk: Desk, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self.palette = SearchPalette(self._search, window, answers=self._answer)
        self.palette.chosen.connect(self._on_chosen)
        self.palette.state_asked.connect(self._on_state_asked)

    def _search(self, text: str, kind: str, show: Callable[[Sequence[HitGroup]], None]) -> None:
        store, today = self._desk.services.store, self._desk.today()

        def find() -> list[HitGroup]:
            from adv_desktop.services.queries import search

            with store.read() as session:
                return [
                    _shown(group) for group in search.find(session, text, today, DocumentKind(kind) if kind else None)
                ]

        self._desk.runner.read(find, show)

    def _answer(self, hit: Hit, show: Callable[[HitAnswer], None]) -> None:
        """Read what answers « where is it? » for a row of the palette."""
        store, today = self._desk.services.store, self._desk.today()

        def read() -> HitAnswer:
            from adv_desktop.services.queries import order_answer

            with store.read() as session:
                found = order_answer.of(session, DocumentKind(hit.kind), hit.id, today, current())
            return HitAnswer(found.lines, found.order_id)

        self._desk.runner.read(read, show)

    def _on_state_asked(self, order_id: int) -> None:
        store, today = self._desk.services.store, self._desk.today()

        def read() -> str:
            from adv_desktop.services.queries import order_status

            with store.read() as session:
                return order_status.text(session, order_id, today)

        self._desk.runner.read(read, self._on_state_read)

    def _on_state_read(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.palette.say(_("The state of the order is copied: paste it in your answer."))

    def _on_chosen(self, hit: Hit, _in_tab: bool) -> None:
        self._window.open_document(DocumentKind(hit.kind), hit.id)


def _shown(group: Group) -> HitGroup:
    hits = tuple(
        Hit(
            hit.kind.value,
            hit.id,
            hit.title,
            hit.sub,
            formats().money(hit.amount, hit.currency) if hit.amount is not None else "",
            _(hit.state.word),
            Tone(hit.state.tone),
        )
        for hit in group.hits
    )
    return HitGroup(group.kind.value, kind_title(group.kind), hits, group.total)
