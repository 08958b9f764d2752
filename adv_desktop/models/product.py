"""Products, their prices and what customers call them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import (
    Base,
    Discounts,
    Facts,
    Id,
    Instant,
    JsonText,
    Moment,
    Percent,
    Quantity,
    UnitPrice,
    choice,
    part_of,
    quantity_column,
    references,
)
from adv_desktop.models.enums import DocumentKind, Nature, PriceSource, Supply
from adv_desktop.models.party import refuse_if_changed
from adv_desktop.models.rules import catch_weight
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.rules.packs import Pack, pack_of
from adv_desktop.models.rules.serial_numbers import SerialKeeping


class Product(Base):
    """What is sold, with its unit, VAT, prices and limits of sale."""

    __tablename__ = "product"
    __table_args__ = (
        sa.Index("ix_product_label_id", "label", "id"),
        sa.Index("ix_product_family_id", "family", "id"),
        sa.Index("ix_product_ean", "ean"),
    )
    document = (DocumentKind.PRODUCT, "id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    label_en: Mapped[str | None]
    family: Mapped[str | None]
    family_label: Mapped[str | None]
    ean: Mapped[str | None]
    unit_label: Mapped[str] = mapped_column(default="pièce")
    unit: Mapped[str] = mapped_column(default="C62")  # UN/ECE recommendation 20
    pack: Mapped[Decimal] = quantity_column(1)  # sold by multiples of
    pack_label: Mapped[str | None]  # the larger unit it may be ordered in
    pack_size: Mapped[Quantity | None]
    minimum_quantity: Mapped[Decimal] = quantity_column(1)
    nature: Mapped[Nature] = mapped_column(choice(Nature), default=Nature.GOODS)
    with_goods: Mapped[bool] = mapped_column(default=False, server_default="0")  # a service: packing, handling
    vat_rate: Mapped[Percent]
    price: Mapped[UnitPrice]
    price_base: Mapped[Decimal] = quantity_column(1)
    cost: Mapped[UnitPrice | None]
    weight_kg: Mapped[Quantity | None]
    eco_category: Mapped[str | None]  # of `eco_contribution`
    cn8: Mapped[str | None]
    origin: Mapped[str | None]
    lead_days: Mapped[int] = mapped_column(default=0)
    stocked: Mapped[bool] = mapped_column(default=True)
    lot_tracked: Mapped[bool] = mapped_column(default=False)
    end_of_life: Mapped[bool] = mapped_column(default=False)
    ends_on: Mapped[dt.date | None]  # the last day on which it is sold
    replaced_by_id: Mapped[int | None] = references("product.id")
    note: Mapped[str | None]
    created_at: Mapped[Instant]
    minimum_stock: Mapped[Quantity | None]
    location_id: Mapped[int | None] = references("location.id")
    supply: Mapped[Supply] = mapped_column(choice(Supply), default=Supply.STOCK, server_default=Supply.STOCK.value)
    supplementary_unit: Mapped[str | None]  # of its customs code, as the Combined Nomenclature names it
    supplementary_factor: Mapped[Quantity | None]  # how many of them one unit is
    catch_weight: Mapped[bool] = mapped_column(default=False, server_default="0")  # price and cost of a kilogram
    weight_tolerance: Mapped[Percent | None]  # above and below `weight_kg`, the average of a unit
    kit_billing: Mapped[KitBilling | None] = mapped_column(choice(KitBilling))  # None: as the company does
    life_days: Mapped[int | None]  # from its making to its use-by date
    packaging_id: Mapped[int | None] = references("packaging.id")  # that its deliveries leave, proposed by
    per_packaging: Mapped[Quantity | None]  # its units in one
    serials: Mapped[SerialKeeping | None] = mapped_column(choice(SerialKeeping))  # None: no serial numbers
    warranty_months: Mapped[int | None]  # from the day that it leaves

    __mapper_args__ = {"version_id_col": version}

    def is_ended(self, day: dt.date) -> bool:
        """Whether it is no longer sold on a day."""
        return self.end_of_life or (self.ends_on is not None and self.ends_on < day)

    @property
    def average_weight(self) -> Decimal | None:
        """The kilograms that a unit weighs on average, None unless the product is sold by weight."""
        return self.weight_kg if self.catch_weight else None

    @property
    def unit_cost(self) -> Decimal | None:
        """What a unit costs on average."""
        return catch_weight.unit_cost(self.cost, self.average_weight)

    @property
    def packing(self) -> Pack | None:
        """The pack that the product may be ordered in, if any."""
        return pack_of(self.pack_label, self.pack_size)

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the record."""
        refuse_if_changed(self.version, version, self.code)


class ProductAlternative(Base):
    """Another product that may be proposed in place of one, in the order of `no`."""

    __tablename__ = "product_alternative"
    __table_args__ = (sa.UniqueConstraint("product_id", "alternative_id"),)
    document = (DocumentKind.PRODUCT, "product_id")

    id: Mapped[Id]
    product_id: Mapped[int] = part_of("product.id")
    alternative_id: Mapped[int] = part_of("product.id")
    no: Mapped[int]


class ProductComponent(Base):
    """What a kit is made of: a product and how much of it one kit holds."""

    __tablename__ = "product_component"
    __table_args__ = (sa.UniqueConstraint("product_id", "component_id"),)
    document = (DocumentKind.PRODUCT, "product_id")

    id: Mapped[Id]
    product_id: Mapped[int] = part_of("product.id")
    component_id: Mapped[int] = references("product.id", index=True)
    no: Mapped[int]
    quantity: Mapped[Quantity]


class CustomerItemCode(Base):
    """What one customer calls one of our products."""

    __tablename__ = "customer_item_code"
    __table_args__ = (sa.UniqueConstraint("customer_id", "code"),)
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    customer_id: Mapped[int] = part_of("customer.id")
    product_id: Mapped[int] = part_of("product.id")
    code: Mapped[str]
    label: Mapped[str | None]


class Price(Base):
    """A price of a product: a customer's contract, a list's or a category's, from a quantity, between dates."""

    __tablename__ = "price"
    __table_args__ = (sa.Index("ix_price_search", "product_id", "source"),)
    document = (DocumentKind.PRODUCT, "product_id")

    id: Mapped[Id]
    source: Mapped[PriceSource] = mapped_column(choice(PriceSource))
    product_id: Mapped[int] = part_of("product.id")
    customer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("customer.id", ondelete="CASCADE"), index=True)
    price_list: Mapped[str | None]
    category: Mapped[str | None]
    from_quantity: Mapped[Decimal] = quantity_column(1)
    price: Mapped[UnitPrice]
    net: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    remark: Mapped[str | None]
    update_id: Mapped[int | None] = references("price_update.id", index=True)


class PriceUpdate(Base):
    """A bulk change of prices: what was asked, from when; its prices are undone with it before that day."""

    __tablename__ = "price_update"

    id: Mapped[Id]
    made_at: Mapped[Instant]
    actor: Mapped[str]
    starts_on: Mapped[dt.date]
    asked: Mapped[Facts]
    prices: Mapped[int]  # how many prices it made
    undone_at: Mapped[dt.datetime | None] = mapped_column(Moment())


class EcoContribution(Base):
    """The eco-contribution of a category of products, for a unit or a kilogram, from a day on."""

    __tablename__ = "eco_contribution"
    __table_args__ = (sa.UniqueConstraint("category", "starts_on"),)

    id: Mapped[Id]
    category: Mapped[str]
    label: Mapped[str]
    amount: Mapped[UnitPrice]
    per_kg: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[dt.date | None]


class Surcharge(Base):
    """A percent that goods bear from a day on (energy, raw materials), in a line of its own on their invoice."""

    __tablename__ = "surcharge"
    __table_args__ = (sa.UniqueConstraint("name", "starts_on"),)

    id: Mapped[Id]
    name: Mapped[str]  # as papers call it
    percent: Mapped[Percent]
    families: Mapped[list[str]] = mapped_column(JsonText(), default=list)  # none: all
    categories: Mapped[list[str]] = mapped_column(JsonText(), default=list)  # of customers; none: all
    starts_on: Mapped[dt.date | None]


class Promotion(Base):
    """A discount, or a price, for everybody or a category of customers on a family or a product, between dates."""

    __tablename__ = "promotion"

    id: Mapped[Id]
    product_id: Mapped[int | None] = mapped_column(sa.ForeignKey("product.id", ondelete="CASCADE"), index=True)
    family: Mapped[str | None]
    category: Mapped[str | None]  # of customers; None: all
    percents: Mapped[Discounts]
    price: Mapped[UnitPrice | None]
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    remark: Mapped[str | None]


class PriceTerms(Base):
    """How the dates of a list are read: by the order's day or the day requested, and the grace for former prices."""

    __tablename__ = "price_terms"
    __table_args__ = (sa.UniqueConstraint("source", "name"),)

    id: Mapped[Id]
    source: Mapped[PriceSource] = mapped_column(choice(PriceSource))
    name: Mapped[str]  # of the list or category; empty for base prices and contracts
    by_requested: Mapped[bool] = mapped_column(default=False)
    former_until: Mapped[dt.date | None]
