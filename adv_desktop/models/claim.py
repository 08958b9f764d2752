"""Customers' claims: from what went wrong to what was decided and done."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adv_desktop.models.base import Base, Id, Instant, choice, part_of, references
from adv_desktop.models.enums import (
    CLAIM_TRANSITIONS,
    ClaimActionKind,
    ClaimOutcome,
    ClaimSeverity,
    ClaimState,
    ClaimType,
    DocumentKind,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import refuse_if_changed


class Claim(Base):
    """A claim on an order, a delivery, an invoice or one of their lines."""

    __tablename__ = "claim"
    __table_args__ = (
        sa.Index("ix_claim_number", "number", "id", unique=True),
        sa.Index("ix_claim_opened_on", "opened_on", "id"),
        sa.Index("ix_claim_due", "due", "id"),
        sa.Index("ix_claim_customer_name", "customer_name", "id"),
        sa.Index("ix_claim_state", "state", "id"),
        sa.Index("ix_claim_origin", "origin_kind", "origin_id"),
    )
    document = (DocumentKind.CLAIM, "id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    establishment_id: Mapped[int] = references("establishment.id")
    number: Mapped[str]
    state: Mapped[ClaimState] = mapped_column(choice(ClaimState, state=True), default=ClaimState.NEW)
    customer_id: Mapped[int] = references("customer.id", index=True)
    customer_name: Mapped[str]
    origin_kind: Mapped[DocumentKind | None] = mapped_column(choice(DocumentKind))
    origin_id: Mapped[int | None]
    origin_line_no: Mapped[int | None]
    type: Mapped[ClaimType] = mapped_column(choice(ClaimType))
    severity: Mapped[ClaimSeverity] = mapped_column(choice(ClaimSeverity), default=ClaimSeverity.NORMAL)
    description: Mapped[str]
    customer_reference: Mapped[str | None]
    disputed_amount: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(default="EUR")
    opened_on: Mapped[dt.date]
    due: Mapped[dt.date]
    service: Mapped[str | None]
    person: Mapped[str | None]
    cause: Mapped[str | None]
    cost: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[ClaimOutcome | None] = mapped_column(choice(ClaimOutcome))
    decision_reason: Mapped[str | None]
    decided_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]

    __mapper_args__ = {"version_id_col": version}

    actions: Mapped[list[ClaimAction]] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql", order_by="ClaimAction.id"
    )

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the claim."""
        refuse_if_changed(self.version, version, self.number)

    def move_to(self, state: ClaimState) -> None:
        """Change the state; raise `claim.wrong_state` when the transition does not exist."""
        if state not in CLAIM_TRANSITIONS[self.state]:
            raise DomainError("claim.wrong_state", claim=self.number, state=self.state.value, wanted=state.value)
        self.state = state

    def decide(self, outcome: ClaimOutcome, reason: str, on: dt.date) -> None:
        """Record the decision and its reason."""
        if not reason.strip():
            raise DomainError("reason.missing")
        self.move_to(ClaimState.DECIDED)
        self.outcome, self.decision_reason, self.decided_on = outcome, reason, on

    def close(self, on: dt.date) -> None:
        """Close a decided claim."""
        self.move_to(ClaimState.CLOSED)
        self.closed_on = on

    def reopen(self) -> None:
        """Take a closed claim up again."""
        if self.state is not ClaimState.CLOSED:
            raise DomainError("claim.wrong_state", claim=self.number, state=self.state.value, wanted="in_progress")
        self.move_to(ClaimState.IN_PROGRESS)
        self.closed_on = None


class ClaimAction(Base):
    """What an accepted claim led to, run once and linked to the document it made."""

    __tablename__ = "claim_action"
    __table_args__ = (sa.UniqueConstraint("claim_id", "kind"),)
    document = (DocumentKind.CLAIM, "claim_id")

    id: Mapped[Id]
    claim_id: Mapped[int] = part_of("claim.id")
    kind: Mapped[ClaimActionKind] = mapped_column(choice(ClaimActionKind))
    done_at: Mapped[Instant | None]
    document_kind: Mapped[DocumentKind | None] = mapped_column(choice(DocumentKind))
    document_id: Mapped[int | None]
