"""Papers kept in the database, handed to the system's viewer as copies."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.services import files
from adv_desktop.services.texts import _
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.written_files import open_path

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def open_kept(desk: Desk, file_id: int, name: str) -> None:
    """Hand a copy of a paper to the system's viewer; the kept one stays as it is."""

    def copied() -> Path:
        with desk.services.store.read() as session:
            content = files.content_of(session, file_id) or b""
        path = Path(tempfile.mkdtemp(prefix="adv-")) / Path(name).name
        path.write_bytes(content)
        return path

    desk.runner.read(copied, partial(_open, desk))


def _open(desk: Desk, path: Path) -> None:
    if not open_path(path):
        desk.notices.say(_("No program opens this file: it was copied to {path}.").format(path=path), tone=Tone.WARN)
