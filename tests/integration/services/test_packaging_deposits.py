"""Deposits on returnable packaging: asked apart, credited when it comes back, sold with VAT when it does not (R17)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

from adv_desktop.models.enums import InvoiceType, LineKind, VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.packaging import PackagingMoveKind, deposit_vat, kept_price, oldest_first
from adv_desktop.models.rules.totals import DocumentDiscount, Freight, VatKey
from adv_desktop.models.rules.vat import FRANCHISE, OUTSIDE_BASE
from adv_desktop.services import files, on_deposit_files
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.einvoice.checking import check_xml_bytes
from adv_desktop.services.integrity import verify
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.packaging import Counts, PackagingRecord
from adv_desktop.services.printing.invoices import invoice_content
from adv_desktop.services.queries import indicators
from adv_desktop.services.queries.periods import Period
from adv_desktop.services.rebates import NewRebate
from adv_desktop.services.undelivered import BringBack, Undelivered
from tests.support.company import TODAY, confirmed

PALLET, CRATE = 1, 2
S20 = VatKey(VatCategory.STANDARD, Decimal(20))
OUTSIDE = VatKey(VatCategory.EXEMPT, Decimal(0), OUTSIDE_BASE)
GOODS = 33330  # ten P1 at 33.33, in cents


@pytest.fixture
def on_deposit(services):
    """Pallets at 12.00 without VAT, crates at 5.00 with VAT."""
    services.packaging.set_kinds(
        (
            PackagingRecord("EUR", "Palette Europe", "Euro pallet", deposit=Decimal(12)),
            PackagingRecord("BAC", "Bac 40 × 60", deposit=Decimal(5), deposit_vat=True),
        )
    )
    return services


def delivered(services, pallets=0, crates=0, back=0, customer="C1", **header):
    """Ship ten P1 with pallets and crates; return the delivery's id."""
    order = confirmed(services, NewLine(Decimal(10), "P1"), customer=customer, **header)
    ref = services.deliveries.prepare(DeliverOrders((order.id,)))[0]
    services.packaging.carry(ref.id, {PALLET: (pallets, back), CRATE: (crates, 0)})
    with services.store.read() as session:
        version = delivery_by_id(session, ref.id).version
    services.deliveries.ship(ref.id, version)
    return ref.id


def issued(services, *deliveries):
    draft = services.drafts.from_deliveries(list(deliveries)).invoices[0]
    services.issuing.issue(draft.id)
    return draft.id


def shown(services, invoice_id):
    with services.store.read() as session:
        return invoice_by_id(session, invoice_id)


def later(services, days, monkeypatch):
    """Let days pass."""
    monkeypatch.setattr(FixedDay, "today", lambda _clock: TODAY + dt.timedelta(days=days))


def nets(invoice):
    return [(line.label, line.quantity, line.net, line.vat_key) for line in invoice.items]


@pytest.mark.parametrize(
    ("present", "key"),
    [
        ([S20], OUTSIDE),
        ([VatKey(VatCategory.INTRA_EU, Decimal(0), "VATEX-EU-IC")], OUTSIDE),
        ([VatKey(VatCategory.EXEMPT, Decimal(0), FRANCHISE)], VatKey(VatCategory.EXEMPT, Decimal(0), FRANCHISE)),
        (
            [VatKey(VatCategory.OUT_OF_SCOPE, Decimal(0), "VATEX-EU-O")],
            VatKey(VatCategory.OUT_OF_SCOPE, Decimal(0), "VATEX-EU-O"),
        ),
    ],
)
def test_a_deposit_without_vat_is_exempt_for_the_one_reason_that_its_document_may_bear(present, key):
    assert deposit_vat(S20, present, bears_vat=False) == key


def test_a_deposit_with_vat_bears_that_of_a_sale_and_the_price_of_what_is_kept_is_what_was_paid():
    assert deposit_vat(S20, [OUTSIDE], bears_vat=True) == S20
    assert kept_price(Decimal(12), OUTSIDE) == Decimal(12)
    assert kept_price(Decimal(5), S20) == Decimal(6)


def test_what_came_back_is_of_the_oldest_deposits():
    assert oldest_first(7, [5, 3, 4]) == [5, 2, 0]


def test_an_invoice_asks_the_deposits_apart_from_the_goods(on_deposit):
    invoice = shown(on_deposit, issued(on_deposit, delivered(on_deposit, pallets=5, crates=2)))
    assert [line.kind for line in invoice.lines] == [LineKind.ITEM, LineKind.TITLE, LineKind.ITEM, LineKind.ITEM]
    assert nets(invoice)[1:] == [
        ("Consigne d'emballage\u00a0: Palette Europe", Decimal(5), 6000, OUTSIDE),
        ("Consigne d'emballage\u00a0: Bac 40 × 60", Decimal(2), 1000, S20),
    ]
    table = {row.key: (row.lines, row.packaging, row.base, row.vat) for row in invoice.vat_table}
    assert table == {S20: (GOODS, 1000, GOODS + 1000, 6866), OUTSIDE: (0, 6000, 6000, 0)}
    assert (invoice.net, invoice.gross) == (GOODS + 7000, GOODS + 7000 + 6866)


def test_deposits_are_out_of_turnover_discount_freight_rebate_and_percents(on_deposit):
    done = delivered(on_deposit, 5, discount=DocumentDiscount(percent=Decimal(10)), freight=Freight(1000))
    invoice = shown(on_deposit, issued(on_deposit, done))
    assert (invoice.discount_total, invoice.sales_net) == (3333, GOODS - 3333 + 1000)
    rebate = on_deposit.rebates.draft(NewRebate("C1", TODAY, TODAY, "remise de fin d'année", percent=Decimal(10)))
    assert shown(on_deposit, rebate.id).net == 3000
    goodwill = on_deposit.credits.draft(NewCredit(invoice.id, "geste", percent=Decimal(10)))
    assert shown(on_deposit, goodwill.id).net == 3100
    with on_deposit.store.read() as session:
        assert indicators.figures(session, Period(TODAY, TODAY), TODAY)["sales_net"] == GOODS - 3333 + 1000


def test_the_electronic_invoice_of_deposits_passes_the_official_rules(on_deposit):
    invoice = shown(on_deposit, issued(on_deposit, delivered(on_deposit, pallets=5, crates=2)))
    with on_deposit.store.read() as session:
        xml = files.content_of(session, invoice.xml_file_id)
    assert check_xml_bytes("facture.xml", xml).valid is True
    reasons = [node.text for node in etree.fromstring(xml).iter("{*}ExemptionReasonCode")]
    assert reasons == [OUTSIDE_BASE]
    assert any(
        "Hors base d'imposition" in (node.text or "") for node in etree.fromstring(xml).iter("{*}ExemptionReason")
    )


def test_the_printed_invoice_counts_packaging_beside_the_goods(on_deposit):
    draft = on_deposit.drafts.from_deliveries([delivered(on_deposit, pallets=5)]).invoices[0]
    with on_deposit.store.read() as session:
        printed = invoice_content(session, invoice_by_id(session, draft.id), TODAY)
    assert (printed.amounts.lines, printed.amounts.packaging, printed.amounts.net) == (GOODS, 6000, GOODS + 6000)


def test_a_deposit_is_asked_once_and_at_the_price_of_the_day_it_left(on_deposit):
    done = delivered(on_deposit, pallets=5)
    kinds = on_deposit.packaging.kinds()
    on_deposit.packaging.set_kinds([replace(kind, deposit=Decimal(99)) for kind in kinds])
    invoice = shown(on_deposit, issued(on_deposit, done))
    assert nets(invoice)[1][2] == 6000
    with pytest.raises(DomainError, match=r"invoice\.nothing"):
        on_deposit.drafts.from_deliveries([done])


def test_packaging_of_a_delivery_that_never_arrived_is_not_asked(on_deposit):
    done = delivered(on_deposit, pallets=5)
    on_deposit.undelivered.bring_back(BringBack(done, Undelivered.REFUSED, TODAY, ship_again=True))
    assert on_deposit.packaging_deposits.rows() == ()


def test_what_comes_back_is_credited_from_the_oldest_invoice_on(on_deposit):
    first = issued(on_deposit, delivered(on_deposit, pallets=5))
    second = issued(on_deposit, delivered(on_deposit, pallets=3, crates=4))
    on_deposit.packaging.take_back(Counts(1, {PALLET: 6, CRATE: 1}, TODAY, "BR-12"))
    rows = on_deposit.packaging_deposits.rows()
    assert [(row.packaging, row.pieces, row.came_back, row.out, row.amount) for row in rows] == [
        ("Palette Europe", 5, 5, 0, 0),
        ("Palette Europe", 3, 1, 2, 2400),
        ("Bac 40 × 60", 4, 1, 3, 1500),
    ]
    refs = on_deposit.packaging_deposits.credit().invoices
    notes = [shown(on_deposit, ref.id) for ref in refs]
    assert sorted((note.type, note.net, note.vat) for note in notes) == [
        (InvoiceType.CREDIT_NOTE, 7700, 100),
    ]
    assert {line.origin_invoice_id for note in notes for line in note.items} == {first, second}
    assert [row.out for row in on_deposit.packaging_deposits.rows()] == [2, 3]
    with pytest.raises(DomainError, match=r"packaging\.nobody_returned"):
        on_deposit.packaging_deposits.credit()
    for ref in refs:
        number = on_deposit.issuing.issue(ref.id).number
        assert number.startswith("AV")
    assert sum(shown(on_deposit, ref.id).sales_net for ref in refs) == 0
    assert verify(on_deposit.store.path) == []


def test_what_lay_at_the_customers_before_deposits_were_asked_is_not_credited(services):
    services.packaging.set_kinds((PackagingRecord("EUR", "Palette Europe"), PackagingRecord("BAC", "Bac")))
    delivered(services, pallets=4)
    kinds = services.packaging.kinds()
    services.packaging.set_kinds([replace(kind, deposit=Decimal(12)) for kind in kinds])
    issued(services, delivered(services, pallets=5, back=4))
    assert [row.came_back for row in services.packaging_deposits.rows()] == [0]


def test_a_whole_credit_note_leaves_out_the_packaging_that_was_credited_already(on_deposit):
    invoice = issued(on_deposit, delivered(on_deposit, pallets=5))
    issued(on_deposit, delivered(on_deposit, pallets=1))
    on_deposit.packaging.take_back(Counts(1, {PALLET: 6}, TODAY, "BR-12"))
    on_deposit.packaging_deposits.credit()
    whole = shown(on_deposit, on_deposit.credits.draft(NewCredit(invoice, "annulation")).id)
    assert whole.net == GOODS


def test_what_is_not_given_back_in_time_is_sold_with_vat_for_what_was_deposited(on_deposit, monkeypatch):
    invoice = issued(on_deposit, delivered(on_deposit, pallets=5))
    on_deposit.packaging.take_back(Counts(1, {PALLET: 2}, TODAY, "BR-12"))
    with pytest.raises(DomainError, match=r"packaging\.nobody_kept"):
        on_deposit.packaging_deposits.sell()
    later(on_deposit, 91, monkeypatch)
    assert [(row.out, row.is_overdue, row.days) for row in on_deposit.packaging_deposits.rows()] == [(3, True, 91)]
    kept = shown(on_deposit, on_deposit.packaging_deposits.sell({1}).invoices[0].id)
    assert [line[1:] for line in nets(kept)] == [(Decimal(3), 3000, S20), (Decimal(-3), -3600, OUTSIDE)]
    assert (kept.vat, kept.gross, kept.due) == (600, 0, 0)
    on_deposit.issuing.issue(kept.id)
    assert shown(on_deposit, kept.id).sales_net == 0
    assert [row.pieces for row in on_deposit.packaging_deposits.rows()] == [2]
    assert shown(on_deposit, invoice).number is not None
    with on_deposit.store.read() as session:
        xml = files.content_of(session, shown(on_deposit, kept.id).xml_file_id)
    assert check_xml_bytes("facture.xml", xml).valid is True
    assert verify(on_deposit.store.path) == []


def test_a_sale_of_what_came_back_after_all_is_credited_and_its_deposit_given_back(on_deposit, monkeypatch):
    issued(on_deposit, delivered(on_deposit, pallets=5))
    later(on_deposit, 91, monkeypatch)
    sold = on_deposit.packaging_deposits.sell().invoices[0]
    on_deposit.issuing.issue(sold.id)
    on_deposit.packaging.take_back(Counts(1, {PALLET: 5}, TODAY, "BR-13"))
    assert on_deposit.packaging_deposits.rows() == ()
    with pytest.raises(DomainError, match=r"credit\.nothing"):
        on_deposit.credits.draft(NewCredit(sold.id, "rendus après coup"))
    on_deposit.credits.draft(NewCredit(sold.id, "rendus après coup", lines={1: Decimal(5)}))


def test_an_invoice_that_is_made_again_keeps_the_deposit_of_its_packaging(on_deposit):
    invoice = issued(on_deposit, delivered(on_deposit, pallets=5))
    made = on_deposit.replacements.replace(invoice, "adresse fausse")
    on_deposit.issuing.issue(made.draft.id)
    on_deposit.packaging.take_back(Counts(1, {PALLET: 2}, TODAY, "BR-14"))
    assert [(row.pieces, row.came_back) for row in on_deposit.packaging_deposits.rows()] == [(5, 2)]


def test_the_list_is_written_with_its_account(on_deposit, tmp_path):
    issued(on_deposit, delivered(on_deposit, pallets=5))
    path = tmp_path / "consignes.xlsx"
    assert on_deposit_files.write(on_deposit.packaging_deposits.rows(), path).rows == 1
    row = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))[-1]
    assert (row[0], row[2], row[7], row[9], row[11]) == ("C1", "Palette Europe", 5, 60, "4196")


def test_a_count_at_the_customers_credits_nothing(on_deposit):
    issued(on_deposit, delivered(on_deposit, pallets=5))
    on_deposit.packaging.count(Counts(1, {PALLET: 1}, TODAY, "inventaire"))
    assert next(move.kind for move in on_deposit.packaging.account(1).moves) is PackagingMoveKind.COUNTED
    assert [row.out for row in on_deposit.packaging_deposits.rows(1)] == [5]


def test_a_customer_abroad_bears_the_deposit_beside_his_goods_without_vat(on_deposit):
    abroad = CustomerData("C8", "KUNDE GMBH", country="DE", vat_regime=VatRegime.EXPORT, terms="30 jours nets")
    on_deposit.customers.create(replace(abroad, country="CH"))
    invoice = shown(on_deposit, issued(on_deposit, delivered(on_deposit, pallets=2, customer="C8")))
    assert {line.vat_category for line in invoice.items} == {VatCategory.EXPORT, VatCategory.EXEMPT}


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"deposit": Decimal(0)}, "packaging.deposit"), ({"vat_rate": Decimal(3)}, "vat.rate_unknown")],
)
def test_a_deposit_that_cannot_be_is_refused(services, changes, code):
    with pytest.raises(DomainError) as refused:
        services.packaging.set_kinds((replace(PackagingRecord("EUR", "Palette"), **changes),))
    assert refused.value.code == code
    assert services.packaging.kinds() == ()
