"""Documents to print in tests: the demo company's, with one, two or ten pages, plain and extreme."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from adv_desktop.models.enums import InvoiceType, LineKind, PaymentMethod, VatCategory
from adv_desktop.services.documents.content import (
    AcknowledgementData,
    Amounts,
    Deduction,
    DeliveryHeading,
    DeliveryLine,
    DeliveryNoteData,
    Difference,
    Instalment,
    InvoiceData,
    Issuer,
    Line,
    Lot,
    Parcel,
    Party,
    Payment,
    Reference,
    References,
    Step,
    VatRow,
)
from adv_desktop.services.documents.picking_content import PickingLine, PickingListData

LONG_NAME = (
    "Société coopérative agricole et viticole des producteurs réunis de la Haute-Vallée de l'Ouche "
    "et des Hautes-Côtes de Beaune – Groupement d'achats"
)
LONG_LABEL = (
    "Coffret dégustation « Les Hautes-Côtes » : 3 bouteilles de Bourgogne Aligoté 75 cl, 2 moutardes à l'ancienne "
    "200 g, 1 pain d'épices à l'orange tranché 250 g, boîte kraft avec ruban et carte personnalisée "
    "au nom du destinataire"
)
MENTIONS = (
    "Escompte pour paiement anticipé : néant. Indemnité forfaitaire pour frais de recouvrement en cas de retard "
    "de paiement : 40 €.",
    "Tout retard de paiement entraîne de plein droit, dès le jour suivant la date d'échéance et sans qu'un rappel soit "
    "nécessaire, des pénalités de retard calculées au taux appliqué par la Banque centrale européenne à son opération "
    "de refinancement la plus récente majoré de 10 points de pourcentage (article L441-10 du code de commerce).",
    "Clause de réserve de propriété : le vendeur conserve la propriété des biens vendus jusqu'au paiement intégral du "
    "prix (article 2367 du code civil ; loi n° 80-335 du 12 mai 1980).",
)


def logo(size: int = 240) -> bytes:
    """Draw a logo with round corners on a transparent ground."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, size - 1, size - 1), size // 5, fill=(0x7B, 0x1E, 0x3A, 255))
    draw.rectangle((size // 3, size // 3, 2 * size // 3, 2 * size // 3), fill=(255, 255, 255, 230))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


ISSUER = Issuer(
    name="Goût Retrouvé – Beaune",
    legal_name="L'Atelier du Goût Retrouvé",
    address=("6 rue du Faubourg-Saint-Nicolas, Z.A. Les Cerisières", "21200 Beaune, France"),
    siren="573319126",
    siret="57331912600013",
    vat_number="FR47573319126",
    phone="03 80 00 00 21",
    email="adv@goutretrouve.example",
    legal_form="SAS",
    capital=15_000_000,
    registered_office="6 rue du Faubourg-Saint-Nicolas, 21200 Beaune",
    registry_city="Dijon",
    activity_code="46.39B",
    eori="FR57331912600013",
    logo=logo(),
)
BUYER = Party(
    "Volcans Restauration",
    ("88 boulevard Lafayette", "63000 Clermont-Ferrand, France"),
    code="C00025",
    siren="434926119",
    vat_number="FR38434926119",
)
KITCHEN = Party(
    "Volcans Restauration – Cuisine centrale", ("15 rue de l'Éminée, Bât. C", "63100 Clermont-Ferrand", "France")
)
REFERENCES = References(
    customer_order=Reference("VR-26-0871", date(2026, 11, 5)),
    orders=(Reference("CDE2026001142", date(2026, 11, 6)),),
    deliveries=(Reference("BL2026000955"),),
    salesperson="N. Faivre",
)
_ROWS = (
    ("10", "EPS-1002", "Moutarde à l'ancienne de Bourgogne 200 g", "96", "2.59", ("5",), "2.4605", 23621, "5.5"),
    ("20", "HUI-1022", "Huile de noix 25 cl", "48", "5.28", ("5",), "5.016", 24077, "5.5"),
    ("30", "EPC-1034", "Pain d'épices à l'orange tranché 250 g", "48", "3.82", ("5",), "3.629", 17419, "5.5"),
    ("40", "EPS-1014", "Lentilles vertes du Puy 1 kg", "60", "4.28", ("5",), "4.066", 24396, "5.5"),
    ("50", "BOI-1047", "Jus de pomme trouble 75 cl", "72", "2.78", ("5",), "2.641", 19015, "5.5"),
    ("60", "VIN-1054", "Crème de cassis 20° 70 cl", "36", "14.60", ("5",), "13.87", 49932, "20"),
    ("70", "VIN-1056", "Bourgogne Aligoté 75 cl", "60", "9.80", ("5",), "9.31", 55860, "20"),
    ("80", "CON-1041", "Ballotin de chocolats « Cœur noir » 250 g", "24", "13.20", ("10", "5"), "11.286", 27086, "20"),
    ("90", "VAI-1092", "Verre à dégustation 32 cl", "72", "2.75", ("5",), "2.6125", 18810, "20"),
)


def lines() -> tuple[Line, ...]:
    """Return the nine lines of the model invoice."""
    return tuple(
        Line(
            label=label,
            code=code,
            customer_line=number,
            quantity=Decimal(quantity),
            unit="pce",
            gross_price=Decimal(gross),
            discounts=tuple(Decimal(percent) for percent in discounts),
            net_price=Decimal(net_price),
            net=net,
            vat_rate=Decimal(rate),
        )
        for number, code, label, quantity, gross, discounts, net_price, net, rate in _ROWS
    )


PAYMENT = Payment(
    method=PaymentMethod.TRANSFER,
    instalments=(Instalment(date(2027, 1, 31), 206206),),
    terms="45 jours fin de mois à compter de la date de facture",
    holder="L'Atelier du Goût Retrouvé",
    iban="FR7630003000711200050001234579",
    bic="SOGEFRPP",
    bank="Banque de démonstration",
    reference="RF45FA2026000841",
)
AMOUNTS = Amounts(
    lines=260216,
    discount=5205,
    discount_percent=Decimal(2),
    freight=3500,
    deducted=77553,
    net=180958,
    vat=(
        VatRow(VatCategory.STANDARD, Decimal("5.5"), 108528, 75472, 4151, discount=2171, freight=1460, deducted=32345),
        VatRow(VatCategory.STANDARD, Decimal(20), 151688, 105486, 21097, discount=3034, freight=2040, deducted=45208),
    ),
    vat_total=25248,
    gross=206206,
    due=206206,
)


def invoice(language: str = "fr") -> InvoiceData:
    """Return the model invoice: two rates, discount, freight, deposit deducted."""
    heading = DeliveryHeading(
        Reference("BL2026000955", date(2026, 11, 18)), Reference("CDE2026001142"), customer_order="VR-26-0871"
    )
    return InvoiceData(
        language=language,
        issuer=ISSUER,
        type=InvoiceType.INVOICE,
        number="FA2026000841",
        issued_on=date(2026, 11, 24),
        delivered_on=date(2026, 11, 18),
        bill_to=BUYER,
        deliver_to=KITCHEN,
        references=REFERENCES,
        nature="Livraison de biens",
        lines=(heading, *lines()),
        amounts=AMOUNTS,
        deductions=(
            Deduction(
                Reference("FA2026000774", date(2026, 11, 9)),
                77553,
                10821,
                88374,
                percent=Decimal(30),
                order=Reference("CDE2026001142", date(2026, 11, 6)),
                paid_on=date(2026, 11, 16),
            ),
        ),
        payment=PAYMENT,
        mentions=MENTIONS,
    )


def long_invoice(count: int, language: str = "fr") -> InvoiceData:
    """Return an invoice of `count` lines over several delivery notes, with lots, titles and free lines."""
    rows: list[Line | DeliveryHeading] = []
    model = lines()
    for number in range(count):
        if number % 45 == 0:
            rows.append(DeliveryHeading(Reference(f"BL20260009{number // 45:02}", date(2026, 11, 2 + number // 45))))
        line = replace(model[number % len(model)], customer_line=str((number + 1) * 10), discounts=())
        if number % 7 == 3:
            line = replace(line, lots=(Lot(f"L26-{number:03}", date(2027, 6, 30)),), customer_code=f"VOL-{number:05}")
        if number % 13 == 5:
            line = replace(line, label=LONG_LABEL)
        if number % 17 == 6:
            line = replace(line, free=True, net=0)
        rows.append(line)
    rows.append(Line("Les tarifs de décembre vous parviendront avec la prochaine commande.", kind=LineKind.COMMENT))
    reduced = sum(row.net for row in rows if isinstance(row, Line) and row.vat_rate == Decimal("5.5"))
    normal = sum(row.net for row in rows if isinstance(row, Line) and row.vat_rate == Decimal(20))
    vat = (
        VatRow(VatCategory.STANDARD, Decimal(20), normal, normal, normal // 5),
        VatRow(VatCategory.STANDARD, Decimal("5.5"), reduced, reduced, reduced * 55 // 1000),
    )
    total = sum(row.vat for row in vat)
    gross = normal + reduced + total
    amounts = Amounts(normal + reduced, normal + reduced, vat, total, gross, gross)
    instalments = (Instalment(date(2026, 12, 24), gross // 2), Instalment(date(2027, 1, 31), gross - gross // 2))
    return replace(
        invoice(language),
        lines=tuple(rows),
        amounts=amounts,
        deductions=(),
        payment=replace(PAYMENT, instalments=instalments, reference=""),
    )


def extreme_invoice() -> InvoiceData:
    """Return an invoice with the longest names, codes, prices and amounts that the program takes."""
    huge = Line(
        label=LONG_LABEL * 3,
        code="REF-INTERMINABLE-0000000001",
        customer_code="CODE-CLIENT-TRES-LONG-42",
        customer_line="000010",
        quantity=Decimal("9999999.9999"),
        unit="kilogramme",
        gross_price=Decimal("9999999.999999"),
        price_base=Decimal(100),
        discounts=(Decimal("12.5"), Decimal(5), Decimal("2.25")),
        net_price=Decimal("9999998.123456"),
        net=9_999_999_999_999,
        vat_rate=Decimal(20),
        eco_part=123456,
    )
    amounts = Amounts(
        lines=9_999_999_999_999,
        net=9_999_999_999_999,
        vat=(VatRow(VatCategory.STANDARD, Decimal(20), 9_999_999_999_999, 9_999_999_999_999, 1_999_999_999_999),),
        vat_total=1_999_999_999_999,
        gross=11_999_999_999_998,
        due=11_999_999_999_998,
    )
    buyer = replace(
        BUYER,
        name=LONG_NAME,
        address=(
            "1 chemin de l'Abbaye-de-Notre-Dame-de-Bonne-Espérance, bâtiment C3, étage 4, porte de gauche",
            "21190 Saint-Aubin-et-Gamay-les-Hautes-Côtes-de-Beaune Cedex 09, France",
        ),
        attention="Mme Marie-Clémentine de La Rochefoucauld-Montbel, responsable des achats",
    )
    return replace(
        invoice(),
        bill_to=buyer,
        deliver_to=replace(KITCHEN, name=LONG_NAME),
        lines=(huge, *lines()),
        amounts=amounts,
        deductions=(),
        issuer=replace(ISSUER, name=LONG_NAME[:88], legal_name=LONG_NAME),
        payment=replace(PAYMENT, terms=LONG_LABEL[:150], holder=LONG_NAME),
        references=replace(REFERENCES, customer_order=Reference("BC-" + "0123456789-" * 9, date(2026, 11, 5))),
    )


def credit_note() -> InvoiceData:
    """Return a credit note of two pieces of an invoice line (examples of the trade, C1)."""
    line = Line(
        label="Crème de cassis 20° 70 cl",
        code="VIN-1054",
        quantity=Decimal(2),
        unit="pce",
        gross_price=Decimal("33.33"),
        discounts=(Decimal(10),),
        net_price=Decimal("29.997"),
        net=5999,
        vat_rate=Decimal(20),
    )
    row = VatRow(VatCategory.STANDARD, Decimal(20), 5999, 5999, 1200)
    return replace(
        invoice(),
        type=InvoiceType.CREDIT_NOTE,
        number="AV2026000017",
        lines=(line,),
        deductions=(),
        payment=None,
        amounts=Amounts(5999, 5999, (row,), 1200, 7199, 7199),
        corrects=(Reference("FA2026000841", date(2026, 11, 24)),),
        reason="Retour de marchandise, 2 bouteilles cassées",
    )


def deposit() -> InvoiceData:
    """Return a deposit invoice of 30 %."""
    line = Line(
        label="Acompte de 30 % sur marchandises",
        quantity=Decimal(1),
        net_price=Decimal(3000),
        net=300000,
        vat_rate=Decimal(20),
    )
    row = VatRow(VatCategory.STANDARD, Decimal(20), 300000, 300000, 60000)
    return replace(
        invoice(),
        type=InvoiceType.DEPOSIT,
        number="FA2026000774",
        lines=(line,),
        deductions=(),
        deposit_percent=Decimal(30),
        amounts=Amounts(300000, 300000, (row,), 60000, 360000, 360000),
        delivered_on=None,
        deliver_to=None,
    )


def export_invoice() -> InvoiceData:
    """Return an English invoice in dollars without VAT."""
    line = Line(
        label="Dijon mustard 200 g",
        code="EPS-1002",
        quantity=Decimal(5),
        unit="pc",
        net_price=Decimal("250.11"),
        net=125055,
        vat_rate=Decimal(0),
        vat_category=VatCategory.EXPORT,
    )
    row = VatRow(VatCategory.EXPORT, Decimal(0), 125055, 125055, 0)
    amounts = Amounts(
        125055,
        125055,
        (row,),
        0,
        125055,
        125055,
        vat_total_eur=0,
        exchange_rate=Decimal("1.0853"),
        exchange_source="ECB",
        exchange_date=date(2026, 11, 23),
    )
    buyer = Party("Łódź & Ærø Imports Ltd", ("12 Long Acre", "London WC2E 9LP", "United Kingdom"), code="C00031")
    return replace(
        invoice("en"),
        bill_to=buyer,
        deliver_to=None,
        lines=(line,),
        amounts=amounts,
        deductions=(),
        currency="USD",
        nature="Supply of goods",
        references=replace(REFERENCES, incoterm="FCA Beaune (Incoterms® 2020)"),
        payment=replace(PAYMENT, terms="45 days end of month from the invoice date"),
        mentions=("VAT exemption, article 262, I of the French tax code (article 146 of directive 2006/112/EC)",),
    )


SHOP = Party("Bergamote & Cie", ("33 rue Stanislas", "54000 Nancy, France"), code="C00019", siren="381036094")
STORE_ROOM = Party(
    "Bergamote & Cie – réserve du magasin",
    ("33 rue Stanislas, entrée cour", "54000 Nancy, France"),
    note="Réception 8 h – 12 h · 03 83 00 00 19",
)
SHOP_ORDER = References(
    customer_order=Reference("BG-4471", date(2026, 11, 18)),
    orders=(Reference("CDE2026001198", date(2026, 11, 19)),),
    carrier="Geodis Calberson, express",
    tracking="1Z88E4F20077",
    freight_terms="Franco",
)


def delivery_note(language: str = "fr", repeat: int = 1) -> DeliveryNoteData:
    """Return a delivery note with lots, a backorder and parcels."""

    def line(
        number: str,
        code: str,
        theirs: str,
        label: str,
        ordered: int,
        delivered: int,
        parcels: str,
        lot: Lot | None = None,
    ) -> DeliveryLine:
        return DeliveryLine(
            label,
            code=code,
            customer_line=number,
            customer_code=theirs,
            ordered=Decimal(ordered),
            delivered=Decimal(delivered),
            backorder=Decimal(ordered - delivered),
            unit="pce",
            parcels=parcels,
            lots=(lot,) if lot else (),
        )

    rows = (
        line("10", "EPC-1032", "BG-MI250", "Miel d'acacia 250 g", 48, 48, "1", Lot("L26-281", date(2029, 3, 15))),
        line(
            "20",
            "CON-1041",
            "BG-CN250",
            "Ballotin de chocolats « Cœur noir » 250 g",
            36,
            36,
            "2",
            Lot("L26-334", date(2027, 6, 30)),
        ),
        line(
            "30",
            "EPC-1034",
            "BG-PE250",
            "Pain d'épices à l'orange tranché 250 g",
            64,
            40,
            "2",
            Lot("L26-329", date(2027, 2, 10)),
        ),
        line("40", "EMB-1107", "", "Boîte cadeau kraft M", 200, 200, "3"),
        line("50", "VIN-1054", "BG-CC70", "Crème de cassis 20° 70 cl", 24, 0, ""),
    )
    return DeliveryNoteData(
        language=language,
        issuer=ISSUER,
        number="BL2026000967",
        shipped_on=date(2026, 11, 23),
        customer=SHOP,
        deliver_to=STORE_ROOM,
        lines=rows * repeat,
        references=SHOP_ORDER,
        expected_on=date(2026, 11, 24),
        backorder_on=date(2026, 11, 27),
        parcels=(
            Parcel("1", "Carton 60 × 40 × 30", "EPC-1032 × 48", Decimal("19.2"), Decimal("20.6")),
            Parcel("2", "Carton 60 × 40 × 40", "CON-1041 × 36, EPC-1034 × 40", Decimal("21.6"), Decimal("23.1")),
            Parcel("3", "Carton 80 × 60 × 30", "EMB-1107 × 200", Decimal(12), Decimal("13.4")),
        ),
        volume_m3=Decimal("0.31"),
        copy_label="exemplaire 1/2 – destinataire",
        mentions=("Les prix figurent sur la facture.",),
    )


def acknowledgement(language: str = "fr", repeat: int = 1) -> AcknowledgementData:
    """Return an acknowledgement with two late dates, differences and a calendar."""
    asked, later = date(2026, 11, 24), date(2026, 11, 27)
    model = lines()[:5] * repeat
    rows = tuple(
        replace(
            line,
            customer_code=f"BG-{number}",
            requested_on=asked,
            confirmed_on=later if number % 3 == 2 else asked,
            detail="pot 250 g" if number % 2 else "",
        )
        for number, line in enumerate(model)
    )
    net = sum(line.net for line in rows)
    row = VatRow(VatCategory.STANDARD, Decimal("5.5"), net, net, net * 55 // 1000)
    return AcknowledgementData(
        language=language,
        issuer=ISSUER,
        number="CDE2026001198",
        made_at=datetime(2026, 11, 19, 9, 14, tzinfo=UTC),
        received_at=datetime(2026, 11, 19, 8, 52, tzinfo=UTC),
        customer=replace(SHOP, attention="Mme Lefèvre, achats"),
        deliver_to=STORE_ROOM,
        lines=rows,
        amounts=Amounts(net, net, (row,), row.vat, net + row.vat, net + row.vat),
        references=References(
            customer_order=Reference("BG-4471", date(2026, 11, 18)),
            payment_terms="Virement, 30 jours fin de mois",
            shipping_method="Geodis, 1 jour, franco de port",
            partial_deliveries=True,
            salesperson="N. Faivre",
        ),
        remarks=("Franco de port : seuil de 400,00 € HT atteint.", "Prix fermes, tarif EPICERIE du 01/09/2026."),
        differences=(
            Difference("30", "Date", "24/11/2026", "40 le 24/11 et 24 le 27/11", "réapprovisionnement en cours"),
            Difference("50", "Prix net HT", "14,30 €", "14,308 €", "arrondi à 2 décimales de votre bon"),
        ),
        calendar=(
            Step(date(2026, 11, 19), "Commande confirmée", done=True),
            Step(date(2026, 11, 23), "Départ prévu, lot 1"),
            Step(asked, "Livraison : 324 pièces"),
            Step(later, "Livraison : 48 pièces"),
        ),
        contact="S. Perrin, administration des ventes · 03 80 00 00 21 · adv@goutretrouve.example",
        changes_until=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        mentions=(MENTIONS[2],),
    )


def picking_list(repeat: int = 1) -> PickingListData:
    """Return a picking list whose lines are not given in the order of the shelves."""
    rows = (
        PickingLine(
            "Crème de cassis 20° 70 cl",
            "C-12-3",
            "VIN-1054",
            Decimal(24),
            "pce",
            stock=Decimal(96),
            barcode="3760123450016",
        ),
        PickingLine(
            "Miel d'acacia 250 g",
            "A-01-2",
            "EPC-1032",
            Decimal(48),
            "pce",
            stock=Decimal(480),
            lots=(Lot("L26-281", date(2029, 3, 15), Decimal(48)),),
        ),
        PickingLine("Boîte cadeau kraft M", "", "EMB-1107", Decimal(200), "pce"),
        PickingLine(
            "Pain d'épices à l'orange tranché 250 g", "A-04-1", "EPC-1034", Decimal(64), "pce", stock=Decimal(40)
        ),
    )
    return PickingListData(
        language="fr",
        issuer=ISSUER,
        number="BP2026000412",
        made_on=date(2026, 11, 23),
        customer=SHOP,
        deliver_to=STORE_ROOM,
        lines=rows * repeat,
        references=SHOP_ORDER,
        leaves_on=date(2026, 11, 23),
        warehouse="Beaune",
        comment="Client exigeant : palette filmée, hauteur maximale 1,60 m.",
    )
