"""What the forms on depots read, in the threads of the runner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.services.queries import depots
from adv_desktop.services.queries.depots import DepotNoteRow, DepotPlace, DepotStock

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Shown:
    """The depots, what lies there, and the notes that it travelled with, the newest first."""

    places: tuple[DepotPlace, ...] = ()
    stock: tuple[DepotStock, ...] = ()
    notes: tuple[DepotNoteRow, ...] = ()


class DepotReads:
    """Reads of the depots of one customer, or of all."""

    def __init__(self, desk: Desk, customer_id: int | None = None) -> None:
        self._store, self._clock = desk.services.store, desk.services.clock
        self._customer_id = customer_id

    def shown(self) -> Shown:
        """Return what the list shows."""
        with self._store.read() as session:
            return Shown(
                tuple(depots.places(session, self._customer_id)),
                tuple(depots.rows(session, self._clock.today(), self._customer_id)),
                tuple(depots.notes(session, self._customer_id)),
            )

    def at(self, depot_id: int) -> tuple[DepotStock, ...]:
        """Return what lies at one depot, and what is to."""
        return tuple(row for row in self.shown().stock if row.depot.id == depot_id)

    def write_register(self, path: Path) -> Written:
        """Write the register of call-off stock."""
        from adv_desktop.services import depot_files

        with self._store.read() as session:
            return depot_files.write_register(depots.register(session, self._clock.today(), self._customer_id), path)
