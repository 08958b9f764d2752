"""Render the whole kit to pictures: `python tests/ui/kit/gallery.py OUTDIR` (light, dark, 200 %)."""

from __future__ import annotations

import os
import sys
from array import array
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from adv_desktop.models.enums import DocumentKind, Severity
from adv_desktop.models.rules.status import OrderLabel
from adv_desktop.paths import resource
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import use
from adv_desktop.ui.labels import label, tone_of
from adv_desktop.ui.runner import InlineRunner
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tables.list_page import ChipSpec, Empty, ListPage, ListSpec
from adv_desktop.ui.tables.query import QueryKey
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, ChipRow, IconLabel, Pill, column, row, text_label
from adv_desktop.ui.widgets.chain import ChainPanel, ChainStrip, Link
from adv_desktop.ui.widgets.checks import Check, ChecksPanel, Fix
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.detail import DetailPane
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit, PriceEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action, NoticeBar
from adv_desktop.ui.widgets.palette import SearchPalette
from adv_desktop.ui.widgets.palette_hits import Hit, HitGroup
from adv_desktop.ui.widgets.picker import Picker
from adv_desktop.ui.widgets.rail import Rail, RailItem
from adv_desktop.ui.widgets.steps import Steps
from adv_desktop.ui.widgets.tile import Tile, TileRow
from adv_desktop.ui.widgets.timeline import Event, Timeline
from adv_desktop.ui.widgets.top_bar import TopBar
from adv_desktop.ui.widgets.totals import TotalRow, TotalsPanel

FR = Formats("fr")
TODAY = date(2026, 11, 24)
STATES = list(OrderLabel)
CUSTOMERS = [
    "Restaurant Le Clos d'Été",
    "Volcans Restauration",
    "Épicerie L'Œil de Bœuf",
    "Distri'Est Frais",
    "Bergamote & Cie",
]


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    number: str
    customer: str
    late: bool
    net: int
    state: OrderLabel


def rows(ids):
    return {
        one: Row(
            one,
            f"CDE{2026000000 + one}",
            CUSTOMERS[one % 5],
            one % 7 == 0,
            one * 7919 % 1_000_000,
            STATES[one % len(STATES)],
        )
        for one in ids
    }


COLUMNS = [
    Column("N°", lambda r: r.number, sort="number", width=140),
    Column("Date", lambda r: "24/11/2026", sort="date", width=100),
    Column("Customer", lambda r: r.customer, width=200),
    Column(
        "Date confirmée",
        lambda r: "20/11/2026" if r.late else "03/12/2026",
        icon=lambda r: "warning" if r.late else None,
        tone=lambda r: Tone.BAD if r.late else None,
        width=130,
    ),
    Column("Montant HT", lambda r: FR.money(r.net), sort="net", right=True, width=120),
    Column("État", lambda r: label(r.state), cell=Cell.PILL, tone=lambda r: tone_of(r.state), width=170),
]
LINES = [
    Column("Code article", lambda r: r[0], width=96, cell=Cell.LINK),
    Column("Désignation", lambda r: r[1], width=160),
    Column("Cdée", lambda r: r[2], right=True, width=60),
    Column(
        "Reliquat", lambda r: r[3], right=True, width=80, tone=lambda r: Tone.WARN if r[3] != "—" else None, bold=True
    ),
    Column("Montant HT", lambda r: r[4], right=True, width=110),
]
RAIL = [
    RailItem("today", "À traiter", "clock"),
    RailItem("orders", "Commandes", "document", 1),
    RailItem("deliveries", "Livraisons", "truck", 1),
    RailItem("invoices", "Factures", "receipt", 1),
    RailItem("payments", "Règlements", "euro", 1),
    RailItem("claims", "Réclamations", "warning", 1),
    RailItem("dashboards", "Tableaux de bord", "chart", 2),
    RailItem("customers", "Clients", "users", 2),
    RailItem("products", "Articles", "box", 2),
    RailItem("settings", "Paramètres", "gear", 3, bottom=True),
]


def list_window():
    window = QWidget()
    rail = Rail(RAIL)
    for key, count in (("today", 42), ("orders", 5), ("deliveries", 6)):
        rail.set_count(key, count)
    rail.select("orders")
    bar = TopBar()
    bar.set_actions(
        [
            Button("Importer une commande…", icon="file"),
            Button("Imprimer", icon="printer"),
            Button("Nouvelle commande", "primary", "plus", "F2"),
        ]
    )
    notices = NoticeBar()
    notices.say(
        "BL2026000031 créé : 3 lignes, 1 reliquat",
        Action("Imprimer", print),
        Action("Annuler cette action", print),
        seconds=0,
    )
    status = QStatusBar()
    spec = ListSpec(
        "orders",
        "Commandes",
        COLUMNS,
        lambda _q: array("q", range(1204, 0, -1)),
        rows,
        "number",
        Empty("Aucune commande", "Saisissez-en une."),
        descending=True,
        chips=[ChipSpec("all", "Toutes"), ChipSpec("late", "En retard"), ChipSpec("mine", "Mes grands comptes")],
        keys=[QueryKey("customer", "Customer"), QueryKey("amount", "montant")],
        summary=lambda _q: "128 commandes  ·  Total HT 412 806,15 €",
    )
    page = ListPage(spec, InlineRunner())
    page.set_chip_counts({"late": 3})
    page.tools.addWidget(Button("Exporter vers Excel", icon="table", small=True))
    page.tiles.set_tiles(
        [
            Tile("À confirmer aujourd'hui", "5", "8 214,30 € HT", icon="document"),
            Tile("En retard de livraison", "3", "dont 1 client non prévenu", tone=Tone.BAD, icon="warning"),
            Tile("Bloquées", "3", "encours 1 · impayé 1 · prix 1", tone=Tone.WARN, icon="blocked"),
            Tile("Carnet de commandes HT", FR.money(18423050), "42 lignes à livrer", icon="calendar"),
        ]
    )
    page.set_detail(detail())
    page.status_changed.connect(status.showMessage)
    right = QVBoxLayout()
    theme().space(right)
    for widget in (bar, notices, page, status):
        right.addWidget(widget, 1 if widget is page else 0)
    both = QHBoxLayout(window)
    theme().space(both)
    both.addWidget(rail)
    both.addLayout(right, 1)
    return window


def detail():
    pane = DetailPane()
    pane.set_header(
        "CDE2026001198", "Partiellement livrée", Tone.WARN, "C00019 · Nancy · V/Réf. BG-4471", "Bergamote & Cie"
    )
    pane.set_tools(
        [Button("", icon="printer", name="Imprimer", small=True), Button("", icon="copy", name="Dupliquer", small=True)]
    )
    pane.set_actions(
        [
            Button("Préparer le reliquat", "soft", "truck", small=True),
            Button("Facturer", icon="receipt", small=True),
            Button("Solder le reliquat…", small=True),
        ]
    )
    pane.set_facts(
        [
            ("Reçue le", "19/11/2026 08:52"),
            ("Date demandée", "24/11/2026"),
            ("Date confirmée", "27/11/2026"),
            ("Commercial", "N. Faivre"),
        ]
    )
    table = RowsTable("Lignes", LINES, stretch=1)
    table.set_rows(
        [
            ("EPC-1032", "Miel d'acacia 250 g", "48", "—", "225,79 €"),
            ("EPC-1034", "Pain d'épices 250 g", "64", "24", "263,42 €"),
            ("VIN-1054", "Crème cassis 70 cl", "24", "24", "343,39 €"),
        ]
    )
    pane.add(table)
    totals = TotalsPanel(3)
    totals.set_rows(
        [
            TotalRow("Total HT", "1 517,82 €", strong=True),
            TotalRow("TVA", "232,63 €"),
            TotalRow("Total TTC", "1 750,45 €", strong=True),
        ]
    )
    pane.add(totals)
    chain = ChainPanel()
    chain.set_links(
        [Link(DocumentKind.ORDER, 1, "DE2026000412", "Accepté", Tone.OK, "Devis · accepté le 18/11")],
        [
            Link(DocumentKind.DELIVERY, 2, "BL2026000967", "Expédiée", Tone.OK, "Livraison · 23/11, 3 colis"),
            Link(DocumentKind.INVOICE, 3, "À valider", "Brouillon", Tone.NEUTRAL, "Facture · de BL2026000967"),
        ],
    )
    pane.add(chain)
    pane.section("Chronologie", Button("Ajouter une note", "link", "note"))
    timeline = Timeline()
    timeline.set_events(
        [
            Event("23/11 16:05", "BL2026000967 expédié", "M. Royer", "Geodis · suivi 1Z88E4F20077", "truck", Tone.OK),
            Event(
                "23/11 10:20",
                "Reliquat confirmé au 27/11",
                "S. Perrin",
                "Pain d'épices et crème de cassis, client prévenu",
                "note",
            ),
            Event("19/11 09:14", "ARC envoyé à commandes@bergamote.example", "S. Perrin", icon="mail"),
        ]
    )
    pane.add(timeline)
    return pane


def form_window():
    window = QWidget()
    found = [
        Choice(1, "C00025", "Volcans Restauration", ("Clermont-Ferrand",)),
        Choice(2, "C00031", "Auberge du Volcan", ("encours 104 %",), warn=True),
    ]
    picker = Picker("Client", lambda _text, show: show(found))
    picker.set_choice(found[0])
    amount, price, quantity, percent = (
        MoneyEdit("Montant"),
        PriceEdit("Prix"),
        QuantityEdit("Quantité"),
        PercentEdit("Remise"),
    )
    (
        amount.set_value(128602),
        price.set_value(Decimal("2.4605")),
        quantity.set_value(Decimal(1250)),
        percent.set_value(Decimal(5)),
    )
    day = DateEdit("Date demandée", TODAY)
    day.set_value(TODAY)
    reference = TextEdit("V/Réf.")
    reference.set_value("VR-26-0918")
    form = Form(
        [
            Field("customer", "Client", picker, "Clermont-Ferrand · remise 5 % · priorité A", required=True, span=2),
            Field("ref", "V/Réf. (n° de commande client)", reference),
            Field("day", "Date demandée", day),
            Field(
                "mode",
                "Mode de règlement",
                ChoiceCombo("Mode", [("a", "Virement, 45 jours fin de mois"), ("b", "LCR")]),
            ),
            Field("amount", "Montant", amount),
            Field("price", "PU HT", price),
            Field("quantity", "Quantité", quantity),
            Field("discount", "Remise %", percent),
        ],
        columns=4,
    )
    form.set_message("ref", "Déjà utilisée par CDE2026001147 du 09/11/2026", Tone.WARN)
    form.set_message("quantity", "100 n'est pas un multiple de 24", Tone.BAD)
    card = Card()
    card.body.addWidget(form)
    checks = ChecksPanel()
    checks.set_checks(
        [
            Check(
                Severity.WARNING,
                "Ligne 5 – multiple de vente",
                "100 n'est pas un multiple de 24 (conditionnement VAI-1092).",
                (Fix("Mettre 96", "96"), Fix("Mettre 120", "120")),
            ),
            Check(
                Severity.BLOCKING,
                "Bloquant – encours dépassé",
                "Encours après commande 14 800,23 € pour un plafond de 14 000,00 € : dépassement de 800,23 €.",
                (Fix("Voir l'encours", "see"), Fix("Passer outre… (motif)", "force")),
            ),
            Check(
                Severity.INFO,
                "Ligne 6 – prix saisi à la main",
                "34,00 € net au lieu de 34,295 € (tarif RESTO 36,10 €, remise 5 %).",
                (Fix("Pourquoi ce prix ?", "why"),),
            ),
        ],
        passed=9,
    )
    checks.setFixedWidth(theme().px(372))
    totals = TotalsPanel(2)
    totals.set_rows(
        [
            TotalRow("Montant HT", "2 255,85 €"),
            TotalRow("Port HT", "35,00 €"),
            TotalRow("Total HT", "2 290,85 €", strong=True),
            TotalRow("TVA 5,5 % sur 891,01", "49,01 €"),
            TotalRow("TVA 20 % sur 1 399,84", "279,97 €"),
            TotalRow("Total TTC", "2 619,83 €", big=True),
        ]
    )
    foot = row(
        Button("Joindre un fichier…", icon="attach"),
        Button("Aperçu", icon="file"),
        Button("Mettre en attente…"),
        Button("Annuler la commande…", "danger"),
        Button("Fermer"),
        Button("Confirmer la commande", "primary", "check", "Ctrl+Entrée"),
    )
    steps = Steps(
        ["Identité", "TVA", "Règlement et banque", "Logo et documents", "Numérotation", "Reprise des données"]
    )
    steps.set_current(2)
    strip = ChainStrip()
    strip.set_links(
        [
            Link(DocumentKind.ORDER, 1, "CDE2026001168", "Livrée", Tone.OK, "Commande · du 12/11/2026"),
            Link(DocumentKind.DELIVERY, 2, "BL2026000961", "Livrée", Tone.OK, "Livraison · remise le 23/11"),
            Link(DocumentKind.CLAIM, 3, "REC2026000061", "En cours", Tone.INFO, "Réclamation · 200,32 € TTC"),
        ]
    )
    left = column(
        row(
            text_label("Commande CDE2026001203", "page"),
            Pill("Brouillon", Tone.NEUTRAL),
            Pill("Canal : e-mail", Tone.INFO),
        ),
        card,
        totals,
        strip,
        steps,
        *grounds(),
        spacing=12,
    )
    layout = QGridLayout(window)
    theme().space(layout, (20, 16, 20, 14), 12)
    layout.addWidget(left, 0, 0)
    layout.addWidget(checks, 0, 1)
    layout.addWidget(foot, 1, 0, 1, 2)
    layout.setColumnStretch(0, 1)
    window.after = picker.open
    return window


def ticked(button):
    button.setAccessibleName(button.text())
    button.setChecked(True)
    return button


def grounds():
    icons = QWidget()
    grid = QGridLayout(icons)
    theme().space(grid, spacing=10)
    for place, path in enumerate(sorted(resource("icons").glob("*.svg"))):
        grid.addWidget(IconLabel(path.stem, "text", 20), place // 32, place % 32)
    pills = row(
        *(Pill(tone.value, tone) for tone in Tone),
        ChipRow("Filtres", [("a", "Toutes", None), ("b", "En retard", 3)]),
        Button("Définition", "link"),
        ticked(QCheckBox("Livraison de remplacement")),
        ticked(QRadioButton("Acceptée")),
    )
    tiles = TileRow()
    made = []
    for place, (title, figure, delta) in enumerate(
        [
            ("Chiffre d'affaires facturé HT", "171 402,18 €", "▲ 2,3 %"),
            ("Taux de service (OTIF)", "94,2 %", "▼ 0,8 pt"),
            ("Échu", "65 383,60 €", ""),
        ]
    ):
        tile = Tile(title, definition=True)
        tile.set_figure(figure, "vs N-1 au même jour ouvré", delta=delta, delta_tone=Tone.BAD if place else Tone.OK)
        tile.set_trend([5, 2, 2, 3, 3.5, 3, 4, 2, 1, 3, 4, 3.4], f"s{place + 1 if place != 1 else 4}")
        made.append(tile)
    tiles.set_tiles(made)
    return pills, icons, tiles


def palette_window():
    window = list_window()
    groups = [
        HitGroup(
            "customer",
            "Clients",
            (
                Hit(
                    "customer",
                    1,
                    "Volcans Restauration",
                    "C00025 · Clermont-Ferrand · 3 commandes ouvertes",
                    "encours 87 %",
                    "Actif",
                    Tone.OK,
                    "users",
                ),
            ),
        ),
        HitGroup(
            "sales_order",
            "Commandes",
            (
                Hit(
                    "order",
                    2,
                    "CDE2026001203 · V/Réf. VR-26-0918",
                    "24/11/2026 · 6 lignes",
                    "2 290,85 €",
                    "Bloquée – encours",
                    Tone.BAD,
                ),
                Hit("order", 3, "CDE2026001181", "48 × Vinaigre", "157,32 €", "Confirmée", Tone.INFO),
            ),
            18,
        ),
    ]
    palette = SearchPalette(lambda _text, _kind, show: show(groups), window)
    window.after = lambda: palette.open("volc")
    return window


def empty_window():
    return EmptyState(
        "Aucune commande pour l'instant",
        "Saisissez-en une, ou déposez ici le fichier d'un client (Excel, CSV, PDF, e-mail).",
        "Nouvelle commande",
        "document",
    )


WINDOWS = {"list": list_window, "form": form_window, "palette": palette_window, "empty": empty_window}


def render(folder: Path) -> list[Path]:
    app = QApplication.instance() or QApplication(sys.argv)
    use("fr")
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for mode, zoom in (("light", 100), ("dark", 100), ("light", 200)):
        theme().set_mode(mode)
        theme().set_zoom(zoom)
        theme().apply(app)
        for name, build in WINDOWS.items():
            window = build()
            window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            window.resize(theme().px(1385), theme().px(868))
            window.show()
            app.processEvents()
            getattr(window, "after", lambda: None)()
            app.processEvents()
            path = folder / f"{name}-{mode}-{zoom}.png"
            window.grab().save(str(path))
            made.append(path)
            window.close()
            window.deleteLater()
            app.processEvents()
    theme().set_mode("light")
    theme().set_zoom(100)
    return made


if __name__ == "__main__":
    for picture in render(Path(sys.argv[1])):
        print(picture)
