"""A file that cannot be imported: its one reason, and the way out. Never a dead end."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _
from adv_desktop.ui.order_import.reads import Pasted
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

# What can be looked at but not read: the order is typed beside it at once.
_SEEN_NOT_READ = frozenset({"no_text", "no_order_lines", "took_too_long"})


def refuse(desk: Desk, source: Path | Pasted, error: Exception) -> None:
    """Open the guided entry for a file that a person can read; offer it for any other refused one."""
    if not isinstance(error, DomainError):
        desk.failed(error)
        return
    said = sentence(error, texts.current())
    if isinstance(source, Pasted):
        desk.notices.say(said, tone=Tone.WARN)
        return
    if error.code in _SEEN_NOT_READ:
        desk.window.type_order(source)
        desk.notices.say(said, tone=Tone.WARN)
        return
    desk.notices.say(
        said, Action(_("Type the order"), partial(desk.window.type_order, source)), tone=Tone.BAD, seconds=0
    )
