"""What arrived first at a depot is the first to go; twelve months at most in another state of the Union."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from adv_desktop.models.rules.depots import DepotMove, Fate, Stay, last_day, shares, stay

JAN, FEB, MAR = (dt.date(2026, month, 1) for month in (1, 2, 3))


def test_what_is_used_is_taken_from_what_arrived_first() -> None:
    found = shares(
        [
            DepotMove(JAN, Decimal(10), Fate.BACK, "BD1"),
            DepotMove(FEB, Decimal(5), Fate.BACK, "BD2"),
            DepotMove(MAR, Decimal(-12), Fate.USED, "BL1"),
        ]
    )
    assert [(share.arrived_by, share.quantity, share.fate, share.document) for share in found] == [
        ("BD1", Decimal(10), Fate.USED, "BL1"),
        ("BD2", Decimal(2), Fate.USED, "BL1"),
        ("BD2", Decimal(3), Fate.THERE, ""),
    ]


def test_goods_may_stay_twelve_months() -> None:
    assert last_day(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)
    assert last_day(dt.date(2026, 12, 31)) == dt.date(2027, 12, 31)
    days = (dt.date(2026, 12, 1), dt.date(2026, 12, 2), dt.date(2027, 1, 1), dt.date(2027, 1, 2))
    assert [stay(JAN, day) for day in days] == [Stay.IN_TIME, Stay.SOON_OVER, Stay.SOON_OVER, Stay.OVER]
