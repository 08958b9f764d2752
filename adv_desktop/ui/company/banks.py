"""The bank accounts that customers pay into."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from adv_desktop.services.company import Bank
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.identifiers import IdentifierChecks
from adv_desktop.ui.record_list import RecordList
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form

COLUMNS: list[Column[Bank]] = [
    Column(N_("IBAN"), lambda bank: grouped(bank.iban), width=280, key="iban"),
    Column(N_("BIC"), lambda bank: bank.bic or "—", width=120, key="bic"),
    Column(N_("Holder"), lambda bank: bank.holder, width=180, key="holder"),
    Column(N_("Bank"), lambda bank: bank.name or "—", width=140, key="name"),
]


def grouped(iban: str) -> str:
    """Write an IBAN in groups of four."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def bank_list() -> RecordList[Bank]:
    """Return the editable list of accounts; the first one is printed on invoices."""
    return RecordList(
        _("Bank accounts"),
        COLUMNS,
        edit_bank,
        add_text=_("Add an account"),
        empty=_("No account yet: invoices cannot say where to pay."),
        stretch=2,
    )


def edit_bank(bank: Bank | None, done: Callable[[Bank], None], parent: QWidget) -> FormDialog:
    """Ask for an account, its IBAN checked while it is typed."""
    edits = {name: TextEdit("") for name in ("iban", "bic", "holder", "name")}
    form = Form(
        [
            Field("iban", N_("IBAN"), edits["iban"], required=True, span=2),
            Field("bic", N_("BIC"), edits["bic"]),
            Field("name", N_("Bank"), edits["name"]),
            Field("holder", N_("Holder"), edits["holder"], required=True, span=2),
        ]
    )
    checks = IdentifierChecks(form, edits, lambda: "FR", form)
    if bank is not None:
        for name, edit in edits.items():
            edit.set_value(getattr(bank, name))

    def on_ok() -> str:
        form.clear_messages()
        missing = form.first_problem()
        if checks.check_all() or missing:
            return _("Correct what is marked.")
        bic = checks.normal("bic") or None
        done(Bank(checks.normal("iban"), edits["holder"].text().strip(), edits["name"].value(), bic))
        return ""

    dialog = FormDialog(_("Bank account"), form, _("OK"), on_ok, parent)
    dialog.open()
    return dialog
