"""The files around an issued invoice: its papers, and our statuses for the platform."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import ProofType
from adv_desktop.services.invoice_proofs import Proof
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.file_dialogs import file_to_open, folder_to_write
from adv_desktop.ui.kept_files import open_kept
from adv_desktop.ui.labels import options
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.written_files import say_saved

if TYPE_CHECKING:
    from adv_desktop.services.jobs import Progress
    from adv_desktop.ui.desk import Desk


def open_proof(desk: Desk, proof: Proof) -> None:
    """Hand a copy of a paper to the system's viewer."""
    open_kept(desk, proof.file_id, proof.name)


def attach_proof(desk: Desk, row: InvoiceRow, parent: QWidget) -> None:
    """Choose a file, say what it is, and keep it with an invoice."""
    kinds = _("Papers (*.pdf *.png *.jpg *.jpeg *.xlsx *.ods *.csv)")
    chosen = file_to_open(parent, _("Attach a paper"), kinds)
    if chosen:
        ask_type(desk, row, chosen, parent)


def ask_type(desk: Desk, row: InvoiceRow, path: Path, parent: QWidget) -> FormDialog:
    """Ask what a paper is, then keep it."""
    kind = ChoiceCombo(_("Kind of paper"), options(ProofType))
    kind.set_key(ProofType.DELIVERY_NOTE.value)
    form = Form([Field("kind", N_("Kind of paper"), kind, span=2)])
    proofs = desk.services.proofs

    def keep() -> str:
        wanted = ProofType(kind.key())
        said = _("{file} is kept with {number}.").format(file=path.name, number=row.number)
        desk.runner.write(lambda: proofs.attach(row.id, path, wanted), lambda _done: desk.notices.say(said))
        return ""

    title = _("Attach {file} to {number}").format(file=path.name, number=row.number)
    dialog = FormDialog(title, form, _("Attach"), keep, parent)
    kind.setFocus()
    dialog.open()
    return dialog


def save_status(desk: Desk, row: InvoiceRow, parent: QWidget) -> None:
    """Write our last status of an invoice to a folder, for the platform."""
    folder = folder_to_write(parent, _("Folder of the status files"))
    if folder:
        store = desk.services.store

        def write() -> Path:
            from adv_desktop.services import status_files

            return status_files.write(store, row.id, folder)

        desk.runner.read(write, partial(say_saved, desk))


def declare(desk: Desk, ids: Sequence[int], parent: QWidget) -> None:
    """Record « Encaissée » for invoices and write the files for the platform."""
    folder = folder_to_write(parent, _("Folder of the status files"))
    if folder:
        desk.runner.job(
            partial(_declare, desk, list(ids), folder),
            partial(_declared, desk, folder),
            title=_("Declaring what was collected"),
        )


def _declare(desk: Desk, ids: list[int], folder: Path, progress: Progress) -> int:
    from adv_desktop.services import status_files

    for place, invoice_id in enumerate(ids):
        progress.step(place, len(ids))
        desk.services.statuses.declare_collected(invoice_id)
        status_files.write(desk.services.store, invoice_id, folder)
    progress.step(len(ids), len(ids))
    return len(ids)


def _declared(desk: Desk, folder: Path, count: int) -> None:
    said = ngettext("{count} status file written to {folder}", "{count} status files written to {folder}", count)
    desk.notices.say(said.format(count=count, folder=folder))
