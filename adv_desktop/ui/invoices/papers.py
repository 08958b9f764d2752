"""The papers of invoices, looked at before they are printed, and the file as it was issued."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services import whole_files
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.file_dialogs import file_to_write, file_to_write_as
from adv_desktop.ui.invoices.columns import is_invoice, name_of
from adv_desktop.ui.labels import label
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.written_files import say_saved

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def preview_invoices(desk: Desk, rows: Sequence[InvoiceRow]) -> None:
    """Show invoices as one file: what is stored, or duplicates of what was printed; drafts as they would be."""
    ids, names = [row.id for row in rows], [row.number or str(row.id) for row in rows]
    if len(rows) == 1:
        title, file_name = f"{label(rows[0].type)} {name_of(rows[0])}", f"{names[0]}.pdf"
    else:
        title = ngettext("{count} invoice", "{count} invoices", len(rows)).format(count=len(rows))
        file_name = f"{names[0]}_{names[-1]}.pdf"
    copies, documents = desk.services.copies, [(DocumentKind.INVOICE, row.id) for row in rows if row.issued]
    preview = PreviewForm(
        desk, title, lambda: copies.invoices(ids), file_name, documents, lambda: copies.invoices_to_print(ids)
    )
    desk.window.open_form(preview)


def preview_unpaid(desk: Desk, row: InvoiceRow) -> None:
    """Show the duplicate of an unpaid invoice that lets its VAT be recovered (CGI 272)."""
    if not row.issued or not is_invoice(row) or row.open <= 0:
        desk.notices.say(_("Only a validated invoice with something left to pay has this duplicate."), tone=Tone.WARN)
        return
    copies, today = desk.services.copies, desk.today()
    title = _("Unpaid invoice {number}").format(number=row.number)
    desk.window.open_form(PreviewForm(desk, title, lambda: copies.unpaid(row.id, today), f"{row.number}_impayee.pdf"))


def save_original(desk: Desk, row: InvoiceRow, parent: QWidget) -> None:
    """Write the bytes that an invoice was issued as to a file: what a platform takes, never a duplicate."""
    path = file_to_write(parent, _("Save as"), f"{row.number}.pdf", _("PDF (*.pdf)"))
    if path is None:
        return
    copies = desk.services.copies

    def save() -> None:
        with whole_files.whole(path) as part:
            part.write_bytes(copies.original(row.id))

    desk.runner.read(save, lambda _done: say_saved(desk, path))


def export_xml(desk: Desk, row: InvoiceRow, parent: QWidget) -> None:
    """Write the XML of an issued invoice: as it was issued (CII), or the same facts as UBL."""
    filters = {_("Cross Industry Invoice (*.xml)"): "cii", _("UBL (*.xml)"): "ubl"}
    title, name = _("Export the XML"), f"{row.number}.xml"
    chosen, kind = file_to_write_as(parent, title, name, ";;".join(filters))
    if not chosen:
        return
    store = desk.services.store

    def write() -> None:
        from adv_desktop.services.einvoice.exporting import Syntax, write_xml

        write_xml(store, row.id, Syntax(filters.get(kind, "cii")), chosen)

    desk.runner.read(write, lambda _done: say_saved(desk, chosen))
