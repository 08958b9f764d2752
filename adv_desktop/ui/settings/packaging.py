"""The kinds of returnable packaging in the settings: pallets, crates, roll cages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.packaging import PackagingRecord
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.record_list import RecordList
from adv_desktop.ui.settings.section import Section
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.widgets.basics import Card
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import PercentEdit, PriceEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_WITH, _WITHOUT = "with", "without"


def _deposit(kind: PackagingRecord) -> str:
    return "—" if kind.deposit is None else formats().unit_price(kind.deposit)


def _vat(kind: PackagingRecord) -> str:
    if kind.deposit is None:
        return "—"
    return formats().percent(kind.vat_rate) if kind.deposit_vat else _("Without VAT")


COLUMNS: list[Column[PackagingRecord]] = [
    Column(N_("Code"), lambda kind: kind.code, width=110, key="code"),
    Column(N_("Name"), lambda kind: kind.label, width=240, key="label"),
    Column(N_("English name"), lambda kind: kind.label_en or "—", width=200, key="label_en"),
    Column(N_("Deposit, net"), _deposit, right=True, width=130, key="deposit"),
    Column(N_("VAT of the deposit"), _vat, width=150, key="deposit_vat"),
]


class PackagingSection(Section):
    """The list is written as soon as it changes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _("What customers keep of ours and give back; each has an account of it.")
        super().__init__(desk, _("Returnable packaging"), sub, parent)
        self.kinds: RecordList[PackagingRecord] = RecordList(
            _("Kinds of packaging"),
            COLUMNS,
            edit_kind,
            add_text=_("Add a packaging"),
            empty=_("No packaging yet: add the Europe pallet, a crate, a roll cage."),
            stretch=1,
        )
        card = Card(_("Kinds of packaging"))
        card.body.addWidget(self.kinds)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.kinds.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Read the kinds."""
        self.desk.runner.read(self.desk.services.packaging.kinds, self.kinds.set_records)

    def _on_changed(self) -> None:
        service, records = self.desk.services.packaging, self.kinds.records()
        self.desk.runner.write(lambda: service.set_kinds(records), self._on_written, self._on_refused)

    def _on_written(self, _done: None) -> None:
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        """Say why, and show again what is kept."""
        self.desk.failed(error)
        self.refresh()


def edit_kind(kind: PackagingRecord | None, done: Callable[[PackagingRecord], None], parent: QWidget) -> FormDialog:
    """Ask for a kind of packaging."""
    former = kind or PackagingRecord("", "")
    code, label, english = TextEdit(_("Code")), TextEdit(_("Name")), TextEdit(_("English name"))
    for edit, value in ((code, former.code), (label, former.label), (english, former.label_en)):
        edit.set_value(value or None)
    deposit, rate, bears = PriceEdit(_("Deposit, net")), PercentEdit(_("VAT %")), ChoiceCombo(_("VAT of the deposit"))
    bears.set_options(((_WITHOUT, _("Without VAT")), (_WITH, _("With VAT"))))
    bears.set_key(_WITH if former.deposit_vat else _WITHOUT)
    deposit.set_value(former.deposit)
    rate.set_value(former.vat_rate)
    form = Form(
        [
            Field("code", N_("Code"), code, required=True),
            Field("label", N_("Name"), label, required=True, span=2),
            Field("label_en", N_("English name"), english, N_("On the papers of customers who read English."), span=2),
            Field("deposit", N_("Deposit, net"), deposit, N_("For one piece. Empty: quantities alone.")),
            Field("deposit_vat", N_("VAT of the deposit"), bears, N_("Asked with the deposit, or not.")),
            Field("vat_rate", N_("VAT %"), rate, N_("Also of what is never given back."), required=True),
        ]
    )

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        named = replace(former, code=code.value() or "", label=label.value() or "", label_en=english.value())
        asked = replace(named, deposit=deposit.value(), deposit_vat=bears.key() == _WITH)
        done(replace(asked, vat_rate=rate.value() or former.vat_rate))
        return ""

    dialog = FormDialog(_("Packaging"), form, _("OK"), on_ok, parent)
    code.setFocus()
    dialog.open()
    return dialog
