"""The pane of the current row: title and state, actions, facts, then what the page adds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Pill, clear_layout, rule, text_label
from adv_desktop.ui.widgets.basics import column as stacked
from adv_desktop.ui.widgets.elided import ElidedLabel
from adv_desktop.ui.widgets.flow import Flow
from adv_desktop.ui.widgets.scroll import Scroll

_FACTS_A_ROW = 4
_FACT_WIDTH = 108


class DetailPane(QFrame):
    """A card that scrolls; empty it says to choose a row."""

    link_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._title, self._state = ElidedLabel("", "page"), Pill()
        self._linked = ""
        self._link = Button("", "link", on_click=self.link_clicked.emit)
        self._sub = text_label("", "muted", wrap=True)
        self._under = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tools, self._actions = QHBoxLayout(), Flow()
        self._facts = QGridLayout()
        self._fact_cells: list[QWidget] = []
        self.body = QVBoxLayout()
        inner = QWidget()
        layout = QVBoxLayout(inner)
        theme().space(layout, (16, 12, 16, 12), 8)
        for piece in (self._head(), self._second_line(), self._actions, self._facts, self.body):
            layout.addLayout(piece)
        layout.addStretch(1)
        theme().space(self._actions, spacing=6)
        theme().space(self._facts, spacing=10)
        theme().space(self.body, spacing=8)
        outer = QVBoxLayout(self)
        theme().space(outer, (1, 1, 1, 1))
        self.inside = inner
        outer.addWidget(Scroll(inner))
        self.clear()

    def clear(self) -> None:
        """Show that no row is chosen."""
        self.set_header(_("Nothing chosen"), sub=_("Choose a row of the list to see it here."))
        self.set_actions(())
        self.set_tools(())
        self.set_facts(())
        clear_layout(self.body)

    def set_header(self, title: str, state: str = "", tone: Tone = Tone.NEUTRAL, sub: str = "", link: str = "") -> None:
        """Show a number, its state, and under it a link (the customer) and a line."""
        self._title.setText(title)
        self._state.show_state(state, tone)
        self._sub.setText(sub)
        self._linked = link
        self._link.setAccessibleName(link)
        self._link.setVisible(bool(link))
        self._cut_link()
        self.setAccessibleName(title)

    def set_actions(self, buttons: Sequence[QWidget]) -> None:
        """Show the actions of the document (small buttons)."""
        clear_layout(self._actions)
        for button in buttons:
            self._actions.addWidget(button)

    def set_tools(self, buttons: Sequence[QWidget]) -> None:
        """Show small buttons at the right of the title (print, copy)."""
        clear_layout(self._tools)
        for button in buttons:
            self._tools.addWidget(button)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show (label, value) pairs, four a row where there is room."""
        clear_layout(self._facts)
        self._fact_cells = [_fact(label, value) for label, value in facts]
        self._place_facts()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self.body.addWidget(widget)

    def section(self, title: str, *buttons: QWidget) -> None:
        """Start a section at the end."""
        self.body.addWidget(rule())
        head = QHBoxLayout()
        head.addWidget(text_label(title, "label"))
        head.addStretch(1)
        for button in buttons:
            head.addWidget(button)
        self.body.addLayout(head)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_facts()
        self._cut_link()

    def _cut_link(self) -> None:
        """Keep a long name from pushing the pane out of the window; the tip has the whole of it.

        What stands beside it goes below where both have no room on one line.
        """
        room = self.width() - theme().px(42)
        metrics, beside = self._link.fontMetrics(), self._sub.fontMetrics().horizontalAdvance(self._sub.text())
        fits = metrics.horizontalAdvance(self._linked) + beside + theme().px(16) <= room
        self._under.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        shown = metrics.elidedText(self._linked, Qt.TextElideMode.ElideRight, room)
        self._link.setText(shown)
        self._link.setToolTip("" if shown == self._linked else self._linked)

    def _place_facts(self) -> None:
        a_row = max(2, min(_FACTS_A_ROW, (self.width() - theme().px(42)) // theme().px(_FACT_WIDTH)))
        for place, cell in enumerate(self._fact_cells):
            self._facts.addWidget(cell, *divmod(place, a_row))
        for column in range(_FACTS_A_ROW):
            self._facts.setColumnStretch(column, int(column < a_row))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        theme().space(self._tools, spacing=6)
        head.addLayout(self._tools)
        return head

    def _second_line(self) -> QBoxLayout:
        line = self._under
        theme().space(line, spacing=6)
        line.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._sub, 1)
        return line


def _fact(label: str, value: str) -> QWidget:
    shown = text_label(value or "—")
    shown.setAccessibleName(_("{label}: {value}").format(label=label, value=value))
    return stacked(text_label(label, "small"), shown, spacing=1)
