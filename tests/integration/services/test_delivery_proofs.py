"""Proofs of delivery: the signed paper is kept, reserves open their claim in the same gesture."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.claim import Claim
from adv_desktop.models.enums import ClaimType, DocumentKind, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.services import files
from adv_desktop.services.delivery_proofs import DeliveryProof, claim_deadline
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import deliveries, delivery_detail
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.undelivered import BringBack
from tests.support.company import TODAY, confirmed, shipped

SCAN = b"%PDF-1.4 signed"


@pytest.fixture
def delivery_id(services):
    return shipped(services, confirmed(services, NewLine(Decimal(5), "P1")).id)


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "BL signé.pdf"
    path.write_bytes(SCAN)
    return path


def listed(services, chip, today=TODAY):
    with services.store.read() as session:
        return list(deliveries.ids(session, ListFilter(chip=chip), "date", True, today))


def test_the_signed_paper_is_kept_with_the_delivery(services, delivery_id, scan):
    proof = DeliveryProof(delivery_id, TODAY, "M. Petit", paper=scan)
    assert services.delivery_proofs.record(proof) is None
    with services.store.read() as session:
        detail = delivery_detail.detail(session, delivery_id, TODAY)
        (paper,) = detail.papers
        assert (paper.name, files.content_of(session, paper.file_id)) == ("BL signé.pdf", SCAN)
        assert (detail.row.delivered_on, detail.row.received_by) == (TODAY, "M. Petit")


def test_reserves_open_a_claim_with_the_deadline_of_the_law(services, delivery_id):
    proof = DeliveryProof(delivery_id, TODAY, reserves="2 cartons écrasés", claim=True)
    ref = services.delivery_proofs.record(proof)
    with services.store.read() as session:
        claim = session.get_one(Claim, ref.id)
        assert (claim.type, claim.description, claim.due) == (
            ClaimType.TRANSPORT, "2 cartons écrasés", TODAY + dt.timedelta(days=3),
        )  # fmt: skip
        assert (claim.origin_kind, claim.origin_id) == (DocumentKind.DELIVERY, delivery_id)


def test_public_holidays_are_not_counted_and_week_ends_are():
    assert claim_deadline(dt.date(2026, 11, 9)) == dt.date(2026, 11, 13)  # 11 November
    assert claim_deadline(dt.date(2026, 11, 27)) == dt.date(2026, 11, 30)


def test_what_cannot_be_recorded_leaves_nothing(services, delivery_id, tmp_path):
    program = tmp_path / "x.exe"
    program.write_bytes(b"MZ")
    with pytest.raises(DomainError, match=r"delivery\.no_reserves"):
        services.delivery_proofs.record(DeliveryProof(delivery_id, TODAY, claim=True))
    with pytest.raises(DomainError, match=r"proof\.wrong_type"):
        services.delivery_proofs.record(DeliveryProof(delivery_id, TODAY, paper=program))
    with pytest.raises(DomainError, match=r"date\.in_future"):
        services.delivery_proofs.record(DeliveryProof(delivery_id, TODAY + dt.timedelta(days=1)))
    with services.store.read() as session:
        assert delivery_detail.papers_of(session, delivery_id) == ()
        assert delivery_detail.detail(session, delivery_id, TODAY).row.delivered_on is None


def test_proofs_to_get_are_those_of_what_left_before_today(services, delivery_id):
    tomorrow = TODAY + dt.timedelta(days=1)
    assert listed(services, "to_prove") == []
    assert listed(services, "to_prove", tomorrow) == [delivery_id]
    services.delivery_proofs.record(DeliveryProof(delivery_id, TODAY))
    assert listed(services, "to_prove", tomorrow) == []


def test_what_came_back_refused_is_not_noted_as_delivered(services, delivery_id):
    services.undelivered.bring_back(BringBack(delivery_id, Undelivered.REFUSED, TODAY, ship_again=True))
    with pytest.raises(DomainError) as refused:
        services.delivery_proofs.record(DeliveryProof(delivery_id, TODAY, "M. Petit"))
    assert refused.value.code == "delivery.brought_back"
    with services.store.read() as session:
        assert delivery_detail.detail(session, delivery_id, TODAY).row.delivered_on is None
