"""Stock-taking: the sheet out with the stock of the moment, the counts in, the differences posted with a reason.

The sheet carries the last move that it knows, so that what moved since is not taken for a difference: a count is
compared with the stock at the time of the sheet, worked out again from the ledger.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.depot import Depot
from adv_desktop.models.enums import StockMoveKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.stock import Location, Lot, StockMove
from adv_desktop.models.values import to_minor
from adv_desktop.services import stock
from adv_desktop.services.clock import Clock
from adv_desktop.services.imports.count_sheet import CountedRow, read_counts
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.list_files import Written, write_rows
from adv_desktop.services.queries import stock as stock_list
from adv_desktop.services.queries import stock_value
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.queries.listing import among
from adv_desktop.services.stock import Movement
from adv_desktop.services.stock_keeping import given, settle
from adv_desktop.services.stock_sheet import SHEET_FIELDS, SheetRow
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

ZERO = Decimal(0)
_REFERENCE = re.compile(r"INV-\d{8}-(\d+)")
Key = tuple[int, int, int | None]  # product, place, lot


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that is not the stock of the sheet; `now` is what is there today, `after` what will be."""

    key: Key
    reference: str
    code: str
    label: str
    place: str
    lot: str | None
    on_sheet: Decimal
    counted: Decimal
    now: Decimal
    value: int  # euro cents, at the average cost

    @property
    def difference(self) -> Decimal:
        """What is to be added."""
        return self.counted - self.on_sheet

    @property
    def moved(self) -> Decimal:
        """What moved since the sheet."""
        return self.now - self.on_sheet

    @property
    def after(self) -> Decimal:
        """What will be there."""
        return self.now + self.difference


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a sheet says: rows counted, those that differ, those posted before, those that cannot be read."""

    file: str
    counted: int
    differences: tuple[Difference, ...]
    posted: int
    faults: tuple[RowFault, ...]


class InventoryService:
    """The verbs on stock-taking."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def write_sheet(self, wanted: ListFilter, path: Path) -> Written:
        """Write the sheet of the products of a list, with their stock of this moment."""
        with self._store.read() as session:
            today = self._clock.today()
            ids = stock_list.ids(session, wanted, "code", False, today)
            reference = f"INV-{today:%Y%m%d}-{_last_move(session)}"
            return write_rows(N_("Count sheet"), SHEET_FIELDS, _sheet(session, ids, reference), path)

    def write_depot_sheet(self, depot_id: int, path: Path) -> Written:
        """Write the sheet to count a depot at a customer's with."""
        with self._store.read() as session:
            reference = f"INV-{self._clock.today():%Y%m%d}-{_last_move(session)}"
            held = sa.select(StockMove.product_id).where(StockMove.location_id == depot_id).distinct()
            ids = session.scalars(sa.select(Product.id).where(Product.id.in_(held)).order_by(Product.code)).all()
            return write_rows(N_("Count sheet"), SHEET_FIELDS, _sheet(session, ids, reference, depot_id), path)

    def preview(self, path: Path) -> Inventory:
        """Read a counted sheet and compare it; nothing is written."""
        with self._store.read() as session:
            return _compared(session, path, self._clock.today())

    def post(self, path: Path, reason: str, *, skip_bad: bool = False) -> Inventory:
        """Post the differences of a counted sheet, all together, with one reason; rows posted before are left alone."""
        reason = given(reason)
        with self._store.write("stock.inventory") as session:
            found = _compared(session, path, self._clock.today())
            if found.faults and not skip_bad:
                raise DomainError("inventory.bad_rows", rows=[str(fault.row) for fault in found.faults])
            if not found.differences:
                raise DomainError("inventory.nothing", file=found.file)
            today, now = self._clock.today(), self._clock.now()
            for one in found.differences:
                product, place, lot = one.key
                text = f"{reason} ({one.reference})"
                stock.move(
                    session,
                    Movement(
                        product, one.difference, StockMoveKind.ADJUSTMENT, today, now, reason=text, lot_id=lot,
                        location_id=place,
                    ),
                )  # fmt: skip
            settle(session, [one.key[0] for one in found.differences])
            return found


def _last_move(session: Session) -> int:
    return session.scalar(sa.select(sa.func.max(StockMove.id))) or 0


def _sheet(session: Session, ids: Sequence[int], reference: str, depot_id: int | None = None) -> Iterator[SheetRow]:
    """Give one row a product, place and lot; a product of which there is nothing has one row.

    Without a depot, what is in our warehouse.
    """
    elsewhere = set(session.scalars(sa.select(Depot.location_id)))
    there = {
        key: quantity
        for key, quantity in _quantities(session, ids).items()
        if (key[1] not in elsewhere if depot_id is None else key[1] == depot_id)
    }
    places, lots = _codes(session, Location), _lots(session, ids)
    products = {row.id: row for row in session.scalars(sa.select(Product).where(among(Product.id, ids)))}
    keys: dict[int, list[Key]] = {}
    for key, quantity in there.items():
        if quantity:
            keys.setdefault(key[0], []).append(key)
    for product_id in ids:
        product = products[product_id]
        own = depot_id or product.location_id or stock.LOCATION_ID
        for key in sorted(keys.get(product_id, [(product_id, own, None)]), key=lambda key: (key[1], key[2] or 0)):
            lot = lots.get(key[2] or 0)
            yield SheetRow(
                product.code, product.label, places[key[1]], lot.code if lot else None, lot.use_by if lot else None,
                product.unit_label, there.get(key, ZERO), reference,
            )  # fmt: skip


def _quantities(session: Session, ids: Iterable[int], until: int | None = None) -> dict[Key, Decimal]:
    """Return what is there of products by place and lot, now or just after a move."""
    statement = (
        sa.select(StockMove.product_id, StockMove.location_id, StockMove.lot_id, sa.func.sum(StockMove.quantity))
        .where(among(StockMove.product_id, ids))
        .group_by(StockMove.product_id, StockMove.location_id, StockMove.lot_id)
    )
    if until is not None:
        statement = statement.where(StockMove.id <= until)
    return {(row[0], row[1], row[2]): row[3] for row in session.execute(statement)}


def _codes(session: Session, table: type[Location]) -> dict[int, str]:
    return {row[0]: row[1] for row in session.execute(sa.select(table.id, table.code))}


def _lots(session: Session, ids: Iterable[int]) -> dict[int, Lot]:
    return {lot.id: lot for lot in session.scalars(sa.select(Lot).where(among(Lot.product_id, ids)))}


def _compared(session: Session, path: Path, today: dt.date) -> Inventory:
    """Compare the counts with the stock at the time of the sheet."""
    read = read_counts(path)
    faults = list(read.faults)
    rows: dict[Key, tuple[CountedRow, int]] = {}
    for row in read.rows:
        try:
            key, until = _key_of(session, row)
            if key in rows:
                raise DomainError("inventory.twice", product=row.product, field="product")
        except DomainError as error:
            faults.append(RowFault(row.row, str(error.facts.get("field") or ""), error.code, error.facts))
        else:
            rows[key] = row, until
    done = _posted(session, rows)
    differences = tuple(_differences(session, {key: row for key, row in rows.items() if key not in done}, today))
    return Inventory(read.file, len(rows), differences, len(done), tuple(sorted(faults, key=lambda fault: fault.row)))


def _key_of(session: Session, row: CountedRow) -> tuple[Key, int]:
    """Return what a row counts, and the last move that its sheet knows."""
    matched = _REFERENCE.fullmatch(row.reference or "")
    if matched is None:
        raise DomainError("inventory.no_reference", field="reference")
    product = session.scalar(sa.select(Product).where(Product.code == row.product))
    if product is None:
        raise DomainError("product.not_found", code=row.product, field="product")
    place = session.scalar(sa.select(Location.id).where(sa.func.upper(Location.code) == (row.place or "").upper()))
    if place is None:
        raise DomainError("location.not_found", code=row.place or "", field="place")
    lot = None
    if row.lot:
        lot = session.scalar(sa.select(Lot.id).where(Lot.product_id == product.id, Lot.code == row.lot))
        if lot is None:
            raise DomainError("stock.no_lot", product=row.product, lot=row.lot, field="lot")
    return (product.id, place, lot), int(matched[1])


def _posted(session: Session, rows: Mapping[Key, tuple[CountedRow, int]]) -> set[Key]:
    """Return the counts whose difference was posted before, from the same sheet."""
    moves = session.execute(
        sa.select(StockMove.product_id, StockMove.location_id, StockMove.lot_id, StockMove.reason).where(
            among(StockMove.product_id, {key[0] for key in rows}), StockMove.kind == StockMoveKind.ADJUSTMENT
        )
    )
    reasons: dict[Key, list[str]] = {}
    for move in moves:
        reasons.setdefault((move[0], move[1], move[2]), []).append(move[3] or "")
    return {
        key
        for key, (row, _until) in rows.items()
        if any(reason.endswith(f"({row.reference})") for reason in reasons.get(key, ()))
    }


def _differences(session: Session, rows: Mapping[Key, tuple[CountedRow, int]], today: dt.date) -> Iterator[Difference]:
    ids = {key[0] for key in rows}
    then = {until: _quantities(session, ids, until) for until in {until for _row, until in rows.values()}}
    now, worth = _quantities(session, ids), stock_value.by_product(session, ids, today)
    products = {row.id: row for row in session.scalars(sa.select(Product).where(among(Product.id, ids)))}
    for key, (row, until) in rows.items():
        on_sheet = then[until].get(key, ZERO)
        if row.counted == on_sheet:
            continue
        product = products[key[0]]
        average = worth[key[0]].average if key[0] in worth else product.unit_cost or ZERO
        yield Difference(
            key, row.reference or "", row.product, product.label, row.place or "", row.lot, on_sheet, row.counted,
            now.get(key, ZERO), to_minor((row.counted - on_sheet) * average),
        )  # fmt: skip
