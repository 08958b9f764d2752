"""What every test runs under: no screen, no user's folders, no unexpected warning, no window left open."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from adv_desktop.services import texts
from installer.texts import compile_stale

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure(config: pytest.Config) -> None:
    """Bring the compiled texts up to date: the program only reads them."""
    compile_stale()


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    """Keep the tests out of the user's folders."""
    base = tmp_path_factory.mktemp("user")
    base.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
            patch.setenv(name, str(base))
        yield


@pytest.fixture(autouse=True)
def french_interface():
    """Start every test in French, the default language."""
    yield
    texts.use(texts.DEFAULT_LANGUAGE)


@pytest.fixture(autouse=True)
def no_unexpected_warning(caplog):
    """Fail a test that logs a warning; one that expects it reads `caplog` and calls `caplog.clear()`."""
    yield
    logged = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    unexpected = [record.getMessage() for record in logged if record.levelno >= logging.WARNING]
    assert not unexpected, f"unexpected warnings in the log: {unexpected}"


@pytest.fixture(autouse=True)
def no_window_left():
    """Fail a test that leaves a top-level widget behind."""
    before = _top_level_widgets()
    yield
    left = _top_level_widgets().keys() - before.keys()
    if left:
        gc.collect()
        left = _top_level_widgets().keys() - before.keys()
    assert not left, f"left open: {[_top_level_widgets()[pointer] for pointer in left]}"


def _top_level_widgets() -> dict[int, str]:
    """Return the live windows without parent: address and description."""
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    if not isinstance(QApplication.instance(), QApplication):
        return {}
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return {
        getCppPointer(widget)[0]: f"{type(widget).__name__} {widget.objectName()!r}"
        for widget in QApplication.topLevelWidgets()
        if widget.parent() is None and type(widget).__name__ != "QTipLabel"
    }


@pytest.fixture(scope="session")
def x11_environment(own_folders):
    """Start an Xvfb of our own; return the environment in which a child process shows real windows on it."""
    xvfb = shutil.which("Xvfb")
    assert xvfb, "Xvfb is missing: installer/dev.py test installs it"
    read_end, write_end = os.pipe()
    command = [xvfb, "-displayfd", str(write_end), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL) as server:
        os.close(write_end)
        with os.fdopen(read_end) as display:
            number = display.readline().strip()
        yield os.environ | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        server.terminate()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The files that customers and other programs really send."""
    return Path(__file__).parent / "data" / "samples"
