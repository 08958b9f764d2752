"""One document of each kind, at one, two and ten pages, with every sort of logo: what the validators are given."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from PIL import Image

from adv_desktop.models.enums import InvoiceType, Undelivered, VatCategory
from adv_desktop.services import documents
from adv_desktop.services.documents import (
    account_statement,
    backlog_statement,
    departures,
    packaging_statement,
    purchase_request,
    return_voucher,
    reversal_note,
)
from adv_desktop.services.documents.content import InvoiceData, VatRow
from adv_desktop.services.exports import report_pdf
from tests.documents import examples, export_examples, months

XML = (Path(__file__).parents[1] / "data/samples/einvoices/valid-mixed-rates-discount-freight.xml").read_bytes()


def cmyk_logo() -> bytes:
    """Return a logo the way a printer's shop sends it."""
    stream = io.BytesIO()
    Image.new("CMYK", (300, 120), (0, 200, 120, 90)).save(stream, "JPEG")
    return stream.getvalue()


def without_vat(category: VatCategory, mention: str) -> InvoiceData:
    """Return the model invoice as one of a category that bears no VAT."""
    net = examples.AMOUNTS.net
    row = VatRow(category, Decimal(0), net, net, 0)
    amounts = replace(examples.AMOUNTS, vat=(row,), vat_total=0, gross=net, due=net, discount=0, freight=0, deducted=0)
    lines = tuple(replace(line, vat_rate=Decimal(0), vat_category=category) for line in examples.lines())
    return replace(examples.invoice(), lines=lines, amounts=amounts, deductions=(), mentions=(mention,))


def many_rates() -> InvoiceData:
    """Return an invoice with all the rates of the mainland, overseas and Corsica."""
    rates = [Decimal(rate) for rate in ("20", "13", "10", "8.5", "5.5", "2.1", "1.75", "1.05", "0.9")]
    lines = tuple(replace(line, vat_rate=rate) for line, rate in zip(examples.lines(), rates, strict=True))
    rows = tuple(
        VatRow(VatCategory.STANDARD, line.vat_rate or Decimal(0), line.net, line.net, line.net // 10) for line in lines
    )
    net, vat = sum(row.base for row in rows), sum(row.vat for row in rows)
    amounts = replace(
        examples.AMOUNTS, vat=rows, lines=net, net=net, vat_total=vat, gross=net + vat, due=net + vat,
        discount=0, freight=0, deducted=0,
    )  # fmt: skip
    return replace(examples.invoice(), lines=lines, amounts=amounts, deductions=())


def _report() -> bytes:
    stream = io.BytesIO()
    report_pdf.render(months.report(), examples.ISSUER, stream)
    return stream.getvalue()


def _with_logo(logo: bytes | None) -> InvoiceData:
    return replace(examples.invoice(), issuer=replace(examples.ISSUER, logo=logo))


def _departures() -> bytes:
    lines = tuple(
        departures.Departure(f"BL202600{number:04}", examples.SHOP.name, "54000 Nancy", ("CDE2026001198",), 2)
        for number in range(40)
    )
    carriers = (departures.CarrierDepartures("Geodis", lines), departures.CarrierDepartures("", lines[:2]))
    return departures.pdf_bytes(departures.DeparturesData("fr", examples.ISSUER, date(2026, 11, 24), carriers))


def _left_to_deliver() -> bytes:
    line = backlog_statement.DueLine(
        order="CDE2026001198", customer_reference="BG-4471", code="EPC-1034", customer_code="BG-PE250",
        label="Pain d'épices à l'orange tranché 250 g", unit="pce", ordered=Decimal(64), delivered=Decimal(40),
        left=Decimal(24), requested=date(2026, 11, 24), promised=None, late=True,
    )  # fmt: skip
    shop = examples.SHOP
    return backlog_statement.pdf_bytes(
        backlog_statement.BacklogStatement(
            "en", examples.ISSUER, shop.name, shop.code, date(2026, 11, 24), (line,) * 50
        )
    )


def _purchase_request() -> bytes:
    line = purchase_request.RequestedLine(
        "EPC-1034", "Pain d'épices à l'orange tranché 250 g", Decimal(24), "pce", date(2026, 11, 20), True,
        "CDE2026001198", examples.SHOP.name, "BG-4471",
    )  # fmt: skip
    stocked = replace(line, order="", customer="", reference="", late=False)
    groups = (
        purchase_request.RequestGroup("Achats à la commande, à recevoir chez nous", "", (line,) * 18),
        purchase_request.RequestGroup(
            "Envoyé par le fournisseur au client", "Bistrot du Port, 2 quai des Brumes, 76600 Le Havre", (line,) * 2
        ),
        purchase_request.RequestGroup("À réapprovisionner en stock", "", (stocked,) * 12),
    )
    data = purchase_request.PurchaseRequest("fr", examples.ISSUER, date(2026, 11, 24), groups)
    return purchase_request.pdf_bytes(data)


def _return_voucher(count: int, language: str = "fr") -> bytes:
    note = examples.delivery_note(language)
    line = return_voucher.AllowedLine("EPC-1034", "Pain d'épices à l'orange tranché 250 g", Decimal(6), "pce", "L2611")
    return return_voucher.pdf_bytes(
        return_voucher.ReturnVoucher(
            language, examples.ISSUER, "RET2026000012", date(2026, 11, 24), note.deliver_to,
            replace(note.customer, name=examples.ISSUER.name, address=examples.ISSUER.address, code="", siren=""),
            "Cartons ouverts à la réception, signalé sur le bon", (line,) * count, note.references, "REC2026000004",
        )
    )  # fmt: skip


def _reversal(count: int, language: str = "fr") -> bytes:
    note = examples.delivery_note(language)
    line = reversal_note.ReversedLine("EPC-1034", "Pain d'épices à l'orange tranché 250 g", Decimal(6), "pce", "L2611")
    return reversal_note.pdf_bytes(
        reversal_note.ReversalNote(
            language, examples.ISSUER, "AE2026000003", date(2026, 11, 24), "BL2026000031", date(2026, 11, 23),
            Undelivered.MISTAKE, "Commande du mauvais magasin", True, note.customer, note.deliver_to, (line,) * count,
            note.references,
        )
    )  # fmt: skip


def _account() -> bytes:
    line = account_statement.AccountLine(
        date(2026, 9, 24), "Facture", "FA2026000841", "BG-4471", date(2026, 10, 24), 128_602, 28_602, late=True,
        disputed=True,
    )  # fmt: skip
    paid = replace(line, number="REG2026000112", kind="Règlement", amount=-10_000, left=-10_000, late=False)
    accounts = tuple(account_statement.AccountOf(currency, (line, paid) * 25) for currency in ("EUR", "USD"))
    return account_statement.pdf_bytes(
        account_statement.AccountStatement(
            "fr", examples.ISSUER, examples.SHOP, date(2026, 11, 24), accounts, "IBAN FR76 3000 4000 0312 3456 7890 143"
        )
    )


def _packaging() -> bytes:
    line = packaging_statement.PackagingLine(
        date(2026, 11, 24), "Palette Europe 80 × 120", "Emballages livrés", "BL2026000955", 3, 14
    )
    shop = examples.SHOP
    return packaging_statement.pdf_bytes(
        packaging_statement.PackagingStatement(
            "fr", examples.ISSUER, shop.name, shop.code, date(2026, 11, 24), (("Palette Europe", 14),), (line,) * 60
        )
    )


def _merged() -> bytes:
    stream = io.BytesIO()
    notes = (examples.delivery_note(), examples.delivery_note("en", 8), examples.invoice())
    documents.merge([documents.pdf_bytes(data) for data in notes], stream)
    return stream.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    name: (lambda data=data: documents.pdf_bytes(data()))  # type: ignore[misc]
    for name, data in {
        "invoice": examples.invoice,
        "invoice-english": lambda: examples.invoice("en"),
        "factur-x": lambda: replace(examples.invoice(), xml=XML),
        "factur-x-ten-pages": lambda: replace(examples.long_invoice(290), xml=XML),
        "draft": lambda: replace(examples.invoice(), number=""),
        "pro-forma": lambda: replace(examples.invoice(), proforma=True, number="PF2026000003"),
        "two-pages": lambda: examples.long_invoice(30),
        "ten-pages": lambda: examples.long_invoice(290, "en"),
        "extreme": examples.extreme_invoice,
        "credit-note": examples.credit_note,
        "corrected": lambda: replace(
            examples.invoice(), type=InvoiceType.CORRECTED, corrects=(examples.Reference("FA2026000840"),)
        ),
        "deposit": examples.deposit,
        "many-rates": many_rates,
        "export": examples.export_invoice,
        "intra-eu": lambda: without_vat(VatCategory.INTRA_EU, "Exonération de TVA, article 262 ter, I du CGI"),
        "overseas": lambda: without_vat(VatCategory.EXPORT, "Exonération de TVA, article 294 du CGI"),
        "franchise": lambda: replace(
            without_vat(VatCategory.EXEMPT, "TVA non applicable, article 293 B du CGI"), without_vat=True
        ),
        "no-logo": lambda: _with_logo(None),
        "cmyk-logo": lambda: _with_logo(cmyk_logo()),
        "delivery-note": examples.delivery_note,
        "delivery-note-long": lambda: examples.delivery_note("en", 12),
        "acknowledgement": examples.acknowledgement,
        "acknowledgement-long": lambda: examples.acknowledgement("en", 12),
        "picking-list": examples.picking_list,
        "picking-list-long": lambda: examples.picking_list(20),
    }.items()
} | {
    "departures": _departures,
    "left-to-deliver": _left_to_deliver,
    "purchase-request": _purchase_request,
    "return-voucher": lambda: _return_voucher(3),
    "return-voucher-long": lambda: _return_voucher(40, "en"),
    "reversal": lambda: _reversal(3),
    "reversal-long": lambda: _reversal(60, "en"),
    "account": _account,
    "packaging": _packaging,
    "report": _report,
    "duplicate": lambda: documents.stamp_duplicate(
        documents.pdf_bytes(replace(examples.long_invoice(30), xml=XML)), "fr", "Facture impayée"
    ),
    "merged": _merged,
    **export_examples.KINDS,
}
