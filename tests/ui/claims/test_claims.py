from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import ClaimActionKind, ClaimOutcome, ClaimState, ClaimType, DocumentKind
from adv_desktop.services.claims import NewClaim, Origin
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import claims
from adv_desktop.ui.claims.actions import verbs_of
from adv_desktop.ui.claims.dossier import ClaimDossier
from adv_desktop.ui.claims.form import ClaimForm
from adv_desktop.ui.claims.page import ClaimsPage
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped
from tests.ui.support.desk import desk_of

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = new_company(tmp_path / "company.db")
    order = confirmed(made, NewLine(Decimal(4), "P1"), NewLine(Decimal(6), "P2"))
    invoiced(made, shipped(made, order.id))
    yield made
    made.close()


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    made, window, failures = desk_of(services, tmp_path, top)
    yield made, window
    assert failures == []


def shown(window: QWidget) -> None:
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)


def form_on(desk, top, origin=None) -> ClaimForm:
    form = ClaimForm(desk[0], origin, top)
    form.resize(1300, 880)
    shown(top)
    return form


def dossier_on(desk, top, claim_id: int = 1) -> ClaimDossier:
    dossier = ClaimDossier(desk[0], claim_id, top)
    dossier.resize(1300, 880)
    desk[0].services.store.hub.subscribe(dossier.on_changed)
    shown(top)
    return dossier


def page_on(desk, top) -> ClaimsPage:
    page = ClaimsPage(desk[0], top)
    page.resize(1300, 880)
    desk[0].services.store.hub.subscribe(page.on_changed)
    shown(top)
    page.refresh()
    return page


def opened(services, kind=ClaimType.PRICE, origin=None, disputed: int = 0, due=None) -> str:
    command = NewClaim("C1", kind, "Prix facturé trop haut", origin=origin, disputed=disputed, due=due)
    return services.claims.open(command).number


def decided(services, action: ClaimActionKind, origin=None) -> str:
    number = opened(services, origin=origin)
    services.claims.decide(number, ClaimOutcome.ACCEPTED, "Vérifié", action)
    return number


def of_invoice() -> Origin:
    return Origin(DocumentKind.INVOICE, "FA2026000001", 1)


def claim(services, claim_id: int = 1) -> claims.ClaimDetail:
    with services.store.read() as session:
        return claims.detail(session, claim_id, TODAY)


def press(parent: QWidget, text: str) -> None:
    next(button for button in parent.findChildren(Button) if button.accessibleName() == text).click()


def test_a_claim_on_an_invoice_comes_prefilled_and_its_line_is_chosen(qtbot, services, desk, top):
    form = form_on(desk, top, (DocumentKind.INVOICE, 1))
    fields = form.fields
    assert (fields.number.text(), fields.customer.choice().code, fields.line.count()) == ("FA2026000001", "C1", 3)
    fields.line.set_key("2")
    fields.type.set_key(ClaimType.PRICE.value)
    fields.disputed.set_value(1200)
    fields.description.setFocus()
    qtbot.keyClicks(fields.description, "Prix faux")
    with qtbot.waitSignal(form.closed):
        qtbot.keyClick(fields.description, Qt.Key.Key_Return, CTRL)
    row = claim(services).row
    assert (row.origin_number, row.origin_line, row.disputed, row.type) == ("FA2026000001", 2, 1200, ClaimType.PRICE)


def test_a_number_that_is_typed_brings_the_document_and_its_customer(qtbot, services, desk, top):
    form = form_on(desk, top)
    form.fields.kind.set_key(DocumentKind.ORDER.value)
    form.fields._on_kind()
    form.fields.number.setFocus()
    qtbot.keyClicks(form.fields.number, "CDE2026000001")
    qtbot.keyClick(form.fields.number, Qt.Key.Key_Tab)
    assert form.fields.customer.choice().code == "C1"
    assert form.fields.line.count() == 3


def test_a_number_that_does_not_exist_is_said_under_the_field(qtbot, services, desk, top):
    form = form_on(desk, top)
    form.fields.kind.set_key(DocumentKind.ORDER.value)
    form.fields._on_kind()
    form.fields.number.setFocus()
    qtbot.keyClicks(form.fields.number, "CDE9")
    qtbot.keyClick(form.fields.number, Qt.Key.Key_Tab)
    assert "CDE9" in form.fields.number.accessibleDescription()


def test_an_empty_claim_says_what_is_missing(services, desk, top):
    form = form_on(desk, top)
    form.open_claim()
    assert form.problem.text()
    assert form.fields.description.accessibleDescription()


def test_more_disputed_than_is_open_is_said_in_the_form(services, desk, top):
    form = form_on(desk, top, (DocumentKind.INVOICE, 1))
    form.fields.description.setPlainText("Trop")
    form.fields.disputed.set_value(10_000_000)
    form.open_claim()
    assert form.problem.text()


def test_a_decision_needs_its_reason_and_then_asks_for_the_credit_note(qtbot, services, desk, top):
    opened(services, origin=of_invoice())
    dossier = dossier_on(desk, top)
    dossier.decision.reason.setFocus()
    qtbot.keyClick(dossier.decision.reason, Qt.Key.Key_Return, CTRL)
    assert claim(services).row.claim_state is ClaimState.NEW
    qtbot.keyClicks(dossier.decision.reason, "Tarif verifie")
    qtbot.keyClick(dossier.decision.reason, Qt.Key.Key_Return, CTRL)
    assert claim(services).outcome is ClaimOutcome.ACCEPTED
    assert dossier.decision is None
    press(dossier, "Créer l'avoir de prix")
    assert desk[1].asked == [("invoices", "credit_for_claim", (1, 1))]


def test_a_decision_is_taken_back_from_the_notice(services, desk, top):
    opened(services)
    dossier = dossier_on(desk, top)
    dossier.decision.reason.set_value("Erreur")
    dossier._on_decide()
    press(desk[0].notices, "Annuler cette action")
    assert claim(services).row.claim_state is ClaimState.IN_PROGRESS
    assert dossier.decision is not None


def test_a_refused_claim_leads_to_nothing(services, desk, top):
    opened(services)
    dossier = dossier_on(desk, top)
    press(dossier.decision, "Refusée")
    assert dossier.decision.choices[ClaimActionKind.NONE].isChecked()
    assert not dossier.decision.choices[ClaimActionKind.CREDIT].isEnabled()
    dossier.decision.reason.set_value("Hors délai")
    dossier._on_decide()
    assert claim(services).outcome is ClaimOutcome.REFUSED


def test_a_replacement_is_linked_by_its_number_then_the_claim_is_closed_and_taken_up_again(services, desk, top):
    decided(services, ClaimActionKind.REPLACEMENT)
    page = page_on(desk, top)
    press(page.pane, "Lier le remplacement…")
    dialog = page.findChild(FormDialog)
    dialog.submit()
    assert dialog.isVisible()  # without a number it is refused
    dialog.findChildren(TextEdit)[-1].setText("CDE2026000001")
    dialog.submit()
    assert claim(services).actions[0].number == "CDE2026000001"
    page.refresh()
    press(page.pane, "Clore")
    assert claim(services).row.claim_state is ClaimState.CLOSED
    press(desk[0].notices, "Annuler cette action")
    assert claim(services).row.claim_state is ClaimState.IN_PROGRESS


@pytest.mark.parametrize(
    ("state", "first"),
    [
        (ClaimState.NEW, "take"),
        (ClaimState.IN_PROGRESS, "decide"),
        (ClaimState.WAITING_CUSTOMER, "take"),
        (ClaimState.WAITING_INTERNAL, "take"),
    ],
)
def test_each_state_offers_its_next_step(services, state, first):
    number = opened(services)
    if state is not ClaimState.NEW:
        services.claims.move(number, 1, state)
    assert verbs_of(claim(services))[0][0] == first


def test_f8_takes_a_new_claim_in_charge(qtbot, services, desk, top):
    opened(services)
    page = page_on(desk, top)
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Qt.Key.Key_F8)
    assert claim(services).row.claim_state is ClaimState.IN_PROGRESS


def test_a_late_claim_shows_its_deadline_in_red_with_a_sign(services, desk, top):
    opened(services, due=TODAY.replace(day=20))
    page = page_on(desk, top)
    look = page.list.model.look(0, 3)
    assert (look.icon, look.tone) == ("warning", "bad")


def test_a_transport_claim_tells_the_legal_deadline(services, desk, top):
    opened(services, ClaimType.TRANSPORT)
    dossier = dossier_on(desk, top)
    words = " ".join(widget.text() for widget in dossier.findChildren(type(dossier._sub)))
    assert "L133-3" in words


def test_other_pages_open_a_claim_on_their_document(services, desk, top):
    page = page_on(desk, top)
    for verb, kind in (
        ("claim_order", DocumentKind.ORDER),
        ("claim_delivery", DocumentKind.DELIVERY),
        ("claim_invoice", DocumentKind.INVOICE),
    ):
        page.do(verb, [1])
        assert desk[1].forms[-1].fields.kind.key() == kind.value
    for form in desk[1].forms:
        form.deleteLater()


def test_every_field_of_the_forms_has_a_name(services, desk, top):
    opened(services, origin=of_invoice())
    widgets = [*form_on(desk, top).findChildren(QWidget), *dossier_on(desk, top).findChildren(QWidget)]
    nameless = [
        widget
        for widget in widgets
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible() and not widget.accessibleName()
    ]
    assert nameless == []
