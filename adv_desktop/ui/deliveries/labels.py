"""Labels of deliveries: what they are stuck on, the sheet or roll, and the first free label."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.label_formats import FORMATS
from adv_desktop.services.shipping_labels import LabelKind, LabelSheet
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import QuantityEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

FORM_KEY = "labels/form"


def ask_labels(desk: Desk, ids: Sequence[int], names: Sequence[str], parent: QWidget) -> FormDialog:
    """Ask how labels are printed, then show them; the format is remembered."""
    kind = ChoiceCombo(
        _("Labels"),
        [(LabelKind.PARCEL.value, _("One a parcel, with bar codes")), (LabelKind.ADDRESS.value, _("One an address"))],
    )
    form = ChoiceCombo(_("Format"), [(one.key, _(one.word)) for one in FORMATS])
    form.set_key(str(desk.settings.value(FORM_KEY, FORMATS[0].key)))
    start = QuantityEdit(_("First free label"))
    start.set_value(Decimal(1))
    asked = Form(
        [
            Field("kind", N_("Labels"), kind, span=2),
            Field("form", N_("Format"), form, span=2),
            Field("start", N_("First free label"), start, help=N_("Of a sheet that was begun, counted as one reads.")),
        ]
    )

    def on_ok() -> str:
        places = next(one.places for one in FORMATS if one.key == form.key())
        first = start.value() or Decimal(1)
        if not 1 <= first <= places or first != int(first):
            return _("The sheet has {count} labels: type one of them.").format(count=places)
        desk.settings.setValue(FORM_KEY, form.key())
        sheet = LabelSheet(form.key(), LabelKind(kind.key()), int(first))
        show = partial(_show, desk, list(ids), list(names), sheet)
        if sheet.kind is LabelKind.PARCEL:
            desk.runner.write(partial(desk.services.shipping_labels.number, ids), lambda _done: show())
        else:
            show()
        return ""

    dialog = FormDialog(_("Labels"), asked, _("Preview"), on_ok, parent)
    dialog.open()
    kind.setFocus()
    return dialog


def _show(desk: Desk, ids: Sequence[int], names: Sequence[str], sheet: LabelSheet) -> None:
    labels = desk.services.shipping_labels
    title = _("Labels of {numbers}").format(numbers=", ".join(names[:3]) + ("…" if names[3:] else ""))
    file_name = f"{_('Labels')}_{names[0]}.pdf"
    desk.window.open_form(PreviewForm(desk, title, lambda: labels.pdf(ids, sheet), file_name))
