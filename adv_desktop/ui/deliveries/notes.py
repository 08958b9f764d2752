"""Delivery notes as they will be printed: in the style of each customer, or in another for once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.services.texts import _
from adv_desktop.ui.labels import options
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

SIDE = 260


class NotesForm(PreviewForm):
    """Notes of shipped deliveries as one file: what is stored, or duplicates of what was printed."""

    def __init__(
        self, desk: Desk, ids: Sequence[int], title: str, file_name: str, parent: QWidget | None = None
    ) -> None:
        self._ids = tuple(ids)
        choices = [("", _("As each customer wants it")), *options(NoteStyle)]
        self.style_choice = ChoiceCombo(_("Style of the delivery note"), choices)
        documents = [(DocumentKind.DELIVERY, row_id) for row_id in ids]
        super().__init__(desk, title, self._notes, file_name, documents, self._to_print, parent)
        self.style_choice.picked.connect(lambda _key: self.reload())
        side = QWidget()
        side.setFixedWidth(theme().px(SIDE))
        layout = QVBoxLayout(side)
        theme().space(layout, spacing=8)
        layout.addWidget(text_label(_("Style of the delivery note"), "label"))
        layout.addWidget(self.style_choice)
        layout.addWidget(
            text_label(
                _("What left with the goods stays stored as it is. Each is printed as often as its customer wants it."),
                "muted",
                wrap=True,
            )
        )
        layout.addStretch(1)
        self.body.addWidget(side)

    def _style(self) -> NoteStyle | None:
        key = self.style_choice.key()
        return NoteStyle(key) if key else None

    def _notes(self) -> bytes:
        return self.desk.services.copies.delivery_notes(self._ids, self._style())

    def _to_print(self) -> bytes:
        return self.desk.services.copies.delivery_notes_to_print(self._ids, self._style())
