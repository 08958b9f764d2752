"""P12: from the command to the painted window, against a bare window; each start is a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.perf.bench_cycle import TODAY, SteadyClock, new_order, opened, prepare
from tests.perf.measure import Result

ROUNDS = 7
SHOWN = 40
WINDOW_TARGET, PAGE_TARGET = 1.5, 3.0
HEAVY = ("sqlalchemy", "pyqtgraph", "alembic", "openpyxl", "xlsxwriter", "reportlab", "pikepdf", "lxml")
ROOT = Path(__file__).resolve().parents[2]

# Ends the process once the widget has been painted, and tells what it cost.
_PAINTED = f"""
import json, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Painted(QObject):
    def __init__(self, widget, application):
        super().__init__(application)
        self.application = application
        widget.installEventFilter(self)
    def eventFilter(self, widget, event):
        if event.type() == QEvent.Type.Paint:
            widget.removeEventFilter(self)
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        spent = time.process_time() * 1000
        heavy = [name for name in {HEAVY!r} if name in sys.modules]
        print(json.dumps({{"ms": spent, "heavy": heavy}}), flush=True)
        import os
        os._exit(0)
"""
_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1400, 880)
Painted(window, application)
window.show()
application.exec()
"""
_OURS = """
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from adv_desktop.ui.app import Desktop, clock_of, prepare
application = QApplication([])
settings = QSettings("adv-desktop", "adv-desktop")
prepare(application, settings)
desktop = Desktop(settings, clock_of("{today}"))
assert desktop.window.rail.count() > 5
Painted(desktop.window, application)
desktop.window.open_as_before()
application.exec()
"""
_PAGE = """
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from adv_desktop.ui.app import Desktop, clock_of, prepare
application = QApplication([])
settings = QSettings("adv-desktop", "adv-desktop")
settings.setValue("window/page", "orders")
prepare(application, settings)
desktop = Desktop(settings, clock_of("{today}"))
def started():
    page = desktop.window.page("orders")
    page.list.view.model().modelReset.connect(lambda: Painted(page.list.view.viewport(), application))
desktop.started = started
desktop.window.open_as_before()
desktop.open(Path({path!r}))
application.exec()
"""


def run() -> list[Result]:
    """Measure the first paint, and the first page of a database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "company.db"
        _company(path)
        scripts = {
            "bare": _BARE,
            "ours": _OURS.format(today=TODAY),
            "page": _PAGE.format(today=TODAY, path=str(path)),
        }
        environment = _environment(Path(folder))
        spent: dict[str, list[float]] = {name: [] for name in scripts}
        for turn in range(1 + ROUNDS):
            for name, script in scripts.items():
                told = _start(script, environment)
                if name == "ours":
                    assert not told["heavy"], f"loaded before the first paint: {told['heavy']}"
                if turn:
                    spent[name].append(told["ms"])
    bare, ours, page = (statistics.median(spent[name]) for name in ("bare", "ours", "page"))
    return [
        Result("P12", "Start to the painted window", bare, ours, WINDOW_TARGET),
        Result("P12", "Start to the first page", bare, page, PAGE_TARGET),
    ]


def _company(path: Path) -> None:
    """Make a company with enough orders to fill a page."""
    clock = SteadyClock(TODAY)
    prepare(path, clock)
    services = opened(path, clock)
    for rank in range(SHOWN):
        services.orders.create(new_order(rank))
    services.close()


def _environment(folder: Path) -> dict[str, str]:
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME")
    folder.chmod(0o700)
    own = dict.fromkeys(names, str(folder))
    return os.environ | own | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


def _start(script: str, environment: dict[str, str]) -> dict[str, float]:
    """Run a start to its end; return what it told."""
    done = subprocess.run(
        [sys.executable, "-c", _PAINTED + script],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
