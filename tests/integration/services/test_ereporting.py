"""E-reporting on a real database: each sale is told once, and the sums are those of the invoices."""

from decimal import Decimal

import openpyxl
import pytest

from adv_desktop.models.enums import Nature, PaymentMethod, VatRegime
from adv_desktop.services import ereporting, ereporting_files
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.ereporting import Flow, Sums
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.payments import AllocateTo, NewPayment
from tests.support.company import TODAY, confirmed, shipped


@pytest.fixture
def customers(services):
    services.customers.create(CustomerData("PART", "Mme Durand", terms="comptant", country="FR", postcode="69001",
                                           town="Lyon", line1="1 rue"))  # fmt: skip
    services.customers.create(
        CustomerData("BE", "Vins Wallons SA", terms="30 jours nets", country="BE", vat_number="BE0417497106",
                     vat_regime=VatRegime.INTRA_EU, line1="1 rue", postcode="4000", town="Liège")
    )  # fmt: skip
    return services


def issue(services, customer, *lines):
    delivered = shipped(services, confirmed(services, *lines, customer=customer).id, override="vérifié")
    draft = services.drafts.from_deliveries([delivered]).invoices[0]
    return services.issuing.issue(draft.id)


def goods(quantity, product="P1"):
    return NewLine(Decimal(quantity), product)


def advice(price):
    return NewLine(Decimal(1), label="Conseil", unit_price=Decimal(price), vat_rate=Decimal(20), nature=Nature.SERVICE)


def read(services):
    with services.store.read() as session:
        return ereporting.report(session, TODAY, TODAY)


def told(report, flow):
    return [
        (row.category, row.rate, row.base, row.vat, row.amount, row.invoices) for row in report.rows if row.flow is flow
    ]


def test_sales_to_individuals_add_up_by_day_category_and_rate(customers):
    issue(customers, "PART", goods(2), advice("100"))
    issue(customers, "PART", goods(1), goods(3, "P2"))
    report = read(customers)
    assert told(report, Flow.INDIVIDUALS) == [
        ("TLB1", Decimal(20), 9999, 2000, 11999, 2),
        ("TLB1", Decimal("5.5"), 3000, 165, 3165, 1),
        ("TPS1", Decimal(20), 10000, 2000, 12000, 1),
    ]
    assert {row.buyer for row in report.rows} == {""}


def test_a_sale_abroad_is_told_alone_with_its_buyer(customers):
    invoice = issue(customers, "BE", goods(2))
    [row] = read(customers).rows
    assert (row.flow, row.number, row.country, row.vat_number) == (
        Flow.ABROAD, invoice.number, "BE", "BE0417497106",
    )  # fmt: skip
    assert (row.category, row.rate, row.base, row.vat) == ("K", Decimal(0), 6666, 0)


def test_what_is_told_and_what_e_invoices_tell_make_all_that_was_invoiced(customers):
    issue(customers, "C1", goods(5), advice("50"))
    individual = issue(customers, "PART", goods(2), advice("100"))
    issue(customers, "BE", goods(2))
    credit = customers.credits.draft(NewCredit(individual.id, "Retour", lines={1: Decimal(1)}))
    customers.issuing.issue(credit.id)
    report = read(customers)
    assert report.einvoiced == Sums(21665, 4333)
    assert report.reported == Sums(16666 - 3333 + 6666, 3333 - 667)
    assert report.issued == report.einvoiced.plus(report.reported.net, report.reported.vat)
    with customers.store.read() as session:
        ledger = session.connection().exec_driver_sql(
            "SELECT sum(CASE WHEN type IN ('381', '503', '262') THEN -net_eur ELSE net_eur END),"
            " sum(CASE WHEN type IN ('381', '503', '262') THEN -vat_eur ELSE vat_eur END) FROM invoice"
        )
        assert report.issued == Sums(*ledger.one())


def test_payments_of_services_to_individuals_are_told_by_day_and_rate(customers):
    invoice = issue(customers, "PART", goods(2), advice("100"))
    assert told(read(customers), Flow.INDIVIDUALS_PAID) == []
    customers.payments.receive(
        NewPayment("PART", 19999, TODAY, PaymentMethod.CARD, (AllocateTo(str(invoice.number), 19999),))
    )
    assert told(read(customers), Flow.INDIVIDUALS_PAID) == [("", Decimal(20), None, None, 12000, 1)]


def test_the_file_holds_the_rows_as_numbers(customers, tmp_path):
    issue(customers, "PART", goods(2))
    issue(customers, "BE", goods(1))
    report = read(customers)
    written = ereporting_files.write(report, tmp_path / "er.xlsx")
    rows = list(openpyxl.load_workbook(written.path).active.iter_rows(min_row=2, values_only=True))
    assert written.rows == len(rows) == 2
    assert (rows[0][0], rows[0][4], rows[0][10]) == ("10.1", 33.33, "Vins Wallons SA")
    assert rows[1][:3] == ("10.3", rows[1][1], "TLB1")
    assert (rows[1][4], rows[1][5], rows[1][6]) == (66.66, 13.33, 79.99)
    assert ereporting_files.write(report, tmp_path / "er.csv").rows == 2
