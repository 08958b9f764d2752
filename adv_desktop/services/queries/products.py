"""Products with their stock, as lists and pickers show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from adv_desktop.models.enums import DocumentKind, Nature, PriceSource, Supply
from adv_desktop.models.product import CustomerItemCode, Price, Product, ProductAlternative
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.models.stock import ExpectedReceipt, ProductStock
from adv_desktop.services.queries import filters
from adv_desktop.services.queries.hints import needed
from adv_desktop.services.queries.listing import (
    Condition,
    Flag,
    Key,
    Listing,
    always,
    begins,
    by_number,
    by_text,
    found,
    searchable,
    starts,
)
from adv_desktop.services.queries.selected import Row, Select
from adv_desktop.services.queries.states import PRODUCT, State
from adv_desktop.services.texts import N_

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product of a list; `demand` is what open orders still need, `available` what is not reserved."""

    id: int
    version: int
    code: str
    label: str
    family: str | None
    family_label: str | None
    ean: str | None
    unit: str
    unit_label: str
    pack: Decimal
    pack_label: str | None
    pack_size: Decimal | None
    price: Decimal
    price_base: Decimal
    vat_rate: Decimal
    cost: Decimal | None
    lead_days: int
    stocked: bool
    end_of_life: bool
    ends_on: dt.date | None
    supply: Supply
    serials: SerialKeeping | None
    warranty_months: int | None
    replaced_by: str | None
    alternatives: tuple[str, ...]
    physical: Decimal
    reserved: Decimal
    available: Decimal
    demand: Decimal
    expected: Decimal
    expected_on: dt.date | None
    state: State


@dataclass(frozen=True, slots=True)
class ProductHit:
    """A product as a picker proposes it; `price` is the base price, `customer_code` what this customer calls it."""

    id: int
    code: str
    label: str
    ean: str | None
    unit: str
    unit_label: str
    pack: Decimal
    price: Decimal
    price_base: Decimal
    nature: Nature
    stocked: bool
    end_of_life: bool
    available: Decimal
    customer_code: str | None = None
    exact: bool = False


_KEPT: Condition = sa.and_(Product.stocked, ~Product.end_of_life)
_COUNTED = sa.select(ProductStock.physical).where(ProductStock.product_id == Product.id).scalar_subquery()
_PHYSICAL = sa.func.coalesce(_COUNTED, sa.literal_column("0"))


def _short(_session: Session, _today: dt.date) -> Condition:
    demand = needed().subquery()
    lacking = sa.select(demand.c.product_id).outerjoin(ProductStock, ProductStock.product_id == demand.c.product_id)
    enough = sa.func.coalesce(ProductStock.physical, sa.literal_column("0"))
    return sa.and_(Product.stocked, Product.id.in_(lacking.where(demand.c.needed > enough)))


def _ended(_session: Session, today: dt.date) -> Condition:
    return sa.or_(Product.end_of_life, Product.ends_on < today)


LISTING = Listing(
    kind=DocumentKind.PRODUCT,
    table=Product,
    id=Product.id,
    sorts={"code": Product.code, "label": Product.label, "family": Product.family},
    by_words=frozenset({"label", "family"}),
    drafts_first=frozenset(),
    flags=(
        Flag("short", N_("Short"), ("manque", "a reapprovisionner"), _short),
        Flag("stock_out", N_("Stock-out"), ("rupture", "en rupture"), always(sa.and_(_KEPT, _PHYSICAL <= ZERO))),
        Flag(
            "end_of_life", N_("Discontinued products"), ("arrete", "arretes"), counted=False,
            condition=_ended,
        ),
    ),
    keys=(
        Key("code", N_("code"), ("code",), by_text(Product.code)),
        Key("label", N_("label"), ("designation", "nom", "article", "product"), by_text(Product.label)),
        Key("family", N_("family"), ("famille",), by_text(Product.family, Product.family_label)),
        Key("ean", N_("bar code"), ("ean", "code-barres"), by_text(Product.ean)),
        Key("price", N_("price"), ("prix", "tarif"), by_number(Product.price.expression)),
        Key("stock", N_("stock"), ("stock", "physique"), by_number(_PHYSICAL)),
    ),
    prefixes=(Product.code,),
)  # fmt: skip
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_SAME = (
    "id", "version", "code", "label", "family", "family_label", "ean", "unit", "unit_label", "pack",
    "pack_label", "pack_size", "price", "price_base", "vat_rate", "cost", "lead_days", "stocked", "end_of_life",
    "ends_on", "supply", "serials", "warranty_months",
)  # fmt: skip
_REPLACING = aliased(Product)
_ROWS = (
    sa.select(
        *(getattr(Product, name) for name in _SAME), ProductStock.physical, ProductStock.reserved,
        _REPLACING.code.label("replaced_by"),
    )
    .outerjoin(ProductStock, ProductStock.product_id == Product.id)
    .outerjoin(_REPLACING, _REPLACING.id == Product.replaced_by_id)
    .where(Product.id.in_(sa.bindparam("ids", expanding=True)))
)  # fmt: skip
_HIT_FIELDS = (
    "id", "code", "label", "ean", "unit", "unit_label", "pack", "price", "price_base", "nature",
    "stocked", "end_of_life",
)  # fmt: skip
_HIT = sa.select(
    *(getattr(Product, name) for name in _HIT_FIELDS), ProductStock.physical, ProductStock.reserved
).outerjoin(ProductStock, ProductStock.product_id == Product.id)
# Where few products have a bar code, statistics say that looking one up gives nearly all of them.
_BY_EAN = _HIT.with_hint(Product, "INDEXED BY ix_product_ean", "sqlite")
_CANDIDATES = 60


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, ProductRow]:
    """Return the rows of a block by id."""
    wanted = list(ids)
    demand = {row.product_id: row.needed for row in session.execute(needed(wanted))}
    bases = base_prices(session, wanted, today)
    expected, others = _expected(session, wanted), _alternatives(session, wanted)
    found = session.execute(_ROWS, {"ids": wanted})
    made = (_row(row, demand.get(row.id, ZERO), expected.get(row.id, (ZERO, None)), today) for row in found)
    return {
        row.id: replace(row, price=bases.get(row.id, row.price), alternatives=others.get(row.id, ())) for row in made
    }


def _alternatives(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the codes of what may be sold instead of products, by product id, in order."""
    statement = (
        sa.select(ProductAlternative.product_id, Product.code)
        .join(Product, Product.id == ProductAlternative.alternative_id)
        .where(ProductAlternative.product_id.in_(ids))
        .order_by(ProductAlternative.product_id, ProductAlternative.no)
    )
    found: dict[int, tuple[str, ...]] = {}
    for product_id, code in session.execute(statement):
        found[product_id] = (*found.get(product_id, ()), code)
    return found


def base_prices(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, Decimal]:
    """Return the base prices that came into force after the products' own, by product id."""
    statement = (
        sa.select(Price.product_id, Price.price)
        .where(
            Price.product_id.in_(list(ids)),
            Price.source == PriceSource.BASE,
            Price.starts_on <= today,
            sa.or_(Price.ends_on.is_(None), Price.ends_on >= today),
        )
        .order_by(Price.starts_on, Price.id)
    )
    return {row.product_id: row.price for row in session.execute(statement)}


def find(
    session: Session, text: str, limit: int = 12, customer_id: int | None = None, today: dt.date | None = None
) -> list[ProductHit]:
    """Return the products that a typed text may mean: exact codes first, then codes that begin so, then words.

    With a day, each has the base price of that day; without one, the product's own.
    """
    typed, words = text.strip(), filters.tokens(text)
    if not words:
        return []
    codes = _customer_codes(session, customer_id, typed)
    hits = _hits(session, _HIT.where(Product.id.in_(codes)), typed) if codes else {}
    for statement in _coded(typed, limit):
        _add(hits, _hits(session, statement, typed))
    if len(hits) < limit and searchable(words):
        _add(hits, _hits(session, _worded(session, words), typed))
    named = [replace(hit, customer_code=codes.get(hit.id)) for hit in hits.values()]
    best = sorted(named, key=lambda hit: (not hit.exact, hit.customer_code is None))[:limit]
    bases = base_prices(session, [hit.id for hit in best], today) if today else {}
    return [replace(hit, price=bases.get(hit.id, hit.price)) for hit in best]


def _coded(typed: str, limit: int) -> tuple[Select, ...]:
    """Return what selects the products of a bar code, of a code, and of the codes that begin so."""
    beginning = _HIT.where(starts(Product.code, typed.upper())).order_by(Product.code).limit(limit)
    return _BY_EAN.where(Product.ean == typed), _HIT.where(Product.code == typed), beginning


def _worded(session: Session, words: Sequence[str]) -> Select:
    """Return what selects the first products that hold words.

    A word that thousands hold gives the first of them: reading all to sort them would be felt while typing.
    """
    some = session.scalars(found(DocumentKind.PRODUCT, words).limit(_CANDIDATES)).all()
    return _HIT.where(Product.id.in_(some)).order_by(Product.end_of_life, Product.code)


def resolve(session: Session, text: str, customer_id: int | None = None) -> ProductHit | None:
    """Return the product that a code means exactly: ours, a bar code, or the customer's own; None otherwise."""
    typed = text.strip()
    for hit in find(session, typed, limit=5, customer_id=customer_id):
        if hit.exact or (hit.customer_code or "").upper() == typed.upper():
            return hit
    return None


def _hits(session: Session, statement: Select, typed: str) -> dict[int, ProductHit]:
    return {
        row.id: ProductHit(
            **{name: getattr(row, name) for name in _HIT_FIELDS},
            available=(row.physical or ZERO) - (row.reserved or ZERO),
            exact=row.code.upper() == typed.upper() or row.ean == typed,
        )
        for row in session.execute(statement)
    }


def _add(hits: dict[int, ProductHit], more: dict[int, ProductHit]) -> None:
    """Put what was not found yet behind what was."""
    for key, hit in more.items():
        hits.setdefault(key, hit)


def _customer_codes(session: Session, customer_id: int | None, typed: str) -> dict[int, str]:
    if customer_id is None:
        return {}
    statement = sa.select(CustomerItemCode.product_id, CustomerItemCode.code).where(
        CustomerItemCode.customer_id == customer_id, begins(CustomerItemCode.code, typed)
    )
    return {row.product_id: row.code for row in session.execute(statement)}


def _expected(session: Session, ids: Sequence[int]) -> dict[int, tuple[Decimal, dt.date | None]]:
    """Return what suppliers still owe of each product, and when it begins to come."""
    left = ExpectedReceipt.quantity - ExpectedReceipt.received
    statement = (
        sa.select(ExpectedReceipt.product_id, sa.func.sum(left), sa.func.min(ExpectedReceipt.due))
        .where(ExpectedReceipt.product_id.in_(ids), ExpectedReceipt.received < ExpectedReceipt.quantity)
        .group_by(ExpectedReceipt.product_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}


def _row(row: Row, demand: Decimal, expected: tuple[Decimal, dt.date | None], today: dt.date) -> ProductRow:
    physical, reserved = row.physical or ZERO, row.reserved or ZERO
    return ProductRow(
        **{name: getattr(row, name) for name in _SAME}, physical=physical, reserved=reserved,
        replaced_by=row.replaced_by, alternatives=(),
        available=physical - reserved, demand=demand, expected=expected[0], expected_on=expected[1],
        state=_state(row, physical, demand, today),
    )  # fmt: skip


def _state(row: Row, physical: Decimal, demand: Decimal, today: dt.date) -> State:
    if row.end_of_life or (row.ends_on is not None and row.ends_on < today):
        return PRODUCT["end_of_life"]
    if not row.stocked:
        return PRODUCT["not_stocked"]
    if physical <= 0:
        return PRODUCT["stock_out"]
    return PRODUCT["short" if demand > physical else "available"]
