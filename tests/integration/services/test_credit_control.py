"""Credit limits of a customer, its group, the company: at the confirmation and the picking, never at invoicing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import BackorderPolicy, PartialPolicy
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.check_texts import describe
from adv_desktop.services.customer_groups import GroupRecord
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import customers, exposure
from tests.support.company import TODAY, confirmed, invoiced, line_ids, shipped

LINE = NewLine(Decimal(3), "P1")  # 119.99 VAT included


def change(services, code="C1", **facts):
    record = services.customers.show(code)
    services.customers.update(record.id, record.version, replace(record.data, **facts))


def limit(services, name, cents):
    version = next((group.version for group in services.customer_groups.show() if group.name == name), 0)
    services.customer_groups.set_limit(GroupRecord(name, cents, version=version))


def blocked(services, **order):
    made = services.orders.create(NewOrder("C1", (LINE,), **order))
    found = services.orders.check(made.id)
    return next((check.facts for check in found if check.code == "credit_exceeded"), None)


def owed(services, customer_id=1):
    with services.store.read() as session:
        return exposure.of(session, customer_id, TODAY)


@pytest.mark.parametrize(
    ("customer", "group", "company", "held"),
    [
        (None, None, None, None),
        (None, None, 100, ("100.00", None)),
        (None, 11000, 100, ("110.00", "Centrale Est")),
        (5000, 11000, 100, ("50.00", None)),
        (0, None, None, ("0.00", None)),
        (20000, 0, 0, None),
    ],
)
def test_the_limit_is_the_customers_else_its_groups_else_the_companys(services, customer, group, company, held):
    change(services, credit_limit=customer, customer_group="Centrale Est")
    if group is not None:
        limit(services, "Centrale Est", group)
    services.settings.set("credit_limit", "" if company is None else company)
    facts = blocked(services)
    assert (facts and (facts["limit"], facts.get("group"))) == held


def test_a_groups_limit_counts_all_its_customers_and_the_parts_are_shown(services):
    services.customers.create(CustomerData("C2", "Frère", terms="30 jours nets", customer_group="Centrale Est"))
    change(services, customer_group="Centrale Est")
    confirmed(services, LINE, customer="C2")
    limit(services, "Centrale Est", 20000)
    facts = blocked(services)
    assert (facts["exposure"], facts["group"]) == ("239.98", "Centrale Est")
    assert "l'encours du groupe Centrale Est serait de 239,98" in describe("credit_exceeded", facts, texts.of("fr"))
    found = owed(services)
    assert (found.total, found.others, found.counted, found.available) == (0, 11999, 11999, 8001)
    limit(services, "Centrale Est", 24000)
    assert blocked(services) is None


def test_the_order_counts_for_who_is_invoiced(services):
    services.customers.create(CustomerData("C7", "Siège", terms="30 jours nets", credit_limit=0))
    assert blocked(services) is None
    assert blocked(services, bill_to="C7")["limit"] == "0.00"


def test_what_came_to_be_owed_since_the_confirmation_holds_the_picking_back_but_never_the_invoice(services):
    first, second = (confirmed(services, LINE).id for _time in range(2))
    left = shipped(services, first)
    change(services, credit_limit=20000)
    with pytest.raises(DomainError) as refused:
        services.deliveries.prepare(DeliverOrders((second,)))
    assert (refused.value.code, refused.value.facts["exposure"].minor) == ("delivery.credit_exceeded", 23998)
    assert services.deliveries.prepare(DeliverOrders((second,), override="Accord du directeur"))
    assert invoiced(services, left)


def test_what_was_passed_over_at_the_confirmation_is_not_asked_again_at_the_picking(services):
    change(services, credit_limit=0)
    made = services.orders.create(NewOrder("C1", (LINE,)))
    with pytest.raises(DomainError, match=r"order\.blocked"):
        services.orders.confirm(made.id)
    services.orders.confirm(made.id, override="Accord du directeur")
    with services.store.read() as session:
        assert order_by_id(session, made.id).override_reason == "Accord du directeur"
    assert shipped(services, made.id)


def late(services, tmp_path, days):
    """Take over an invoice that was due so many days ago."""
    due = TODAY - dt.timedelta(days=days)
    file = tmp_path / "impayes.csv"
    titles = "Code client;N° facture;Date;Échéance;Montant TTC;Reste dû"
    file.write_text(f"{titles}\nC1;A1;{due:%d/%m/%Y};{due:%d/%m/%Y};100,00;100,00\n", encoding="utf-8")
    assert services.master_imports.run(MasterKind.OPEN_INVOICES, file).accepted == 1


def severity(services):
    made = services.orders.create(NewOrder("C1", (LINE,)))
    return {check.code: check.severity for check in services.orders.check(made.id)}.get("overdue")


def test_late_payments_warn_and_block_from_the_number_of_days_that_is_set(services, tmp_path):
    order = confirmed(services, LINE)
    assert severity(services) is None
    late(services, tmp_path, 31)
    assert severity(services) == "warning"
    services.settings.set("overdue_days", 40)
    assert severity(services) == "warning"
    services.settings.set("overdue_days", 30)
    assert severity(services) == "blocking"
    with pytest.raises(DomainError, match=r"delivery\.overdue"):
        services.deliveries.prepare(DeliverOrders((order.id,)))


def test_groups_are_those_that_customers_name_and_those_with_a_limit(services):
    change(services, customer_group="Centrale Est")
    limit(services, "Centrale Ouest", 0)
    assert services.customer_groups.show() == (
        GroupRecord("Centrale Est", None, 1, 0),
        GroupRecord("Centrale Ouest", 0, 0, 1),
    )
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.customer_groups.set_limit(GroupRecord("Centrale Ouest", 5))
    for record, code in ((GroupRecord(" "), "group.no_name"), (GroupRecord("X", -1), "group.negative_limit")):
        with pytest.raises(DomainError) as refused:
            services.customer_groups.set_limit(record)
        assert refused.value.code == code


def test_an_order_may_be_delivered_otherwise_than_its_customer_as_a_rule(services):
    change(services, backorder_policy=BackorderPolicy.CANCEL, partial_policy=PartialPolicy.COMPLETE)
    two = (NewLine(Decimal(3), "P1"), NewLine(Decimal(3), "P2"))
    kept = services.orders.confirm(
        services.orders.create(
            NewOrder("C1", two, backorder_policy=BackorderPolicy.KEEP, partial_policy=PartialPolicy.FREE)
        ).id
    )
    shipped(services, kept.id, "1", "3")
    command = services.orders.command(kept.id)
    with services.store.read() as session:
        assert [line.backorder for line in order_by_id(session, kept.id).lines] == [2, 0]
    assert (command.backorder_policy, command.partial_policy) == (BackorderPolicy.KEEP, PartialPolicy.FREE)
    ruled = services.orders.confirm(services.orders.create(NewOrder("C1", two)).id)
    with pytest.raises(DomainError, match=r"delivery\.partial_refused"):
        services.deliveries.prepare(DeliverOrders((ruled.id,), dict.fromkeys(line_ids(services, ruled.id), Decimal(1))))


@pytest.mark.parametrize(
    ("customer", "group", "company", "state"),
    [
        (11999, None, None, "active"),
        (11998, None, None, "over_limit"),
        (None, 11998, None, "over_limit"),
        (None, None, 100, "over_limit"),
        (12000, 0, 0, "active"),
        (None, None, None, "active"),
    ],
)
def test_the_list_of_customers_names_those_over_the_limit_that_a_confirmation_is_held_to(
    services, customer, group, company, state
):
    confirmed(services, LINE)  # nothing is invoiced yet: 119.99 to deliver
    change(services, credit_limit=customer, customer_group="Centrale Est")
    if group is not None:
        limit(services, "Centrale Est", group)
    services.settings.set("credit_limit", "" if company is None else company)
    with services.store.read() as session:
        assert customers.rows(session, [1], TODAY)[1].state.code == state
