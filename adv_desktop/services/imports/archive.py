"""Take the files out of a zip: each is checked like one that came by itself, and none is written to the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.safety import OpenedFile, read_part

MAX_FILES = 50


def files_inside(archive: OpenedFile) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the files of a zip; its size was checked when it was opened.

    Raise `too_many_files` above what somebody looks through.
    """
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        parts = [part for part in opened.namelist() if _is_file(part)]
        if len(parts) > MAX_FILES:
            raise DomainError("too_many_files", file=archive.name, files=len(parts), limit=MAX_FILES)
        for part in parts:
            yield PurePosixPath(part.replace("\\", "/")).name, read_part(archive.name, opened, part)


def _is_file(part: str) -> bool:
    """Leave out folders and what a Mac adds for itself."""
    path = PurePosixPath(part.replace("\\", "/"))
    return not part.endswith("/") and "__MACOSX" not in path.parts and not path.name.startswith(".")
