"""The fields of a new claim."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from adv_desktop.models.enums import ClaimSeverity, ClaimType, DocumentKind
from adv_desktop.services.claims import NewClaim, Origin
from adv_desktop.services.queries.statuses import ClaimStart
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.claims.reads import ORIGIN_KINDS, OriginDocument, OriginLine
from adv_desktop.ui.format import formats, pair
from adv_desktop.ui.labels import label, options
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.choices import Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

NO_ORIGIN = "none"
WHOLE_DOCUMENT = "0"


class ClaimFields(QWidget):
    """What a claim is about; `origin_named(kind, number)` asks for the document that was typed.

    `unit_named` asks for the delivery of a serial number.
    """

    origin_named = Signal(str, str)
    unit_named = Signal(str)

    def __init__(self, customers: Search, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.customer = Picker(_("Customer"), customers, _("Code, name or town"))
        self.kind = ChoiceCombo(_("About"), [(kind.value, label(kind)) for kind in ORIGIN_KINDS])
        self.kind.set_options([(NO_ORIGIN, _("No document")), *((kind.value, label(kind)) for kind in ORIGIN_KINDS)])
        self.number = TextEdit(_("Number of the document"))
        self.serial = TextEdit(_("Serial number"))
        self.line = ChoiceCombo(_("Line"), [(WHOLE_DOCUMENT, _("The whole document"))])
        self.type = ChoiceCombo(_("Type"), options(ClaimType))
        self.severity = ChoiceCombo(_("Severity"), options(ClaimSeverity))
        self.disputed = MoneyEdit(_("Disputed amount, gross"))
        self.due = DateEdit(_("Answer due on"), today)
        self.reference = TextEdit(_("Customer's reference"))
        self.service = TextEdit(_("Department in charge"))
        self.person = TextEdit(_("Person in charge"))
        self.cause = TextEdit(_("Cause"))
        self.description = QPlainTextEdit()
        self.severity.set_key(ClaimSeverity.NORMAL.value)
        self._dress_description()
        self.form = Form(self._fields(), columns=6)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(self.form)
        self.number.committed.connect(lambda _number: self._on_number())
        self.serial.committed.connect(lambda number: self.unit_named.emit(number) if number else None)
        self.kind.picked.connect(lambda _kind: self._on_kind())
        self._show_kind()

    def command(self) -> NewClaim | None:
        """Return the claim as typed; None, with the fields marked, while something is missing."""
        customer, description = self.customer.choice(), self.description.toPlainText().strip()
        self.form.clear_messages()
        unreadable = self.form.first_problem() is not None
        if not description:
            self.form.set_message("description", _("Please fill this in."))
        if unreadable or customer is None or not description:
            return None
        return NewClaim(
            customer=customer.code,
            type=ClaimType(self.type.key()),
            description=description,
            severity=ClaimSeverity(self.severity.key()),
            origin=self._origin(),
            disputed=self.disputed.value() or 0,
            due=self.due.value(),
            customer_reference=self.reference.value(),
            service=self.service.value(),
            person=self.person.value(),
            cause=self.cause.value(),
        )

    def show_origin(self, origin: OriginDocument) -> None:
        """Show the document that the claim is about, and offer its lines."""
        self.kind.set_key(origin.kind.value)
        self._show_kind()
        self.number.set_value(origin.number)
        self.form.set_message("number", "")
        self.customer.set_choice(origin.customer)
        self.disputed.set_currency(origin.currency)
        if origin.start is not None:
            self._start(origin.start)
        lines = [(str(line.no), _written(line)) for line in origin.lines]
        self.line.set_options([(WHOLE_DOCUMENT, _("The whole document")), *lines])

    def show_unit(self, origin: OriginDocument, line_no: int, warranty: str, tone: Tone) -> None:
        """Show the delivery that a unit left with, its line, and whether it is under warranty."""
        self.show_origin(origin)
        self.line.set_key(str(line_no))
        self.form.set_message("serial", warranty, tone)
        if not self.description.toPlainText().strip():
            named = f"{self.serial.text().strip().upper()} ({warranty})"
            self.description.setPlainText(pair(named, ""))

    def refuse_unit(self, sentence: str) -> None:
        """Say that no unit has this number."""
        self.form.set_message("serial", sentence)

    def _start(self, start: ClaimStart) -> None:
        """Propose what an electronic status says is wrong, unless something was typed."""
        if self.description.toPlainText().strip():
            return
        self.type.set_key(start.type.value)
        self.cause.set_value(start.cause)
        self.description.setPlainText(start.description)

    def refuse_number(self, sentence: str) -> None:
        """Say that there is no such document."""
        self.line.set_options([(WHOLE_DOCUMENT, _("The whole document"))])
        self.form.set_message("number", sentence)

    def _origin(self) -> Origin | None:
        number = self.number.text().strip()
        if self.kind.key() == NO_ORIGIN or not number:
            return None
        line = int(self.line.key() or WHOLE_DOCUMENT)
        return Origin(DocumentKind(self.kind.key()), number, line or None)

    def _on_kind(self) -> None:
        self._show_kind()
        self._on_number()

    def _show_kind(self) -> None:
        named = self.kind.key() != NO_ORIGIN
        self.number.setEnabled(named)
        self.line.setEnabled(named)

    def _on_number(self) -> None:
        number = self.number.text().strip()
        if number and self.kind.key() != NO_ORIGIN:
            self.origin_named.emit(self.kind.key(), number)

    def _dress_description(self) -> None:
        self.description.setAccessibleName(_("What went wrong"))
        self.description.setTabChangesFocus(True)
        self.description.setPlaceholderText(_("In the customer's words: what, how many, what is asked."))
        self.description.setMinimumHeight(theme().px(120))

    def _fields(self) -> list[Field]:
        return [
            Field("customer", N_("Customer"), self.customer, required=True, span=2),
            Field("kind", N_("About"), self.kind),
            Field("number", N_("Number of the document"), self.number),
            Field("line", N_("Line"), self.line, span=2),
            Field("type", N_("Type"), self.type),
            Field("serial", N_("Serial number"), self.serial),
            Field("severity", N_("Severity"), self.severity),
            Field("disputed", N_("Disputed amount, gross"), self.disputed),
            Field("due", N_("Answer due on"), self.due, help=N_("Empty: by the severity.")),
            Field("reference", N_("Customer's reference"), self.reference),
            Field("description", N_("What went wrong"), self.description, required=True, span=6),
            Field("service", N_("Department in charge"), self.service, span=2),
            Field("person", N_("Person in charge"), self.person, span=2),
            Field("cause", N_("Cause"), self.cause, span=2),
        ]


def _written(line: OriginLine) -> str:
    return _("{no} – {code} {label}, {quantity}").format(
        no=line.no, code=line.code or "", label=line.label, quantity=formats().quantity(line.quantity)
    )
