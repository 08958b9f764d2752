"""Find what was sold without VAT abroad without reading every line that was ever delivered."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the index."""
    op.create_index(
        "ix_delivery_line_without_vat",
        "delivery_line",
        ["delivery_id"],
        sqlite_where=sa.text("vat_category IN ('G', 'K')"),
    )
