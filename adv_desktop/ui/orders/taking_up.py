"""Taking up what a crash or a closed form left: offered when the form opens, never done by itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from shiboken6 import isValid

from adv_desktop.services.drafts import KeptDraft, Left
from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.header import Places
from adv_desktop.ui.orders.typing_draft import accepted_of, header_of, lines_of
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.orders.form import OrderForm


def this_window() -> str:
    """Name the running program: what it is typing in another form is not left behind."""
    return str(QCoreApplication.applicationPid())


def look_for_left(form: OrderForm) -> None:
    """Look for what was typed before in such a form, and offer it."""
    kind, document = form.saving.draft_kind, form.order_id or 0
    drafts = form.desk.services.form_drafts
    form.desk.runner.read(lambda: drafts.left(kind, document, this_window()), partial(_offer, form))


def _offer(form: OrderForm, left: Left) -> None:
    if not isValid(form):  # closed before the answer came
        return
    form.saving.slot = left.slot
    draft = left.draft
    if draft is None or form.beside is not None:
        return
    count = len(draft.payload.get("lines", ()))
    said = _("Typed on {moment} and not saved: {customer}, {lines}.").format(
        moment=formats().moment(draft.saved_at),
        customer=draft.payload.get("customer") or "—",
        lines=ngettext("{count} line", "{count} lines", count).format(count=count),
    )
    form.desk.notices.say(
        said,
        Action(_("Take it up again"), partial(take_up, form, draft)),
        Action(_("Forget it"), partial(_forget, form.desk, draft)),
        tone=Tone.WARN,
        seconds=0,
    )


def take_up(form: OrderForm, draft: KeptDraft) -> None:
    """Show what was left as if it had just been typed; a form that was closed meanwhile leaves it where it is."""
    if not isValid(form):
        return
    header = header_of(draft.payload)
    if form.order_id is None:
        form.saving.slot = draft.document_id
    if header is None:
        _show(form, draft, None, None)
        return
    form.desk.runner.read(lambda: form.reads.places(header.customer), partial(_show, form, draft, header))


def _show(form: OrderForm, draft: KeptDraft, header: NewOrder | None, places: Places | None) -> None:
    if not isValid(form):
        return
    known = {line.kept.id: line.kept for line in form.grid.lines() if line.kept.id is not None}
    if header is not None and places is not None:
        customer = places.customer
        form.header.show_command(_over(form, header), Choice(customer.id, customer.data.code, customer.data.name))
        form.reads.search.customer_id = customer.id
        form.header.show_places(places, keep_terms=True)
    form.grid.set_lines(lines_of(draft.payload, known))
    form.answer.take(accepted_of(draft.payload))
    form.header.changed.emit()


def _over(form: OrderForm, header: NewOrder) -> NewOrder:
    """Return the header as it was typed over the one of the document, where there is one."""
    own = form.header.command()
    if own is None or form.order_id is None:
        return header
    return replace(
        own,
        customer_reference=header.customer_reference,
        requested=header.requested,
        terms=header.terms,
        carrier=header.carrier,
        salesperson=header.salesperson,
        notes=header.notes,
        requirements={**own.requirements, **header.requirements},
    )


def _forget(desk: Desk, draft: KeptDraft) -> None:
    drafts = desk.services.form_drafts
    desk.runner.write(partial(drafts.forget, draft.kind, draft.document_id), lambda _done: None)
