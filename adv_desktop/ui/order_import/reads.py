"""What the comparison reads: the file beside our data, and what the order would come to with us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.models.values import Money
from adv_desktop.services.imports.layouts import Corrections
from adv_desktop.services.imports.order_preview import NetTotals
from adv_desktop.services.imports.orders_import import ImportPreview, OrderImportService
from adv_desktop.services.jobs import Progress
from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.texts import _, current

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text that was copied, from a mail or a sheet."""

    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said of a source by hand: who sent it, how it is corrected."""

    customer: str | None
    corrections: Corrections | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read, and the words for the units of its lines."""

    preview: ImportPreview
    units: Mapping[str, str]


def look(desk: Desk, service: OrderImportService, source: Path | Pasted, asked: Asked, progress: Progress) -> Looked:
    """Read a file; runs in a read thread."""
    from adv_desktop.services import reference

    if isinstance(source, Pasted):
        preview = service.preview_text(source.text, asked.customer, asked.corrections)
    else:
        preview = service.preview(source, asked.customer, asked.corrections, progress)
    codes = {line.unit for order in preview.orders for line in order.lines}
    with desk.services.store.read() as session:
        units = {code: reference.unit_label(session, code, current().language) for code in codes}
    return Looked(preview, units)


def name_of(source: Path | Pasted) -> str:
    """Return what a source is called."""
    return _("copied text") if isinstance(source, Pasted) else source.name


def net_totals(service: OrderImportService, command: NewOrder, theirs: Decimal | None) -> NetTotals:
    """Return what an order comes to with us, beside the customer's net total; runs in a read thread."""
    return totals_of(service.judge(command).net, theirs)


def totals_of(ours: Money, theirs: Decimal | None) -> NetTotals:
    """Return what an order comes to with us, beside the customer's net total."""
    return NetTotals(ours, None if theirs is None else Money.of(theirs, ours.currency))
