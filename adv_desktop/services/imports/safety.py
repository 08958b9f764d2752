"""Open a file that came from outside: know what it is by its content, and refuse it before any parser sees it.

Error codes are the words of the refusal: `too_large`, `too_large_unpacked`, `corrupt_file`, `password_protected`,
`not_text`, `no_text`, `forbidden_xml`, `wrong_type`, `empty_file`, `outlook_message`, `too_many_lines`,
`cell_too_large`.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from adv_desktop.models.errors import DomainError, KnownError

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
MAX_ROWS = 50_000
# Small parts (styles, relations) are often one repeated byte: a ratio says something only about large ones.
_RATIO_FROM = 1024 * 1024
_TAIL = 2048
# What the packages of other programs (Word, LibreOffice, Java) have at their root, and a folder of files has not.
_PACKAGE_PARTS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAIL_HEADER = re.compile(
    rb"(?:From|To|Cc|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|Reply-To"
    rb"|X-[\w-]+|DKIM-Signature|ARC-[\w-]+|Authentication-Results): ?\S",
    re.IGNORECASE,
)
# A control character (other than tab, line ends and form feed) has no place in a text that people exchange.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class FileKind(StrEnum):
    """What a file is by its content."""

    WORKBOOK = "xlsx"
    OLD_WORKBOOK = "xls"
    OPEN_DOCUMENT = "ods"
    TEXT = "csv"
    XML = "xml"
    PDF = "pdf"
    MAIL = "eml"
    ARCHIVE = "zip"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The bytes of a file that passed the checks, and what they are."""

    name: str
    kind: FileKind
    content: bytes


def open_file(path: Path) -> OpenedFile:
    """Read a file and tell what it is; raise the reason when it must be refused."""
    return recognise(path.name, read_file(path))


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, whatever it is; raise `too_large` or `file.unreadable`."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DomainError("too_large", file=path.name, limit=MAX_BYTES // 1024 // 1024)
        return path.read_bytes()
    except OSError as error:
        raise KnownError("file.unreadable", path=str(path), detail=error.strerror or str(error)) from None


def is_picture(content: bytes) -> bool:
    """Tell whether bytes are those of a picture: a scan, a photograph of a form."""
    return content.startswith(_PICTURES)


def recognise(name: str, content: bytes) -> OpenedFile:
    """Tell what a file is by its content; raise the reason when it must be refused."""
    if len(content) > MAX_BYTES:
        raise DomainError("too_large", file=name, limit=MAX_BYTES // 1024 // 1024)
    if not content.strip():
        raise DomainError("empty_file", file=name)
    return OpenedFile(name, _kind(name, content), content)


def _kind(name: str, content: bytes) -> FileKind:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(name, content)
    if content.startswith(_OLE):
        return _kind_of_compound(name, content)
    if b"%PDF-" in content[:1024]:
        return _check_pdf(name, content)
    if is_picture(content):
        raise DomainError("no_text", file=name)
    if _looks_like_xml(content):
        check_xml(name, content)
        return FileKind.XML
    return FileKind.MAIL if _looks_like_mail(content) else _check_text(name, content)


def _kind_of_archive(name: str, content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_archive(name, archive)
            parts = set(archive.namelist())
            if any(part.startswith("xl/workbook.") for part in parts):
                return FileKind.WORKBOOK
            if (
                "content.xml" in parts
                and "mimetype" in parts
                and b"spreadsheet" in read_part(name, archive, "mimetype")
            ):
                return FileKind.OPEN_DOCUMENT
            if not parts & _PACKAGE_PARTS:
                return FileKind.ARCHIVE
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        raise DomainError("corrupt_file", file=name) from None
    raise DomainError("wrong_type", file=name)


def check_archive(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse a zip that unpacks to too much or is locked, from its table of contents alone."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > _RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if unpacked > MAX_UNPACKED or swollen:
        raise DomainError("too_large_unpacked", file=name, size=unpacked // 1024 // 1024)
    if any(part.flag_bits & 0x1 for part in parts):
        raise DomainError("password_protected", file=name)


def read_part(name: str, archive: zipfile.ZipFile, part: str) -> bytes:
    """Unpack one part: `zipfile` never reads more than its entry announced."""
    try:
        return archive.read(part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
        raise DomainError("corrupt_file", file=name) from None


def _kind_of_compound(name: str, content: bytes) -> FileKind:
    """Tell the files of the old Office container apart by the names in their directory (UTF-16)."""
    if _in_utf16("EncryptedPackage", content) or _in_utf16("EncryptionInfo", content):
        raise DomainError("password_protected", file=name)
    if _in_utf16("__properties_version1.0", content):
        raise DomainError("outlook_message", file=name)
    if _in_utf16("Workbook", content) or _in_utf16("Book", content):
        return FileKind.OLD_WORKBOOK
    raise DomainError("wrong_type", file=name)


def _in_utf16(word: str, content: bytes) -> bool:
    return word.encode("utf-16-le") in content


def _check_pdf(name: str, content: bytes) -> FileKind:
    # A PDF ends with its table of contents: without it the rest of the pages was lost on the way.
    if b"startxref" not in content[-_TAIL:]:
        raise DomainError("corrupt_file", file=name)
    return FileKind.PDF


def _looks_like_xml(content: bytes) -> bool:
    head = content[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith((b"<?xml", b"<!DOCTYPE")) or bool(re.match(rb"<[A-Za-z_][\w.-]*:?[\w.-]*[\s>/]", head))


class _PrologEnd(Exception):  # noqa: N818 (a signal to stop reading, no error)
    """The root element begins: the document type, if any, is behind."""


def check_xml(name: str, content: bytes) -> None:
    """Refuse an XML document with a document type, the only door to entities, before anything is expanded."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: _refuse("forbidden_xml", name)
    parser.StartElementHandler = lambda *_: _root_begins()
    try:
        parser.Parse(content, True)
    except _PrologEnd:
        return
    except (expat.ExpatError, ValueError, LookupError):
        raise DomainError("corrupt_file", file=name) from None


def _refuse(code: str, name: str) -> NoReturn:
    raise DomainError(code, file=name)


def _root_begins() -> NoReturn:
    raise _PrologEnd


def _looks_like_mail(content: bytes) -> bool:
    lines = content[:4096].splitlines()
    headers = sum(1 for line in lines[:12] if _MAIL_HEADER.match(line))
    return headers >= 2 and bool(lines and re.match(rb"[\w-]+:|From ", lines[0]))


def _check_text(name: str, content: bytes) -> FileKind:
    decode(name, content)
    return FileKind.TEXT


def decode(name: str, content: bytes) -> str:
    """Return the text of a file: byte order mark, else UTF-16 without one, else strict UTF-8, else Windows-1252."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _only_text(name, _decoded(name, content, encoding).lstrip("\ufeff"))
    if b"\x00" in content[:4096]:
        return _only_text(name, _decoded(name, content, _utf16_without_mark(name, content)))
    try:
        return _only_text(name, content.decode("utf-8"))
    except UnicodeDecodeError:
        return _only_text(name, _decoded(name, content, "cp1252"))


def _utf16_without_mark(name: str, content: bytes) -> str:
    head = content[:4096]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > 0.4 * len(head) and even == 0:
        return "utf-16-le"
    if even > 0.4 * len(head) and odd == 0:
        return "utf-16-be"
    raise DomainError("not_text", file=name)


def _decoded(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise DomainError("not_text", file=name) from None


def _only_text(name: str, text: str) -> str:
    if _CONTROLS.search(text):
        raise DomainError("not_text", file=name)
    return text


def check_row_count(name: str, rows: int) -> None:
    """Refuse a table that nobody typed."""
    if rows > MAX_ROWS:
        raise DomainError("too_many_lines", file=name, rows=rows, limit=MAX_ROWS)
