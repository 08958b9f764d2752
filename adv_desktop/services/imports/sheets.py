"""Read the tables of a file by what it is."""

from __future__ import annotations

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.safety import FileKind, OpenedFile, decode
from adv_desktop.services.imports.tables import Sheet, delimited_sheet
from adv_desktop.services.jobs import Progress


def read_sheets(file: OpenedFile, progress: Progress | None = None) -> tuple[Sheet, ...]:
    """Return the tables of a workbook or a text file; of a workbook, each row is a step."""
    if file.kind is FileKind.WORKBOOK:
        from adv_desktop.services.imports.workbook import read_workbook

        return read_workbook(file, progress or Progress())
    if file.kind in {FileKind.OLD_WORKBOOK, FileKind.OPEN_DOCUMENT}:
        from adv_desktop.services.imports.other_workbooks import read_other_workbook

        return read_other_workbook(file)
    if file.kind is FileKind.TEXT:
        return (delimited_sheet(file.name, decode(file.name, file.content)),)
    raise DomainError("wrong_type", file=file.name)
