"""« Why this VAT? »: the question and its answer, below the totals of a document."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.elided import ElidedLabel


class VatWhyLine(ElidedLabel):
    """The same on one line, below lines that are being typed; its tip has every reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "muted", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.hide()

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Show why, nothing while there is no line."""
        self.setText(f"{_('Why this VAT?')} {'   ·   '.join(reasons)}")
        self.setVisible(bool(reasons))


class VatWhy(QWidget):
    """A sentence a reason; nothing while there is no line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question, self._answer = text_label(_("Why this VAT?"), "label"), text_label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=2)
        layout.addWidget(self._question)
        layout.addWidget(self._answer)
        self.hide()

    @property
    def text(self) -> str:
        """The reasons as shown."""
        return self._answer.text()

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Show why; a screen reader hears the question with the answer."""
        self._answer.setText("\n".join(reasons))
        self._answer.setAccessibleName(f"{self._question.text()} {self._answer.text()}")
        self.setVisible(bool(reasons))
