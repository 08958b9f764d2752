"""Customers that want their invoices under a name of theirs, with other papers, or after the signed delivery note."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the columns."""
    with op.batch_alter_table("customer", recreate="always", table_kwargs={"sqlite_strict": True}) as customer:
        for name in ("signed_note_first", "encloses_notes", "encloses_orders"):
            customer.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        customer.add_column(sa.Column("invoice_file_name", sa.Text(), nullable=True))
