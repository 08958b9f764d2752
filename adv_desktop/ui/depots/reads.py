"""What the forms on depots read, in the threads of the runner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.services.queries import depots
from adv_desktop.services.queries.depots import DepotNoteRow, DepotPlace, DepotStock, RegisterRow

if TYPE_CHECKING:
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

    def register(self) -> list[RegisterRow]:
        """Return the register of call-off stock."""
        with self._store.read() as session:
            return depots.register(session, self._clock.today(), self._customer_id)
