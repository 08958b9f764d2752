"""A frame with places to write in by hand, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.pen import INNER, LEFT, Pen
from adv_desktop.services.documents.styles import MUTED, SMALL


@dataclass(frozen=True)
class SignBoxes:
    """One place for each label: who did it, when, how many."""

    labels: tuple[str, ...]
    height: float = 52.0

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        pen.box(LEFT, top, INNER, self.height, stroke=styles.BORDER)
        place = INNER / len(self.labels)
        for number, label in enumerate(self.labels):
            x = LEFT + number * place
            pen.tagging.next_block()
            pen.text(x + 10, top + 14, label, SMALL.coloured(MUTED))
            pen.rule(x + 10, top + self.height - 12, place - 20, stroke=MUTED, line=0.4)
