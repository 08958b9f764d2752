"""Products: created, edited, stopped; their prices are in `pricing`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.enums import Nature, PriceSource, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Price, Product
from adv_desktop.models.rules.catch_weight import KILOGRAM
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.services import alternatives, compositions, identifiers
from adv_desktop.services.alternatives import Alternative
from adv_desktop.services.clock import Clock
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.eco_contributions import check_category
from adv_desktop.services.packaging_proposals import packaging_code, packaging_id
from adv_desktop.services.queries.products import base_prices
from adv_desktop.services.serials import count_in_stock
from adv_desktop.services.stock import counters, set_physical
from adv_desktop.services.store import Store

LONGEST_WARRANTY = 600  # months


@dataclass(frozen=True, slots=True)
class ProductData:
    """What is known of a product; `stock` is the quantity at the start, for a new product only."""

    code: str
    label: str
    vat_rate: Decimal
    price: Decimal
    label_en: str | None = None
    family: str | None = None
    family_label: str | None = None
    ean: str | None = None
    unit_label: str = "pièce"
    unit: str = "C62"
    pack: Decimal = Decimal(1)
    minimum_quantity: Decimal = Decimal(1)
    pack_label: str | None = None
    pack_size: Decimal | None = None
    nature: Nature = Nature.GOODS
    with_goods: bool = False
    supply: Supply = Supply.STOCK  # where its goods come from unless an order line says otherwise
    price_base: Decimal = Decimal(1)
    cost: Decimal | None = None
    weight_kg: Decimal | None = None
    catch_weight: bool = False
    weight_tolerance: Decimal | None = None
    eco_category: str | None = None
    cn8: str | None = None
    origin: str | None = None
    supplementary_unit: str | None = None
    supplementary_factor: Decimal | None = None
    lead_days: int = 0
    stocked: bool = True
    lot_tracked: bool = False
    life_days: int | None = None  # from its making to its use-by date
    minimum_stock: Decimal | None = None
    end_of_life: bool = False
    note: str | None = None
    ends_on: dt.date | None = None
    replaced_by: str | None = None
    alternatives: tuple[str, ...] = ()
    components: tuple[NewComponent, ...] = ()  # of a kit
    kit_billing: KitBilling | None = None
    packaging: str | None = None  # code of what its deliveries leave in
    per_packaging: Decimal | None = None
    serials: SerialKeeping | None = None
    warranty_months: int | None = None  # from the day that it leaves
    stock: Decimal | None = None


_NOT_COLUMNS = frozenset({"replaced_by", "packaging", "alternatives", "components", "stock"})


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """A product as forms and the console show it, `data.stock` being the physical stock now."""

    id: int
    version: int
    data: ProductData


class ProductService:
    """The verbs on products."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def create(self, data: ProductData) -> int:
        """Add a product with its stock at the start; return its id."""
        with self._store.write("product.create") as session:
            product = add_product(session, data, self._clock.today(), self._clock.now())
            session.flush()
            return product.id

    def update(self, product_id: int, version: int, data: ProductData) -> None:
        """Replace what is known of a product; the stock is changed by moves, not here."""
        checked = check(data)
        with self._store.write("product.update") as session:
            product = session.get_one(Product, product_id)
            product.refuse_if_changed(version)
            _refuse_taken_code(session, checked.code, product_id)
            own = product.price
            _write(session, product, checked)
            refuse_unknown_stock(session, product)
            product.price = own
            alternatives.put(session, product, checked.alternatives)
            compositions.put(session, product, checked.components)
            set_base_price(session, product, checked.price, self._clock.today())

    def show(self, code: str) -> ProductRecord:
        """Return a product by its code; raise `product.not_found`."""
        with self._store.read() as session:
            product = product_of(session, code)
            known = {
                item.name: getattr(product, item.name) for item in fields(ProductData) if item.name not in _NOT_COLUMNS
            }
            replacement = session.get_one(Product, product.replaced_by_id).code if product.replaced_by_id else None
            stock = counters(session, product.id).physical
            known["price"] = base_price(session, product, self._clock.today())
            return ProductRecord(
                product.id,
                product.version,
                ProductData(
                    **known,
                    replaced_by=replacement,
                    packaging=packaging_code(session, product.packaging_id),
                    alternatives=alternatives.codes_of(session, product.id),
                    components=compositions.asked_of(session, product.id),
                    stock=stock,
                ),
            )


def proposals(session: Session, code: str, day: dt.date) -> list[Alternative]:
    """Return what may be sold in place of a product: what replaces it, then its alternatives."""
    return alternatives.of(session, product_of(session, code), day)


def product_of(session: Session, code: str) -> Product:
    """Return a product by code; raise `product.not_found`."""
    product = session.scalar(sa.select(Product).where(Product.code == code))
    if product is None:
        raise DomainError("product.not_found", code=code)
    return product


def base_price(session: Session, product: Product, today: dt.date) -> Decimal:
    """Return the base price in force on a day: the product's own, or one that an update brought after it."""
    return base_prices(session, [product.id], today).get(product.id, product.price)


def set_base_price(session: Session, product: Product, price: Decimal, today: dt.date) -> None:
    """Make a base price the one in force: those that updates brought until now give way, those to come stay."""
    if price == base_price(session, product, today):
        return
    product.price = price
    begun = (Price.product_id == product.id, Price.source == PriceSource.BASE, Price.starts_on <= today)
    for row in session.scalars(sa.select(Price).where(*begun)):
        session.delete(row)


def code_of(session: Session, product_id: int) -> str:
    """Return the code of a product."""
    return session.scalars(sa.select(Product.code).where(Product.id == product_id)).one()


def add_product(session: Session, data: ProductData, today: dt.date, now: dt.datetime) -> Product:
    """Add a product inside an open transaction (imports)."""
    checked = check(data)
    _refuse_taken_code(session, checked.code, None)
    if checked.serials is SerialKeeping.RECEIPT and checked.stock:
        raise DomainError("serial.no_start", code=checked.code, field="stock")
    product = Product(code=checked.code, created_at=now)
    _write(session, product, checked)
    session.add(product)
    session.flush()
    alternatives.put(session, product, checked.alternatives)
    compositions.put(session, product, checked.components)
    set_physical(session, product.id, checked.stock or Decimal(0), today, now, "opening")
    return product


def check(data: ProductData) -> ProductData:
    """Return the data with its identifiers normalised; raise the first thing that is wrong."""
    if not data.code.strip() or not data.label.strip():
        raise DomainError("product.incomplete", code=data.code)
    values.unit_price(data.price)
    values.percent(data.vat_rate)
    for name in ("pack", "minimum_quantity", "price_base"):
        if values.quantity(getattr(data, name)) <= 0:
            raise DomainError("product.not_positive", code=data.code, field=name)
    if (data.pack_label is None) != (data.pack_size is None):
        raise DomainError("product.half_a_pack", code=data.code, field="pack_size" if data.pack_label else "pack_label")
    if data.pack_size is not None and values.quantity(data.pack_size) <= 1:
        raise DomainError("product.pack_of_one", code=data.code, field="pack_size")
    if data.components and data.stock:
        raise DomainError("kit.no_stock", code=data.code, field="stock")
    if data.minimum_stock is not None and values.quantity(data.minimum_stock) < 0:
        raise DomainError("quantity.negative", written=data.minimum_stock, field="minimum_stock")
    if data.supplementary_factor is not None and (data.supplementary_factor <= 0 or not data.supplementary_unit):
        raise DomainError("product.supplementary_unit", code=data.code, field="supplementary_unit")
    if data.life_days is not None and data.life_days < 1:
        raise DomainError("product.not_positive", code=data.code, field="life_days")
    _check_goods(data)
    return replace(
        data,
        ean=identifiers.check_ean(data.ean) if data.ean else data.ean,
        cn8=identifiers.check_cn8(data.cn8) if data.cn8 else data.cn8,
        origin=data.origin.strip().upper() if data.origin else data.origin,
    )


def _check_goods(data: ProductData) -> None:
    """Raise where goods are said to come from a depot (they are used there, never sent from it), or cannot be told."""
    if data.supply is Supply.DEPOT:
        raise DomainError("product.depot", code=data.code, field="supply")
    _check_weight(data)
    _check_serials(data)


def _check_weight(data: ProductData) -> None:
    """Raise unless a product sold by weight has an average weight and a unit that is counted."""
    if data.catch_weight and not data.weight_kg:
        raise DomainError("product.no_average_weight", code=data.code, field="weight_kg")
    if data.catch_weight and data.unit == KILOGRAM:
        raise DomainError("product.unit_by_weight", code=data.code, field="unit")
    if data.weight_tolerance is not None:
        values.percent(data.weight_tolerance)


def _check_serials(data: ProductData) -> None:
    """Raise for serial numbers of what is not counted, and for a warranty without end."""
    if data.warranty_months is not None and not 1 <= data.warranty_months <= LONGEST_WARRANTY:
        raise DomainError("product.warranty", code=data.code, most=LONGEST_WARRANTY, field="warranty_months")
    if data.serials is None:
        return
    if data.lot_tracked or data.catch_weight or data.components or not data.stocked:
        raise DomainError("serial.not_countable", code=data.code, field="serials")


def refuse_unknown_stock(session: Session, product: Product) -> None:
    """Raise `serial.stock_unknown` where units in stock have no number, though each must be known from its receipt."""
    physical, named = counters(session, product.id).physical, count_in_stock(session, product.id)
    if product.serials is SerialKeeping.RECEIPT and physical != named:
        facts = {"product": product.code, "stock": physical, "named": named}
        raise DomainError("serial.stock_unknown", **facts, field="serials")


def _write(session: Session, product: Product, data: ProductData) -> None:
    check_category(session, data.code, data.eco_category, data.weight_kg)
    for item in fields(ProductData):
        if item.name not in _NOT_COLUMNS:
            setattr(product, item.name, getattr(data, item.name))
    product.replaced_by_id = product_of(session, data.replaced_by).id if data.replaced_by else None
    product.packaging_id = packaging_id(session, data.code, data.packaging, data.per_packaging)


def _refuse_taken_code(session: Session, code: str, except_id: int | None) -> None:
    found = session.scalar(sa.select(Product.id).where(Product.code == code))
    if found is not None and found != except_id:
        raise DomainError("product.code_taken", code=code)
