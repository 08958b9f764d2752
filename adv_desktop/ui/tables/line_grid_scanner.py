"""What tells a scanner from fingers: digits that come faster than anybody types, whatever cell has the cursor."""

from __future__ import annotations

from time import monotonic

SHORTEST_BARCODE = 8
FASTEST_FINGER = 0.05  # seconds between two keys; scanners send one every 5 to 30 ms


class Burst:
    """The digits that came at once into a cell, and what the cell held before them."""

    def __init__(self) -> None:
        self._digits = ""
        self._last = 0.0
        self.held = ""

    @property
    def code(self) -> str:
        """The digits, "" while they are too few for a barcode."""
        return self._digits if len(self._digits) >= SHORTEST_BARCODE else ""

    def hear(self, typed: str, held: str) -> None:
        """Take a key in; `held` is the text of the cell before it. A key that types nothing changes nothing."""
        if not typed.isprintable() or not typed:
            return
        now = monotonic()
        if not self._digits or now - self._last > FASTEST_FINGER:
            self._digits, self.held = "", held
        self._digits = self._digits + typed if typed.isdigit() else ""
        self._last = now


def barcode_in(text: str) -> str:
    """Return a text that can only be a barcode: too long a row of digits for a quantity or a price."""
    return text if len(text) >= SHORTEST_BARCODE and text.isdigit() else ""
