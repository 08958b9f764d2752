"""The pieces that pages are built of, driven by keys and clicks."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QTabBar, QToolButton, QVBoxLayout, QWidget

from adv_desktop.models import enums
from adv_desktop.models.enums import DocumentKind, Severity
from adv_desktop.models.rules import status
from adv_desktop.services.texts import of, use
from adv_desktop.ui import labels
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, ChipRow, text_label
from adv_desktop.ui.widgets.beside import FieldsLinesRemarks
from adv_desktop.ui.widgets.chain import ChainPanel, Link, LinkCard
from adv_desktop.ui.widgets.checks import Check, CheckCard, ChecksPanel, Fix
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import ask_reason
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.field_icon import ClearableEdit
from adv_desktop.ui.widgets.folded_chips import FoldedChipRow
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action, NoticeBar
from adv_desktop.ui.widgets.palette import SearchPalette
from adv_desktop.ui.widgets.palette_hits import Hit, HitAnswer, HitGroup
from adv_desktop.ui.widgets.picker import Picker
from adv_desktop.ui.widgets.rail import Rail, RailItem
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.steps import Steps
from adv_desktop.ui.widgets.tile import Tile, TileRow
from adv_desktop.ui.widgets.timeline import Event, Timeline

TODAY = date(2026, 11, 24)
TAB, ENTER, DOWN, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


@pytest.fixture(autouse=True)
def french(qapp):
    use("fr")
    theme().apply(qapp)


@pytest.fixture
def show(qtbot):
    windows = []

    def shown(widget):
        window = QWidget()
        windows.append(window)
        QVBoxLayout(window).addWidget(widget)
        window.resize(900, 700)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return widget

    yield shown
    windows.clear()


def heard(signal):
    seen = []
    signal.connect(lambda *values: seen.append(values if len(values) > 1 else values[0] if values else None))
    return seen


def leave(edit):
    edit.editingFinished.emit()


def test_an_amount_is_read_written_again_and_told_once(qtbot, show):
    edit = show(MoneyEdit("Amount"))
    told = heard(edit.committed)
    qtbot.keyClicks(edit, "1286.02")
    leave(edit)
    leave(edit)
    assert (edit.text(), edit.value(), told) == ("1\u202f286,02", 128602, [128602])


def test_what_cannot_be_read_is_marked_and_not_told(qtbot, show):
    edit = show(QuantityEdit("Quantity"))
    told = heard(edit.committed)
    qtbot.keyClicks(edit, "12x")
    leave(edit)
    assert not edit.is_valid()
    assert edit.property("tone") == "bad"
    assert "nombre" in edit.toolTip()
    assert told == []
    edit.set_value(Decimal("48.5"))
    assert (edit.text(), edit.property("tone")) == ("48,5", "")


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("d", date(2026, 11, 25)),
        ("w", date(2026, 12, 1)),
        ("m", date(2026, 12, 24)),
        ("y", date(2027, 11, 24)),
        ("D", date(2026, 11, 23)),
        ("M", date(2026, 10, 24)),
        ("ddd=", TODAY),
        ("j", date(2026, 11, 25)),
    ],
)
def test_letters_move_a_date(qtbot, show, keys, day):
    edit = show(DateEdit("Date", TODAY))
    edit.set_value(TODAY)
    for key in keys:
        qtbot.keyClick(
            edit, key.lower(), Qt.KeyboardModifier.ShiftModifier if key.isupper() else Qt.KeyboardModifier.NoModifier
        )
    assert edit.value() == day


def test_a_date_is_typed_short_and_written_in_full(qtbot, show):
    edit = show(DateEdit("Date", TODAY))
    qtbot.keyClicks(edit, "+15")
    leave(edit)
    assert edit.text() == "09/12/2026"
    qtbot.keyClick(edit, DOWN)
    assert edit.value() == date(2026, 12, 8)
    edit.open_calendar()
    edit._calendar.clicked.emit(edit._calendar.selectedDate())
    assert edit.value() == date(2026, 12, 8)
    use("en")
    edit.set_value(TODAY)
    assert (edit.text(), edit.value()) == ("24 Nov 2026", TODAY)


def test_percents_and_texts(qtbot, show):
    percent, text = show(PercentEdit("Discount")), show(TextEdit("Reference"))
    percent.set_value(Decimal("5.5"))
    text.set_value(None)
    assert (percent.text(), percent.value(), text.value()) == ("5,5\u00a0%", Decimal("5.5"), None)


CHOICES = [Choice(1, "C1", "Volcans"), Choice(2, "C2", "Auberge")]


def test_a_picker_takes_the_row_that_the_keys_chose(qtbot, show):
    asked = []

    def search(text, found):
        asked.append(text)
        found(CHOICES)

    picker = show(Picker("Customer", search))
    chosen = heard(picker.chosen)
    picker.setFocus()
    qtbot.keyClicks(picker, "vol")
    qtbot.waitUntil(lambda: bool(asked))
    qtbot.keyClick(picker, DOWN)
    qtbot.keyClick(picker, ENTER)
    assert (asked, chosen, picker.text()) == (["vol"], [CHOICES[1]], "Auberge · C2")
    assert not picker.popup.isVisible()


def typed_before_the_answer(qtbot, show, found):
    """Type « c2 », Enter and « PO-7 » at once; the answer comes only then. Return the picker and its neighbour."""
    waiting = []
    picker = Picker("Customer", lambda _text, answer: waiting.append(answer))
    reference = QLineEdit()
    picker.chosen.connect(lambda _choice: reference.setFocus())
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.addWidget(picker)
    layout.addWidget(reference)
    show(row)
    picker.setFocus()
    qtbot.keyClicks(picker, "c2")
    qtbot.keyClick(picker, ENTER)
    qtbot.keyClicks(picker, "PO-7")
    (answer,) = waiting
    answer(found)
    return picker, reference


def test_a_picker_takes_a_code_typed_faster_than_its_search_and_hands_the_next_keys_on(qtbot, show):
    picker, reference = typed_before_the_answer(qtbot, show, CHOICES)
    assert (picker.choice(), picker.text(), reference.text()) == (CHOICES[1], "Auberge · C2", "PO-7")


def test_a_picker_shows_what_a_fast_enter_may_mean_and_guesses_nothing(qtbot, show):
    others = [Choice(3, "C21", "Auberge du Lac"), Choice(4, "C22", "Auberge du Port")]
    picker, reference = typed_before_the_answer(qtbot, show, others)
    assert (picker.choice(), picker.popup.isVisible(), reference.text()) == (None, True, "")


def test_a_picker_never_takes_the_answer_to_an_older_text(qtbot, show):
    waiting = []
    picker = show(Picker("Customer", lambda _text, answer: waiting.append(answer)))
    picker.setFocus()
    qtbot.keyClicks(picker, "c")
    qtbot.waitUntil(lambda: len(waiting) == 1)
    waiting.pop()(CHOICES)
    qtbot.keyClicks(picker, "2")
    qtbot.keyClick(picker, ENTER)
    waiting.pop()([CHOICES[1]])
    assert picker.choice() == CHOICES[1]


def test_a_picker_left_with_half_a_word_keeps_its_choice(qtbot, show):
    picker = show(Picker("Customer", lambda _text, found: found([])))
    picker.set_choice(CHOICES[0])
    cleared = heard(picker.cleared)
    picker.setFocus()
    picker.setText("xyz")
    picker.clearFocus()
    assert picker.text() == "Volcans · C1"
    picker.setFocus()
    picker.setText("")
    picker.clearFocus()
    assert (picker.choice(), cleared) == (None, [None])


def test_an_answer_that_comes_too_late_is_dropped(qtbot, show):
    waiting = []
    picker = show(Picker("Customer", lambda _text, found: waiting.append(found)))
    picker.setFocus()
    picker.open()
    picker.setText("other")
    waiting[0](CHOICES)
    assert picker._popup is None


def test_a_combo_tells_keys_and_keeps_the_chosen_one(show):
    combo = show(ChoiceCombo("Mode", [("a", "A"), ("b", "B")]))
    combo.set_key("b")
    combo.set_options([("c", "C"), ("b", "B")])
    assert combo.key() == "b"


def test_a_form_names_its_first_problem_and_goes_there(qtbot, show):
    name, amount = TextEdit(""), MoneyEdit("")
    form = show(Form([Field("name", "Customer", name, required=True), Field("amount", "Payment", amount, help="Help")]))
    amount.setText("x")
    assert form.first_problem() == "name"
    assert form._lines["name"].text() == "À remplir."
    assert "montant" in form._lines["amount"].text()
    name.setText("ok")
    amount.setText("12")
    form.clear_messages()
    assert form.first_problem() is None
    assert form._lines["amount"].text() == "Help"
    assert (name.accessibleName(), amount.accessibleDescription()) == ("Client", "Help")


def test_the_rail_is_a_tab_bar_with_counts_for_screen_readers(qtbot, show):
    rail = show(
        Rail(
            [
                RailItem("a", "Devis", "quote"),
                RailItem("b", "Factures", "receipt", 1),
                RailItem("c", "Fin", "gear", 2, bottom=True),
            ]
        )
    )
    picked = heard(rail.picked)
    rail.set_count("b", 5)
    rail.grab()
    assert isinstance(rail, QTabBar)
    assert rail.accessibleTabName(1) == "Factures, 5"
    qtbot.mouseClick(rail, Qt.MouseButton.LeftButton, pos=rail.item_rect(1).center())
    qtbot.keyClick(rail, DOWN)
    gap = rail.tabRect(2).topLeft() + rail.item_rect(0).topLeft()
    rail.select("a")
    qtbot.mouseClick(rail, Qt.MouseButton.LeftButton, pos=gap)
    assert picked == ["b", "c", "a"]
    assert rail.item_rect(2).bottom() > rail.height() - 10
    assert QAccessible.queryAccessibleInterface(rail).role() == QAccessible.Role.PageTabList


def test_a_notice_offers_its_actions_and_goes_away(qtbot, show):
    bar = show(NoticeBar())
    done = []
    bar.say("Created", Action("Undo this action", lambda: done.append(1)), seconds=0)
    button = next(one for one in bar.findChildren(QPushButton) if one.text() == "Undo this action")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (done, bar.isVisible()) == ([1], False)
    bar.say("Gone soon", seconds=1)
    assert bar._timer.isActive()
    bar._timer.timeout.emit()
    assert not bar.isVisible()


def test_a_name_with_an_ampersand_is_shown_whole(show):
    button = show(Button("Bergamote & Cie"))
    assert (button.text(), button.accessibleName()) == ("Bergamote && Cie", "Bergamote & Cie")


def test_one_chip_is_on_at_a_time(qtbot, show):
    chips = show(ChipRow("Filters", [("a", "All", None), ("b", "Late", 3)]))
    picked = heard(chips.picked)
    qtbot.mouseClick(chips._chips["b"], Qt.MouseButton.LeftButton)
    chips.set_counts({"b": 4})
    assert (picked, chips.current(), chips._chips["b"].text()) == (["b"], "b", "Late  4")


def test_blocking_checks_come_first_and_their_fixes_are_told(qtbot, show):
    panel = show(ChecksPanel())
    asked = heard(panel.fix_asked)
    panel.set_checks(
        [
            Check(Severity.INFO, "i"),
            Check(Severity.OFF, "o"),
            Check(Severity.BLOCKING, "b", "why", (Fix("Mend", "mend"),), "credit"),
        ],
        passed=2,
    )
    titles = [card._tone for card in panel.findChildren(CheckCard)]
    assert titles == [Tone.BAD, Tone.INFO]
    fix = next(button for button in panel.findChildren(QPushButton) if button.text() == "Mend")
    qtbot.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert asked == [("credit", "mend")]


def test_a_neighbour_of_a_document_opens_it(qtbot, show):
    chain = show(ChainPanel())
    opened = heard(chain.open_document)
    chain.set_links([], [Link(DocumentKind.INVOICE, 7, "FA7", "Envoyée", Tone.INFO)])
    card = chain.findChild(LinkCard)
    qtbot.keyClick(card, ENTER)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert opened == [(DocumentKind.INVOICE, 7)] * 2


def test_a_tile_says_its_figure_and_opens_its_rows(qtbot, show):
    tile = show(Tile("Late", "3", "one customer", definition=True))
    clicked, defined = heard(tile.clicked), heard(tile.definition_asked)
    tile.set_figure("4", "two", delta="▲ 1", delta_tone=Tone.BAD)
    tile.set_trend([1, 2, 3])
    tile.grab()
    qtbot.keyClick(tile, ENTER)
    qtbot.mouseClick(tile.findChild(Button), Qt.MouseButton.LeftButton)
    assert (tile.accessibleName(), clicked, defined) == ("Late\u00a0: 4", [None], [None])


def test_the_palette_opens_what_the_keys_choose(qtbot):
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    groups = [
        HitGroup("customer", "Clients", (Hit("customer", 1, "Volcans"),)),
        HitGroup("sales_order", "Commandes", (Hit("order", 2, "CDE1"),), 9),
    ]
    asked = []

    def search(text, kind, found):
        asked.append((text, kind))
        found(groups if text else [])

    palette = SearchPalette(search, window, [DocumentKind.ORDER])
    chosen = heard(palette.chosen)
    window.show()
    palette.open("v")
    palette.grab()
    qtbot.keyClick(palette.field, DOWN)
    qtbot.keyClick(palette.field, ENTER, Qt.KeyboardModifier.ControlModifier)
    assert chosen == [(groups[1].hits[0], True)]
    assert not palette.isVisible()
    palette.open("v")
    qtbot.keyClick(palette.field, TAB)
    assert asked[-1] == ("v", "sales_order")
    qtbot.keyClick(palette.field, ESCAPE)
    assert not palette.isVisible()


def test_an_enter_faster_than_the_search_opens_the_first_answer_to_what_was_typed(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    waiting = []
    palette = SearchPalette(lambda text, _kind, found: waiting.append((text, found)), window, [DocumentKind.ORDER])
    chosen = heard(palette.chosen)
    window.show()
    palette.open()
    waiting.pop()[1]([HitGroup("sales_order", "Orders", (Hit("sales_order", 1, "CDE1"),))])
    qtbot.keyClicks(palette.field, "volc")
    qtbot.keyClick(palette.field, ENTER)
    assert chosen == []
    text, found = waiting.pop()
    hits = (Hit("sales_order", 2, "CDE2"), Hit("sales_order", 3, "CDE3"))
    found([HitGroup("sales_order", "Orders", hits)])
    assert (text, chosen) == ("volc", [(hits[0], False)])


def test_the_palette_answers_under_the_row_and_asks_for_a_copy(qtbot):
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    hits = (Hit("sales_order", 2, "CDE2"), Hit("sales_order", 3, "CDE3"))

    def answers(hit, show):
        show(HitAnswer((f"{hit.id} × Vis", "BL1"), hit.id) if hit.id == 3 else HitAnswer())

    def search(_text, _kind, show):
        show([HitGroup("sales_order", "Commandes", hits)])

    palette = SearchPalette(search, window, [DocumentKind.ORDER], answers)
    asked, chosen = heard(palette.state_asked), heard(palette.chosen)
    window.show()
    palette.open("v")
    copy = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(palette.field, Qt.Key.Key_C, copy)
    assert asked == []  # the first row answers nothing
    qtbot.keyClick(palette.field, DOWN)
    palette.grab()
    assert [palette.list.item(row).text() for row in range(palette.list.count())][-1] == "3 × Vis\nBL1"
    qtbot.keyClick(palette.field, Qt.Key.Key_C, copy)
    assert asked == [3]
    qtbot.keyClick(palette.field, DOWN)  # the answer is no row to go to
    qtbot.keyClick(palette.field, ENTER)
    assert chosen == [(hits[1], False)]


def test_steps_name_where_one_is(qtbot, show):
    steps = show(Steps(["Customer", "Payment", "Other"]))
    clicked = heard(steps.clicked)
    steps.set_current(1)
    steps.grab()
    assert [step.accessibleName() for step in steps._steps] == [
        "1. Client, faite",
        "2. Règlement, étape en cours",
        "3. Autre, à venir",
    ]
    qtbot.mouseClick(steps._steps[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(steps._steps[2], Qt.MouseButton.LeftButton)
    assert clicked == [0]


def test_a_timeline_replaces_its_events(show):
    timeline = show(Timeline())
    timeline.set_events([Event("23/11", "Sent"), Event("24/11", "Paid")])
    timeline.set_events([])
    timeline.grab()
    assert timeline._list.count() == 2


def test_a_reason_may_not_be_empty(qtbot, show):
    window = show(QWidget()).window()
    reasons = []
    dialog = ask_reason("Put on hold", "Reason", "Put on hold", reasons.append, window)
    dialog.submit()
    assert dialog.isVisible()
    dialog.findChild(QLineEdit).setText("  stock  ")
    dialog.submit()
    assert (reasons, dialog.isVisible()) == (["stock"], False)


def test_every_member_of_every_list_has_a_word_in_both_languages():
    lists = [
        one
        for one in vars(enums).values()
        if isinstance(one, type) and issubclass(one, enums.StrEnum) and one is not enums.StrEnum
    ]
    lists += [status.OrderLabel, status.InvoiceLabel, status.CreditLabel, status.PaymentLabel, status.HoldCause]
    for one in lists:
        for member in one:
            assert labels.label(member), member
            assert labels.tone_of(member) in Tone
    assert labels.label(status.OrderLabel.BLOCKED_CREDIT) == of("fr").gettext("Blocked – credit")
    assert ("draft", labels.label(enums.OrderState.DRAFT)) in labels.options(enums.OrderState)


def test_filters_that_the_line_has_no_room_for_stand_in_a_menu(qtbot, show):
    chips = show(FoldedChipRow("Filters", [(key, f"Filter {key}", None) for key in "abcdef"]))
    chips.setFixedWidth(2000)
    qtbot.waitUntil(lambda: chips.folded() == [] and chips._more.isHidden())
    chips.setFixedWidth(chips.minimumSizeHint().width())
    qtbot.waitUntil(lambda: not chips._more.isHidden())
    assert [chip.text() for chip in chips.folded()] == [f"Filter {key}" for key in "bcdef"]
    picked = heard(chips.picked)
    chips._menu.aboutToShow.emit()
    chips._menu.actions()[-1].trigger()
    assert (picked, chips.current()) == (["f"], "f")
    assert not chips._chips["f"].isHidden()
    assert chips.sizeHint().height() == chips._chips["f"].sizeHint().height()


def test_the_icon_inside_a_field_grows_with_everything(qtbot):
    field = DateEdit("Date", date(2026, 11, 24))
    qtbot.addWidget(field)
    field.resize(300, 70)
    field.show()
    inside = field.findChild(QToolButton)
    try:
        theme().set_zoom(200)
        assert inside.iconSize().width() == 32
        assert inside.geometry().right() < field.width()
        assert inside.geometry().left() > field.width() - 60
    finally:
        theme().set_zoom(100)


def test_what_is_said_at_the_foot_stands_above_the_buttons_where_it_is_narrow(qtbot):
    said, button = text_label("", "bad"), Button("Enregistrer")
    foot = Foot([said], [Button("Fermer"), button])
    qtbot.addWidget(foot)
    foot.resize(700, 40)
    foot.show()
    said.setText("Deux contrôles bloquants : à corriger avant de confirmer")
    qtbot.waitUntil(lambda: said.height() > 0)
    assert said.geometry().right() < button.geometry().left()
    foot.resize(320, 90)
    qtbot.waitUntil(lambda: said.geometry().bottom() < button.geometry().top())
    assert foot.minimumSizeHint().width() <= 320


def test_remarks_go_under_the_lines_where_the_fields_need_the_width(qtbot):
    fields, lines, remarks = Card(), Card(), ChecksPanel(nothing="rien")
    parts = FieldsLinesRemarks(fields, lines, remarks)
    qtbot.addWidget(parts)
    parts.resize(1300, 600)
    parts.show()
    assert remarks.mapTo(parts, QPoint(0, 0)).x() > lines.geometry().right()
    parts.resize(1000, 600)
    qtbot.waitUntil(lambda: lines.width() == 1000)
    assert remarks.mapTo(parts, QPoint(0, 0)).x() > fields.geometry().right()
    parts.resize(700, 600)
    qtbot.waitUntil(lambda: fields.width() == 700)
    assert remarks.mapTo(parts, QPoint(0, 0)).y() > lines.geometry().bottom()


def test_the_cross_of_a_field_empties_it(qtbot):
    field = ClearableEdit("Effacer")
    qtbot.addWidget(field)
    field.show()
    cross = field.findChild(QToolButton)
    assert cross.isHidden()
    with qtbot.waitSignal(field.textChanged):
        field.setText("client : dupont")
    assert cross.isVisible()
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert cross.isHidden()


def test_the_same_remarks_keep_the_keyboard_that_is_on_them(qtbot):
    panel = ChecksPanel()
    qtbot.addWidget(panel)
    panel.show()
    check = Check(Severity.WARNING, "Quantité", fixes=(Fix("Mettre 12", "quantity=12"),), key="pack_multiple:1")
    panel.set_checks([check])
    panel.focus_first()
    button = panel.focusWidget()
    panel.set_checks([check], passed=3)
    assert panel.focusWidget() is button
    panel.set_checks([])
    assert not any(card.isVisible() for card in panel.findChildren(CheckCard))


def test_tiles_given_to_a_row_that_is_hidden_show_with_it(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    row = TileRow(parent=page)
    QVBoxLayout(page).addWidget(row)
    row.set_tiles([Tile("Commandes")])
    page.show()
    assert row.tiles[0].isVisible()
    row.set_tiles([Tile("Commandes"), Tile("Bloquées")])
    assert [tile.isVisible() for tile in row.tiles] == [True, True]


def test_what_takes_the_keyboard_in_a_scroll_comes_into_view(qtbot):
    inner = QWidget()
    layout = QVBoxLayout(inner)
    fields = [TextEdit(f"Champ {number}") for number in range(30)]
    for field in fields:
        layout.addWidget(field)
    scroll = Scroll(inner)
    qtbot.addWidget(scroll)
    scroll.resize(300, 200)
    scroll.show()
    qtbot.waitUntil(scroll.isActiveWindow)
    fields[-1].setFocus()
    qtbot.waitUntil(lambda: scroll.viewport().rect().contains(fields[-1].mapTo(scroll.viewport(), QPoint(5, 5))))
    fields[0].setFocus()
    assert scroll.verticalScrollBar().value() == 0
