"""What the assistant decides of a file's lines before they are written: another product, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from adv_desktop.services.imports.order_preview import PreviewLine
from adv_desktop.services.imports.orders_import import ImportPreview, PreviewOrder
from adv_desktop.services.order_commands import NewLine


@dataclass(frozen=True, slots=True)
class Decisions:
    """By order (its place in the file) and line number: the product chosen, None for a refused line."""

    chosen: Mapping[tuple[int, int], str | None] = field(default_factory=dict)
    revising: Mapping[int, bool] = field(default_factory=dict)  # by order: whether it revises the one of its number
    substituted: frozenset[tuple[int, int]] = frozenset()  # lines whose product is another one than his code means

    def with_revision(self, order: int, *, revises: bool) -> Decisions:
        """Return the decisions with an order revising the one of its number, or standing beside it."""
        return replace(self, revising={**self.revising, order: revises})

    def revises(self, place: int, order: PreviewOrder) -> bool:
        """Whether an order revises another one: as decided, else as its file says."""
        return order.replaced is not None and self.revising.get(place, order.replaced.asked)

    def with_product(self, order: int, line: int, product: str) -> Decisions:
        """Return the decisions with a product for a line."""
        return replace(self, chosen={**self.chosen, (order, line): product})

    def with_alternative(self, order: int, line: int, product: str) -> Decisions:
        """Return the decisions with the alternative of a product, this time: his code keeps its meaning."""
        chosen = self.with_product(order, line, product)
        return replace(chosen, substituted=self.substituted | {(order, line)})

    def refused(self, order: int, line: int) -> Decisions:
        """Return the decisions with a line left out."""
        return replace(self, chosen={**self.chosen, (order, line): None})

    def of(self, order: int, line: int) -> str | None:
        """Return the product chosen for a line, if any."""
        return self.chosen.get((order, line))

    def concern(self, order: int) -> bool:
        """Whether a line of an order is left out or has another product."""
        return any(place == order for place, _line in self.chosen)

    def is_refused(self, order: int, line: int) -> bool:
        """Whether a line is left out."""
        return (order, line) in self.chosen and self.chosen[order, line] is None

    def shown(self, preview: ImportPreview, place: int, line: PreviewLine, choice: str, label: str) -> ImportPreview:
        """Return the preview with the product that was chosen for a line in place of what was found."""
        found = replace(line, product=choice, label=label, resolved_by="our_code", differences=(), alternative=None)
        orders = list(preview.orders)
        lines = tuple(found if one is line else one for one in orders[place].lines)
        orders[place] = replace(orders[place], lines=lines)
        return replace(preview, orders=tuple(orders))

    def apply(self, preview: ImportPreview) -> ImportPreview:
        """Return the preview to write, the decisions taken in."""
        return replace(preview, orders=tuple(self._order(place, order) for place, order in enumerate(preview.orders)))

    def _order(self, place: int, order: PreviewOrder) -> PreviewOrder:
        if order.command is None:
            return order
        numbers = [line.written.no for line in order.lines]
        kept = [
            self._line(place, no, line)
            for no, line in zip(numbers, order.command.lines, strict=True)
            if not self.is_refused(place, no)
        ]
        lines = tuple(line for line in order.lines if not self.is_refused(place, line.written.no))
        taught = (line for line in lines if (place, line.written.no) not in self.substituted)
        chosen = ((line.written.code, self.of(place, line.written.no)) for line in taught)
        learned = tuple((code, product) for code, product in chosen if code and product)
        return replace(
            order,
            lines=lines,
            command=replace(order.command, lines=tuple(kept)),
            learned=learned,
            revises=self.revises(place, order),
        )

    def _line(self, place: int, no: int, line: NewLine) -> NewLine:
        """Return a line with the product chosen by hand, its label, unit and price; the written line stays beside."""
        product = self.of(place, no)
        if product is None:
            return line
        substituted = (place, no) in self.substituted
        return replace(
            line,
            product=product,
            label=None,
            unit=None,
            unit_price=None,
            price_base=None,
            discounts=None,
            customer_item_code=line.customer_item_code if substituted else (line.written or {}).get("code"),
        )
