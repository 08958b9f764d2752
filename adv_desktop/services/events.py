"""What changed, told after the commit to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from adv_desktop.models.enums import DocumentKind


@dataclass(frozen=True, slots=True)
class Changed:
    """The documents touched by one committed command."""

    documents: dict[DocumentKind, frozenset[int]] = field(default_factory=dict)

    def of(self, kind: DocumentKind) -> frozenset[int]:
        """Return the ids of one kind."""
        return self.documents.get(kind, frozenset())


class Hub:
    """Publishes `Changed` to subscribers, on the thread that committed."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[[Changed], None]] = []

    def subscribe(self, receive: Callable[[Changed], None]) -> Callable[[], None]:
        """Call `receive` after each commit; return the function that ends the subscription."""
        self._subscribers.append(receive)
        return lambda: self._subscribers.remove(receive)

    def publish(self, changed: Changed) -> None:
        """Tell every subscriber; the transaction is over, nothing here can undo it."""
        for receive in tuple(self._subscribers):
            receive(changed)
