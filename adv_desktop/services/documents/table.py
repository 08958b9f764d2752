"""A table over pages: wrapped labels, repeated head, rows cut only when they must, carried-forward totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from adv_desktop.services.documents import styles
from adv_desktop.services.documents.pen import INNER, LEFT, RIGHT
from adv_desktop.services.documents.styles import BODY, BORDER, SMALL, Side, Style
from adv_desktop.services.documents.tags import Element, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from adv_desktop.services.documents.layout import Flow
    from adv_desktop.services.documents.pen import Pen

HEAD_HEIGHT = 17.0
CARRY_HEIGHT = 15.0
SECOND_LINE = 9.0
PADDING = 4.6
# A row is cut in two only when it is taller than this: shorter ones go to the next page whole.
UNCUT = 90.0
# What ends a paper stays on the page of the last rows up to this height.
MOST_KEPT = 400.0
NARROWEST_LABEL = 118.0
SHORTEST_LABEL = 84.0
# A label that is a little too long is written smaller, down to this, before it takes a second line.
SMALLEST_LABEL = 6.8
SCALES = (1.0, 0.92, 0.84, 0.76)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as wide as its widest cell, at most `widest`; the one `wide` column takes what is left."""

    title: str
    side: Side = "left"
    wide: bool = False
    widest: float = 90.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, and small lines under it."""

    text: str = ""
    below: tuple[str, ...] = ()
    style: Style = BODY


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, or a `banner` over the whole width; `carried` is added to the carried-forward total.

    `under` is the banner that is said again above the row where it is the first one of a page.
    """

    cells: tuple[Cell, ...] = ()
    banner: str = ""
    style: Style = BODY
    ground: str = ""
    carried: int = 0
    under: Row | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands."""

    x: float
    width: float
    side: Side

    @property
    def anchor(self) -> float:
        """The x that its texts start at, end at or are centred on."""
        if self.side == "left":
            return self.x + PADDING
        return self.x + self.width - PADDING if self.side == "right" else self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a table's head."""

    ground: str
    text: str
    line: str = BORDER
    size: float = 7.2


@dataclass(frozen=True, slots=True)
class _Body:
    """A row ready to draw: for each column its lines with their styles, and the cell that they are read in."""

    places: tuple[Place, ...]
    stacks: tuple[tuple[tuple[str, Style], ...], ...]
    cells: tuple[Element | None, ...]
    pad: float
    line: str = BORDER
    ground: str = ""
    last: bool = True

    @property
    def lines(self) -> int:
        return max((len(stack) for stack in self.stacks), default=1)

    @property
    def height(self) -> float:
        return self.pad + SECOND_LINE * (max(self.lines, 1) - 1) + (1.5 if self.lines > 1 else 0)

    def draw(self, pen: Pen, top: float) -> None:
        if self.ground:
            pen.box(LEFT, top, INNER, self.height, fill=self.ground, radius=0)
        for place, stack, cell in zip(self.places, self.stacks, self.cells, strict=True):
            if not stack:
                continue
            y = top + self.pad * 0.66
            with pen.tagging.within(cell):
                for text, style in stack:
                    pen.text(place.anchor, y, text, style, place.side)
                    y += SECOND_LINE
        if self.last:
            left = min(place.x for place in self.places)
            right = max(place.x + place.width for place in self.places)
            pen.rule(left, top + self.height, right - left, stroke=self.line)

    def cut(self, room: float) -> tuple[_Body, _Body]:
        """Return the lines that fit in `room` and the others."""
        count = max(1, int((room - self.pad - 1.5) // SECOND_LINE) + 1)
        first = tuple(stack[:count] for stack in self.stacks)
        rest = tuple(stack[count:] for stack in self.stacks)
        return (
            replace(self, stacks=first, last=False),
            replace(self, stacks=rest),
        )


@dataclass(frozen=True, slots=True)
class _Head:
    """The titles of the columns, and the cells that they are read in: none on the pages after the first."""

    places: tuple[Place, ...]
    titles: tuple[str, ...]
    look: Look
    scale: float
    table: Element
    cells: tuple[Element | None, ...]
    height: float = HEAD_HEIGHT

    def draw(self, pen: Pen, top: float) -> None:
        if any(self.cells):
            pen.tagging.place(self.table)
        style = Style(styles.STRONG.font, self.look.size * self.scale, self.look.text)
        first, last = self.places[0], self.places[-1]
        pen.box(first.x, top, last.x + last.width - first.x, self.height, fill=self.look.ground, radius=3)
        for place, title, cell in zip(self.places, self.titles, self.cells, strict=True):
            with pen.tagging.within(cell):
                pen.text(place.anchor, top + 11.1, title, style, place.side)


@dataclass(frozen=True, slots=True)
class _Carry:
    """« À reporter » under the last row of a page, « Report » over the first of the next."""

    label: str
    amount: str
    anchor: float
    height: float = CARRY_HEIGHT

    def draw(self, pen: Pen, top: float) -> None:
        style = styles.STRONG.coloured(styles.MUTED)
        with pen.tagging.within(None):
            pen.text(self.anchor - max(60, styles.STRONG.width(self.amount) + 16), top + 10, self.label, style, "right")
            pen.text(self.anchor, top + 10, self.amount, styles.STRONG, "right")


@dataclass(frozen=True, slots=True)
class Carrying:
    """How the running total is written, and in which column."""

    forward: str
    brought: str
    column: int
    written: Callable[[int], str]


@dataclass(slots=True)
class Table:
    """Rows under a head."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    look: Look
    carrying: Carrying | None = None
    pad: float = 16.0
    left: float = LEFT
    right: float = RIGHT
    places: tuple[Place, ...] = field(init=False, default=())
    stacked: bool = field(init=False, default=False)
    scale: float = field(init=False, default=1.0)
    element: Element = field(init=False, default_factory=lambda: Element(Role.TABLE))

    @property
    def height(self) -> float:
        """Height in points of the whole table, where no page cuts it and no row takes a second line."""
        return HEAD_HEIGHT + self.pad * len(self.rows)

    def place(self, flow: Flow, gap: float = 0, keep: float = 0) -> None:
        """Place all rows on the pages of a flow, the last two on one page with the `keep` points that follow them."""
        self.measure()
        cells = self._add_row([Element(Role.HEAD, scope="Column") for _ in self.columns])
        bodies = [self.body(row) for row in self.rows]
        head = replace(self.head(), cells=cells)
        needs = [self._need(bodies, index, min(keep, MOST_KEPT)) for index in range(len(bodies))]
        first = min(bodies[0].height, UNCUT) + max(needs[0], CARRY_HEIGHT) if bodies else CARRY_HEIGHT
        flow.add(head, gap, keep=first)
        total = 0
        for row, body, need in zip(self.rows, bodies, needs, strict=True):
            self._place_row(flow, body, total, need, row.under)
            total += row.carried

    def _need(self, bodies: Sequence[_Body], index: int, keep: float) -> float:
        """Return the height to leave under a row: for its sum, the row that it goes with, what ends the paper."""
        after = bodies[index + 1 :]
        if not after:
            return keep if bodies[index].height <= UNCUT else 0.0
        if len(after) == 1 and max(bodies[index].height, after[0].height) <= UNCUT:
            return max(after[0].height + keep, CARRY_HEIGHT)
        return CARRY_HEIGHT + (min(after[0].height, UNCUT) if self.rows[index].banner else 0.0)

    def _place_row(self, flow: Flow, body: _Body, total: int, need: float, under: Row | None) -> None:
        while body.height + need > flow.room:
            if body.height > UNCUT and flow.room - CARRY_HEIGHT > UNCUT / 2:
                first, body = body.cut(flow.room - CARRY_HEIGHT)
                flow.add(first)
            self._turn(flow, total)
            if under is not None:
                flow.add(self._again(under))
        flow.add(body)

    def _again(self, banner: Row) -> _Body:
        """Return a banner that goes on on another page: seen, and read no second time."""
        place = Place(self.left, self.right - self.left, "left")
        lines = tuple((line, banner.style) for line in banner.style.wrap(banner.banner, place.width - 2 * PADDING))
        return _Body((place,), (lines,), (None,), self.pad, ground=banner.ground)

    def _turn(self, flow: Flow, total: int) -> None:
        if self.carrying is None:
            flow.turn()
            flow.add(self.head())
            return
        anchor = self.places[self.carrying.column].anchor
        amount = self.carrying.written(total)
        flow.add(_Carry(self.carrying.forward, amount, anchor))
        flow.turn()
        flow.add(self.head())
        flow.add(_Carry(self.carrying.brought, amount, anchor))

    def measure(self) -> None:
        """Give each column its place, at the largest scale that leaves the label its room.

        When none does, the label goes over the whole width, above its figures.
        """
        for scale in SCALES:
            widths = self._widths(scale)
            left = self.right - self.left - sum(widths)
            if left >= NARROWEST_LABEL or not any(column.wide for column in self.columns):
                break
        self.scale = scale
        wide = [column.wide and left >= SHORTEST_LABEL for column in self.columns]
        self.stacked = not any(wide) and any(column.wide for column in self.columns)
        x = self.left
        places = []
        for column, width, is_wide in zip(self.columns, widths, wide, strict=True):
            taken = left if is_wide else width + (0 if any(wide) or column.wide else left / self._narrow)
            places.append(Place(x, taken, column.side))
            x += taken
        self.places = tuple(places)

    @property
    def _narrow(self) -> int:
        return sum(1 for column in self.columns if not column.wide)

    def _widths(self, scale: float) -> list[float]:
        title = Style(styles.STRONG.font, self.look.size * scale)
        widths = []
        for index, column in enumerate(self.columns):
            if column.wide:
                widths.append(0.0)
                continue
            needed = max((self._needed(row.cells[index], scale) for row in self.rows if row.cells), default=0.0)
            widths.append(max(min(needed, column.widest), title.width(column.title)) + 2 * PADDING * scale)
        return widths

    @staticmethod
    def _needed(cell: Cell, scale: float) -> float:
        text = cell.style.width(cell.text) * scale
        return max([text, *(SMALL.width(line) * scale for line in cell.below)])

    def head(self) -> _Head:
        """Return the head as it is repeated on each page: seen, and read no second time."""
        titles = tuple("" if column.wide and self.stacked else column.title for column in self.columns)
        return _Head(self.places, titles, self.look, self.scale, self.element, (None,) * len(titles))

    def _add_row(self, cells: Sequence[Element]) -> tuple[Element, ...]:
        row = self.element.add(Element(Role.ROW))
        return tuple(row.add(cell) for cell in cells)

    def body(self, row: Row) -> _Body:
        """Return a row wrapped to the places of the columns."""
        if row.banner:
            place = Place(self.left, self.right - self.left, "left")
            lines = row.style.wrap(row.banner, place.width - 2 * PADDING)
            whole = self._add_row([Element(Role.CELL, span=len(self.columns))])
            return _Body((place,), (tuple((line, row.style) for line in lines),), whole, self.pad, ground=row.ground)
        cells = self._add_row([Element(Role.CELL) for _ in self.columns])
        if self.stacked:
            return self._stacked_body(row, cells)
        stacks = tuple(self._stack(cell, place) for cell, place in zip(row.cells, self.places, strict=True))
        return _Body(self.places, stacks, cells, self.pad, ground=row.ground)

    def _stacked_body(self, row: Row, cells: tuple[Element, ...]) -> _Body:
        whole = Place(self.left, self.right - self.left, "left")
        wide = next(index for index, column in enumerate(self.columns) if column.wide)
        label = self._stack(row.cells[wide], whole)
        lower = (("", BODY),) * len(label)
        stacks = [
            label if index == wide else (*lower, *self._stack(cell, self.places[index]))
            for index, cell in enumerate(row.cells)
        ]
        places = tuple(whole if index == wide else place for index, place in enumerate(self.places))
        return _Body(places, tuple(stacks), cells, self.pad, ground=row.ground)

    def _stack(self, cell: Cell, place: Place) -> tuple[tuple[str, Style], ...]:
        # Half a point of grace: the place was measured from the same text at the same scale.
        limit = place.width - 2 * PADDING * self.scale + 0.5
        style = cell.style if self.scale == 1 else cell.style.scaled(self.scale)
        small = SMALL if self.scale == 1 else SMALL.scaled(self.scale)
        if place.side == "left" and style.size > SMALLEST_LABEL:
            style = style.fitted(cell.text, limit, SMALLEST_LABEL)
            style = style if style.width(cell.text) <= limit else cell.style.scaled(self.scale)
        lines = [(line, style) for line in style.wrap(cell.text, limit)]
        if not lines and cell.below:
            lines.append(("", style))
        lines += [(line, small) for text in cell.below for line in small.wrap(text, limit)]
        return tuple(lines)
