"""The watched folder: order files that wait there to be looked at. Nothing is moved, nothing is written by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import StoredFile
from adv_desktop.models.settings import Setting
from adv_desktop.services import settings
from adv_desktop.services.clock import Clock
from adv_desktop.services.imports.guided import STORED_AS
from adv_desktop.services.imports.safety import MAX_BYTES
from adv_desktop.services.store import Store
from adv_desktop.services.watched_folder import WaitingFile, WatchedFolder

SUFFIXES = frozenset(".xlsx .xlsm .xls .ods .csv .tsv .txt .pdf .eml .msg .xml .zip .png .jpg .jpeg .tif .tiff".split())
MOST = 200  # files shown at once; the others come up as these are dealt with
_PUT_ASIDE = "order_folder_put_aside"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands in the folder, the oldest file first; `missing` when the folder is not there."""

    folder: Path | None
    files: tuple[WaitingFile, ...] = ()
    missing: bool = False


class OrderFolder:
    """Looks into the folder of the settings; one object keeps what it read of files that did not change."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._watched = WatchedFolder(clock, SUFFIXES, MAX_BYTES)

    def waiting(self) -> Waiting:
        """Return the files to look at: neither written to an order before, nor put aside."""
        with self._store.read() as session:
            folder = settings.read(session).order_folder
            if folder is None:
                return Waiting(None)
            done = _dealt_with(session)
        try:
            found = self._watched.files(folder)
        except OSError:  # unplugged, renamed, no longer shared
            return Waiting(folder, missing=True)
        return Waiting(folder, tuple(file for file in found if file.sha256 not in done)[:MOST])

    def put_aside(self, file: WaitingFile) -> None:
        """Never show a file again: it is no order, or was dealt with otherwise. The file stays where it is."""
        with self._store.write("order_folder.put_aside") as session:
            row = session.get(Setting, _PUT_ASIDE)
            if row is None:
                session.add(Setting(key=_PUT_ASIDE, value=[file.sha256]))
            elif file.sha256 not in row.value:
                row.value = [*row.value, file.sha256]

    def show_again(self, file: WaitingFile) -> None:
        """Take back what was put aside."""
        with self._store.write("order_folder.show_again") as session:
            row = session.get(Setting, _PUT_ASIDE)
            if row is not None:
                row.value = [one for one in row.value if one != file.sha256]


def _dealt_with(session: Session) -> set[str]:
    written = session.scalars(sa.select(StoredFile.sha256).where(StoredFile.kind == STORED_AS))
    row = session.get(Setting, _PUT_ASIDE)
    return {*written, *(row.value if row else ())}
