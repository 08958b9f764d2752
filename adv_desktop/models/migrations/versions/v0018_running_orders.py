"""Find what a customer is still to get or to be invoiced for without reading all orders of that state."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the index of the running orders."""
    running = (
        "state IN ('confirmed', 'on_hold', 'closed_short') AND (delivery_state <> 'full' OR invoice_state <> 'full')"
    )
    op.create_index("ix_sales_order_running", "sales_order", ["bill_to_id"], sqlite_where=sa.text(running))
