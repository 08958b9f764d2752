"""The components of kits in the grid of an order: below their kit, as the service answered them."""

from __future__ import annotations

from adv_desktop.ui.tables.line_grid_model import LineModel
from adv_desktop.ui.typed_lines import TypedLine, component_line


def show_components(model: LineModel[TypedLine]) -> None:
    """Bring the rows below each line to the components of its kit: none where it is no kit, or no more."""
    model.put_below(-1, _following(model, -1), [])  # whose kit was the first line, and was taken away
    row = 0
    while row < model.rowCount():
        shown = model.line(row).shown
        wanted = [component_line(component) for component in shown.components] if shown else []
        model.put_below(row, _following(model, row), wanted)
        row += 1 + len(wanted)


def _following(model: LineModel[TypedLine], row: int) -> int:
    """Count the components that stand below a row."""
    count = 0
    while row + 1 + count < model.rowCount() and model.line(row + 1 + count).component is not None:
        count += 1
    return count
