"""Carrying out what was decided: a credit note to make, or the document by which it was done to name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import ClaimActionKind, DocumentKind
from adv_desktop.services.queries.chain import Link
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.claims.reads import ORIGIN_KINDS
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form

CREDITED = frozenset({ClaimActionKind.CREDIT, ClaimActionKind.PRICE, ClaimActionKind.GOODWILL})
# What to do where the program cannot do it by itself, and what is then named.
_GUIDES = {
    ClaimActionKind.REPLACEMENT: (
        N_("Enter an order of the goods to send again, with the price 0, deliver it, and name it here."),
        DocumentKind.ORDER,
    ),
    ClaimActionKind.RETURN: (
        N_("Once the goods are back, make the credit note on the invoice, and name it here."),
        DocumentKind.INVOICE,
    ),
}
_CREDIT_GUIDE = (N_("Name the credit note that settles the claim."), DocumentKind.INVOICE)
VERBS = {
    ClaimActionKind.REPLACEMENT: N_("Link the replacement…"),
    ClaimActionKind.RETURN: N_("Take the goods back…"),
    ClaimActionKind.CREDIT: N_("Make the credit note"),
    ClaimActionKind.PRICE: N_("Credit the difference of price"),
    ClaimActionKind.GOODWILL: N_("Credit the gesture"),
}


def ask_document(
    action: ClaimActionKind, on_named: Callable[[DocumentKind, str], object], parent: QWidget
) -> FormDialog:
    """Say what to do and ask for the document by which an action was carried out."""
    guide, usual = _GUIDES.get(action, _CREDIT_GUIDE)
    kind = ChoiceCombo(_("Kind of document"), [(one.value, label(one)) for one in ORIGIN_KINDS])
    kind.set_key(usual.value)
    number = TextEdit(_("Number"))
    form = Form([Field("kind", N_("Kind of document"), kind), Field("number", N_("Number"), number, required=True)])
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, (0, 0, 0, 0), 10)
    layout.addWidget(text_label(_(guide), "body", wrap=True))
    layout.addWidget(form)

    def on_ok() -> str:
        if form.first_problem() is not None:
            return _("Write the number of the document.")
        on_named(DocumentKind(kind.key()), number.text().strip())
        return ""

    dialog = FormDialog(label(action), body, _("Link"), on_ok, parent)
    number.setFocus()
    dialog.open()
    return dialog


def ask_one(title: str, links: Sequence[Link], on_chosen: Callable[[int], object], parent: QWidget) -> None:
    """Choose the document that an action is about; the only one is not asked for."""
    if len(links) == 1:
        on_chosen(links[0].id)
        return
    combo = ChoiceCombo(title, [(str(link.id), link.number) for link in links])

    def on_ok() -> str:
        on_chosen(int(combo.key()))
        return ""

    FormDialog(title, combo, _("Continue"), on_ok, parent).open()
