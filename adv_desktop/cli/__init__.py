"""`adv`, the console twin: the same services without a window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 when done, 2 when refused (nothing written), 1 on a bug."""
    from adv_desktop.cli.program import run
    from adv_desktop.services.workers import serve_when_frozen

    serve_when_frozen()
    return run(list(sys.argv[1:] if argv is None else argv))
