"""What can be done with returns from their list or their pane."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import ReturnState
from adv_desktop.services.queries.returns import ReturnRow
from adv_desktop.services.returns import ReturnRef
from adv_desktop.services.texts import _
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.returns.form import InspectForm
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class ReturnActions(QObject):
    """The verbs on one return."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def run(self, verb: str, row: ReturnRow) -> None:
        """Run a verb by its key (`verbs_of` tells which there are)."""
        {
            "receive": self.receive,
            "inspect": self.inspect,
            "voucher": self.voucher,
            "cancel": self.cancel,
        }[verb](row)

    def receive(self, row: ReturnRow) -> None:
        """Record that the goods are back."""
        returns = self._desk.services.returns
        self._desk.runner.write(lambda: returns.receive(row.id, row.version), partial(self._received, row))

    def inspect(self, row: ReturnRow) -> None:
        """Record what was found, and settle the return."""
        if row.return_state in {ReturnState.AUTHORISED, ReturnState.RECEIVED}:
            self._desk.window.open_form(InspectForm(self._desk, row.id))
        else:
            said = _("Return {number} is settled or cancelled.").format(number=row.number)
            self._desk.notices.say(said, tone=Tone.WARN)

    def voucher(self, row: ReturnRow) -> None:
        """Show the voucher that lies in the parcel."""
        copies = self._desk.services.copies
        title = _("Return voucher {number}").format(number=row.number)
        preview = PreviewForm(self._desk, title, lambda: copies.return_voucher(row.id), f"{row.number}.pdf")
        self._desk.window.open_form(preview)

    def cancel(self, row: ReturnRow) -> None:
        """Give up a return of which nothing came."""
        returns = self._desk.services.returns
        said = _("Return {number} given up.").format(number=row.number)
        self._desk.runner.write(lambda: returns.cancel(row.id, row.version), lambda _done: self._desk.notices.say(said))

    def _received(self, row: ReturnRow, ref: ReturnRef) -> None:
        said = _("Return {number} received: inspect the goods to settle it.").format(number=ref.number)
        inspect = Action(_("Inspect…"), lambda: self._desk.window.open_form(InspectForm(self._desk, row.id)))
        self._desk.notices.say(said, inspect)


def verbs_of(row: ReturnRow) -> list[tuple[str, str]]:
    """Return what the state of a return allows as (key, text), the next step first."""
    voucher = ("voucher", _("Voucher"))
    if row.return_state is ReturnState.AUTHORISED:
        return [("inspect", _("Inspect and settle…")), voucher, ("receive", _("Received")), ("cancel", _("Give up"))]
    if row.return_state is ReturnState.RECEIVED:
        return [("inspect", _("Inspect and settle…")), voucher]
    return [voucher] if row.return_state is ReturnState.INSPECTED else []
