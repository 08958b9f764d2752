"""A process of its own that carries orders through and writes down each acknowledgement, to be killed at will."""

import multiprocessing
import os
import sys
from pathlib import Path

from adv_desktop.services import issuing
from adv_desktop.services.mass_preparation import ToShip, prepare_all, ship_all
from adv_desktop.services.queries import deliveries as listed
from adv_desktop.services.queries.preparation import worklist
from tests.faults.company import TODAY, reopen
from tests.faults.story import tell

# A child of a prepared process starts at once; Windows prepares each one.
_context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
_context.set_forkserver_preload(["__main__", __name__]) if sys.platform != "win32" else None


def carry_through(path: Path, orders: int, acknowledgements: Path, kill_at: str | None) -> None:
    """Run in the child: the file of acknowledgements is what the caller of each verb was told."""
    if kill_at is not None:
        os.environ["ADV_KILL_AT"] = kill_at
    told = os.open(acknowledgements, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    services = reopen(path)
    tell(services, orders, lambda request, _id, number: os.write(told, f"{request} {number or '-'}\n".encode()))
    services.close()


def start(path: Path, orders: int, acknowledgements: Path, kill_at: str | None = None):
    """Start the child and return its process."""
    process = _context.Process(target=carry_through, args=(path, orders, acknowledgements, kill_at))
    process.start()
    return process


def issue_month(path: Path, invoices: list[int], told: Path, kill_at: str | None) -> None:
    """Run in the child: issue drafts in chunks, whose files other processes make."""
    os.environ["ADV_MONTH"] = str(told)  # what its own children are known by
    if kill_at is not None:
        os.environ["ADV_KILL_AT"] = kill_at
    issuing.WORTH_WORKERS = 0
    services = reopen(path)
    done = services.issuing.issue_all(invoices, step=lambda done, _total: told.write_text(str(done)))
    services.close()
    assert len(done.invoices) == len(invoices)


def start_month(path: Path, invoices: list[int], told: Path, kill_at: str | None = None):
    """Start the month end in a child and return its process."""
    process = _context.Process(target=issue_month, args=(path, invoices, told, kill_at))
    process.start()
    return process


def prepare_wave(path: Path, told: Path, kill_at: str | None) -> None:
    """Run in the child: prepare everything that can leave, a delivery after the other."""
    if kill_at is not None:
        os.environ["ADV_KILL_AT"] = kill_at
    services = reopen(path)
    with services.store.read() as session:
        wanted = worklist(session, TODAY)
    prepare_all(services.deliveries, wanted, TODAY, lambda done, _total: told.write_text(str(done)))
    services.close()


def start_wave(path: Path, told: Path, kill_at: str | None = None):
    """Start the preparation in a child and return its process."""
    process = _context.Process(target=prepare_wave, args=(path, told, kill_at))
    process.start()
    return process


def to_ship(services) -> list[ToShip]:
    """Return what is prepared and has not left, the first first."""
    with services.store.read() as session:
        rows = listed.rows(session, listed.to_prepare(session), TODAY)
    return [ToShip(row.id, row.version, str(row.picking_number)) for _id, row in sorted(rows.items())]


def ship_wave(path: Path, told: Path, kill_at: str | None) -> None:
    """Run in the child: ship everything that is prepared, each with its note."""
    if kill_at is not None:
        os.environ["ADV_KILL_AT"] = kill_at
    services = reopen(path)
    ship_all(services.deliveries, to_ship(services), step=lambda done, _total: told.write_text(str(done)))
    services.close()


def start_departures(path: Path, told: Path, kill_at: str | None = None):
    """Start the shipping in a child and return its process."""
    process = _context.Process(target=ship_wave, args=(path, told, kill_at))
    process.start()
    return process


def acknowledged(path: Path) -> list[str]:
    """Return the requests that were answered, each with the number that was told."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
