"""Pro formas, the billing statement of an order, and « annule et remplace »."""

import io
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from adv_desktop.models.delivery import Attachment
from adv_desktop.models.enums import InvoiceType
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules.totals import Freight
from adv_desktop.services import billing_files as exported
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.integrity import verify
from adv_desktop.services.order_commands import ExchangeRate, NewLine
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries import deliveries, order_billing
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped


@pytest.fixture
def services(tmp_path):
    opened = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield opened
    opened.close()


def text(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def statement(services, order_id):
    with services.store.read() as session:
        return order_billing.of(session, order_id)


def test_a_pro_forma_says_what_it_is_and_counts_nowhere(services):
    order = confirmed(
        services, NewLine(Decimal(5), "P1"), NewLine(Decimal(2), "P2"), freight=Freight(1000, Decimal(20))
    )
    made = services.proformas.of_order(order.id)
    assert (made.number, made.net, made.gross) == (
        "PF2026000001",
        16665 + 2000 + 1000,
        16665 + 2000 + 1000 + 3533 + 110,
    )
    said = text(made.pdf)
    assert "FACTURE PRO FORMA – document sans valeur comptable ni fiscale" in said
    assert "PF2026000001" in said
    assert "BROUILLON" not in said
    part = services.proformas.of_order(order.id, {2: Decimal(1)})
    assert (part.number, part.net) == ("PF2026000002", 1000 + 1000)
    with services.store.read() as session:
        assert session.scalars(sa.select(Attachment.name).order_by(Attachment.id)).all() == [
            "PF2026000001.pdf",
            "PF2026000002.pdf",
        ]
        assert session.scalars(sa.select(Invoice.id)).all() == []
    assert statement(services, order.id).net_invoiced == 0
    assert verify(services.store.path) == []


def test_a_pro_forma_of_a_delivery_shows_what_it_carries_and_leaves_it_to_invoice(services):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    delivery = shipped(services, order.id, "2")
    made = services.proformas.of_delivery(delivery)
    assert made.net == 6666
    assert "BL2026000001" in text(made.pdf)
    with services.store.read() as session:
        assert deliveries.to_invoice(session) == [delivery]


def test_a_pro_forma_shows_no_more_than_is_ordered(services):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    with pytest.raises(DomainError, match=r"proforma\.over_quantity"):
        services.proformas.of_order(order.id, {1: Decimal(6)})
    with pytest.raises(DomainError, match=r"order\.no_line"):
        services.proformas.of_order(order.id, {4: Decimal(1)})
    assert services.proformas.of_order(order.id).number == "PF2026000001"


def test_a_pro_forma_in_another_currency_gives_its_vat_in_euros(services):
    rate = ExchangeRate(Decimal("0.9"), TODAY, "BCE")
    order = confirmed(services, NewLine(Decimal(1), label="Essai", unit_price=Decimal(100)), currency="USD",
                      exchange_rate=rate)  # fmt: skip
    assert "18,00" in text(services.proformas.of_order(order.id).pdf)


def test_the_statement_of_an_order_tells_what_is_invoiced_and_what_is_not(services, tmp_path):
    order = confirmed(services, NewLine(Decimal(10), "P1", discounts=(Decimal(10),), unit_price=Decimal("33.33")))
    first = shipped(services, order.id, "3")
    number = invoiced(services, first)
    shipped(services, order.id, "4")
    found = statement(services, order.id)
    (line,) = found.lines
    assert (line.ordered, line.delivered, line.invoiced, line.to_invoice, line.to_deliver) == (10, 7, 3, 4, 3)
    assert (found.net, found.net_invoiced, found.net_to_invoice) == (29997, 8999, 11999)
    assert found.net == found.net_invoiced + found.net_to_invoice + found.net_to_deliver
    assert [(one.number, one.type, one.net) for one in found.documents] == [(number, InvoiceType.INVOICE, 8999)]
    path = tmp_path / "billing.xlsx"
    exported.write(found, path)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[1][3:] == (10, 7, 3, 4, 3, 299.97, 89.99, 119.99, 89.99)


def test_an_invoice_is_cancelled_and_replaced_in_one_gesture(services):
    order = confirmed(services, NewLine(Decimal(3), "P1"), customer_reference="PO-1", freight=Freight(500, None))
    delivery = shipped(services, order.id)
    invoiced(services, delivery)
    made = services.replacements.replace(1, "mauvaise adresse")
    done = services.issuing.issue_all([made.credit.id, made.draft.id])
    assert [ref.number for ref in done.invoices] == ["AV2026000001", "FA2026000002"]
    with services.store.read() as session:
        parts = (selectinload(Invoice.lines),)
        first, credit, second = (
            session.get_one(Invoice, row, options=parts) for row in (1, made.credit.id, made.draft.id)
        )
        assert (credit.type, credit.origin_id, credit.gross) == (InvoiceType.CREDIT_NOTE, 1, first.gross)
        assert (second.net, second.vat, second.gross, second.customer_reference) == (
            first.net, first.vat, first.gross, "PO-1",
        )  # fmt: skip
        assert second.lines[0].delivery_line_id == first.lines[0].delivery_line_id
        assert deliveries.to_invoice(session) == []
    assert verify(services.store.path) == []


def test_an_invoice_that_takes_a_deposit_off_is_not_replaced_blindly(services):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    services.issuing.issue(services.deposits.draft(order.id, percent=Decimal(30)))
    final = services.issuing.issue(services.drafts.from_orders([order.id]).invoices[0].id)
    with pytest.raises(DomainError, match=r"invoice\.has_deposit"):
        services.replacements.replace(final.id, "erreur")
