"""What can be done with a quotation from its list or its pane."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind, QuotationState
from adv_desktop.services.order_commands import OrderRef
from adv_desktop.services.queries.quotations import QuotationDetail, QuotationRow
from adv_desktop.services.quotations import Acceptance
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.quotations.acceptance import ask_quantities
from adv_desktop.ui.orders.quotations.columns import name_of
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.dialog import FormDialog, ask_reason
from adv_desktop.ui.widgets.edits import DateEdit, PercentEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action


class QuotationActions(QObject):
    """The verbs on one quotation; `edit` opens its form."""

    def __init__(self, desk: Desk, edit: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._edit = edit
        self._parent = parent

    def run(self, verb: str, detail: QuotationDetail) -> None:
        """Run a verb by its key (`verbs_of` tells which there are)."""
        if verb == "accept":
            self.accept(detail)
        elif verb == "edit":
            self._edit(detail.row.id)
        else:
            {
                "send": self._send,
                "queue": lambda row: self.queue([row.id]),
                "preview": self.preview,
                "refuse": self._refuse,
                "revise": self._revise,
                "extend": self._extend,
                "follow_up": self._follow_up,
                "delete": self._delete,
            }[verb](detail.row)

    def preview(self, row: QuotationRow) -> None:
        """Look at the quotation as the customer gets it."""
        services = self._desk.services

        def load() -> bytes:
            from adv_desktop.services.quotation_reading import quotation_by_id

            with services.store.read() as session:
                return services.papers.quotation(session, quotation_by_id(session, row.id))

        title = _("Quotation {number}").format(number=name_of(row))
        self._desk.window.open_form(PreviewForm(self._desk, title, load, f"{row.number or row.id}-{row.revision}.pdf"))

    def queue(self, ids: list[int]) -> None:
        """Put quotations in the outbox; a draft takes its number on the way."""
        filling = self._desk.services.outbox_filling
        self._desk.runner.write(lambda: filling.quotations(ids), self._queued)

    def accept(self, detail: QuotationDetail) -> None:
        """Ask what is ordered, then write the order."""
        ask_quantities(
            name_of(detail.row),
            detail.lines,
            detail.row.customer_reference,
            partial(self._order, detail.row),
            self._parent,
        )

    def _order(self, row: QuotationRow, chosen: Mapping[int, Decimal], reference: str | None) -> None:
        quotations = self._desk.services.quotations
        command = Acceptance(row.id, row.version, chosen, reference)
        self._desk.runner.write(lambda: quotations.accept(command), self._ordered)

    def _ordered(self, ref: OrderRef) -> None:
        self._desk.notices.say(_("The draft order is made: check it, then confirm it."))
        self._desk.window.ask("orders", "edit", [ref.id])

    def _queued(self, messages: tuple[int, ...]) -> None:
        self._desk.notices.say(
            _("The quotation waits in the outbox."),
            Action(_("Send it now"), partial(self._desk.window.ask, "outbox", "send", messages)),
            Action(_("Read it"), partial(self._desk.window.open_document, DocumentKind.MESSAGE, messages[0])),
        )

    def _send(self, row: QuotationRow) -> None:
        quotations = self._desk.services.quotations
        self._desk.runner.write(lambda: quotations.send(row.id, row.version), self._sent)

    def _sent(self, ref: OrderRef) -> None:
        self._desk.notices.say(
            _("Quotation {number} is sent: it waits for the answer.").format(number=ref.number),
            Action(_("Put it in the outbox"), lambda: self.queue([ref.id])),
        )

    def _refuse(self, row: QuotationRow) -> None:
        quotations = self._desk.services.quotations

        def run(reason: str) -> None:
            said = _("Quotation {number} is recorded as refused.").format(number=name_of(row))
            work = partial(quotations.refuse, row.id, row.version, reason)
            self._desk.runner.write(work, lambda _done: self._desk.notices.say(said))

        ask_reason(_("Why did the customer refuse?"), _("Reason"), _("OK"), run, self._parent)

    def _revise(self, row: QuotationRow) -> None:
        quotations = self._desk.services.quotations
        self._desk.runner.write(lambda: quotations.revise(row.id, row.version), lambda ref: self._edit(ref.id))

    def _extend(self, row: QuotationRow) -> None:
        """Ask until when the prices hold now."""
        edit = DateEdit(_("New end of validity"), self._desk.today())

        def on_ok() -> str:
            day = edit.value()
            if day is None or day < self._desk.today():
                return _("Write a day from today on.")
            self._prolong(row, day)
            return ""

        FormDialog(_("Prolong the validity"), edit, _("OK"), on_ok, self._parent).open()

    def _prolong(self, row: QuotationRow, day: dt.date) -> None:
        quotations = self._desk.services.quotations
        said = _("Quotation {number} is valid until {day}.").format(number=name_of(row), day=formats().date(day))
        work = partial(quotations.extend, row.id, row.version, day)
        self._desk.runner.write(work, lambda _done: self._desk.notices.say(said))

    def _follow_up(self, row: QuotationRow) -> None:
        """Ask when to call the customer again, and how likely the order is."""
        day, chance = DateEdit(_("Follow up on"), self._desk.today()), PercentEdit(_("Probability"))
        day.set_value(row.follow_up_on)
        chance.set_value(None if row.probability is None else Decimal(row.probability))
        form = Form([Field("day", N_("Follow up on"), day), Field("chance", N_("Probability"), chance)])

        def on_ok() -> str:
            if form.first_problem() is not None:
                return _("Write a day and a percent, or leave them empty.")
            likely = chance.value()
            self._plan(row, day.value(), None if likely is None else int(likely))
            return ""

        FormDialog(_("Follow-up of {number}").format(number=name_of(row)), form, _("OK"), on_ok, self._parent).open()

    def _plan(self, row: QuotationRow, day: dt.date | None, likely: int | None) -> None:
        quotations = self._desk.services.quotations
        said = _("Follow-up of {number} noted.").format(number=name_of(row))
        work = partial(quotations.follow_up, row.id, row.version, day, likely)
        self._desk.runner.write(work, lambda _done: self._desk.notices.say(said))

    def _delete(self, row: QuotationRow) -> None:
        quotations = self._desk.services.quotations
        said = _("Draft of the quotation deleted.")
        work = partial(quotations.delete_draft, row.id, row.version)
        self._desk.runner.write(work, lambda _done: self._desk.notices.say(said))


def verbs_of(detail: QuotationDetail) -> list[tuple[str, str]]:
    """Return what the state of a quotation allows as (key, text), the next step first."""
    order = ("accept", _("Turn into an order…"))
    match detail.row.quotation_state:
        case QuotationState.DRAFT:
            return [("send", _("Send the quotation")), ("edit", _("Edit")), ("delete", _("Delete"))]
        case QuotationState.SENT:
            more = [("follow_up", _("Follow up…")), ("extend", _("Prolong…"))]
            more += [("revise", _("New version")), ("refuse", _("Refused…"))]
            return [order, *more, ("queue", _("Put it in the outbox"))]
        case QuotationState.ACCEPTED:
            return [order] if any(line.left for line in detail.lines) else []
        case QuotationState.REFUSED:
            return [("revise", _("New version"))]
        case QuotationState.SUPERSEDED:
            return []
