"""Claims from what was reported to what was done about it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import (
    ClaimActionKind,
    ClaimOutcome,
    ClaimSeverity,
    ClaimState,
    ClaimType,
    DocumentKind,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.payment import OpenItem
from adv_desktop.services.claims import NewClaim, Origin, claim_of
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import claims as reading
from tests.support.company import TODAY, confirmed, invoiced, shipped


@pytest.fixture
def invoice(services):
    """An invoice of 40,00 € (1 × 33,33 € and its VAT)."""
    return invoiced(services, shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id))


def claim_on(services, invoice, disputed=0, **facts):
    """Open a claim about the price on an invoice, other facts in place of these."""
    origin = Origin(DocumentKind.INVOICE, invoice)
    told = {"customer": "C1", "type": ClaimType.PRICE, "description": "prix faux", "origin": origin} | facts
    return services.claims.open(NewClaim(**told, disputed=disputed))


def disputed(services, invoice):
    with services.store.read() as session:
        return session.query(OpenItem).filter_by(document_number=invoice).one().disputed_amount


def test_a_claim_waits_is_decided_acted_upon_closed_and_taken_up_again(services, invoice):
    opened = claim_on(services, invoice, 1000)
    waiting = services.claims.move(opened.number, opened.version, ClaimState.WAITING_INTERNAL)
    decided = services.claims.decide(
        opened.number, ClaimOutcome.ACCEPTED, "tarif vérifié", ClaimActionKind.RETURN, waiting.version
    )
    services.claims.record_action(opened.number, ClaimActionKind.RETURN, DocumentKind.DELIVERY, "BL2026000001")
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.claims.close(opened.number, opened.version)
    closed = services.claims.close(opened.number)
    assert disputed(services, invoice) == 0
    services.claims.reopen(opened.number, closed.version)
    with services.store.read() as session:
        detail = reading.detail(session, opened.id, TODAY)
    assert decided.version > waiting.version
    assert (detail.row.claim_state, detail.closed_on) == (ClaimState.IN_PROGRESS, None)
    assert [(action.kind, action.number) for action in detail.actions] == [(ClaimActionKind.RETURN, "BL2026000001")]


def test_an_action_is_carried_out_once_and_only_when_it_was_decided(services, invoice):
    claim = claim_on(services, invoice)
    services.claims.decide(claim.number, ClaimOutcome.ACCEPTED, "vu", ClaimActionKind.RETURN)
    done = (claim.number, ClaimActionKind.RETURN, DocumentKind.DELIVERY, "BL2026000001")
    services.claims.record_action(*done)
    with pytest.raises(DomainError, match=r"claim\.action_done"):
        services.claims.record_action(*done)
    with pytest.raises(DomainError, match=r"claim\.no_such_action"):
        services.claims.record_action(claim.number, ClaimActionKind.REPLACEMENT, *done[2:])


def test_what_is_refused_calls_for_no_action_and_is_due_again(services, invoice):
    claim = claim_on(services, invoice, 1000)
    with pytest.raises(DomainError, match=r"claim\.refused_with_action"):
        services.claims.decide(claim.number, ClaimOutcome.REFUSED, "non", ClaimActionKind.CREDIT)
    assert disputed(services, invoice) == 1000
    services.claims.decide(claim.number, ClaimOutcome.REFUSED, "non", ClaimActionKind.NONE)
    assert disputed(services, invoice) == 0
    services.claims.close(claim.number)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"description": "  "}, "claim.no_description"),
        ({"disputed": 4001}, "claim.over_open"),
        ({"disputed": -1}, "claim.negative"),
        ({"origin": Origin(DocumentKind.INVOICE, "FA2026000001", 7)}, "claim.no_line"),
        ({"origin": Origin(DocumentKind.PAYMENT, "RG1")}, "claim.origin_kind"),
        ({"customer": "C2"}, "claim.other_customer"),
    ],
)
def test_a_claim_that_does_not_hold_together_is_refused(services, invoice, facts, code):
    services.customers.create(CustomerData("C2", "Autre", terms="comptant", siren="552081317"))
    with pytest.raises(DomainError) as refused:
        claim_on(services, invoice, **facts)
    assert refused.value.code == code


def test_the_law_gives_three_days_for_transport_and_the_severity_the_others(services, invoice):
    transport = claim_on(services, invoice, type=ClaimType.TRANSPORT, origin=Origin(DocumentKind.DELIVERY, "1"))
    urgent = claim_on(services, invoice, severity=ClaimSeverity.CRITICAL, disputed=700)
    promised = claim_on(services, invoice, due=TODAY, origin=Origin(DocumentKind.ORDER, "CDE2026000001", 1))
    with services.store.read() as session:
        by_number = {ref.number: claim_of(session, ref.number) for ref in (transport, urgent, promised)}
        assert by_number[transport.number].due == dt.date(2026, 11, 27)
        assert TODAY < by_number[urgent.number].due < dt.date(2026, 11, 27)
        assert by_number[urgent.number].disputed_amount == 700
        assert claim_of(session, str(transport.id)).number == transport.number
        assert reading.due(session, TODAY) == [promised.id]


def test_an_unknown_claim_is_refused(services):
    with services.store.read() as session:
        for unknown in ("REC9", "99"):
            with pytest.raises(DomainError, match=r"claim\.not_found"):
                claim_of(session, unknown)
        with pytest.raises(DomainError, match=r"claim\.not_found"):
            reading.detail(session, 99, TODAY)
