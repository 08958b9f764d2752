"""One paper of each kind that a database can print, and the report of its month: to be looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from adv_desktop.models.enums import InvoiceType
from adv_desktop.services import month_files
from adv_desktop.services.jobs import Progress
from adv_desktop.services.whole_files import whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from adv_desktop.services.papers import Papers
    from adv_desktop.services.store import Store

LOOKED_AT = 400


def write(store: Store, papers: Papers, today: dt.date, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write what there is of each kind into a folder; return the files."""
    watched = progress or Progress()
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    with store.read() as session:
        for name, render in _papers(session, papers, today):
            watched.step(len(files))
            path = folder / f"{name}.pdf"
            with whole(path) as part:
                part.write_bytes(render())
            files.append(path)
    month = today.replace(day=1)
    report = month_files.write(store, month, today, folder / f"report-{month:%Y-%m}.xlsx", watched)
    return [*files, report.workbook, report.pdf]


def last_invoice(store: Store, papers: Papers, today: dt.date) -> bytes:
    """Return the PDF of the latest validated invoice; a draft where there is none yet."""
    from adv_desktop.services.invoice_drafts import invoice_by_id
    from adv_desktop.services.queries import invoices

    with store.read() as session:
        found = _first(invoices, session, today, keep=_plain_invoice) or _first(invoices, session, today)
        if found is None:
            return b""
        return papers.invoice(session, invoice_by_id(session, found))


def _papers(session: Session, papers: Papers, today: dt.date) -> Iterator[tuple[str, Callable[[], bytes]]]:
    from adv_desktop.services.deliveries import delivery_by_id
    from adv_desktop.services.invoice_drafts import invoice_by_id
    from adv_desktop.services.orders import order_by_id
    from adv_desktop.services.queries import deliveries, invoices, orders

    kinds: tuple[tuple[str, int | None, Callable[[int], bytes]], ...] = (
        (
            "order-acknowledgement",
            _first(orders, session, today, "open", _numbered),
            lambda found: papers.acknowledgement(session, order_by_id(session, found)),
        ),
        (
            "picking-list",
            _first(deliveries, session, today, "to_ship") or _first(deliveries, session, today, "to_prepare"),
            lambda found: papers.picking_list(session, delivery_by_id(session, found)),
        ),
        (
            "delivery-note",
            _first(deliveries, session, today, "shipped", _numbered),
            lambda found: papers.delivery_note(session, delivery_by_id(session, found)),
        ),
        *(
            (name, found, lambda found: papers.invoice(session, invoice_by_id(session, found)))
            for name, found in (
                ("invoice", _first(invoices, session, today, keep=_plain_invoice)),
                ("draft-invoice", _first(invoices, session, today, "draft")),
                ("deposit-invoice", _first(invoices, session, today, "deposits", _numbered)),
                ("credit-note", _first(invoices, session, today, "credit_notes", _numbered)),
            )
        ),
    )
    for name, found, render in kinds:
        if found is not None:
            yield name, _bound(render, found)


def _bound(render: Callable[[int], bytes], found: int) -> Callable[[], bytes]:
    return lambda: render(found)


def _first(
    query: ModuleType,
    session: Session,
    today: dt.date,
    chip: str = "all",
    keep: Callable[[Any], bool] = lambda _row: True,
) -> int | None:
    """Return the id of the latest document of a view that is of the wanted kind."""
    from adv_desktop.services.queries.filters import ListFilter

    ids = query.ids(session, ListFilter(chip), "date", True, today)[:LOOKED_AT]
    rows = query.rows(session, ids, today)
    return next((found for found in ids if keep(rows[found])), None)


def _numbered(row: Any) -> bool:  # noqa: ANN401 (rows of three lists, alike in this)
    return bool(row.number)


def _plain_invoice(row: Any) -> bool:  # noqa: ANN401 (as above)
    return row.type is InvoiceType.INVOICE and bool(row.number)
