"""What customers require on orders and invoices, in the words of the forms, and the stage of each."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import Requirement
from adv_desktop.models.rules.requirements import Asked, Stage, asked
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.form import Field, Form

TITLES: dict[str, str] = {
    Requirement.CUSTOMER_REFERENCE: N_("Customer's order number"),
    Requirement.ENGAGEMENT: N_("Engagement no."),
    Requirement.SERVICE_CODE: N_("Service code"),
    Requirement.CONTRACT: N_("Contract no."),
    Requirement.SITE_CODE: N_("Site code"),
}
STAGES: dict[str, str] = {
    Stage.CONFIRMATION: N_("required at confirmation"),
    Stage.SHIPPING: N_("required before shipping"),
    Stage.INVOICING: N_("required on the invoice"),
}


def title_of(name: str) -> str:
    """Name a requirement; one of the customer's own is named as it is written."""
    return _(TITLES[name]) if name in TITLES else name


def words_of(word: str) -> str:
    """Write a requirement with its stage."""
    one = asked([word])[0]
    return f"{title_of(one.name)} – {_(STAGES[one.stage])}"


class RequirementsEdit(QWidget):
    """Choose for each requirement whether and when it is due; `changed` follows each choice of the user."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._others: tuple[str, ...] = ()
        options = [("", _("not required")), *((stage, _(text)) for stage, text in STAGES.items())]
        self.combos = {key: ChoiceCombo(f"{name} – {_(title)}", options) for key, title in TITLES.items()}
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(Form([Field(key, title, self.combos[key]) for key, title in TITLES.items()], columns=5))
        for combo in self.combos.values():
            combo.picked.connect(lambda _key: self.changed.emit())
        self.setFocusProxy(next(iter(self.combos.values())))

    def keys(self) -> tuple[str, ...]:
        """Return what is required with its stage, and after it what is in the customer's own words."""
        chosen = [(name, combo.key()) for name, combo in self.combos.items()]
        return tuple(Asked(str(name), Stage(stage)).word for name, stage in chosen if stage) + self._others

    def set_keys(self, keys: Collection[str]) -> None:
        """Show what a customer requires, without telling anybody."""
        due = {one.name: one for one in asked(keys)}
        for name, combo in self.combos.items():
            combo.set_key(due[name].stage if name in due else "")
        self._others = tuple(one.word for one in due.values() if one.name not in self.combos)
