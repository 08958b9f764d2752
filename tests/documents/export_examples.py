"""Papers of an export to print in tests: with one, thirty or two hundred lines, and as it is most often."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from adv_desktop.services import documents
from adv_desktop.services.documents import recall_list
from adv_desktop.services.documents.content import Lot, Party, Reference, References
from adv_desktop.services.documents.export_content import (
    CmrData,
    CustomsInvoiceData,
    ExportGoods,
    Load,
    PackedParcel,
    PackingListData,
    Voyage,
)
from tests.documents.examples import ISSUER, LONG_LABEL

SHIP_TO = Party("Alpenkäse & Wein AG", ("Industriestrasse 14", "8005 Zürich, Switzerland"), attention="Frau Meier")
BUYER = Party("Alpenkäse & Wein AG", ("Bahnhofstrasse 3", "8001 Zürich, Switzerland"), code="C00044")


def voyage(language: str = "en") -> Voyage:
    """Return who sends what to whom."""
    return Voyage(
        language, ISSUER, "BL2026000970", date(2026, 11, 24), BUYER, SHIP_TO,
        References(
            customer_order=Reference("PO-77120", date(2026, 11, 9)),
            orders=(Reference("CDE2026001201", date(2026, 11, 10)),),
            carrier="Alpes Transit",
        ),
        "DAP Zürich, Incoterms® 2020", "CH1234567890",
    )  # fmt: skip


def goods(count: int) -> tuple[ExportGoods, ...]:
    """Return lines of goods, some free, some with lots, some with a long label or without a code."""
    rows = []
    for number in range(count):
        free = number % 11 == 4
        rows.append(
            ExportGoods(
                LONG_LABEL if number % 13 == 5 else f"Dijon mustard {100 + number} g",
                f"EPS-{1000 + number}", "21033090" if number % 5 else "22042198",
                "France" if number % 7 else "Switzerland", Decimal(24 + number), "pc",
                None if number % 29 == 28 else Decimal("4.8"), Decimal("2.55"),
                amount=6120, free=free, lots=(Lot(f"L26-{number:03}", date(2027, 6, 30)),) if number % 3 == 1 else (),
            )
        )  # fmt: skip
    return tuple(rows)


def load(count: int = 3) -> Load:
    """Return what the whole weighs."""
    return Load(count, Decimal("118.4"), Decimal("131.25"), Decimal("0.62"), "Cartons", f"BL2026000970 1–{count}")


def customs_invoice(count: int, language: str = "en") -> CustomsInvoiceData:
    """Return a commercial invoice of so many lines."""
    rows = goods(count)
    free = sum(row.amount for row in rows if row.free)
    lines = sum(row.amount for row in rows) - free
    return CustomsInvoiceData(
        voyage(language), rows, load(), "CHF", lines, lines - 500 + 4500, free, 500, 4500, "Sale",
        (Reference("FA2026000842", date(2026, 11, 24)),) if count > 1 else (),
        ("VAT exemption, article 262, I of the French tax code (CGI) (article 146 of directive 2006/112/EC)",),
        "Beaune",
    )  # fmt: skip


def packing_list(count: int, language: str = "en") -> PackingListData:
    """Return a packing list of so many lines: ten a parcel, the last ones not told."""
    rows = goods(count)
    told, loose = (rows[:-3], rows[-3:]) if count > 20 else (rows, ())
    parts = [told[at : at + 10] for at in range(0, len(told), 10)]
    parcels = tuple(
        PackedParcel(
            f"{no}/{len(parts)}", "Carton", "60 × 40 × 30", f"BL2026000970 {no}/{len(parts)}", Decimal("48.2"),
            Decimal("51.5"), part,
        )
        for no, part in enumerate(parts, start=1)
    )  # fmt: skip
    return PackingListData(voyage(language), load(len(parts)), parcels, loose)


def cmr(count: int, language: str = "en") -> CmrData:
    """Return the data of a CMR note with so many kinds of goods."""
    return CmrData(
        voyage(language), load(), goods(count), ISSUER.address, "Alpes Transit",
        ("Delivery note BL2026000970", "Packing list", "Commercial invoice"), "Keep upright. Hours: 8–12.", True,
        "Beaune",
    )  # fmt: skip


def recall() -> bytes:
    """Return the list of who received a lot, over two pages."""
    row = recall_list.RecallRow(
        "L26-281", date(2029, 3, 15), "EPC-1032", "Miel d'acacia 250 g", Decimal(48), "BL2026000967",
        date(2026, 11, 23), "Bergamote & Cie", ("C00019", "03 83 00 00 19"),
    )  # fmt: skip
    return recall_list.pdf_bytes(recall_list.RecallList("fr", ISSUER, "L26-281", date(2026, 11, 24), (row,) * 40))


def _pdf(data: CustomsInvoiceData | PackingListData | CmrData) -> bytes:
    stream = io.BytesIO()
    documents.render_export(data, stream)
    return stream.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    f"{name}-{count}-{language}": (lambda made=made, count=count, language=language: _pdf(made(count, language)))  # type: ignore[misc]
    for name, made in (("customs-invoice", customs_invoice), ("packing-list", packing_list), ("cmr", cmr))
    for count, language in ((1, "fr"), (30, "en"), (200, "fr"))
} | {"recall": recall}
