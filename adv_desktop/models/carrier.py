"""Carriers: how long they take, and the days on which they do not run."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, FactList, Facts, Id, JsonText, Quantity


class Carrier(Base):
    """A carrier; documents name it by its name, so that one that is not listed may be written too."""

    __tablename__ = "carrier"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(unique=True)
    transit_days: Mapped[int] = mapped_column(default=0)  # in its working days
    transit: Mapped[Facts]  # days by département, where they are others
    closures: Mapped[FactList] = mapped_column(JsonText(), default=list)
    cut_off: Mapped[str | None]  # "16:30"
    tracking_url: Mapped[str | None]  # with {number}
    pickup: Mapped[bool] = mapped_column(default=False, server_default="0")  # the customer collects
    serves: Mapped[FactList] = mapped_column(JsonText(), default=list, server_default="[]")  # départements; none: all
    max_kg: Mapped[Quantity | None]
    freight: Mapped[dict[str, Any] | None] = mapped_column(JsonText())  # what it is charged, None: nothing by itself

    __mapper_args__ = {"version_id_col": version}
