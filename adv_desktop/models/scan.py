"""Pages that come back scanned: filed with the delivery whose bar code they bear, or waiting for its number."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Instant, choice, references
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.scans import ScanReason, ScanState


class ScannedPage(Base):
    """What one file gave for one delivery, or one page of it that nobody could file yet."""

    __tablename__ = "scanned_page"
    __table_args__ = (sa.Index("ix_scanned_page_state", "state", "id"),)

    id: Mapped[Id]
    source_sha256: Mapped[str] = mapped_column(index=True)
    source_name: Mapped[str]
    page: Mapped[int]  # of the source, from 1
    state: Mapped[ScanState] = mapped_column(choice(ScanState, state=True))
    reason: Mapped[ScanReason | None] = mapped_column(choice(ScanReason))
    written: Mapped[str | None]  # the number that was read
    file_id: Mapped[int] = references("stored_file.id")
    delivery_id: Mapped[int | None] = references("delivery.id", index=True)
    added_at: Mapped[Instant]

    def move_to(self, state: ScanState) -> None:
        """Change the state; raise `scan.filed_already` for a page that is filed."""
        if self.state is ScanState.FILED:
            raise DomainError("scan.filed_already", file=self.source_name, page=self.page)
        self.state = state
