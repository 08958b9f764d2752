"""The stock: list of the products that are kept, pane with who gets them, what is to come, lots, places and moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.lots import LotStock
from adv_desktop.services.queries import stock, stock_detail, timeline
from adv_desktop.services.queries.needs import Waiting
from adv_desktop.services.queries.stock_detail import PlaceStock, ReceiptRow, StockDetail
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.depots.form import open_depots
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.format import formats
from adv_desktop.ui.installed import find_units
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.stock.actions import StockActions
from adv_desktop.ui.stock.columns import COLUMNS, LOTS, MOVES, PLACES, RECEIPTS, WAITING, day, some
from adv_desktop.ui.stock.files import ask_value, preview_to_buy, write_sheet, write_to_buy
from adv_desktop.ui.stock.inventory import InventoryForm
from adv_desktop.ui.stock.shortages import ShortagesForm
from adv_desktop.ui.stock.trace import TraceForm
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.detail import DetailPane


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of a product."""

    stock: StockDetail
    events: tuple[Event, ...]


class StockPage(ListedPage[Shown]):
    """« Stock »."""

    reads: ClassVar[ModuleType] = stock
    kind = DocumentKind.PRODUCT
    kinds = frozenset({DocumentKind.PRODUCT, DocumentKind.ORDER, DocumentKind.DELIVERY})
    name = "stock"
    title = N_("Stock")
    columns = COLUMNS
    sort = "code"
    descending = False
    everything = N_("All the stock")
    empty = Empty(
        N_("Nothing is kept in stock yet"),
        N_("Tick “Kept in stock” on a product, or import products with their stock."),
        N_("Show the products"),
        "warehouse",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._tables: dict[str, RowsTable] = {}
        super().__init__(desk, parent)
        self.verbs = StockActions(desk, self)
        self.pane.link_clicked.connect(self._on_product)

    def commands(self) -> list[Command]:
        """Return what can be done with the stock."""
        menu, find, depots = Menu.DELIVERIES, partial(find_units, self.desk), partial(open_depots, self.desk)
        return [
            Command("receive", N_("Receive goods…"), self._act("receive"), "Ctrl+R", "download", menu, primary=True),
            Command(
                "expect", N_("Announce a receipt…"), self._act("announce"), "F2", "calendar", menu, in_top_bar=True
            ),
            Command("change", N_("Change the expected receipt…"), self._on_change, "F3", "edit", menu),
            Command("cancel", N_("Cancel the expected receipt"), self._on_cancel, "", "", menu),
            Command("import", N_("Import receipts…"), self._on_import, "", "upload", menu),
            Command("give", N_("Serve the chosen order first…"), self._on_give, "F8", "split", menu),
            Command("short", N_("Stock-outs and the orders they hit…"), self._on_short, "Ctrl+L", "warning", menu),
            Command(
                "to_buy_paper",
                N_("Preview the purchase request"),
                partial(preview_to_buy, self.desk),
                "Ctrl+P",
                "printer",
                menu,
            ),
            Command("to_buy", N_("Purchase request…"), self._on_to_buy, "Ctrl+Shift+B", "table", menu),
            Command("trace", N_("Traceability of lots…"), self._on_trace, "Ctrl+Shift+L", "tag", menu),
            Command("units", N_("Find a serial number…"), find, "Ctrl+Shift+F", "search", menu),
            Command("count", N_("Count the stock…"), self._act("count"), "Ctrl+T", "edit", menu),
            Command("sheet", N_("Write the count sheet…"), partial(write_sheet, self), "Ctrl+N", "table", menu),
            Command("counted", N_("Read the count sheet…"), self._on_counted, "Ctrl+Shift+N", "upload", menu),
            Command("value", N_("Value of the stock on a day…"), self._on_value, "", "euro", menu),
            Command("scrap", N_("Throw away…"), self._act("scrap"), "Ctrl+Shift+T", "trash", menu),
            Command("place", N_("Keep elsewhere…"), self._act("place"), "", "warehouse", menu),
            Command("move", N_("Put a part elsewhere…"), self._on_move, "Ctrl+M", "warehouse", menu),
            Command("depots", N_("Depots at customers'…"), depots, "Ctrl+D", "warehouse", menu),
            *list_commands(self),
        ]

    def read_detail(self, document_id: int) -> Shown:
        """Read the stock of a product with its history."""
        with self.desk.services.store.read() as session:
            return Shown(
                stock_detail.detail(session, document_id, self.desk.today()),
                timeline.of(session, DocumentKind.PRODUCT, document_id, limit=20),
            )

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show who gets the goods, what is to come, lots, places, moves and history."""
        shown, row = detail.stock, detail.stock.row
        pane.set_header(row.label, _(row.state.word), Tone(row.state.tone), row.family or "", link=row.code)
        pane.set_actions(self._buttons())
        pane.set_facts(_facts(shown))
        self._tables = {}
        give = Button(_("Serve first…"), "link", on_click=self._on_give)
        self._add(pane, _("Orders"), shown.waiting, WAITING, opened=self._open_order, button=give)
        change = Button(_("Change…"), "link", on_click=self._on_change)
        self._add(pane, _("Expected receipts"), shown.receipts, RECEIPTS, opened=self._receive, button=change)
        trace = Button(_("Who received it…"), "link", on_click=self._on_trace)
        self._add(pane, _("Lots"), shown.lots, LOTS, opened=self._trace, button=trace)
        move = Button(_("Put a part elsewhere…"), "link", on_click=self._on_move)
        self._add(pane, _("Places"), shown.places, PLACES, opened=self._on_move, button=move)
        self._add(pane, _("Stock moves"), shown.moves, MOVES, stretch=4)
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open the product, whose minimum and lots are set there."""
        self.desk.window.open_document(DocumentKind.PRODUCT, document_id)

    def on_empty(self) -> None:
        """Go to the products."""
        self.desk.window.show_list("products", "all")

    def _buttons(self) -> list[Button]:
        shown = (
            (_("Receive…"), self._act("receive")),
            (_("Announce…"), self._act("announce")), (_("Count…"), self._act("count")),
            (_("Throw away…"), self._act("scrap")), (_("Keep elsewhere…"), self._act("place")),
        )  # fmt: skip
        return [Button(text, small=True, on_click=run) for text, run in shown]

    def _add(
        self,
        pane: DetailPane,
        title: str,
        records: Sequence[Any],
        columns: Sequence[Any],
        *,
        stretch: int = 1,
        opened: Callable[[Any], object] | None = None,
        button: Button | None = None,
    ) -> None:
        """Add a titled table; nothing when there is no row."""
        if not records:
            return
        table = RowsTable(title, columns, stretch=stretch, max_rows=8)
        table.set_rows(records)
        table.selectRow(0)
        if opened is not None:
            table.opened.connect(opened)
            table.link_opened.connect(opened)
        self._tables[type(records[0]).__name__] = table
        pane.section(title, *([button] if button else []))
        pane.add(table)

    def _chosen(self, kind: type[Any]) -> Any:  # noqa: ANN401 (the row of the table of this kind)
        table = self._tables.get(kind.__name__)
        return table.current() if table is not None else None

    def _act(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the stock of the current product."""

        def run() -> None:
            if self.detail is not None:
                self.verbs.run(verb, self.detail.stock)

        return run

    def _run(self, verb: Callable[[StockDetail], object]) -> None:
        if self.detail is not None:
            verb(self.detail.stock)

    def _receive(self, receipt: ReceiptRow) -> None:
        self._run(partial(self.verbs.receive, receipt=receipt))

    def _on_change(self) -> None:
        receipt = self._chosen(ReceiptRow)
        if receipt is not None:
            self._run(partial(self.verbs.change, receipt=receipt))

    def _on_cancel(self) -> None:
        receipt = self._chosen(ReceiptRow)
        if receipt is not None:
            self._run(partial(self.verbs.cancel, receipt=receipt))

    def _on_give(self) -> None:
        line = self._chosen(Waiting)
        if line is not None:
            self.verbs.give(line)

    def _on_move(self, place: PlaceStock | None = None) -> None:
        self._run(partial(self.verbs.move, place=place or self._chosen(PlaceStock)))

    def _on_to_buy(self) -> None:
        write_to_buy(self.desk, self)

    def _on_short(self) -> None:
        self.desk.window.open_form(ShortagesForm(self.desk))

    def _on_counted(self) -> None:
        kinds = _("Spreadsheets (*.xlsx *.xls *.ods *.csv);;All files (*)")
        chosen = file_to_open(self, _("Read the count sheet"), kinds)
        if chosen:
            self.desk.window.open_form(InventoryForm(self.desk, chosen))

    def _on_value(self) -> None:
        ask_value(self.desk, self)

    def _on_trace(self) -> None:
        self._trace(self._chosen(LotStock))

    def _trace(self, lot: LotStock | None) -> None:
        self.desk.window.open_form(TraceForm(self.desk, (lot.code or "") if lot else ""))

    def _on_import(self) -> None:
        from adv_desktop.ui.master_import.form import MasterImportForm

        self.desk.window.open_form(MasterImportForm(self.desk, "receipts"))

    def _on_product(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _open_order(self, line: Waiting) -> None:
        self.desk.window.open_document(DocumentKind.ORDER, line.order_id)


def _facts(shown: StockDetail) -> list[tuple[str, str]]:
    row, quantity = shown.row, formats().quantity
    return [
        (_("Physical"), quantity(row.physical)),
        (_("Reserved"), quantity(row.reserved)),
        (_("Available"), quantity(row.available)),
        (_("Needed"), some(row.needed)),
        (_("Expected"), some(row.expected)),
        (_("Projected"), quantity(row.projected)),
        (_("Minimum"), some(row.minimum)),
        (_("To order"), some(row.to_order)),
        (_("Needed by"), day(row.needed_by)),
        (_("Place"), row.place or "—"),
        (_("Average cost"), formats().unit_price(row.average)),
        (_("Value"), formats().money(row.value)),
    ]
