"""Delivery notes as each customer wants them and corrected ones; goods bought for a line or sent by the supplier."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    """Add the columns."""
    with op.batch_alter_table("customer", recreate="always", table_kwargs=STRICT) as customer:
        customer.add_column(sa.Column("note_style", sa.Text(), server_default="unpriced", nullable=False))
        for name in ("note_copies", "invoice_copies", "acknowledgement_copies"):
            customer.add_column(sa.Column(name, sa.Integer(), server_default="1", nullable=False))
        customer.add_column(sa.Column("logo_file_id", sa.Integer(), nullable=True))
        customer.create_foreign_key(
            op.f("fk_customer_logo_file_id"), "stored_file", ["logo_file_id"], ["id"], ondelete="RESTRICT"
        )
    op.create_table(
        "delivery_note",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("style", sa.Text(), nullable=False),
        sa.Column("supplier_notice", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_note_delivery_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["delivery.id"], name=op.f("fk_delivery_note_corrects_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_note")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_delivery_note_corrects_id"), "delivery_note", ["corrects_id"], unique=False)
    with op.batch_alter_table("product", recreate="always", table_kwargs=STRICT) as product:
        product.add_column(sa.Column("supply", sa.Text(), server_default="stock", nullable=False))
    with op.batch_alter_table("order_line", recreate="always", table_kwargs=STRICT) as line:
        line.add_column(
            sa.Column("supply_chosen", sa.Integer(), server_default="0", nullable=False), insert_after="pack_size"
        )
