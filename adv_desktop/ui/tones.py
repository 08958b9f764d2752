"""The five meanings that a colour may carry, always beside a word or an icon."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """What a state says at a glance; each has a text token and a ground token of its own."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    INFO = "info"
    NEUTRAL = "neutral"
    ACCENT = "accent"

    @property
    def ground(self) -> str:
        """The token of the ground under this tone's text."""
        return "accent_soft" if self is Tone.ACCENT else f"{self.value}_bg"
