"""The verdict on an electronic invoice: each family of rules, and each fault in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import Severity
from adv_desktop.services import texts
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Pill, text_label
from adv_desktop.ui.widgets.checks import Check, ChecksPanel
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.totals import TotalRow, TotalsPanel

if TYPE_CHECKING:
    from adv_desktop.services.einvoice.checking import Verdict
    from adv_desktop.services.einvoice.faults import Fault

_WORDS = {
    True: (N_("Valid invoice"), Tone.OK),
    False: (N_("Invoice not valid"), Tone.BAD),
    None: (N_("Checked in part"), Tone.WARN),
}
FAMILIES = {
    "xsd": N_("Schema (XSD)"),
    "en16931": N_("European rules (EN 16931)"),
    "br_fr": N_("French rules (BR-FR)"),
    "pdfa": N_("PDF/A"),
    "arithmetic": N_("Arithmetic to the cent"),
    "own": N_("Identifiers and dates"),
}


class VerdictPanel(QWidget):
    """What the checks of one file found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = Pill()
        self.profile = text_label("", "muted", wrap=True)
        self.families = TotalsPanel()
        self.partial = text_label("", "warn", wrap=True)
        self.checks = ChecksPanel()
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=10)
        for widget in (self.state, self.profile, self.families, self.partial):
            layout.addWidget(widget)
        layout.addWidget(Scroll(self.checks), 1)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show what was found."""
        word, tone = _WORDS[verdict.valid]
        self.state.show_state(_(word), tone)
        told = _("Profile: {name}").format(name=verdict.profile) if verdict.profile else verdict.message
        self.profile.setText(told)
        self.families.set_rows([_family(name, verdict) for name in FAMILIES])
        missing = {"en16931", "br_fr"} & set(verdict.not_run)
        self.partial.setText(
            _("The official rules did not run: the engine saxonche is not installed, or gave up.") if missing else ""
        )
        self.partial.setVisible(bool(missing))
        found = [_check(family, fault) for family, fault in verdict.faults]
        self.checks.set_checks(found)
        self.checks.setVisible(bool(found))


def _family(name: str, verdict: Verdict) -> TotalRow:
    faults = list(verdict.own) if name == "own" else verdict.families[name]
    title = FAMILIES[name]
    if name in verdict.not_applicable:
        said = _("Foreign seller: do not apply")
    elif faults is None:
        said = _("Not checked")
    elif not faults:
        said = _("Nothing wrong")
    else:
        said = ngettext("{count} fault", "{count} faults", len(faults)).format(count=len(faults))
    return TotalRow(_(title), said, strong=bool(faults))


def _check(family: str, fault: Fault) -> Check:
    from adv_desktop.services.einvoice.explained import explain

    title, said = FAMILIES[family], explain(fault, texts.current())
    sentence = f"{said}\n{fault.location}" if fault.location else said
    severity = Severity.BLOCKING if fault.is_fatal else Severity.WARNING
    return Check(severity, f"{fault.id} · {_(title)}", sentence, (), fault.id)
