"""The note that is taken while somebody is on the phone: from any page, about the customer on screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from adv_desktop.models.enums import ActivityKind, DocumentKind
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import options
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.services.activities import Subject
    from adv_desktop.ui.desk import Desk

# A document or a customer on screen: its kind and its id.
OnScreen = tuple[DocumentKind, int]


def take_note(desk: Desk, on_screen: OnScreen | None, parent: QWidget, kind: ActivityKind = ActivityKind.CALL) -> None:
    """Ask for a note about what is on screen; without anything on screen its customer is asked too."""
    if on_screen is None:
        ask_note(desk, None, None, kind, parent)
        return
    activities = desk.services.activities

    def ask(subject: Subject | None) -> None:
        ask_note(desk, subject, on_screen, kind, parent)

    desk.runner.read(lambda: activities.subject(*on_screen), ask)


def ask_note(
    desk: Desk, subject: Subject | None, on_screen: OnScreen | None, kind: ActivityKind, parent: QWidget
) -> FormDialog:
    """Ask what was said, with whom, and keep it."""
    customer = Picker(_("Customer"), Searches(desk).customers, _("Code, name or town"))
    if subject is not None:
        customer.set_choice(Choice(subject.customer_id, subject.code, subject.name, (subject.town or "",)))
    kinds = ChoiceCombo(_("Kind"), options(ActivityKind))
    kinds.set_key(kind.value)
    text = _text_field()
    form = Form(
        [
            Field("customer", N_("Customer"), customer, required=True),
            Field("kind", N_("Kind"), kinds),
            Field("text", N_("What was said"), text, N_("Ctrl+Enter keeps it, with the hour and your name."), span=2),
        ]
    )

    def on_ok() -> str:
        form.clear_messages()
        chosen, said = customer.choice(), text.toPlainText().strip()
        if form.first_problem() or chosen is None:
            return _("Correct what is marked.")
        if not said:
            text.setFocus()
            return _("Write what was said.")
        own = on_screen if subject is not None and chosen.id == subject.customer_id else None
        _keep(desk, chosen, ActivityKind(kinds.key()), said, own)
        return ""

    dialog = FormDialog(_("Note or call"), form, _("Keep"), on_ok, parent)
    (text if subject is not None else customer).setFocus()
    dialog.open()
    return dialog


def _keep(desk: Desk, customer: Choice, kind: ActivityKind, said: str, about: OnScreen | None) -> None:
    from adv_desktop.services.activities import NewActivity

    document, document_id = about or (DocumentKind.CUSTOMER, customer.id)
    command = NewActivity(customer.id, kind, said, document, document_id)
    show = partial(desk.window.open_document, DocumentKind.CUSTOMER, customer.id)
    told = _("Note kept for {name}.").format(name=customer.label or customer.code)
    desk.runner.write(
        lambda: desk.services.activities.add(command), lambda _id: desk.notices.say(told, Action(_("Show it"), show))
    )


def _text_field() -> QPlainTextEdit:
    text = QPlainTextEdit()
    text.setAccessibleName(_("What was said"))
    text.setTabChangesFocus(True)
    text.setMinimumHeight(theme().px(110))
    return text
