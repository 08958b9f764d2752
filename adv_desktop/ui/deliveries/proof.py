"""The proof of delivery: day, name, reserves, the signed paper dropped or chosen, and the claim of the reserves."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services.claims import ClaimRef
from adv_desktop.services.delivery_proofs import DeliveryProof, claim_deadline
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.format import formats
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class PaperDrop(QWidget):
    """A file that is dropped on it or chosen; `wanted` says which, `title` names it."""

    def __init__(self, title: str, wanted: str) -> None:
        super().__init__()
        self.path: Path | None = None
        self._title = title
        self.setAcceptDrops(True)
        self._said = text_label(wanted, "muted")
        layout = QHBoxLayout(self)
        theme().space(layout, spacing=8)
        layout.addWidget(self._said, 1)
        layout.addWidget(Button(_("Choose a file…"), small=True, on_click=self.choose))

    def choose(self) -> None:
        """Ask for the file."""
        kinds = _("Papers (*.pdf *.png *.jpg *.jpeg *.xlsx *.ods *.csv)")
        chosen = file_to_open(self, self._title, kinds)
        if chosen:
            self.take(chosen)

    def take(self, path: Path) -> None:
        """Show which file is kept."""
        self.path = path
        self._said.setText(path.name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take(paths[0])


class ProofBody(QWidget):
    """The fields of a proof; reserves offer their claim, with its last day."""

    def __init__(self, desk: Desk, row: DeliveryRow) -> None:
        super().__init__()
        self._row = row
        self.on, self.received_by = DateEdit(_("Delivered on"), desk.today()), TextEdit(_("Received by"))
        self.reserves = TextEdit(_("Reserves"))
        self.paper = PaperDrop(_("Signed delivery note"), _("Drop the signed delivery note here, or choose its scan."))
        self.claim = QCheckBox()
        self.on.set_value(row.delivered_on or desk.today())
        self.received_by.set_value(row.received_by)
        self.form = Form(
            [
                Field("on", N_("Delivered on"), self.on, required=True),
                Field("by", N_("Received by"), self.received_by),
                Field("reserves", N_("Reserves"), self.reserves, help=N_("As written on the delivery note."), span=2),
            ]
        )
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=8)
        for widget in (self.form, self.paper, self.claim):
            layout.addWidget(widget)
        self.reserves.textChanged.connect(self._on_reserves)
        self.on.committed.connect(self._show_deadline)
        self._show_deadline(None)
        self._on_reserves("")

    def proof(self) -> DeliveryProof | None:
        """Return what is typed, None while the day is missing."""
        day = self.on.value()
        if self.form.first_problem() is not None or day is None:
            return None
        claim = self.claim.isEnabled() and self.claim.isChecked()
        return DeliveryProof(
            self._row.id, day, self.received_by.value(), self.reserves.value(), self.paper.path, claim=claim
        )

    def _on_reserves(self, text: str) -> None:
        self.claim.setEnabled(bool(text.strip()))
        self.claim.setChecked(bool(text.strip()))

    def _show_deadline(self, _day: object) -> None:
        day = self.on.value()
        said = _("Open a claim: confirm the reserves to the carrier by registered letter")
        if day is not None:
            told = _("Open a claim: confirm the reserves to the carrier by registered letter before {day}")
            said = told.format(day=formats().date(claim_deadline(day)))
        self.claim.setText(said)
        self.claim.setAccessibleName(said)


def ask_proof(desk: Desk, row: DeliveryRow, parent: QWidget) -> FormDialog:
    """Ask for the day, the name, the reserves and the paper of the proof of delivery."""
    body = ProofBody(desk, row)

    def on_ok() -> str:
        proof = body.proof()
        if proof is None:
            return _("Type the day of the delivery.")
        service = desk.services.delivery_proofs
        desk.runner.write(lambda: service.record(proof), partial(_told, desk, name_of(row)))
        return ""

    title = _("Proof of delivery of {number}").format(number=name_of(row))
    dialog = FormDialog(title, body, _("Record"), on_ok, parent)
    dialog.open()
    body.on.setFocus()
    return dialog


def _told(desk: Desk, number: str, claim: ClaimRef | None) -> None:
    said = _("Proof of delivery of {number} recorded.").format(number=number)
    if claim is not None:
        said = f"{said} {_('Claim {number} opened.').format(number=claim.number)}"
    desk.notices.say(said)
