"""Minimum and place of a product, life left that a customer asks for, moves found by their lot."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    """Add the columns and the index."""
    with op.batch_alter_table("product", recreate="always", table_kwargs=STRICT) as product:
        product.add_column(sa.Column("minimum_stock", sa.Integer(), nullable=True))
        product.add_column(sa.Column("location_id", sa.Integer(), nullable=True))
        product.create_foreign_key(
            op.f("fk_product_location_id"), "location", ["location_id"], ["id"], ondelete="RESTRICT"
        )
    with op.batch_alter_table("customer", recreate="always", table_kwargs=STRICT) as customer:
        customer.add_column(sa.Column("minimum_life_days", sa.Integer(), nullable=True))
    op.create_index(
        "ix_stock_move_lot", "stock_move", ["lot_id"], unique=False, sqlite_where=sa.text("lot_id IS NOT NULL")
    )
