"""Colours, sizes, icons and fonts of the window."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from adv_desktop.paths import resource
from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.theme import Theme, theme
from adv_desktop.ui.tokens import DARK, LIGHT, TEXT_PAIRS, contrast
from adv_desktop.ui.tones import Tone


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable_on_its_ground(tokens):
    weak = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def test_light_and_dark_name_the_same_tokens():
    assert LIGHT.keys() == DARK.keys()
    assert all(tone.value in LIGHT and tone.ground in LIGHT for tone in Tone)


def test_all_digits_are_equally_wide(qapp):
    theme().apply(qapp)
    metrics = QFontMetrics(theme().font("body"))
    assert {metrics.horizontalAdvance(digit) for digit in "0123456789"} == {metrics.horizontalAdvance("0")}


def test_the_zoom_scales_sizes_and_layouts(qtbot, qapp):
    look = Theme()
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = QHBoxLayout(widget)
    look.space(layout, (20, 16, 20, 14), 12)
    look.set_zoom(200)
    assert (look.px(36), layout.spacing(), layout.contentsMargins().bottom()) == (72, 24, 28)
    assert look.font("body").pixelSize() == 26
    look.set_zoom(100)
    assert layout.spacing() == 12


def test_every_icon_is_drawn_in_the_asked_colour(qapp):
    for path in resource("icons").glob("*.svg"):
        image = pixmap(path.stem, "bad", 24).toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        asked = theme().color("bad")
        drawn = [pixel for pixel in pixels if pixel.alpha() > 80]
        assert drawn, path.stem
        if path.stem != "logo":
            assert all(abs(pixel.red() - asked.red()) + abs(pixel.green() - asked.green()) < 12 for pixel in drawn)
