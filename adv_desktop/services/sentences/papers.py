"""Sentences on papers that are asked for where there is nothing to write."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "purchase.nothing": N_("There is nothing to buy: no order line is bought for, and the stock lacks nothing."),
    "return.given_up": N_("Return {number} was given up: it has no voucher."),
}
