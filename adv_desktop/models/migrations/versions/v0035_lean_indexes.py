"""Add up all orders, and find the components of kits, without reading whole tables."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the indexes; the one of components held every line that is none, and was read for those."""
    op.create_index("ix_sales_order_sums", "sales_order", ["currency", "kind", "net"], unique=False)
    op.drop_index("ix_order_line_kit_line_id", "order_line")
    op.create_index("ix_order_line_kit", "order_line", ["kit_line_id"], sqlite_where=sa.text("kit_line_id IS NOT NULL"))
