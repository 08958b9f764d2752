"""Where files come from and go to: each dialog begins in the folder of the last one, also on the next day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

_READ, _WRITTEN = "folders/read", "folders/written"
_FIRST = {
    _READ: QStandardPaths.StandardLocation.DownloadLocation,
    _WRITTEN: QStandardPaths.StandardLocation.DocumentsLocation,
}


class _Folders:
    """The folders that files were last read from and written to."""

    def __init__(self) -> None:
        self.settings: QSettings | None = None
        self._last: dict[str, str] = {}

    def last(self, use: str) -> Path:
        kept = self._last.get(use) or (str(self.settings.value(use) or "") if self.settings is not None else "")
        known = [kept, QStandardPaths.writableLocation(_FIRST[use])]
        return next((Path(one) for one in known if one and Path(one).is_dir()), Path.home())

    def keep(self, use: str, folder: Path) -> None:
        self._last[use] = str(folder)
        if self.settings is not None:
            self.settings.setValue(use, str(folder))


_folders = _Folders()


def keep_folders_in(settings: QSettings) -> None:
    """Keep the last folders from one day to the next."""
    _folders.settings = settings


def file_to_open(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask for a file; None when nothing was chosen."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(_folders.last(_READ)), kinds)
    return _read_from([chosen])[0] if chosen else None


def files_to_open(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Ask for files."""
    chosen, _kind = QFileDialog.getOpenFileNames(parent, title, str(_folders.last(_READ)), kinds)
    return _read_from(chosen)


def file_to_write(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where a file is written to, under a name that is proposed; None when nothing was chosen."""
    path, _kind = file_to_write_as(parent, title, name, kinds)
    return path


def file_to_write_as(parent: QWidget, title: str, name: str, kinds: str) -> tuple[Path | None, str]:
    """Ask the same, and return which of the kinds was chosen beside the path."""
    proposed = Path(name) if Path(name).is_absolute() else _folders.last(_WRITTEN) / name.replace("/", "-")
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
    if not chosen:
        return None, kind
    path = Path(chosen)
    _folders.keep(_WRITTEN, path.parent)
    is_ended = bool(path.suffix) and f"*{path.suffix.lower()}" in kinds
    return (path if is_ended else _ended(path, proposed.suffix)), kind


def _ended(path: Path, ending: str) -> Path:
    """Return a path with the ending that was not typed; never a file that is there, which nobody agreed to replace."""
    ended, number = path.with_name(f"{path.name}{ending}"), 1
    while ended.exists():
        number += 1
        ended = path.with_name(f"{path.name} ({number}){ending}")
    return ended


def folder_to_write(parent: QWidget, title: str) -> Path | None:
    """Ask for the folder that files are written to; None when nothing was chosen."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(_folders.last(_WRITTEN)))
    if not chosen:
        return None
    _folders.keep(_WRITTEN, Path(chosen))
    return Path(chosen)


def _read_from(chosen: list[str]) -> list[Path]:
    paths = [Path(one) for one in chosen]
    if paths:
        _folders.keep(_READ, paths[0].parent)
    return paths
