"""« Ma société » in six steps; what is typed is kept as one goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.errors import AdvError
from adv_desktop.paths import user_data_dir
from adv_desktop.services import identifiers, texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.company import Bank, CompanyIdentity, NewCompany
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.company.banks import bank_list
from adv_desktop.ui.company.fields import TermsFields, identity_fields, vat_fields
from adv_desktop.ui.company.paper import PaperFields
from adv_desktop.ui.master_import.panel import MasterImportPanel
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.welcome.choices import STEPS, right_siren
from adv_desktop.ui.welcome.draft import CompanyDraft
from adv_desktop.ui.welcome.making import Making, file_name, lent, make
from adv_desktop.ui.welcome.numbers import SHOWN, NumbersStep
from adv_desktop.ui.welcome.opening import free_name
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.steps import Steps

_SUBS = (
    N_("The SIREN is checked by its key; the VAT number follows from it."),
    N_("How the company charges VAT, and where e-invoices reach it."),
    N_("What invoices say of payment when the customer has no terms of its own, and where to pay."),
    N_("What documents look like."),
    N_("Numbers go on where the former program stopped, without hole and without repeat."),
    N_("Customers, products, prices, stock and what is still open, from Excel or CSV files."),
)
_MAKE, _TAKE_OVER = 4, 5
_EMPTY = CompanyIdentity("", "", "", "", "")


class CompanyWizard(QWidget):
    """`made` carries the file of the company once the last step is left; `left` goes back to the choices."""

    made = Signal(Path)
    left = Signal()

    def __init__(
        self, runner: Runner, clock: Clock, failed: Callable[[Exception], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._clock, self._failed = runner, clock, failed
        self._draft = CompanyDraft()
        self._path: Path | None = None
        self.panel: MasterImportPanel | None = None
        self.place = 0
        self.identity, self.vat, self.terms = identity_fields(), vat_fields(), TermsFields()
        self.banks, self.paper = bank_list(), PaperFields(runner, failed)
        self.numbers = NumbersStep(clock.today())
        self.take_over = QVBoxLayout()
        self.steps, self.stack = Steps(STEPS), QStackedWidget()
        self.warning = text_label("", "bad", wrap=True)
        self.back_button = Button(_("Back"), icon="arrow-left", on_click=self.back)
        self.next_button = Button(_("Continue"), "primary", hint=_("Ctrl+Enter"), on_click=self.go_on)
        self._build()
        self.steps.clicked.connect(self._on_step)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_enter)
        QShortcut(QKeySequence("Esc"), self, self.back, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._show_draft()

    def start(self, siren: str = "") -> None:
        """Show the first step, with the SIREN when one was typed."""
        edit = self.identity.edits["siren"]
        if siren:
            self.identity.bindings.show_values({"siren": siren})
        self._show(0)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """Go to the step before, or to the choices; a company that exists is not unmade."""
        if self._path is not None:
            return
        self._keep()
        if self.place == 0:
            self.left.emit()
        else:
            self._show(self.place - 1)

    def go_on(self) -> None:
        """Go to the next step, unless something is missing or wrong in this one."""
        if self._path is not None:
            self.made.emit(self._path)
            return
        if self._is_wrong():
            self.warning.setText(_("Correct what is marked."))
            return
        self._keep()
        if self.place == _MAKE:
            self._make()
        else:
            self._show(self.place + 1)

    def company(self) -> NewCompany:
        """Return the company as typed."""
        from dataclasses import replace

        facts: dict[str, Any] = {**self.identity.values(), **self.vat.values(), **self.terms.values()}
        identity: CompanyIdentity = replace(_EMPTY, **facts, house_colour=self.paper.house_colour())
        return NewCompany(identity, self.banks.records(), self.numbers.numbering(), self.paper.logo)

    def _build(self) -> None:
        payment = QWidget()
        column = QVBoxLayout(payment)
        theme().space(column, spacing=14)
        column.addWidget(self.terms)
        column.addWidget(text_label(_("Bank accounts"), "label"))
        column.addWidget(self.banks)
        column.addStretch(1)
        take_over = QWidget()
        take_over.setLayout(self.take_over)
        widgets = (self.identity, self.vat, payment, self.paper, self.numbers, take_over)
        for title, sub, widget in zip(STEPS, _SUBS, widgets, strict=True):
            card = Card(_(title), _(sub), margins=(20, 16, 20, 16))
            card.body.addWidget(widget if widget is take_over else Scroll(widget), 1)
            self.stack.addWidget(card)
        foot = QHBoxLayout()
        theme().space(foot, spacing=10)
        foot.addWidget(self.back_button)
        foot.addWidget(self.warning, 1)
        foot.addWidget(self.next_button)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 20, 0, 8), 14)
        layout.addWidget(text_label(_("My company"), "welcome"))
        layout.addWidget(self.steps)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)

    def _is_wrong(self) -> bool:
        checks: dict[int, Callable[[], bool]] = {
            0: self.identity.show_problems,
            1: self.vat.show_problems,
            2: self.terms.show_problems,
            _MAKE: self.numbers.show_problems,
        }
        check = checks.get(self.place)
        return check() if check else False

    def _on_step(self, place: int) -> None:
        if self._path is None and place < self.place:
            self._keep()
            self._show(place)

    def _show(self, place: int) -> None:
        self.place = place
        self.warning.setText("")
        if place == 1:
            self._propose_vat()
        if place == _MAKE and not self.numbers.path.text():
            name = file_name(str(self.identity.values()["legal_name"]))
            self.numbers.path.set_value(str(free_name(user_data_dir() / name)))
        self.steps.set_current(place)
        self.stack.setCurrentIndex(place)
        texts_of = {_MAKE: _("Create the company"), _TAKE_OVER: _("Open the company")}
        hint = "" if place == _TAKE_OVER else f"   {_('Ctrl+Enter')}"
        self.next_button.setText(f"{texts_of.get(place, _('Continue'))}{hint}")
        self.back_button.setText(_("Back to the choices") if place == 0 else _("Back"))
        self.back_button.setVisible(place != _TAKE_OVER)

    def _on_enter(self) -> None:
        """Import the file that is looked at in the last step, else go on."""
        if self.panel is not None and self.panel.import_button.isEnabled():
            self.panel.run()
        else:
            self.go_on()

    def _propose_vat(self) -> None:
        """Fill in what follows from the SIREN, where nothing was typed."""
        siren, values = right_siren(str(self.identity.values()["siren"])), self.vat.values()
        if not siren or self.identity.values()["country"] != "FR":
            return
        proposed = {
            "vat_number": identifiers.french_vat_number(siren),
            "e_address_scheme": "0225",
            "e_address": siren,
        }
        self.vat.bindings.show_values({name: value for name, value in proposed.items() if not values[name]})

    def _make(self) -> None:
        target = self.numbers.target()
        if target is None:
            return
        ranks = {series: self.numbers.rank(series) for series in SHOWN}
        making = Making(self.company(), target, ranks, self.numbers.last_date.value())
        self.next_button.setEnabled(False)
        self._runner.write(lambda: make(making, self._clock), self._on_made, self._on_refused)

    def _on_made(self, path: Path) -> None:
        self._draft.forget()
        self._path = path
        self.next_button.setEnabled(True)
        self.panel = MasterImportPanel(self._runner, partial(lent, path, self._clock), self._failed)
        self.take_over.addWidget(self.panel)
        self._show(_TAKE_OVER)

    def _on_refused(self, error: Exception) -> None:
        self.next_button.setEnabled(True)
        if isinstance(error, AdvError):
            self.warning.setText(sentence(error, texts.current()))
        else:
            self._failed(error)

    def _keep(self) -> None:
        banks = [[bank.iban, bank.holder, bank.name, bank.bic] for bank in self.banks.records()]
        facts = {**self.identity.values(), **self.vat.values(), **self.terms.values()}
        self._draft.keep({"facts": facts, "banks": banks, "numbers": self.numbers.typed()})

    def _show_draft(self) -> None:
        """Show what was typed at an earlier start."""
        kept = self._draft.read()
        for group in (self.identity, self.vat, self.terms):
            group.show_facts(_EMPTY)
            facts = {name: value for name, value in kept.get("facts", {}).items() if name in group.edits}
            group.bindings.show_values(facts)
        self.banks.set_records([Bank(*parts) for parts in kept.get("banks", [])])
        self.numbers.show_typed(kept.get("numbers", {}))
