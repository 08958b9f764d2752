"""« Fusionner ou transférer vers… »: what would move and what would stay, then the record taken over by another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.customer_merging import MergeCustomers, MergePreview, Moved, TakeOver
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import set_role, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.services.queries.customers import CustomerRow
    from adv_desktop.ui.desk import Desk

WIDTH = 720
WHY = {
    TakeOver.MERGE: N_("Two records of the same company"),
    TakeOver.TRANSFER: N_("Another company takes its business over"),
}
WHAT = {
    Moved.ORDERS: N_("Orders not finished"),
    Moved.QUOTATIONS: N_("Quotations under way"),
    Moved.DELIVERIES: N_("Deliveries being prepared"),
    Moved.DRAFTS: N_("Invoices in draft"),
    Moved.CONTRACTS: N_("Subscriptions"),
    Moved.PRICES: N_("Contract prices"),
    Moved.DISCOUNTS: N_("Discounts by family"),
    Moved.CODES: N_("Customer's codes"),
    Moved.ADDRESSES: N_("Delivery addresses"),
    Moved.CONTACTS: N_("Contacts"),
    Moved.ROLES: N_("Customers that it is invoiced or pays for"),
    Moved.INSURED: N_("Insured amounts"),
    Moved.STAYS_ISSUED: N_("Issued invoices and credit notes"),
    Moved.STAYS_OWED: N_("Amounts still open"),
    Moved.STAYS_INSURED: N_("Insured amounts that do not follow"),
}
STAYS = frozenset({Moved.STAYS_ISSUED, Moved.STAYS_OWED, Moved.STAYS_INSURED})
Counted = tuple[Moved, int]

COLUMNS: list[Column[Counted]] = [
    Column(N_("Kind of thing"), lambda row: _(WHAT[row[0]]), width=320, key="what"),
    Column(N_("Count"), lambda row: formats().integer(row[1]), right=True, width=90, key="count"),
    Column(
        N_("What becomes of it"),
        lambda row: _("Stays where it is") if row[0] in STAYS else _("Moves"),
        width=180,
        key="becomes",
    ),
]


class MergePanel(QWidget):
    """The record that stays, why, and what moves to it."""

    def __init__(self, desk: Desk, row: CustomerRow) -> None:
        super().__init__()
        self._desk, self._row = desk, row
        self.kept = Picker(_("Record that stays"), Searches(desk).customers, _("Code, name or town"))
        self.why = ChoiceCombo(_("Why"), [(why.value, _(text)) for why, text in WHY.items()])
        self.reason = TextEdit(_("Reason"))
        self.form = Form(
            [
                Field("kept", N_("Record that stays"), self.kept, required=True, span=2),
                Field("why", N_("Why"), self.why),
                Field("reason", N_("Reason"), self.reason, required=True),
            ]
        )
        hint = _("Choose the record that stays: what would move to it is shown here.")
        self.said = text_label(hint, "muted", wrap=True)
        self.table = RowsTable(_("What would move"), COLUMNS, stretch=0, max_rows=13)
        self.table.hide()
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=10)
        for widget in (self.form, self.said, self.table):
            layout.addWidget(widget)
        self.kept.chosen.connect(lambda _choice: self.look())
        self.why.picked.connect(lambda _key: self.look())

    def command(self) -> MergeCustomers | None:
        """Return the take-over as typed, None while no record is chosen."""
        kept = self.kept.choice()
        if kept is None:
            return None
        return MergeCustomers(self._row.code, kept.code, TakeOver(self.why.key()), self.reason.value() or "")

    def look(self) -> None:
        """Show what would move."""
        command = self.command()
        if command is not None:
            merging = self._desk.services.customer_merging
            self._desk.runner.read(lambda: merging.preview(command), self._on_seen, self._on_refused)

    def _on_seen(self, seen: MergePreview) -> None:
        said = _("{ended} would be closed and go on as {kept}.").format(ended=seen.ended, kept=seen.kept)
        self._say(said, "strong", [(what, count) for what, count in seen.counts.items() if count])

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self._say(sentence(error, texts.current()), "bad", [])
        else:
            self._desk.failed(error)

    def _say(self, said: str, role: str, rows: list[Counted]) -> None:
        self.said.setText(said)
        set_role(self.said, "role", role)
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))


class MergeDialog(FormDialog):
    """Asks which record takes a customer's business over; stays open on a refusal."""

    def __init__(self, desk: Desk, row: CustomerRow, parent: QWidget) -> None:
        self.panel = MergePanel(desk, row)
        title = _("Merge or transfer {name}").format(name=row.name)
        super().__init__(title, self.panel, _("Take over"), self._try, parent)
        self._desk = desk
        self.setMinimumWidth(theme().px(WIDTH))
        self.panel.kept.setFocus()

    def _try(self) -> str:
        self.panel.form.clear_messages()
        command = self.panel.command()
        if self.panel.form.first_problem() or command is None:
            return _("Correct what is marked.")
        merging = self._desk.services.customer_merging
        self.refuse(_("The record is being taken over…"))  # stays open until it is
        self._desk.runner.write(lambda: merging.merge(command), self._on_merged, self._on_refused)
        return self._refusal.text()

    def _on_merged(self, done: MergePreview) -> None:
        self.accept()
        show = Action(_("Show it"), partial(self._desk.window.open_document, DocumentKind.CUSTOMER, done.kept_id))
        self._desk.notices.say(_("{ended} goes on as {kept}.").format(ended=done.ended, kept=done.kept), show)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.refuse(sentence(error, texts.current()))
        else:
            self._desk.failed(error)


def ask_merge(desk: Desk, row: CustomerRow, parent: QWidget) -> MergeDialog:
    """Ask which record takes a customer's business over."""
    dialog = MergeDialog(desk, row, parent)
    dialog.open()
    return dialog
