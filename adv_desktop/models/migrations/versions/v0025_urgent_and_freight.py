"""Urgent orders, shipping notices by customer, what carriers serve and charge, and freight that was typed."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    """Add the columns: the freight of earlier orders was typed; and the reason of what is missing within tolerance."""
    with op.batch_alter_table("sales_order", recreate="always", table_kwargs=STRICT) as order:
        order.add_column(sa.Column("urgent", sa.Integer(), server_default="0", nullable=False))
        order.add_column(sa.Column("freight_typed", sa.Integer(), server_default="0", nullable=False))
        order.add_column(sa.Column("freight_reason", sa.Text(), nullable=True))
    op.execute("UPDATE sales_order SET freight_typed = 1 WHERE freight <> 0")
    with op.batch_alter_table("customer", recreate="always", table_kwargs=STRICT) as customer:
        customer.add_column(sa.Column("shipping_notice", sa.Text(), nullable=True))
    with op.batch_alter_table("carrier", recreate="always", table_kwargs=STRICT) as carrier:
        carrier.add_column(sa.Column("serves", sa.Text(), server_default="[]", nullable=False))
        carrier.add_column(sa.Column("max_kg", sa.Integer(), nullable=True))
        carrier.add_column(sa.Column("freight", sa.Text(), nullable=True))
    op.execute(
        "INSERT INTO reason (kind, code, label_fr, label_en) SELECT 'close_short', 'within_tolerance', "
        "'Manquant dans la tolérance', 'Missing within the tolerance' "
        "WHERE NOT EXISTS (SELECT 1 FROM reason WHERE kind = 'close_short' AND code = 'within_tolerance')"
    )
