"""Pages that come back scanned: filed with a delivery, or waiting for its number."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the table."""
    op.create_table(
        "scanned_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'filed', 'put_aside')", name=op.f("ck_scanned_page_scanstate")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_scanned_page_delivery_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_scanned_page_file_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scanned_page")),
        sqlite_strict=True,
    )
    op.create_index("ix_scanned_page_delivery_id", "scanned_page", ["delivery_id"], unique=False)
    op.create_index("ix_scanned_page_source_sha256", "scanned_page", ["source_sha256"], unique=False)
    op.create_index("ix_scanned_page_state", "scanned_page", ["state", "id"], unique=False)
