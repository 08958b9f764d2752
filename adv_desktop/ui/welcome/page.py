"""The first start: the demonstration, my company, or a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.format import formats
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.welcome.choices import Choices
from adv_desktop.ui.welcome.opening import Looked, look_at, restored
from adv_desktop.ui.welcome.wizard import CompanyWizard
from adv_desktop.ui.widgets.basics import Button, clear_layout, set_role
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.scroll import Scroll

WIDEST = 1320
LANGUAGES = (("fr", "Français"), ("en", "English"))


class WelcomePage(QWidget):
    """Tells what was chosen; a file is looked at before it is opened."""

    demo_asked = Signal()
    file_chosen = Signal(Path)

    def __init__(
        self, runner: Runner, clock: Clock, settings: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._clock, self._settings = runner, clock, settings
        self._outer = QVBoxLayout(self)
        theme().space(self._outer)
        QShortcut(QKeySequence("F1"), self, self._on_help)
        self._build()

    def open_file(self, path: Path) -> None:
        """Look at a file; open it when it is sound, say in one sentence what is wrong otherwise."""
        self.choices.file.said.setText("")
        self._runner.read(partial(look_at, path), self._on_looked, self._on_unfit)

    def _build(self) -> None:
        self.choices = Choices()
        self.wizard = CompanyWizard(self._runner, self._clock, self._failed)
        self.stack = QStackedWidget()
        self._begin = Scroll(self.choices)
        self.stack.addWidget(self._begin)
        self.stack.addWidget(self.wizard)
        self.language = ChoiceCombo(_("Language"), LANGUAGES)
        self.language.set_key(texts.current().language)
        self.mode = Button(_("Light"), icon="moon", on_click=self._on_mode)
        self._show_mode()
        inner = QWidget()
        inner.setMaximumWidth(theme().px(WIDEST))
        column = QVBoxLayout(inner)
        theme().space(column, (40, 8, 40, 16), 8)
        column.addWidget(self.stack, 1)
        column.addLayout(self._foot())
        page = QWidget()
        across = QHBoxLayout(page)
        theme().space(across)
        across.addStretch(1)
        across.addWidget(inner, 100)
        across.addStretch(1)
        self._outer.addWidget(page)
        self.choices.demo_asked.connect(self.demo_asked)
        self.choices.company_asked.connect(self._on_company)
        self.choices.file_asked.connect(self._on_file)
        self.wizard.left.connect(lambda: self.stack.setCurrentWidget(self._begin))
        self.wizard.made.connect(self.file_chosen)
        self.language.picked.connect(self._on_language)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        theme().space(foot, spacing=12)
        foot.addWidget(Button(_("Help on the first start"), "link", icon="info", hint="F1", on_click=self._on_help))
        take_over = _("Take over from Sage, EBP, Dolibarr or Excel")
        foot.addWidget(Button(take_over, "link", icon="table", on_click=partial(self._on_company, "")))
        foot.addStretch(1)
        self.language.setFixedWidth(theme().px(130))
        foot.addWidget(self.language)
        foot.addWidget(self.mode)
        return foot

    def _on_company(self, siren: str) -> None:
        self.stack.setCurrentWidget(self.wizard)
        self.wizard.start(siren)

    def _on_file(self) -> None:
        name = file_to_open(self, _("Open a file"), _("Databases (*.db);;All files (*)"))
        if name:
            self.open_file(name)

    def _on_looked(self, looked: Looked) -> None:
        if looked.made is None or looked.proposed is None:
            self.file_chosen.emit(looked.path)
            return
        card = self.choices.file
        set_role(card.said, "role", "info")
        said = _("This is a backup of {moment}. It is restored as {file}; the backup stays as it is.")
        card.said.setText(said.format(moment=formats().moment(looked.made), file=looked.proposed.name))
        clear_layout(card.more)
        restore = Button(_("Restore it"), "primary", on_click=partial(self._restore, looked, looked.proposed))
        card.more.addWidget(restore)
        restore.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self, looked: Looked, target: Path) -> None:
        self._runner.write(partial(restored, looked, target, self._clock), self.file_chosen.emit, self._on_unfit)

    def _on_unfit(self, error: Exception) -> None:
        if not isinstance(error, AdvError):
            self._failed(error)
            return
        said = self.choices.file.said
        set_role(said, "role", "bad")
        said.setText(sentence(error, texts.current()))

    def _failed(self, error: Exception) -> None:
        """Leave a failure of the program itself to whoever reports it."""
        self._runner.read(partial(_again, error), lambda _done: None)

    def _on_help(self) -> None:
        from adv_desktop.ui.help import open_guide

        open_guide("today", self)

    def _on_mode(self) -> None:
        theme().set_mode("light" if theme().dark else "dark")
        self._keep("mode", theme().mode)
        self._show_mode()

    def _show_mode(self) -> None:
        said = _("Dark") if theme().dark else _("Light")
        self.mode.setText(said)
        self.mode.setAccessibleName(_("Light or dark: {mode}").format(mode=said))

    def _on_language(self, language: str) -> None:
        """Speak the other language at once; what was typed of the company is kept."""
        texts.use(language)
        self._keep("language", language)
        clear_layout(self._outer)
        self._build()

    def _keep(self, key: str, value: object) -> None:
        if self._settings is not None:
            self._settings.setValue(key, value)


def _again(error: Exception) -> None:
    raise error
