"""The lines of an order or a free invoice while they are typed, and beside them what the service answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from adv_desktop.models.enums import LineKind, PriceSource, Supply
from adv_desktop.models.rules.free_lines import FreeReason
from adv_desktop.models.rules.packs import Pack
from adv_desktop.models.values import plain
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.order_preview import PreviewComponent, PreviewLine
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec
from adv_desktop.ui.tables.line_grid_model import Counted, LineStyle, Value
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.choices import Choice, Search

ZERO = Decimal(0)
_STYLES = {
    LineKind.ITEM: LineStyle.PLAIN,
    LineKind.TITLE: LineStyle.HEADING,
    LineKind.COMMENT: LineStyle.REMARK,
    LineKind.SUBTOTAL: LineStyle.SUM,
    LineKind.COMPONENT: LineStyle.PLAIN,
}


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line of the grid; a price of None is the price lists', `shown` is the last answer of the service."""

    product_id: int | None = None
    code: str = ""
    label: str = ""
    quantity: Decimal = ZERO
    counted_in: str = ""
    pack: Pack | None = None
    price: Decimal | None = None
    discounts: tuple[Decimal, ...] | None = None
    promised: dt.date | None = None
    kept: NewLine = field(default_factory=NewLine)
    shown: PreviewLine | None = None
    component: PreviewComponent | None = None  # of the kit above, as the service answered it

    @property
    def kind(self) -> LineKind:
        """Whether it is sold, or a title, a comment, a subtotal."""
        return self.kept.kind

    @property
    def is_item(self) -> bool:
        """Whether it has a product, a quantity and a price."""
        return self.kept.kind is LineKind.ITEM

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed yet."""
        return self.is_item and not (self.code or self.label or self.quantity)

    @property
    def is_complete(self) -> bool:
        """Whether the line can be sent to the service."""
        if self.component is not None:
            return False
        if not self.is_item:
            return self.kind is LineKind.SUBTOTAL or bool(self.label.strip())
        return bool(self.code or self.label) and self.quantity > 0 and bool(self.code or self.price is not None)

    def asked(self) -> NewLine:
        """Return the line as the command of the service."""
        return replace(
            self.kept,
            product=self.code or None,
            label=self.label or None,
            quantity=self.quantity,
            counted_in=self.counted_in or None,
            pack=self.pack,
            unit_price=self.price,
            discounts=self.discounts,
            promised=self.promised,
        )

    def answered(self, shown: PreviewLine | None) -> TypedLine:
        """Return the line beside the service's answer; what was typed in packs is from now on in our unit."""
        line = replace(self, shown=shown, product_id=shown.product_id if shown else None)
        return (
            replace(line, quantity=shown.quantity, counted_in="", pack=shown.pack)
            if shown and self.counted_in
            else line
        )


def words(kind: LineKind) -> TypedLine:
    """Return an empty title, comment or subtotal."""
    return TypedLine(kept=NewLine(kind=kind))


def component_line(component: PreviewComponent) -> TypedLine:
    """Return a component as a line below its kit: shown, never typed nor sent."""
    return TypedLine(
        code=component.product_code,
        label=component.label,
        quantity=component.quantity,
        kept=NewLine(kind=LineKind.COMPONENT),
        component=component,
    )


def asked_lines(lines: Iterable[TypedLine]) -> tuple[NewLine, ...]:
    """Return the lines that can be sent to the service; none while nothing is sold."""
    complete = [line for line in lines if line.is_complete]
    return tuple(line.asked() for line in complete) if any(line.is_item for line in complete) else ()


def from_command(line: NewLine, *, reprice: bool) -> TypedLine:
    """Return a stored line as typed; `reprice` leaves the price to the lists (drafts)."""
    found = reprice and line.product is not None
    return TypedLine(
        code=line.product or "",
        label=line.label or "",
        quantity=line.quantity,
        counted_in=line.counted_in or "",
        pack=line.pack,
        price=None if found else line.unit_price,
        discounts=None if found else line.discounts,
        promised=line.promised,
        kept=_without_own_charges(line) if found else line,
    )


def _without_own_charges(line: NewLine) -> NewLine:
    """Return a line whose eco-contribution is searched again; what was charged by hand stays."""
    return replace(line, charges=None) if all(charge.eco for charge in line.charges or ()) else line


def grid_spec(
    search: Search, resolve: Callable[[str], Choice | None], without: frozenset[str] = frozenset()
) -> GridSpec[TypedLine]:
    """Return the columns and the behaviour of the grid (practice: Qté · U · Dispo · PU HT · Remise % · …)."""
    return GridSpec(
        columns=[column for column in _COLUMNS if column.key not in without],
        blank=TypedLine,
        is_blank=lambda line: line.is_blank,
        apply=_apply,
        product_of=lambda line: None if line.kept.free_reason else line.product_id,
        add_one=lambda line: replace(line, quantity=line.quantity + 1),
        search=search,
        resolve=resolve,
        style=lambda line: _STYLES[line.kind],
        is_below=lambda line: line.component is not None,
    )


def _apply(line: TypedLine, key: str, value: Value) -> TypedLine:
    """Return the line after one cell was typed; a change of quantity or product asks for the price again."""
    if key == "code":
        return _with_product(line, value)
    if key == "label":
        return replace(line, label=str(value or ""))
    if key == "promised":
        return replace(line, promised=value if isinstance(value, dt.date) else None)
    if key == "quantity" and isinstance(value, Counted):
        return replace(line, quantity=value.number, counted_in=value.unit, pack=None)
    number = value if isinstance(value, Decimal) else None
    if key == "quantity":
        return replace(line, quantity=number or ZERO, counted_in="", pack=None)
    if key == "price":
        kept = replace(line.kept, price_reason=None, free_reason=None)
        return replace(line, price=number, discounts=line.discounts if number is not None else None, kept=kept)
    discounts = None if number is None else ((number,) if number else ())
    price = line.price if line.price is not None or line.shown is None else line.shown.unit_price
    return replace(line, discounts=discounts, price=price if discounts is not None else line.price)


def _with_product(line: TypedLine, value: Value) -> TypedLine:
    if not isinstance(value, Choice):
        return replace(line, product_id=None, code="", shown=None)
    return replace(
        line,
        product_id=value.id,
        code=value.code,
        label=value.label,
        price=None,
        discounts=None,
        quantity=line.quantity or Decimal(1 if value.scanned else 0),
        kept=_without_own_charges(line.kept),
        shown=None,
    )


def _of(read: Callable[[PreviewLine], str]) -> Callable[[TypedLine], str]:
    """Return what to write of the service's answer on what is sold, nothing while there is none."""
    return lambda line: read(line.shown) if line.shown is not None and line.is_item else ""


def is_item(line: TypedLine) -> bool:
    """Whether a cell of numbers is open to typing: words have none."""
    return line.is_item


def _is_typed(line: TypedLine) -> bool:
    """Whether a line is typed: a component comes with its kit."""
    return line.component is None


def _code(line: TypedLine) -> str:
    return line.code if line.is_item or line.component else label(line.kind)


def _net(line: TypedLine) -> str:
    if line.shown is None or line.kind in {LineKind.TITLE, LineKind.COMMENT}:
        return ""
    if line.kept.free_reason:
        return _("Free of charge")
    return formats().amount(line.shown.net)


def _below_net(line: TypedLine) -> str:
    """Say why the line is given, else what of its amount is an eco-contribution."""
    return _gift(line) or _of(_eco)(line)


def _gift(line: TypedLine) -> str:
    """Say why the line is given free of charge."""
    known = [reason for reason in FreeReason if reason == line.kept.free_reason]
    return label(known[0]) if known else line.kept.free_reason or ""


def _label(line: TypedLine) -> str:
    if line.component is not None:
        return f"\u2003{line.label}"  # below its kit
    return line.label or (label(line.kind) if line.kind is LineKind.SUBTOTAL else "")


def _unit(line: TypedLine) -> str:
    """Write the unit; « 3 × 12 » where the quantity was counted in packs."""
    if line.component is not None:
        return line.component.unit
    if line.pack is None:
        return line.shown.unit if line.shown and line.is_item else ""
    count, _rest = line.pack.split(line.quantity)
    return f"{formats().quantity(count)} × {formats().quantity(line.pack.size)}"


def _packs(line: TypedLine) -> str:
    """Write the packs that the quantity was counted in."""
    if line.pack is None:
        return ""
    count, _rest = line.pack.split(line.quantity)
    said = {"count": formats().quantity(count), "pack": line.pack.label, "size": formats().quantity(line.pack.size)}
    return _("{count} × {pack} of {size}").format(**said)


def _eco(shown: PreviewLine) -> str:
    if not shown.eco_part:
        return ""
    return _("Of which eco-contribution: {amount} excl. VAT").format(amount=formats().amount(shown.eco_part))


def _price(line: TypedLine) -> str:
    if not line.is_item:
        return ""
    if line.price is not None:
        return formats().price(line.price)
    return formats().price(line.shown.unit_price) if line.shown else ""


def _discount(line: TypedLine) -> str:
    if not line.is_item:
        return ""
    shown = line.discounts if line.discounts is not None else (line.shown.discounts if line.shown else ())
    return " + ".join(formats().quantity(percent) for percent in shown) or ("—" if line.shown else "")


def _is_short(line: TypedLine) -> bool:
    if line.component is not None:
        return line.component.available is not None and line.component.available < line.quantity
    shown = line.shown
    return shown is not None and shown.available is not None and shown.available < shown.quantity


def _is_manual(line: TypedLine) -> bool:
    manual = line.shown is not None and line.shown.price_source is PriceSource.MANUAL
    return manual and bool(line.code) and not line.kept.free_reason


_SUPPLIES = {Supply.PURCHASE: N_("Bought"), Supply.DIRECT: N_("Direct"), Supply.DEPOT: N_("Depot")}


def _available(line: TypedLine) -> str:
    answer = line.component or line.shown
    if answer is None or not (line.is_item or line.component):
        return ""
    if line.component is None and line.shown is not None and line.shown.supply in _SUPPLIES:
        return _(_SUPPLIES[line.shown.supply])
    return "—" if answer.available is None else formats().quantity(answer.available)


_COLUMNS: tuple[GridColumn[TypedLine], ...] = (
    GridColumn(
        "code",
        N_("Product code"),
        _code,
        Edit.PRODUCT,
        width=110,
        short=True,
        typed=lambda line: line.code,
        open_to=is_item,
    ),
    GridColumn(
        "label",
        N_("Description"),
        _label,
        Edit.TEXT,
        width=150,
        stretch=True,
        icon=lambda line: "bell" if line.kept.urgent else None,
        tone=lambda line: Tone.BAD if line.kept.urgent else None,
        tip=lambda line: _("Urgent") if line.kept.urgent else "",
        typed=lambda line: line.label,
        open_to=_is_typed,
    ),
    GridColumn(
        "quantity",
        N_("Qty"),
        lambda line: f"{formats().quantity(line.quantity)} {line.counted_in}".strip() if line.quantity else "",
        Edit.COUNTED,
        right=True,
        width=52,
        short=True,
        typed=lambda line: f"{plain(line.quantity)} {line.counted_in}".strip() if line.quantity else "",
        tip=_packs,
        open_to=is_item,
    ),
    GridColumn("unit", N_("U"), _unit, width=78, tip=_packs),
    GridColumn(
        "weight",
        N_("Est. kg"),
        _of(lambda shown: f"≈ {formats().price(shown.weight, 3)}" if shown.weight is not None else ""),
        right=True,
        width=84,
        optional=True,
    ),
    GridColumn(
        "available",
        N_("Avail."),
        _available,
        right=True,
        width=62,
        icon=lambda line: "warning" if _is_short(line) else None,
        tone=lambda line: Tone.BAD if _is_short(line) else None,
    ),
    GridColumn("price", N_("Unit price"), _price, Edit.PRICE, right=True, width=68, open_to=is_item),
    GridColumn("discount", N_("Discount %"), _discount, Edit.PERCENT, right=True, width=80, open_to=is_item),
    GridColumn(
        "net_price",
        N_("Net price"),
        _of(lambda shown: formats().price(shown.net_price)),
        right=True,
        width=78,
        icon=lambda line: "info" if _is_manual(line) else None,
        tip=lambda line: line.kept.price_reason or "",
        tone=lambda line: Tone.INFO if _is_manual(line) else None,
    ),
    GridColumn("net", N_("Net amount"), _net, right=True, width=94, bold=True, tip=_below_net),
    GridColumn("vat", N_("VAT"), _of(lambda shown: formats().percent(shown.vat_rate)), right=True, width=66),
    GridColumn(
        "promised",
        N_("Date"),
        lambda line: formats().short_date(line.promised) if line.promised else "",
        Edit.DATE,
        right=True,
        width=70,
        open_to=is_item,
    ),
)
