"""Say how each seal was made, and keep the closures of days, months and years."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Note the first way of sealing (1) beside the seals that are there; make the table of closures."""
    _seals(op)
    _closures(op)


def _seals(op: Operations) -> None:
    op.rename_table("document_seal", "document_seal_before")
    op.create_table(
        "document_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Integer(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_seal")),
        sa.UniqueConstraint("document_kind", "document_id", name=op.f("uq_document_seal_document_kind_document_id")),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO document_seal"
        " (id, document_kind, document_id, sealed_at, algorithm, program, previous_hash, hash)"
        " SELECT id, document_kind, document_id, sealed_at, 1, '', previous_hash, hash"
        " FROM document_seal_before ORDER BY id"
    )
    op.drop_table("document_seal_before")


def _closures(op: Operations) -> None:
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Integer(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        *(
            sa.Column(f"{scope}{name}", sa.Integer(), nullable=False)
            for scope in ("", "total_")
            for name in ("net", "vat", "gross", "receipts")
        ),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("seal_hash", sa.Text(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_closure_period", "closure", ["period", "first_day"], unique=True, sqlite_where=sa.text("period <> 'day'")
    )
