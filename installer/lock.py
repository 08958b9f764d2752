"""Write the lock files from what is installed: every package that is needed, at its exact version.

usage: python installer/dev.py lock   (in an environment whose tests pass)
`requirements.lock` is what the program needs to run and to be built, `requirements-test.lock` adds the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS = {"linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
             "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}}  # fmt: skip
HEADER = "# Exact versions, written by installer/dev.py lock. The ranges and their reasons are in pyproject.toml.\n"


def normal(name: str) -> str:
    """Return the name under which package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(requirements: Iterable[str], platform: str) -> set[str]:
    """Return the names of the packages that these requirements pull in on a platform."""
    names: set[str] = set()
    waiting = [(Requirement(text), "") for text in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate(PLATFORMS[platform] | {"extra": extra}):
            continue
        name = normal(requirement.name)
        if name not in names:
            names.add(name)
            waiting.extend(_requirements_of(name, requirement.extras))
    return names


def _requirements_of(name: str, extras: set[str]) -> Iterator[tuple[Requirement, str]]:
    try:
        texts = distribution(name).requires or []
    except PackageNotFoundError:
        raise SystemExit(f"{name} is needed but not installed: pip install {name}, then lock again") from None
    for text in texts:
        for extra in ("", *extras):
            yield Requirement(text), extra


def pinned(requirements: list[str], without: set[str]) -> list[str]:
    """Return one line a package, with a marker where only Windows needs it."""
    linux, windows = (needed(requirements, platform) for platform in PLATFORMS)
    lines = []
    for name in sorted((linux | windows) - without):
        marker = "" if name in linux else ' ; sys_platform == "win32"'
        lines.append(f"{name}=={distribution(name).version}{marker}")
    return lines


def main() -> None:
    """Write both lock files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    to_run = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    run = pinned(to_run, set())
    names = {line.partition("==")[0] for line in run}
    test = pinned(project["project"]["optional-dependencies"]["test"], names)
    for name, lines in (("requirements.lock", run), ("requirements-test.lock", ["-r requirements.lock", *test])):
        (ROOT / "installer" / name).write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
