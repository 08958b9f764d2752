"""What was recorded, counted and added up: by the order of its seals, or by the dates of the documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

AMOUNTS = ("net", "vat", "gross", "receipts")

# Credit notes by their type code (UNTDID 1001): their amounts are stored without sign.
_INVOICES = """
SELECT sum(NOT credit), sum(credit), sum(iif(credit, -net_eur, net_eur)), sum(iif(credit, -vat_eur, vat_eur)),
    sum(iif(credit, -gross_eur, gross_eur))
FROM (SELECT type IN ('381', '503', '262') AS credit, net_eur, vat_eur, gross_eur FROM {invoices})
"""
_PAYMENTS = "SELECT count(*), sum(iif(currency = 'EUR', amount, 0)) FROM {payments}"
_DELIVERIES = "SELECT count(*) FROM {deliveries}"
_SEALED = (
    "document_seal AS seal CROSS JOIN {table} ON {table}.id = seal.document_id"
    " WHERE seal.id > :after AND seal.id <= :last AND seal.document_kind = '{table}'"
)
_DATED = "{table} WHERE {date} BETWEEN :first AND :last AND {frozen}"


@dataclass(frozen=True, slots=True)
class Turnover:
    """Documents by kind, and amounts in euro cents (payments in other currencies are counted, not added)."""

    counts: Mapping[str, int]
    net: int
    vat: int
    gross: int
    receipts: int


def recorded(session: Session, after: int, last: int) -> Turnover:
    """Count what was sealed after one seal and up to another."""
    sources = {
        "invoices": _SEALED.format(table="invoice"),
        "payments": _SEALED.format(table="payment"),
        "deliveries": _SEALED.format(table="delivery"),
    }
    return _count(session, sources, {"after": after, "last": last})


def dated(session: Session, first: dt.date, last: dt.date) -> Turnover:
    """Count the documents that bear a date of a period."""
    sources = {
        "invoices": _DATED.format(table="invoice", date="issue_date", frozen="state = 'issued'"),
        "payments": _DATED.format(table="payment", date="paid_on", frozen="1"),
        "deliveries": _DATED.format(table="delivery", date="delivery_date", frozen="state = 'shipped'"),
    }
    return _count(session, sources, {"first": first.isoformat(), "last": last.isoformat()})


def _count(session: Session, sources: Mapping[str, str], bounds: Mapping[str, object]) -> Turnover:
    def row(query: str) -> list[int]:
        return [value or 0 for value in session.execute(sa.text(query.format_map(sources)), bounds).one()]

    invoices, credit_notes, net, vat, gross = row(_INVOICES)
    payments, receipts = row(_PAYMENTS)
    (deliveries,) = row(_DELIVERIES)
    counts = {"invoice": invoices, "credit_note": credit_notes, "payment": payments, "delivery": deliveries}
    return Turnover(counts, net, vat, gross, receipts)
