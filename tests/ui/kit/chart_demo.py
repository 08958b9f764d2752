"""The six charts of the dashboards, with made-up figures."""

from adv_desktop.ui.format import formats
from adv_desktop.ui.widgets.chart_data import (
    BarLineData,
    Bars,
    Line,
    LinesData,
    ParetoData,
    RankData,
    RankRow,
    StackData,
)
from adv_desktop.ui.widgets.charts import ChartCard

MONTHS = list("DJFMAMJJASON")
KEYS = [f"2026-{month:02}" for month in range(1, 13)]
SALES = [268, 142, 138, 158, 176, 170, 182, 149, 112, 178, 198, 171.4]
BEFORE = [252, 135, 140, 155, 165, 172, 170, 145, 108, 172, 185, 215]
BUDGET = [262, 140, 140, 156, 170, 172, 178, 150, 115, 174, 196, 225]


def thousands(value):
    return f"{round(value)} k€"


def percent(value):
    return f"{value:.1f} %".replace(".", ",")


def whole_percent(value):
    return f"{value:g} %"


SALES_BY_MONTH = BarLineData(
    MONTHS,
    KEYS,
    [Bars("N-1", BEFORE, "s2", [f"2025{key[4:]}" for key in KEYS]), Bars("N", SALES, "s1")],
    [Line("Budget", BUDGET, "s3", dashed=True)],
    thousands,
)
INTAKE = BarLineData(
    [f"{name} 26" for name in "déc. janv. févr. mars avr. mai juin juil. août sept. oct. nov.".split()],
    KEYS,
    [Bars("Prises de commandes", SALES, "s4"), Bars("CA", BEFORE, "s1")],
    [Line("Carnet", [205, 180, 176, 183, 182, 180, 184, 165, 176, 195, 218, None], "s5")],
    thousands,
)
SERVICE = LinesData(
    MONTHS,
    KEYS,
    [
        Line("OTIF", [93.1, 95.2, 95.8, 94.6, 95.5, 96.1, 94.9, 93.8, 92.7, 94.1, 95, 94.2], "s1"),
        Line("OTD-1", [94.8, 96.4, 96.8, 96, 96.4, 97.1, 96.2, 95.3, 94.6, 95.6, 96.3, 94.3], "s4"),
        Line("Objectif 95 %", [95] * 12, "s6", dashed=True),
    ],
    percent,
)
AGEING = RankData(
    [
        RankRow("0", "Non échu", 188420.15, formats().money(18842015), "s1"),
        RankRow("30", "1–30 j", 41306.72, formats().money(4130672), "s7"),
        RankRow("60", "31–60 j", 14882.40, formats().money(1488240), "s3"),
        RankRow("90", "61–90 j", 6120.08, formats().money(612008), "s6"),
        RankRow("more", "> 90 j", 3074.40, formats().money(307440), "s6"),
        RankRow("dispute", "En litige", 1274.80, formats().money(127480), "s5"),
    ]
)
CAUSES = ParetoData(
    [
        ("broken", "Casse transport", 11),
        ("quantity", "Quantité livrée", 7),
        ("price", "Prix facturé", 5),
        ("late", "Retard", 4),
        ("mistake", "Erreur d'article", 3),
        ("document", "Document", 2),
        ("quality", "Qualité", 1),
    ]
)
EXPOSURE = StackData(
    ["Volcans Restauration", "Les Halles de la Bresse", "Feinkost Großmann"],
    [25, 3, 12],
    [
        Bars("Factures", [8200, 6100, 4000], "s1"),
        Bars("Livré non facturé", [2400, 500, 0], "s4"),
        Bars("Carnet", [4200, 900, 2000], "s2"),
    ],
    ["14 800 €", "7 500 €", "6 000 €"],
)


def cards():
    made = []
    for title, sub, data in (
        ("Chiffre d'affaires facturé HT", "12 mois glissants, avoirs déduits, hors acomptes", SALES_BY_MONTH),
        ("Prises de commandes et carnet", "par mois de l'événement, carnet en fin de mois", INTAKE),
        ("Taux de service", "lignes dues, 1re date promise", SERVICE),
        ("Balance âgée", "par échéance, au 24/11/2026 · total 277 718,55 € TTC", AGEING),
        ("Causes de réclamation", "12 mois, 33 réclamations closes · cumul en %", CAUSES),
        ("Encours", "par client", EXPOSURE),
    ):
        card = ChartCard(title, sub)
        card.show_chart(data)
        made.append(card)
    return made
