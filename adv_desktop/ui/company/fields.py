"""The facts of the seller, in the groups that the first start asks for and that the settings show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules import payment_terms
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.bindings import Binding, Bindings, text_or_empty
from adv_desktop.ui.identifiers import IdentifierChecks
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import MoneyEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

# The words that the tax office uses are also what is stored.
REGIMES = (
    ("réel normal", N_("Standard regime (réel normal)")),
    ("réel simplifié", N_("Simplified regime (réel simplifié)")),
    ("franchise", N_("Small company exempt from VAT (franchise)")),
)
_CONVERTERS: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(("legal_name", "siren", "line1", "postcode", "town", "default_terms"), text_or_empty),
    "country": lambda value: (value or "FR").upper(),
    "vat_regime": lambda value: value or REGIMES[0][0],
}


class CompanyFields(QWidget):
    """A group of facts of the seller; `changed` follows each."""

    changed = Signal()

    def __init__(self, fields: Sequence[Field], columns: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form(fields, columns)
        self.edits = {field.key: field.widget for field in fields}
        bound = {name: Binding(edit, _CONVERTERS.get(name, _same)) for name, edit in self.edits.items()}
        self.bindings = Bindings(bound, self)
        self.bindings.changed.connect(self.changed)
        codes = {name: edit for name, edit in self.edits.items() if isinstance(edit, TextEdit)}
        self.checks = IdentifierChecks(self.form, codes, self._country, self)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=12)
        layout.addWidget(self.form)
        layout.addStretch(1)

    def show_facts(self, record: object) -> None:
        """Show the facts of a record."""
        self.bindings.show(record)

    def values(self) -> dict[str, Any]:
        """Return what is typed by name."""
        return self.bindings.values()

    def show_problems(self) -> bool:
        """Mark what is missing or wrong, go to the first of it; tell whether there is anything."""
        self.form.clear_messages()
        wrong = self.checks.check_all()
        return self.form.first_problem() is not None or wrong is not None

    def say(self, name: str, said: str) -> bool:
        """Say a refusal under its field; tell whether the group has it."""
        if not self.form.has(name):
            return False
        self.form.set_message(name, said)
        return True

    def _country(self) -> str:
        edit = self.edits.get("country")
        return (edit.text().strip().upper() or "FR") if isinstance(edit, TextEdit) else "FR"


class TermsFields(CompanyFields):
    """Payment terms by default, read as they are typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_terms(), 2, parent)
        terms = self.edits["default_terms"]
        if isinstance(terms, TextEdit):
            terms.editingFinished.connect(self._check_terms)

    def show_problems(self) -> bool:
        """Also refuse payment terms that cannot be read."""
        found = super().show_problems()
        return not self._check_terms() or found

    def _check_terms(self) -> bool:
        try:
            terms = payment_terms.parse(self.values()["default_terms"])
        except DomainError as error:
            self.form.set_message("default_terms", sentence(error, texts.current()))
            return False
        self.form.set_message("default_terms", "")
        edit = self.edits["default_terms"]
        edit.setToolTip(payment_terms.label(terms, texts.current().language))
        return True


def identity_fields() -> CompanyFields:
    """Return who the company is and where."""
    return CompanyFields(
        [
            Field("siren", N_("SIREN"), TextEdit(""), required=True),
            Field("siret", N_("SIRET of the head office"), TextEdit("")),
            Field("legal_name", N_("Company name"), TextEdit(""), required=True, span=2),
            Field("trade_name", N_("Trade name"), TextEdit(""), span=2),
            Field("legal_form", N_("Legal form"), TextEdit("")),
            Field("share_capital", N_("Share capital"), MoneyEdit("")),
            Field("line1", N_("Address"), TextEdit(""), required=True, span=2),
            Field("line2", N_("Address, second line"), TextEdit(""), span=2),
            Field("postcode", N_("Postcode"), TextEdit(""), required=True),
            Field("town", N_("Town"), TextEdit(""), required=True, span=2),
            Field("country", N_("Country (code)"), TextEdit("")),
            Field("rcs", N_("Trade register (RCS)"), TextEdit("")),
            Field("naf", N_("NAF code"), TextEdit("")),
            Field("phone", N_("Phone"), TextEdit("")),
            Field("email", N_("E-mail"), TextEdit("")),
            Field("website", N_("Website"), TextEdit(""), span=2),
        ]
    )


def vat_fields() -> CompanyFields:
    """Return the VAT number, regime and e-invoicing address."""
    return CompanyFields(
        [
            Field("vat_number", N_("VAT number"), TextEdit("")),
            Field("vat_regime", N_("VAT regime of the company"), ChoiceCombo("", [(k, _(t)) for k, t in REGIMES])),
            Field(
                "vat_on_debits",
                N_("Chargeability of services"),
                QCheckBox(_("VAT on debits")),
                N_("Ticked: due on the invoice; else when the customer pays."),
            ),
            Field("eori", N_("EORI number (customs)"), TextEdit("")),
            Field("e_address_scheme", N_("E-invoicing scheme"), TextEdit(""), N_("0225 for a French company.")),
            Field("e_address", N_("E-invoicing address"), TextEdit(""), N_("Usually the SIREN.")),
        ],
        columns=2,
    )


def _terms() -> list[Field]:
    return [
        Field(
            "default_terms",
            N_("Payment terms by default"),
            TextEdit(""),
            N_("30 jours fin de mois, 45 jours nets, comptant…"),
            required=True,
        ),
        Field("sepa_creditor_id", N_("SEPA creditor identifier"), TextEdit(""), N_("Only for direct debits.")),
    ]


def _same(value: object) -> object:
    return value


def all_values(groups: Mapping[str, CompanyFields]) -> dict[str, Any]:
    """Return the facts of several groups together."""
    return {name: value for group in groups.values() for name, value in group.values().items()}
