"""The dates of order lines promised anew: who asked for the change, why, and whether the customer was told."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Instant, choice, part_of
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason


class PromiseChange(Base):
    """A day promised in the place of another for one line; `told_on` is the only field that comes later."""

    __tablename__ = "promise_change"
    document = (DocumentKind.ORDER, "order_id")

    id: Mapped[Id]
    order_id: Mapped[int] = part_of("sales_order.id")
    order_line_id: Mapped[int] = part_of("order_line.id")
    at: Mapped[Instant]
    actor: Mapped[str]
    before: Mapped[dt.date | None]
    after: Mapped[dt.date | None]
    asked_by: Mapped[AskedBy] = mapped_column(choice(AskedBy))
    reason: Mapped[PromiseReason | None] = mapped_column(choice(PromiseReason))
    comment: Mapped[str | None]
    told_on: Mapped[dt.date | None]
