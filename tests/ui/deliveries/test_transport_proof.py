"""Keeping the proof of an export with its delivery, from the page of deliveries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.models.enums import VatRegime
from adv_desktop.models.rules.transport_proofs import TransportProof
from adv_desktop.services import transport_proofs
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import deliveries
from adv_desktop.ui.deliveries.transport_proof import ask_kind, ask_transport_proof, told
from adv_desktop.ui.widgets.combo import ChoiceCombo
from tests.support.company import TODAY, confirmed, shipped
from tests.ui.support.desk import desk_of


@pytest.fixture
def shown(services, tmp_path, qtbot):
    services.customers.create(
        CustomerData("BE", "Vins Wallons SA", terms="30 jours nets", country="BE", vat_number="BE0417497106",
                     vat_regime=VatRegime.INTRA_EU, incoterm="EXW Lyon", line1="1 rue", postcode="4000", town="Liège")
    )  # fmt: skip
    order = confirmed(services, NewLine(Decimal(1), "P1"), customer="BE")
    delivery_id = shipped(services, order.id, override="vérifié")
    at_home = shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    top = QWidget()
    qtbot.addWidget(top)
    desk, _window, failures = desk_of(services, tmp_path, top)
    yield desk, top, delivery_id, at_home
    assert failures == []


def row_of(desk, delivery_id):
    with desk.services.store.read() as session:
        return deliveries.rows(session, [delivery_id], TODAY)[delivery_id]


def state_of(desk, delivery_id):
    with desk.services.store.read() as session:
        return transport_proofs.state_of(session, delivery_id, TODAY)


def test_the_papers_of_a_supply_that_the_buyer_carried_are_kept_until_it_is_proved(shown, tmp_path):
    desk, top, delivery_id, _at_home = shown
    assert "attestation" in told(state_of(desk, delivery_id))
    for kind in (TransportProof.CMR, TransportProof.BUYER_STATEMENT):
        path = tmp_path / f"{kind.value}.pdf"
        path.write_bytes(b"%PDF-1.7 " + kind.value.encode())
        dialog = ask_kind(desk, row_of(desk, delivery_id), state_of(desk, delivery_id), path, top)
        dialog.findChild(ChoiceCombo).set_key(kind.value)
        dialog.submit()
    assert "est prouvé" in desk.notices.text
    assert state_of(desk, delivery_id).proved


def test_a_sale_with_vat_says_that_nothing_is_asked_for(shown, monkeypatch):
    desk, top, _delivery_id, at_home = shown
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    ask_transport_proof(desk, row_of(desk, at_home), top)
    assert "aucune preuve" in desk.notices.text
