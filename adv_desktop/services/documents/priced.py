"""Priced lines, the VAT table and the totals: one way for invoices, credit notes and acknowledgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from adv_desktop.models.enums import LineKind
from adv_desktop.services.documents import styles
from adv_desktop.services.documents.content import Amounts, DeliveryHeading, Line, VatRow
from adv_desktop.services.documents.pen import INNER, LEFT, RIGHT, Pen
from adv_desktop.services.documents.styles import BODY, BORDER, PALE, QUIET, SMALL, STRONG, Style
from adv_desktop.services.documents.table import Carrying, Cell, Column, Look, Row, Table
from adv_desktop.services.documents.tags import Role
from adv_desktop.services.documents.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable

TOTALS_WIDTH = 186.0
TOTALS_STEP = 13.8
DUE_HEIGHT = 26.0


def carrying(column: int, currency: str, say: Voice) -> Carrying:
    """Return how the amounts of a column are carried from page to page."""
    _ = say.gettext
    return Carrying(_("Carried forward"), _("Brought forward"), column, partial(say.formats.amount, currency=currency))


@dataclass(frozen=True)
class LineTable:
    """The lines of a priced document as a table; columns that no line fills are left out."""

    lines: Sequence[Line | DeliveryHeading]
    currency: str
    colour: str
    voice: Voice
    without_vat: bool = False
    dates: bool = False

    def table(self) -> Table:
        """Return the table, ready to be placed."""
        columns = [column for column, _ in self._columns]
        net = next(index for index, column in enumerate(columns) if column.title == self.voice.gettext("Net amount"))
        look = Look(self.colour, styles.text_on(self.colour))
        return Table(
            columns, [self._row(line) for line in self.lines], look, carrying=carrying(net, self.currency, self.voice)
        )

    @cached_property
    def _items(self) -> list[Line]:
        return [line for line in self.lines if isinstance(line, Line) and line.kind is LineKind.ITEM]

    @cached_property
    def _columns(self) -> list[tuple[Column, Callable[[Line], Cell]]]:
        _ = self.voice.gettext
        items = self._items
        discounted = any(line.discounts for line in items)
        columns: list[tuple[bool, Column, Callable[[Line], Cell]]] = [
            (any(line.customer_line for line in items), Column(_("Your line"), "centre", widest=44), self._their_line),
            (any(line.code or line.customer_code for line in items), Column(_("Item code"), widest=74), self._code),
            (True, Column(_("Description"), wide=True), self._label),
            (True, Column(_("Qty"), "right"), self._quantity),
            (any(line.unit for line in items), Column(_("U"), "centre", widest=58), lambda line: Cell(line.unit)),
            (discounted, Column(_("List price"), "right"), self._list_price),
            (discounted, Column(_("Discount %"), "right", widest=52), self._discounts),
            (True, Column(_("Net price") if discounted else _("Unit price"), "right"), self._price),
            (True, Column(_("Net amount"), "right"), self._net),
            (not self.without_vat, Column(_("VAT"), "right", widest=50), self._vat),
            (self.dates, Column(_("Confirmed for"), "right"), self._dates),
        ]
        return [(column, cell) for shown, column, cell in columns if shown]

    def _row(self, line: Line | DeliveryHeading) -> Row:
        if isinstance(line, DeliveryHeading):
            return self._banner(self._heading(line))
        if line.kind is LineKind.TITLE:
            return self._banner(line.label)
        if line.kind is LineKind.COMMENT:
            return Row(banner=line.label, style=QUIET)
        if line.kind is LineKind.SUBTOTAL:
            return self._subtotal(line)
        if line.component:
            return self._component(line)
        return Row(tuple(cell(line) for _, cell in self._columns), carried=line.net)

    def _component(self, line: Line) -> Row:
        """Return a component below its kit: what it is and how much of it, without a price."""
        _ = self.voice.gettext
        shown = {
            _("Item code"): Cell(line.code, style=QUIET),
            _("Description"): Cell(f"\u2003{line.label}", style=QUIET),
            _("Qty"): self._quantity(line),
            _("U"): Cell(line.unit),
        }
        return Row(tuple(shown.get(column.title, Cell("")) for column, _cell in self._columns))

    def _banner(self, text: str) -> Row:
        return Row(
            banner=text, style=STRONG.coloured(styles.readable(self.colour)), ground=styles.tint(self.colour, 0.08)
        )

    def _subtotal(self, line: Line) -> Row:
        titles = {column.title for column, _ in self._columns if column.wide}
        cells = []
        for column, _ in self._columns:
            label = (line.label or self.voice.gettext("Subtotal")) if column.title in titles else ""
            amount = self._amount(line.net) if column.title == self.voice.gettext("Net amount") else ""
            cells.append(Cell(label or amount, style=STRONG))
        return Row(tuple(cells), ground=PALE)

    def _heading(self, heading: DeliveryHeading) -> str:
        _ = self.voice.gettext
        parts = [self.voice.reference(heading.delivery)]
        if heading.order:
            parts.append(_("order {reference}").format(reference=self.voice.reference(heading.order)))
        if heading.customer_order:
            parts.append(_("your ref. {number}").format(number=heading.customer_order))
        return " · ".join(parts)

    def _amount(self, minor: int) -> str:
        return self.voice.formats.amount(minor, self.currency)

    @staticmethod
    def _their_line(line: Line) -> Cell:
        return Cell(line.customer_line)

    @staticmethod
    def _code(line: Line) -> Cell:
        return Cell(line.code, (line.customer_code,) if line.customer_code else ())

    def _label(self, line: Line) -> Cell:
        _ = self.voice.gettext
        below = [line.detail] if line.detail else []
        below += [self.voice.lot(lot) for lot in line.lots]
        if line.eco_part:
            below.append(self._eco(line))
        below += [
            _("Of which {charge}: {amount} excl. VAT").format(
                charge=label, amount=self.voice.formats.money(minor, self.currency)
            )
            for label, minor in line.charges
        ]
        return Cell(line.label, tuple(below))

    def _eco(self, line: Line) -> str:
        _, formats = self.voice.gettext, self.voice.formats
        said = _("Of which eco-contribution: {amount} excl. VAT").format(
            amount=formats.money(line.eco_part, self.currency)
        )
        return f"{said} ({formats.quantity(line.quantity)} × {formats.price(line.eco_unit)})" if line.eco_unit else said

    def _quantity(self, line: Line) -> Cell:
        below = (self.voice.weight(line.weight),) if line.weight else ()
        return Cell(self.voice.formats.quantity(line.quantity), below)

    def _list_price(self, line: Line) -> Cell:
        if line.free or line.gross_price is None:
            return Cell()
        return Cell(self.voice.formats.price(line.gross_price))

    def _discounts(self, line: Line) -> Cell:
        return Cell(" + ".join(self.voice.formats.quantity(percent) for percent in line.discounts))

    def _price(self, line: Line) -> Cell:
        if line.free:
            return Cell(self.voice.gettext("Free of charge"), style=BODY)
        price = line.net_price if line.net_price is not None else line.gross_price
        if price is None:
            return Cell()
        per = self.voice.price_base(line.price_base, by_weight=line.weight is not None)
        return Cell(self.voice.formats.price(price), (per,) if per else ())

    def _net(self, line: Line) -> Cell:
        return Cell(self._amount(line.net), style=STRONG)

    def _vat(self, line: Line) -> Cell:
        return Cell(self.voice.vat(line.vat_category, line.vat_rate))

    def _dates(self, line: Line) -> Cell:
        formats = self.voice.formats
        if line.confirmed_on is None:
            return Cell(self.voice.gettext("to be confirmed"), style=STRONG.coloured(styles.AMBER))
        moved = line.requested_on is not None and line.confirmed_on > line.requested_on
        asked: tuple[str, ...] = ()
        if line.requested_on is not None:
            asked = (self.voice.gettext("requested {date}").format(date=formats.short_date(line.requested_on)),)
        return Cell(formats.date(line.confirmed_on), asked, STRONG.coloured(styles.AMBER) if moved else BODY)


@dataclass(frozen=True)
class Totals:
    """VAT table on the left, totals on the right, the amount to pay in the house colour."""

    amounts: Amounts
    currency: str
    colour: str
    voice: Voice
    due_label: str
    without_vat: bool = False

    @cached_property
    def height(self) -> float:
        """Height in points."""
        return max(self._vat_height, len(self._rows) * TOTALS_STEP + 3 + (DUE_HEIGHT if self.due_label else 0))

    @property
    def _vat_height(self) -> float:
        if self.without_vat:
            return 0
        rows = len(self.amounts.vat) + (1 if len(self.amounts.vat) > 1 else 0)
        return 18 + rows * 16.4 + 6 + len(self._notes) * SMALL.leading

    @cached_property
    def _notes(self) -> tuple[str, ...]:
        _ = self.voice.gettext
        amounts = self.amounts
        notes = []
        if amounts.discount and amounts.discount_percent is not None:
            percent = self.voice.formats.percent(amounts.discount_percent)
            notes.append(
                _("Discount of {percent} granted on the total of the lines, computed rate by rate.").format(
                    percent=percent
                )
            )
        elif amounts.discount:
            notes.append(_("Discount shared in proportion to the bases of each rate."))
        if sum(1 for row in amounts.vat if row.freight) > 1:
            notes.append(_("Freight shared according to the rates of the goods."))
        notes.append(_("VAT computed rate by rate on the net base."))
        return SMALL.wrap(" ".join(notes), INNER - TOTALS_WIDTH - 26)

    def _money(self, minor: int) -> str:
        return self.voice.formats.money(minor, self.currency)

    @cached_property
    def _rows(self) -> list[tuple[str, str, bool]]:
        _ = self.voice.gettext
        amounts = self.amounts
        rows = []
        if self._is_split:
            rows.append((_("Total of the lines excl. VAT"), self._money(amounts.lines), False))
        if amounts.discount:
            rows.append((self._discount_label, self._money(-amounts.discount), False))
        if amounts.freight:
            rows.append((_("Freight excl. VAT"), self._money(amounts.freight), False))
        if amounts.deducted:
            rows.append((_("Deposits deducted excl. VAT"), self._money(-amounts.deducted), False))
        if amounts.packaging:
            rows.append((_("Returnable packaging"), self._money(amounts.packaging), False))
        rows.append((_("Total excl. VAT") if not self.without_vat else _("Total"), self._money(amounts.net), True))
        if not self.without_vat:
            rows += [(self._vat_label(row), self._money(row.vat), False) for row in amounts.vat]
            rows.append((_("Total incl. VAT"), self._money(amounts.gross), True))
        if amounts.prepaid:
            rows.append((_("Already paid"), self._money(-amounts.prepaid), False))
        if amounts.rounding:
            rows.append((_("Rounding"), self._money(amounts.rounding), False))
        return rows + self._in_euros

    @property
    def _is_split(self) -> bool:
        """Whether something stands between the goods and the total."""
        amounts = self.amounts
        return bool(amounts.discount or amounts.freight or amounts.deducted or amounts.packaging)

    @property
    def _in_euros(self) -> list[tuple[str, str, bool]]:
        amounts = self.amounts
        if amounts.vat_total_eur is None or self.currency == "EUR" or self.without_vat:
            return []
        return [(self.voice.gettext("Total VAT in euros"), self.voice.formats.money(amounts.vat_total_eur), True)]

    @property
    def _discount_label(self) -> str:
        _ = self.voice.gettext
        percent = self.amounts.discount_percent
        if percent is None:
            return _("Discount")
        return _("Discount {percent}").format(percent=self.voice.formats.percent(percent))

    def _vat_label(self, row: VatRow) -> str:
        return self.voice.gettext("VAT {rate}").format(rate=self.voice.vat(row.category, row.rate))

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the block with its upper edge at `top`."""
        if not self.without_vat:
            self._draw_vat(pen, top)
        x = RIGHT - TOTALS_WIDTH + 8
        y = top + 11
        with pen.tag(Role.TABLE):
            for label, amount, strong in self._rows:
                if strong:
                    pen.rule(x, y - 10, TOTALS_WIDTH - 8)
                with pen.tag(Role.ROW):
                    _head(pen, x, y, label, STRONG if strong else QUIET)
                    _figure(pen, RIGHT - 8, y, amount, STRONG if strong else BODY)
                y += TOTALS_STEP
            if self.due_label:
                self._draw_due(pen, y - 8)

    def _draw_due(self, pen: Pen, top: float) -> None:
        pen.box(RIGHT - TOTALS_WIDTH, top, TOTALS_WIDTH, DUE_HEIGHT, fill=self.colour)
        fill = styles.text_on(self.colour)
        amount = self._money(self.amounts.due)
        figure = Style(styles.NUMBER_FONT, 12.6, fill).fitted(amount, TOTALS_WIDTH * 0.6, 8)
        label = Style(styles.STRONG.font, 10.4, fill)
        room = TOTALS_WIDTH - 24 - figure.width(amount)
        with pen.tag(Role.ROW):
            _head(pen, RIGHT - TOTALS_WIDTH + 8, top + 17, self.due_label, label.fitted(self.due_label, room, 6))
            _figure(pen, RIGHT - 8, top + 17.3, amount, figure)

    def _draw_vat(self, pen: Pen, top: float) -> None:
        columns = self._vat_columns
        width = INNER - TOTALS_WIDTH - 12
        y = top + 28.5
        with pen.tag(Role.TABLE):
            self._draw_vat_head(pen, top, width)
            for row in self.amounts.vat:
                label = self.voice.vat(row.category, row.rate)
                self._draw_vat_row(pen, y, label, [figure(row) for _, figure in columns], BODY)
                pen.rule(LEFT, y + 5, width, stroke=BORDER)
                y += 16.4
            if len(self.amounts.vat) > 1:
                sums = [sum(map(figure, self.amounts.vat)) for _, figure in columns]
                self._draw_vat_row(pen, y, self.voice.gettext("Total"), sums, STRONG)
                y += 16.4
        pen.lines(LEFT, y - 1.5, self._notes, SMALL)

    def _draw_vat_head(self, pen: Pen, top: float, width: float) -> None:
        step = (width - 50) / max(len(self._vat_columns), 1)
        pen.box(LEFT, top, width, 17, fill=PALE, radius=3)
        head = Style(styles.STRONG.font, 6.9, styles.MUTED)
        with pen.tag(Role.ROW):
            _head(pen, LEFT + 6, top + 11.2, self.voice.gettext("VAT"), head, scope="Column")
            for number, (title, _) in enumerate(self._vat_columns, 1):
                with pen.tag(Role.HEAD, scope="Column"):
                    pen.text(LEFT + 44 + number * step, top + 11.2, title, head.fitted(title, step - 4, 5.2), "right")

    def _draw_vat_row(self, pen: Pen, y: float, label: str, figures: Sequence[int], style: Style) -> None:
        step = (INNER - TOTALS_WIDTH - 12 - 50) / max(len(figures), 1)
        with pen.tag(Role.ROW):
            _head(pen, LEFT + 6, y, label, STRONG)
            for number, figure in enumerate(figures, 1):
                shown = STRONG if number > len(figures) - 2 else style
                amount = self.voice.formats.amount(figure, self.currency)
                _figure(pen, LEFT + 44 + number * step, y, amount, shown.fitted(amount, step - 4, 5.2))

    @cached_property
    def _vat_columns(self) -> list[tuple[str, Callable[[VatRow], int]]]:
        _ = self.voice.gettext
        amounts = self.amounts
        columns: list[tuple[bool, str, Callable[[VatRow], int]]] = [
            (
                self._is_split,
                _("Lines excl. VAT"),
                lambda row: row.lines,
            ),
            (bool(amounts.discount), self._discount_label, lambda row: -row.discount),
            (bool(amounts.freight), _("Freight excl. VAT"), lambda row: row.freight),
            (bool(amounts.deducted), _("Deposit excl. VAT"), lambda row: -row.deducted),
            (bool(amounts.packaging), _("Packaging"), lambda row: row.packaging),
            (True, _("Base excl. VAT"), lambda row: row.base),
            (True, _("VAT due"), lambda row: row.vat),
        ]
        return [(title, figure) for shown, title, figure in columns if shown]


def _head(pen: Pen, x: float, y: float, label: str, style: Style, scope: str = "Row") -> None:
    """Write what a row or a column is about."""
    with pen.tag(Role.HEAD, scope=scope):
        pen.text(x, y, label, style)


def _figure(pen: Pen, right: float, y: float, amount: str, style: Style) -> None:
    """Write an amount that ends at `right`."""
    with pen.tag(Role.CELL):
        pen.text(right, y, amount, style, "right")
