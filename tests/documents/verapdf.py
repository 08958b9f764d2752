"""The independent validator of PDF files, started once for many of them; where it is missing the test fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "tools" / "verapdf" / "verapdf.sh"


def faults(flavour: str, files: Iterable[Path]) -> list[str]:
    """Return what veraPDF says of the files that do not comply with a flavour ("3b", "ua1")."""
    asked = sorted(files)
    # The system's Python may have no pip; the one that runs the tests has.
    environment = os.environ | {"PYTHON": sys.executable}
    run = subprocess.run([SCRIPT, flavour, *asked], capture_output=True, encoding="utf-8", env=environment, check=False)
    lines = run.stdout.splitlines()
    passed = sum(line.startswith("PASS ") for line in lines)
    if run.returncode == 0 and passed == len(asked):
        return []
    return [line for line in lines if not line.startswith("PASS ")] or [run.stderr or "veraPDF said nothing"]
