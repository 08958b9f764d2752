"""The day until which a product is sold, and what may be proposed in its place."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the day, and the table of alternatives."""
    with op.batch_alter_table("product", recreate="always", table_kwargs={"sqlite_strict": True}) as product:
        product.add_column(sa.Column("ends_on", sa.Text(), nullable=True), insert_after="end_of_life")
    op.create_table(
        "product_alternative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("alternative_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_alternative_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["alternative_id"], ["product.id"], name=op.f("fk_product_alternative_alternative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_alternative")),
        sa.UniqueConstraint(
            "product_id", "alternative_id", name=op.f("uq_product_alternative_product_id_alternative_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_product_alternative_product_id"), "product_alternative", ["product_id"], unique=False)
    op.create_index(
        op.f("ix_product_alternative_alternative_id"), "product_alternative", ["alternative_id"], unique=False
    )
