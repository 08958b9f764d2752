"""The notes of depots on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adv_desktop.ui.preview import PreviewForm

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def show_note(desk: Desk, note_id: int, number: str) -> None:
    """Show a note as it was written, to print or to save."""
    service = desk.services.depots
    desk.window.open_form(PreviewForm(desk, number, lambda: service.note(note_id), f"{number}.pdf"))
