"""The sums that the dashboards read: compared with the documents they come from, and counted again."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import summary_triggers
from adv_desktop.services.jobs import Progress
from adv_desktop.services.problems import Problem, Step
from adv_desktop.services.store import Store

SUMMARIES = summary_triggers.SUMMARIES


class SummaryService:
    """The verb on the sums."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def recount(self, progress: Progress | None = None) -> int:
        """Count every sum again from the documents; return how many rows were not right."""
        wrong = 0
        with self._store.write("summaries.recount") as session:
            for place, summary in enumerate(SUMMARIES):
                if progress is not None:
                    progress.step(place, len(SUMMARIES))
                wrong += len(_different(session, summary))
                for statement in summary_triggers.recount(summary):
                    session.execute(sa.text(statement))
        return wrong


def check(session: Session, step: Step) -> Iterator[Problem]:
    """Count every sum again and name the tables of sums that differ from it."""
    for place, summary in enumerate(SUMMARIES):
        step(place, len(SUMMARIES))
        wrong = _different(session, summary)
        if wrong:
            yield Problem("integrity.summary", summary, {"count": len(wrong), "first": wrong[0]})


def _different(session: Session, summary: str) -> list[str]:
    """Return the keys of the rows that differ from what the documents make."""
    rows = session.execute(sa.text(summary_triggers.different(summary)))
    return [" ".join(str(value) for value in row) for row in rows]
