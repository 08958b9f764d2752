"""The list of tracking numbers that a carrier gives back: looked at beside our deliveries, then written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryProgress
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.services import parcels
from adv_desktop.services.imports.headers import match_columns, words
from adv_desktop.services.imports.safety import OpenedFile, open_file, recognise
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.imports.tables import Row, Sheet
from adv_desktop.services.imports.words import one_line
from adv_desktop.services.store import Store

PASTED = "…"
_HEADER_WITHIN = 25
_VOCABULARY = {
    "delivery": words(
        "bl|n° bl|numéro bl|bon de livraison|n° de bl|référence expéditeur|réf. expéditeur|référence expédition",
        "notre bl|référence client|réf client|référence|delivery|delivery note|shipper reference|reference",
    ),
    "tracking": words(
        "suivi|n° de suivi|numéro de suivi|tracking|tracking number|n° colis|numéro de colis|n° d'expédition|récépissé",
        "n° de récépissé|code suivi|code colis|parcel number|consignment",
    ),
    "carrier": words("transporteur|carrier|service"),
}


class Verdict(StrEnum):
    """What becomes of a row of the list."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TrackingRow:
    """A row of the list beside our delivery; `error` says why it is refused."""

    row: int
    delivery: str
    tracking: str
    carrier: str
    verdict: Verdict = Verdict.NEW
    delivery_id: int | None = None
    customer: str = ""
    error: DomainError | None = None


@dataclass(frozen=True, slots=True)
class TrackingPreview:
    """The rows of a list, in its order."""

    rows: tuple[TrackingRow, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many have a verdict."""
        return sum(row.verdict is verdict for row in self.rows)


class TrackingImport:
    """Reads and writes the tracking numbers of a carrier."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def preview(self, path: Path) -> TrackingPreview:
        """Read a file and judge its rows; nothing is written."""
        return self._judged(open_file(path))

    def preview_text(self, text: str) -> TrackingPreview:
        """Judge the rows of a text copied from a sheet or a page."""
        return self._judged(recognise(PASTED, text.encode()))

    def write(self, preview: TrackingPreview, *, skip_bad: bool = False) -> int:
        """Write the new numbers, all of them or nothing; return on how many deliveries."""
        if preview.count(Verdict.REFUSED) and not skip_bad:
            raise DomainError("tracking.refused")
        numbers: defaultdict[int, list[TrackingRow]] = defaultdict(list)
        for row in preview.rows:
            if row.delivery_id is not None and row.verdict is not Verdict.REFUSED:
                numbers[row.delivery_id].append(row)
        changed = {row.delivery_id for row in preview.rows if row.verdict is Verdict.NEW}
        with self._store.write("delivery.tracking_list") as session:
            for delivery_id, rows in numbers.items():
                if delivery_id in changed:
                    _write(session, delivery_id, rows)
        return len(changed - {None})

    def _judged(self, file: OpenedFile) -> TrackingPreview:
        rows = _read(file)
        with self._store.read() as session:
            known = _deliveries(session, (row.delivery for row in rows))
            return TrackingPreview(tuple(_judge(row, known) for row in rows))


@dataclass(frozen=True, slots=True)
class _Known:
    """A delivery of ours as the list is compared with it."""

    id: int
    number: str
    customer: str
    left: bool
    tracking: frozenset[str]


def _read(file: OpenedFile) -> list[TrackingRow]:
    for sheet in read_sheets(file):
        header = _header(sheet)
        if header is not None:
            return _rows(sheet, *header)
    raise DomainError("tracking.none", file=file.name)


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the number of the row of titles and the column of each field; a list may have no titles at all."""
    for row in [row for row in sheet.rows if row][:_HEADER_WITHIN]:
        columns = match_columns(row.texts, _VOCABULARY)
        if {"delivery", "tracking"} <= columns.keys():
            return row.number, columns
    return None


def _rows(sheet: Sheet, titles: int, columns: dict[str, int]) -> list[TrackingRow]:
    def text(row: Row, name: str) -> str:
        return one_line(row.cell(columns.get(name)).text)

    read = [
        TrackingRow(row.number, text(row, "delivery").upper(), text(row, "tracking"), text(row, "carrier"))
        for row in sheet.rows
        if row and row.number > titles
    ]
    return [row for row in read if row.delivery or row.tracking]


def _deliveries(session: Session, names: Iterable[str]) -> dict[str, _Known]:
    rows = session.execute(
        sa.select(Delivery.id, Delivery.number, Delivery.customer_name, Delivery.state, DeliveryProgress.tracking)
        .outerjoin(DeliveryProgress, DeliveryProgress.delivery_id == Delivery.id)
        .where(Delivery.number.in_(sorted({name for name in names if name})))
    )
    return {
        row.number or "": _Known(
            row.id,
            row.number or "",
            row.customer_name,
            row.state is DeliveryState.SHIPPED,
            frozenset((row.tracking or "").split(", ")),
        )
        for row in rows
    }


def _judge(row: TrackingRow, known: dict[str, _Known]) -> TrackingRow:
    delivery = known.get(row.delivery)
    if delivery is None:
        return _refused(row, DomainError("delivery.not_found", number=row.delivery or "—"))
    named = replace(row, delivery_id=delivery.id, customer=delivery.customer)
    if not delivery.left:
        return _refused(named, DomainError("delivery.not_shipped", number=delivery.number))
    if not row.tracking:
        return _refused(named, DomainError("tracking.no_number", delivery=delivery.number))
    return replace(named, verdict=Verdict.KNOWN if row.tracking in delivery.tracking else Verdict.NEW)


def _refused(row: TrackingRow, error: DomainError) -> TrackingRow:
    return replace(row, verdict=Verdict.REFUSED, error=error)


def _write(session: Session, delivery_id: int, rows: Sequence[TrackingRow]) -> None:
    delivery = session.get_one(Delivery, delivery_id)
    progress = session.get_one(DeliveryProgress, delivery_id)
    progress.carrier = next((row.carrier for row in rows if row.carrier), progress.carrier)
    numbers = list(dict.fromkeys(row.tracking for row in rows))
    weighed = len(parcels.of_delivery(session, delivery_id))
    if weighed > len(numbers):  # one number for the whole shipment
        numbers += [numbers[-1]] * (weighed - len(numbers))
    parcels.track(session, delivery, numbers)
