"""The electronic twin of the model invoice: the same lines and amounts, as its XML says them."""

from __future__ import annotations

from decimal import Decimal

from adv_desktop.services.documents.content import Line as PrintedLine
from adv_desktop.services.documents.content import VatRow
from adv_desktop.services.einvoice import content
from tests.documents import examples

CENT = Decimal("0.01")


def euros(cents: int) -> Decimal:
    """Return an amount of cents in euros."""
    return Decimal(cents) * CENT


def model_einvoice() -> content.EInvoice:
    """Return the nine lines of the model invoice, before discount, freight and deposit."""
    lines = tuple(_line(line) for line in examples.lines())
    taxes = tuple(_tax(row) for row in examples.AMOUNTS.vat)
    net = sum((line.net for line in lines), Decimal(0))
    vat = sum((row.amount for row in taxes), Decimal(0))
    zero = Decimal("0.00")
    return content.EInvoice(
        number="FA2026000841",
        type_code="380",
        date=examples.invoice().issued_on,
        frame="B1",
        currency="EUR",
        language="fr",
        seller=_party(examples.ISSUER.legal_name, "573319126", "FR47573319126", "21200", "Beaune"),
        buyer=_party(examples.BUYER.name, "434926119", "FR38434926119", "63000", "Clermont-Ferrand"),
        lines=lines,
        taxes=taxes,
        sums=content.Sums(net, zero, zero, net, vat, net + vat, zero, zero, net + vat),
        notes=tuple(
            content.Note(text, subject) for text, subject in zip(examples.MENTIONS, ("PMT", "PMD", "AAB"), strict=True)
        ),
        due_date=examples.PAYMENT.instalments[0].due,
        payment=content.PaymentMeans("30", "Virement", examples.PAYMENT.iban, examples.PAYMENT.bic),
        delivery=content.Delivery(date=examples.invoice().delivered_on),
    )


def _party(name: str, siren: str, vat_number: str, postcode: str, town: str) -> content.Party:
    return content.Party(
        name, content.Place("FR", postcode=postcode, town=town), siren=siren, vat_number=vat_number,
        e_address=content.Identifier(siren, "0225"),
    )  # fmt: skip


def _line(line: PrintedLine) -> content.Line:
    rate = line.vat_rate or Decimal(0)
    price = line.net_price or Decimal(0)
    return content.Line(
        id=line.customer_line,
        item=content.Item(line.label, seller_code=line.code),
        quantity=line.quantity,
        unit="C62",
        price=price,
        price_base=Decimal(1),
        tax=content.Tax("S", rate),
        net=euros(line.net),
    )


def _tax(row: VatRow) -> content.TaxRow:
    base = euros(sum(line.net for line in examples.lines() if line.vat_rate == row.rate))
    return content.TaxRow(content.Tax("S", row.rate), base, (base * row.rate / 100).quantize(CENT))
