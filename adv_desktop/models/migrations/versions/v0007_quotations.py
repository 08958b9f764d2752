"""Quotations, their lines, and which order lines were made of them."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    op.create_table(
        "quotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("customer_reference", sa.Text(), nullable=True),
        sa.Column("quoted_on", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=False),
        sa.Column("follow_up_on", sa.Text(), nullable=True),
        sa.Column("probability", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("salesperson", sa.Text(), nullable=True),
        sa.Column("payment_terms", sa.Text(), nullable=False),
        sa.Column("payment_method", sa.Text(), nullable=False),
        sa.Column("vat_regime", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("exchange_rate", sa.Text(), nullable=True),
        sa.Column("discount_percent", sa.Integer(), nullable=True),
        sa.Column("discount_amount", sa.Integer(), nullable=True),
        sa.Column("freight", sa.Integer(), nullable=False),
        sa.Column("freight_vat_rate", sa.Integer(), nullable=True),
        sa.Column("gross_prices", sa.Integer(), nullable=False),
        sa.Column("requested", sa.Text(), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("vat", sa.Integer(), nullable=False),
        sa.Column("gross", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'accepted', 'refused', 'superseded')", name=op.f("ck_quotation_quotationstate")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_quotation_customer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishment.id"], name=op.f("fk_quotation_establishment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["former_id"], ["quotation.id"], name=op.f("fk_quotation_former_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quotation_customer_id"), "quotation", ["customer_id"], unique=False)
    op.create_index("ix_quotation_customer_name", "quotation", ["customer_name", "id"], unique=False)
    op.create_index(op.f("ix_quotation_former_id"), "quotation", ["former_id"], unique=False)
    op.create_index("ix_quotation_net", "quotation", ["net", "id"], unique=False)
    op.create_index("ix_quotation_number", "quotation", ["number", "revision"], unique=True)
    op.create_index("ix_quotation_quoted_on", "quotation", ["quoted_on", "id"], unique=False)
    op.create_index("ix_quotation_state", "quotation", ["state", "valid_until", "id"], unique=False)
    op.create_index("ix_quotation_valid_until", "quotation", ["valid_until", "id"], unique=False)
    op.create_table(
        "quotation_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quotation_id", sa.Integer(), nullable=False),
        sa.Column("list_price", sa.Integer(), nullable=True),
        sa.Column("price_reason", sa.Text(), nullable=True),
        sa.Column("vat_given", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("requested", sa.Text(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("gross_price", sa.Integer(), nullable=True),
        sa.Column("price_base", sa.Integer(), server_default="10000", nullable=False),
        sa.Column("discounts", sa.Text(), nullable=False),
        sa.Column("charges", sa.Text(), nullable=False),
        sa.Column("price_source", sa.Text(), nullable=True),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("vat_category", sa.Text(), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("exemption_code", sa.Text(), nullable=True),
        sa.Column("customer_line_no", sa.Text(), nullable=True),
        sa.Column("customer_item_code", sa.Text(), nullable=True),
        sa.Column("free_reason", sa.Text(), nullable=True),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_quotation_line_product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"], ["quotation.id"], name=op.f("fk_quotation_line_quotation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation_line")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quotation_line_product_id"), "quotation_line", ["product_id"], unique=False)
    op.create_index(op.f("ix_quotation_line_quotation_id"), "quotation_line", ["quotation_id"], unique=False)
    op.create_table(
        "quoted_order_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quotation_id", sa.Integer(), nullable=False),
        sa.Column("quotation_line_id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_quoted_order_line_order_line_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"], ["quotation.id"], name=op.f("fk_quoted_order_line_quotation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["quotation_line_id"],
            ["quotation_line.id"],
            name=op.f("fk_quoted_order_line_quotation_line_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quoted_order_line")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quoted_order_line_order_line_id"), "quoted_order_line", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_quoted_order_line_quotation_id"), "quoted_order_line", ["quotation_id"], unique=False)
    op.create_index(
        op.f("ix_quoted_order_line_quotation_line_id"), "quoted_order_line", ["quotation_line_id"], unique=False
    )
