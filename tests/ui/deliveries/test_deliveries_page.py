"""The list of deliveries: picking, waves, papers, tracking, proof, export."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from adv_desktop.models.enums import BackorderPolicy, DeliveryState, DocumentKind
from adv_desktop.models.errors import KnownError
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.document_events import printed_before
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries import deliveries, delivery_detail
from adv_desktop.ui.deliveries.correction import CorrectionForm
from adv_desktop.ui.deliveries.notes import NotesForm
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.preview import PreviewForm
from tests.support.company import TODAY, confirmed, new_company, product, shipped
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
CONFIRM, SAVE, PRINT = (Ctrl, Key.Key_Return), (Ctrl, Key.Key_S), (Ctrl, Key.Key_P)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    made.products.create(product("RARE", "5", stock="3"))
    yield made
    made.close()


@pytest.fixture
def shown(services, tmp_path, qtbot) -> OpenWindow:
    return open_window(services, tmp_path, "deliveries", qtbot)


def prepared(services, *quantities: str, code: str = "P1") -> list[int]:
    """Make one delivery to prepare for each quantity."""
    made = []
    for quantity in quantities:
        order = confirmed(services, NewLine(Decimal(quantity), code))
        made.append(services.deliveries.prepare(DeliverOrders((order.id,)))[0].id)
    return made


def row(services, delivery_id=1):
    with services.store.read() as session:
        return deliveries.rows(session, [delivery_id], TODAY)[delivery_id]


def lines(services, delivery_id=1):
    with services.store.read() as session:
        return [(line.product_code, line.quantity) for line in delivery_by_id(session, delivery_id).lines]


def show(shown: OpenWindow, count: int, delivery_id: int) -> None:
    shown.page.refresh()
    shown.wait_for_rows(count)
    shown.page.show_document(delivery_id)
    shown.page.list.view.setFocus()


def picking(shown: OpenWindow, delivery_id: int = 1) -> PreparationForm:
    show(shown, 1, delivery_id)
    shown.press(Key.Key_F3)
    assert isinstance(shown.form, PreparationForm)
    return shown.form


def test_what_was_picked_is_recorded_then_shipped(services, shown):
    prepared(services, "10")
    form = picking(shown)
    shown.press("8", Key.Key_Return, SAVE)
    assert row(services).delivery_state is DeliveryState.PREPARED
    assert lines(services) == [("P1", 8)]
    assert not form.mark.isEnabled()
    shown.press(CONFIRM)
    assert row(services).number == "BL2026000001"
    assert shown.notice == "BL2026000001 expédié."
    assert shown.failures == []


def test_parcels_and_weight_are_recorded_with_the_departure(services, shown):
    prepared(services, "10")
    form = picking(shown)
    form.parcels.setFocus()
    shown.press("3", Key.Key_Tab, "42,5", CONFIRM)
    left = row(services)
    assert (left.delivery_state, left.parcels, left.weight_kg) == (DeliveryState.SHIPPED, 3, Decimal("42.5"))


def test_a_gap_is_recorded_by_the_departure_itself(services, shown):
    prepared(services, "10")
    form = picking(shown)
    shown.press("7", Key.Key_Return)
    assert form.grid.lines()[0].gap == -3
    shown.press(CONFIRM)
    assert (row(services).delivery_state, lines(services)) == (DeliveryState.SHIPPED, [("P1", 7)])


def test_a_picking_beyond_the_stock_needs_a_reason(services, shown):
    prepared(services, "5", code="RARE")
    picking(shown)
    shown.press(CONFIRM)
    assert shown.dialog.windowTitle() == "Stock insuffisant"
    shown.press("inventaire faux", Key.Key_Return)
    assert row(services).delivery_state is DeliveryState.SHIPPED
    assert shown.failures == []


def test_a_delivery_is_given_up_from_its_form(services, shown):
    prepared(services, "10")
    form = picking(shown)
    form.cancel()
    assert row(services).delivery_state is DeliveryState.CANCELLED
    assert shown.window.forms() == []
    assert shown.notice == "BP2026000001 annulée\u00a0: ses marchandises sont de nouveau à livrer."


def asked_about_remainders(services):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, backorder_policy=BackorderPolicy.ASK))


def due(services, order_id=1):
    with services.store.read() as session:
        return order_by_id(session, order_id).lines[0].backorder


def test_a_picking_that_leaves_a_rest_behind_asks_and_keeps_it(services, shown):
    asked_about_remainders(services)
    prepared(services, "10")
    picking(shown)
    shown.press("7", Key.Key_Return, CONFIRM)
    shown.dialog.submit()
    assert (row(services).delivery_state, due(services)) == (DeliveryState.SHIPPED, 3)
    assert shown.failures == []


def test_a_wave_asks_once_about_all_that_stays_behind(services, shown):
    asked_about_remainders(services)
    prepared(services, "10", "6", "4")
    for number in (1, 2):
        services.deliveries.set_prepared(number, row(services, number).version, {number: Decimal(3)})
    show(shown, 3, 1)
    shown.press((Ctrl, Key.Key_A), Key.Key_F8)
    shown.dialog.submit()
    shown.dialog.submit()
    assert [row(services, number).delivery_state for number in (1, 2, 3)] == [DeliveryState.SHIPPED] * 3
    assert [due(services, number) for number in (1, 2, 3)] == [7, 3, 0]


def test_a_wave_leaves_with_three_keys_and_says_what_stayed(services, shown):
    prepared(services, "4", "6")
    prepared(services, "5", code="RARE")
    show(shown, 3, 1)
    shown.press((Ctrl, Key.Key_A), Key.Key_F8)
    assert shown.dialog.windowTitle() == "Expédier 3 livraisons"
    shown.dialog.ok.setFocus()
    shown.press(Key.Key_Return)
    states = [row(services, number).delivery_state for number in (1, 2, 3)]
    assert states == [DeliveryState.SHIPPED, DeliveryState.SHIPPED, DeliveryState.TO_PREPARE]
    assert shown.notice.startswith("2 livraisons expédiées. BP2026000003\u00a0: ")


def test_a_wave_that_a_full_disk_ends_says_where_and_how_many_are_left(services, shown, monkeypatch):
    prepared(services, "4", "6", "2")
    ship = services.deliveries.ship

    def fail_second(delivery_id, version, **how):
        if delivery_id == 2:
            raise KnownError("database.disk_full", path="company.db")
        return ship(delivery_id, version, **how)

    monkeypatch.setattr(services.deliveries, "ship", fail_second)
    show(shown, 3, 1)
    shown.press((Ctrl, Key.Key_A), Key.Key_F8)
    shown.dialog.submit()
    states = [row(services, number).delivery_state for number in (1, 2, 3)]
    assert states == [DeliveryState.TO_PREPARE, DeliveryState.TO_PREPARE, DeliveryState.SHIPPED]
    assert shown.notice.startswith("BL2026000001 expédié. Arrêt à BP2026000002. Disque plein\u00a0: company.db.")
    assert shown.notice.endswith("Reste à reprendre\u00a0: 2.")
    assert shown.failures == []


def test_what_left_is_handed_to_the_invoices(services, shown):
    order = confirmed(services, NewLine(Decimal(2), "P1"))
    shipped(services, order.id)
    show(shown, 1, 1)
    shown.press(Key.Key_F8)
    assert type(shown.form).__name__ == "IssueForm"


def test_tracking_and_proof_are_typed_and_shown(services, shown):
    order = confirmed(services, NewLine(Decimal(2), "P1"))
    shipped(services, order.id)
    show(shown, 1, 1)
    shown.press((Ctrl, Key.Key_T))
    assert unnamed(shown.dialog) == []
    shown.press("1Z88E4F", CONFIRM)
    assert row(services).tracking == "1Z88E4F"
    shown.return_to_list()
    shown.press((Ctrl, Key.Key_R))
    assert unnamed(shown.dialog) == []
    shown.press(Key.Key_Tab, "M. Dupont", Key.Key_Tab, "un colis ouvert", CONFIRM)
    with services.store.read() as session:
        detail = delivery_detail.detail(session, 1, TODAY)
    assert (detail.row.received_by, detail.reserves, detail.row.delivered_on) == ("M. Dupont", "un colis ouvert", TODAY)
    shown.qtbot.waitUntil(lambda: shown.page.detail.delivery.reserves == "un colis ouvert")


def texts_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_chosen_notes_are_one_file_and_duplicates_once_printed(services, shown, tmp_path):
    for quantity in ("2", "3"):
        shipped(services, confirmed(services, NewLine(Decimal(quantity), "P1")).id)
    show(shown, 2, 1)
    shown.press((Ctrl, Key.Key_A), PRINT)
    form = shown.form
    assert isinstance(form, PreviewForm)
    assert (form.title, form.preview.page_count) == ("2 bons de livraison", 2)
    assert not any("DUPLICATA" in text for text in texts_of(form.pdf))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    form.print_on(printer)
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == 2
    with services.store.read() as session:
        assert printed_before(session, DocumentKind.DELIVERY, [1, 2, 3]) == {1, 2}
    assert all("DUPLICATA" in text for text in texts_of(form.pdf))
    shown.press(Key.Key_Escape)
    assert shown.window.forms() == []


def test_a_note_is_looked_at_with_prices_and_printed_in_the_copies_agreed(services, shown, tmp_path):
    made = services.customers.show("C1")
    services.customers.update(made.id, made.version, replace(made.data, note_copies=2))
    shipped(services, confirmed(services, NewLine(Decimal(3), "P1")).id)
    show(shown, 1, 1)
    shown.press(PRINT)
    form = shown.form
    assert isinstance(form, NotesForm)
    before = form.pdf
    choose(form.style_choice, "priced")
    assert form.pdf != before
    choose(form.style_choice, "")
    assert form.pdf == before
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    form.print_on(printer)
    assert (form.preview.page_count, len(pypdfium2.PdfDocument(tmp_path / "printed.pdf"))) == (1, 2)


def test_a_note_is_replaced_by_what_really_left_with_the_keyboard(services, shown):
    shipped(services, confirmed(services, NewLine(Decimal(5), "P1"), NewLine(Decimal(3), "P2")).id)
    show(shown, 1, 1)
    next(command for command in shown.page.commands() if command.key == "correct").run()
    form = shown.form
    assert isinstance(form, CorrectionForm)
    assert unnamed(form) == []
    shown.press("4", Key.Key_Return)
    shown.press(CONFIRM)
    assert form.warning.text() == "Corrigez ce qui est signalé."
    form.reason.setFocus()
    shown.press("compte au quai", CONFIRM)
    assert shown.notice == "BL2026000001-B remplace l'ancien bon."
    assert (row(services).state.word, lines(services, 2)) == ("Replaced", [("P1", 4), ("P2", 3)])


def choose(combo, key):
    combo.set_key(key)
    combo.activated.emit(combo.currentIndex())


def test_the_filtered_list_is_written_to_excel(services, shown, tmp_path, monkeypatch):
    shipped(services, confirmed(services, NewLine(Decimal(2), "P1")).id)
    prepared(services, "4")
    show(shown, 2, 1)
    path = tmp_path / "list.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    shown.page.show_query("to_invoice")
    shown.wait_for_rows(1)
    shown.press((Ctrl, Key.Key_E))
    written = list(load_workbook(path).active.iter_rows(values_only=True))
    assert [line[0] for line in written] == ["Numéro", "BL2026000001"]
    assert shown.notice.startswith("1 ligne écrite dans ")


def test_an_empty_list_says_where_deliveries_come_from(shown):
    assert shown.page.empty.button == "Prepare deliveries"
    assert unnamed(shown.page) == []


def test_the_pane_offers_what_the_state_allows(services, shown):
    prepared(services, "4")
    shipped(services, confirmed(services, NewLine(Decimal(2), "P1")).id)
    show(shown, 2, 1)
    assert [button.accessibleName() for button in shown.page._buttons(row(services, 1))] == [
        "Préparer et expédier",
        "Annuler la livraison",
    ]
    assert [button.accessibleName() for button in shown.page._buttons(row(services, 2))] == [
        "Facturer",
        "Suivi…",
        "Preuve…",
        "Retour…",
        "Réclamation…",
    ]
    assert unnamed(shown.page) == []
