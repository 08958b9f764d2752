"""A warning that is accepted on an order does not come back until its facts change; who accepted it is kept (R32)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.audit import AuditEntry
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services import acceptances
from adv_desktop.services.accepted_checks import NamedCheck
from adv_desktop.services.order_commands import Acceptance, NewLine, NewOrder
from adv_desktop.services.queries import timeline
from adv_desktop.services.store import actor_name
from tests.support.company import TODAY

EARLY = TODAY + dt.timedelta(days=1)
LINE = NewLine(Decimal(7), "P1")


@pytest.fixture
def packed(services):
    """P1 is sold by six: seven of it are remarked on."""
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, pack=Decimal(6)))
    return services


def remark(services, order_id, kind="pack_multiple"):
    return next(check for check in services.orders.check(order_id) if check.code == kind)


def change(services, order_id, **facts):
    command = services.orders.command(order_id)
    line = replace(command.lines[0], **facts)
    with services.store.read() as session:
        version = (
            session.connection().exec_driver_sql(f"SELECT version FROM sales_order WHERE id = {order_id}").scalar()
        )
    services.orders.update(order_id, version, replace(command, lines=(line,)))


def test_an_accepted_remark_says_who_and_when_and_is_kept_over_an_unrelated_change(packed):
    made = packed.orders.create(NewOrder("C1", (LINE,)))
    packed.accepted_checks.accept(NamedCheck(made.id, "pack_multiple"))
    accepted = remark(packed, made.id).accepted
    assert accepted.by == actor_name()
    assert accepted.at is not None
    change(packed, made.id, customer_line_no="10")
    assert remark(packed, made.id).accepted is not None


def test_it_comes_back_when_its_facts_change_and_stays_away_when_they_are_as_before(packed):
    made = packed.orders.create(NewOrder("C1", (LINE,)))
    packed.accepted_checks.accept(NamedCheck(made.id, "pack_multiple", 1))
    change(packed, made.id, quantity=Decimal(8))
    assert remark(packed, made.id).accepted is None
    change(packed, made.id, quantity=Decimal(7))
    assert remark(packed, made.id).accepted is not None


def test_a_line_put_above_changes_nothing(packed):
    made = packed.orders.create(NewOrder("C1", (LINE,)))
    packed.accepted_checks.accept(NamedCheck(made.id, "pack_multiple"))
    command = packed.orders.command(made.id)
    packed.orders.update(made.id, made.version, replace(command, lines=(NewLine(Decimal(1), "P2"), *command.lines)))
    found = remark(packed, made.id)
    assert (found.line, found.accepted is not None) == (2, True)


def test_a_day_that_is_too_early_comes_back_with_another_day(services):
    services.settings.set("default_lead_days", 9)
    made = services.orders.create(NewOrder("C1", (LINE,), requested=EARLY))
    services.accepted_checks.accept(NamedCheck(made.id, "date_too_early"))
    assert remark(services, made.id, "date_too_early").accepted
    change(services, made.id, requested=TODAY)
    assert remark(services, made.id, "date_too_early").accepted is None


def test_terms_over_the_ceiling_stay_accepted_on_another_day(services):
    made = services.orders.create(NewOrder("C1", (LINE,), terms="90 jours nets"))
    services.accepted_checks.accept(NamedCheck(made.id, "terms_over_ceiling"))
    services.accepted_checks._clock._day = TODAY + dt.timedelta(days=1)
    assert remark(services, made.id, "terms_over_ceiling").accepted is not None


def test_taking_it_back_lets_it_come_again_and_the_order_remembers_both(packed):
    made = packed.orders.create(NewOrder("C1", (LINE,)))
    named = NamedCheck(made.id, "pack_multiple")
    packed.accepted_checks.accept(named)
    packed.accepted_checks.take_back(named)
    assert remark(packed, made.id).accepted is None
    with packed.store.read() as session:
        told = [event.what.text for event in timeline.of(session, DocumentKind.ORDER, made.id)]
        trail = [
            entry.action for entry in session.query(AuditEntry).filter_by(table_name="sales_order", row_id=made.id)
        ]
    assert {"Remark accepted", "Accepted remark taken back"} <= set(told)
    assert trail == ["order.create", "order.accept_check", "order.restore_check"]


def test_what_blocks_what_is_not_there_and_what_was_not_accepted_are_refused(services):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, credit_limit=0))
    made = services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1", unit_price=Decimal(1)),)))
    accepted = services.accepted_checks
    for verb, kind, code in (
        (accepted.accept, "credit_exceeded", "order.check_blocks"),
        (accepted.accept, "closed_day", "order.check_not_found"),
        (accepted.take_back, "price_manual", "order.check_not_accepted"),
    ):
        with pytest.raises(DomainError) as refused:
            verb(NamedCheck(made.id, kind))
        assert refused.value.code == code


def test_a_remark_that_comes_to_block_is_no_longer_accepted(packed):
    made = packed.orders.create(NewOrder("C1", (LINE,)))
    packed.accepted_checks.accept(NamedCheck(made.id, "pack_multiple"))
    packed.settings.set("check.pack_multiple", "blocking")
    assert remark(packed, made.id).accepted is None
    with pytest.raises(DomainError, match=r"order\.blocked"):
        packed.orders.confirm(made.id)


def test_what_a_form_accepted_is_written_with_the_order_and_never_copied(packed):
    command = NewOrder("C1", (LINE,))
    basis = next(check.basis for check in packed.orders.preview(command).checks if check.code == "pack_multiple")
    accepting = replace(command, accepted=(Acceptance("pack_multiple", basis),))
    shown = next(check for check in packed.orders.preview(accepting).checks if check.code == "pack_multiple")
    assert shown.accepted.at is None
    made = packed.orders.create(accepting)
    assert remark(packed, made.id).accepted.at is not None
    copy = packed.orders.duplicate(made.id)
    assert remark(packed, copy.id).accepted is None
    packed.orders.update(made.id, made.version, replace(packed.orders.command(made.id), accepted=()))
    with packed.store.read() as session:
        assert acceptances.of(session, made.id) == ()
