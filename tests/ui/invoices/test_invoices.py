"""Drafts, validation, printing, credit notes and deposits, with the keyboard."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from adv_desktop.models.enums import ClaimType, DocumentKind, InvoiceState, InvoiceType, Nature, VatRegime
from adv_desktop.services import files
from adv_desktop.services.claims import NewClaim, Origin
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.einvoice import engine
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.ui.invoices.billing import BillingForm
from adv_desktop.ui.invoices.contract_form import ContractForm
from adv_desktop.ui.invoices.contracts import ContractsForm
from adv_desktop.ui.invoices.credit import CreditForm
from adv_desktop.ui.invoices.deductions import DeductionsDialog
from adv_desktop.ui.invoices.dialogs import DepositDialog
from adv_desktop.ui.invoices.form import InvoiceForm
from adv_desktop.ui.invoices.issue import IssueForm
from adv_desktop.ui.invoices.proforma import ProformaForm
from adv_desktop.ui.invoices.run import InvoiceRunForm
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.checks import CheckCard
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
CONFIRM, SAVE, PRINT = (Ctrl, Key.Key_Return), (Ctrl, Key.Key_S), (Ctrl, Key.Key_P)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    yield made
    made.close()


@pytest.fixture
def shown(services, tmp_path, qtbot) -> OpenWindow:
    return open_window(services, tmp_path, "invoices", qtbot)


def left(services, *lines: NewLine, customer: str = "C1") -> int:
    """Ship an order; return the delivery."""
    return shipped(services, confirmed(services, *lines or (NewLine(Decimal(10), "P1"),), customer=customer).id)


def issued(services, *lines: NewLine) -> int:
    """Return the id of an issued invoice."""
    invoiced(services, left(services, *lines))
    return last_id(services)


def last_id(services) -> int:
    with services.store.read() as session:
        return session.connection().exec_driver_sql("SELECT max(id) FROM invoice").scalar()


def invoice(services, invoice_id=None):
    with services.store.read() as session:
        return invoice_by_id(session, invoice_id or last_id(services))


def show(shown: OpenWindow, invoice_id: int) -> None:
    shown.page.refresh()
    shown.qtbot.waitUntil(lambda: bool(shown.page.list.model.ids))
    shown.page.show_document(invoice_id)
    shown.page.list.view.setFocus()


def test_a_delivery_becomes_a_numbered_invoice_with_one_key(services, shown):
    shown.window.ask("invoices", "invoice_deliveries", [left(services)])
    form = shown.form
    assert isinstance(form, IssueForm)
    assert form.preview.page_count == 1
    assert unnamed(form) == []
    shown.press(CONFIRM)
    made = invoice(services)
    assert (made.state, made.number, made.issue_date) == (InvoiceState.ISSUED, "FA2026000001", TODAY)
    assert shown.window.forms() == []
    assert shown.notice == "FA2026000001 validée."


def test_what_prevents_it_is_said_beside_the_paper_with_the_way_to_mend(services, shown):
    issued(services)
    shown.window.ask("invoices", "invoice_deliveries", [left(services)])
    form = shown.form
    form.date.setFocus()
    form.date.selectAll()
    shown.press("23/11/2026", CONFIRM)
    assert invoice(services).state is InvoiceState.DRAFT
    assert form.checks.isVisible()
    form.checks.fix_asked.emit("number.date_backwards", "last")
    assert (invoice(services).number, invoice(services).issue_date) == ("FA2026000002", TODAY)
    assert shown.failures == []


def test_an_incomplete_export_names_what_is_missing_before_it_is_asked_for(services, shown):
    services.customers.create(
        CustomerData("DE", "Feinkost", country="DE", vat_regime=VatRegime.INTRA_EU, terms="30 jours nets")
    )
    draft = services.orders.create(NewOrder("DE", (NewLine(Decimal(1), "P1"),)))
    services.orders.confirm(draft.id, override="numéro de TVA demandé")
    shown.window.ask("invoices", "invoice_deliveries", [shipped(services, draft.id, override="numéro demandé")])
    form = shown.form
    assert form.checks.isVisible()
    form.checks.fix_asked.emit("invoice.intra_eu_incomplete", "delete")
    assert last_id(services) is None
    assert shown.window.forms() == []


def test_a_draft_that_changed_meanwhile_is_read_again_before_it_is_validated(services, shown):
    shown.window.ask("invoices", "invoice_deliveries", [left(services)])
    form = shown.form
    services.issuing.issue(last_id(services))
    form.issue()
    assert form.checks.isVisible()
    form.checks.fix_asked.emit("document.changed", "again")
    assert shown.window.forms() == []


def test_what_the_customer_requires_is_typed_where_it_is_missing(services, shown):
    services.customers.create(
        CustomerData("PUB", "Mairie", terms="30 jours nets", siren="404833048", requirements=("engagement",))
    )
    order = services.orders.create(NewOrder("PUB", (NewLine(Decimal(1), "P1"),)))
    services.orders.confirm(order.id, override="engagement à recevoir")
    shown.window.ask("invoices", "invoice_deliveries", [shipped(services, order.id)])
    form = shown.form
    shown.press(CONFIRM)
    assert invoice(services).state is InvoiceState.DRAFT
    form.checks.fix_asked.emit("invoice.requirement_missing", "complete")
    dialog = form.findChild(FormDialog)
    assert unnamed(dialog) == []
    dialog.submit()
    assert dialog.isVisible()
    dialog.findChild(TextEdit).setText("E-2026-1")
    dialog.submit()
    assert not form.checks.isVisible()
    shown.press(CONFIRM)
    assert invoice(services).number == "FA2026000001"


def test_a_run_of_last_month_is_dated_on_its_last_day_and_names_what_it_leaves_out(services, shown):
    day = dt.date(2026, 10, 7)
    ids = [
        services.deliveries.deliver(
            DeliverOrders((confirmed(services, NewLine(Decimal(1), "P1")).id,), date=day)
        )[0].id
        for _rank in range(2)
    ]  # fmt: skip
    shown.press((Ctrl, Key.Key_L))
    form = shown.form
    services.drafts.from_deliveries(ids[:1])
    shown.press(CONFIRM)
    assert form.left_out.isVisible()
    assert form.date.value() == dt.date(2026, 10, 31)
    assert unnamed(form) == []
    shown.press(CONFIRM)
    assert invoice(services).issue_date == dt.date(2026, 10, 31)


def test_all_that_left_is_chosen_drafted_and_validated(services, shown):
    services.customers.create(CustomerData("C2", "Autre client", terms="comptant", siren="404833048"))
    left(services)
    left(services, NewLine(Decimal(3), "P2"), customer="C2")
    left(services, NewLine(Decimal(5), "P2"), customer="C2")
    shown.press((Ctrl, Key.Key_L))
    form = shown.form
    assert isinstance(form, InvoiceRunForm)
    assert len(form.chooser.taken()) == 3
    assert unnamed(form) == []
    shown.press(Key.Key_Space)
    assert [row.id for row in form.chooser.taken()] == [2, 3]
    shown.press(CONFIRM)
    assert [(one.sources, one.lines, one.prevented) for one in form.drafts.rows()] == [
        ("BL2026000002", 1, None),
        ("BL2026000003", 1, None),
    ]
    assert form.drafts.preview.page_count == 1
    assert unnamed(form) == []
    shown.press(CONFIRM)
    assert [one.invoice.number for one in form.drafts.rows()] == ["FA2026000001", "FA2026000002"]
    assert shown.notice == "2 factures validées."
    shown.press(CONFIRM)
    assert isinstance(shown.form, PreviewForm)
    assert shown.form.preview.page_count == 2


def test_a_run_validates_what_it_can_and_says_why_the_rest_waits(services, shown):
    services.customers.create(
        CustomerData("DE", "Feinkost", country="DE", vat_regime=VatRegime.INTRA_EU, terms="30 jours nets")
    )
    draft = services.orders.create(NewOrder("DE", (NewLine(Decimal(1), "P1"),)))
    services.orders.confirm(draft.id, override="numéro de TVA demandé")
    shown.window.ask(
        "invoices", "invoice_deliveries", [shipped(services, draft.id, override="numéro demandé"), left(services)]
    )
    form = shown.form
    shown.press(CONFIRM)
    states = [(one.invoice.number, one.prevented.code if one.prevented else None) for one in form.drafts.rows()]
    assert states == [(None, "invoice.intra_eu_incomplete"), ("FA2026000001", None)]
    assert shown.notice == "1 facture validée. 1 est empêchée\u00a0: voyez pourquoi."


def test_a_draft_is_taken_out_of_a_run(services, shown):
    shown.window.ask("invoices", "invoice_deliveries", [left(services), left(services)])
    form = shown.form
    shown.press((Ctrl, Key.Key_Delete))
    assert len(form.drafts.rows()) == 1
    assert len(form.drafts.waiting()) == 1


def test_what_a_draft_holds_is_not_invoiced_twice(services, shown):
    delivery = left(services)
    services.drafts.from_deliveries([delivery])
    shown.window.ask("invoices", "invoice_deliveries", [delivery])
    assert shown.notice == "Il ne reste rien à facturer pour BL2026000001."
    assert shown.window.forms() == []


def test_a_free_invoice_is_typed_priced_and_previewed(services, shown):
    shown.press(Key.Key_F2)
    form = shown.form
    assert isinstance(form, InvoiceForm)
    assert unnamed(form) == []
    shown.press("C1")
    shown.qtbot.waitUntil(form.header.customer.popup.isVisible)
    shown.press(Key.Key_Return)
    assert form.header.terms.value() == "30 jours nets"
    form.grid.edit_cell(0, "code")
    shown.press("P1", Key.Key_Return, "2", Key.Key_Return)
    shown.qtbot.waitUntil(lambda: form.grid.lines()[0].shown is not None)
    shown.press(CONFIRM)
    assert isinstance(shown.form, IssueForm)
    assert (invoice(services).net, invoice(services).state) == (6666, InvoiceState.DRAFT)
    shown.press(CONFIRM)
    assert invoice(services).number == "FA2026000001"


def test_services_in_another_currency_with_freight_and_eco_contribution_are_typed_in_the_form(services, shown):
    shown.press(Key.Key_F2)
    form = shown.form
    shown.press("C1")
    shown.qtbot.waitUntil(form.header.customer.popup.isVisible)
    shown.press(Key.Key_Return)
    header = form.header
    assert not header.money.value.isEnabled()
    header.natures.set_key("service")
    header.money.code.setFocus()
    header.money.code.selectAll()
    shown.press("usd", Key.Key_Tab, "0,91", Key.Key_Tab, Key.Key_Tab, "BCE", Key.Key_Tab)
    header.freight.setFocus()
    shown.press("10", Key.Key_Tab)
    header.freight_rate.set_key("20")
    form.grid.edit_cell(0, "label")
    tab = Key.Key_Tab
    shown.press("Formation", tab, "2", tab, "100", tab, tab, "0,5", tab, "10", tab)
    assert form.warning.text() == ""
    shown.press(SAVE)
    made = invoice(services)
    (line,) = made.lines
    assert (made.currency, made.exchange_rate["rate"], made.exchange_rate["source"]) == ("USD", "0.91", "BCE")
    assert (line.nature, line.vat_rate, line.net) == (Nature.SERVICE, Decimal(10), 20100)
    assert (made.freight, made.freight_vat_rate, made.net, made.vat) == (1000, Decimal(20), 21100, 2010 + 200)


def test_prices_typed_with_vat_give_the_amount_to_pay(services, shown):
    shown.press(Key.Key_F2)
    form = shown.form
    shown.press("C1")
    shown.qtbot.waitUntil(form.header.customer.popup.isVisible)
    shown.press(Key.Key_Return)
    form.header.gross.setChecked(True)
    form.grid.edit_cell(0, "label")
    shown.press("Livre", Key.Key_Tab, "1", Key.Key_Tab, "9,99", Key.Key_Return)
    shown.press(SAVE)
    made = invoice(services)
    assert (made.net, made.vat, made.gross, made.rounding, made.due) == (833, 167, 1000, -1, 999)


def test_an_unfinished_free_invoice_says_what_is_missing(services, shown):
    shown.press(Key.Key_F2)
    shown.press(SAVE)
    assert last_id(services) is None
    assert len(shown.window.forms()) == 1


def test_a_quantity_typed_on_a_line_credits_that_line(services, shown):
    origin = issued(services, NewLine(Decimal(10), "P1"), NewLine(Decimal(4), "P2"))
    show(shown, origin)
    shown.press((Ctrl, Key.Key_R))
    form = shown.form
    assert isinstance(form, CreditForm)
    assert unnamed(form) == []
    form.grid.edit_cell(0, "quantity")
    shown.press("3", Key.Key_Return)
    assert form.kind.key() == "lines"
    shown.press(CONFIRM)
    note = invoice(services)
    assert (note.type, note.net, note.reason_code) == (InvoiceType.CREDIT_NOTE, 9999, "return")
    shown.press(CONFIRM)
    assert invoice(services).number == "AV2026000001"


CREDITS = [("whole", None, "", 33330), ("percent", "percent", "10", 3333), ("amount", "amount", "50", 5000)]


@pytest.mark.parametrize(("kind", "field", "typed", "net"), CREDITS)
def test_the_whole_a_percent_or_an_amount_is_credited(services, shown, kind, field, typed, net):
    shown.window.ask("invoices", "credit", [issued(services)])
    form = shown.form
    form.kind.set_key(kind)
    form.kind.picked.emit(kind)
    if field:
        getattr(form, field).setFocus()
        shown.press(typed)
    shown.press(CONFIRM)
    assert invoice(services).net == net


def test_a_credit_note_is_linked_to_the_claim_that_asked_for_it(services, shown):
    origin = issued(services)
    number = invoice(services, origin).number
    claim = services.claims.open(
        NewClaim("C1", ClaimType.PRICE, "prix faux sur la ligne 1", origin=Origin(DocumentKind.INVOICE, number))
    )
    shown.window.ask("invoices", "credit_for_claim", [origin, claim.id])
    assert shown.form.why.value() == "prix faux sur la ligne 1"
    shown.press(CONFIRM)
    assert invoice(services).claim_id == claim.id


def test_a_deposit_is_asked_in_percent(services, shown):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    shown.window.ask("invoices", "deposit", [order.id])
    assert isinstance(shown.dialog, DepositDialog)
    assert unnamed(shown.dialog) == []
    shown.press("50", Key.Key_Return)
    assert isinstance(shown.form, IssueForm)
    assert (invoice(services).type, invoice(services).net) == (InvoiceType.DEPOSIT, 16665)


def test_a_draft_is_deleted_from_the_list_but_an_invoice_is_not(services, shown):
    services.drafts.from_deliveries([left(services)])
    show(shown, 1)
    shown.press((Ctrl, Key.Key_Delete))
    assert last_id(services) is None
    show(shown, issued(services))
    shown.press((Ctrl, Key.Key_Delete))
    assert invoice(services).number == "FA2026000001"
    assert shown.notice == "FA2026000001 est validée et ne peut pas être supprimée\u00a0: créez un avoir."


def test_an_invoice_prints_once_then_as_a_duplicate_and_the_original_is_kept(services, shown, tmp_path, monkeypatch):
    show(shown, issued(services))
    shown.press(PRINT)
    form = shown.form
    original = form.pdf
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    form.print_on(printer)
    assert "DUPLICATA" in pypdfium2.PdfDocument(form.pdf)[0].get_textpage().get_text_bounded()
    shown.press(Key.Key_Escape)
    path = tmp_path / "original.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    shown.page.command_set.actions["original"].trigger()
    with services.store.read() as session:
        stored = files.content_of(session, invoice(services).pdf_file_id)
    assert path.read_bytes() == stored == original


def test_the_pane_shows_vat_and_due_dates_and_follows_a_payment(services, shown):
    show(shown, issued(services))
    shown.qtbot.waitUntil(lambda: shown.page.detail is not None)
    assert [item.due for item in shown.page.detail.items] == [TODAY + dt.timedelta(days=30)]
    assert unnamed(shown.page) == []


def test_each_fault_of_the_electronic_invoice_leads_to_what_mends_it(services, shown):
    with services.store.write("test") as session:
        session.connection().exec_driver_sql("UPDATE customer SET e_address = '999999999', e_address_scheme = '0225'")
    shown.window.ask("invoices", "invoice_deliveries", [left(services)])
    form = shown.form
    assert isinstance(form, IssueForm)
    card = form.checks.findChildren(CheckCard)[-1]
    assert "Facture électronique\u00a0: règle BR-FR-21" in [label.text() for label in card.findChildren(QLabel)]
    assert [button.text() for button in card.findChildren(QPushButton)] == ["Ouvrir la fiche client"]
    assert unnamed(form) == []


def test_the_pro_forma_of_a_part_of_an_order_is_made_with_the_keyboard(services, shown):
    order = confirmed(services, NewLine(Decimal(5), "P1"), NewLine(Decimal(2), "P2"))
    shown.window.ask("invoices", "proforma", [order.id])
    form = shown.form
    assert isinstance(form, ProformaForm)
    assert unnamed(form) == []
    form.grid.edit_cell(0, "quantity")
    shown.press("2", Key.Key_Return, CONFIRM)
    assert isinstance(shown.form, PreviewForm)
    assert shown.form.title == "Pro forma PF2026000001"
    assert last_id(services) is None


def test_the_statement_of_an_order_is_shown_exported_and_leads_to_its_invoice(services, shown, tmp_path, monkeypatch):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    shipped(services, order.id, "2")
    shown.window.ask("invoices", "billing", [order.id])
    form = shown.form
    assert isinstance(form, BillingForm)
    assert unnamed(form) == []
    assert [line.to_invoice for line in form.lines.rows()] == [2]
    path = tmp_path / "etat.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    shown.press((Ctrl, Key.Key_E))
    assert path.exists()
    shown.press(Key.Key_F8)
    assert isinstance(shown.form, IssueForm)
    shown.press(CONFIRM)
    shown.qtbot.waitUntil(lambda: [one.number for one in form.documents.rows()] == ["FA2026000001"])
    assert invoice(services).lines[0].quantity == 2


def test_an_invoice_is_cancelled_and_replaced_with_one_reason(services, shown):
    show(shown, issued(services))
    next(command for command in shown.page.commands() if command.key == "replace").run()
    dialog = shown.page.findChild(FormDialog)
    dialog.findChild(QLineEdit).setText("mauvaise adresse")
    dialog.submit()
    form = shown.form
    assert isinstance(form, InvoiceRunForm)
    shown.press(CONFIRM)
    assert [one.invoice.number for one in form.drafts.rows()] == ["AV2026000001", "FA2026000002"]


def test_a_contract_is_typed_and_what_is_due_of_it_is_drafted_and_validated(services, shown):
    next(command for command in shown.page.commands() if command.key == "contracts").run()
    contracts = shown.form
    assert isinstance(contracts, ContractsForm)
    assert unnamed(contracts) == []
    shown.press(Key.Key_F2)
    form = shown.form
    assert isinstance(form, ContractForm)
    assert unnamed(form) == []
    shown.press("C1")
    shown.qtbot.waitUntil(form.customer.popup.isVisible)
    shown.press(Key.Key_Return)
    form.label.setText("Entretien")
    form.start.set_value(dt.date(2026, 10, 1))
    form.grid.edit_cell(0, "label")
    shown.press("Maintenance", Key.Key_Tab, "1", Key.Key_Tab, "120", Key.Key_Tab, CONFIRM)
    assert [(row.label, row.due) for row in contracts.table.rows()] == [("Entretien", 1)]
    shown.press(CONFIRM)
    assert isinstance(shown.form, InvoiceRunForm)
    shown.press(CONFIRM)
    assert (invoice(services).number, invoice(services).net) == ("FA2026000001", 12000)
    assert invoice(services).lines[0].nature is Nature.SERVICE


def test_what_is_deducted_of_a_deposit_is_lowered_on_the_draft(services, shown):
    order = confirmed(services, NewLine(Decimal(10), "P1", unit_price=Decimal(100)))
    services.issuing.issue(services.deposits.draft(order.id, percent=Decimal(30)))
    shown.window.ask("invoices", "invoice_deliveries", [shipped(services, order.id, "5")])
    form = shown.form
    form.lower_deductions()
    dialog = form.findChild(DeductionsDialog)
    assert unnamed(dialog) == []
    (edit,) = dialog.edits.values()
    edit.set_value(10000)
    dialog.submit()
    assert invoice(services).net == 40000
    assert shown.failures == []


def test_validated_invoices_are_put_in_the_outbox_from_the_list(services, shown):
    show(shown, issued(services))
    shown.press((Ctrl | Qt.KeyboardModifier.ShiftModifier, Key.Key_M))
    assert shown.notice == "1 message attend dans la boîte d'envoi."


def test_without_the_engine_of_the_official_rules_the_draft_says_so_and_is_issued(services, shown, monkeypatch):
    monkeypatch.setattr(engine, "is_available", lambda: False)
    shown.window.ask("invoices", "invoice_deliveries", [left(services)])
    form = shown.form
    assert isinstance(form, IssueForm)
    assert "saxonche" in form._clear.text()
    shown.press(CONFIRM)
    assert invoice(services).number == "FA2026000001"
