"""Progress of long work."""

import pytest

from adv_desktop.services.jobs import Cancelled, Progress, Step


def test_steps_are_reported_ten_times_a_second_at_most_and_the_last_always():
    moments = iter([0.0, 0.05, 0.1, 0.11])
    seen = []
    progress = Progress(seen.append, lambda: next(moments))
    for done in (1, 2, 3, 4):
        progress.step(done, 4)
    assert seen == [Step(1, 4), Step(3, 4), Step(4, 4)]


def test_a_cancelled_job_stops_at_its_next_step():
    progress = Progress()
    progress.step(1, 2)
    progress.cancel()
    assert progress.cancelled
    with pytest.raises(Cancelled):
        progress.step(2, 2)
