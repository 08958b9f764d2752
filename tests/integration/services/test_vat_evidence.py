"""The proofs of a sale without VAT: the checked number, the ground of the regime, the mention that is printed."""

import datetime as dt
import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models.enums import PaymentMethod, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules.vat_grounds import Ground
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.vat_evidence import NumberCheck, RegimeGround
from tests.support.company import TODAY, confirmed, new_company

LINE = NewLine(Decimal(1), "P1")


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


@pytest.fixture
def german(services):
    """A customer of another member state, with its number."""
    services.customers.create(
        CustomerData("EU", "Kunde GmbH", terms="30 jours nets", country="DE", vat_number="DE136695976",
                     vat_regime=VatRegime.INTRA_EU)
    )  # fmt: skip
    return "EU"


def exempted(services, regime):
    services.customers.create(CustomerData("X", "Exempté", terms="30 jours nets", siren="552081317", vat_regime=regime))


def code_of(call):
    with pytest.raises(DomainError) as refused:
        call()
    return refused.value.code


def mentions(services, invoice_id):
    with services.store.read() as session:
        found = session.scalars(sa.select(Invoice.mentions).where(Invoice.id == invoice_id)).one()
    return [mention["text"] for mention in found]


def test_goods_leave_without_vat_once_the_number_is_checked(services, german):
    order = confirmed(services, LINE, customer=german)
    deliver = DeliverOrders((order.id,))
    assert code_of(lambda: services.deliveries.deliver(deliver)) == "delivery.vat_number_unchecked"
    services.vat_evidence.record_check(NumberCheck(german, TODAY - dt.timedelta(days=30), True, "WAPIAAAAX"))
    assert services.deliveries.deliver(deliver)[0].number


@pytest.mark.parametrize(("days", "valid"), [(31, True), (3, False)])
def test_an_old_or_a_negative_answer_holds_them_back(services, german, days, valid):
    order = confirmed(services, LINE, customer=german)
    services.vat_evidence.record_check(NumberCheck(german, TODAY - dt.timedelta(days=40), True))
    services.vat_evidence.record_check(NumberCheck(german, TODAY - dt.timedelta(days=days), valid))
    deliver = DeliverOrders((order.id,))
    assert code_of(lambda: services.deliveries.deliver(deliver)) == "delivery.vat_number_unchecked"
    passed = DeliverOrders((order.id,), override="Confirmé par le fisc allemand")
    assert services.deliveries.deliver(passed)[0].number


def test_the_trace_of_a_check_cannot_be_changed(services, german, tmp_path):
    services.vat_evidence.record_check(NumberCheck(german, TODAY, True, "WAPIAAAAX"))
    with (
        closing(sqlite3.connect(tmp_path / "company.db")) as connection,
        pytest.raises(sqlite3.IntegrityError, match="immutable"),
    ):
        connection.execute("UPDATE vat_number_check SET valid = 0")
    shown = services.vat_evidence.show(services.customers.show(german).id)
    assert shown.checked
    assert [(check.vat_number, check.consultation_number) for check in shown.checks] == [("DE136695976", "WAPIAAAAX")]


def test_a_check_is_refused_in_the_future_and_without_a_number(services, german):
    later = NumberCheck(german, TODAY + dt.timedelta(days=1), True)
    assert code_of(lambda: services.vat_evidence.record_check(later)) == "date.in_future"
    assert code_of(lambda: services.vat_evidence.record_check(NumberCheck("C1", TODAY, True))) == "vat.no_number"


def prepaid(services, terms):
    return confirmed(services, LINE, terms=terms)


def test_what_is_paid_with_the_order_leaves_once_it_is_paid(services):
    order = prepaid(services, "30 % à la commande, solde à 30 jours")
    deliver = DeliverOrders((order.id,))
    deposit = services.issuing.issue(services.deposits.draft(order.id, percent=Decimal(30)))
    assert code_of(lambda: services.deliveries.deliver(deliver)) == "delivery.prepayment_missing"
    with services.store.read() as session:
        due = session.get_one(Invoice, deposit.id).due
    services.payments.receive(NewPayment("C1", due, TODAY, PaymentMethod.TRANSFER, (AllocateTo(str(deposit.number)),)))
    assert services.deliveries.deliver(deliver)[0].number


def test_goods_paid_with_the_order_leave_for_a_reason_only(services):
    order = prepaid(services, "paiement à la commande")
    with pytest.raises(DomainError) as refused:
        services.deliveries.deliver(DeliverOrders((order.id,)))
    assert refused.value.facts["asked"].minor == 4000
    assert services.deliveries.deliver(DeliverOrders((order.id,), override="Client connu"))[0].number


@pytest.mark.parametrize(
    ("regime", "ground", "text"),
    [
        (VatRegime.REVERSE_CHARGE, Ground.SUBCONTRACTING, "Autoliquidation – article 283-2 nonies du CGI"),
        (VatRegime.REVERSE_CHARGE, Ground.SCRAP, "Autoliquidation – article 283-2 sexies du CGI"),
        (VatRegime.EXEMPT, Ground.TAX_FREE_PURCHASE,
         "Achat en franchise de TVA, article 275 du CGI – attestation n° AI2-77 du 02/01/2026"),
        (VatRegime.EXEMPT, Ground.HEALTH_AND_TEACHING, "Exonération de TVA – article 261, 4 du CGI"),
    ],
)  # fmt: skip
def test_each_ground_prints_its_own_mention(services, regime, ground, text):
    exempted(services, regime)
    services.vat_evidence.set_ground(RegimeGround("X", ground, "AI2-77", dt.date(2026, 1, 2), dt.date(2026, 12, 31)))
    draft = services.drafts.create(NewInvoice(NewOrder("X", (LINE,))))
    services.issuing.issue(draft.id)
    assert text in mentions(services, draft.id)


def test_a_certificate_out_of_date_prevents_the_invoice(services):
    exempted(services, VatRegime.EXEMPT)
    ground = RegimeGround("X", Ground.TAX_FREE_PURCHASE, "AI2-77", dt.date(2025, 1, 2), dt.date(2025, 12, 31))
    services.vat_evidence.set_ground(ground)
    draft = services.drafts.create(NewInvoice(NewOrder("X", (LINE,))))
    assert code_of(lambda: services.issuing.issue(draft.id)) == "vat.certificate_expired"


def test_a_ground_needs_its_certificate_and_its_regime(services):
    exempted(services, VatRegime.EXEMPT)
    set_ground = services.vat_evidence.set_ground
    assert code_of(lambda: set_ground(RegimeGround("X", Ground.TAX_FREE_PURCHASE))) == "vat.certificate_missing"
    assert code_of(lambda: set_ground(RegimeGround("X", Ground.SCRAP))) == "vat.ground_of_other_regime"
    set_ground(RegimeGround("X", Ground.NON_PROFIT))
    set_ground(RegimeGround("X", None))
    assert services.vat_evidence.show(services.customers.show("X").id).ground.ground is None


def test_an_order_says_why_it_bears_its_vat_and_what_is_at_odds(services, german):
    preview = services.orders.preview(NewOrder(german, (LINE,)))
    (why,) = preview.vat_why
    assert "262 ter" in why
    assert "vat_regime_conflict" not in {check.code for check in preview.checks}
    wrong = services.orders.preview(NewOrder(german, (LINE,), vat_regime=VatRegime.NATIONAL))
    (conflict,) = [check for check in wrong.checks if check.code == "vat_regime_conflict"]
    assert (conflict.facts["country"], conflict.facts["place"]) == ("DE", "sent_to_eu")


def test_lines_of_several_rates_each_have_their_reason(services):
    typed = NewLine(Decimal(1), "P1", vat_rate=Decimal(10))
    found = services.orders.preview(NewOrder("C1", (LINE, NewLine(Decimal(1), "P2"), typed))).vat_why
    assert len(found) == 3
    assert found[2].startswith("Lignes 3") or found[2].startswith("Lines 3")
