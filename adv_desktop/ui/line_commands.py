"""What can be done with the lines of an order, a quotation or a free invoice while they are typed."""

from __future__ import annotations

from collections.abc import Callable

from adv_desktop.models.enums import LineKind
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.typed_lines import TypedLine, words


def word_commands(grid: Callable[[], LineGrid[TypedLine]]) -> list[Command]:
    """Return the verbs that write a title, a comment or a subtotal, and those that move a line.

    The grid is asked for when a verb runs: a form declares its commands before it makes its widgets.
    """

    def write(kind: LineKind) -> Callable[[], None]:
        return lambda: grid().insert_line(words(kind), "net" if kind is LineKind.SUBTOTAL else "label")

    def move(by: int) -> Callable[[], None]:
        return lambda: grid().move_line(by)

    return [
        Command("title", N_("Insert a title"), write(LineKind.TITLE), "Ctrl+T", "", Menu.EDIT),
        Command("comment", N_("Insert a comment"), write(LineKind.COMMENT), "Ctrl+M", "", Menu.EDIT),
        Command("subtotal", N_("Insert a subtotal"), write(LineKind.SUBTOTAL), "Ctrl+Shift+T", "", Menu.EDIT),
        Command("up", N_("Move the line up"), move(-1), "Alt+Up", "", Menu.EDIT),
        Command("down", N_("Move the line down"), move(1), "Alt+Down", "", Menu.EDIT),
    ]


def unfinished(grid: LineGrid[TypedLine]) -> str:
    """Go to the first cell that a line still lacks and say which; "" when every line can be written."""
    for row in range(grid.lines_model.rowCount()):
        line = grid.line(row)
        if line.is_item and not line.is_blank and not line.is_complete:
            key, said = _lacking(line)
            grid.edit_cell(row, key)
            return said.format(number=row + 1)
    return ""


def _lacking(line: TypedLine) -> tuple[str, str]:
    if not line.code and not line.label:
        return "code", _("Line {number} has no product: choose it, or remove the line with Ctrl+Del.")
    if not line.quantity > 0:
        return "quantity", _("Line {number} has no quantity: type it, or remove the line with Ctrl+Del.")
    return "price", _("Line {number} has no price: type it, or remove the line with Ctrl+Del.")
