"""Payment terms: what people write, the due dates to the day, the shares to the cent, the legal ceiling."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.payment_terms import BuyerKind, TermMode, label, over_ceiling, parse

COLUMNS = [
    "30 j net", "45 j net", "60 j net", "30 j FM", "FM + 30 j", "45 j FM (A)", "FM + 45 j (B)", "30 j FM le 15",
    "60 j FM", "1 mois FM",
]  # fmt: skip
DUE_DATES = """
2026-01-15 2026-02-14 2026-03-01 2026-03-16 2026-02-28 2026-03-02 2026-03-31 2026-03-17 2026-03-15 2026-03-31 2026-02-28
2026-02-28 2026-03-30 2026-04-14 2026-04-29 2026-03-31 2026-03-30 2026-04-30 2026-04-14 2026-04-15 2026-04-30 2026-03-31
2026-11-24 2026-12-24 2027-01-08 2027-01-23 2026-12-31 2026-12-30 2027-01-31 2027-01-14 2027-01-15 2027-01-31 2026-12-31
2026-12-15 2027-01-14 2027-01-29 2027-02-13 2027-01-31 2027-01-30 2027-01-31 2027-02-14 2027-02-15 2027-02-28 2027-01-31
2028-01-15 2028-02-14 2028-02-29 2028-03-15 2028-02-29 2028-03-01 2028-02-29 2028-03-16 2028-03-15 2028-03-31 2028-02-29
"""
CASES = [
    (terms, *row.split()[:1], due)
    for row in DUE_DATES.strip().splitlines()
    for terms, due in zip(COLUMNS, row.split()[1:], strict=True)
]


@pytest.mark.parametrize(("terms", "invoice_date", "due"), CASES)
def test_the_due_date_of_one_instalment(terms, invoice_date, due):
    (instalment,) = parse(terms).due_dates(date.fromisoformat(invoice_date), 128602)
    assert (instalment.due.isoformat(), instalment.minor) == (due, 128602)


@pytest.mark.parametrize(
    ("text", "mode", "days", "day_of_month"),
    [
        ("30 jours fin de mois", "J_FM", 30, None), ("30 jours fin de mois le 10", "J_FM", 30, 10),
        ("30 jours nets", "NET", 30, None), ("45 jours fin de mois", "J_FM", 45, None),
        ("45 jours fin de mois le 15", "J_FM", 45, 15), ("45 jours date de facture", "NET", 45, None),
        ("60 jours nets", "NET", 60, None), ("comptant", "NET", 0, None),
        ("30 % à la commande, solde à 30 jours", "DEPOSIT_30", 30, None), ("Fin de mois + 45 jours", "FM_J", 45, None),
        ("Paiement à la commande", "PREPAID", 0, None), ("30J FDM LE 10", "J_FM", 30, 10),
        ("  À  RÉCEPTION ", "NET", 0, None), ("à réception de facture", "NET", 0, None),
        ("sous 8 jours", "NET", 8, None),
        ("30 jours", "NET", 30, None), ("45j FM", "J_FM", 45, None), ("fin de mois 30 jours", "FM_J", 30, None),
        ("FM+45j", "FM_J", 45, None), ("2 mois fin de mois", "MOIS_FM", 2, None), ("net 30", "NET", 30, None),
        ("30 days", "NET", 30, None), ("30 days net", "NET", 30, None), ("Net 60 days", "NET", 60, None),
        ("45 days from invoice date", "NET", 45, None), ("30 days end of month", "J_FM", 30, None),
        ("30 days EOM on the 10th", "J_FM", 30, 10), ("end of month + 45 days", "FM_J", 45, None),
        ("1 month end of month", "MOIS_FM", 1, None), ("due on receipt", "NET", 0, None), ("cash", "NET", 0, None),
        ("payment with order", "PREPAID", 0, None), ("30% with order, balance 30 days", "DEPOSIT_30", 30, None),
        ("30/60/90 jours", "INSTALMENTS", 90, None), ("30/60 jours fin de mois", "INSTALMENTS", 60, None),
        ("3 fois", "INSTALMENTS", 90, None), ("4 fois tous les 15 jours", "INSTALMENTS", 60, None),
        ("3 times every 30 days", "INSTALMENTS", 90, None), ("30 jours fin de mois.", "J_FM", 30, None),
        ("solde à la livraison", None, None, None), ("30 jours date de livraison", "NET", 30, None),
    ],
)  # fmt: skip
def test_terms_are_read_as_people_write_them(text, mode, days, day_of_month):
    if mode is None:
        with pytest.raises(DomainError, match=r"terms\.unknown"):
            parse(text)
        return
    summary = parse(text).summary
    assert (summary.mode, summary.days, summary.day_of_month) == (mode, days, day_of_month)


@pytest.mark.parametrize(
    "text",
    [
        "", "quand il voudra", "30", "jours", "1000 jours", "-5 jours", "30 jours fin de mois le 32", "90/60/30 jours",
        "60 % à la commande, 60 % à 30 jours", "30 % à la commande", "30 % à 30 jours, solde", "1 fois", "99 fois",
        "30 % à la commande, n'importe quoi", "0 % à la commande, solde à 30 jours", "30/60 jours le 45",
        "solde à 30 jours, 30 % à la commande",
    ],
)  # fmt: skip
def test_unknown_terms_are_refused(text):
    with pytest.raises(DomainError) as refused:
        parse(text)
    assert refused.value.code == "terms.unknown"


def dues(text, minor=128602, on=date(2026, 11, 24)):
    return [(part.due.isoformat(), part.minor) for part in parse(text).due_dates(on, minor)]


def test_equal_parts_give_the_last_cent_to_the_last():
    assert dues("30/60/90 jours") == [("2026-12-24", 42867), ("2027-01-23", 42867), ("2027-02-22", 42868)]
    assert dues("3 fois tous les 30 jours") == dues("30/60/90 jours")
    assert [minor for _, minor in dues("3 fois")] == [42867, 42867, 42868]


def test_a_deposit_then_the_rest():
    assert dues("30 % à la commande, solde à 30 jours", 1200000) == [("2026-11-24", 360000), ("2026-12-24", 840000)]
    terms = parse("30 % à la commande, solde à 30 jours")
    assert (terms.deposit_percent, terms.prepaid, parse("comptant").prepaid) == (Decimal(30), False, False)
    assert label(terms.after_deposit()) == "30 jours nets"
    assert parse("comptant").after_deposit() == parse("comptant")


def test_three_parts_and_decimal_percents():
    text = "33,5 % à la commande, 33.5 % à 30 jours FM le 10 et solde à 60 jours"
    assert [minor for _, minor in dues(text, 10001)] == [3350, 3350, 3301]
    assert dues("50 % à 30 jours, 50 % à 60 jours", 101) == [("2026-12-24", 51), ("2027-01-23", 50)]
    left = parse("40 % à la commande, 30 % à 30 jours, solde à 60 jours").after_deposit()
    assert [part.minor for part in left.due_dates(date(2026, 11, 24), 6000)] == [3000, 3000]


def test_delivery_terms_count_from_the_delivery_when_it_is_known():
    terms = parse("30 jours date de livraison")
    assert terms.due_dates(date(2026, 11, 24), 1, delivery_date=date(2026, 11, 20))[0].due == date(2026, 12, 20)
    assert terms.due_dates(date(2026, 11, 24), 1)[0].due == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("text", "invoice_date", "facts", "warned"),
    [
        ("60 jours nets", "2026-11-24", {}, False), ("61 jours nets", "2026-11-24", {}, True),
        ("60 jours fin de mois", "2026-11-24", {}, True), ("45 jours fin de mois", "2026-12-17", {}, False),
        ("fin de mois + 45 jours", "2026-12-01", {}, False), ("30 jours fin de mois le 15", "2026-01-15", {}, False),
        ("45 jours fin de mois le 15", "2026-12-01", {}, True), ("30 jours fin de mois", "2026-12-02", {}, False),
        ("46 jours nets", "2026-11-24", {"summary_invoice": True}, True),
        ("45 jours nets", "2026-11-24", {"summary_invoice": True}, False),
        ("45 jours fin de mois", "2026-11-30", {"summary_invoice": True}, True),
        ("45 jours nets", "2026-11-24", {"buyer": BuyerKind.PUBLIC}, True),
        ("45 jours nets", "2026-11-24", {"buyer": BuyerKind.HOSPITAL}, False),
        ("51 jours nets", "2026-11-24", {"buyer": BuyerKind.HOSPITAL}, True),
        ("31 jours nets", "2026-11-24", {"transport": True}, True),
        ("30/60/90 jours", "2026-11-24", {}, True), ("paiement à la commande", "2026-11-24", {}, False),
    ],
)  # fmt: skip
def test_the_legal_ceiling(text, invoice_date, facts, warned):
    warning = over_ceiling(parse(text), date.fromisoformat(invoice_date), **facts)
    assert (warning is not None) is warned


def test_the_warning_names_the_last_due_date_and_the_limit():
    warning = over_ceiling(parse("30/60/90 jours"), date(2026, 11, 24))
    assert (warning.due, warning.ceiling, warning.days) == (date(2027, 2, 22), date(2027, 1, 23), 60)


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("30j FDM le 10", "30 jours fin de mois le 10", "30 days end of month on the 10"),
        ("fm 45 j", "fin de mois + 45 jours", "end of month + 45 days"),
        ("1 mois FM", "1 mois fin de mois", "1 month end of month"),
        ("a reception", "comptant", "due on receipt"),
        ("prepaid", "paiement à la commande", "payment with order"),
        ("12,5% a la commande, solde comptant", "12,5 % à la commande, solde comptant",
         "12.5 % with order, balance due on receipt"),
        ("3 fois", "30/60/90 jours", "30/60/90 days"),
        ("30/60 j FM", "30/60 jours fin de mois", "30/60 days end of month"),
        ("1 jour", "1 jour net", "1 day net"),
        ("20 % à 30 jours, solde à la livraison", "20 % à 30 jours nets, solde à la livraison",
         "20 % 30 days net, balance on delivery"),
    ],
)  # fmt: skip
def test_the_normal_form(text, french, english):
    assert (label(parse(text)), label(parse(text), "en")) == (french, english)


MOMENTS = st.one_of(
    st.integers(0, 120).map(lambda n: f"{n} jours"),
    st.tuples(st.integers(0, 120), st.integers(1, 31)).map(lambda pair: f"{pair[0]} j FM le {pair[1]}"),
    st.integers(0, 120).map(lambda n: f"FM + {n} j"),
    st.integers(1, 12).map(lambda n: f"{n} mois FM"),
    st.just("comptant"),
)
SHARED = st.lists(st.tuples(st.integers(1, 24), MOMENTS), min_size=1, max_size=3).flatmap(
    lambda parts: MOMENTS.map(
        lambda last: ", ".join([f"{percent} % à {moment}" for percent, moment in parts] + [f"solde à {last}"]).replace(
            "à comptant", "comptant"
        )
    )
)
TEXTS = st.one_of(MOMENTS, SHARED, st.integers(2, 12).map(lambda n: f"{n} fois"))


@given(TEXTS, st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 10**9))
def test_every_amount_is_shared_to_the_cent_and_never_due_before_the_invoice(text, on, minor):
    parts = parse(text).due_dates(on, minor)
    assert sum(part.minor for part in parts) == minor
    assert all(part.due >= on for part in parts)


@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_the_normal_form_reads_back(text, language):
    terms = parse(text)
    assert parse(label(terms, language)) == terms


def test_every_mode_has_its_word():
    assert {mode.value for mode in TermMode} == {"NET", "J_FM", "FM_J", "MOIS_FM"}


def test_terms_in_a_language_that_is_not_spoken_read_as_english():
    assert label(parse("30 jours nets"), "de") == "30 days net"
