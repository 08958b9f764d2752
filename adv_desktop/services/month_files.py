"""The report of a month as two files: the workbook, and the PDF for the management beside it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.services.jobs import Progress
from adv_desktop.services.whole_files import whole

if TYPE_CHECKING:
    from adv_desktop.services.documents.content import Issuer
    from adv_desktop.services.exports.report_data import MonthlyReport
    from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """Where the report was written."""

    workbook: Path
    pdf: Path


def write(store: Store, month: dt.date, today: dt.date, workbook: Path, progress: Progress | None = None) -> MonthFiles:
    """Write the report of a month in the language of the interface; a cancel leaves neither file changed."""
    from adv_desktop.services.exports import workbook as filler

    watched = progress or Progress()
    found, issuer = _read(store, month, today)
    watched.step(0)
    pages = _rendered(found, issuer)
    filler.write(found, workbook, progress=watched)
    pdf = workbook.with_suffix(".pdf")
    with whole(pdf) as part:
        part.write_bytes(pages)
    return MonthFiles(workbook, pdf)


def pdf_bytes(store: Store, month: dt.date, today: dt.date) -> bytes:
    """Return the PDF of a month, to be looked at before it is written."""
    return _rendered(*_read(store, month, today))


def _read(store: Store, month: dt.date, today: dt.date) -> tuple[MonthlyReport, Issuer]:
    from adv_desktop.services.printing.parts import own_issuer
    from adv_desktop.services.queries import monthly

    with store.read() as session:
        found = monthly.report(session, month, today)
        return found, own_issuer(session, found.language)


def _rendered(found: MonthlyReport, issuer: Issuer) -> bytes:
    from adv_desktop.services.exports import report_pdf

    pages = io.BytesIO()
    report_pdf.render(found, issuer, pages)
    return pages.getvalue()
