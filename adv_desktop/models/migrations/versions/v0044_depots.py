"""Depots at customers': places of the stock, what is to be there, and the notes of what goes to them and comes back."""

import sqlalchemy as sa
from alembic.operations import Operations

_QUANTITY = sa.Integer()


def upgrade(op: Operations) -> None:
    """Add the tables, and the counter of what is at customers'."""
    with op.batch_alter_table("product_stock", recreate="always", table_kwargs={"sqlite_strict": True}) as stock:
        stock.add_column(sa.Column("consigned", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "depot",
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_depot_location_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_depot_customer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["address_id"], ["customer_address.id"], name=op.f("fk_depot_address_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("location_id", name=op.f("pk_depot")),
        sa.UniqueConstraint("address_id", name=op.f("uq_depot_address_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_depot_customer_id", "depot", ["customer_id"], unique=False)
    op.create_table(
        "depot_minimum",
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"], ["depot.location_id"], name=op.f("fk_depot_minimum_location_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_depot_minimum_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("location_id", "product_id", name=op.f("pk_depot_minimum")),
        sqlite_strict=True,
    )
    _create_notes(op)


def _create_notes(op: Operations) -> None:
    op.create_table(
        "depot_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("ship_to", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("parcels", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("pdf_file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["depot.location_id"], name=op.f("fk_depot_note_location_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_depot_note_customer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["pdf_file_id"], ["stored_file.id"], name=op.f("fk_depot_note_pdf_file_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depot_note")),
        sa.UniqueConstraint("number", name=op.f("uq_depot_note_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_depot_note_location_id", "depot_note", ["location_id"], unique=False)
    op.create_table(
        "depot_note_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["note_id"], ["depot_note.id"], name=op.f("fk_depot_note_line_note_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_depot_note_line_product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_depot_note_line_lot_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depot_note_line")),
        sqlite_strict=True,
    )
    op.create_index("ix_depot_note_line_note_id", "depot_note_line", ["note_id"], unique=False)
