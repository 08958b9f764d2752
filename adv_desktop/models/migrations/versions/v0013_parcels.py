"""The parcels of deliveries; until what hour a carrier calls, where it is followed, and who collects."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the table and the columns; deliveries made before have a number of parcels without their rows."""
    op.create_table(
        "delivery_parcel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("weight_kg", sa.Integer(), nullable=True),
        sa.Column("length_cm", sa.Integer(), nullable=True),
        sa.Column("width_cm", sa.Integer(), nullable=True),
        sa.Column("height_cm", sa.Integer(), nullable=True),
        sa.Column("sscc", sa.Text(), nullable=True),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_parcel_delivery_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_parcel")),
        sa.UniqueConstraint("delivery_id", "no", name=op.f("uq_delivery_parcel_delivery_id_no")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("carrier", recreate="always", table_kwargs={"sqlite_strict": True}) as carrier:
        carrier.add_column(sa.Column("cut_off", sa.Text(), nullable=True))
        carrier.add_column(sa.Column("tracking_url", sa.Text(), nullable=True))
        carrier.add_column(sa.Column("pickup", sa.Integer(), server_default="0", nullable=False))
