"""« Société »: identity, VAT, payment, banks, logo and colour, in one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.company import CompanyIdentity, CompanyRecord, NewCompany
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _
from adv_desktop.ui.company.banks import bank_list
from adv_desktop.ui.company.fields import CompanyFields, TermsFields, all_values, identity_fields, vat_fields
from adv_desktop.ui.company.paper import PaperFields
from adv_desktop.ui.settings.section import Section
from adv_desktop.ui.widgets.basics import Button, Card, row, text_label

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class CompanySection(Section):
    """Issued documents keep the identity that they were issued with."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _("Issued documents keep the identity that they were issued with.")
        super().__init__(desk, _("Company"), sub, parent)
        self._record: CompanyRecord | None = None
        self.groups: dict[str, CompanyFields] = {
            "identity": identity_fields(),
            "vat": vat_fields(),
            "terms": TermsFields(),
        }
        self.banks, self.paper = bank_list(), PaperFields(desk.runner, desk.failed)
        self._warning = text_label("", "bad", wrap=True)
        self.save_button = Button(_("Save"), "primary", icon="check", hint=_("Ctrl+S"), on_click=self.save)
        cards: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (_("Identity"), (self.groups["identity"],)),
            (_("VAT and e-invoicing"), (self.groups["vat"],)),
            (_("Payment and bank"), (self.groups["terms"], self.banks)),
            (_("Logo and documents"), (self.paper,)),
        )
        for title, widgets in cards:
            card = Card(title)
            for widget in widgets:
                card.body.addWidget(widget)
            self.body.addWidget(card)
        self.body.addWidget(row(self.save_button, self._warning, spacing=12))
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the company."""
        self.desk.runner.read(self.desk.services.company.show, self._on_read)

    def save(self) -> None:
        """Write the company, unless something is missing or wrong."""
        record = self._record
        problems = [group.show_problems() for group in self.groups.values()]
        if record is None or any(problems):
            self._warning.setText(_("Correct what is marked."))
            return
        from dataclasses import replace

        identity: CompanyIdentity = replace(
            record.identity, **all_values(self.groups), house_colour=self.paper.house_colour()
        )
        company = NewCompany(identity, self.banks.records(), record.numbering, self.paper.logo)
        service = self.desk.services.company
        self.desk.runner.write(lambda: service.update(record.version, company), self._on_saved, self._on_refused)

    def _on_read(self, record: CompanyRecord) -> None:
        self._record = record
        for group in self.groups.values():
            group.show_facts(record.identity)
        self.banks.set_records(record.banks)
        self.paper.show_paper(record.logo, record.identity.house_colour)
        self._warning.setText("")

    def _on_saved(self, _done: None) -> None:
        self.desk.notices.say(_("Company saved."))
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, AdvError):
            self.desk.failed(error)
            return
        said = sentence(error, texts.current())
        self._warning.setText(said)
        for group in self.groups.values():
            group.say(error.code.partition(".")[0], said)
