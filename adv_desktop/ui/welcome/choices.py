"""The three choices of the first start, and the steps of « Ma société » below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services import identifiers
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.icons import logo
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, IconLabel, Pill, rule, set_role, text_label
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.steps import Steps

STEPS = (
    N_("Identity"),
    N_("VAT"),
    N_("Payment and bank"),
    N_("Logo and documents"),
    N_("Numbering"),
    N_("Take over data"),
)
SIDE_BY_SIDE = 920


class ChoiceCard(Card):
    """One way to begin."""

    def __init__(self, icon: str, title: str, text: str, facts: Sequence[str], button: Button, pill: str = "") -> None:
        super().__init__(margins=(24, 22, 24, 22))
        self.button = button
        mark = QLabel()
        mark.setFixedSize(theme().px(56), theme().px(56))
        set_role(mark, "role", "initials")
        inner = QHBoxLayout(mark)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(IconLabel(icon, "accent", 24), 0, Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        head.addWidget(mark)
        head.addStretch(1)
        head.addWidget(Pill(pill, Tone.OK))
        self.body.addLayout(head)
        self.body.addWidget(text_label(title, "choice"))
        self.body.addWidget(text_label(text, "muted", wrap=True))
        for fact in facts:
            line = QHBoxLayout()
            theme().space(line, spacing=10)
            line.addWidget(IconLabel("check", "ok"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(text_label(fact, wrap=True), 1)
            self.body.addLayout(line)
        self.said = text_label("", "bad", wrap=True)
        self.body.addWidget(self.said)
        self.body.addStretch(1)
        self.more = QHBoxLayout()
        theme().space(self.more, spacing=8)
        self.body.addLayout(self.more)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.addWidget(button)


class Choices(QWidget):
    """`company_asked` carries the SIREN when one was typed."""

    demo_asked = Signal()
    company_asked = Signal(str)
    file_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.demo = self._demo()
        self.company = self._company()
        self.file = self._file()
        self.siren = TextEdit(_("SIREN"))
        self.siren.setFixedWidth(theme().px(176))
        self._key, self._vat = text_label("", "ok"), text_label("", "strong")
        self._vat_label = text_label(_("VAT number computed"), "label")
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 20, 0, 8), 18)
        layout.addLayout(self._head())
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme().space(self._cards, spacing=20)
        for card in (self.demo, self.company, self.file):
            self._cards.addWidget(card, 1)
        layout.addLayout(self._cards, 1)
        layout.addWidget(self._steps())
        self.siren.textEdited.connect(lambda _text: self._show_key())
        self.siren.returnPressed.connect(self._go_on)
        self._show_key()
        self.setFocusProxy(self.company.button)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(400), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._cards.setDirection(ways.LeftToRight if self.width() >= theme().px(SIDE_BY_SIDE) else ways.TopToBottom)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        theme().space(head, spacing=8)
        mark = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        mark.setPixmap(logo(52))
        title = text_label(_("Welcome to ADV Desktop"), "welcome")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        said = _(
            "Orders, deliveries, invoices, payments and claims on your computer. Your data stay in one file, yours."
        )
        sub = text_label(said, "body", wrap=True)
        sub.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for widget in (mark, title, sub):
            head.addWidget(widget)
        return head

    def _demo(self) -> ChoiceCard:
        facts = (
            _("40 customers, 120 products, 14 months of history"),
            _("Late orders, unpaid invoices and claims to try"),
            _("Nothing is sent, everything can be deleted"),
        )
        button = Button(_("Open the demonstration"), on_click=self.demo_asked.emit)
        text = _("Discover the program with L'Atelier du Goût Retrouvé, a company made up for it.")
        return ChoiceCard("play", _("Demonstration company"), text, facts, button, _("Without risk"))

    def _company(self) -> ChoiceCard:
        facts = (
            _("Identity checked by the key of the SIREN"),
            _("VAT, payment terms, bank, logo"),
            _("Numbering: next invoice no. …"),
            _("Customers and products taken over from Excel"),
        )
        button = Button(_("Create my company"), "primary", on_click=lambda: self.company_asked.emit(""))
        text = _("Six steps, gone on with later if need be. Only the first one is compulsory.")
        return ChoiceCard("building", _("My company"), text, facts, button, _("Recommended"))

    def _file(self) -> ChoiceCard:
        facts = (
            _("A database of ADV Desktop"),
            _("A backup to restore"),
            _("A file on a read-only disk, to look at"),
        )
        button = Button(_("Choose a file…"), on_click=self.file_asked.emit)
        text = _("Go on with a database that exists, or with a backup.")
        return ChoiceCard("folder", _("Open a file"), text, facts, button)

    def _steps(self) -> Card:
        card = Card(_("The steps of “My company”"))
        card.header_row.addWidget(text_label(_("about 10 minutes, kept as you go"), "muted"))
        steps = Steps(STEPS)
        steps.clicked.connect(lambda _place: self._go_on())
        card.body.addWidget(steps)
        card.body.addWidget(rule())
        line = QHBoxLayout()
        theme().space(line, spacing=12)
        for widget in (text_label(_("SIREN"), "label"), self.siren, self._key, self._vat_label, self._vat):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(Button(_("Continue"), "soft", on_click=self._go_on))
        card.body.addLayout(line)
        return card

    def _show_key(self) -> None:
        siren = right_siren(self.siren.text())
        typed = len(identifiers.compact(self.siren.text())) >= 9
        self._key.setText(_("key right") if siren else _("wrong key") if typed else "")
        set_role(self._key, "role", "ok" if siren else "bad")
        self._vat.setText(identifiers.french_vat_number(siren) if siren else "")
        self._vat_label.setVisible(bool(siren))

    def _go_on(self) -> None:
        self.company_asked.emit(self.siren.text().strip())


def right_siren(text: str) -> str:
    """Return a SIREN whose key is right, "" otherwise."""
    from adv_desktop.models.errors import DomainError

    try:
        return identifiers.check_siren(text)
    except DomainError:
        return ""
