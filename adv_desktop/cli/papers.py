"""Files that a verb leaves in a folder: stored bytes, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from adv_desktop.services.whole_files import told, whole


def folder_of(path: str | None) -> Path | None:
    """Return the folder to write to, made and tried before anything is issued."""
    if path is None:
        return None
    folder = Path(path)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / ".adv.part"
        trial.touch()
        trial.unlink()
    return folder


def write(folder: Path | None, name: str | int, suffix: str, content: bytes | None) -> str | None:
    """Write bytes; return the path, or None when there is no folder or nothing to write."""
    if folder is None or content is None:
        return None
    target = folder / f"{name}.{suffix}"
    with whole(target) as part:
        part.write_bytes(content)
    return target.as_posix()
