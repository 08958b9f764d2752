"""The papers of exports: what they say, what they lack, and never another amount than the invoice's."""

import io
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest

from adv_desktop.models.enums import DeliveryState, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.customs import ExportReason
from adv_desktop.models.rules.packing import PackedGoods
from adv_desktop.models.rules.totals import Freight
from adv_desktop.services import export_papers, shipments
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.export_papers import ExportPaper, PaperSet
from adv_desktop.services.order_commands import ExchangeRate, NewLine
from adv_desktop.services.parcels import Parcel
from adv_desktop.services.shipments import Gap
from tests.support.company import TODAY, confirmed, invoiced, product, shipped

SWISS = CustomerData(
    "CH", "Alpenkäse AG", terms="30 jours nets", country="CH", vat_regime=VatRegime.EXPORT, line1="Bahnhofstrasse 3",
    postcode="8001", town="Zürich", language="fr", incoterm="DAP Zürich", eori="CH1234567890", carrier="Alpes Transit",
)  # fmt: skip


@pytest.fixture
def abroad(services):
    """A Swiss customer and two products with all that customs ask."""
    services.customers.create(SWISS)
    whole = replace(product("P7", "12.50", stock="500"), cn8="22042198", origin="FR", weight_kg=Decimal("1.3"))
    services.products.create(whole)
    services.products.create(replace(whole, code="P8", label="Moutarde", cn8="21033090", weight_kg=Decimal("0.2")))
    record = services.company.show()
    identity = replace(record.identity, eori="FR 732 829 320 00074")
    services.company.update(record.version, as_new(record, identity))
    return services


def as_new(record, identity):
    from adv_desktop.services.company import NewCompany

    return NewCompany(identity, record.banks, {}, None)


def text(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\u202f", " ")
    finally:
        document.close()


def paper(services, delivery_id, kind, reason=ExportReason.SALE):
    return text(services.export_papers.pdf(PaperSet((delivery_id,), (kind,), reason)))


def prepared(services, *lines, parcels=(), **header):
    order = confirmed(services, *lines, customer="CH", **header)
    delivery_id = services.deliveries.prepare(DeliverOrders((order.id,)))[0].id
    if parcels:
        services.parcels.record(delivery_id, 1, list(parcels))
    return delivery_id


def goods(quantity, code="P7", **more):
    return NewLine(Decimal(quantity), code, **more)


def test_a_commercial_invoice_says_codes_origins_weights_terms_and_numbers(abroad):
    delivery_id = prepared(abroad, goods(10), goods(24, "P8"), parcels=[Parcel(Decimal(20), 60, 40, 30)])
    said = paper(abroad, delivery_id, ExportPaper.COMMERCIAL_INVOICE)
    for part in (
        "FACTURE COMMERCIALE", "22042198", "21033090", "DAP Zürich, Incoterms® 2020", "FR73282932000074",
        "CH1234567890", "Motif de l'exportation : Vente", "Suisse", "13,0", "4,8", "17,8", "20,0 kg", "425,00",
        "article 262, I du CGI",
    ):  # fmt: skip
        assert part in said, part


def test_its_amounts_are_those_of_the_invoice_that_follows(abroad):
    delivery_id = prepared(abroad, goods(10), freight=Freight(3500, None))
    with abroad.store.read() as session:
        before = shipments.of_delivery(session, delivery_id).money
        version = delivery_by_id(session, delivery_id).version
    abroad.deliveries.ship(delivery_id, version)
    number = invoiced(abroad, delivery_id)
    with abroad.store.read() as session:
        after = shipments.of_delivery(session, delivery_id)
    assert (before.lines, before.freight, before.net) == (12500, 3500, 16000)
    assert after.money == before
    assert number in paper(abroad, delivery_id, ExportPaper.COMMERCIAL_INVOICE)


def test_the_invoice_and_the_pro_forma_name_the_incoterm_with_its_edition(abroad):
    order = confirmed(abroad, goods(2), customer="CH")
    assert "DAP Zürich, Incoterms® 2020" in text(abroad.proformas.of_order(order.id).pdf)


def test_what_is_given_has_a_value_for_customs_that_is_not_invoiced(abroad):
    delivery_id = prepared(
        abroad,
        goods(12),
        goods(1, unit_price=Decimal(0), free_reason="free_promotion"),
        currency="CHF",
        exchange_rate=ExchangeRate(Decimal("0.5"), TODAY, "BCE"),
    )
    with abroad.store.read() as session:
        shipment = shipments.of_delivery(session, delivery_id)
    sold, given = shipment.goods
    assert (sold.free, given.free, given.amount, given.price) == (False, True, 2500, Decimal(25))
    said = paper(abroad, delivery_id, ExportPaper.COMMERCIAL_INVOICE, ExportReason.SAMPLE)
    assert "Gratuit – valeur pour la douane seulement" in said
    assert "Échantillons" in said
    assert f"{shipment.money.net // 100 + 25},00" in said


def test_a_packing_list_says_of_each_parcel_what_it_holds_and_what_was_not_told(abroad):
    held = (
        Parcel(Decimal("8.5"), 60, 40, 30, packing="Carton", contents=(PackedGoods("P7", Decimal(6)),)),
        Parcel(Decimal(4), packing="Carton", contents=(PackedGoods("P7", Decimal(2)), PackedGoods("P8", Decimal(24)))),
    )
    delivery_id = prepared(abroad, goods(10), goods(24, "P8"), parcels=held)
    said = paper(abroad, delivery_id, ExportPaper.PACKING_LIST)
    assert "Colis 1/2 · Carton · 60 × 40 × 30 cm · net 7,8 kg · brut 8,5 kg" in said
    assert "Colis 2/2 · Carton · net 7,4 kg · brut 4,0 kg" in said
    assert "Marchandises dont le colis n'est pas indiqué" in said
    note = paper_of_note(abroad, delivery_id)
    assert "P7 × 2, P8 × 24" in note


def paper_of_note(services, delivery_id):
    from adv_desktop.services import documents
    from adv_desktop.services.printing.deliveries import delivery_note_content

    with services.store.read() as session:
        return text(documents.pdf_bytes(delivery_note_content(session, delivery_by_id(session, delivery_id))))


def test_one_parcel_holds_everything_without_a_word(abroad):
    delivery_id = prepared(abroad, goods(10), goods(24, "P8"), parcels=[Parcel(Decimal(20))])
    said = paper(abroad, delivery_id, ExportPaper.PACKING_LIST)
    assert "Colis 1/1" in said
    assert "n'est pas indiqué" not in said


def test_parcels_never_hold_what_does_not_leave(abroad):
    delivery_id = prepared(abroad, goods(10))
    with pytest.raises(DomainError, match=r"parcel\.content_over"):
        abroad.parcels.record(delivery_id, 1, [Parcel(contents=(PackedGoods("P7", Decimal(11)),))])


def test_the_cmr_note_groups_the_goods_by_code_and_says_who_pays_the_carriage(abroad):
    delivery_id = prepared(abroad, goods(10), goods(24, "P8"), goods(2, "P8"), parcels=[Parcel(Decimal(20))])
    said = paper(abroad, delivery_id, ExportPaper.CMR)
    for part in ("CMR – DONNÉES", "Alpenkäse AG", "Alpes Transit", "22042198", "21033090", "net 5,2 kg", "Franco"):
        assert part in said, part
    assert said.count("21033090") == 1


def test_what_is_missing_is_named_with_the_record_to_fill(abroad):
    abroad.customers.create(replace(SWISS, code="GB", country="GB", incoterm="DAP", eori=None, carrier=None))
    order = confirmed(abroad, NewLine(Decimal(1), "P1"), customer="GB")
    delivery_id = abroad.deliveries.prepare(DeliverOrders((order.id,)))[0].id
    lacks = abroad.export_papers.lacks([delivery_id])
    assert {lack.gap for lack in lacks} == {
        Gap.EORI, Gap.CN8, Gap.ORIGIN, Gap.WEIGHT, Gap.PLACE, Gap.PARCELS, Gap.GROSS_WEIGHT, Gap.CARRIER,
    }  # fmt: skip
    assert "Code douanier (NC8) manquant pour P1 : le donner dans l'article." in [
        one.replace("\u00a0", " ") for one in export_papers.told(lacks)
    ]


def test_a_delivery_that_lacks_nothing_says_so_and_a_cancelled_one_has_no_papers(abroad):
    delivery_id = prepared(abroad, goods(10), parcels=[Parcel(Decimal(20))])
    assert abroad.export_papers.lacks([delivery_id]) == ()
    with abroad.store.read() as session:
        delivery = delivery_by_id(session, delivery_id)
        assert delivery.state is DeliveryState.TO_PREPARE
        version = delivery.version
    abroad.deliveries.cancel(delivery_id, version)
    with pytest.raises(DomainError, match=r"delivery\.cancelled_paper"):
        abroad.export_papers.pdf(PaperSet((delivery_id,)))


def test_papers_of_several_deliveries_make_one_file_and_asking_for_none_is_refused(abroad):
    ids = tuple(shipped(abroad, confirmed(abroad, goods(1), customer="CH").id) for _ in range(2))
    assert text(abroad.export_papers.pdf(PaperSet(ids))).count("LISTE DE COLISAGE") >= 2
    with pytest.raises(DomainError, match=r"export\.no_paper"):
        abroad.export_papers.pdf(PaperSet(ids, ()))


@pytest.mark.parametrize("eori", ["FR73282932000075", "1234", "GB" + "1" * 16, "FRÉ"])
def test_a_number_of_the_customs_is_checked(abroad, eori):
    with pytest.raises(DomainError, match=r"eori\.invalid"):
        abroad.customers.create(replace(SWISS, code="X", eori=eori))


def test_a_customs_code_has_eight_digits_and_a_factor_wants_its_unit(abroad):
    with pytest.raises(DomainError, match=r"cn8\.invalid"):
        abroad.products.create(replace(product("P9", "1"), cn8="2204"))
    with pytest.raises(DomainError, match=r"product\.supplementary_unit"):
        abroad.products.create(replace(product("P9", "1"), supplementary_factor=Decimal(2)))
