"""What can be done with one line that is being typed: the last prices, a split, a gift, another product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from shiboken6 import isValid

from adv_desktop.models.enums import Supply
from adv_desktop.models.rules.free_lines import FreeReason
from adv_desktop.services.queries.last_prices import LastPrice, Wanted, last_prices
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.orders.splitting import ask_parts
from adv_desktop.ui.orders.substitution import ask_substitute
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.light_list import LightList
from adv_desktop.ui.typed_lines import TypedLine

if TYPE_CHECKING:
    from adv_desktop.ui.orders.form import OrderForm

_PRICES: list[Column[LastPrice]] = [
    Column(N_("Date"), lambda row: formats().date(row.date), width=96, key="date"),
    Column(N_("Document"), lambda row: row.number, width=130, key="number"),
    Column(N_("Qty"), lambda row: formats().quantity(row.quantity), right=True, width=70, key="quantity"),
    Column(N_("Unit price"), lambda row: formats().price(row.price), right=True, width=90, key="price"),
    Column(
        N_("Discount %"),
        lambda row: " + ".join(formats().quantity(percent) for percent in row.discounts) or "—",
        right=True,
        width=90,
        key="discount",
    ),
]


@dataclass(frozen=True, slots=True)
class _Gift:
    """A reason to give the line free of charge, None to sell it again."""

    reason: FreeReason | None

    @property
    def words(self) -> str:
        return label(self.reason) if self.reason else _("At its price again")


_GIFTS: list[Column[_Gift]] = [
    Column(N_("Reason"), lambda row: row.words, width=200, key="reason"),
]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where goods may come from."""

    supply: Supply


_SOURCES: list[Column[_Source]] = [
    Column(N_("Where the goods come from"), lambda row: label(row.supply), width=240, key="supply"),
]


def price_commands(form: OrderForm) -> list[Command]:
    """Return the verbs that concern the price of the current line."""
    return [
        Command("last_prices", N_("Last prices of the customer"), partial(show_prices, form), "F7", "", Menu.EDIT),
        Command("free", N_("Give the line free of charge…"), partial(give, form), "Ctrl+G", "", Menu.EDIT),
    ]


def line_commands(form: OrderForm) -> list[Command]:
    """Return the verbs on the current line of an order."""
    return [
        *price_commands(form),
        Command("split", N_("Split the line…"), partial(split, form), "Ctrl+Shift+E", "split", Menu.EDIT),
        Command("supply", N_("Where the goods come from…"), partial(choose_supply, form), "Ctrl+B", "", Menu.EDIT),
        Command("urgent", N_("Urgent line, or no longer"), partial(turn_urgent, form), "Ctrl+U", "bell", Menu.EDIT),
        Command("substitute", N_("Replace the product…"), partial(substitute, form), "Ctrl+R", "", Menu.EDIT),
    ]


def show_prices(form: OrderForm) -> None:
    """List the last prices of the customer for the product of the line; Enter takes one."""
    line, customer, header = _current(form), form.header.customer.choice(), form.header.command()
    if line is None or customer is None or header is None:
        return
    wanted = Wanted(customer.id, line.code, header.currency or form.reads.currency, header.gross_prices)
    store = form.desk.services.store

    def read() -> list[LastPrice]:
        with store.read() as session:
            return last_prices(session, wanted)

    form.desk.runner.read(read, partial(_list_prices, form, line))


def _list_prices(form: OrderForm, line: TypedLine, rows: Sequence[LastPrice]) -> None:
    if not isValid(form):  # closed before the answer came
        return
    if not rows:
        said = _("{customer} has never bought {code}.")
        customer = form.header.customer.choice()
        form.desk.notices.say(said.format(customer=customer.label if customer else "", code=line.code))
        return
    title = _("Last prices of {code}: Enter takes one").format(code=line.code)
    _list(
        form, title, _PRICES, rows, lambda row: _change(form, _at_price(form.grid.line(form.grid.current_row()), row))
    )


def _at_price(line: TypedLine, row: LastPrice) -> TypedLine:
    """Return the line at a former price, which is a manual one and says where it comes from."""
    reason = _("Price of {number}, {date}").format(number=row.number, date=formats().date(row.date))
    kept = replace(line.kept, price_reason=reason, price_base=row.price_base, free_reason=None)
    return replace(line, price=row.price, discounts=row.discounts, kept=kept)


def give(form: OrderForm) -> None:
    """Give the current line free of charge for a reason, or sell it again."""
    if _current(form) is None:
        return
    rows = [_Gift(reason) for reason in FreeReason] + [_Gift(None)]
    title = _("Give the line free of charge: why?")
    _list(form, title, _GIFTS, rows, lambda row: _change(form, _given(form.grid.line(form.grid.current_row()), row)))


def _given(line: TypedLine, gift: _Gift) -> TypedLine:
    if gift.reason is None:
        return replace(line, price=None, discounts=None, kept=replace(line.kept, free_reason=None))
    kept = replace(line.kept, free_reason=gift.reason.value, price_reason=None)
    return replace(line, price=Decimal(0), discounts=(), kept=kept)


def choose_supply(form: OrderForm) -> None:
    """Take the goods of the current line from stock, buy them for it, or have the supplier send them (R18)."""
    if _current(form) is None:
        return
    rows = [_Source(supply) for supply in Supply if supply is not Supply.DEPOT]
    title = _("Where do the goods of the line come from?")
    _list(form, title, _SOURCES, rows, lambda row: _change(form, _from(form.grid.line(form.grid.current_row()), row)))


def _from(line: TypedLine, source: _Source) -> TypedLine:
    return replace(line, kept=replace(line.kept, supply=source.supply))


def turn_urgent(form: OrderForm) -> None:
    """Make the current line urgent, or usual again."""
    line = _current(form)
    if line is not None:
        _change(form, replace(line, kept=replace(line.kept, urgent=not line.kept.urgent)))


def split(form: OrderForm) -> None:
    """Split the current line into several days, at the same price and under the customer's line number."""
    line = _current(form)
    if line is None:
        return
    row = form.grid.current_row()
    ask_parts(line, form.desk.today(), lambda lines: form.grid.change(row, lines), form)


def substitute(form: OrderForm) -> None:
    """Put another product on the line, with the customer's consent."""
    line = _current(form)
    if line is None:
        return
    row = form.grid.current_row()
    ask_substitute(form, line, lambda changed: form.grid.change(row, [changed]))


def _current(form: OrderForm) -> TypedLine | None:
    """Return the line that the cursor is in, once what is typed is taken; say so when it has no product."""
    row = form.grid.current_row()
    if row < 0 or not form.grid.finish_editing():
        return None
    line = form.grid.line(row)
    if not line.is_item or not line.code or not line.quantity:
        form.desk.notices.say(_("Choose the customer, the product and the quantity first."))
        return None
    return line


def _change(form: OrderForm, line: TypedLine) -> None:
    form.grid.change(form.grid.current_row(), [line])


def _list(
    form: OrderForm,
    title: str,
    columns: Sequence[Column[LastPrice]] | Sequence[Column[_Gift]] | Sequence[Column[_Source]],
    rows: Sequence[object],
    take: Callable[..., None],
) -> None:
    shown = LightList(title, columns, form.grid, form)
    shown.taken.connect(take)
    below = form.grid.visualRect(form.grid.currentIndex()).bottomLeft()
    shown.show_under(rows, form.grid.viewport().mapTo(form, below))
