"""Identifiers checked while they are typed, each told under its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from adv_desktop.models.errors import DomainError
from adv_desktop.services import identifiers, texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Form


@dataclass(frozen=True, slots=True)
class _Rule:
    """How an identifier is checked (country, text), and from how many characters a wrong one is told at once."""

    check: Callable[[str, str], str]
    complete: int
    right: str


_RULES = {
    "siren": _Rule(lambda _country, text: identifiers.check_siren(text), 9, N_("The key is right")),
    "siret": _Rule(lambda _country, text: identifiers.check_siret(text), 14, N_("The key is right")),
    "vat_number": _Rule(identifiers.check_vat_number_of, 13, N_("The key is right")),
    "iban": _Rule(lambda _country, text: identifiers.check_iban(text), 27, N_("The key is right")),
    "bic": _Rule(lambda _country, text: identifiers.check_bic(text), 11, N_("Well formed")),
    "ean": _Rule(lambda _country, text: identifiers.check_ean(text), 13, N_("The key is right")),
    "eori": _Rule(lambda _country, text: identifiers.check_eori(text), 16, N_("Well formed")),
    "cn8": _Rule(lambda _country, text: identifiers.check_cn8(text), 8, N_("Well formed")),
    "sepa_creditor_id": _Rule(lambda _country, text: identifiers.check_creditor_id(text), 35, N_("The key is right")),
}
_COMPANY = frozenset({"siren", "siret", "vat_number"})


class IdentifierChecks(QObject):
    """Watches the fields of a form whose keys are identifiers; proposes the VAT number of a French SIREN.

    `checked(key)` follows each check; `country` says where the company is.
    """

    checked = Signal(str)

    def __init__(self, form: Form, edits: Mapping[str, TextEdit], country: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self._edits = {key: edit for key, edit in edits.items() if key in _RULES and form.has(key)}
        self._country = country
        for key, edit in self._edits.items():
            edit.textEdited.connect(lambda _text, key=key: self._on_typed(key))
            edit.editingFinished.connect(lambda key=key: self._on_left(key))

    def check_all(self) -> str | None:
        """Check every field as if it had been left, in its normal form; return the key of the first that is wrong."""
        wrong = []
        for key, edit in self._edits.items():
            if not self._show(key, final=True):
                wrong.append(key)
            elif normal := self.normal(key):
                edit.set_value(normal)
        if len(_COMPANY & self._edits.keys()) > 1 and not self._show_coherence():
            wrong.append("siren")
        return wrong[0] if wrong else None

    def normal(self, key: str) -> str:
        """Return an identifier in its normal form, "" when it is empty or wrong."""
        written = self._edits[key].text().strip()
        if not written:
            return ""
        try:
            return _RULES[key].check(self._country(), written)
        except DomainError:
            return ""

    def _on_typed(self, key: str) -> None:
        self._show(key, final=False)
        if key == "siren":
            self._propose_vat_number()
        if key in _COMPANY:
            self._show_coherence()
        self.checked.emit(key)

    def _on_left(self, key: str) -> None:
        if self._show(key, final=True):
            written = self.normal(key)
            if written:
                self._edits[key].set_value(written)
        if key in _COMPANY:
            self._show_coherence()
        self.checked.emit(key)

    def _show(self, key: str, *, final: bool) -> bool:
        """Say whether an identifier is right; one that is still being typed is not called wrong."""
        rule, written = _RULES[key], self._edits[key].text().strip()
        if not written:
            self._form.set_message(key, "")
            return True
        try:
            rule.check(self._country(), written)
        except DomainError as error:
            told = final or len(identifiers.compact(written)) >= rule.complete
            self._form.set_message(key, sentence(error, texts.current()) if told else "")
            return False
        self._form.set_message(key, _(rule.right), Tone.OK)
        return True

    def _propose_vat_number(self) -> None:
        edit, siren = self._edits.get("vat_number"), self.normal("siren")
        if edit is None or not siren or self._country() != "FR":
            return
        typed = identifiers.compact(edit.text())
        if typed and not edit.property("proposed"):
            return
        edit.set_value(identifiers.french_vat_number(siren))
        edit.setProperty("proposed", True)
        self._form.set_message("vat_number", _("Computed from the SIREN"), Tone.OK)

    def _show_coherence(self) -> bool:
        """Say under the number when SIREN, SIRET and VAT number are of different companies; tell whether they agree."""
        known = {key: self.normal(key) if key in self._edits else "" for key in _COMPANY}
        try:
            identifiers.check_same_company(**known)
        except DomainError as error:
            self._form.set_message(error.code.partition(".")[0], sentence(error, texts.current()))
            return False
        return True
