"""The freight of an order: by weight or by amount, free from an amount on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adv_desktop.models.rules.freight import (
    FreightBasis,
    FreightGround,
    FreightRule,
    FreightStep,
    charge,
    rule_of,
)

STEPS = (FreightStep(Decimal(30), 1200), FreightStep(Decimal(100), 2500), FreightStep(None, 4000))
BY_WEIGHT = FreightRule(FreightBasis.WEIGHT, STEPS, free_from=50_000)
BY_AMOUNT = FreightRule(FreightBasis.AMOUNT, STEPS)


@pytest.mark.parametrize(
    ("weight", "minor", "ground"),
    [
        ("0", 1200, FreightGround.STEP),
        ("30", 1200, FreightGround.STEP),
        ("30.001", 2500, FreightGround.STEP),
        ("101", 4000, FreightGround.BEYOND),
    ],
)
def test_a_weight_pays_the_step_that_holds_it(weight, minor, ground):
    found = charge(BY_WEIGHT, 10_000, Decimal(weight))
    assert (found.minor, found.ground) == (minor, ground)


def test_an_amount_pays_the_step_that_holds_it():
    assert charge(BY_AMOUNT, 3000, None).minor == 1200
    assert charge(BY_AMOUNT, 3001, None).minor == 2500


def test_from_its_amount_on_an_order_travels_free_and_the_customer_has_his_own():
    free = charge(BY_WEIGHT, 51_200, Decimal(5))
    assert (free.minor, free.ground, free.goods, free.threshold) == (0, FreightGround.FREE, 51_200, 50_000)
    assert charge(BY_WEIGHT, 50_000, Decimal(5)).minor == 0
    assert charge(BY_WEIGHT, 49_999, Decimal(5)).minor == 1200
    assert charge(BY_WEIGHT, 51_200, Decimal(5), threshold=60_000).minor == 1200
    assert charge(BY_WEIGHT, 10_000, Decimal(5), threshold=10_000).minor == 0


def test_without_a_weight_nothing_is_charged_and_that_is_said():
    found = charge(BY_WEIGHT, 10_000, None)
    assert (found.minor, found.ground) == (0, FreightGround.NO_WEIGHT)


def test_beyond_the_last_step_the_last_one_is_paid():
    assert charge(FreightRule(FreightBasis.WEIGHT, STEPS[:2]), 1, Decimal(500)).minor == 2500


@pytest.mark.parametrize("rule", [BY_WEIGHT, BY_AMOUNT])
def test_a_rule_is_read_as_it_was_kept(rule):
    assert rule_of(rule.facts()) == rule
    assert rule_of(None) is None
