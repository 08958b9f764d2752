"""The settings: a part at the left, what it holds at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from adv_desktop.services.setting_list import Group
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.icons import icon
from adv_desktop.ui.page import Page
from adv_desktop.ui.settings.audit import AuditSection
from adv_desktop.ui.settings.backups import BackupsSection
from adv_desktop.ui.settings.calendar import CalendarSection
from adv_desktop.ui.settings.closures import ClosuresSection
from adv_desktop.ui.settings.company import CompanySection
from adv_desktop.ui.settings.credit import CreditSection
from adv_desktop.ui.settings.generated import GeneratedSection
from adv_desktop.ui.settings.look import LookSection
from adv_desktop.ui.settings.mail import MailSection
from adv_desktop.ui.settings.numbering import NumberingSection
from adv_desktop.ui.settings.packaging import PackagingSection
from adv_desktop.ui.settings.section import Section
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Card
from adv_desktop.ui.widgets.scroll import Scroll

NAVIGATION = 236


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the list at the left."""

    key: str
    title: str
    icon: str
    build: Callable[[Desk], Section]


def _rules(desk: Desk) -> Section:
    sub = _("Each is written as soon as its field is left.")
    groups = (Group.ORDERS, Group.DELIVERIES, Group.INVOICES, Group.CLAIMS)
    return GeneratedSection(desk, _("Rules of the sales cycle"), sub, groups)


def _checks(desk: Desk) -> Section:
    sub = _("What a remark does to an order: it stops it, warns, informs, or says nothing.")
    return GeneratedSection(desk, _("Checks of orders"), sub, (Group.CHECKS,))


PARTS = (
    Part("company", N_("Company"), "building", CompanySection),
    Part("numbering", N_("Numbering"), "tag", NumberingSection),
    Part("rules", N_("Rules of the sales cycle"), "gear", _rules),
    Part("calendar", N_("Calendars and carriers"), "calendar", CalendarSection),
    Part("packaging", N_("Returnable packaging"), "box", PackagingSection),
    Part("credit", N_("Credit limits"), "euro", CreditSection),
    Part("checks", N_("Checks of orders"), "warning", _checks),
    Part("mail", N_("Mail account"), "mail", MailSection),
    Part("look", N_("Look"), "eye", LookSection),
    Part("backups", N_("Backups"), "save", BackupsSection),
    Part("closures", N_("Seals and closures"), "lock", ClosuresSection),
    Part("audit", N_("Check the database"), "check", AuditSection),
)


class SettingsPage(Page):
    """« Paramètres »; each part is built when it is first seen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.sections: dict[str, Section] = {}
        self.parts = QListWidget()
        self.parts.setAccessibleName(_("Parts of the settings"))
        self.parts.setIconSize(QSize(theme().px(16), theme().px(16)))
        for part in PARTS:
            item = QListWidgetItem(icon(part.icon, "muted"), _(part.title))
            item.setSizeHint(QSize(theme().px(180), theme().px(38)))
            self.parts.addItem(item)
        self.stack = QStackedWidget()
        card = Card(margins=(6, 8, 6, 8))
        card.body.addWidget(self.parts)
        card.setFixedWidth(theme().px(NAVIGATION))
        layout = QHBoxLayout(self)
        theme().space(layout, (20, 16, 12, 14), 16)
        layout.addWidget(card)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.parts)
        self.parts.currentRowChanged.connect(self._on_part)
        theme().changed.connect(self._on_theme)

    def commands(self) -> list[Command]:
        """Return what can be done with the settings."""
        return [Command("save", N_("Save"), self._on_save, "Ctrl+S", "save", Menu.FILE)]

    def show_query(self, query: str) -> None:
        """Show a part by its key."""
        keys = [part.key for part in PARTS]
        self.parts.setCurrentRow(keys.index(query) if query in keys else 0)

    def refresh(self) -> None:
        """Read the part that is shown again."""
        section = self._current()
        if section is not None:
            section.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.parts.currentRow() < 0:
            self.parts.setCurrentRow(0)

    def _on_part(self, place: int) -> None:
        part = PARTS[place]
        section = self.sections.get(part.key)
        if section is None:
            section = self.sections[part.key] = part.build(self.desk)
            self.stack.addWidget(Scroll(section))
        self.stack.setCurrentIndex(list(self.sections).index(part.key))
        section.refresh()

    def _current(self) -> Section | None:
        place = self.parts.currentRow()
        return self.sections.get(PARTS[place].key) if place >= 0 else None

    def _on_save(self) -> None:
        section = self._current()
        if section is not None:
            section.save()

    def _on_theme(self) -> None:
        for place, part in enumerate(PARTS):
            item = self.parts.item(place)
            item.setIcon(icon(part.icon, "muted"))
            item.setSizeHint(QSize(theme().px(180), theme().px(38)))
            item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter)
