"""Quotations: from the draft to the order, in whole or in part, and what a version, a validity and a refusal do."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import DocumentKind, QuotationState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.totals import DocumentDiscount
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import chain, outbox, quotations, today
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.quotations import Acceptance, NewQuotation
from tests.support.company import TODAY

LINES = (NewLine(Decimal(10), "P1", discounts=(Decimal(10),)), NewLine(Decimal(4), "P2"))
ASKED = NewQuotation(NewOrder("C1", LINES, discount=DocumentDiscount(percent=Decimal(2))), probability=60)


def draft(services, command=ASKED):
    return services.quotations.create(command)


def sent(services, command=ASKED):
    ref = draft(services, command)
    return services.quotations.send(ref.id, ref.version)


def shown(services, quotation_id):
    with services.store.read() as session:
        return quotations.detail(session, quotation_id, services.clock.today())


def ordered(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id)


def on(services, day):
    for service in (services, services.quotations, services.orders):
        object.__setattr__(service, "clock" if service is services else "_clock", FixedDay(day))


def test_a_draft_has_no_number_and_the_amounts_of_the_order_that_it_proposes(services):
    row = shown(services, draft(services).id).row
    order = services.orders.preview(ASKED.order)
    assert (row.number, row.quotation_state, row.net) == (None, QuotationState.DRAFT, order.totals.net)
    assert row.valid_until == TODAY + dt.timedelta(days=30)


def test_it_takes_its_number_when_it_leaves(services):
    assert sent(services).number == "DE2026000001"
    assert sent(services).number == "DE2026000002"


def test_accepted_whole_it_is_a_draft_order_at_the_prices_quoted(services):
    ref = sent(services)
    services.products.update(*_dearer(services))
    order = ordered(services, services.quotations.accept(Acceptance(ref.id, ref.version)).id)
    quoted = shown(services, ref.id)
    assert order.number is None
    assert order.net == quoted.row.net
    assert [line.price_source for line in order.lines] == [line.price_source for line in quoted.lines]
    assert quoted.row.quotation_state is QuotationState.ACCEPTED
    assert [line.left for line in quoted.lines] == [0, 0]


def _dearer(services):
    record = services.products.show("P1")
    return record.id, record.version, replace(record.data, price=Decimal("99"))


def test_accepted_in_part_the_rest_is_ordered_later_and_never_twice(services):
    ref = sent(services)
    first = services.quotations.accept(Acceptance(ref.id, quantities={1: Decimal(4)}, customer_reference="PO-9"))
    order = ordered(services, first.id)
    assert (order.customer_reference, [line.quantity for line in order.lines]) == ("PO-9", [Decimal(4)])
    assert [line.left for line in shown(services, ref.id).lines] == [Decimal(6), Decimal(4)]
    with pytest.raises(DomainError, match=r"quotation\.over_quantity"):
        services.quotations.accept(Acceptance(ref.id, quantities={1: Decimal(7)}))
    second = ordered(services, services.quotations.accept(Acceptance(ref.id)).id)
    assert [line.quantity for line in second.lines] == [Decimal(6), Decimal(4)]
    with pytest.raises(DomainError, match=r"quotation\.nothing_left"):
        services.quotations.accept(Acceptance(ref.id))


def test_a_draft_order_that_is_deleted_gives_its_part_back(services):
    ref = sent(services)
    order = services.quotations.accept(Acceptance(ref.id))
    services.orders.delete_draft(order.id, order.version)
    assert [line.left for line in shown(services, ref.id).lines] == [Decimal(10), Decimal(4)]


def test_both_ends_of_the_chain_name_the_other(services):
    ref = sent(services)
    order = services.quotations.accept(Acceptance(ref.id))
    with services.store.read() as session:
        before = chain.of(session, DocumentKind.ORDER, order.id, TODAY).before
        after = chain.of(session, DocumentKind.QUOTATION, ref.id, TODAY).after
    assert [(link.kind, link.id) for link in before] == [(DocumentKind.QUOTATION, ref.id)]
    assert [(link.kind, link.id) for link in after] == [(DocumentKind.ORDER, order.id)]


def test_what_has_left_is_changed_by_a_new_version_of_the_same_number(services):
    ref = sent(services)
    with pytest.raises(DomainError, match=r"quotation\.has_left"):
        services.quotations.update(ref.id, ref.version, ASKED)
    new = services.quotations.revise(ref.id, ref.version)
    changed = services.quotations.update(
        new.id, new.version, replace(ASKED, order=replace(ASKED.order, lines=LINES[:1]))
    )
    again = services.quotations.send(changed.id, changed.version)
    assert again.number == ref.number
    assert shown(services, new.id).row.revision == 2
    assert shown(services, ref.id).row.quotation_state is QuotationState.SUPERSEDED
    with pytest.raises(DomainError, match=r"quotation\.wrong_state"):
        services.quotations.accept(Acceptance(ref.id))


def test_a_version_that_is_given_up_gives_its_place_back(services):
    ref = sent(services)
    new = services.quotations.revise(ref.id, ref.version)
    services.quotations.delete_draft(new.id, new.version)
    assert shown(services, ref.id).row.quotation_state is QuotationState.SENT


def test_a_refusal_says_why(services):
    ref = sent(services)
    with pytest.raises(DomainError, match=r"reason\.missing"):
        services.quotations.refuse(ref.id, ref.version, "  ")
    services.quotations.refuse(ref.id, ref.version, "Trop cher")
    row = shown(services, ref.id).row
    assert (row.quotation_state, row.state_reason) == (QuotationState.REFUSED, "Trop cher")


def test_once_its_validity_is_over_it_is_prolonged_before_it_is_accepted(services):
    ref = sent(services, replace(ASKED, valid_until=TODAY + dt.timedelta(days=2)))
    on(services, TODAY + dt.timedelta(days=3))
    assert shown(services, ref.id).row.state.code == "expired"
    with pytest.raises(DomainError, match=r"quotation\.expired"):
        services.quotations.accept(Acceptance(ref.id))
    with pytest.raises(DomainError, match=r"quotation\.past_validity"):
        services.quotations.extend(ref.id, ref.version, TODAY)
    services.quotations.extend(ref.id, ref.version, TODAY + dt.timedelta(days=20))
    assert services.quotations.accept(Acceptance(ref.id)).id


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({"valid_until": TODAY + dt.timedelta(days=7)}, True),
        ({"valid_until": TODAY + dt.timedelta(days=8)}, False),
        ({"valid_until": TODAY + dt.timedelta(days=8), "follow_up_on": TODAY}, True),
    ],
)
def test_it_is_on_the_board_when_it_is_to_be_followed_up(services, changes, waits):
    ref = sent(services, replace(ASKED, **changes))
    with services.store.read() as session:
        tasks = today.rows(session, TODAY, ["quotation"])
        found = quotations.ids(session, ListFilter("to_follow_up"), "", descending=True, today=TODAY)
    assert ([task.id for task in tasks], list(found)) == (([ref.id], [ref.id]) if waits else ([], []))


@pytest.mark.parametrize("probability", [-1, 101])
def test_a_probability_is_a_percent(services, probability):
    with pytest.raises(DomainError, match=r"quotation\.probability"):
        draft(services, replace(ASKED, probability=probability))


def test_it_leaves_by_the_outbox_and_takes_its_number_on_the_way(services):
    ref = draft(services)
    (message_id,) = services.outbox_filling.quotations([ref.id])
    with services.store.read() as session:
        row = outbox.detail(session, message_id, TODAY)
    assert (row.subject, row.files[0].name) == ("Notre devis DE2026000001", "DE2026000001-1.pdf")


def test_the_form_starts_from_what_was_written(services):
    ref = draft(services)
    command = services.quotations.command(ref.id)
    again = services.quotations.update(ref.id, ref.version, command)
    assert shown(services, again.id).row.net == services.orders.preview(ASKED.order).totals.net
