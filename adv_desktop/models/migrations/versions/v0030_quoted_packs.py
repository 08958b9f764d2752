"""The packs of a quotation's lines; the components of kits, which are written when a kit is ordered, leave it."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add both facts, empty until a line is typed in packs."""
    op.execute("DELETE FROM quotation_line WHERE kind = 'component'")
    with op.batch_alter_table("quotation_line", recreate="always", table_kwargs={"sqlite_strict": True}) as lines:
        lines.add_column(sa.Column("pack_label", sa.Text(), nullable=True), insert_after="catch_weight")
        lines.add_column(sa.Column("pack_size", sa.Integer(), nullable=True), insert_after="pack_label")
