"""The statuses of an electronic invoice: their order, their reasons, the claim that they open."""

import pytest

from adv_desktop.models.enums import ClaimType
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.lifecycle import (
    REASON_NEEDED,
    REASONS,
    TERMINAL,
    TRANSMISSION,
    EInvoiceStatus,
    StatusReason,
    claim_cause,
    claim_type,
    current,
    next_statuses,
    refuse_out_of_order,
    refuse_without_reason,
)

S = EInvoiceStatus


def refused(given, status):
    with pytest.raises(DomainError) as caught:
        refuse_out_of_order(given, status)
    return caught.value


def test_the_transmission_goes_step_by_step():
    for place, status in enumerate(TRANSMISSION):
        refuse_out_of_order(TRANSMISSION[:place], status)
        if place:
            error = refused(TRANSMISSION[: place - 1], status)
            assert (error.code, error.facts["needed"]) == ("einvoice_status.too_early", TRANSMISSION[place - 1])


def test_a_step_of_the_transmission_is_taken_once():
    assert refused(TRANSMISSION[:2], S.DEPOSITED).code == "einvoice_status.repeated"


def test_the_treatment_comes_in_any_order_and_may_come_again():
    for status in (S.PAYMENT_SENT, S.DISPUTED, S.APPROVED, S.DISPUTED, S.COLLECTED):
        refuse_out_of_order([S.DEPOSITED, S.PAYMENT_SENT, S.DISPUTED], status)


@pytest.mark.parametrize("end", sorted(TERMINAL))
def test_nothing_follows_the_end(end):
    assert refused([S.DEPOSITED, end], S.APPROVED).code == "einvoice_status.ended"
    assert next_statuses([end]) == []


def test_the_treatment_outranks_a_transmission_told_late():
    assert current([]) is None
    assert current([S.DEPOSITED, S.ISSUED]) is S.ISSUED
    assert current([S.DEPOSITED, S.APPROVED, S.ISSUED]) is S.APPROVED
    assert current([S.APPROVED, S.DISPUTED]) is S.DISPUTED


@pytest.mark.parametrize("status", sorted(REASON_NEEDED))
def test_a_status_that_needs_a_reason_has_some_to_choose_from(status):
    with pytest.raises(DomainError, match="reason_missing"):
        refuse_without_reason(status, None)
    refuse_without_reason(status, REASONS[status][0])


def test_a_reason_opens_a_claim_of_its_type():
    assert claim_type(StatusReason.UNIT_PRICE) is ClaimType.PRICE
    assert claim_type(StatusReason.DELIVERY_INCOMPLETE) is ClaimType.SHORTAGE
    assert (claim_type(None), claim_cause(None)) == (ClaimType.ADMINISTRATIVE, "unknown")
