"""What is recorded of a customer's VAT: the answer about its number, and the ground of a regime without VAT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.rules.vat_grounds import Ground, grounds_of
from adv_desktop.services.texts import N_, _
from adv_desktop.services.vat_evidence import CheckRow, Evidence, NumberCheck, RegimeGround
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, row, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

VIES = "https://ec.europa.eu/taxation_customs/vies/"
VALID, INVALID = "valid", "invalid"
SHOWN = 4


def ask_vat_check(desk: Desk, customer_id: int, parent: QWidget) -> None:
    """Ask for the answer about the VAT number of a customer; the earlier ones stand below."""
    show = desk.services.vat_evidence.show

    def ask(evidence: Evidence) -> None:
        if evidence.vat_number:
            VatCheckDialog(desk, evidence, parent).open()
        else:
            said = _("{name} has no VAT number: enter it first.").format(name=evidence.name)
            desk.notices.say(said, tone=Tone.WARN)

    desk.runner.read(lambda: show(customer_id), ask)


def ask_vat_ground(desk: Desk, customer_id: int, parent: QWidget) -> None:
    """Ask what the regime of a customer rests on; a regime that says it all needs none."""
    show = desk.services.vat_evidence.show

    def ask(evidence: Evidence) -> None:
        if grounds_of(evidence.regime):
            VatGroundDialog(desk, evidence, parent).open()
        else:
            said = _("The regime “{regime}” needs no ground: its own article is printed.")
            desk.notices.say(said.format(regime=label(evidence.regime)), tone=Tone.WARN)

    desk.runner.read(lambda: show(customer_id), ask)


class VatCheckDialog(FormDialog):
    """The answer of VIES: day, verdict, consultation number."""

    def __init__(self, desk: Desk, evidence: Evidence, parent: QWidget) -> None:
        self._desk = desk
        self._evidence = evidence
        self.on = DateEdit(_("Checked on"), desk.today())
        self.answer = ChoiceCombo(_("Answer of VIES"), [(VALID, _("Found valid")), (INVALID, _("Not found valid"))])
        self.consultation = TextEdit(_("Consultation number"))
        self.on.set_value(desk.today())
        self.form = Form(
            [
                Field("on", N_("Checked on"), self.on, required=True),
                Field("answer", N_("Answer of VIES"), self.answer),
                Field("consultation", N_("Consultation number"), self.consultation, span=2,
                      help=N_("VIES shows it when you give your own number: it is the proof.")),
            ]
        )  # fmt: skip
        title = _("VAT number {number} of {name}").format(number=evidence.vat_number, name=evidence.name)
        super().__init__(title, self._body(), _("Record"), self._on_ok_asked, parent)
        self.consultation.setFocus()

    def _body(self) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        theme().space(layout, spacing=10)
        layout.addWidget(row(Button(_("Open VIES"), "soft", small=True, on_click=_open_vies)))
        layout.addWidget(self.form)
        for check in self._evidence.checks[:SHOWN]:
            layout.addWidget(text_label(said_of(check), "muted", wrap=True))
        if not self._evidence.checks:
            layout.addWidget(text_label(_("This number has never been checked."), "muted"))
        return body

    def _on_ok_asked(self) -> str:
        day = self.on.value()
        if self.form.first_problem() is not None or day is None:
            return _("Type the day of the answer.")
        valid = self.answer.key() == VALID
        command = NumberCheck(self._evidence.customer, day, valid, self.consultation.value())
        record = self._desk.services.vat_evidence.record_check
        said = _("The check of {number} is recorded.").format(number=self._evidence.vat_number)
        self._desk.runner.write(lambda: record(command), lambda _done: self._desk.notices.say(said))
        return ""


class VatGroundDialog(FormDialog):
    """The article that a regime rests on, with its certificate."""

    def __init__(self, desk: Desk, evidence: Evidence, parent: QWidget) -> None:
        self._desk = desk
        self._evidence = evidence
        ground, today = evidence.ground, desk.today()
        names = {"": _("No ground"), **{one.value: label(one) for one in grounds_of(evidence.regime)}}
        self.ground = ChoiceCombo(_("Ground"), list(names.items()))
        self.certificate = TextEdit(_("Certificate number"))
        self.dated, self.until = DateEdit(_("Certificate of"), today), DateEdit(_("Valid until"), today)
        self.ground.set_key(ground.ground.value if ground.ground else "")
        self.certificate.set_value(ground.certificate)
        self.dated.set_value(ground.certificate_date)
        self.until.set_value(ground.valid_until)
        self.form = Form(
            [
                Field("ground", N_("Ground"), self.ground, span=2),
                Field("certificate", N_("Certificate number"), self.certificate, span=2),
                Field("dated", N_("Certificate of"), self.dated),
                Field("until", N_("Valid until"), self.until),
            ]
        )
        title = _("Why {name} is invoiced without VAT").format(name=evidence.name)
        super().__init__(title, self.form, _("Record"), self._on_ok_asked, parent)
        self.ground.setFocus()

    def _on_ok_asked(self) -> str:
        if self.form.first_problem() is not None:
            return _("Correct what is marked.")
        chosen = Ground(self.ground.key()) if self.ground.key() else None
        needs = chosen is Ground.TAX_FREE_PURCHASE
        if needs and not (self.certificate.value() and self.dated.value()):
            return _("Type the number and the date of the certificate: they are printed on each invoice.")
        command = RegimeGround(
            self._evidence.customer, chosen, self.certificate.value(), self.dated.value(), self.until.value()
        )
        record = self._desk.services.vat_evidence.set_ground
        said = _("Recorded: the mention is printed on the next invoices of {name}.").format(name=self._evidence.name)
        self._desk.runner.write(lambda: record(command), lambda _done: self._desk.notices.say(said))
        return ""


def said_of(check: CheckRow) -> str:
    """Return one check in words."""
    verdict = _("valid") if check.valid else _("not valid")
    said = _("{date}: {verdict}, consultation {number}, recorded by {actor}")
    return said.format(
        date=formats().date(check.checked_on),
        verdict=verdict,
        number=check.consultation_number or "—",
        actor=check.actor,
    )


def _open_vies() -> None:
    QDesktopServices.openUrl(QUrl(VIES))
