"""The rebate of a period and the duplicate of an unpaid invoice, from the window."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import InvoiceType, PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.ui.invoices.issue import IssueForm
from adv_desktop.ui.invoices.rebate import AMOUNT, RebateDialog
from adv_desktop.ui.widgets.choices import Choice
from tests.documents.test_pdf import pages
from tests.support.company import TODAY, new_company
from tests.ui.support.desk import desk_of


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def sold(services, price):
    line = NewLine(Decimal(1), label="Article", unit_price=Decimal(price), vat_rate=Decimal(20))
    return services.issuing.issue(services.drafts.create(NewInvoice(NewOrder("C1", (line,)))).id)


def read(services, invoice_id):
    with services.store.read() as session:
        return session.get_one(Invoice, invoice_id)


@pytest.mark.parametrize(("contract", "kind"), [("RFA-26", InvoiceType.REBATE_CREDIT), (None, InvoiceType.CREDIT_NOTE)])
def test_a_rebate_is_drafted_and_shown(services, tmp_path, parent, contract, kind):
    desk, window, failures = desk_of(services, tmp_path, parent)
    sold(services, "60000")
    last = sold(services, "24350")
    dialog = RebateDialog(desk, parent)
    dialog.submit()
    assert window.forms == []
    customer = services.customers.show("C1")
    dialog.customer.set_choice(Choice(customer.id, "C1", customer.data.name))
    dialog.percent.set_value(Decimal(2))
    dialog.contract.set_value(contract)
    dialog.submit()
    credit = read(services, last.id + 1)
    assert (credit.type, credit.net, credit.gross) == (kind, 168700, 202440)
    assert [type(form) for form in window.forms] == [IssueForm]
    window.forms[0].setParent(parent)
    assert failures == []


def test_a_rebate_by_amount_takes_the_amount_alone(services, tmp_path, parent):
    desk, _window, _failures = desk_of(services, tmp_path, parent)
    dialog = RebateDialog(desk, parent)
    customer = services.customers.show("C1")
    dialog.customer.set_choice(Choice(customer.id, "C1", customer.data.name))
    dialog.kind.set_key(AMOUNT)
    dialog._show_kind(AMOUNT)
    dialog.percent.set_value(None)
    dialog.amount.set_value(5000)
    command = dialog.command()
    assert (command.percent, command.net, command.start) == (None, 5000, dt.date(2026, 1, 1))


def test_the_duplicate_of_an_unpaid_invoice_says_what_was_not_received(tmp_path):
    services = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    try:
        ref = sold(services, "1000")
        services.payments.receive(
            NewPayment("C1", 60000, TODAY, PaymentMethod.TRANSFER, (AllocateTo(str(ref.number)),))
        )
        text = " ".join(pages(services.copies.unpaid(ref.id, TODAY))).replace("\u00a0", " ").replace("\u202f", " ")
        assert "Facture impayée pour la somme de 500,00 €" in " ".join(text.split())
        assert "100,00 €" in text
        services.payments.receive(
            NewPayment("C1", 60000, TODAY, PaymentMethod.TRANSFER, (AllocateTo(str(ref.number)),))
        )
        with pytest.raises(DomainError, match=r"invoice\.not_unpaid"):
            services.copies.unpaid(ref.id, TODAY)
    finally:
        services.close()
