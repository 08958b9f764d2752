"""A small dialog: by which day a price list is read, and until when its former prices are accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import PriceSource
from adv_desktop.services.price_terms import NAMED, ListTerms
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label
from adv_desktop.ui.products.dialogs import opened
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk
    from adv_desktop.ui.widgets.dialog import FormDialog

_SOURCES = (PriceSource.BASE, PriceSource.CUSTOMER_LIST, PriceSource.CATEGORY, PriceSource.CONTRACT)
_BY_ORDER, _BY_REQUEST = "order", "request"


def ask_terms(desk: Desk, today: dt.date, done: Callable[[ListTerms], object], parent: QWidget) -> FormDialog:
    """Ask the terms of a list, starting from those that it has."""
    source = ChoiceCombo(_("Price from"), [(one.value, label(one)) for one in _SOURCES])
    name, until = TextEdit(_("Price list or category")), DateEdit(_("Former prices accepted until"), today)
    days = [(_BY_ORDER, _("the day of the order")), (_BY_REQUEST, _("the day requested"))]
    basis = ChoiceCombo(_("Prices are those of"), days)
    form = Form(
        [
            Field("source", N_("Price from"), source),
            Field("name", N_("Price list or category"), name),
            Field("basis", N_("Prices are those of"), basis),
            Field("until", N_("Former prices accepted until"), until, N_("Empty: the new price at once.")),
        ],
        columns=2,
    )

    def chosen() -> tuple[PriceSource, str]:
        listed = PriceSource(source.key())
        return listed, name.value() or "" if listed in NAMED else ""

    def show(terms: ListTerms) -> None:
        if (terms.source, terms.name) != chosen():
            return  # another list was chosen meanwhile
        basis.set_key(_BY_REQUEST if terms.by_requested else _BY_ORDER)
        until.set_value(terms.former_until)

    def load() -> None:
        (listed, named), terms = chosen(), desk.services.price_terms
        name.setEnabled(listed in NAMED)
        desk.runner.read(lambda: terms.of(listed, named), show)

    def submit() -> None:
        by_requested = basis.key() == _BY_REQUEST
        done(ListTerms(*chosen(), by_requested, until.value()))

    source.picked.connect(lambda _key: load())
    name.editingFinished.connect(load)
    load()
    return opened(_("Price basis"), form, _("Record"), submit, parent)
