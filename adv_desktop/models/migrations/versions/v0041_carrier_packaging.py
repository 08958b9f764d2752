"""Packaging exchanged with carriers, and the packaging that a product leaves in."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the table and the columns."""
    op.create_table(
        "carrier_packaging_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("packaging_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("moved_on", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["packaging_id"], ["packaging.id"], name=op.f("fk_carrier_packaging_move_packaging_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_packaging_move")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_carrier_packaging_move_carrier", "carrier_packaging_move", ["carrier", "packaging_id", "id"], unique=False
    )
    with op.batch_alter_table("product", recreate="always", table_kwargs={"sqlite_strict": True}) as product:
        product.add_column(sa.Column("packaging_id", sa.Integer(), nullable=True))
        product.add_column(sa.Column("per_packaging", sa.Integer(), nullable=True))
        product.create_foreign_key(
            op.f("fk_product_packaging_id"), "packaging", ["packaging_id"], ["id"], ondelete="RESTRICT"
        )
