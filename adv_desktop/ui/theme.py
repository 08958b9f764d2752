"""The look of the window: tokens, one scale for every size, Inter, a palette and a short style sheet."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLayout

from adv_desktop.paths import resource
from adv_desktop.ui.tokens import DARK, LIGHT

FAMILY = "Inter"
ZOOMS = (100, 110, 125, 150, 175, 200)
_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
_FONTS = {
    "body": (13, QFont.Weight.Normal),
    "strong": (13, QFont.Weight.DemiBold),
    "secondary": (12, QFont.Weight.Normal),
    "header": (12, QFont.Weight.DemiBold),
    "pill": (12, QFont.Weight.Medium),
    "badge": (11, QFont.Weight.DemiBold),
    "small": (11, QFont.Weight.Normal),
    "card": (14, QFont.Weight.DemiBold),
    "page": (20, QFont.Weight.DemiBold),
    "figure": (21, QFont.Weight.DemiBold),
}

_SPACE = "spaceAtFullSize"
_Margins = tuple[int, int, int, int]


class Theme(QObject):
    """The look that every widget asks for its colours, sizes and fonts; `changed` tells when to ask again."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = "light"
        self._zoom = 100
        self.compact = False
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}

    @property
    def dark(self) -> bool:
        """Whether the dark tokens are in use."""
        if self._mode == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == "dark"

    @property
    def mode(self) -> str:
        """What the user chose: light, dark or system."""
        return self._mode

    @property
    def zoom(self) -> int:
        """The size of everything in percent."""
        return self._zoom

    @property
    def row_height(self) -> int:
        """The height of a list row."""
        return self.px(28 if self.compact else 36)

    def px(self, size: float) -> int:
        """Scale a length given at 100 %."""
        return round(size * self._zoom / 100)

    def token(self, name: str) -> str:
        """Return a colour token as "#RRGGBB"."""
        return (DARK if self.dark else LIGHT)[name]

    def color(self, name: str) -> QColor:
        """Return a colour token."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = QColor(self.token(name))
        return found

    def font(self, role: str) -> QFont:
        """Return the font of a role: body, strong, secondary, header, pill, badge, small, card, page, figure."""
        found = self._fonts.get(role)
        if found is None:
            found = self._fonts[role] = self._make_font(*_FONTS[role])
        return found

    def space(self, layout: QLayout, margins: _Margins = (0, 0, 0, 0), spacing: int = 0) -> None:
        """Give a layout margins and spacing (at 100 %) that follow the zoom."""
        layout.setProperty(_SPACE, [*margins, spacing])
        self._respace(layout)

    def set_mode(self, mode: str) -> None:
        """Choose light, dark or system."""
        self._mode = mode
        self._renew()

    def set_zoom(self, percent: int) -> None:
        """Choose the size of everything, 100 to 200 %."""
        self._zoom = max(100, min(200, percent))
        self._renew()

    def set_compact(self, compact: bool) -> None:
        """Choose 28 px rows instead of 36."""
        self.compact = compact
        self._renew()

    def apply(self, app: QApplication) -> None:
        """Dress the application: style, font with equal digits, palette and style sheet."""
        load_fonts()
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        app.setFont(self.font("body"))
        app.setPalette(self._palette())
        app.setStyleSheet(self._style_sheet())

    def _renew(self) -> None:
        self._colors.clear()
        self._fonts.clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.apply(app)
            for window in app.topLevelWidgets():
                for layout in window.findChildren(QLayout):
                    self._respace(layout)
        self.changed.emit()

    def _respace(self, layout: QLayout) -> None:
        space = layout.property(_SPACE)
        if space:
            left, top, right, bottom, spacing = (self.px(size) for size in space)
            layout.setContentsMargins(left, top, right, bottom)
            layout.setSpacing(spacing)

    def _make_font(self, size: int, weight: QFont.Weight) -> QFont:
        font = QFont(FAMILY)
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for roles, token in (
            ((role.Window,), "bg"),
            ((role.Base, role.ToolTipBase), "surface"),
            ((role.Button, role.AlternateBase), "surface2"),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), "text"),
            ((role.PlaceholderText,), "muted"),
            ((role.Highlight,), "sel"),
            ((role.HighlightedText,), "text"),
            ((role.Link, role.LinkVisited, role.Accent), "accent"),
            ((role.Mid, role.Dark), "border"),
            ((role.Light, role.Midlight), "line"),
        ):
            for one in roles:
                palette.setColor(one, self.color(token))
        for one in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, one, self.color("muted"))
        return palette

    def _style_sheet(self) -> str:
        tokens = {name: self.token(name) for name in LIGHT}
        sizes = {f"p{size}": f"{self.px(size)}px" for size in range(29)}
        heights = {name: f"{self.px(size)}px" for name, size in (("field", 32), ("button", 32), ("low", 26))}
        tick = resource(f"icons/fixed/tick-{'dark' if self.dark else 'light'}.svg").as_posix()
        return _STYLE % (tokens | sizes | heights | {"tick": tick})


_STYLE = """
QToolTip { color: %(text)s; background: %(surface)s; border: 1px solid %(border)s; padding: %(p4)s; }
QMenuBar { background: %(surface)s; border-bottom: 1px solid %(border)s; padding: 0 %(p8)s; min-height: %(p24)s; }
QMenuBar::item { padding: %(p5)s %(p12)s; border-radius: %(p5)s; }
QMenuBar::item:selected { background: %(accent_soft)s; color: %(accent)s; }
QMenu { background: %(surface)s; border: 1px solid %(border)s; padding: %(p4)s; }
QMenu::item { padding: %(p6)s %(p24)s %(p6)s %(p12)s; border-radius: %(p4)s; }
QMenu::item:selected { background: %(sel)s; color: %(text)s; }
QMenu::item:disabled { color: %(muted)s; }
QMenu::separator { height: 1px; background: %(line)s; margin: %(p4)s 0; }
QLineEdit, QPlainTextEdit, QTextEdit { background: %(surface)s; border: 1px solid %(border)s; border-radius: %(p6)s;
  padding: 0 %(p8)s; selection-background-color: %(accent)s; selection-color: %(on_accent)s; }
QLineEdit { min-height: %(field)s; }
QPlainTextEdit, QTextEdit { padding: %(p6)s; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid %(accent)s; }
QLineEdit[tone="warn"] { border: 2px solid %(warn)s; }
QLineEdit[tone="bad"] { border: 2px solid %(bad)s; }
QLineEdit:disabled, QLineEdit[readOnly="true"] { background: %(surface2)s; color: %(muted)s; }
QLineEdit[bare="true"] { border: none; background: transparent; font-size: %(p16)s; }
QTableView QLineEdit { min-height: 0; border-radius: %(p4)s; border: 2px solid %(accent)s; padding: 0 %(p6)s; }
QCheckBox, QRadioButton { spacing: %(p8)s; }
QCheckBox::indicator, QRadioButton::indicator { width: %(p14)s; height: %(p14)s; border: 1px solid %(muted)s;
  background: %(surface)s; border-radius: %(p4)s; }
QRadioButton::indicator { border-radius: %(p8)s; }
QCheckBox::indicator:checked { background: %(accent)s; border-color: %(accent)s; image: url("%(tick)s"); }
QRadioButton::indicator:checked { width: %(p6)s; height: %(p6)s; border: %(p5)s solid %(accent)s; }
QCheckBox:focus, QRadioButton:focus { color: %(accent)s; }
QPushButton { background: %(surface)s; border: 1px solid %(border)s; border-radius: %(p6)s; min-height: %(button)s;
  padding: 0 %(p14)s; font-weight: 500; color: %(text)s; }
QPushButton[low="true"] { min-height: %(low)s; padding: 0 %(p10)s; font-size: %(p12)s; }
QPushButton[square="true"] { padding: 0; min-width: %(button)s; }
QPushButton:hover { background: %(surface2)s; }
QPushButton:focus { border: 2px solid %(accent)s; }
QPushButton:disabled { color: %(muted)s; background: %(surface2)s; }
QPushButton[kind="primary"] { background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s;
  font-weight: 600; }
QPushButton[kind="primary"]:focus { border: 2px solid %(text)s; }
QPushButton[kind="primary"]:disabled { background: %(surface2)s; color: %(muted)s; border-color: %(border)s; }
QPushButton[kind="soft"] { background: %(accent_soft)s; color: %(accent)s; border-color: %(accent_soft)s; }
QPushButton[kind="soft"]:focus { border-color: %(accent)s; }
QPushButton[kind="danger"] { color: %(bad)s; border-color: %(bad)s; }
QPushButton[kind="link"], QPushButton[kind="flat"] { background: transparent; border: 1px solid transparent;
  min-height: %(p20)s; padding: 0 %(p2)s; }
QPushButton[kind="link"] { color: %(accent)s; font-size: %(p12)s; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus, QPushButton[kind="flat"]:focus { border: 1px solid %(accent)s; }
QPushButton[kind="search"] { text-align: left; font-weight: 400; color: %(muted)s; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[kind="chip"] { border-radius: %(p13)s; min-height: %(low)s; padding: 0 %(p12)s; font-weight: 400; }
QPushButton[kind="chip"]:checked { background: %(accent_soft)s; color: %(accent)s; border-color: %(accent)s;
  font-weight: 600; }
QPushButton[kind="chip"]:focus { border: 2px solid %(accent)s; padding: 0 %(p11)s; }
QTableView, QListWidget, QListView { background: %(surface)s; border: none; outline: none;
  selection-background-color: %(sel)s; selection-color: %(text)s; gridline-color: %(line)s; }
QListWidget[popup="true"] { border: 1px solid %(accent)s; border-radius: %(p8)s; padding: %(p4)s; }
QHeaderView { background: %(surface)s; }
QHeaderView::section { background: %(surface)s; color: %(muted)s; border: none; border-bottom: 1px solid %(border)s;
  padding: 0 %(p10)s; font-size: %(p12)s; font-weight: 600; }
QTableView[list="true"] QHeaderView::section { padding: 0 %(p8)s; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: %(surface)s; border: none; }
QTabBar[pages="true"]::tab { padding: %(p8)s %(p12)s; color: %(muted)s; border-bottom: 2px solid transparent; }
QTabBar[pages="true"]::tab:selected { color: %(accent)s; border-bottom: 2px solid %(accent)s; font-weight: 600; }
QTabBar[pages="true"]::tab:focus { background: %(accent_soft)s; }
QScrollBar:vertical { background: transparent; width: %(p10)s; margin: 0; }
QScrollBar:horizontal { background: transparent; height: %(p10)s; margin: 0; }
QScrollBar::handle { background: %(border)s; border-radius: %(p4)s; margin: %(p1)s;
  min-height: %(p24)s; min-width: %(p24)s; }
QScrollBar::handle:hover { background: %(muted)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QFrame[card="true"] { background: %(surface)s; border: 1px solid %(border)s; border-radius: %(p10)s; }
QFrame[card="true"]:focus { border: 2px solid %(accent)s; }
QFrame[soft="true"] { background: %(surface2)s; border: none; border-radius: %(p6)s; }
QFrame[soft="true"]:focus { border: 2px solid %(accent)s; }
QFrame[line="strong"] { background: %(border)s; border: none; }
QFrame[line="true"] { background: %(line)s; border: none; }
QStatusBar { background: %(surface)s; border-top: 1px solid %(border)s; color: %(muted)s; font-size: %(p12)s; }
QStatusBar::item { border: none; }
QProgressBar { border: none; border-radius: %(p3)s; background: %(surface2)s; max-height: %(p6)s; }
QProgressBar::chunk { background: %(accent)s; border-radius: %(p3)s; }
QLabel[tone="ok"] { color: %(ok)s; }
QLabel[tone="warn"] { color: %(warn)s; }
QLabel[tone="bad"] { color: %(bad)s; }
QLabel[tone="info"] { color: %(info)s; }
QLabel[role="muted"] { color: %(muted)s; font-size: %(p12)s; }
QLabel[role="label"] { color: %(muted)s; font-size: %(p12)s; font-weight: 500; }
QLabel[role="small"] { color: %(muted)s; font-size: %(p11)s; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="link"] { color: %(accent)s; font-weight: 600; }
QLabel[role="card"] { font-size: %(p14)s; font-weight: 600; }
QLabel[role="paper"] { background: #FFFFFF; color: #566273; border: 1px solid %(border)s; border-radius: %(p8)s; }
QLabel[role="initials"] { background: %(accent_soft)s; color: %(accent)s; border-radius: %(p8)s;
  font-size: %(p16)s; font-weight: 600; }
QLabel[role="page"] { font-size: %(p20)s; font-weight: 600; }
QLabel[role="welcome"] { font-size: %(p28)s; font-weight: 600; }
QLabel[role="choice"] { font-size: %(p18)s; font-weight: 600; }
QLabel[role="figure"] { font-size: %(p21)s; font-weight: 600; }
QLabel[role="ok"] { color: %(ok)s; font-size: %(p12)s; }
QLabel[role="warn"] { color: %(warn)s; font-size: %(p12)s; }
QLabel[role="bad"] { color: %(bad)s; font-size: %(p12)s; }
QLabel[role="info"] { color: %(info)s; font-size: %(p12)s; }
"""


@cache
def load_fonts() -> None:
    """Register Inter for this process (once)."""
    for weight in _WEIGHTS:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/Inter-{weight}.ttf")))


@cache
def theme() -> Theme:
    """Return the one look of this process."""
    return Theme()
