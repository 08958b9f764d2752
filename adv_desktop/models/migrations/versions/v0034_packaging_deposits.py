"""Deposits on returnable packaging: what is asked for a piece, what invoices bear of it, and the words of its VAT."""

import sqlalchemy as sa
from alembic.operations import Operations

STRICT = {"sqlite_strict": True}
WORDS = {
    "fr": "Hors base d'imposition de la TVA : emballages consignés, débours (articles 92 et 79 c de la directive "
    "2006/112/CE)",
    "en": "No part of the taxable amount for VAT: deposits on returnable packaging, disbursements (articles 92 and "
    "79(c) of directive 2006/112/EC)",
}
MENTION = sa.table("mention", *(sa.column(name) for name in ("key", "language", "valid_from", "text", "source")))


def upgrade(op: Operations) -> None:
    """Add the columns: packaging that is there keeps quantities alone."""
    with op.batch_alter_table("packaging", recreate="always", table_kwargs=STRICT) as packaging:
        packaging.add_column(sa.Column("deposit", sa.Integer(), nullable=True))
        packaging.add_column(sa.Column("deposit_vat", sa.Integer(), server_default="0", nullable=False))
        packaging.add_column(sa.Column("vat_rate", sa.Integer(), server_default="200000", nullable=False))
    with op.batch_alter_table("delivery_packaging", recreate="always", table_kwargs=STRICT) as carried:
        carried.add_column(sa.Column("deposit", sa.Integer(), nullable=True))
    with op.batch_alter_table("invoice_line", recreate="always", table_kwargs=STRICT) as line:
        line.add_column(sa.Column("packaging_id", sa.Integer(), nullable=True), insert_after="catch_weight")
        line.add_column(sa.Column("delivery_packaging_id", sa.Integer(), nullable=True), insert_after="packaging_id")
        line.create_foreign_key(
            op.f("fk_invoice_line_packaging_id"), "packaging", ["packaging_id"], ["id"], ondelete="RESTRICT"
        )
        line.create_foreign_key(
            op.f("fk_invoice_line_delivery_packaging_id"),
            "delivery_packaging", ["delivery_packaging_id"], ["id"], ondelete="RESTRICT",
        )  # fmt: skip
    op.create_index(op.f("ix_invoice_line_packaging_id"), "invoice_line", ["packaging_id"], unique=False)
    op.create_index(
        op.f("ix_invoice_line_delivery_packaging_id"), "invoice_line", ["delivery_packaging_id"], unique=False
    )
    with op.batch_alter_table("document_vat", recreate="always", table_kwargs=STRICT) as row:
        row.add_column(sa.Column("packaging", sa.Integer(), nullable=True))
    for language, text in WORDS.items():
        words = {"key": "outside_base", "language": language, "valid_from": "2000-01-01", "text": text}
        op.execute(sa.insert(MENTION).values(source="directive 2006/112/CE art. 79 c and 92", **words))
