"""Printed documents, read back from their bytes."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pdfplumber
import pikepdf
import pytest

from adv_desktop.models.enums import InvoiceType, LineKind, PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.services import documents
from adv_desktop.services.documents.content import DeliveryLine, Line, Reference, References
from adv_desktop.services.documents.payment import epc_payload
from tests.documents import examples


def pages(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text().replace("\u202f", " ").replace("\xa0", " ") for page in pdf.pages]


def test_an_invoice_prints_every_mention_amount_and_date_on_one_page():
    (text,) = pages(documents.pdf_bytes(examples.invoice()))
    for words in (
        "FACTURE", "N° FA2026000841", "24/11/2026", "18/11/2026", "31/01/2027", "SIREN 434 926 119", "FR38434926119",
        "VR-26-0871 du 05/11/2026", "CDE2026001142 du 06/11/2026", "Livraison de biens", "BL2026000955 du 18/11/2026",
        "10 + 5", "11,286", "270,86", "2 602,16 €", "−52,05 €", "1 809,58 €", "41,51", "210,97", "2 062,06 €",
        "FA2026000774 du 09/11/2026", "−883,74 TTC", "RF45FA2026000841", "FR76 3000 3000 7112 0005 0001 2345 79",
        "Indemnité forfaitaire", "article L441-10", "SAS au capital de 150 000,00 €", "RCS Dijon 573 319 126",
        "SIRET 573 319 126 00013", "Page 1/1",
    ):  # fmt: skip
        assert words in text, words


def test_an_invoice_speaks_the_customers_language():
    (text,) = pages(documents.pdf_bytes(examples.invoice("en")))
    for words in ("INVOICE", "24 Nov 2026", "€2,062.06", "Net amount", "Amount due", "Page 1/1", "5.5%"):
        assert words in text, words
    assert "Montant HT" not in text


@pytest.mark.parametrize(("count", "fewest"), [(30, 2), (260, 8)])
def test_totals_are_carried_from_page_to_page_and_each_page_counts(count: int, fewest: int):
    data = examples.long_invoice(count)
    texts = pages(documents.pdf_bytes(data))
    assert len(texts) >= fewest
    for number, text in enumerate(texts, 1):
        assert f"Page {number}/{len(texts)}" in text
    for before, after in itertools.pairwise(texts):
        if "À reporter" in before:
            amount = before.split("À reporter ")[1].splitlines()[0]
            assert f"Report {amount}" in after
            assert "Désignation" in after
    everything = "\n".join(texts)
    assert all(f"{number * 10} " in everything for number in range(1, count + 1))
    assert "Gratuit" in everything
    assert "DDM 30/06/2027" in everything


def test_the_longest_names_and_figures_stay_inside_the_page():
    content = documents.pdf_bytes(examples.extreme_invoice())
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            assert all(
                char["x0"] >= 39 and char["x1"] <= 556.5 and char["bottom"] < 836
                for char in page.chars
                if char["text"] != " "
            )
    everything = " ".join(" ".join(pages(content)).split())
    assert "9 999 999,999999" in everything
    assert "119 999 999 999,98 €" in everything
    assert "les 100" in everything


def test_a_row_taller_than_a_page_is_cut_and_loses_no_word():
    words = [f"mot{number:04}" for number in range(1500)]
    long = replace(examples.lines()[0], label=" ".join(words))
    texts = pages(documents.pdf_bytes(replace(examples.invoice(), lines=(long, *examples.lines()))))
    everything = " ".join(texts)
    assert len(texts) > 2
    assert all(word in everything for word in words)


def test_the_same_data_give_the_same_bytes():
    assert documents.pdf_bytes(examples.invoice()) == documents.pdf_bytes(examples.invoice())
    assert documents.pdf_bytes(examples.delivery_note()) == documents.pdf_bytes(examples.delivery_note())


def test_every_font_is_embedded():
    for data in (examples.invoice(), examples.delivery_note(), examples.picking_list(), examples.acknowledgement()):
        with pikepdf.open(io.BytesIO(documents.pdf_bytes(data))) as pdf:
            for page in pdf.pages:
                for font in page.resources.Font.values():
                    assert "/FontFile2" in font.FontDescriptor, font.BaseFont


def test_a_credit_note_names_its_invoice_and_reason_and_asks_no_payment():
    (text,) = pages(documents.pdf_bytes(examples.credit_note()))
    for words in (
        "AVOIR",
        "N° AV2026000017",
        "Avoir sur facture n° FA2026000841 du 24/11/2026",
        "2 bouteilles cassées",
        "71,99 €",
    ):
        assert words in text, words
    assert "IBAN" not in text
    assert "−71,99" not in text


def test_a_credit_note_that_names_no_invoice_is_refused():
    with pytest.raises(DomainError, match=r"document\.credit_without_invoice"):
        documents.pdf_bytes(replace(examples.credit_note(), corrects=()))


def test_a_deposit_invoice_says_on_which_order_it_is():
    (text,) = pages(documents.pdf_bytes(examples.deposit()))
    assert "FACTURE D'ACOMPTE" in text
    assert "Acompte de 30 % sur commande n° CDE2026001142 du 06/11/2026" in text


def test_a_foreign_currency_shows_its_rate_and_the_vat_in_euros():
    (text,) = pages(documents.pdf_bytes(examples.export_invoice()))
    for words in (
        "$1,250.55",
        "1 USD = 1.0853 EUR (ECB, 23 Nov 2026)",
        "Total VAT in euros",
        "€0.00",
        "export",
        "Łódź & Ærø",
    ):
        assert words in text, words


def test_a_company_without_vat_prints_no_vat_column():
    data = replace(examples.invoice(), without_vat=True, deductions=())
    (text,) = pages(documents.pdf_bytes(data))
    assert "5,5 %" not in text
    assert "TVA due" not in text


def test_a_draft_says_so_across_the_page():
    assert "BROUILLON" in documents_text_letters(documents.pdf_bytes(replace(examples.invoice(), number="")))


def documents_text_letters(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join(char["text"] for char in pdf.pages[0].chars)


def test_a_delivery_note_shows_what_is_still_due_and_where_to_write_reserves():
    (text,) = pages(documents.pdf_bytes(examples.delivery_note()))
    for words in (
        "BON DE LIVRAISON", "Qté cdée", "Qté livrée", "Reliquat : 24 EPC-1034, 24 VIN-1054", "27/11/2026",
        "Lot L26-281", "DDM 15/03/2029", "5 lignes, dont 4 livrées", "Réserves du destinataire", "Cachet et signature",
        "hors jours fériés", "article L133-3 du code de commerce", "3 colis", "57,1", "1Z88E4F20077",
    ):  # fmt: skip
        assert words in text, words
    assert "€" not in text.replace("150 000,00 €", "")


def test_an_acknowledgement_points_out_later_dates_and_differences():
    (text,) = pages(documents.pdf_bytes(examples.acknowledgement()))
    for words in (
        "ACCUSÉ DE RÉCEPTION DE COMMANDE", "27/11/2026", "demandée 24/11", "Écarts avec votre bon de commande",
        "14,308 €", "Calendrier de livraison", "S. Perrin", "Virement, 30 jours fin de mois",
    ):  # fmt: skip
        assert words in text, words


def test_a_picking_list_follows_the_shelves():
    (text,) = pages(documents.pdf_bytes(examples.picking_list()))
    places = [text.index(words) for words in ("A-01-2", "A-04-1", "C-12-3", "EMB-1107")]
    assert places == sorted(places)


def test_the_payment_code_carries_the_account_the_amount_and_the_number():
    payment = replace(
        examples.PAYMENT,
        holder="EXEMPLE ADV SARL",
        iban="FR76 3000 6000 0112 3456 7890 189",
        bic="AGRIFRPP",
        reference="",
    )
    start = "BCD\n002\n1\nSCT\nAGRIFRPP\nEXEMPLE ADV SARL\nFR7630006000011234567890189\n"
    assert epc_payload(payment, 128602, "FA2026000123") == start + "EUR1286.02\n\n\nFA2026000123"
    structured = replace(payment, reference="RF31FA2026000123")
    assert epc_payload(structured, 7190, "FA2026000123") == start + "EUR71.90\n\nRF31FA2026000123"


@pytest.mark.parametrize("change", [{"due": 0}, {"due": -500}])
def test_nothing_to_pay_prints_no_code(change: dict[str, int]):
    data = examples.invoice()
    (text,) = pages(documents.pdf_bytes(replace(data, amounts=replace(data.amounts, **change))))
    assert "Payer par QR" not in text


def test_a_direct_debit_names_its_mandate():
    payment = replace(
        examples.PAYMENT, method=PaymentMethod.DIRECT_DEBIT, mandate="M-0042", creditor_id="FR72ZZZ123456"
    )
    text = pages(documents.pdf_bytes(replace(examples.invoice(), payment=payment, mentions=())))[0]
    for words in ("Règlement par prélèvement à échéance du 31/01/2027", "M-0042", "FR72ZZZ123456"):
        assert words in text, words
    assert "Payer par QR" not in text


def test_many_documents_become_one_file_in_order():
    stream = io.BytesIO()
    count = documents.merge(
        [
            documents.pdf_bytes(examples.invoice()),
            documents.pdf_bytes(examples.long_invoice(30)),
            documents.pdf_bytes(examples.credit_note()),
        ],
        stream,
    )
    texts = pages(stream.getvalue())
    assert count == len(texts) == 4
    assert "N° FA2026000841" in texts[0]
    assert "N° AV2026000017" in texts[3]


def test_merging_nothing_is_refused():
    with pytest.raises(DomainError, match=r"document\.nothing_to_print"):
        documents.merge([], io.BytesIO())


def test_a_copy_is_stamped_on_every_page_and_the_issued_bytes_stay():
    issued = documents.pdf_bytes(examples.long_invoice(30))
    kept = bytes(issued)
    note = "Facture impayée pour la somme de 100,00 € (prix net)"
    copy = documents.stamp_duplicate(issued, "fr", note)
    assert issued == kept
    assert all("DUPLICATA" in text and note in text for text in pages(copy))
    assert documents.stamp_duplicate(issued, "fr", note) == copy
    assert "DUPLICATE" in pages(documents.stamp_duplicate(issued, "en"))[0]


def test_an_unreadable_logo_is_refused_with_its_reason():
    data = replace(examples.invoice(), issuer=replace(examples.ISSUER, logo=b"not a picture"))
    with pytest.raises(DomainError, match=r"document\.logo_unreadable"):
        documents.pdf_bytes(data)


def test_a_document_without_logo_strip_or_their_line_numbers_prints():
    line = replace(
        examples.lines()[0],
        customer_line="",
        code="",
        unit="",
        net_price=None,
        discounts=(),
        gross_price=Decimal("2.5"),
    )
    data = replace(
        examples.invoice(), issuer=replace(examples.ISSUER, logo=None, colour="#F2E205"),
        references=examples.References(), nature="", lines=(line,), deductions=(),
        deliver_to=None, payment=None, mentions=(),
    )  # fmt: skip
    (text,) = pages(documents.pdf_bytes(data))
    assert "Moutarde" in text
    assert "V/ligne" not in text


def test_letters_that_the_typeface_lacks_and_control_characters_do_no_harm():
    line = replace(examples.lines()[0], label="Vin\x00 jaune\t日本 \u2009fin\nseconde ligne ﬁn")
    (text,) = pages(documents.pdf_bytes(replace(examples.invoice(), lines=(line,), deductions=())))
    assert "Vin jaune" in text
    assert "seconde ligne" in text


def test_a_pro_forma_says_that_it_is_worth_nothing():
    text = pages(documents.pdf_bytes(replace(examples.invoice(), proforma=True, number="PF2026000003")))[0]
    assert "FACTURE PRO FORMA – document sans valeur comptable ni fiscale" in text
    assert "IBAN" not in text


def test_a_corrected_invoice_names_the_one_it_replaces():
    data = replace(
        examples.invoice(), type=InvoiceType.CORRECTED, corrects=(Reference("FA2026000840", date(2026, 11, 23)),)
    )
    text = pages(documents.pdf_bytes(data))[0]
    assert "FACTURE RECTIFICATIVE" in text
    assert "Cette facture annule et remplace la facture n° FA2026000840 du 23/11/2026" in text


def test_titles_subtotals_fixed_discount_prepaid_rounding_and_period_are_printed():
    rows = (
        Line("Épicerie", kind=LineKind.TITLE),
        examples.lines()[0],
        Line("", kind=LineKind.SUBTOTAL, net=23621),
        Line("Frais administratifs", net=0),
    )
    amounts = replace(examples.AMOUNTS, discount_percent=None, prepaid=100_00, rounding=-1)
    period = (date(2026, 11, 1), date(2026, 11, 30))
    data = replace(examples.invoice(), lines=rows, amounts=amounts, period=period, comment="Merci de votre confiance.")
    text = pages(documents.pdf_bytes(data))[0]
    for words in (
        "Épicerie", "Sous-total 236,21", "Remise −52,05 €", "au prorata des bases", "Acomptes déjà versés −100,00 €",
        "Arrondi −0,01 €", "01/11/2026 – 30/11/2026", "Merci de votre confiance.",
    ):  # fmt: skip
        assert words in text, words


def test_a_deposit_of_an_amount_needs_no_percent():
    text = pages(documents.pdf_bytes(replace(examples.deposit(), deposit_percent=None)))[0]
    assert "Acompte sur commande n° CDE2026001142 du 06/11/2026" in text


def test_a_line_without_a_confirmed_day_says_so():
    data = examples.acknowledgement()
    waiting = replace(data.lines[0], confirmed_on=None)
    text = pages(
        documents.pdf_bytes(replace(data, lines=(waiting, *data.lines[1:]), revision=2, references=References()))
    )[0]
    assert "à confirmer" in text
    assert "ARC rectificatif n° 2" in text


def test_a_delivery_note_without_parcel_list_says_their_number_and_weight():
    data = examples.delivery_note()
    rows = (
        DeliveryLine("Palette 1", kind=LineKind.TITLE),
        DeliveryLine("Fragile", kind=LineKind.COMMENT),
        replace(data.lines[0], free=True, detail="pot de verre"),
        *(replace(line, code=f"X-{number}") for number, line in enumerate(data.lines * 4)),
    )
    data = replace(data, lines=rows, parcels=(), parcel_count=4, gross_kg=Decimal("57.1"), comment="Livrer avant midi.")
    text = pages(documents.pdf_bytes(data))
    everything = "\n".join(text)
    for words in (
        "Palette 1",
        "Fragile",
        "Gratuit",
        "pot de verre",
        "4 colis · poids brut 57,1 kg",
        "autres lignes",
        "avant midi",
    ):
        assert words in everything, words


def test_an_acknowledgement_asks_to_check_differences_only_where_there_are_some():
    data = examples.acknowledgement()
    assert "Merci de vérifier les écarts" in pages(documents.pdf_bytes(data))[0]
    assert "Merci de vérifier les écarts" not in pages(documents.pdf_bytes(replace(data, differences=())))[0]


def test_what_reaches_us_is_broken_between_its_parts():
    issuer = replace(examples.ISSUER, website="www.gout-retrouve-beaune.example")
    text = pages(documents.pdf_bytes(replace(examples.invoice(), issuer=issuer)))[0]
    assert "adv@goutretrouve.example ·" not in text
    assert "www.gout-retrouve-beaune.example" in text
