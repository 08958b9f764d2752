"""« Papiers d'export »: the commercial invoice for customs, the packing list and the CMR data of deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.rules.customs import ExportReason
from adv_desktop.services.export_papers import WORDS, ExportPaper, PaperSet, told
from adv_desktop.services.shipments import Lack
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import options
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.check_row import CheckRow
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_SHOWN = 3


def ask_export_papers(desk: Desk, ids: Sequence[int], names: Sequence[str], parent: QWidget) -> None:
    """Read what the papers of deliveries lack, then ask which are wanted."""
    papers = desk.services.export_papers

    def ask(lacks: Sequence[Lack]) -> None:
        ask_papers(desk, ids, names, parent, lacks)

    desk.runner.read(lambda: papers.lacks(ids), ask)


def ask_papers(
    desk: Desk, ids: Sequence[int], names: Sequence[str], parent: QWidget, lacks: Sequence[Lack]
) -> FormDialog:
    """Ask which papers are shown, and tell what is missing in them with the records to fill."""
    papers = CheckRow(_("Which papers"), [(paper.value, _(WORDS[paper])) for paper in ExportPaper])
    papers.set_keys([paper.value for paper in ExportPaper])
    reason = ChoiceCombo(_("Reason of the export"), options(ExportReason))
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, (0, 0, 0, 0), 10)
    layout.addWidget(
        Form([
            Field("papers", N_("Which papers"), papers, span=2),
            Field("reason", N_("Reason of the export"), reason, N_("Printed on the commercial invoice."), span=2),
        ])
    )  # fmt: skip

    def on_ok() -> str:
        chosen = tuple(paper for paper in ExportPaper if papers.boxes[paper.value].isChecked())
        if not chosen:
            return _("Tick one paper at least.")
        preview_papers(desk, PaperSet(tuple(ids), chosen, ExportReason(reason.key())), names)
        return ""

    title = _("Export papers of {numbers}").format(numbers=_listed(names))
    dialog = FormDialog(title, body, _("Preview"), on_ok, parent)
    for sentence in told(lacks):
        layout.addWidget(text_label(sentence, "bad", wrap=True))
    for lack in _records(lacks):
        button = Button(lack.name, "link", icon="edit", on_click=partial(_open, desk, lack, dialog))
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    dialog.setMinimumWidth(theme().px(620))  # the papers on one line
    dialog.open()
    papers.setFocus()
    return dialog


def preview_papers(desk: Desk, asked: PaperSet, names: Sequence[str]) -> None:
    """Show the papers as one file."""
    drawn = desk.services.export_papers
    title = _("Export papers of {numbers}").format(numbers=_listed(names))
    desk.window.open_form(PreviewForm(desk, title, lambda: drawn.pdf(asked), f"{names[0]}_export.pdf"))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + ("…" if names[_SHOWN:] else "")


def _records(lacks: Sequence[Lack]) -> list[Lack]:
    """Return one thing that is missing for each of the first records to fill."""
    by_record = {(lack.kind, lack.id): lack for lack in reversed(lacks) if lack.id}
    return list(reversed(by_record.values()))[:_SHOWN]


def _open(desk: Desk, lack: Lack, dialog: FormDialog) -> None:
    dialog.reject()
    desk.window.open_document(lack.kind, lack.id)
