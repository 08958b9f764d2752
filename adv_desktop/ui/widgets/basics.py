"""Labels, buttons, pills, chips and cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from adv_desktop.ui.icons import icon, pixmap
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.flow import Flow

_ICON_TOKENS = {"primary": "on_accent", "soft": "accent", "link": "accent", "danger": "bad", "flat": "muted"}
_THEME_EVENTS = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)

Link = tuple[str, Callable[[], None]]


def text_label(text: str = "", role: str = "body", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label in a type role; the text is plain and can be selected nowhere by accident."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at."""
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class Button(QPushButton):
    """A button of a kind (plain, primary, soft, link, flat, danger), its icon in the theme's colours."""

    def __init__(
        self,
        text: str = "",
        kind: str = "plain",
        icon: str | None = None,
        hint: str = "",
        *,
        small: bool = False,
        name: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._icon_name = icon
        self.setText(f"{text}   {hint}" if hint else text)
        self.setProperty("kind", kind)
        self.setProperty("low", small)
        self.setProperty("square", bool(icon and not text))
        self.setAccessibleName(name or text)
        if not text:
            self.setToolTip(name)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        self._show_icon()

    def setText(self, text: str) -> None:
        shown = f" {text}" if self._icon_name and text else text
        super().setText(shown.replace("&", "&&"))  # an ampersand in a name is no keyboard mnemonic

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {*_THEME_EVENTS, QEvent.Type.EnabledChange}:
            self._show_icon()

    def _show_icon(self) -> None:
        if self._icon_name is None:
            return
        token = _ICON_TOKENS.get(str(self.property("kind")), "text") if self.isEnabled() else "muted"
        size = 14 if self.property("low") else 16
        self.setIcon(icon(self._icon_name, token, size))
        self.setIconSize(QSize(theme().px(size), theme().px(size)))


class IconLabel(QLabel):
    """An icon in a colour token."""

    def __init__(self, name: str, color: str = "muted", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = (name, color, size)
        self._show()

    @property
    def icon_name(self) -> str:
        """The name of the icon."""
        return self._drawn[0]

    def set_icon(self, name: str, color: str = "muted") -> None:
        """Show another icon."""
        self._drawn = (name, color, self._drawn[2])
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _THEME_EVENTS:
            self._show()

    def _show(self) -> None:
        name, token, size = self._drawn
        self.setPixmap(pixmap(name, token, size))
        self.setFixedSize(theme().px(size), theme().px(size))


class Pill(QWidget):
    """A state: a dot and a word on a tinted ground."""

    def __init__(self, text: str = "", tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: Tone) -> None:
        """Show another state."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        if not text or self.parentWidget() is not None:  # shown without a parent, it would be a window of its own
            self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """The word of the state."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._text), theme().px(22))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _THEME_EVENTS:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self._text, self._tone)
        painter.end()


def pill_width(text: str) -> int:
    """Return how wide a state is drawn."""
    return QFontMetrics(theme().font("pill")).horizontalAdvance(text) + theme().px(30)


def paint_pill(painter: QPainter, box: QRectF, text: str, tone: Tone) -> None:
    """Draw a state in a box, cut short where it does not fit."""
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(tone.ground))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setBrush(look.color(tone.value))
    dot = look.px(6)
    painter.drawEllipse(QRectF(box.left() + look.px(9), box.center().y() - dot / 2, dot, dot))
    painter.setPen(look.color(tone.value))
    painter.setFont(look.font("pill"))
    inner = box.adjusted(look.px(19), 0, -look.px(9), 0)
    cut = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()) + 1)
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)


class Chip(Button):
    """A filter that is on or off, with the count of what it lets through."""

    def __init__(self, text: str, count: int | None = None, *, checked: bool = False) -> None:
        super().__init__(text, "chip")
        self._title = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.setChecked(checked)
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Show how many rows it lets through."""
        self.setText(self._title if count is None else f"{self._title}  {count}")
        self.setAccessibleName(self._title)


class ChipRow(QWidget):
    """Filters of which one is on, side by side while there is room."""

    picked = Signal(str)

    def __init__(
        self, name: str, chips: Sequence[tuple[str, str, int | None]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._chips: dict[str, Chip] = {}
        self._group = QButtonGroup(self, exclusive=True)
        self._row = self._layout()
        theme().space(self._row, spacing=6)
        for key, text, count in chips:
            self.add(key, text, count)

    def add(self, key: str, text: str, count: int | None = None) -> Chip:
        """Add a filter at the end; the first one is on."""
        chip = Chip(text, count, checked=not self._chips)
        self._chips[key] = chip
        self._group.addButton(chip)
        self._row.addWidget(chip)
        chip.clicked.connect(lambda _checked=False: self.picked.emit(key))
        return chip

    def current(self) -> str:
        """Return the key of the filter that is on."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def select(self, key: str) -> None:
        """Turn a filter on without telling anybody."""
        self._chips[key].setChecked(True)

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        """Show the counts of some filters."""
        for key, count in counts.items():
            if key in self._chips:
                self._chips[key].set_count(count)

    def _layout(self) -> QLayout:
        return Flow(self)


class Card(QFrame):
    """A framed ground with a title, links at its right and a body."""

    def __init__(
        self,
        title: str = "",
        sub: str = "",
        links: Sequence[Link] = (),
        margins: tuple[int, int, int, int] = (16, 12, 16, 12),
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        outer = QVBoxLayout(self)
        theme().space(outer, margins, 8)
        self.header_row = QHBoxLayout()
        theme().space(self.header_row, spacing=8)
        self.title = text_label(title, "card", parent=self)
        self.sub = text_label(sub, "muted", wrap=True)
        self.body = QVBoxLayout()
        theme().space(self.body, spacing=8)
        self.header_row.addWidget(self.title)
        self.header_row.addStretch(1)
        for text, callback in links:
            self.header_row.addWidget(Button(text, "link", on_click=callback))
        if title or links:
            outer.addLayout(self.header_row)
        outer.addWidget(self.sub)
        outer.addLayout(self.body, 1)
        self.title.setVisible(bool(title))
        self.sub.setVisible(bool(sub))

    def set_sub(self, text: str) -> None:
        """Show a second line under the title."""
        self.sub.setText(text)
        self.sub.setVisible(bool(text))


def rule(parent: QWidget | None = None) -> QFrame:
    """Return a thin line across."""
    line = QFrame(parent)
    line.setProperty("line", True)
    line.setFixedHeight(1)
    return line


def row(*widgets: QWidget, spacing: int = 8, stretch: bool = True) -> QWidget:
    """Return widgets side by side."""
    return _boxed(QHBoxLayout(), widgets, spacing, stretch)


def column(*widgets: QWidget, spacing: int = 8, stretch: bool = True) -> QWidget:
    """Return widgets one under the other."""
    return _boxed(QVBoxLayout(), widgets, spacing, stretch)


def clear_layout(layout: QLayout) -> None:
    """Remove and delete everything that a layout holds."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)


def _boxed(layout: QHBoxLayout | QVBoxLayout, widgets: Sequence[QWidget], spacing: int, stretch: bool) -> QWidget:
    box = QWidget()
    box.setLayout(layout)
    theme().space(layout, spacing=spacing)
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return box
