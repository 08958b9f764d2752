"""Goes through the window by itself and keeps pictures, one paper of each kind and the month's workbook.

Each scene is prepared step by step; after each step it waits until nothing is read any more and nothing is left to
be drawn. Anything unexpected (an exception, an error in the log, a failure told above the page) ends it with a
message and exit code 1.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from adv_desktop.models.enums import Progress
from adv_desktop.paths import resource
from adv_desktop.services import jobs
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.listed import EVERYTHING
from adv_desktop.ui.orders.page import OrdersPage
from adv_desktop.ui.pages import PAGES
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.tables.model import LazyTableModel
from adv_desktop.ui.tables.view import TableView
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.charts import ChartCard
from adv_desktop.ui.widgets.palette import SearchPalette

if TYPE_CHECKING:
    from adv_desktop.bootstrap import Services
    from adv_desktop.ui.app import Desktop

SAMPLE_ORDER = "sample/orders/01_commande_oeil_de_boeuf.xlsx"
SEARCHED = "boeuf"
POLL = 30
# Typing is answered after a moment without keys; a notice stays much longer.
SHORT_TIMER = 2000
# Nothing may be under way several looks in a row: the end of one reading often asks for the next.
QUIET_LOOKS = 4
LONGEST_SCENE = 120_000
LONGEST_START = 1_200_000


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks in a picture, and its size in pixels."""

    name: str
    mode: str
    zoom: int
    size: tuple[int, int]


LOOKS = (
    Look("light", "light", 100, (1700, 1060)),
    Look("dark", "dark", 100, (1700, 1060)),
    Look("200", "light", 200, (1920, 1200)),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """Steps that lead to a picture; one without a name leaves none. `dialog` takes the picture of the dialog alone."""

    name: str
    steps: tuple[Callable[[], object], ...]
    dialog: bool = False


class Capture(QObject):
    """Started once the database is open; quits the application when it is through."""

    failed = Signal(str)

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        super().__init__(desktop)
        self._desktop = desktop
        self._window = desktop.window
        self._folder = folder
        self._work = self._pictures()
        self._quiet = 0
        self._started = False
        self._timer = QTimer(self, interval=POLL)
        self._timer.timeout.connect(self._on_look)
        self._timer.start()
        self._limit = QTimer(self, singleShot=True, interval=LONGEST_START)
        self._limit.timeout.connect(lambda: self.fail("nothing more happened for too long"))
        self._limit.start()
        self.failed.connect(self.fail)
        self._log = _Errors(self.failed.emit)
        logging.getLogger().addHandler(self._log)
        self._hook = sys.excepthook
        sys.excepthook = self._on_exception

    def start(self) -> None:
        """Begin, the database being open."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._started = True

    def fail(self, reason: str) -> None:
        """Stop, say why, and quit with 1."""
        sys.stderr.write(f"capture: {reason}\n")
        self._end(1)

    def _end(self, code: int) -> None:
        self._timer.stop()
        self._limit.stop()
        self.failed.disconnect()
        logging.getLogger().removeHandler(self._log)
        sys.excepthook = self._hook
        self._window.close()
        QApplication.exit(code)

    # One thing at a time

    def _on_look(self) -> None:
        """Go on once nothing has been under way for a moment."""
        self._quiet = self._quiet + 1 if self._is_quiet() else 0
        if self._quiet < QUIET_LOOKS:
            return
        self._quiet = 0
        told = self._failure_told() or ("" if self._started else "no database was opened")
        if told:
            self.fail(told)
            return
        self._limit.start(LONGEST_SCENE)
        if next(self._work, None) is None:
            self._end(0)

    def _is_quiet(self) -> bool:
        """Return whether nothing is read, waits for a moment without keys, or is still to be drawn."""
        if not self._desktop.runner.idle:
            return False
        timers = (timer for timer in self._desktop.findChildren(QTimer) + self._window.findChildren(QTimer))
        if any(timer.isActive() and timer.isSingleShot() and timer.interval() <= SHORT_TIMER for timer in timers):
            return False
        return all(card.drawn for card in self._window.findChildren(ChartCard) if card.isVisible())

    def _failure_told(self) -> str:
        """Return what the notice bar says when it is a failure."""
        labels = self._window.notices.findChildren(QLabel)
        return next((label.text() for label in labels if label.isVisible() and label.property("tone") == "bad"), "")

    def _pictures(self) -> Iterator[bool]:
        """Do everything, giving way after each step."""
        for look in LOOKS:
            self._dress(look)
            yield True
            for scene in self._scenes():
                self._window.resize(*look.size)
                for step in scene.steps:
                    step()
                    yield True
                self._grab(
                    f"{look.name}-{scene.name}", next(iter(self._dialogs() if scene.dialog else []), self._window)
                )
                self._put_away()
                yield True
        self._write()
        yield True

    def _scenes(self) -> Iterator[Scene]:
        for place, spec in enumerate(PAGES, start=1):
            yield Scene(f"{place:02}-{spec.key}", (partial(self._show_page, spec.key), self._choose_first_row))
        to_deliver = partial(self._window.show_list, "orders", "to_deliver")
        yield Scene("19-order-chain", (to_deliver, self._choose_partly_delivered, self._show_all_orders))
        yield Scene("20-order-form", (partial(self._window.show_list, "orders", "to_confirm"), self._open_first_order))
        yield Scene("21-order-import", (partial(self._window.import_files, [resource(SAMPLE_ORDER)]),))
        yield Scene("22-invoice-preview", (partial(self._show_page, "invoices"), self._show_invoice))
        yield Scene("23-month-report", (partial(self._show_page, "dashboards"), partial(self._ask, _REPORT)))
        yield Scene("24-search", (partial(self._ask, _SEARCH), self._type_search))
        yield Scene("25-guide", (partial(self._ask, _GUIDE),), dialog=True)
        yield Scene("26-shortcuts", (partial(self._ask, _SHORTCUTS),), dialog=True)

    def _grab(self, name: str, widget: QWidget) -> None:
        path = self._folder / f"{name}.png"
        if not widget.grab().save(str(path)):
            self.fail(f"{path} cannot be written")

    def _put_away(self) -> None:
        """Close forms, dialogs and the search."""
        for form in self._window.forms():
            form.closed.emit()
        for dialog in self._dialogs():
            dialog.close()
        for palette in self._window.findChildren(SearchPalette):
            palette.close_palette()

    # What is shown

    def _dress(self, look: Look) -> None:
        theme().set_mode(look.mode)
        theme().set_zoom(look.zoom)
        self._window.resize(*look.size)

    def _show_page(self, key: str) -> None:
        self._window.rail.select(key)
        self._window.show_page(key)

    def _choose_first_row(self) -> None:
        for table in self._window.findChildren(TableView):
            model = table.model()
            if table.isVisible() and isinstance(model, LazyTableModel) and len(model.ids) and not table.current_id():
                table.set_current_id(model.ids[0])

    def _choose_partly_delivered(self) -> None:
        """Choose an order that has something behind it and something before it, if there is one."""
        page = self._window.page("orders")
        if isinstance(page, OrdersPage):
            rows = page.list.spec.rows(page.list.model.ids)
            begun = (found for found, row in rows.items() if row.delivery_state is Progress.PARTIAL)
            page.list.view.set_current_id(next(begun, page.current_id))

    def _show_all_orders(self) -> None:
        """Show every order, keeping the one that is chosen."""
        page = self._window.page("orders")
        if isinstance(page, OrdersPage):
            page.list.show_chip(EVERYTHING)

    def _open_first_order(self) -> None:
        page = self._window.page("orders")
        if isinstance(page, OrdersPage) and page.current_id:
            page.open_document(page.current_id)

    def _show_invoice(self) -> None:
        from adv_desktop.services import specimens

        services, desk = self._services(), self._window.page("invoices").desk
        load = partial(specimens.last_invoice, services.store, services.papers, services.clock.today())
        self._window.open_form(PreviewForm(desk, _("Invoice"), load, "invoice.pdf"))

    def _ask(self, text: str) -> None:
        """Trigger a command as its menu does."""
        shown = self._window.stage.current()
        actions = [*self._window.actions(), *(shown.actions() if shown else ())]
        next(action for action in actions if action.text() == _(text)).trigger()

    def _type_search(self) -> None:
        for palette in self._window.findChildren(SearchPalette):
            palette.field.setText(SEARCHED)

    def _dialogs(self) -> list[QDialog]:
        return [dialog for dialog in self._window.findChildren(QDialog) if dialog.isVisible()]

    def _write(self) -> None:
        services = self._services()
        self._desktop.runner.job(
            partial(_write_files, services, self._folder), lambda _files: None, title=_("Writing the documents")
        )

    def _services(self) -> Services:
        services = self._desktop.services
        if services is None:
            raise RuntimeError("the database was closed while it was looked at")
        return services

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._hook(kind, error, trace)
        self.failed.emit(f"{kind.__name__}: {error}")


class _Errors(logging.Handler):
    """Hands errors of the log on; they may come from any thread."""

    def __init__(self, on_error: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._on_error = on_error

    def emit(self, record: logging.LogRecord) -> None:
        """Hand one on."""
        self._on_error(record.getMessage() + (f": {record.exc_info[1]}" if record.exc_info else ""))


def _write_files(services: Services, folder: Path, progress: jobs.Progress) -> list[Path]:
    from adv_desktop.services import specimens

    return specimens.write(services.store, services.papers, services.clock.today(), folder, progress)


_SEARCH, _GUIDE, _SHORTCUTS = N_("Search everything…"), N_("User guide"), N_("Keyboard shortcuts")
_REPORT = N_("Preview the month report")
