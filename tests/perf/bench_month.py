"""P10, month end: the drafts of a month issued in chunks, files made on every core against one after the other.

Wall time, for processes share the work; both sides issue the same drafts of the same file and keep the same bytes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from adv_desktop import bootstrap
from adv_desktop.models.delivery import StoredFile
from adv_desktop.services import issuing
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.company import Bank, CompanyIdentity, NewCompany, create_database
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.order_commands import NewLine, NewOrder
from tests.perf.bench_cycle import TODAY
from tests.perf.measure import Result

INVOICES = int(os.environ.get("ADV_PERF_INVOICES", "1000"))
LINES = 10
TARGET = 1 / 1.7
IDENTITY = CompanyIdentity(
    "EXEMPLE ADV SARL", "732829320", "1 rue des Essais", "69001", "Lyon", siret="73282932000074",
    vat_number="FR44732829320",
)  # fmt: skip
BANK = Bank("FR7630006000011234567890189", "EXEMPLE ADV SARL", bic="AGRIFRPP")


def run() -> list[Result]:
    """Issue the same month both ways and compare what is kept."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.advdb" for name in ("alone", "together")]
        _prepare(paths[0])
        shutil.copy(*paths)
        alone, kept_alone = _issue(paths[0], worth=INVOICES)
        together, kept_together = _issue(paths[1], worth=0)
    if kept_alone != kept_together or len(kept_alone) != 2 * INVOICES:
        raise AssertionError(f"{len(kept_alone)} and {len(kept_together)} files, or not the same")
    details = {"invoices": float(INVOICES), "seconds": together * INVOICES / 1000}
    return [Result("P10", f"one of {INVOICES} invoices, every core (wall)", alone, together, TARGET, details=details)]


def _prepare(path: Path) -> None:
    clock = FixedDay(TODAY)
    create_database(path, NewCompany(IDENTITY, (BANK,)), clock)
    services = bootstrap.open_services(path, clock)
    services.customers.create(CustomerData("C1", "CLIENT TEST SAS", terms="30 jours nets", siren="404833048"))
    lines = tuple(
        NewLine(Decimal(no), label=f"Article {no}", unit_price=Decimal("33.33"), vat_rate=Decimal(20))
        for no in range(1, LINES + 1)
    )
    for _rank in range(INVOICES):
        services.drafts.create(NewInvoice(NewOrder("C1", lines)))
    services.close()


def _issue(path: Path, worth: int) -> tuple[float, list[str]]:
    """Return the wall milliseconds of one invoice, and the hashes of the files kept."""
    services = bootstrap.open_services(path, FixedDay(TODAY))
    kept, issuing.WORTH_WORKERS = issuing.WORTH_WORKERS, worth
    started = time.perf_counter()
    done = services.issuing.issue_all(range(1, INVOICES + 1))
    spent = (time.perf_counter() - started) * 1000 / INVOICES
    issuing.WORTH_WORKERS = kept
    with services.store.read() as session:
        hashes = list(session.scalars(sa.select(StoredFile.sha256).order_by(StoredFile.sha256)))
    services.close()
    if len(done.invoices) != INVOICES or done.prevented:
        raise AssertionError(f"{len(done.invoices)} issued, prevented: {done.prevented[:3]}")
    return spent, hashes
