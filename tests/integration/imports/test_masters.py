"""Files of master data and of the former program: recognised, checked row by row, written all or nothing."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
import sqlalchemy as sa

from adv_desktop.models.enums import PaymentMethod, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.services import integrity
from adv_desktop.services.imports.master_words import COLUMNS, REQUIRED, MasterKind
from adv_desktop.services.imports.masters_file import read_master_file
from adv_desktop.services.jobs import Cancelled, Progress
from adv_desktop.services.products import ProductData
from adv_desktop.services.sentences import catalogue
from tests.integration.imports.files import text, workbook
from tests.support.masters import MASTERS


def query(services, statement):
    with services.store.read() as session:
        return session.execute(sa.text(statement)).all()


def one(services, statement):
    return query(services, statement)[0][0]


def faults(result):
    return [(fault.row, fault.field, fault.code) for fault in result.rejected]


def test_every_row_of_every_sample_is_taken(loaded_file, expected):
    _path, answers = loaded_file
    masters = expected["masters"]
    assert {kind: (answer.accepted, answer.rejected, answer.unused_titles) for kind, answer in answers.items()} == {
        MasterKind.CUSTOMERS: (masters["customers"], (), ()),
        MasterKind.ADDRESSES: (masters["delivery_addresses"], (), ()),
        MasterKind.PRODUCTS: (masters["products"], (), ()),
        MasterKind.CUSTOMER_CODES: (masters["customer_codes"], (), ()),
        MasterKind.PRICES: (masters["price_rows"], (), ()),
        MasterKind.OPEN_INVOICES: (masters["open_invoices"], (), ()),
    }


def test_the_samples_give_the_expected_customers(loaded, expected):
    masters = expected["masters"]
    regimes = dict(query(loaded, "SELECT vat_regime, count(*) FROM customer GROUP BY vat_regime"))
    assert regimes == masters["by_vat_regime"]
    no_limit = [code for (code,) in query(loaded, "SELECT code FROM customer WHERE credit_limit IS NULL")]
    zero = [code for (code,) in query(loaded, "SELECT code FROM customer WHERE credit_limit = 0 ORDER BY code")]
    assert (no_limit, zero) == (masters["no_credit_limit"], masters["zero_credit_limit"])
    assert one(loaded, "SELECT name FROM customer ORDER BY length(name) DESC LIMIT 1") == masters["longest_name"]
    data = loaded.customers.show("C00032").data
    assert (data.blocked, data.block_reason) == (True, "commandes : impayé depuis plus de 90 jours")
    twins = masters["duplicate_alerts"][0]["customers"]
    alike = loaded.customers.look_alikes(loaded.customers.show(twins[1]).data)
    assert (twins[0], "same_siren") in alike


def test_the_payment_terms_of_the_samples_are_understood(loaded, expected):
    from adv_desktop.models.rules import payment_terms

    for written, wanted in expected["masters"]["payment_terms"].items():
        summary = payment_terms.parse(written).summary
        assert (summary.mode, summary.days, summary.day_of_month) == (
            wanted["mode"],
            wanted["days"],
            wanted["day_of_month"],
        )


def test_the_samples_give_the_expected_products(loaded, expected):
    ended = query(
        loaded,
        "SELECT p.code, r.code FROM product p JOIN product r ON r.id = p.replaced_by_id WHERE p.end_of_life ORDER BY 1",
    )
    assert dict(map(tuple, ended)) == expected["masters"]["end_of_life"]
    services = query(loaded, "SELECT code FROM product WHERE nature = 'service' AND NOT stocked ORDER BY code")
    assert [code for (code,) in services] == ["SRV-1118", "SRV-1119", "SRV-1120"]
    product = loaded.products.show("EPI-1117").data
    assert (product.unit, product.unit_label, product.vat_rate) == ("KGM", "kg", Decimal("5.5"))
    assert loaded.products.show("EPS-1001").data.stock == 216


def test_open_invoices_are_owed_and_our_numbers_go_on_after_them(loaded, expected):
    total = one(loaded, "SELECT sum(open_amount) FROM open_item WHERE kind = 'opening'")
    assert Decimal(total).scaleb(-2) == Decimal(expected["masters"]["open_total"])
    last, day = query(loaded, "SELECT last_number, last_date FROM number_series WHERE series = 'invoice'")[0]
    assert (last, day) == (66, "2026-10-13")


def test_what_was_taken_over_agrees_with_itself(loaded):
    assert integrity.verify(loaded.store) == []


def test_the_same_masters_again_change_nothing(loaded, samples):
    before = query(loaded, "SELECT count(*) FROM price"), query(loaded, "SELECT count(*) FROM customer_address")
    for kind, name in MASTERS.items():
        if kind is not MasterKind.OPEN_INVOICES:
            assert loaded.master_imports.run(kind, samples / "masters" / name).rejected == ()
    assert (
        query(loaded, "SELECT count(*) FROM price"),
        query(loaded, "SELECT count(*) FROM customer_address"),
    ) == before
    again = loaded.master_imports.run(MasterKind.OPEN_INVOICES, samples / "masters/open_invoices.csv")
    assert (again.accepted, again.written) == (0, False)
    assert {fault.code for fault in again.rejected} == {"import.number_taken"}


def test_a_file_with_few_columns_changes_only_these(loaded, tmp_path):
    path = text(tmp_path / "maj.csv", "Code client;Raison sociale;Téléphone\nC00001;L'Œil de Bœuf;03 80 11 22 33\n")
    before = loaded.customers.show("C00001").data
    assert loaded.master_imports.run(MasterKind.CUSTOMERS, path).accepted == 1
    after = loaded.customers.show("C00001").data
    assert (after.name, after.phone) == ("L'Œil de Bœuf", "03 80 11 22 33")
    assert (after.siret, after.credit_limit, after.terms) == (before.siret, before.credit_limit, before.terms)
    path = text(tmp_path / "art.csv", "Référence;Désignation;Prix HT\nEPS-1001;Moutarde 100 g;2,05\n")
    assert loaded.master_imports.run(MasterKind.PRODUCTS, path).accepted == 1
    product = loaded.products.show("EPS-1001").data
    assert (product.price, product.pack, product.stock, product.ean) == (Decimal("2.05"), 12, 216, "3770099010071")


BAD_CUSTOMERS = (
    "Code;Raison sociale;SIREN;SIRET;N° TVA;IBAN;Conditions de règlement;Mode;Plafond d'encours;Remise %;Pays;Bloqué\n"
    "C1;Bon;732829320;73282932000074;FR44732829320;FR7630006000011234567890189;30 jours nets;virement;1 500,50;10+5;"
    "France;N\n"
    "C2;Mauvais SIREN;732829321;;;;;;;;;\n"
    "C3;Autre société;732829320;40483304800014;;;;;;;;\n"
    ";Sans code;;;;;;;;;;\n"
    "C4;Tout faux;;;FR00;FR76;demain;troc;beaucoup;120;Atlantide;\n"
    "C1;Deux fois;;;;;;;;;;\n"
)


def test_each_fault_of_a_row_is_told_and_nothing_is_written(empty, tmp_path):
    path = text(tmp_path / "clients.csv", BAD_CUSTOMERS, "cp1252")
    result = empty.master_imports.run(MasterKind.CUSTOMERS, path)
    assert not result.written
    assert faults(result) == [
        (3, "siren", "siren.invalid"),
        (4, "siret", "siret.other_company"),
        (5, "code", "import.missing_value"),
        (6, "country", "import.unknown_country"),
        (6, "terms", "terms.unknown"),
        (6, "vat_number", "vat_number.invalid"),
        (6, "method", "import.unknown_word"),
        (6, "credit_limit", "not_a_number"),
        (6, "discounts", "percent_out_of_range"),
        (6, "iban", "iban.invalid"),
        (7, "code", "import.code_twice"),
    ]
    assert one(empty, "SELECT count(*) FROM customer") == 0
    assert one(empty, "SELECT count(*) FROM audit_entry WHERE action LIKE 'import%'") == 0
    assert {code for _row, _field, code in faults(result)} <= catalogue().keys()


def test_the_good_rows_are_written_when_the_bad_ones_may_be_skipped(empty, tmp_path):
    path = text(tmp_path / "clients.csv", BAD_CUSTOMERS, "cp1252")
    result = empty.master_imports.run(MasterKind.CUSTOMERS, path, skip_bad=True)
    assert (result.accepted, result.written) == (1, True)
    data = empty.customers.show("C1").data
    assert (data.credit_limit, data.discounts, data.method) == (150050, (10, 5), PaymentMethod.TRANSFER)
    assert (data.vat_regime, data.blocked, data.country) == (VatRegime.NATIONAL, False, "FR")


def test_a_dry_run_tells_everything_and_writes_nothing(empty, samples):
    result = empty.master_imports.run(MasterKind.CUSTOMERS, samples / "masters/customers.xlsx", dry_run=True)
    assert (result.accepted, result.rejected, result.written) == (40, (), False)
    assert one(empty, "SELECT count(*) FROM customer") == 0
    assert empty.master_imports.remembered(MasterKind.CUSTOMERS) == {}


def test_an_import_is_one_transaction_told_once(empty, samples):
    told = []
    empty.store.hub.subscribe(told.append)
    empty.master_imports.run(MasterKind.CUSTOMERS, samples / "masters/customers.xlsx")
    assert len(told) == 1


def test_english_titles_are_recognised(empty, tmp_path):
    path = text(
        tmp_path / "products.csv",
        "item code,description,barcode,uom,pack size,vat %,list price,cost price,stock on hand,lead time,discontinued\n"
        "P-1,Screw,3770099010071,C62,10,20,1.5,0.5,100,3,no\n"
        "P-2,Rope,,MTR,1,20,2.25,1,,5,yes\n",
    )
    assert empty.master_imports.run(MasterKind.PRODUCTS, path).accepted == 2
    first, second = empty.products.show("P-1").data, empty.products.show("P-2").data
    assert (first.ean, first.pack, first.price, first.stock) == ("3770099010071", 10, Decimal("1.5"), 100)
    assert (second.unit, second.end_of_life, second.stocked) == ("MTR", True, False)


def test_numbers_of_a_sheet_get_back_the_zeros_that_it_took_away(empty, tmp_path):
    rows = [
        ["Code", "Raison sociale", "CP", "Téléphone", "SIREN", "Plafond"],
        [1001, "Client de l'Ain", 1000, 380112233, 5420657, 2500.5],
    ]
    read = read_master_file(MasterKind.CUSTOMERS, workbook(tmp_path / "c.xlsx", rows))
    assert [(fault.field, fault.code) for fault in read.faults] == [("siren", "siren.invalid")]
    rows[1][4] = None
    (row,) = read_master_file(MasterKind.CUSTOMERS, workbook(tmp_path / "d.xlsx", rows)).rows
    assert (row.record.code, row.record.postcode, row.record.phone) == ("1001", "01000", "0380112233")
    assert row.record.credit_limit == 250050


def test_columns_that_were_settled_once_are_remembered_by_name(empty, tmp_path):
    content = "Identifiant;Appellation;Divers\nC1;Dupont;note\n"
    path = text(tmp_path / "c.csv", content)
    with pytest.raises(DomainError) as error:
        empty.master_imports.run(MasterKind.CUSTOMERS, path)
    assert error.value.code == "import.columns_missing"
    mapping = {"code": "Identifiant", "name": "Appellation", "note": "Divers", "no_such_field": "Divers"}
    done = empty.master_imports.run(MasterKind.CUSTOMERS, path, mapping=mapping, name="ancien logiciel")
    assert (done.accepted, done.mapping) == (1, {"code": "Identifiant", "name": "Appellation", "note": "Divers"})
    assert empty.master_imports.remembered(MasterKind.CUSTOMERS, "ancien logiciel") == done.mapping
    again = empty.master_imports.preview(MasterKind.CUSTOMERS, path, name="ancien logiciel")
    assert [row.record.note for row in again.rows] == ["note"]
    other = {"code": "Identifiant", "name": "Appellation"}
    empty.master_imports.run(MasterKind.CUSTOMERS, path, mapping=other, name="ancien logiciel")
    assert empty.master_imports.remembered(MasterKind.CUSTOMERS, "ancien logiciel") == other


def test_addresses_and_codes_name_the_customer_and_the_product_that_is_missing(loaded, tmp_path):
    path = text(tmp_path / "a.csv", "Code client;Libellé;Adresse 1\nC00001;Dépôt;1 rue A\nZZZ;Dépôt;1 rue A\n")
    assert faults(loaded.master_imports.run(MasterKind.ADDRESSES, path)) == [(3, "customer", "customer.not_found")]
    path = text(tmp_path / "b.csv", "Code client;Code chez le client;Code article\nC00001;X;ZZZ\nC00001;Y;EPS-1001\n")
    result = loaded.master_imports.run(MasterKind.CUSTOMER_CODES, path, skip_bad=True)
    assert (faults(result), result.accepted) == ([(2, "product", "product.not_found")], 1)


def test_a_price_row_says_what_it_lacks(loaded, tmp_path):
    path = text(
        tmp_path / "p.csv",
        "Type;Code tarif;Client;Catégorie;Article;Famille;À partir de;Prix HT;Remise %;Prix net;Début;Fin\n"
        "CONTRAT;;;;EPS-1001;;;1,50;;O;;\n"
        "LISTE;;;;EPS-1001;;;1,50;;O;;\n"
        "PROMOTION;;;;;;;;5;;;\n"
        "REMISE FAMILLE;;C00001;;;EPS;;;5+2;;;\n"
        "CADEAU;;;;EPS-1001;;;1;;;;\n"
        ";;;;EPS-1001;;;1;;;;\n"
        "BASE;;;;EPS-1001;;;1,99;;;;\n"
        "CONTRAT;;C00001;;EPS-1001;;;1,50;;peut-être;01/12/2026;01/11/2026\n",
    )
    result = loaded.master_imports.run(MasterKind.PRICES, path, skip_bad=True)
    assert faults(result) == [
        (2, "customer", "import.missing_value"),
        (3, "price_list", "import.missing_value"),
        (4, "family", "import.missing_value"),
        (5, "discounts", "import.one_discount"),
        (6, "type", "import.unknown_word"),
        (7, "type", "import.missing_value"),
        (9, "net", "import.not_yes_or_no"),
        (9, "end", "import.ends_before_start"),
    ]
    assert loaded.products.show("EPS-1001").data.price == Decimal("1.99")


def test_counted_stock_is_set_and_blank_rows_were_not_counted(loaded, tmp_path):
    path = text(tmp_path / "s.csv", "Article;Quantité\nEPS-1001;200\nEPS-1002;\nZZZ;5\nEPS-1003;-1\nEPS-1001;3\n")
    result = loaded.master_imports.run(MasterKind.STOCK, path, skip_bad=True)
    assert faults(result) == [
        (4, "product", "product.not_found"),
        (5, "quantity", "import.negative"),
        (6, "code", "import.code_twice"),
    ]
    assert loaded.products.show("EPS-1001").data.stock == 200
    assert loaded.products.show("EPS-1002").data.stock == 792


def test_expected_receipts_are_announced(loaded, tmp_path):
    path = text(
        tmp_path / "r.csv",
        "Référence;Quantité attendue;Date prévue;Réf fournisseur\nEPS-1004;50;05/12/2026;F-1\nEPS-1004;0;;\n",
    )
    result = loaded.master_imports.run(MasterKind.RECEIPTS, path, skip_bad=True)
    assert faults(result) == [(3, "quantity", "import.not_positive"), (3, "due", "import.missing_value")]
    assert query(loaded, "SELECT quantity, due, supplier_reference FROM expected_receipt") == [
        (500000, "2026-12-05", "F-1")
    ]


def test_credit_notes_of_the_former_program_are_taken_over_with_either_sign(loaded, tmp_path):
    path = text(
        tmp_path / "a.csv",
        "N° avoir;Client;Date;Montant TTC;Reste à imputer\nAV2026000007;C00001;01/10/2026;120,00;100,00\n"
        "AV2026000008;C00001;02/10/2026;-50;\nAV2026000009;C00001;02/10/2026;10;20\nAV2026000010;C00001;02/12/2026;10;\n",
    )
    result = loaded.master_imports.run(MasterKind.CREDITS, path, skip_bad=True)
    assert faults(result) == [
        (4, "open_amount", "import.open_above_amount"),
        (5, "date", "date.in_future"),
    ]
    rows = query(loaded, "SELECT amount, open_amount FROM open_item WHERE document_number LIKE 'AV%' ORDER BY id")
    assert rows == [(-12000, -10000), (-5000, -5000)]
    assert one(loaded, "SELECT last_number FROM number_series WHERE series = 'credit_note'") == 8


def test_open_orders_are_taken_over_confirmed_with_what_is_left(loaded, tmp_path):
    path = text(
        tmp_path / "o.csv",
        "N° commande;Code client;Date;Référence client;Date confirmée;Référence;Qté commandée;Qté livrée;PU HT;"
        "Poste client\n"
        "CDE2026000041;C00001;02/11/2026;PO-1;05/12/2026;EPS-1001;24;12;1,90;10\n"
        "CDE2026000041;C00001;02/11/2026;PO-1;05/12/2026;EPS-1002;6;6;2,85;20\n"
        "CDE2026000042;C00002;03/11/2026;;;EPS-1003;5;0;;\n"
        "CDE2026000043;C00001;;;;EPS-1003;5;;;\n"
        "CDE2026000043;C00002;;;;EPS-1003;5;;;\n"
        "CDE2026000044;C00001;;;;EPS-1003;5;9;;\n"
        "CDE2026000045;C00001;;;;EPS-1003;2;2;;\n",
    )
    result = loaded.master_imports.run(MasterKind.OPEN_ORDERS, path, skip_bad=True)
    assert faults(result) == [(5, "customer", "import.two_customers"), (7, "quantity", "import.negative")]
    assert result.accepted == 4
    orders = query(loaded, "SELECT number, state, customer_reference, order_date FROM sales_order ORDER BY number")
    assert orders == [
        ("CDE2026000041", "confirmed", "PO-1", "2026-11-02"),
        ("CDE2026000042", "confirmed", None, "2026-11-03"),
    ]
    lines = query(
        loaded, "SELECT quantity, unit_price, promised, reserved, customer_line_no FROM order_line ORDER BY id"
    )
    assert lines[0] == (120000, 1900000, "2026-12-05", 120000, "10")
    assert len(lines) == 2
    assert one(loaded, "SELECT last_number FROM number_series WHERE series = 'order'") == 42
    again = loaded.master_imports.run(MasterKind.OPEN_ORDERS, path)
    assert (2, "number", "import.number_taken") in faults(again)
    command = loaded.orders
    assert command.check(1) is not None


def open_orders(path, *rows):
    """Write a file of one line an order: number, product, quantity."""
    lines = [f"{number};C00001;02/11/2026;{product};{quantity}" for number, product, quantity in rows]
    return text(path, "\n".join(["N° commande;Code client;Date;Référence;Qté commandée", *lines, ""]))


def test_orders_taken_over_together_share_what_is_in_stock_in_the_order_of_their_numbers(loaded, tmp_path):
    code, physical = query(
        loaded, "SELECT code, physical FROM product JOIN product_stock ON product_id = id WHERE physical > 0 LIMIT 1"
    )[0]
    there = physical // 10_000
    path = open_orders(tmp_path / "o.csv", ("B2", code, there), ("B1", code, there - 1), ("B3", code, 1))
    assert loaded.master_imports.run(MasterKind.OPEN_ORDERS, path).written
    kept = query(
        loaded, "SELECT number, reserved / 10000 FROM order_line JOIN sales_order ON order_id = sales_order.id"
    )
    assert dict(tuple(row) for row in kept) == {"B1": there - 1, "B2": 1, "B3": 0}
    assert one(loaded, "SELECT sum(quantity) / 10000 FROM reservation") == there
    assert one(loaded, "SELECT count(*) FROM audit_entry WHERE table_name = 'sales_order'") == 3
    assert one(loaded, "SELECT count(*) FROM order_intake") == 3


def test_products_that_never_moved_may_be_in_several_orders(loaded, tmp_path):
    loaded.products.create(ProductData("NEUF", "Nouveau", Decimal(20), Decimal(5)))
    path = open_orders(tmp_path / "o.csv", ("N1", "NEUF", 1), ("N2", "NEUF", 2))
    assert loaded.master_imports.run(MasterKind.OPEN_ORDERS, path).written
    assert one(loaded, "SELECT count(*) FROM product_stock JOIN product ON id = product_id WHERE code = 'NEUF'") == 1


def test_an_import_that_is_stopped_writes_nothing_and_tells_how_far_it_came(loaded, tmp_path):
    path = open_orders(tmp_path / "o.csv", *((f"S{n:03d}", "EPS-1001", 1) for n in range(250)))
    steps = []

    def told(step):
        steps.append(step)
        if step.done >= 220:
            progress.cancel()

    ticks = itertools.count()
    progress = Progress(told, clock=lambda: next(ticks))
    with pytest.raises(Cancelled):
        loaded.master_imports.run(MasterKind.OPEN_ORDERS, path, progress=progress)
    assert (steps[0].done, steps[-1].done, steps[-1].total) == (0, 220, 250)
    assert [one(loaded, f"SELECT count(*) FROM {table}") for table in ("sales_order", "reservation")] == [0, 0]
    assert loaded.master_imports.run(MasterKind.OPEN_ORDERS, path).accepted == 250


def test_every_required_column_is_a_column():
    for kind, fields in REQUIRED.items():
        assert set(fields) <= COLUMNS[kind].keys()


def test_the_date_of_the_former_program_holds_the_next_invoice_back(loaded):
    from adv_desktop.models.enums import Series
    from adv_desktop.services import numbering

    with pytest.raises(DomainError) as error, loaded.store.write() as session:
        numbering.take(session, Series.INVOICE, dt.date(2026, 10, 12))
    assert error.value.code == "number.date_backwards"


def test_products_sold_by_weight_come_in_with_their_average_and_tolerance(empty, tmp_path):
    path = tmp_path / "articles.csv"
    path.write_text(
        "Code article;Désignation;Prix de vente HT;TVA %;Poids moyen;Poids variable;Tolérance de poids %\n"
        "COMTE;Comté 18 mois;18,90;5,5;3,2;oui;10\n",
        encoding="utf-8",
    )
    assert empty.master_imports.run(MasterKind.PRODUCTS, path).accepted == 1
    data = empty.products.show("COMTE").data
    assert (data.catch_weight, data.weight_kg, data.weight_tolerance) == (True, Decimal("3.2"), Decimal(10))
