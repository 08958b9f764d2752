"""How a table shares its width out among its columns."""

from __future__ import annotations

from adv_desktop.ui.tables.fitting import Span, fitted, left_out

NUMBER, NAME, AMOUNT = Span(90, 90), Span(80, 180, flexible=True), Span(100, 100)


def test_names_are_cut_before_numbers_and_amounts():
    assert fitted([NUMBER, NAME, AMOUNT], 300) == [90, 110, 100]


def test_names_get_the_room_that_is_left_then_all_columns_alike():
    assert fitted([NUMBER, NAME, AMOUNT], 400) == [90, 210, 100]
    assert fitted([NUMBER, NAME, AMOUNT], 600) == [118, 352, 130]


def test_a_width_that_the_user_gave_stays():
    fixed = Span(222, 222, fixed=True)
    assert fitted([fixed, NUMBER], 500) == [222, 278]
    assert fitted([NUMBER, fixed], 200) == [90, 222]


def test_soft_columns_go_before_a_list_scrolls_sideways_the_last_first():
    soft = Span(60, 60, soft=True)
    assert left_out([soft, NAME, soft], 200) == set()
    assert left_out([soft, NAME, soft], 150) == {2}
    assert left_out([soft, NAME, soft], 100) == {0, 2}


def test_what_can_be_done_without_goes_before_a_name_is_unreadable():
    name, first, second = Span(80, 180, flexible=True, readable=150), Span(60, 60, soft=1), Span(90, 90, soft=2)
    assert left_out([first, name, second], 300) == set()
    assert left_out([first, name, second], 290) == {0}
    assert left_out([second, name, first], 200) == {0, 2}
