"""Every mapped class, imported once so that the metadata is whole."""

from adv_desktop.models import (
    activity,
    audit,
    carrier,
    claim,
    contract,
    delivery,
    goods_return,
    invoice,
    numbering,
    party,
    payment,
    product,
    promise,
    quotation,
    recurring,
    sales_order,
    settings,
    sqlite_types,
    stock,
    vat_evidence,
)
from adv_desktop.models.base import Base

MODULES = (
    activity,
    audit,
    carrier,
    claim,
    contract,
    delivery,
    goods_return,
    invoice,
    numbering,
    party,
    payment,
    product,
    promise,
    quotation,
    recurring,
    sales_order,
    settings,
    sqlite_types,
    stock,
    vat_evidence,
)
metadata = Base.metadata
