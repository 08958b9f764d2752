from decimal import Decimal

import pytest

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.queries import payments
from adv_desktop.services.settlements import UseCredit
from tests.support.company import TODAY, confirmed, invoiced, shipped


@pytest.fixture
def two_invoices(services):
    """Two invoices of 48,00 € and a credit note of 12,00 € on the first."""
    numbers = []
    for _ in range(2):
        order = confirmed(services, NewLine(Decimal(4), "P2", unit_price=Decimal(10), vat_rate=Decimal(20)))
        numbers.append(invoiced(services, shipped(services, order.id)))
    draft = services.credits.draft(NewCredit(1, "Geste", net=1000))
    services.issuing.issue(draft.id)
    return numbers


def items(services):
    with services.store.read() as session:
        return {item.number: item for item in payments.open_items(session, 1, TODAY)}


def credit_note(services):
    return next(item for item in items(services).values() if item.open < 0)


def money(minor, *parts):
    return NewPayment("C1", minor, TODAY, PaymentMethod.TRANSFER, parts)


def test_a_part_of_a_credit_note_and_money_settle_two_invoices_at_once(services, two_invoices):
    first, second = two_invoices
    note = credit_note(services)
    command = money(8900, AllocateTo(first, 4800), AllocateTo(second, 4800))
    ref = services.settlements.settle(command, [UseCredit(note.id, 700)])
    assert ref.unallocated == 0
    assert {item.number: item.open for item in items(services).values()} == {note.number: -500}


def test_more_parts_than_money_changes_nothing(services, two_invoices):
    first, second = two_invoices
    before = items(services)
    with pytest.raises(DomainError, match=r"payment\.above_amount"):
        services.settlements.settle(money(5000, AllocateTo(first, 4800), AllocateTo(second, 4800)), [])
    assert items(services) == before


def test_a_credit_note_is_set_against_another_invoice_and_taken_back(services, two_invoices):
    _first, second = two_invoices
    note = credit_note(services)
    offset = services.settlements.offset("C1", [UseCredit(note.id, 1200)], [AllocateTo(second, 1200)])
    assert items(services)[second].open == 3600
    for allocation_id in offset.allocation_ids:
        services.payments.unallocate(allocation_id)
    assert items(services)[second].open == 4800
    with pytest.raises(DomainError, match=r"payment\.taken_back"):
        services.payments.unallocate(offset.allocation_ids[0])


def test_another_customers_credit_is_refused(services, two_invoices):
    services.customers.create(CustomerData("C2", "AUTRE", terms="comptant"))
    note = credit_note(services)
    with pytest.raises(DomainError, match=r"payment\.other_customer"):
        services.settlements.offset("C2", [UseCredit(note.id, 100)], [AllocateTo(two_invoices[1], 100)])


def test_allocations_that_were_taken_back_stand_no_more(services, two_invoices):
    ref = services.payments.receive(money(4800, AllocateTo(two_invoices[0])))
    with services.store.read() as session:
        made = payments.detail(session, ref.id, TODAY).allocations
    services.payments.unallocate(made[0].id)
    with services.store.read() as session:
        rows = payments.detail(session, ref.id, TODAY).allocations
    assert (len(rows), payments.standing(rows)) == (2, ())
