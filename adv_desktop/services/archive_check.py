"""A yearly archive checked on its own: its files by their hashes, its documents by their seals."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adv_desktop.models.errors import KnownError
from adv_desktop.services.archive import MANIFEST, SEALS, file_hash
from adv_desktop.services.problems import Problem, Step

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class CheckedArchive:
    """What was found in an archive, and its own hash."""

    path: Path
    files: int
    sha256: str
    problems: tuple[Problem, ...]


def check(path: Path, step: Step = lambda _done, _total: None) -> CheckedArchive:
    """Check every file and every seal of an archive; raise `archive.unreadable` when it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            hashes = _manifest(archive)
            problems = (*_files(archive, hashes, step), *_seals(archive, hashes))
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
        raise KnownError("archive.unreadable", path=str(path), detail=str(error)) from error
    return CheckedArchive(path, len(hashes) + 1, file_hash(path), problems)


def _manifest(archive: zipfile.ZipFile) -> dict[str, str]:
    lines = archive.read(MANIFEST).decode().splitlines()
    return {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}


def _files(archive: zipfile.ZipFile, hashes: dict[str, str], step: Step) -> Iterator[Problem]:
    names = set(archive.namelist())
    for done, (name, sha256) in enumerate(hashes.items()):
        step(done, len(hashes))
        if name not in names:
            yield Problem("archive.missing", name)
        elif _hash(archive, name) != sha256:
            yield Problem("archive.changed", name)
    yield from (Problem("archive.unlisted", name) for name in sorted(names - hashes.keys() - {MANIFEST}))


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    """Hash an entry in blocks; one whose own checksum is wrong has no hash."""
    digest = hashlib.sha256()
    try:
        with archive.open(name) as stream:
            while content := stream.read(BLOCK):
                digest.update(content)
    except (zipfile.BadZipFile, zlib.error):
        return ""
    return digest.hexdigest()


def _seals(archive: zipfile.ZipFile, hashes: dict[str, str]) -> Iterator[Problem]:
    """Compute each seal from the JSON that it was made of; where ranks follow each other, so must the hashes."""
    expected: dict[int, str] = {}
    for row in csv.DictReader(io.StringIO(archive.read(SEALS).decode()), delimiter=";"):
        name, rank = row["fichier"], int(row["rang"])
        if name not in hashes:
            yield Problem("archive.missing", name)
            continue
        digest = hashlib.sha256(f"{row['precedente']}\n".encode() + archive.read(name)).hexdigest()
        if digest != row["empreinte"] or expected.get(rank, row["precedente"]) != row["precedente"]:
            yield Problem("archive.seal", name)
        expected = {rank + 1: row["empreinte"]}
