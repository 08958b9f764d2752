"""Goods sold by weight: the flag and the tolerance of products, kilograms on every line, and those that came back."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    """Add the columns; orders and deliveries have had theirs from the beginning."""
    with op.batch_alter_table("product", recreate="always", table_kwargs=STRICT) as product:
        product.add_column(sa.Column("catch_weight", sa.Integer(), nullable=False, server_default="0"))
        product.add_column(sa.Column("weight_tolerance", sa.Integer(), nullable=True))
    for table, last in (
        ("invoice_line", "contract_period"),
        ("quotation_line", "requested"),
        ("goods_return_line", "not_invoiced"),
    ):
        with op.batch_alter_table(table, recreate="always", table_kwargs=STRICT) as lines:
            lines.add_column(sa.Column("catch_weight", sa.Integer(), nullable=True), insert_after=last)
    with op.batch_alter_table("delivery_line", recreate="always", table_kwargs=STRICT) as lines:
        lines.add_column(sa.Column("weights", sa.Text(), nullable=True), insert_after="replaces_id")
