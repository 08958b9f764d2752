"""The versions that may not be mixed (PySide6 6.12.0 makes CPython 3.11 abort)."""

import sys

from PySide6.QtCore import QObject


def test_a_thousand_qt_calls_lose_no_reference_to_none(qapp):
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < 100
