"""Proofs of delivery: the day, the name, the reserves, the signed paper, and the claim that reserves call for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from adv_desktop.models.enums import ClaimSeverity, ClaimType, DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.dates import add_days_without_holidays
from adv_desktop.services import claims, files, numbering
from adv_desktop.services.claims import TRANSPORT_DAYS, ClaimRef, NewClaim, Origin
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import delivery_by_id, record_proof
from adv_desktop.services.invoice_proofs import checked
from adv_desktop.services.queries.delivery_detail import PROOF_FILE
from adv_desktop.services.store import Store, touch


@dataclass(frozen=True, slots=True)
class DeliveryProof:
    """What the signed delivery note says; `paper` is its scan, `claim` opens one on the reserves."""

    delivery_id: int
    on: dt.date
    received_by: str | None = None
    reserves: str | None = None
    paper: Path | None = None
    claim: bool = False


class DeliveryProofs:
    """Records proofs of delivery."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def record(self, proof: DeliveryProof) -> ClaimRef | None:
        """Record a proof, its paper and its claim, all of them or nothing; return the claim."""
        numbering.refuse_future(proof.on, self._clock.today())
        reserves = (proof.reserves or "").strip()
        if proof.claim and not reserves:
            raise DomainError("delivery.no_reserves")
        content = checked(proof.paper) if proof.paper else None
        with self._store.write("delivery.prove") as session:
            record_proof(session, proof.delivery_id, proof.on, proof.received_by, reserves or None)
            if content is not None and proof.paper is not None:
                keep_paper(session, proof.delivery_id, proof.paper.name, content, self._clock.now())
            return self._claim(session, proof, reserves) if proof.claim else None

    def _claim(self, session: Session, proof: DeliveryProof, reserves: str) -> ClaimRef:
        delivery = delivery_by_id(session, proof.delivery_id)
        customer = session.get_one(Customer, delivery.customer_id)
        command = NewClaim(
            customer.code,
            ClaimType.TRANSPORT,
            reserves,
            severity=ClaimSeverity.HIGH,
            origin=Origin(DocumentKind.DELIVERY, str(delivery.number)),
            due=claim_deadline(proof.on),
        )
        return claims.open_within(session, command, self._clock.today())


def keep_paper(session: Session, delivery_id: int, name: str, content: bytes, now: dt.datetime) -> None:
    """Keep, inside a transaction, the paper that proves a delivery."""
    kept = files.keep(session, content, PROOF_FILE, now)
    files.attach(session, DocumentKind.DELIVERY, delivery_id, kept, name, now)
    touch(session, DocumentKind.DELIVERY, delivery_id)


def claim_deadline(received: dt.date) -> dt.date:
    """Return the last day to confirm reserves to the carrier: 3 days, public holidays not counted (C. com. L133-3)."""
    return add_days_without_holidays(received, TRANSPORT_DAYS)
