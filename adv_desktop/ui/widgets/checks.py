"""The checks beside a document: what blocks, what warns, what informs, each with its fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import Severity
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.format import pair
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, IconLabel, Pill, clear_layout, text_label
from adv_desktop.ui.widgets.flow import Flow

TONES = {Severity.BLOCKING: Tone.BAD, Severity.WARNING: Tone.WARN, Severity.INFO: Tone.INFO, Severity.OFF: Tone.NEUTRAL}
_ICONS = {Severity.BLOCKING: "blocked", Severity.WARNING: "warning"}
_ORDER = (Severity.BLOCKING, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Fix:
    """A way out, as a button."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Check:
    """A remark on the document."""

    severity: Severity
    title: str
    sentence: str = ""
    fixes: tuple[Fix, ...] = ()
    key: str = ""
    accepted: bool = False  # shown quietly after the others, and counted with none


class CheckCard(QFrame):
    """One remark, its edge in the colour of its severity."""

    fix_asked = Signal(str, str)

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._tone = Tone.NEUTRAL if check.accepted else TONES[check.severity]
        layout = QVBoxLayout(self)
        theme().space(layout, (16, 8, 12, 10), 6)
        title = text_label(check.title, "strong", wrap=True)
        head = QHBoxLayout()
        theme().space(head, spacing=8)
        head.addWidget(IconLabel(_icon(check), self._tone.value), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(title, 1)
        layout.addLayout(head)
        if check.sentence:
            layout.addWidget(text_label(check.sentence, "muted", wrap=True))
        buttons = [
            Button(
                fix.text,
                "plain" if place else "soft",
                small=True,
                name=pair(fix.text, check.title),
                on_click=partial(self.fix_asked.emit, check.key, fix.key),
            )
            for place, fix in enumerate(check.fixes)
        ]
        if buttons:
            layout.addLayout(_wrapped(*buttons))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        radius = theme().px(10)
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(shape)
        painter.fillRect(0, 0, theme().px(4), self.height(), theme().color(self._tone.value))
        painter.end()


class ChecksPanel(QWidget):
    """All remarks, the blocking ones first; `fix_asked(check, fix)` carries their keys."""

    fix_asked = Signal(str, str)
    passed_asked = Signal()

    def __init__(self, title: str = "", nothing: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = title or _("Checks")
        self._nothing = text_label(nothing, "muted", wrap=True)
        self.setAccessibleName(title)
        self._blocking, self._warnings = Pill(), Pill()
        self._shown: list[Check] = []
        self._cards = QVBoxLayout()
        theme().space(self._cards, spacing=10)
        self._passed = Button("", "link", icon="check", on_click=self.passed_asked.emit)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=10)
        layout.addLayout(_wrapped(text_label(title, "card"), self._blocking, self._warnings))
        layout.addLayout(self._cards)
        layout.addWidget(self._nothing)
        layout.addWidget(self._passed, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.set_checks(())

    def say_nothing(self, text: str) -> None:
        """Say another sentence while there is no remark; "" says none."""
        self._nothing.setText(text)
        self._nothing.setVisible(bool(text) and self._cards.count() == 0)

    def focus_first(self) -> None:
        """Put the cursor on the first way out of the first remark."""
        for button in self.findChildren(Button):
            if button.isVisibleTo(self):
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def set_checks(self, checks: Iterable[Check], passed: int = 0) -> None:
        """Show other remarks and how many checks had none; the same ones stay, with the keyboard that is on them."""
        shown = sorted((one for one in checks if one.severity in _ORDER), key=_rank)
        if shown != self._shown:
            self._shown = shown
            clear_layout(self._cards)
            for check in shown:
                card = CheckCard(check)
                card.fix_asked.connect(self.fix_asked)
                self._cards.addWidget(card)
        self._nothing.setVisible(bool(self._nothing.text()) and not shown)
        counts = Counter(check.severity for check in shown if not check.accepted)
        blocking, warnings = counts[Severity.BLOCKING], counts[Severity.WARNING]
        counted = ngettext("{count} blocking", "{count} blocking", blocking).format(count=blocking)
        self._blocking.show_state(counted if blocking else "", Tone.BAD)
        counted = ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings)
        self._warnings.show_state(counted if warnings else "", Tone.WARN)
        text = ngettext("{count} check without remark", "{count} checks without remark", passed)
        self._passed.setText(text.format(count=passed))
        self._passed.setAccessibleName(self._passed.text().strip())
        self._passed.setVisible(passed > 0)


def _rank(check: Check) -> tuple[bool, int]:
    return check.accepted, _ORDER.index(check.severity)


def _icon(check: Check) -> str:
    return "check" if check.accepted else _ICONS.get(check.severity, "info")


def _wrapped(*widgets: QWidget) -> Flow:
    """Lay widgets side by side, on a second line where the panel is too narrow for them."""
    flow = Flow()
    theme().space(flow, spacing=8)
    for widget in widgets:
        flow.addWidget(widget)
    return flow
