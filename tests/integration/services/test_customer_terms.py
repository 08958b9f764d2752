"""What is agreed with a customer: who is sent what, its own codes and discounts, what is blocked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import BackorderPolicy, BlockScope, ContactPurpose, PartialPolicy
from adv_desktop.models.errors import DomainError
from adv_desktop.services.customers import Contact, FamilyDiscount, ItemCode
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.order_commands import NewLine, NewOrder
from tests.support.company import confirmed, line_ids, shipped


def change(services, **facts):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, **facts))
    return services.customers.show("C1")


def test_what_hangs_on_a_customer_is_read_back_as_it_was_written(services):
    facts = {
        "bic": "AGRIFRPP",
        "customer_group": "Centrale Est",
        "delivery_days": (2, 4),
        "requirements": ("customer_reference", "engagement"),
        "contacts": (Contact("Mme Vernier", "Achats", email="a@test.example", purposes=(ContactPurpose.ORDERS,)),),
        "item_codes": (ItemCode("CLE-1", "P1", "Notre article"), ItemCode("CLE-2", "P2")),
        "family_discounts": (FamilyDiscount("EPS", Decimal(5), dt.date(2026, 1, 1), dt.date(2026, 12, 31)),),
    }
    shown = change(services, **facts)
    assert {name: getattr(shown.data, name) for name in facts} == facts
    kept = change(services, item_codes=(ItemCode("CLE-2", "P1"),), family_discounts=None)
    assert kept.data.item_codes == (ItemCode("CLE-2", "P1"),)
    assert kept.data.family_discounts == facts["family_discounts"]
    assert change(services, family_discounts=()).data.family_discounts == ()


def test_the_discount_on_a_family_makes_the_price(services):
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, family="EPS"))
    customer = change(services, family_discounts=(FamilyDiscount("EPS", Decimal(10)),))
    found = services.prices.explain(customer.id, record.id, Decimal(1))
    assert (found.net_price, found.discounts) == (Decimal("29.997"), (Decimal(10),))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"bic": "AGRI"}, "bic.invalid"),
        ({"contacts": (Contact("Sans adresse", purposes=(ContactPurpose.INVOICES,)),)}, "contact.no_email"),
        ({"item_codes": (ItemCode("A", "P1"), ItemCode("A", "P2"))}, "import.code_twice"),
        ({"item_codes": (ItemCode("A", "P9"),)}, "product.not_found"),
        ({"family_discounts": (FamilyDiscount("EPS", Decimal(101)),)}, "percent.out_of_range"),
        (
            {"family_discounts": (FamilyDiscount("E", Decimal(1), dt.date(2026, 2, 1), dt.date(2026, 1, 1)),)},
            "import.ends_before_start",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(services, facts, code):
    before = services.customers.show("C1")
    with pytest.raises(DomainError) as refused:
        change(services, **facts)
    assert refused.value.code == code
    assert services.customers.show("C1") == before


def test_papers_go_to_the_contacts_who_take_them_else_to_the_customer(services):
    record = change(
        services,
        email="accueil@test.example",
        invoice_email="factures@test.example",
        contacts=(
            Contact("Mme A", email="compta@test.example", purposes=(ContactPurpose.REMINDERS,)),
            Contact("M. B", email="quai@test.example", purposes=(ContactPurpose.LOGISTICS, ContactPurpose.REMINDERS)),
        ),
    )
    sent_to = {purpose: services.customers.emails_for(record.id, purpose) for purpose in ContactPurpose}
    assert sent_to == {
        ContactPurpose.ORDERS: ("accueil@test.example",),
        ContactPurpose.INVOICES: ("factures@test.example",),
        ContactPurpose.REMINDERS: ("compta@test.example", "quai@test.example"),
        ContactPurpose.LOGISTICS: ("quai@test.example",),
    }


def block(services, scope):
    record = services.customers.show("C1")
    services.customers.block(record.id, record.version, "Impayés", scope)


@pytest.mark.parametrize("scope", [BlockScope.ORDERS, BlockScope.BOTH])
def test_blocked_orders_are_not_confirmed(services, scope):
    block(services, scope)
    with pytest.raises(DomainError, match=r"order\.blocked"):
        confirmed(services, NewLine(Decimal(1), "P1"))


@pytest.mark.parametrize("scope", [BlockScope.DELIVERIES, BlockScope.BOTH])
def test_blocked_deliveries_do_not_leave_without_a_reason(services, scope):
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    block(services, scope)
    with pytest.raises(DomainError, match=r"delivery\.customer_blocked"):
        shipped(services, order.id)
    quantities = dict.fromkeys(line_ids(services, order.id), Decimal(1))
    made = services.deliveries.deliver(DeliverOrders((order.id,), quantities, override="Accord du directeur"))
    assert made[0].number


def test_a_customer_of_blocked_deliveries_may_order(services):
    block(services, BlockScope.DELIVERIES)
    assert confirmed(services, NewLine(Decimal(1), "P1")).number


def test_a_date_outside_the_days_of_delivery_is_noticed(services):
    change(services, delivery_days=(2,))
    line = NewLine(Decimal(1), "P1")
    kinds = []
    for day in (1, 2):  # a Tuesday, a Wednesday
        made = services.orders.create(NewOrder("C1", (line,), requested=dt.date(2026, 12, day)))
        kinds.append({check.code for check in services.orders.check(made.id)})
    assert "closed_day" not in kinds[0]
    assert "closed_day" in kinds[1]


def test_contacts_and_policies_are_imported(services, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text(
        "Code client;Nom;Fonction;E-mail;Reçoit\nC1;Mme Vernier;Comptable;c@test.example;factures, relances\n"
        "C1;M. Paul;Achats;;\nC1;Mme Sans;Achats;;commandes\n",
        encoding="utf-8",
    )
    done = services.master_imports.run(MasterKind.CONTACTS, file, skip_bad=True)
    assert (done.accepted, [fault.field for fault in done.rejected]) == (2, ["email"])
    both = (ContactPurpose.INVOICES, ContactPurpose.REMINDERS)
    assert services.customers.show("C1").data.contacts == (
        Contact("Mme Vernier", "Comptable", None, "c@test.example", both),
        Contact("M. Paul", "Achats"),
    )
    file = tmp_path / "clients.csv"
    file.write_text(
        "Code;Raison sociale;Groupe;Priorité;Livraison partielle;Reliquats;BIC\n"
        "C2;Halles;Centrale Est;A;non;annuler;AGRIFRPP\n",
        encoding="utf-8",
    )
    services.master_imports.run(MasterKind.CUSTOMERS, file)
    data = services.customers.show("C2").data
    assert (data.customer_group, data.priority, data.bic) == ("Centrale Est", "A", "AGRIFRPP")
    assert (data.partial_policy, data.backorder_policy) == (PartialPolicy.COMPLETE, BackorderPolicy.CANCEL)
