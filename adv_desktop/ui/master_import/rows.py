"""The rows of a file as the import looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.imports.masters_file import MasterRows
from adv_desktop.services.imports.masters_import import MasterImport
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.master_import.words import FIELDS, field_name, fields_of
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone

MOST = 300  # good rows shown; refused ones are all shown


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file: its texts as written, and why it is refused ("" when it is taken)."""

    number: int
    texts: tuple[str, ...]
    refusal: str


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What an import would do."""

    kind: MasterKind
    mapping: dict[str, str]
    titles: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    accepted: int
    refused: int

    @property
    def shown(self) -> list[PreviewRow]:
        """The refused rows first, then the first good ones."""
        refused = [row for row in self.rows if row.refusal]
        return refused + [row for row in self.rows if not row.refusal][:MOST]


def preview_of(read: MasterRows, outcome: MasterImport) -> FilePreview:
    """Set each row of a file beside what would become of it."""
    faults: dict[int, list[RowFault]] = {}
    for fault in outcome.rejected:
        faults.setdefault(fault.row, []).append(fault)
    rows = tuple(PreviewRow(number, cells, _refusal(faults.get(number, []))) for number, cells in read.written)
    return FilePreview(read.kind, read.mapping, read.titles, rows, outcome.accepted, len(faults))


def columns_of(preview: FilePreview) -> list[Column[PreviewRow]]:
    """Return the columns: the number of the row, what becomes of it, and the columns of the file that are used."""
    taken: list[Column[PreviewRow]] = [
        Column(N_("Row"), lambda row: str(row.number), right=True, width=52, key="row"),
        Column(
            N_("Result"),
            lambda row: _("Refused") if row.refusal else _("Taken"),
            cell=Cell.PILL,
            tone=lambda row: Tone.BAD if row.refusal else Tone.OK,
            width=104,
            key="result",
        ),
    ]
    if preview.refused:
        taken.append(Column(N_("Reason"), _why, width=320, tip=_why, key="refusal"))
    places = {name: place for place, name in enumerate(preview.mapping)}
    return taken + [
        Column(FIELDS[name], _cell(places[name]), width=116, key=f"field_{name}")
        for name in fields_of(preview.kind)
        if name in places
    ]


def _why(row: PreviewRow) -> str:
    return row.refusal or "—"


def _cell(place: int) -> Callable[[PreviewRow], str]:
    return partial(_text, place)


def _text(place: int, row: PreviewRow) -> str:
    return row.texts[place] if place < len(row.texts) else ""


def _refusal(faults: list[RowFault]) -> str:
    said = [
        f"{field_name(fault.field)} – {sentence(DomainError(fault.code, **fault.facts), texts.current())}"
        for fault in faults
    ]
    return "  ".join(said)
