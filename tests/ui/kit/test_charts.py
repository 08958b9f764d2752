"""Figures as charts: axes, labels, clicks, keys."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.chart_data import (
    BarLineData,
    Bars,
    Line,
    LinesData,
    ParetoData,
    RankData,
    drawing,
    nice_scale,
    shown_places,
    spread,
)
from adv_desktop.ui.widgets.charts import ChartCard
from tests.ui.kit import chart_demo as demo

AMOUNTS = st.integers(-(10**11), 10**11).map(lambda cents: cents / 100)


@pytest.fixture
def shown(qtbot, qapp):
    """Show a chart in its card, drawn."""
    theme().apply(qapp)

    def show(data, width=460, height=300):
        card = ChartCard("Chiffre d'affaires", "12 mois")
        qtbot.addWidget(card)
        card.resize(width, height)
        card.show_chart(data)
        card.show()
        qtbot.waitUntil(lambda: card.drawn, timeout=20000)
        card.grab()
        return card

    return show


@given(st.lists(AMOUNTS, max_size=20))
def test_an_axis_holds_every_value_between_round_steps(values):
    scale = nice_scale(values)
    assert scale.low < scale.high
    assert all(scale.low <= value + abs(value) * 1e-6 + 1e-6 for value in values)
    assert all(scale.high >= value - abs(value) * 1e-6 - 1e-6 for value in values)
    assert 2 <= len(scale.steps) <= 8


def test_counts_are_never_halved():
    assert nice_scale([0, 11]).steps == (0, 5, 10, 15)
    assert nice_scale([0, 1]).steps == (0, 1)
    assert nice_scale([0.0, 1.0, 0.5]).steps == (0, 0.25, 0.5, 0.75, 1)


@given(st.lists(st.floats(0, 200), max_size=8))
def test_texts_that_would_touch_are_moved_apart_in_their_order(places):
    moved = spread(places, 20, 0, 200)
    ordered = sorted(range(len(places)), key=lambda at: places[at])
    assert all(moved[b] - moved[a] >= 20 - 1e-6 for a, b in pairwise(ordered))
    assert all(moved[at] >= 0 for at in range(len(places)))


def test_texts_that_do_not_touch_stay():
    assert spread([10, 90, 50], 20, 0, 100) == [10, 90, 50]


def test_labels_are_thinned_out_and_the_last_one_stays():
    assert shown_places(12, 30, 20) == list(range(12))
    assert shown_places(12, 30, 55) == [1, 3, 5, 7, 9, 11]
    assert shown_places(0, 30, 20) == []


def test_bars_start_at_zero_but_lines_do_not():
    assert drawing(demo.SALES_BY_MONTH).scale.low == 0
    assert drawing(demo.SERVICE).scale.low == 92


def test_the_last_value_of_every_full_line_is_written_beside_it():
    assert [(mark.text, mark.colour) for mark in drawing(demo.SERVICE).right] == [("94,2 %", "s1"), ("94,3 %", "s4")]


def test_a_pareto_sorts_its_causes_and_pales_those_beyond_four_fifths():
    shown = drawing(ParetoData([("a", "A", 1), ("b", "B", 8), ("c", "C", 1)]))
    assert (list(shown.labels), shown.pale_from) == (["B", "A", "C"], 1)
    assert shown.spoken(1) == "A\nNombre\u00a0: 1\nCumul\u00a0: 90\u00a0%"


def test_a_bar_with_keys_of_its_own_opens_them():
    shown = drawing(demo.SALES_BY_MONTH)
    assert (shown.key_at(0.8), shown.key_at(1.2), shown.key_at(40)) == ("2025-02", "2026-02", None)


@pytest.mark.parametrize("data", [demo.SALES_BY_MONTH, demo.SERVICE, demo.CAUSES], ids=["bars", "lines", "pareto"])
def test_a_click_on_a_place_tells_its_key(shown, qtbot, data):
    card = shown(data)
    chart = card._axes
    with qtbot.waitSignal(card.point_clicked) as clicked:
        spot = chart.pixel_of(3).toPoint() + QPoint(3, 0)
        qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == [data.keys[3] if not isinstance(data, ParetoData) else "late"]


def test_a_chart_is_walked_with_the_keys(shown, qtbot):
    card = shown(demo.SERVICE)
    chart = card._axes
    chart.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(chart, key)
    with qtbot.waitSignal(card.point_clicked) as clicked:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert clicked.args == ["2026-02"]


def test_a_ranking_is_clicked_and_walked(shown, qtbot):
    card = shown(demo.AGEING)
    rows = card._rows
    with qtbot.waitSignal(card.point_clicked) as clicked:
        middle = rows._area(2).center().toPoint()
        qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=middle)
    assert clicked.args == ["60"]
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    with qtbot.waitSignal(card.point_clicked) as clicked:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert clicked.args == ["0" if rows._place == 0 else "30"]


def test_links_ask_for_the_definition_the_rows_and_the_sheet(shown, qtbot):
    card = shown(demo.AGEING)
    links = {button.text(): button for button in card.findChildren(QPushButton)}
    for text, signal in (("Définition", "definition_asked"), ("Lignes", "rows_asked"), ("Excel", "excel_asked")):
        with qtbot.waitSignal(getattr(card, signal)):
            links[text].click()
        assert links[text].accessibleName() == f"{text} – Chiffre d'affaires"


def test_every_figure_is_told_to_a_screen_reader(shown):
    lines, rows = shown(demo.SERVICE), shown(demo.AGEING)
    assert "OTIF\u00a0: 93,1 %" in lines._axes.accessibleDescription()
    assert "Non échu\u00a0: 188" in rows._rows.accessibleDescription()


@pytest.mark.parametrize(
    "data",
    [
        BarLineData([], [], []),
        BarLineData(["J"], ["1"], [Bars("N", [None])]),
        LinesData(["J"], ["1"], [Line("N", [None])]),
        ParetoData([]),
        RankData([]),
    ],
)
def test_a_chart_without_figures_says_so(shown, data):
    card = shown(data)
    assert card._empty.isVisible()
    assert card._empty.text() == "Rien à montrer pour cette période."


def test_a_single_figure_zeros_and_credits_are_drawn(shown):
    for values in ([0], [5], [-3, 2]):
        names = [str(place) for place in range(len(values))]
        card = shown(BarLineData(names, names, [Bars("N", values)], [Line("Budget", values)]))
        assert not card._empty.isVisible()


def test_other_figures_and_another_theme_redraw_the_card(shown):
    card = shown(demo.SERVICE)
    card.show_chart(demo.AGEING)
    assert (card._rows.isVisible(), card._axes.isVisible()) == (True, False)
    card.show_chart(demo.SALES_BY_MONTH)
    theme().set_mode("dark")
    try:
        assert card._axes.backgroundBrush().color() == theme().color("surface")
    finally:
        theme().set_mode("light")
    assert (card._rows.isVisible(), card._axes.isVisible()) == (False, True)
