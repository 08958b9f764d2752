"""Serial numbers and warranty: of products, of what leaves and comes back, and of each unit."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}


def upgrade(op: Operations) -> None:
    """Add the tables and the columns: no product is followed by serial number until it is said to be."""
    with op.batch_alter_table("product", recreate="always", table_kwargs=STRICT) as product:
        product.add_column(sa.Column("serials", sa.Text(), nullable=True))
        product.add_column(sa.Column("warranty_months", sa.Integer(), nullable=True))
    with op.batch_alter_table("delivery_line", recreate="always", table_kwargs=STRICT) as line:
        line.add_column(sa.Column("serials", sa.Text(), nullable=True), insert_after="weights")
        line.add_column(sa.Column("warranty_until", sa.Text(), nullable=True), insert_after="serials")
    with op.batch_alter_table("goods_return_line", recreate="always", table_kwargs=STRICT) as line:
        line.add_column(sa.Column("serials", sa.Text(), nullable=True))
    op.create_table(
        "serial_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("delivery_line_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_serial_unit_product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["delivery_line_id"], ["delivery_line.id"],
            name=op.f("fk_serial_unit_delivery_line_id"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serial_unit")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_serial_unit_product_id_number")),
        sqlite_strict=True,
    )  # fmt: skip
    op.create_index("ix_serial_unit_number", "serial_unit", ["number"], unique=False)
    op.create_index(op.f("ix_serial_unit_delivery_line_id"), "serial_unit", ["delivery_line_id"], unique=False)
    op.create_table(
        "serial_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("delivery_line_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["serial_unit.id"], name=op.f("fk_serial_move_unit_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["delivery_line_id"], ["delivery_line.id"],
            name=op.f("fk_serial_move_delivery_line_id"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serial_move")),
        sqlite_strict=True,
    )  # fmt: skip
    op.create_index(op.f("ix_serial_move_unit_id"), "serial_move", ["unit_id"], unique=False)
    op.create_index(op.f("ix_serial_move_delivery_line_id"), "serial_move", ["delivery_line_id"], unique=False)
