"""« Saisie guidée »: the pages of a file at the left, an empty order at the right, typed with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from adv_desktop.services.imports.guided import Source
from adv_desktop.services.order_commands import NewOrder, OrderRef
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.orders.saving import OrderSaving
from adv_desktop.ui.orders.source_pane import SourcePane
from adv_desktop.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class GuidedSaving(OrderSaving):
    """Writes the order with its file."""

    draft_kind: ClassVar[str] = "guided_order"
    source: Source | None = None

    def _work(self, command: NewOrder) -> Callable[[], OrderRef]:
        if self.ref is not None or self.source is None:
            return super()._work(command)
        return partial(self._desk.services.guided_entry.create, command, self.source)


class GuidedOrderForm(OrderForm):
    """An order that is typed from a file which could not be read."""

    guide = "order_import"
    saving_class: ClassVar[type[OrderSaving]] = GuidedSaving

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        self.path = path
        self.pane = self.beside = SourcePane(desk.runner, path.name)
        super().__init__(desk, parent=parent)
        desk.runner.read(lambda: desk.services.guided_entry.open(path), self._on_opened, self._on_gone)

    def commands(self) -> list[Command]:
        """Return what can be done in the form: the pages turn without leaving the lines."""
        return [
            *super().commands(),
            Command("page_down", N_("Next page of the file"), lambda: self.pane.turn(1), "Alt+PgDown", "", Menu.WINDOW),
            Command(
                "page_up", N_("Previous page of the file"), lambda: self.pane.turn(-1), "Alt+PgUp", "", Menu.WINDOW
            ),
            Command("part", N_("Next part of the file"), self.pane.next_part, "Alt+End", "", Menu.WINDOW),
            Command("larger_page", N_("Larger page"), lambda: self.pane.zoom(1), "Alt++", "", Menu.WINDOW),
            Command("smaller_page", N_("Smaller page"), lambda: self.pane.zoom(-1), "Alt+-", "", Menu.WINDOW),
            Command("switch", N_("Between the file and the order"), self._on_switch, "F7", "", Menu.WINDOW),
        ]

    def _on_opened(self, source: Source) -> None:
        """Show the file, and what the mail that brought it says of the order."""
        assert isinstance(self.saving, GuidedSaving)  # noqa: S101 (`saving_class` says so)
        self.saving.source = source
        self.pane.show_parts(source.parts)
        heading = source.heading
        known = NewOrder(
            customer=source.customer or "",
            lines=(),
            customer_reference=heading.po_number or None,
            customer_reference_date=heading.po_date,
            requested=heading.requested_date,
            channel=source.channel,
            received_at=source.received_at,
        )
        found = Choice(source.customer_id, source.customer, source.customer_name) if source.customer else None
        self.header.show_command(known, found)
        if found is not None:
            self._on_customer(found)

    def _on_switch(self) -> None:
        if any(part.hasFocus() for part in self.pane.findChildren(QWidget)):
            self.grid.edit_cell(0, "code")
        else:
            self.pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_title(self) -> None:
        super()._show_title()
        if self.saving.ref is None:
            self.heading.setText(_("Guided entry: {file}").format(file=self.path.name))
            self.title_changed.emit(self.title)
