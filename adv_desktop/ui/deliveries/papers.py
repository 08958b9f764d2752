"""The papers of deliveries, looked at before they are printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.deliveries.notes import NotesForm
from adv_desktop.ui.format import formats
from adv_desktop.ui.preview import PreviewForm

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

AT_ONCE = 10  # picking lists that are drawn before anybody wonders; more of them show how far they are


def preview_notes(desk: Desk, ids: Sequence[int], names: Sequence[str]) -> None:
    """Show delivery notes as one file: what is stored, or duplicates of what was printed."""
    if len(ids) == 1:
        title = _("Delivery note {number}").format(number=names[0])
    else:
        title = ngettext("{count} delivery note", "{count} delivery notes", len(ids)).format(count=len(ids))
    desk.window.open_form(NotesForm(desk, ids, title, _file_name("BL", names)))


def preview_picking(desk: Desk, ids: Sequence[int], names: Sequence[str]) -> None:
    """Show picking lists as one file; they stay in the house and are made again each time."""
    if len(ids) == 1:
        title = _("Picking list {number}").format(number=names[0])
    else:
        title = ngettext("{count} picking list", "{count} picking lists", len(ids)).format(count=len(ids))
    copies, file_name = desk.services.copies, _file_name("BP", names)

    def show(load: Callable[[], bytes]) -> None:
        desk.window.open_form(PreviewForm(desk, title, load, file_name))

    if len(ids) <= AT_ONCE:
        show(lambda: copies.picking_lists(ids))
    else:
        desk.runner.job(
            lambda progress: copies.picking_lists(ids, progress.step), lambda pdf: show(lambda: pdf), title=title
        )


def preview_reversal(desk: Desk, delivery_id: int, number: str) -> None:
    """Show the document that took a shipment back."""
    copies, title = desk.services.copies, _("Cancellation of shipment {number}").format(number=number)
    desk.window.open_form(PreviewForm(desk, title, lambda: copies.reversal(delivery_id), f"{number}.pdf"))


def preview_departures(desk: Desk, day: dt.date) -> None:
    """Show what left on a day, by carrier."""
    copies = desk.services.copies
    title = _("Departures of {day}").format(day=formats().date(day))
    desk.window.open_form(PreviewForm(desk, title, lambda: copies.departures(day), f"{day:%Y-%m-%d}_departures.pdf"))


def _file_name(prefix: str, names: Sequence[str]) -> str:
    return f"{names[0]}.pdf" if len(names) == 1 else f"{prefix}_{names[0]}_{names[-1]}.pdf"
