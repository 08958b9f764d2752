"""Stock as an append-only ledger of moves; reservations, lots, places and expected receipts beside it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Instant, Quantity, UnitPrice, choice, quantity_column, references
from adv_desktop.models.enums import DocumentKind, StockMoveKind, Supply

ELSEWHERE = frozenset({Supply.DIRECT, Supply.DEPOT})  # what never leaves from our warehouse


class Warehouse(Base):
    """Where goods are kept."""

    __tablename__ = "warehouse"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Location(Base):
    """A place inside a warehouse; picking follows its rank."""

    __tablename__ = "location"
    __table_args__ = (sa.UniqueConstraint("warehouse_id", "code"),)

    id: Mapped[Id]
    warehouse_id: Mapped[int] = references("warehouse.id")
    code: Mapped[str]
    rank: Mapped[int] = mapped_column(default=0)


class Lot(Base):
    """A batch of a product, with its use-by date where it has one."""

    __tablename__ = "lot"
    __table_args__ = (sa.UniqueConstraint("product_id", "code"),)

    id: Mapped[Id]
    product_id: Mapped[int] = references("product.id")
    code: Mapped[str]
    use_by: Mapped[dt.date | None]


class StockMove(Base):
    """One change of the physical stock, signed; never edited, never deleted."""

    __tablename__ = "stock_move"
    __table_args__ = (
        sa.Index("ix_stock_move_product_id", "product_id", "moved_on"),
        sa.Index("ix_stock_move_lot", "lot_id", sqlite_where=sa.text("lot_id IS NOT NULL")),
    )
    document = (DocumentKind.PRODUCT, "product_id")

    id: Mapped[Id]
    kind: Mapped[StockMoveKind] = mapped_column(choice(StockMoveKind))
    product_id: Mapped[int] = references("product.id")
    warehouse_id: Mapped[int] = references("warehouse.id")
    location_id: Mapped[int] = references("location.id")
    lot_id: Mapped[int | None] = references("lot.id")
    quantity: Mapped[Quantity]
    moved_on: Mapped[dt.date]
    at: Mapped[Instant]
    delivery_line_id: Mapped[int | None] = references("delivery_line.id", index=True)
    cost: Mapped[UnitPrice | None]
    reason: Mapped[str | None]


class Reservation(Base):
    """Goods kept for one order line until they leave."""

    __tablename__ = "reservation"
    document = (DocumentKind.PRODUCT, "product_id")

    id: Mapped[Id]
    order_line_id: Mapped[int] = mapped_column(sa.ForeignKey("order_line.id", ondelete="RESTRICT"), index=True)
    product_id: Mapped[int] = references("product.id", index=True)
    warehouse_id: Mapped[int] = references("warehouse.id")
    location_id: Mapped[int | None] = references("location.id")
    lot_id: Mapped[int | None] = references("lot.id")
    quantity: Mapped[Quantity]


class ProductStock(Base):
    """Counters of a product, kept by the transaction that moves or reserves; `verify` recomputes them."""

    __tablename__ = "product_stock"
    document = (DocumentKind.PRODUCT, "product_id")

    product_id: Mapped[int] = mapped_column(sa.ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    physical: Mapped[Decimal] = quantity_column(0)  # in our warehouse
    reserved: Mapped[Decimal] = quantity_column(0)
    consigned: Mapped[Decimal] = quantity_column(0)  # ours too, but at customers'

    @property
    def available(self) -> Decimal:
        """What may still be promised from what is there."""
        return self.physical - self.reserved


class ExpectedReceipt(Base):
    """Goods announced by a supplier for a date."""

    __tablename__ = "expected_receipt"
    document = (DocumentKind.PRODUCT, "product_id")

    id: Mapped[Id]
    product_id: Mapped[int] = references("product.id", index=True)
    quantity: Mapped[Quantity]
    received: Mapped[Decimal] = quantity_column(0)
    due: Mapped[dt.date]
    supplier_reference: Mapped[str | None]
    order_line_id: Mapped[int | None] = references("order_line.id")  # what it was bought for (R18)

    @property
    def left(self) -> Decimal:
        """What has not come yet."""
        return max(self.quantity - self.received, Decimal(0))
