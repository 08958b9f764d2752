"""The reference tables of a new database."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import database
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules import payment_terms
from adv_desktop.models.settings import Country, InterestRate, Mention, PaymentTermsChoice, Reason, Unit, VatRateRow
from adv_desktop.models.values import Money
from adv_desktop.services import reference
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    path = tmp_path_factory.mktemp("reference") / "new.db"
    database.create(path)
    store = Store(path, Clock())
    with store.write("test.fill") as writing:
        reference.fill(writing)
    with store.read() as reading:
        yield reading
    store.close()


def rates(session: Session, territory: str, on: dt.date) -> list[Decimal]:
    return [rate.rate for rate in reference.rates_on(session, territory, on)]


def test_the_rates_of_each_territory(session):
    assert rates(session, "metropole", TODAY) == [Decimal(text) for text in ("20", "10", "5.5", "2.1")]
    assert rates(session, "corsica", TODAY) == [Decimal(text) for text in ("20", "13", "10", "2.1", "0.9")]
    for overseas in ("guadeloupe", "martinique", "reunion"):
        assert rates(session, overseas, TODAY) == [Decimal(text) for text in ("8.5", "2.1", "1.75", "1.05")]
    assert rates(session, "guyane", TODAY) == []


def test_a_change_of_rate_happens_overnight(session):
    assert Decimal("19.6") in rates(session, "metropole", dt.date(2013, 12, 31))
    assert rates(session, "metropole", dt.date(2014, 1, 1))[:2] == [Decimal(20), Decimal(10)]
    assert rates(session, "metropole", dt.date(2000, 3, 31))[0] == Decimal("20.6")


def test_every_label_of_a_rate_can_be_translated(session):
    assert set(session.scalars(sa.select(VatRateRow.label))) == set(reference.RATE_LABELS)


def test_a_mandatory_sentence_is_printed_word_for_word(session):
    assert reference.mention(session, "indemnity40", "fr", TODAY) == (
        "Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €."
    )
    assert reference.mention(session, "escompte.none", "fr", TODAY) == "Escompte pour paiement anticipé : néant."


def test_a_sentence_follows_the_law_of_its_day(session):
    assert reference.mention(session, "franchise", "fr", dt.date(2028, 6, 30)) == (
        "TVA non applicable, article 293 B du CGI"
    )
    assert "L. 223-3" in reference.mention(session, "franchise", "fr", dt.date(2028, 7, 1))


def test_the_facts_of_a_sentence_are_written_in_its_language(session):
    facts = {"rate": Decimal("1.5"), "date": dt.date(2026, 12, 1)}
    assert "Escompte de 1,5 % pour tout règlement reçu avant le 01/12/2026." in reference.mention(
        session, "escompte.rate", "fr", TODAY, **facts
    )
    assert "Discount of 1.5 % for any payment received before 1 Dec 2026." in reference.mention(
        session, "escompte.rate", "de", TODAY, **facts
    )
    assert reference.mention(session, "ecopart", "en", TODAY, amount=Money(120)) == (
        "Including eco-contribution: €1.20 net"
    )


def test_an_unknown_sentence_or_day_is_refused(session):
    for key, day in (("no_such_key", TODAY), ("franchise", dt.date(1999, 12, 31))):
        with pytest.raises(DomainError) as refused:
            reference.mention(session, key, "fr", day)
        assert refused.value.code == "mention.missing"
        assert refused.value.facts["key"] == key


def test_both_languages_have_the_same_sentences_with_the_same_facts(session):
    written: dict[str, dict[tuple[str, dt.date, dt.date | None], set[str]]] = {"fr": {}, "en": {}}
    for row in session.scalars(sa.select(Mention)):
        written[row.language][row.key, row.valid_from, row.valid_to] = set(re.findall(r"{(\w+)}", row.text))
        assert row.source
    assert written["fr"] == written["en"]


def test_the_periods_of_a_sentence_neither_overlap_nor_leave_a_hole(session):
    rows = session.scalars(sa.select(Mention).order_by(Mention.language, Mention.key, Mention.valid_from)).all()
    assert rows[-1].valid_to is None
    for earlier, later in itertools.pairwise(rows):
        if (earlier.language, earlier.key) == (later.language, later.key):
            assert earlier.valid_to == later.valid_from - dt.timedelta(days=1)
        else:
            assert earlier.valid_to is None


def test_the_penalty_of_the_half_year_is_ten_points_above_the_central_bank(session):
    second_half = session.get_one(InterestRate, "2026-S2")
    assert (second_half.penalty, second_half.legal) == (Decimal("12.4"), Decimal("2.75"))
    assert session.get(InterestRate, "2027-S1") is None


def test_every_proposed_payment_term_is_understood(session):
    texts = session.scalars(sa.select(PaymentTermsChoice.text)).all()
    assert "30 jours fin de mois" in texts
    for text in texts:
        payment_terms.parse(text)


def test_units_are_named_and_pieces_are_known(session):
    assert reference.unit_label(session, "KGM", "fr") == "kilogramme"
    assert reference.unit_label(session, "MTR", "en") == "metre"
    assert reference.unit_label(session, "ZZ9", "fr") == "ZZ9"
    assert set(session.scalars(sa.select(Unit.code).where(Unit.is_piece))) == {"C62", "H87"}


def test_every_country_is_named_and_the_union_has_27_members(session):
    assert session.scalar(sa.select(sa.func.count()).select_from(Country)) == 249
    assert session.scalar(sa.select(sa.func.count()).where(Country.european_union)) == 27
    assert reference.country_name(session, "DE", "fr") == "Allemagne"
    assert reference.country_name(session, "DE", "en") == "Germany"
    assert reference.country_name(session, "XX", "fr") == "XX"


def test_the_reasons_of_a_kind_come_in_order_and_in_the_language_asked(session):
    assert reference.reasons(session, "free_line", "fr") == [
        ("sample", "Échantillon"),
        ("promotion", "Gratuité promotionnelle"),
        ("after_sales", "Service après-vente"),
        ("goodwill", "Geste commercial"),
    ]
    assert len(reference.reasons(session, "residual", "en")) == 11
    assert reference.reasons(session, "no_such_kind", "fr") == []


def test_every_kind_of_reason_that_forms_ask_is_filled(session):
    kinds = set(session.scalars(sa.select(Reason.kind)))
    assert kinds == set(
        "order_cancel close_short on_hold override manual_price credit residual late free_line return "
        "claim_cause claim_service".split()
    )
