"""What the check of electronic invoices reads, in the runner's threads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adv_desktop.services.einvoice.checking import Verdict


def look(path: Path) -> Verdict:
    """Read a file and check it by every rule there is."""
    from adv_desktop.services.einvoice.checking import check_file

    return check_file(path)


def invoices_among(paths: list[Path]) -> set[Path]:
    """Return which files are electronic invoices."""
    from adv_desktop.services.einvoice.checking import is_einvoice

    return {path for path in paths if is_einvoice(path)}
