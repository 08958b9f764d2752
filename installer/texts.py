"""Extract the English messages, merge the French parts into one catalogue, compile it, report what is missing.

Run by `installer/dev.py texts`; the build hook and the tests use its functions. Needs Babel.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "N_plural": (1, 2),
}
PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a translation, and where."""

    place: str
    message: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.message!r}"


def languages(root: Path = ROOT) -> list[str]:
    """Return the languages that have a folder of parts."""
    return sorted(folder.name for folder in (root / "resources" / "i18n").iterdir() if folder.is_dir())


def parts(language: str, root: Path = ROOT) -> list[Path]:
    """Return the .po files of a language, one an area."""
    return sorted((root / "resources" / "i18n" / language).glob("*.po"))


def merged(language: str, root: Path = ROOT) -> tuple[Catalog, list[Fault]]:
    """Read all parts as one catalogue; report fuzzy entries and messages translated in two ways."""
    catalogue = Catalog(locale=language)
    faults: list[Fault] = []
    for part in parts(language, root):
        with part.open("rb") as stream:
            for message in read_po(stream, locale=language, abort_invalid=True):
                if not message.id:
                    continue
                place = f"{part.name}:{message.lineno}"
                known = catalogue.get(message.id)
                if known is not None and known.string != message.string:
                    faults.append(Fault(place, written(message), "translated otherwise in another part"))
                if message.fuzzy:
                    faults.append(Fault(place, written(message), "fuzzy"))
                catalogue.add(message.id, message.string, locations=[(part.name, message.lineno or 0)])
    return catalogue, faults


def written(message: Message) -> str:
    """Return the singular English text of a message."""
    return message.id if isinstance(message.id, str) else message.id[0]


def extracted(root: Path = ROOT) -> Catalog:
    """Return every message that the source marks, with its places."""
    catalogue = Catalog()
    found = extract_from_dir(root / "adv_desktop", method_map=[("**.py", "python")], keywords=KEYWORDS)
    for filename, line, message, _comments, _context in found:
        if message:
            catalogue.add(message, locations=[(f"adv_desktop/{filename}", line)])
    return catalogue


def compile_catalogue(language: str, root: Path = ROOT) -> Path:
    """Write the compiled texts of a language (atomically: another process may be reading them)."""
    catalogue, _faults = merged(language, root)
    target = root / "resources" / "i18n" / f"{language}.mo"
    part = target.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as stream:
        write_mo(stream, catalogue)
    part.replace(target)
    return target


def compile_stale(root: Path = ROOT) -> None:
    """Compile the languages whose .mo is missing or older than one of its parts (or than their folder)."""
    for language in languages(root):
        target = root / "resources" / "i18n" / f"{language}.mo"
        sources = [*parts(language, root), root / "resources" / "i18n" / language]
        if not target.exists() or target.stat().st_mtime < max(source.stat().st_mtime for source in sources):
            compile_catalogue(language, root)


def faults(language: str, root: Path = ROOT) -> list[Fault]:
    """Return what keeps a translation from being complete and right."""
    source = extracted(root)
    catalogue, found = merged(language, root)
    for message in source:
        if message.id and not _translated(catalogue.get(message.id)):
            found.append(Fault(_place(message), written(message), "not translated"))
    for message in catalogue:
        if message.id:
            found.extend(_faults_of(message, source))
    return sorted(found, key=str)


def _faults_of(message: Message, source: Catalog) -> Iterator[Fault]:
    """Judge one translated message against the source."""
    if message.id not in source:
        yield Fault(_place(message), written(message), "no longer in the source")
    wanted = set(PLACEHOLDER.findall(" ".join(_strings(message.id))))
    for text in _strings(message.string):
        given = set(PLACEHOLDER.findall(text))
        if given - wanted or (isinstance(message.id, str) and wanted - given):
            yield Fault(_place(message), written(message), f"placeholders differ ({sorted(given ^ wanted)})")


def _strings(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    if text is None:
        return ()
    return (text,) if isinstance(text, str) else tuple(text)


def _translated(message: Message | None) -> bool:
    return message is not None and all(_strings(message.string))


def _place(message: Message) -> str:
    return ":".join(str(part) for part in message.locations[0]) if message.locations else "?"


def main(arguments: list[str]) -> int:
    """Compile every language and print its faults; with --stale only compile what is out of date."""
    if arguments == ["--stale"]:
        compile_stale()
        return 0
    total = 0
    for language in languages():
        compile_catalogue(language)
        found = faults(language)
        for fault in found:
            print(fault)
        print(f"{language}: {len(found)} faults, {len(merged(language)[0])} messages compiled")
        total += len(found)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
