"""« Tableaux de bord »: the figures of a month, each with its definition and its rows, the charts, and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.dashboards import reads
from adv_desktop.ui.dashboards.behind import Behind
from adv_desktop.ui.dashboards.charts import CHARTS
from adv_desktop.ui.dashboards.exporting import MonthReport
from adv_desktop.ui.dashboards.grid import CardGrid
from adv_desktop.ui.dashboards.month import MonthChooser
from adv_desktop.ui.dashboards.month_end.form import MonthEndForm
from adv_desktop.ui.dashboards.punctuality.form import PunctualityForm
from adv_desktop.ui.dashboards.reads import SECONDS_FOR_TRENDS, Board
from adv_desktop.ui.dashboards.tiles import TILES, show_figure, show_trend, title
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import Page
from adv_desktop.ui.runner import Task
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, ChipRow, row, text_label
from adv_desktop.ui.widgets.charts import ChartCard, prepare_charts
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from adv_desktop.services.queries.indicators import Figure
    from adv_desktop.ui.desk import Desk

REREAD_AFTER = 400
WIDE = 1180


@dataclass(frozen=True, slots=True)
class View:
    """A choice of figures and charts."""

    key: str
    title: str
    tiles: tuple[str, ...]
    charts: tuple[str, ...]


VIEWS = (
    View(
        "summary",
        N_("Summary"),
        (
            "sales_net", "order_intake", "backlog", "otif", "credit_rate", "dso", "delivered_not_invoiced", "overdue",
        ),
        ("sales", "intake", "service", "ageing", "causes", "customers"),
    ),
    View(
        "sales",
        N_("Sales"),
        ("sales_net", "order_intake", "invoices", "backlog"),
        ("sales", "intake", "customers"),
    ),
    View("service", N_("Service"), ("otif", "otd", "deliveries_late", "backlog_late"), ("service", "late")),
    View("receipts", N_("Receipts"), ("receipts", "dso", "overdue", "delivered_not_invoiced"), ("receipts", "ageing")),
    View("claims", N_("Claims"), ("claims_open", "claims_rate", "credit_notes", "credit_rate"), ("causes", "service")),
)  # fmt: skip


class DashboardsPage(Page):
    """One month; the tiles and charts of a view."""

    kinds = frozenset(DocumentKind)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.behind = Behind(desk, self)
        self.report = MonthReport(desk, self)
        self.views = ChipRow(_("Views"), [(view.key, _(view.title), None) for view in VIEWS])
        self.month = MonthChooser(desk.today())
        self.tiles: dict[str, Tile] = {}
        self.cards: dict[str, ChartCard] = {}
        self._trends: Mapping[str, tuple[Figure, ...]] = {}
        self._tile_grid, self._card_grid = CardGrid(least=230, most=4), CardGrid(least=330, most=3)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sub = text_label("", "muted", wrap=True)
        self._asked: list[Task] = []
        self._stale = True
        self._reread = QTimer(self, singleShot=True, interval=REREAD_AFTER)
        self._reread.timeout.connect(self.refresh)
        self._build()
        self.views.picked.connect(self.show_view)
        self.month.picked.connect(lambda _month: self.refresh())
        self.show_view(VIEWS[0].key)

    def commands(self) -> list[Command]:
        """Return what can be done with a month."""
        return [
            Command("print", N_("Preview the month report"), self._on_preview, "Ctrl+P", "printer", Menu.FILE,
                    in_top_bar=True),
            Command("report", N_("Month report (Excel + PDF)…"), self._on_report, "Ctrl+R", "table", Menu.FILE),
            Command("punctuality", N_("Punctuality…"), self._on_punctuality, "Ctrl+Shift+P", "clock", Menu.FILE,
                    in_top_bar=True),
            Command("month_end", N_("Month end…"), self._on_month_end, "Ctrl+Shift+M", "check", Menu.FILE,
                    in_top_bar=True),
            Command("before", N_("Month before"), partial(self._on_step, -1), "Alt+Left", "arrow-left", Menu.WINDOW),
            Command("after", N_("Month after"), partial(self._on_step, 1), "Alt+Right", "arrow-right", Menu.WINDOW),
        ]  # fmt: skip

    @property
    def status(self) -> str:
        """What the page promises."""
        return _("Every figure opens its rows · the same figures on screen, in Excel and in the PDF report")

    @property
    def board(self) -> Board | None:
        """The month that is shown, None before it is read."""
        return self.behind.board

    def refresh(self) -> None:
        """Read the month again; a hidden page only remembers it."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        for task in self._asked:
            task.cancel()
        self.month.set_latest(self.desk.today())
        work = partial(reads.board, self.desk.services.store, self.month.month, self.desk.today())
        self._asked = [self.desk.runner.read(work, self._on_board)]

    def on_changed(self, changed: Changed) -> None:
        """Read again, once for a burst of changes."""
        self._reread.start()

    def show_query(self, query: str) -> None:
        """Show a view by its key."""
        if query in {view.key for view in VIEWS}:
            self.show_view(query)

    def show_view(self, key: str) -> None:
        """Show the tiles and charts of a view."""
        view = next(view for view in VIEWS if view.key == key)
        self.views.select(key)
        self._tile_grid.show_cards([self._tile(code) for code in view.tiles])
        self._card_grid.show_cards([self._card(name) for name in view.charts])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        prepare_charts()
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme().px(WIDE)
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _build(self) -> None:
        report = Button(_("Month report (Excel + PDF)…"), "soft", icon="table", on_click=self._on_report)
        theme().space(self._head, spacing=10)
        self._head.addWidget(text_label(_("Dashboards"), "page"))
        self._head.addWidget(self.views, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(row(self.month, report))
        inner = QWidget()
        layout = QVBoxLayout(inner)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(self._head)
        layout.addWidget(self._sub)
        layout.addWidget(self._tile_grid)
        layout.addWidget(self._card_grid, 1)
        outer = QVBoxLayout(self)
        theme().space(outer, (0, 0, 0, 0), 0)
        outer.addWidget(Scroll(inner))

    def _tile(self, code: str) -> Tile:
        """Return the tile of a figure, made when it is first shown."""
        tile = self.tiles.get(code)
        if tile is None:
            tile = self.tiles[code] = Tile(title(TILES[code]), definition=True)
            tile.clicked.connect(partial(self.behind.open_figure, code))
            tile.definition_asked.connect(partial(self.behind.define_figure, code, tile))
            self._fill_tile(code)
        return tile

    def _card(self, key: str) -> ChartCard:
        """Return the card of a chart, made when it is first shown."""
        card = self.cards.get(key)
        if card is None:
            spec = CHARTS[key]
            card = self.cards[key] = ChartCard(_(spec.title))
            card.point_clicked.connect(partial(self.behind.open_point, spec))
            card.rows_asked.connect(partial(self.behind.open_rows, spec))
            card.definition_asked.connect(partial(self.behind.define_chart, spec, card))
            card.excel_asked.connect(partial(self.behind.export, spec))
            self._fill_card(key)
        return card

    def _on_board(self, board: Board) -> None:
        """Show a month at once, and read what takes longer."""
        self._trends = {}
        self._sub.setText(_subtitle(board))
        self._show(board)
        work = partial(reads.completed, self.desk.services.store, board, self.desk.today())
        self._asked = [self.desk.runner.read(work, self._on_completed)]

    def _on_completed(self, board: Board) -> None:
        self._show(board)
        if board.seconds < SECONDS_FOR_TRENDS:
            work = partial(reads.trends, self.desk.services.store, self.month.month, self.desk.today())
            self._asked = [self.desk.runner.read(work, self._on_trends)]

    def _show(self, board: Board) -> None:
        self.behind.board = board
        for code in self.tiles:
            self._fill_tile(code)
        for key in self.cards:
            self._fill_card(key)

    def _on_trends(self, trends: Mapping[str, tuple[Figure, ...]]) -> None:
        self._trends = trends
        for code, tile in self.tiles.items():
            show_trend(tile, TILES[code], trends[code])

    def _fill_tile(self, code: str) -> None:
        if self.board is None:
            return
        show_figure(self.tiles[code], TILES[code], self.board)
        if code in self._trends:
            show_trend(self.tiles[code], TILES[code], self._trends[code])

    def _fill_card(self, key: str) -> None:
        if self.board is not None:
            self.cards[key].set_sub(CHARTS[key].sub(self.board))
            self.cards[key].show_chart(CHARTS[key].data(self.board))

    def _on_report(self) -> None:
        self.report.ask(self.month.month)

    def _on_preview(self) -> None:
        self.report.preview(self.month.month)

    def _on_month_end(self) -> None:
        self.desk.window.open_form(MonthEndForm(self.desk, self.month.month))

    def _on_punctuality(self) -> None:
        self.desk.window.open_form(PunctualityForm(self.desk, self.month.month))

    def _on_step(self, months: int) -> None:
        self.month.step(months)


def _subtitle(board: Board) -> str:
    month = formats().month(board.dashboard.month)
    if not board.running:
        return _("{month}, the whole month · last year the whole month too").format(month=month)
    told = _("{month}, up to {date} · last year to the same working day ({done} of {count})")
    date = formats().short_date(board.dashboard.closing)
    return told.format(month=month, date=date, done=board.working_days, count=board.working_days_whole)
