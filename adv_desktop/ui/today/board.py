"""The lines of the board as they are shown: by group of deadlines, with their nature and their main action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries.phrases import said
from adv_desktop.services.queries.today import Shelf, Task
from adv_desktop.services.snoozes import BoardLine
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.services.watched_folder import WaitingFile
from adv_desktop.ui.format import formats
from adv_desktop.ui.tones import Tone


class Group(StrEnum):
    """How soon a line is to be done."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


GROUP_TITLES = {
    Group.LATE: N_("Late"),
    Group.TODAY: N_("Today"),
    Group.WEEK: N_("This week"),
    Group.LATER: N_("Later"),
}
# The date of the others tells since when they wait: they are for today.
_WITH_DEADLINE = frozenset({"late", "bought_arrived", "to_prepare", "to_ship", "to_carry_out", "overdue", "claim_due"})
ICONS = {
    "late": "warning",
    "blocked": "blocked",
    "to_confirm": "document",
    "recurring": "refresh",
    "bought_arrived": "download",
    "to_prepare": "box",
    "to_ship": "truck",
    "to_carry_out": "check",
    "to_invoice": "receipt",
    "proof_due": "attach",
    "draft_invoice": "edit",
    "to_send": "mail",
    "rejected": "warning",
    "to_declare": "euro",
    "overdue": "bell",
    "claim_due": "note",
    "quotation": "quote",
    "returned": "return",
}
# What the filter calls a nature where the word of a line alone would not be clear.
FILTER_TITLES = {
    "late": N_("Late deliveries"),
    "blocked": N_("Blocked orders"),
    "overdue": N_("To chase"),
    "to_send": N_("Invoices to send"),
}
_TONES = {
    "late": Tone.BAD,
    "blocked": Tone.BAD,
    "overdue": Tone.BAD,
    "rejected": Tone.BAD,
    "to_confirm": Tone.WARN,
    "recurring": Tone.WARN,
    "bought_arrived": Tone.WARN,
    "to_prepare": Tone.WARN,
    "claim_due": Tone.WARN,
    "returned": Tone.WARN,
    "proof_due": Tone.WARN,
    "draft_invoice": Tone.NEUTRAL,
}
_ACTIONS = {
    "confirm": N_("Confirm"),
    "make": N_("Make the order"),
    "unblock": N_("Take off hold…"),
    "prepare": N_("Prepare"),
    "deliver": N_("Deliver"),
    "complete": N_("Carried out…"),
    "ship": N_("Ship"),
    "invoice": N_("Invoice"),
    "issue": N_("Check"),
    "prove_transport": N_("Attach…"),
    "send": N_("Send"),
    "put_right": N_("Put right"),
    "declare": N_("Declare…"),
    "remind": N_("Collect"),
    "answer": N_("Answer"),
    "inspect": N_("Inspect"),
    "follow_up": N_("Follow up"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a group of lines."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do; all that is shown of it is computed when it is asked for."""

    task: Task
    group: Group
    shelf: Shelf
    days_late: int = 0

    @property
    def key(self) -> BoardLine:
        """What names the line."""
        return BoardLine(self.task.nature, self.task.kind, self.task.id)

    @property
    def action(self) -> str:
        """The key of the main action."""
        if self.shelf is not Shelf.WAITING:
            return "bring_back"
        if self.task.action == "prepare" and self.task.kind is DocumentKind.ORDER:
            return "deliver"
        return self.task.action

    @property
    def action_text(self) -> str:
        """The main action in a word."""
        return _("Bring back") if self.action == "bring_back" else _(_ACTIONS[self.action])

    @property
    def when(self) -> str:
        """The deadline, short where it is near."""
        if self.group is Group.TODAY or self.task.deadline is None:
            return _("Day")
        return formats().short_date(self.task.deadline)

    @property
    def what(self) -> str:
        """What is to be done."""
        return said(self.task.what)

    @property
    def detail(self) -> str:
        """How late it is, else the state of its document."""
        if self.days_late:
            return ngettext("{count} day late", "{count} days late", self.days_late).format(count=self.days_late)
        return _(self.task.state.word)

    @property
    def tone(self) -> Tone:
        """The tone of its nature."""
        return _TONES.get(self.task.nature, Tone.INFO)

    @property
    def number(self) -> str:
        """The document."""
        return self.task.number or _("Draft")

    @property
    def word(self) -> str:
        """What the line is, in a word."""
        return _(self.task.word)

    @property
    def customer(self) -> str:
        """Whose document it is."""
        return self.task.customer

    @property
    def amount(self) -> str:
        """The money that it is about."""
        return formats().money(self.task.amount, self.task.currency) if self.task.amount else "—"


@dataclass(frozen=True, slots=True)
class FileLine:
    """An order file of the watched folder, to be looked at today."""

    file: WaitingFile
    group: Group = Group.TODAY
    shelf: Shelf = Shelf.WAITING
    tone: Tone = Tone.WARN
    amount: str = "—"

    @property
    def key(self) -> str:
        """What names the line."""
        return self.file.sha256

    @property
    def action_text(self) -> str:
        """The main action in a word."""
        return _("Read")

    @property
    def when(self) -> str:
        """When it is to be done."""
        return _("Day")

    @property
    def word(self) -> str:
        """What the line is, in a word."""
        return _("Order file")

    @property
    def what(self) -> str:
        """What is to be done."""
        return _("Look at the file")

    @property
    def detail(self) -> str:
        """When it came."""
        return formats().moment(self.file.modified_at)

    @property
    def customer(self) -> str:
        """The name of the file: whose it is, nobody has read yet."""
        return self.file.path.name

    @property
    def number(self) -> str:
        """Its folder."""
        return self.file.path.parent.name


Row = Heading | Line | FileLine


def rows_of(tasks: Iterable[Task], today: dt.date, shelf: Shelf, files: Iterable[WaitingFile] = ()) -> list[Row]:
    """Return the lines under the titles of their groups, by deadline then by money in each; files are for today."""
    groups: dict[Group, list[Line | FileLine]] = {group: [] for group in Group}
    groups[Group.TODAY] += [FileLine(file) for file in files]
    for task in tasks:
        group = _group(task, today)
        late = (today - task.deadline).days if group is Group.LATE and task.deadline else 0
        groups[group].append(Line(task, group, shelf, late))
    rows: list[Row] = []
    for group, lines in groups.items():
        if lines:
            rows += [Heading(_(GROUP_TITLES[group]), len(lines)), *lines]
    return rows


def _group(task: Task, today: dt.date) -> Group:
    if task.deadline is None or task.nature not in _WITH_DEADLINE or task.deadline == today:
        return Group.TODAY
    if task.deadline < today:
        return Group.LATE
    sunday = today + dt.timedelta(days=6 - today.weekday())
    return Group.WEEK if task.deadline <= sunday else Group.LATER
