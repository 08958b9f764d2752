"""The verbs on the remarks of an order that is written: take note of one, take that back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from adv_desktop.models.enums import Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.services import acceptances, checks
from adv_desktop.services.clock import Clock
from adv_desktop.services.order_commands import Acceptance, OrderCheck
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """Remarks of an order by their kind, on one line or (None) wherever they stand."""

    order_id: int
    kind: str
    line: int | None = None


class AcceptedCheckService:
    """Accepts remarks of an order, and takes them back."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def accept(self, command: NamedCheck) -> None:
        """Take note of remarks: they stay away until their facts change; raise for none, or for one that blocks."""
        with self._store.write("order.accept_check") as session:
            found = self._named(session, command)
            if any(check.severity == Severity.BLOCKING for check in found):
                raise DomainError("order.check_blocks", check=command.kind)
            kept = acceptances.of(session, command.order_id)
            new = (Acceptance(check.code, check.basis) for check in found)
            acceptances.put(session, command.order_id, (*kept, *new), self._clock)

    def take_back(self, command: NamedCheck) -> None:
        """Let remarks that were accepted come back."""
        with self._store.write("order.restore_check") as session:
            gone = {check.accepted for check in self._named(session, command) if check.accepted}
            if not gone:
                raise DomainError("order.check_not_accepted", check=command.kind)
            kept = [one for one in acceptances.of(session, command.order_id) if one not in gone]
            acceptances.put(session, command.order_id, kept, self._clock)

    def _named(self, session: Session, command: NamedCheck) -> list[OrderCheck]:
        order = order_by_id(session, command.order_id)
        found = [
            check
            for check in checks.of_order(session, order, self._clock.today())
            if check.code == command.kind and command.line in {None, check.line}
        ]
        if not found:
            raise DomainError("order.check_not_found", order=order.name, check=command.kind)
        return found
