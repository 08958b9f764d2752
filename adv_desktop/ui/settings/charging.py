"""What a carrier serves and what it is charged, in the settings: its départements, its weight, its freight by steps."""

from __future__ import annotations

import re
from dataclasses import replace

from adv_desktop.models.rules.freight import FreightBasis, FreightRule, FreightStep
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats, read_money, read_number
from adv_desktop.ui.labels import options
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import MoneyEdit, QuantityEdit, ValueEdit
from adv_desktop.ui.widgets.form import Field

BEYOND = "+"
_DEPARTEMENT = re.compile(r"\d{2,3}|2[AB]")
_PLACES = N_("Write for instance 75, 92, 2A.")
_STEPS = N_("Write for instance 30 = 12 / 100 = 25 / + = 40.")


class PlacesEdit(ValueEdit[tuple[str, ...]]):
    """Départements: « 75, 92, 2A »."""

    unreadable = _PLACES

    def read(self, text: str) -> tuple[str, ...] | None:
        codes = tuple(code.strip().upper() for code in text.split(",") if code.strip())
        return codes if all(_DEPARTEMENT.fullmatch(code) for code in codes) else None

    def write(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


class StepsEdit(ValueEdit[tuple[FreightStep, ...]]):
    """Freight by steps: « 30 = 12 / 100 = 25 / + = 40 »."""

    unreadable = _STEPS

    def read(self, text: str) -> tuple[FreightStep, ...] | None:
        steps = [self._step(part) for part in text.split("/") if part.strip()]
        known = [step for step in steps if step is not None]
        if len(known) < len(steps):
            return None
        return tuple(sorted(known, key=lambda step: (step.up_to is None, step.up_to or 0)))

    def write(self, value: tuple[FreightStep, ...]) -> str:
        return " / ".join(
            f"{BEYOND if step.up_to is None else formats().quantity(step.up_to)} = {formats().amount(step.minor)}"
            for step in value
        )

    def _step(self, part: str) -> FreightStep | None:
        up_to, equals, amount = part.partition("=")
        minor = read_money(amount.strip(), "EUR") if equals else None
        if minor is None or minor < 0:
            return None
        if up_to.strip() == BEYOND:
            return FreightStep(None, minor)
        limit = read_number(up_to.strip())
        return FreightStep(limit, minor) if limit is not None and limit > 0 else None


class ChargingFields:
    """The fields of a carrier on what it serves and is charged."""

    def __init__(self, carrier: CarrierRecord) -> None:
        rule = carrier.freight
        self._places, self._max = PlacesEdit(_("Départements served")), QuantityEdit(_("Heaviest shipment, kg"))
        self._basis = ChoiceCombo(_("Freight counted by"), options(FreightBasis))
        self._steps = StepsEdit(_("Freight by steps"))
        self._free = MoneyEdit(_("Free shipping from, net"))
        self._places.set_value(carrier.serves or None)
        self._max.set_value(carrier.max_kg)
        self._basis.set_key(rule.basis.value if rule else FreightBasis.WEIGHT.value)
        self._steps.set_value(rule.steps if rule and rule.steps else None)
        self._free.set_value(rule.free_from if rule else None)

    def fields(self) -> list[Field]:
        """Return the fields of the form."""
        return [
            Field("places", N_("Départements served"), self._places, _PLACES),
            Field("max_kg", N_("Heaviest shipment, kg"), self._max),
            Field("basis", N_("Freight counted by"), self._basis),
            Field("free", N_("Free shipping from, net"), self._free),
            Field("steps", N_("Freight by steps"), self._steps, _STEPS, span=2),
        ]

    def on(self, carrier: CarrierRecord) -> CarrierRecord:
        """Return a carrier with what is typed."""
        steps, free_from = self._steps.value() or (), self._free.value()
        rule = FreightRule(FreightBasis(self._basis.key()), steps, free_from) if steps else None
        return replace(carrier, serves=self._places.value() or (), max_kg=self._max.value(), freight=rule)
