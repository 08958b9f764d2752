"""The bulk update of prices: what changes and how, every price before and after, the updates that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.rules.price_changes import PriceChange, Rounding
from adv_desktop.services.price_updates import UpdatePrices, UpdateRow
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats, read_number
from adv_desktop.ui.labels import label
from adv_desktop.ui.products.columns import CHANGED, UPDATES
from adv_desktop.ui.products.previewed import PreviewedForm
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.basics import Button, row
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit, ValueEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_SOURCES = (PriceSource.BASE, PriceSource.CUSTOMER_LIST, PriceSource.CATEGORY, PriceSource.CONTRACT)
_ROUNDINGS = {
    Rounding.CENT: N_("to the cent"),
    Rounding.FIVE_CENTS: N_("to five cents"),
    Rounding.TEN_CENTS: N_("to ten cents"),
    Rounding.EURO: N_("to the euro"),
    Rounding.FINE: N_("four decimals"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is typed: a percent, else an amount in euros."""

    value: Decimal
    is_percent: bool


class ChangeEdit(ValueEdit[Change]):
    """« +3 % », « -2,5 % » or « +0,10 »."""

    unreadable = N_("Write a percent or an amount: +3 %, -2.5 % or +0.10.")

    def read(self, text: str) -> Change | None:
        bare = text.replace("€", "").replace("%", "").strip().removeprefix("+")
        value = read_number(bare)
        return None if value is None else Change(value, "%" in text)

    def write(self, value: Change) -> str:
        sign = "+" if value.value > 0 else ""
        written = formats().percent(value.value) if value.is_percent else formats().unit_price(value.value)
        return f"{sign}{written}"


class PriceUpdateForm(PreviewedForm):
    """Nothing is written before « Apply »; an update is undone here as long as its day has not come."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        changes = RowsTable(_("Prices before and after"), CHANGED, stretch=1, max_rows=14)
        super().__init__(desk, changes, parent)
        self.changes = changes
        self.source = ChoiceCombo(_("Prices to change"), [(one.value, label(one)) for one in _SOURCES])
        self.list_name, self.family = TextEdit(_("Price list or category")), TextEdit(_("Family"))
        self.change, self.starts_on = ChangeEdit(_("Change")), DateEdit(_("In force from"), desk.today())
        self.rounding = ChoiceCombo(_("Rounding"), [(one.value, _(text)) for one, text in _ROUNDINGS.items()])
        self.upwards = QCheckBox(_("Always upwards"))
        self.form = Form(self._fields(), columns=4)
        self.updates = RowsTable(_("Updates made"), UPDATES, stretch=3, max_rows=6)
        self.undo_button = Button(_("Undo the chosen update"), icon="undo", small=True, on_click=self.undo)
        write = Button(_("Apply"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.apply)
        made = (self.updates, row(self.undo_button))
        self.lay_out((_("What changes"), self.form), (_("Updates made"), made), write)
        self.setFocusProxy(self.source)
        self._read_updates()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Update of prices")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("preview", N_("Preview the new prices"), self.preview, "Ctrl+P", "eye", Menu.SALES),
            Command("apply", N_("Apply the update"), self.apply, "Ctrl+Return", "check", Menu.SALES),
            Command("undo", N_("Undo the chosen update"), self.undo, "", "undo", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def command(self) -> UpdatePrices | None:
        """Return the update as typed; None (and the fields marked) when something is missing."""
        self.form.clear_messages()
        change, starts_on = self.change.value(), self.starts_on.value()
        if self.form.first_problem() or change is None or starts_on is None:
            return None
        percent, amount = (change.value, None) if change.is_percent else (None, change.value)
        asked = PriceChange(percent, amount, Rounding(self.rounding.key()), self.upwards.isChecked())
        return UpdatePrices(
            PriceSource(self.source.key()), asked, starts_on, self.list_name.value(), self.family.value()
        )

    def preview(self) -> None:
        """Show every price before and after."""
        command = self.command()
        if command is None:
            return
        updates = self.desk.services.price_updates
        self.look(lambda: updates.preview(command), _told)

    def apply(self) -> None:
        """Write the new prices; they may be undone before their day."""
        command = self.command()
        if command is None:
            return
        updates = self.desk.services.price_updates
        self.desk.runner.job(
            lambda progress: updates.run(command, progress),
            self._on_applied,
            self.refused,
            title=_("Updating the prices"),
            lane=Lane.WRITE,
        )

    def undo(self) -> None:
        """Take the chosen update back."""
        chosen = self.updates.current()
        if isinstance(chosen, UpdateRow):
            self._undo(chosen.id)

    def _undo(self, update_id: int) -> None:
        updates = self.desk.services.price_updates
        self.desk.runner.write(lambda: updates.undo(update_id), lambda _done: self._on_undone())

    def _fields(self) -> list[Field]:
        return [
            Field("source", N_("Prices to change"), self.source),
            Field("list_name", N_("Price list or category"), self.list_name, N_("Empty: all of them.")),
            Field("family", N_("Family"), self.family, N_("Empty: all products.")),
            Field("change", N_("Change"), self.change, N_("+3 %, -2.5 % or +0.10"), required=True),
            Field("rounding", N_("Rounding"), self.rounding),
            Field("upwards", N_("Direction"), self.upwards),
            Field("starts_on", N_("In force from"), self.starts_on, N_("A day to come."), required=True),
        ]

    def _on_applied(self, update_id: int) -> None:
        self.forget()
        said = _("The new prices are recorded; they can be undone until the day before they start.")
        self.desk.notices.say(said, Action(_("Undo this action"), lambda: self._undo(update_id)))
        self._read_updates()

    def _on_undone(self) -> None:
        self.desk.notices.say(_("The update is undone: the former prices stay."))
        self._read_updates()

    def _read_updates(self) -> None:
        self.desk.runner.read(self.desk.services.price_updates.all, self._show_updates)

    def _show_updates(self, rows: list[UpdateRow]) -> None:
        self.updates.set_rows(rows)
        if rows:
            self.updates.selectRow(0)
        self.undo_button.setEnabled(any(not row.begun and not row.undone for row in rows))


def _told(count: int) -> str:
    told = ngettext("{count} price would change.", "{count} prices would change.", count)
    return told.format(count=formats().integer(count))
