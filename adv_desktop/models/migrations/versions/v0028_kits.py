"""Kits: what they are made of, when they are invoiced, and their components below them on orders."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the table of components, and what orders keep of them."""
    with op.batch_alter_table("product", recreate="always", table_kwargs={"sqlite_strict": True}) as product:
        product.add_column(sa.Column("kit_billing", sa.Text(), nullable=True), insert_after="weight_tolerance")
    with op.batch_alter_table("order_line", recreate="always", table_kwargs={"sqlite_strict": True}) as line:
        line.add_column(sa.Column("kit_line_id", sa.Integer(), nullable=True), insert_after="supply_chosen")
        line.add_column(sa.Column("per_kit", sa.Integer(), nullable=True), insert_after="kit_line_id")
        line.add_column(sa.Column("kit_billing", sa.Text(), nullable=True), insert_after="per_kit")
        line.create_foreign_key(
            op.f("fk_order_line_kit_line_id"), "order_line", ["kit_line_id"], ["id"], ondelete="RESTRICT"
        )
    op.create_index(op.f("ix_order_line_kit_line_id"), "order_line", ["kit_line_id"], unique=False)
    op.create_table(
        "product_component",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_component_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["component_id"], ["product.id"], name=op.f("fk_product_component_component_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_component")),
        sa.UniqueConstraint("product_id", "component_id", name=op.f("uq_product_component_product_id_component_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_product_component_product_id"), "product_component", ["product_id"], unique=False)
    op.create_index(op.f("ix_product_component_component_id"), "product_component", ["component_id"], unique=False)
