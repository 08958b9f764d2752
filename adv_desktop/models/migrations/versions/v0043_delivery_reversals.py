"""The documents that take shipments back."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the table: a shipment taken back before has no document."""
    op.create_table(
        "delivery_reversal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reversed_on", sa.Text(), nullable=False),
        sa.Column("ship_again", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("pdf_file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_reversal_delivery_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["pdf_file_id"], ["stored_file.id"], name=op.f("fk_delivery_reversal_pdf_file_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_reversal")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_delivery_reversal_delivery_id")),
        sa.UniqueConstraint("number", name=op.f("uq_delivery_reversal_number")),
        sqlite_strict=True,
    )
