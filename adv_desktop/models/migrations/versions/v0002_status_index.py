"""Find the electronic statuses among the events of documents without reading them all."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the index of the statuses."""
    op.create_index(
        "ix_document_event_status",
        "document_event",
        ["document_id", "id"],
        sqlite_where=sa.text("kind = 'einvoice_status'"),
    )
