"""A month to export in tests: the demo company's November."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from adv_desktop.services.exports import report_data as data
from adv_desktop.services.exports.report_data import Indicator, Share, Unit

SALES = (270, 141, 139, 158, 172, 170, 183, 151, 113, 177, 200, 171)
PREVIOUS = (252, 135, 140, 151, 161, 169, 171, 146, 108, 165, 184, 215)
INTAKE = (231, 140, 146, 162, 178, 167, 188, 129, 132, 189, 227, 189)
BACKLOG = (205, 180, 176, 184, 183, 181, 188, 166, 178, 196, 218, 184)
OTIF = ("93.1", "95.2", "95.8", "94.6", "95.5", "96.1", "94.9", "93.8", "92.7", "94.1", "95", "94.2")
OTD = ("94.8", "96.4", "96.9", "96", "96.4", "97.1", "96.2", "95.3", "94.6", "95.7", "96.3", "95.7")
MONTHS = tuple(
    data.Month(
        date(2025 if number == 0 else 2026, (11 + number) % 12 + 1, 1),
        sales=SALES[number] * 100_000,
        sales_previous=PREVIOUS[number] * 100_000,
        budget=(SALES[number] - 4) * 100_000,
        order_intake=INTAKE[number] * 100_000,
        backlog=BACKLOG[number] * 100_000,
        otif=Decimal(OTIF[number]),
        otd=Decimal(OTD[number]),
    )
    for number in range(12)
)


def indicators() -> tuple[Indicator, ...]:
    """Return thirteen indicators of every unit, in both directions."""
    money, percent = Unit.MONEY, Unit.PERCENT
    d = "Σ des lignes de factures émises − Σ des lignes d'avoirs émis, après remises, hors acomptes."
    return (
        Indicator(
            "sales_net",
            "Chiffre d'affaires facturé",
            money,
            d,
            17140218,
            16754856,
            19125000,
            176930218,
            169294856,
            20000000,
        ),
        Indicator(
            "order_intake",
            "Prises de commandes",
            money,
            d,
            18891560,
            17805429,
            19500000,
            181381560,
            174231045,
            22700000,
        ),
        Indicator("backlog", "Carnet de commandes", money, d, 18423050, 17611800, trend=21800000),
        Indicator("backlog_late", "Carnet en retard", money, d, 743000, 911200, better=-1, trend=900000),
        Indicator(
            "otif",
            "Taux de service (OTIF)",
            percent,
            d,
            Decimal("94.2"),
            Decimal("93.6"),
            Decimal(95),
            Decimal("94.6"),
            Decimal("93.8"),
            Decimal(95),
        ),
        Indicator(
            "otd",
            "Ponctualité, 1re date promise (OTD-1)",
            percent,
            d,
            Decimal("95.7"),
            Decimal("95.1"),
            Decimal("96.5"),
            Decimal(96),
            Decimal("95.4"),
            Decimal("96.3"),
        ),
        Indicator(
            "credit_rate",
            "Taux d'avoirs",
            percent,
            d,
            Decimal("1.4"),
            Decimal("1.7"),
            Decimal("1.5"),
            Decimal("1.7"),
            Decimal("1.8"),
            Decimal("1.6"),
            better=-1,
        ),
        Indicator("receipts", "Encaissements", money, d, 19877000, 18200000),
        Indicator("dso", "DSO (délai moyen de paiement)", Unit.DAYS, d, 36, 39, 38, better=-1, trend=37),
        Indicator(
            "delivered_not_invoiced", "Livré non facturé", money, d, 730642, 912030, 800000, better=-1, trend=800000
        ),
        Indicator("ageing_over", "Échu de plus de 90 jours", money, d, 310000, None, better=-1, trend=310000),
        Indicator("claims_open", "Réclamations ouvertes", Unit.COUNT, d, 11, 14, better=-1, trend=12),
        Indicator("invoices", "Factures émises", Unit.COUNT, d, 412, 398),
    )


def orders(count: int) -> tuple[data.OrderRow, ...]:
    """Return order lines; the second one carries texts that look like formulas."""
    return tuple(
        data.OrderRow(
            number=f"CDE20260011{number:02}",
            line=str(number + 1),
            ordered_on=date(2026, 11, 1 + number % 24),
            customer_code="C00025",
            customer='=HYPERLINK("http://example";"x")' if number == 1 else "Volcans Restauration",
            customer_reference="+33 4" if number == 1 else f"VR-{number}",
            product_code="00123" if number == 0 else "EPS-1002",
            label="Moutarde à l'ancienne de Bourgogne 200 g",
            quantity=Decimal("48.5"),
            unit="pce",
            net_price=Decimal("2.4605"),
            net=11933,
            delivered=Decimal(40),
            backorder=Decimal("8.5"),
            backorder_net=2091,
            state="Partiellement livrée",
            requested_on=date(2026, 11, 20),
            promised_on=date(2026, 11, 27),
            vat_rate=Decimal("5.5"),
        )
        for number in range(count)
    )


def report(language: str = "fr", rows: int = 30) -> data.MonthlyReport:
    """Return the month of November 2026."""
    return data.MonthlyReport(
        language=language,
        company="L'Atelier du Goût Retrouvé & Cie",
        month=date(2026, 11, 1),
        closed_at=datetime(2026, 11, 24, 17, 5, tzinfo=UTC),
        indicators=indicators(),
        months=MONTHS,
        punctuality_target=Decimal(95),
        ageing_bars=tuple(
            Share(*bar)
            for bar in (
                ("Non échu", 18840000),
                ("1–30 j", 4130000),
                ("31–60 j", 1490000),
                ("61–90 j", 610000),
                ("> 90 j", 310000),
                ("En litige", 130000),
            )
        ),
        top_customers=tuple(
            Share(*bar)
            for bar in (
                ("Les Halles de la Bresse", 2480000),
                ("Distri'Est Frais", 2130000),
                ("Volcans Restauration", 830000),
                ("Feinkost Großmann", 740000),
                ("Bergamote & Cie", 690000),
                ("Cathédrale Cadeaux", 610000),
                ("Le Cellier Rémois", 550000),
                ("Calisson Royal", 470000),
            )
        ),
        claim_causes=tuple(
            Share(*bar)
            for bar in (
                ("Casse transport", 11),
                ("Quantité livrée", 7),
                ("Prix facturé", 5),
                ("Retard", 4),
                ("Erreur d'article", 3),
                ("Document", 2),
            )
        ),
        highlights=(
            "Prises de commandes +6,1 % : coffrets de fin d'année.",
            "Rupture de vinaigre de cassis 25 cl jusqu'au 08/12.",
        ),
        decisions=("Casse transport : changer l'emballage des verres ?",),
        note="Comparaison avec octobre, contrôles et détail : feuilles suivantes.",
        orders=orders(rows),
        deliveries=(
            data.DeliveryRow(
                "BL2026000955",
                "1",
                date(2026, 11, 18),
                "C00025",
                "Volcans Restauration",
                "Cuisine centrale",
                "CDE2026001142",
                "VR-26-0871",
                "EPS-1002",
                "Moutarde",
                Decimal(96),
                "pce",
                23621,
                "Expédiée",
                days_late=3,
            ),
        ),
        invoices=(
            data.InvoiceRow(
                "FA2026000841",
                "1",
                date(2026, 11, 24),
                "Facture",
                "C00025",
                "Volcans Restauration",
                "CDE2026001142",
                "BL2026000955",
                "VR-26-0871",
                "EPS-1002",
                "Moutarde",
                Decimal(96),
                "pce",
                Decimal("2.4605"),
                23621,
                Decimal("5.5"),
                1299,
                date(2027, 1, 31),
                "Validée",
                turnover=23621,
            ),
            data.InvoiceRow(
                "AV2026000017",
                "1",
                date(2026, 11, 24),
                "Avoir",
                "C00025",
                "Volcans Restauration",
                "",
                "",
                "",
                "VIN-1054",
                "Crème de cassis",
                Decimal(-2),
                "pce",
                Decimal("29.997"),
                -5999,
                Decimal(20),
                -1200,
                None,
                "À imputer",
                turnover=-5999,
                reason="Retour",
            ),
        ),
        payments=(
            data.PaymentRow(
                "REG2026000101",
                date(2026, 11, 16),
                "C00025",
                "Volcans Restauration",
                "Virement",
                "VIR 4471",
                88374,
                "FA2026000774",
                88374,
                date(2026, 11, 30),
                -14,
                "Affecté",
            ),
        ),
        claims=(
            data.ClaimRow(
                "REC2026000031",
                date(2026, 11, 20),
                "C00019",
                "Bergamote & Cie",
                "Casse",
                "Normale",
                "BL2026000955 ligne 3",
                "2 bouteilles cassées",
                7199,
                "En cours",
                date(2026, 11, 27),
                cause="Casse transport",
            ),
        ),
        ageing=(
            data.AgeingRow(
                "C00025",
                "Volcans Restauration",
                350000,
                200000,
                100000,
                50000,
                0,
                0,
                unallocated=-2500,
                credit_limit=1800000,
            ),
        ),
        late=(
            data.LateRow(
                "CDE2026001100",
                "VR-1",
                "C00025",
                "Volcans Restauration",
                "EPS-1002",
                "Moutarde",
                Decimal("8.5"),
                "pce",
                2091,
                date(2026, 11, 18),
                date(2026, 11, 18),
                date(2026, 11, 20),
                4,
                "rupture",
            ),
        ),
        not_invoiced=(
            data.NotInvoicedRow(
                "BL2026000960", date(2026, 11, 20), "C00019", "Bergamote & Cie", "CDE2026001150", 73064, 4
            ),
        ),
        checks=(
            data.CheckRow("CA = Σ des lignes de factures", "171 402,18", "171 402,18", right=True),
            data.CheckRow("Numérotation continue", "412", "411", right=False),
        ),
    )
