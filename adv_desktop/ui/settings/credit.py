"""« Encours »: the limit of a customer that has none, the days after which orders wait, the limits of groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.customer_groups import GroupRecord
from adv_desktop.services.setting_list import Group
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.settings.generated import GeneratedSection
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.basics import Button, Card, row, text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import MoneyEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

COLUMNS: list[Column[GroupRecord]] = [
    Column(N_("Group"), lambda group: group.name, width=240, key="name"),
    Column(N_("Customers"), lambda group: formats().integer(group.customers), right=True, width=100, key="customers"),
    Column(
        N_("Credit limit"),
        lambda group: "—" if group.credit_limit is None else formats().money(group.credit_limit),
        right=True,
        width=140,
        key="limit",
    ),
]


class CreditSection(GeneratedSection):
    """A limit is written as soon as its dialog is accepted."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _("Checked when an order is confirmed and again when it is picked; what left is always invoiced.")
        super().__init__(desk, _("Credit limits"), sub, (Group.CREDIT,), 2, parent)
        self.groups = RowsTable(_("Groups of customers"), COLUMNS, stretch=0, max_rows=8)
        self.groups.opened.connect(self.edit)
        self._nothing = text_label(_("No customer names a group: write it on the customer's form."), "muted", wrap=True)
        self.edit_button = Button(_("Change the limit"), icon="edit", small=True, hint=_("Enter"), on_click=self.edit)
        self.add_button = Button(_("Add a group"), icon="plus", small=True, on_click=self.add)
        said = _(
            "A group's limit counts what is outstanding with all its customers;"
            " it holds for those without one of their own."
        )
        card = Card(_("Groups of customers"), said)
        for widget in (self.groups, self._nothing, row(self.add_button, self.edit_button)):
            card.body.addWidget(widget)
        self.body.insertWidget(self.body.count() - 1, card)

    def refresh(self) -> None:
        """Read the settings and the groups."""
        super().refresh()
        self.desk.runner.read(self.desk.services.customer_groups.show, self._on_read)

    def edit(self, _record: object = None) -> None:
        """Ask for the limit of the current group."""
        place = self.groups.currentIndex().row()
        if 0 <= place < len(self.groups.rows()):
            ask_limit(self.groups.rows()[place], self._write, self)

    def add(self) -> None:
        """Ask for a group that no customer names yet."""
        ask_limit(GroupRecord(""), self._write, self)

    def _on_read(self, groups: tuple[GroupRecord, ...]) -> None:
        self.groups.set_rows(groups)
        self.groups.setVisible(bool(groups))
        self._nothing.setVisible(not groups)
        self.edit_button.setEnabled(bool(groups))
        if groups:
            self.groups.selectRow(0)

    def _write(self, record: GroupRecord) -> None:
        service = self.desk.services.customer_groups
        self.desk.runner.write(lambda: service.set_limit(record), lambda _done: self.refresh())


def ask_limit(record: GroupRecord, done: Callable[[GroupRecord], None], parent: QWidget) -> FormDialog:
    """Ask for the limit of a group, and for its name when it is new."""
    name, limit = TextEdit(_("Group")), MoneyEdit(_("Credit limit"))
    name.set_value(record.name or None)
    name.setReadOnly(bool(record.name))
    limit.set_value(record.credit_limit)
    form = Form(
        [
            Field("name", N_("Group"), name, N_("As it is written on the customer's form."), required=True),
            Field("limit", N_("Credit limit"), limit, N_("Empty: no limit. 0: nothing on credit.")),
        ]
    )

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        done(replace(record, name=name.value() or "", credit_limit=limit.value()))
        return ""

    dialog = FormDialog(_("Limit of the group"), form, _("OK"), on_ok, parent)
    (limit if record.name else name).setFocus()
    dialog.open()
    return dialog
