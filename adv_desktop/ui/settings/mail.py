"""« Compte de messagerie »: the server that messages leave by, its password, and a message to oneself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.setting_list import Group
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.settings.generated import GeneratedSection
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, row
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.services.mail.passwords import Kept
    from adv_desktop.ui.desk import Desk

_KEPT = {
    "key_ring": N_("The password is in the key ring of this system."),
    "memory": N_("This system has no key ring: the password is kept until the program closes, and asked for again."),
    "environment": N_("The password is given by the environment of the program."),
    "nowhere": N_("No password was given yet."),
}


class MailSection(GeneratedSection):
    """The settings of the account, then what is not in the database: the password."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _("Messages leave by your own mail server; without one they are written as files for your mail program.")
        super().__init__(desk, _("Mail account"), sub, (Group.MAIL,), 2, parent)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self.keep)
        self.keep_button = Button(_("Keep the password"), icon="lock", on_click=self.keep)
        self.try_button = Button(_("Send a trial message"), icon="mail", on_click=self.try_account)
        self.password_form = Form([Field("password", N_("Password"), self.password)], 1)
        card = Card(_("Password and trial"))
        for widget in (self.password_form, row(self.keep_button, self.try_button)):
            card.body.addWidget(widget)
        self.body.insertWidget(self.body.count() - 1, card)

    def refresh(self) -> None:
        """Read the settings, and where the password is."""
        super().refresh()
        self.desk.runner.read(self.desk.services.outbox.password_kept, partial(self._on_kept, Tone.INFO))

    def keep(self) -> None:
        """Keep the password that is typed; the field is emptied at once."""
        password = self.password.text()
        if not password:
            self.password_form.set_message("password", _("Please fill this in."))
            return
        self.password.clear()
        outbox = self.desk.services.outbox
        self.desk.runner.read(lambda: outbox.keep_password(password), partial(self._on_kept, Tone.OK))

    def try_account(self) -> None:
        """Send a message to oneself."""
        self.password_form.set_message("password", _("The trial message is leaving…"), Tone.INFO)
        self.desk.runner.read(self.desk.services.outbox.try_account, self._on_tried, self._on_refused)

    def _on_kept(self, tone: Tone, kept: Kept) -> None:
        self.password_form.set_message("password", _(_KEPT[kept.value]), tone)

    def _on_tried(self, address: str) -> None:
        said = _("The message left for {address}: the account works.").format(address=address)
        self.password_form.set_message("password", said, Tone.OK)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.password_form.set_message("password", sentence(error, texts.current()))
        else:
            self.desk.failed(error)
