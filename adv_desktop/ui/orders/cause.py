"""Who asked for another day, why, and what else there is to say: the fields of every promise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason
from adv_desktop.services.rescheduling import Promise
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import options
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field


@dataclass(frozen=True, slots=True)
class Cause:
    """What was chosen; no reason is a reason not said."""

    asked_by: AskedBy
    reason: PromiseReason | None
    comment: str

    def promise(self, order_id: int, version: int, on: dt.date, line_ids: tuple[int, ...] = ()) -> Promise:
        """Return the command that promises a day for this cause."""
        return Promise(order_id, version, on, line_ids, self.asked_by, self.reason, self.comment)


class CauseFields:
    """The three fields; the customer's wish says by itself who asked."""

    def __init__(self) -> None:
        self.asked_by = ChoiceCombo(_("Asked by"), options(AskedBy))
        self.reason = ChoiceCombo(_("Reason"), [("", "—"), *options(PromiseReason)])
        self.comment = TextEdit(_("Comment"))
        self.asked_by.picked.connect(self._on_asked)
        self.reason.picked.connect(self._on_reason)

    def fields(self) -> list[Field]:
        """Return the fields for a form."""
        return [
            Field(
                "asked_by", N_("Asked by"), self.asked_by,
                N_("A day that the customer asks for moves the first promise; ours never does."),
            ),
            Field("reason", N_("Reason"), self.reason),
            Field("comment", N_("Comment"), self.comment),
        ]  # fmt: skip

    def value(self) -> Cause:
        """Return what was chosen."""
        reason = self.reason.key()
        comment = self.comment.value() or ""
        return Cause(AskedBy(self.asked_by.key()), PromiseReason(reason) if reason else None, comment)

    def _on_asked(self, key: str) -> None:
        if key == AskedBy.CUSTOMER:
            self.reason.set_key(PromiseReason.CUSTOMER_WISH)
        elif self.reason.key() == PromiseReason.CUSTOMER_WISH:
            self.reason.set_key("")

    def _on_reason(self, key: str) -> None:
        self.asked_by.set_key(AskedBy.CUSTOMER if key == PromiseReason.CUSTOMER_WISH else AskedBy.US)
