"""Numbers and dates as people write them."""

import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.dates import find_dates, parse_date
from adv_desktop.services.imports.heading import order_number, vat_numbers
from adv_desktop.services.imports.numbers import (
    decimal_mark,
    parse_number,
    parse_percents,
    parse_price,
    parse_quantity,
)
from adv_desktop.services.imports.words import fold, normal
from adv_desktop.services.units import match_unit, unit_code

AROUND = dt.date(2026, 11, 17)


@pytest.mark.parametrize(
    ("written", "value", "unit", "pack"),
    [
        ("12", "12", "", None),
        (" 15 ", "15", "", None),
        ("1 00", "100", "", None),
        ("1\u202f234,5 kg", "1234.5", "kg", None),
        ("1\u00a0234", "1234", "", None),
        ("24 pcs", "24", "pcs", None),
        ("2 cartons de 12", "2", "cartons", 12),
        ("12,5 m", "12.5", "m", None),
        ("10 m²", "10", "m²", None),
        ("x 24", "24", "", None),
        ("24x", "24", "", None),
        ("3 Stk.", "3", "Stk.", None),
        ("-6", "-6", "", None),
        ("− 6", "-6", "", None),
        ("5-", "-5", "", None),
        ("(5)", "-5", "", None),
        ("+3", "3", "", None),
        ("1.234,50", "1234.50", "", None),
        ("1,234.50", "1234.50", "", None),
        ("1'234.50", "1234.50", "", None),
        ("1.234.567", "1234567", "", None),
        ("999999999999999999", "999999999999999999", "", None),
    ],
)
def test_a_quantity_is_read_with_its_unit(written, value, unit, pack):
    read = parse_quantity(written)
    assert (read.value, read.unit, read.pack) == (Decimal(value), unit, pack)


@pytest.mark.parametrize(
    "written",
    ["", "NaN", "inf", "-Infinity", "dix", "٣", "1e3", "1.234.5", "1,2,3", "12 x 6", "1/2", "½", "0x10", "--5"],
)
def test_what_is_no_number_is_refused(written):
    with pytest.raises(DomainError) as error:
        parse_quantity(written)
    assert error.value.code == "not_a_number"


@pytest.mark.parametrize(
    ("written", "value", "base", "currency"),
    [
        ("12,50 €", "12.50", 1, "EUR"),
        ("2,57\u202f€ HT", "2.57", 1, "EUR"),
        ("EUR 3.20", "3.20", 1, "EUR"),
        ("12,40 € / 100", "12.40", 100, "EUR"),
        ("12,40 le cent", "12.40", 100, ""),
        ("5 €/mille", "5", 1000, "EUR"),
        ("12,40 €/100 pcs", "12.40", 100, "EUR"),
        ("4,20 €/pièce", "4.20", 1, "EUR"),
        ("$9.90", "9.90", 1, "USD"),
        ("1\u202f689,55 €", "1689.55", 1, "EUR"),
    ],
)
def test_a_price_is_read_with_its_base_and_currency(written, value, base, currency):
    read = parse_price(written)
    assert (read.value, read.base, read.currency) == (Decimal(value), base, currency)


@pytest.mark.parametrize(
    ("written", "percents"),
    [("5,00", "5"), ("5 %", "5"), ("10+5", "10 5"), ("10 % puis 5 %", "10 5"), ("-5%", "5"), ("0", ""), ("", "")],
)
def test_discounts_are_read_as_a_cascade(written, percents):
    assert parse_percents(written) == tuple(map(Decimal, percents.split()))


def test_the_decimal_mark_of_a_file_settles_what_one_number_leaves_open():
    assert decimal_mark(["12", "1,92", "2,85"]) == ","
    assert decimal_mark(["1.92", "1,200"]) == "."
    assert decimal_mark(["1.234,50"]) == ","
    assert decimal_mark(["1,92", "1.92"]) == ""
    assert parse_number("1,200", ".") == 1200
    assert parse_number("1.200", ",") == 1200
    assert parse_number("1.200") == Decimal("1.200")
    assert parse_number("2.5", ",") == Decimal("2.5")


@given(st.decimals(min_value=0, max_value=10**7, places=3))
def test_every_french_writing_of_a_number_reads_back(value):
    written = f"{value:,.3f}".replace(",", "\u202f").replace(".", ",")
    assert parse_number(written, ",") == value


@given(st.text(max_size=30))
def test_no_text_makes_the_readers_fail_otherwise_than_by_refusal(text):
    for read in (parse_number, parse_quantity, parse_price, parse_percents, parse_date):
        with contextlib.suppress(DomainError):
            read(text)
    list(find_dates(text, AROUND))
    order_number(text)
    list(vat_numbers(text))
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Beaune, le mardi 17 novembre 2026", "2026-11-17"),
        ("19/11/2026", "2026-11-19"),
        ("19.11.26", "2026-11-19"),
        ("2026-11-18T10:00:00", "2026-11-18"),
        ("POUR LE 19/11 !!!", "2026-11-19"),
        ("le 5 mai", "2027-05-05"),
        ("1er mars 2026", "2026-03-01"),
        ("10 déc. 2026", "2026-12-10"),
        ("10-déc-26", "2026-12-10"),
        ("December 10, 2026", "2026-12-10"),
        ("10th of December 2026", "2026-12-10"),
        ("10. Dezember 2026", "2026-12-10"),
        ("12/25/2026", "2026-12-25"),
        ("jeudi 10 décembre 2026 avant 9 h", "2026-12-10"),
    ],
)
def test_a_date_is_found(written, day):
    assert [found.day.isoformat() for found in find_dates(written, AROUND)] == [day]


@pytest.mark.parametrize("written", ["31/02/2026", "458/26", "03 80 00 00 21", "12/2026/45", "9 h", "1812-06-24"])
def test_what_is_no_date_is_not_found(written):
    assert list(find_dates(written, AROUND)) == []


def test_a_cell_holds_one_date_or_none():
    assert parse_date("20261120") == dt.date(2026, 11, 20)
    assert parse_date("mardi 17/11/2026") == dt.date(2026, 11, 17)
    for written in ("semaine 50", "17/11/2026 ou 18/11/2026", "19/11", "20261350"):
        with pytest.raises(DomainError):
            parse_date(written)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("BON DE COMMANDE n° 458/26", "458/26"),
        ("Commande d'achat n° VR-2026/00981 du 19/11/2026", "VR-2026/00981"),
        ("Purchase Order: PO-2026-0042", "PO-2026-0042"),
        ("Order PO 4711", "4711"),
        ("Bestellung Nr. 4500012876 – Feinkost", "4500012876"),
        ("N° de commande : 12", "12"),
        ("BC n°: 2026-118", "2026-118"),
        ("Commande n° 20261117 du 17/11/26", "20261117"),
        ("Commande du 17/11/2026", ""),
        ("Commande 12/11/2026", ""),
        ("commande de 5 articles", ""),
        ("Commande 5 positions", ""),
        ("Nos conditions de commande", ""),
    ],
)
def test_an_order_number_is_told_from_dates_and_counts(line, number):
    assert order_number(line) == number


def test_vat_numbers_are_found_by_their_check_digits():
    assert list(vat_numbers("TVA FR 44 589 042 340 - USt-IdNr. DE762777294")) == ["FR44589042340", "DE762777294"]
    assert list(vat_numbers("DE 12, FR44589042341")) == []


@pytest.mark.parametrize(
    ("written", "ours", "written_pack", "product_pack", "factor", "differs", "known"),
    [
        ("", "C62", None, "6", "1", False, True),
        ("pièces", "C62", None, "6", "1", False, True),
        ("EA", "C62", None, "6", "1", False, True),
        ("bt", "C62", None, "6", "1", False, True),
        ("kg", "KGM", None, "1", "1", False, True),
        ("g", "KGM", None, "1", "0.001", True, True),
        ("cl", "LTR", None, "1", "0.01", True, True),
        ("ctn", "C62", 12, "6", "12", True, True),
        ("carton", "C62", None, "6", "6", True, True),
        ("carton", "C62", None, "1", "1", True, False),
        ("boîte", "C62", 24, "1", "24", True, True),
        ("dz", "C62", None, "1", "12", True, True),
        ("kg", "C62", None, "1", "1", True, False),
        ("pièce", "KGM", None, "1", "1", True, False),
        ("bidule", "C62", None, "1", "1", True, False),
    ],
)
def test_their_unit_is_said_in_ours(written, ours, written_pack, product_pack, factor, differs, known):
    match = match_unit(written, ours, written_pack, Decimal(product_pack))
    assert (match.factor, match.differs, match.known) == (Decimal(factor), differs, known)


def test_unit_words_have_their_code():
    assert [unit_code(word) for word in ("kg", "mètre", "litres", "bt", "H87", "", "bidule")] == [
        "KGM",
        "MTR",
        "LTR",
        "C62",
        "H87",
        "C62",
        "C62",
    ]


def test_words_are_compared_without_case_accents_and_signs():
    assert normal("  N° d'Œuvre\u00a0: ÉTÉ ") == normal("n° d’oeuvre ete") == "n d oeuvre ete"
    assert fold("Été – 1\u202f000") == "ete - 1 000"
