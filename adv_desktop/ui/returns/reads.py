"""What the forms of returns read, in the runner's threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.serial_numbers import shortened
from adv_desktop.services import reference, texts
from adv_desktop.services.claims import claim_of
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.queries import chain, installed, returns, timeline
from adv_desktop.services.queries.chain import Chain
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.queries.returns import ReturnDetail
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.return_quantities import left_to_return
from adv_desktop.ui.returns.columns import LineToAllow, LineToInspect

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class ToAllow:
    """A shipped delivery with what can come back of its lines, and the claim that asks for it."""

    delivery_id: int
    number: str
    customer_name: str
    claim: str | None
    lines: tuple[LineToAllow, ...]


@dataclass(frozen=True, slots=True)
class ToInspect:
    """A return with its lines as they are inspected."""

    detail: ReturnDetail
    lines: tuple[LineToInspect, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of a return."""

    detail: ReturnDetail
    chain: Chain
    events: tuple[Event, ...]


class ReturnReads:
    """Reads deliveries whose goods come back, and returns."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def shown(self, return_id: int) -> Shown:
        """Read a return with its neighbours and its history."""
        today = self._desk.today()
        with self._desk.services.store.read() as session:
            return Shown(
                returns.detail(session, return_id, today),
                chain.of(session, DocumentKind.RETURN, return_id, today),
                timeline.of(session, DocumentKind.RETURN, return_id),
            )

    def to_allow(self, delivery_id: int, claim_id: int | None) -> ToAllow:
        """Read what can come back of a delivery."""
        language = texts.current().language
        with self._desk.services.store.read() as session:
            delivery = delivery_by_id(session, delivery_id)
            left = left_to_return(session, delivery)
            lines = tuple(
                LineToAllow(
                    line.id,
                    line.product_code or "—",
                    line.label,
                    line.quantity,
                    left[line.id],
                    reference.unit_label(session, line.unit, language),
                    needs_serials=bool(line.serials),
                )
                for line in delivery.lines
                if line.id in left
            )
            claim = claim_of(session, str(claim_id)).number if claim_id else None
            return ToAllow(delivery.id, str(delivery.name), delivery.customer_name, claim, lines)

    def unit(self, unit_id: int) -> InstalledUnit:
        """Read the last departure of a unit; raise `serial.came_back` once it is no longer at its customer's."""
        with self._desk.services.store.read() as session:
            unit = installed.latest_of(session, unit_id)
        if unit is None or unit.back_on is not None:
            raise DomainError("serial.came_back", number=unit.number if unit else unit_id)
        return unit

    def to_inspect(self, return_id: int) -> ToInspect:
        """Read a return and its lines; all of it goes back to stock until told otherwise."""
        language = texts.current().language
        with self._desk.services.store.read() as session:
            detail = returns.detail(session, return_id, self._desk.today())
            lines = tuple(
                LineToInspect(
                    line.id,
                    line.product_code or "—",
                    line.label,
                    line.quantity,
                    reference.unit_label(session, line.unit, language),
                    line.quantity,
                    by_weight=line.sent_weight is not None,
                    needs_serials=line.needs_serials,
                    came=", ".join(shortened(line.serials)),
                )
                for line in detail.lines
            )
            return ToInspect(detail, lines)
