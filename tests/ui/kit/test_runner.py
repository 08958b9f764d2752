"""Work outside the UI thread."""

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from adv_desktop.models.errors import DomainError
from adv_desktop.services.jobs import Cancelled
from adv_desktop.ui.errors import BugDialog, ErrorPresenter, report_of
from adv_desktop.ui.event_bridge import EventBridge
from adv_desktop.ui.runner import InlineRunner, Lane, ThreadRunner


@pytest.fixture
def failures():
    return []


@pytest.fixture
def runner(qapp, failures):
    made = ThreadRunner(failures.append)
    yield made
    made.close()


def test_work_runs_in_another_thread_and_answers_in_this_one(qtbot, runner):
    answers = []
    runner.read(threading.get_ident, lambda ident: answers.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0][0] != answers[0][1] == threading.get_ident()


def test_commands_run_in_their_order_in_one_thread(qtbot, runner):
    seen = []
    for number in range(20):
        runner.write(lambda number=number: (number, threading.get_ident()), seen.append)
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert [number for number, _ in seen] == list(range(20))
    assert len({ident for _, ident in seen}) == 1


def test_a_failure_goes_to_its_callback_or_to_the_window(qtbot, runner, failures):
    own = []
    runner.read(lambda: 1 / 0, print, own.append)
    runner.write(lambda: 1 / 0, print)
    qtbot.waitUntil(lambda: bool(own and failures))
    assert isinstance(own[0], ZeroDivisionError)
    assert isinstance(failures[0], ZeroDivisionError)


def test_a_cancelled_job_stops_and_answers_nobody(qtbot, runner, failures):
    started, answers = threading.Event(), []

    def count(progress):
        started.set()
        while True:
            progress.step(1, 2)

    task = runner.job(count, answers.append, title="count", lane=Lane.WRITE)
    started.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: runner.idle)
    assert answers == failures == []


def test_a_long_job_shows_its_progress(qtbot, runner):
    release = threading.Event()
    shown = []
    runner.job_changed.connect(shown.append)
    runner.job(lambda _progress: release.wait(5), lambda _answer: None, title="export")
    qtbot.waitUntil(lambda: any(state.step for state in shown), timeout=3000)
    assert shown[0].title == "export"
    release.set()
    qtbot.waitUntil(lambda: shown[-1].step is None)


class _Page(QObject):
    def on_read(self, answer):
        raise AssertionError(answer)


@pytest.mark.parametrize("bound", [lambda method: method, partial])
def test_the_callback_of_a_deleted_page_is_dropped(qtbot, runner, bound):
    page, release = _Page(), threading.Event()
    runner.read(lambda: release.wait(5), bound(page.on_read))
    delete(page)
    release.set()
    qtbot.waitUntil(lambda: runner.idle)


def test_the_inline_runner_answers_at_once_and_raises_what_nobody_handles():
    answers = []
    runner = InlineRunner()
    runner.read(lambda: 3, answers.append)
    runner.job(lambda progress: progress.step(1, 1), answers.append, title="t")
    assert answers == [3, None]
    with pytest.raises(ZeroDivisionError):
        runner.write(lambda: 1 / 0, print)


def test_events_of_any_thread_arrive_in_the_ui_thread(qtbot):
    subscribers, seen = [], []
    bridge = EventBridge(subscribers.append)
    bridge.changed.connect(lambda event: seen.append((event, threading.get_ident())))
    thread = threading.Thread(target=lambda: subscribers[0]("changed"))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("changed", threading.get_ident())]


class _Notices:
    def __init__(self):
        self.said = []

    def say(self, text, *actions, tone, seconds):
        self.said.append((text, tone.value))


def test_a_known_failure_is_said_in_one_sentence_and_a_cancel_not_at_all(qapp):
    notices = _Notices()
    presenter = ErrorPresenter(notices, lambda error: f"sentence of {error.code}")
    presenter.show(DomainError("order.not_found", number="X"))
    presenter.show(Cancelled())
    assert notices.said == [("sentence of order.not_found", "bad")]


def test_a_bug_offers_a_report_with_versions_and_traceback(qtbot, qapp):
    try:
        raise ValueError("why")
    except ValueError as error:
        dialog = BugDialog(report_of(error))
    qtbot.addWidget(dialog)
    dialog.copy()
    copied = qapp.clipboard().text()
    assert "PySide6" in copied
    assert "ValueError: why" in copied
