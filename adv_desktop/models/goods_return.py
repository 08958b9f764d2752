"""Goods that customers send back: allowed, arrived, then looked at line by line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adv_desktop.models.base import Base, Id, JsonText, Quantity, choice, part_of, quantity_column, references
from adv_desktop.models.enums import RETURN_TRANSITIONS, DocumentKind, ReturnState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import refuse_if_changed

ZERO = Decimal(0)


class GoodsReturn(Base):
    """What comes back of one delivery, and the document that settles it."""

    __tablename__ = "goods_return"
    __table_args__ = (
        sa.Index("ix_goods_return_number", "number", "id", unique=True),
        sa.Index("ix_goods_return_authorised_on", "authorised_on", "id"),
        sa.Index("ix_goods_return_customer_name", "customer_name", "id"),
        sa.Index("ix_goods_return_state", "state", "id"),
    )
    document = (DocumentKind.RETURN, "id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    establishment_id: Mapped[int] = references("establishment.id")
    number: Mapped[str]
    state: Mapped[ReturnState] = mapped_column(choice(ReturnState, state=True), default=ReturnState.AUTHORISED)
    customer_id: Mapped[int] = references("customer.id", index=True)
    customer_name: Mapped[str]
    delivery_id: Mapped[int] = references("delivery.id", index=True)
    claim_id: Mapped[int | None] = references("claim.id", index=True)
    reason: Mapped[str]
    authorised_on: Mapped[dt.date]
    received_on: Mapped[dt.date | None]
    inspected_on: Mapped[dt.date | None]
    replacement_id: Mapped[int | None] = references("delivery.id", index=True)

    __mapper_args__ = {"version_id_col": version}

    lines: Mapped[list[GoodsReturnLine]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="GoodsReturnLine.no"
    )

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the return."""
        refuse_if_changed(self.version, version, self.number)

    def move_to(self, state: ReturnState) -> None:
        """Change the state; raise `return.wrong_state` when the transition does not exist."""
        if state not in RETURN_TRANSITIONS[self.state]:
            raise DomainError("return.wrong_state", number=self.number)
        self.state = state


class GoodsReturnLine(Base):
    """What comes back of one delivery line: as allowed, then what was made of it.

    `not_invoiced` is the part that lowers what is to invoice; the rest had been invoiced and is credited.
    """

    __tablename__ = "goods_return_line"
    document = (DocumentKind.RETURN, "return_id")

    id: Mapped[Id]
    return_id: Mapped[int] = part_of("goods_return.id")
    no: Mapped[int]
    delivery_line_id: Mapped[int] = references("delivery_line.id", index=True)
    quantity: Mapped[Quantity]
    restocked: Mapped[Decimal] = quantity_column(0)
    scrapped: Mapped[Decimal] = quantity_column(0)
    to_supplier: Mapped[Decimal] = quantity_column(0)
    not_invoiced: Mapped[Decimal] = quantity_column(0)
    catch_weight: Mapped[Quantity | None]  # kilograms that came back, of goods sold by weight
    serials: Mapped[list[Any] | None] = mapped_column(JsonText())  # numbers of the units that come back

    @property
    def received(self) -> Decimal:
        """What came back, whatever was made of it."""
        return self.restocked + self.scrapped + self.to_supplier

    def inspect(self, restocked: Decimal, scrapped: Decimal, to_supplier: Decimal) -> None:
        """Record what was made of the goods; raise beyond what was allowed."""
        if min(restocked, scrapped, to_supplier) < ZERO:
            raise DomainError("quantity.not_positive", written=min(restocked, scrapped, to_supplier), line=self.no)
        received = restocked + scrapped + to_supplier
        if received > self.quantity:
            raise DomainError("return.over_allowed", line=self.no, wanted=received, left=self.quantity)
        self.restocked, self.scrapped, self.to_supplier = restocked, scrapped, to_supplier
