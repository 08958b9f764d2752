"""What became of a batch of scans, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _, ngettext

if TYPE_CHECKING:
    from adv_desktop.services.signed_notes import Filed

NAMED = 4


def told(done: Filed) -> str:
    """Say what was filed, what waits, what was known and what could not be read."""
    count = len(done.notes)
    parts = [ngettext("{count} signed note filed", "{count} signed notes filed", count).format(count=count)]
    if done.notes:
        named = ", ".join(note.number for note in done.notes[:NAMED])
        parts[0] += f" ({named}…)" if count > NAMED else f" ({named})"
    if done.waiting:
        said = ngettext("{count} page to identify", "{count} pages to identify", done.waiting)
        parts.append(said.format(count=done.waiting))
    if done.known:
        parts.append(_("already filed: {files}").format(files=", ".join(done.known)))
    first = " · ".join(parts) + "."
    return " ".join([first, *(sentence(one.error, texts.current()) for one in done.refused)])
