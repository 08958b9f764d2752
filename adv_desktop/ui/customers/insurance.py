"""The credit insurance of a customer: amounts with their days, what is not insured, the orders still to deliver."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import AdvError
from adv_desktop.models.rules.insurance import InsuranceKind
from adv_desktop.services import texts
from adv_desktop.services.events import Changed
from adv_desktop.services.insurance import Insurance, NewInsuredAmount, Reduction
from adv_desktop.services.queries.insured import InsuredRow, PipeOrder
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.customers.columns import day
from adv_desktop.ui.customers.exposure_panel import ExposurePanel
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label, options
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

USUAL_QUOTITY = Decimal(90)
NAMED_ORDERS = 8  # in a notice; the table has them all

AMOUNTS: list[Column[InsuredRow]] = [
    Column(N_("From"), lambda row: day(row.starts_on), width=104, key="from"),
    Column(N_("Until"), lambda row: day(row.ends_on), width=104, key="until"),
    Column(N_("Insured amount"), lambda row: formats().money(row.amount), right=True, width=130, bold=True,
           key="amount"),
    Column(N_("Insured share"), lambda row: formats().percent(row.quotity), right=True, width=110, key="quotity"),
    Column(N_("Kind of agreement"), lambda row: label(row.kind), width=170, key="kind"),
    Column(N_("Reference"), lambda row: row.reference or "—", width=160, key="reference"),
]  # fmt: skip
ORDERS: list[Column[PipeOrder]] = [
    Column(N_("Order"), lambda row: row.number or "—", cell=Cell.LINK, width=134, key="number"),
    Column(N_("Your ref."), lambda row: row.customer_reference or "—", width=160, key="reference"),
    Column(N_("Confirmed date"), lambda row: day(row.promised), width=118, key="promised"),
    Column(N_("Gross amount"), lambda row: formats().money(row.gross, row.currency), right=True, width=120,
           key="gross"),
]  # fmt: skip


class InsuranceForm(DocumentForm):
    """« Montants assurés » of one customer."""

    guide = "customers"

    def __init__(self, desk: Desk, customer_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id = customer_id
        self._title, self._none = text_label(_("Insured amounts"), "page"), text_label("", "muted", wrap=True)
        self._exposure = ExposurePanel()
        self.amounts = RowsTable(_("Insured amounts"), AMOUNTS, stretch=5, max_rows=8)
        self.orders = RowsTable(_("Orders still to deliver"), ORDERS, stretch=1, max_rows=12)
        self._build()
        self.setFocusProxy(self.amounts)
        self.amounts.opened.connect(self._on_opened)
        self.orders.opened.connect(self._on_order)
        self.orders.link_opened.connect(self._on_order)
        self.load()

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("add", N_("New insured amount…"), self.add, "F2", "plus", Menu.SALES),
            Command("end", N_("Last insured day…"), self.end, "F3", "edit", Menu.SALES),
            Command("remove", N_("Remove the insured amount"), self.remove, "Ctrl+Del", "", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def load(self) -> None:
        """Read the amounts."""
        service = self.desk.services.insurance
        self.desk.runner.read(lambda: service.show(self._id), self._on_loaded, self._on_gone)

    def on_changed(self, changed: Changed) -> None:
        """Read again what moved."""
        if any(changed.of(kind) for kind in DocumentKind):
            self.load()

    def add(self) -> None:
        """Ask for an amount that the insurer agreed to."""
        AmountDialog(self.desk, self._id, self.on_written, self).open()

    def end(self) -> None:
        """Ask for the last insured day of the chosen amount."""
        row = self._chosen()
        if row is not None:
            EndDialog(self.desk, row, self.on_written, self).open()

    def remove(self) -> None:
        """Take away the chosen amount, typed by mistake."""
        row = self._chosen()
        if row is None:
            return
        service, again = self.desk.services.insurance, _as_new(self._id, row)

        def undo() -> None:
            self.desk.runner.write(lambda: service.add(again), lambda _done: self.load())

        def told(lost: Reduction | None) -> None:
            said = _("The insured amount of {amount} is removed.").format(amount=formats().money(row.amount))
            self.on_written(said, lost, Action(_("Undo this action"), undo))

        self.desk.runner.write(lambda: service.remove(row.id, row.version), told)

    def on_written(self, said: str, lost: Reduction | None, *actions: Action) -> None:
        """Say what was written; a reduction names the orders that it puts in question and stays until read."""
        if lost is None:
            self.desk.notices.say(said, *actions)
        else:
            self.desk.notices.say(said_of(lost), *actions, tone=Tone.WARN, seconds=0)
        self.load()

    def _chosen(self) -> InsuredRow | None:
        row = self.amounts.current()
        if isinstance(row, InsuredRow):
            return row
        self.desk.notices.say(_("Choose an insured amount in the list first."), tone=Tone.WARN)
        return None

    def _build(self) -> None:
        inner = QWidget()
        cards = QVBoxLayout(inner)
        theme().space(cards, spacing=12)
        for title, widgets in (
            (_("Exposure"), (self._exposure,)),
            (_("Insured amounts"), (self._none, self.amounts)),
            (_("Orders still to deliver"), (self.orders,)),
        ):
            card = Card(title)
            for widget in widgets:
                card.body.addWidget(widget)
            cards.addWidget(card)
        cards.addStretch(1)
        row = QHBoxLayout()
        theme().space(row, spacing=8)
        row.addWidget(Button(_("Remove"), "danger", on_click=self.remove))
        row.addStretch(1)
        row.addWidget(Button(_("Close"), on_click=self.closed.emit))
        row.addWidget(Button(_("Last insured day…"), icon="edit", hint="F3", on_click=self.end))
        row.addWidget(Button(_("New insured amount…"), "primary", icon="plus", hint="F2", on_click=self.add))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(self._title)
        layout.addWidget(Scroll(inner), 1)
        layout.addLayout(row)

    def _on_loaded(self, shown: Insurance) -> None:
        self._title.setText(_("Insured amounts of {name}").format(name=shown.name))
        self._exposure.show_exposure(shown.exposure, shown.cover)
        self.amounts.set_rows(shown.amounts)
        if shown.amounts and self.amounts.current() is None:
            self.amounts.selectRow(0)
        self.orders.set_rows(shown.orders)
        self._none.setText(_("Nothing is insured yet: type what the insurer agreed to with F2."))
        self._none.setVisible(not shown.amounts)
        self.title_changed.emit(self.title)

    def _on_opened(self, _row: object) -> None:
        self.end()

    def _on_order(self, row: PipeOrder) -> None:
        self.desk.window.open_document(DocumentKind.ORDER, row.id)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)


Told = Callable[[str, Reduction | None], None]
# What to write and what to say then; None while something is missing.
Work = Callable[[], tuple[Callable[[], Reduction | None], str] | None]


class _WritingDialog(FormDialog):
    """Stays open, with the sentence, while what it asks to write is refused."""

    def __init__(self, desk: Desk, title: str, form: Form, work: Work, told: Told, parent: QWidget) -> None:
        super().__init__(title, form, _("Record"), self._try, parent)
        self._desk, self._form, self._work, self._told = desk, form, work, told

    def _try(self) -> str:
        self._form.clear_messages()
        work = None if self._form.first_problem() else self._work()
        if work is None:
            return _("Correct what is marked.")
        write, said = work
        self.refuse(_("Being recorded…"))  # stays open until it is
        self._desk.runner.write(write, lambda lost: self._on_written(said, lost), self._on_refused)
        return self._refusal.text()

    def _on_written(self, said: str, lost: Reduction | None) -> None:
        self.accept()
        self._told(said, lost)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.refuse(sentence(error, texts.current()))
        else:
            self._desk.failed(error)


class AmountDialog(_WritingDialog):
    """An amount that the insurer agreed to, with its days."""

    def __init__(self, desk: Desk, customer_id: int, told: Told, parent: QWidget) -> None:
        self._customer_id, today = customer_id, desk.today()
        self.amount, self.quotity = MoneyEdit(_("Insured amount")), PercentEdit(_("Insured share"))
        self.starts_on, self.ends_on = DateEdit(_("From"), today), DateEdit(_("Until"), today)
        self.kind = ChoiceCombo(_("Kind of agreement"), options(InsuranceKind))
        self.reference = TextEdit(_("Reference"))
        self.starts_on.set_value(today)
        self.quotity.set_value(USUAL_QUOTITY)
        form = Form(
            [
                Field("amount", N_("Insured amount"), self.amount, required=True),
                Field("quotity", N_("Insured share"), self.quotity, N_("What the insurer pays of a loss, in %."), True),
                Field("from", N_("From"), self.starts_on, required=True),
                Field("until", N_("Until"), self.ends_on, N_("Empty: until another amount follows.")),
                Field("kind", N_("Kind of agreement"), self.kind),
                Field("reference", N_("Reference"), self.reference),
            ]
        )
        super().__init__(desk, _("New insured amount"), form, self.work, told, parent)
        self.amount.setFocus()

    def work(self) -> tuple[Callable[[], Reduction | None], str] | None:
        """Return the amount to add."""
        amount, quotity, start = self.amount.value(), self.quotity.value(), self.starts_on.value()
        if amount is None or quotity is None or start is None:
            return None
        kind = InsuranceKind(self.kind.key())
        new = NewInsuredAmount(
            self._customer_id, start, self.ends_on.value(), amount, kind, quotity, self.reference.value()
        )
        said = _("{amount} is insured from {date} on.")
        add = self._desk.services.insurance.add
        return lambda: add(new), said.format(amount=formats().money(amount), date=formats().date(start))


class EndDialog(_WritingDialog):
    """The last insured day of an amount."""

    def __init__(self, desk: Desk, row: InsuredRow, told: Told, parent: QWidget) -> None:
        self._row = row
        self.ends_on = DateEdit(_("Last insured day"), desk.today())
        self.ends_on.set_value(row.ends_on or desk.today())
        form = Form(
            [Field("until", N_("Last insured day"), self.ends_on, N_("Empty: until another amount follows."), span=2)]
        )
        title = _("Insured amount of {amount}").format(amount=formats().money(row.amount))
        super().__init__(desk, title, form, self.work, told, parent)
        self.ends_on.setFocus()

    def work(self) -> tuple[Callable[[], Reduction | None], str] | None:
        """Return the day to keep."""
        row, until, end = self._row, self.ends_on.value(), self._desk.services.insurance.end
        said = (
            _("{amount} stays insured until {date}.").format(
                amount=formats().money(row.amount), date=formats().date(until)
            )
            if until
            else _("{amount} is insured from {date} on.").format(
                amount=formats().money(row.amount), date=formats().date(row.starts_on)
            )
        )
        return lambda: end(row.id, row.version, until), said


def said_of(lost: Reduction) -> str:
    """Return a reduction in words, with the orders that it puts in question."""
    money = formats().money
    if not lost.orders:
        said = _("From {date} on, {now} is insured instead of {former}; no order is left to deliver.")
        return said.format(date=formats().date(lost.on), now=money(lost.now), former=money(lost.former))
    said = _("From {date} on, {now} is insured instead of {former}. Look again at what is still to deliver: {orders}.")
    numbers = [order.number or "—" for order in lost.orders]
    others, orders = len(numbers) - NAMED_ORDERS, ", ".join(numbers[:NAMED_ORDERS])
    if others > 0:
        orders = ngettext("{first} and {count} other", "{first} and {count} others", others).format(
            first=orders, count=others
        )
    return said.format(date=formats().date(lost.on), now=money(lost.now), former=money(lost.former), orders=orders)


def _as_new(customer_id: int, row: InsuredRow) -> NewInsuredAmount:
    return NewInsuredAmount(customer_id, row.starts_on, row.ends_on, row.amount, row.kind, row.quotity, row.reference)
