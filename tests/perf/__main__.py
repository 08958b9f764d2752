"""`python tests/perf [NAME …] [--orders N] [--json FILE]`: run the benchmarks and print one table.

Figures are CPU milliseconds, medians of both sides taken in turn; each benchmark asserts what it computed, never
a time. The first run makes a database of a million orders in the user's cache.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import inspect
import json
import os
import platform
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.perf.measure import Result  # noqa: E402 (the path above)

HEADINGS = ("", "what", "limit here", "ours", "ratio", "target", "reached")


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks named, or all."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="tests/perf", description="The benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"among: {', '.join(known)}")
    parser.add_argument("--orders", type=int, default=500, help="how many orders P3 imports (the whole: 100000)")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "perf.json", metavar="FILE")
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - set(known)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    results: list[Result] = []
    for name in asked.names or known:
        print(f"… {name}", file=sys.stderr, flush=True)
        gc.collect()
        gc.freeze()  # what is loaded already costs no side anything
        run = importlib.import_module(f"tests.perf.bench_{name}").run
        results += run(asked.orders) if "orders" in inspect.signature(run).parameters else run()
    results.sort(key=lambda result: int(result.code.removeprefix("P")))
    print(table(results))
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    facts = {"python": platform.python_version(), "cores": os.cpu_count(), "load": os.getloadavg()[0]}
    asked.json.write_text(json.dumps({**facts, "results": [result.facts() for result in results]}, indent=1))
    return 0


def table(results: list[Result]) -> str:
    """Return the results as aligned text."""
    rows = [HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(
            cell.rjust(width) if column > 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([lines[0], "─" * len(lines[0]), *lines[1:]])


def _row(result: Result) -> tuple[str, ...]:
    unit = f" {result.unit}" if result.unit else ""
    target = f"≤ {result.target:g}{unit}" if result.absolute else f"≤ {result.target:g} ×"
    return (
        result.code,
        result.what,
        f"{result.limit:.2f}{unit}",
        f"{result.ours:.2f}{unit}",
        f"{result.ratio:.2f} ×",
        target,
        "yes" if result.reached else "no",
    )


if __name__ == "__main__":
    sys.exit(main())
