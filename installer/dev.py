#!/usr/bin/env python3
"""Set everything up and run or test ADV Desktop from a fresh checkout, with nothing but Python 3.11.

python3 installer/dev.py run                 open the application on the demonstration company
python3 installer/dev.py run --capture DIR   go through every tab without a screen, save pictures and files
python3 installer/dev.py test                every check and every test (arguments go to pytest alone)
python3 installer/dev.py texts               extract, compile and check the translations
python3 installer/dev.py perf                the benchmarks
python3 installer/dev.py lock                write the lock files from what is installed
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"

# Debian package -> the library of it that Qt loads (tried on Debian 12; other systems are told the library).
QT_LIBRARIES = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
# Debian package -> the program of it that the tests call.
TEST_PROGRAMS = {
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "poppler-utils": "pdftoppm",
    "openjdk-17-jdk-headless": "javac",
    "libreoffice-calc-nogui": "soffice",
}
# Debian package -> the file of it that the PDF validator loads.
TEST_FILES = {"libjaxb-java": "/usr/share/java/jaxb-runtime.jar"}
CLOSING_LINE = re.compile(r"^=+ .*\bin [\d.]+s.*=+$")


def main(arguments: Sequence[str]) -> int:
    """Dispatch to a command; return its exit code."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "run": run,
        "test": test,
        "texts": texts,
        "perf": perf,
        "lock": lock,
    }
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is what an older Python is tried on)
        return refuse(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    try:
        return commands[arguments[0]](list(arguments[1:]))
    except CannotSetUpError as reason:
        return refuse(str(reason))
    except subprocess.CalledProcessError as failure:
        return refuse(f"this command failed ({failure.returncode}): {' '.join(map(str, failure.cmd))}")
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Open the application on the demonstration company, or capture every tab of it."""
    set_up(RUN_LOCK, QT_LIBRARIES)
    environment = child_environment()
    if "--capture" in arguments:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    elif not WINDOWS and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return refuse("There is no screen here. Use: python3 installer/dev.py run --capture DIR")
    return subprocess.call([PYTHON, "-m", "adv_desktop", "--demo", *arguments], env=environment)


def test(arguments: list[str]) -> int:
    """Run every check and test headless; with arguments, pytest alone with these arguments."""
    set_up(TEST_LOCK, QT_LIBRARIES, TEST_PROGRAMS | TEST_FILES)
    if arguments:
        return subprocess.call(tool("pytest", *arguments), cwd=ROOT, env=headless_environment())
    remove_coverage()
    return summary([check(step) for step in steps()])


def texts(_arguments: list[str]) -> int:
    """Extract, compile and check the translations."""
    set_up(RUN_LOCK, {})
    return subprocess.call([PYTHON, ROOT / "installer" / "texts.py"], env=child_environment())


def perf(arguments: list[str]) -> int:
    """Print the table of the benchmarks."""
    set_up(TEST_LOCK, QT_LIBRARIES)
    return subprocess.call([PYTHON, ROOT / "tests" / "perf", *arguments], cwd=ROOT, env=headless_environment())


def lock(_arguments: list[str]) -> int:
    """Write the lock files from what is installed."""
    return subprocess.call([PYTHON, ROOT / "installer" / "lock.py"], env=child_environment())


@dataclass(frozen=True)
class Step:
    """One check of the test command."""

    name: str
    command: list[str]
    hint: str


@dataclass(frozen=True)
class Outcome:
    """How a step ended, after how long, and pytest's closing line if it was pytest."""

    step: Step
    code: int
    seconds: float
    closing: str


def steps() -> list[Step]:
    """Return the checks in the order in which they fail fastest."""
    measured = ["-n", "2", "--dist", "worksteal", "--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0"]
    return [
        Step("ruff check", tool("ruff", "check", "--quiet"), "mend the lines above; `ruff check --fix` mends most"),
        Step("ruff format", tool("ruff", "format", "--check", "--quiet"), "run `ruff format`"),
        Step("mypy", tool("mypy"), "the types above do not agree"),
        Step("import-linter", [str(PYTHON.parent / "lint-imports")], "an import crosses a layer"),
        Step("texts", [str(PYTHON), str(ROOT / "installer" / "texts.py")], "complete resources/i18n/fr"),
        Step("tests", tool("pytest", "-m", "not slow and not perf", *measured), "see FAILED above"),
        Step("slow tests", tool("pytest", "-m", "slow and not perf", *measured), "see FAILED above"),
        Step("coverage", tool("coverage", "report"), "models and services need 95 % of their branches tested"),
    ]


def tool(name: str, *arguments: str) -> list[str]:
    """Return the command line of a Python tool of the virtual environment."""
    return [str(PYTHON), "-m", name, *arguments]


def check(step: Step) -> Outcome:
    """Run a step, show its output as it comes, and say at once whether it failed."""
    print(f"\n── {step.name}", flush=True)
    started = time.monotonic()
    closing = ""
    with subprocess.Popen(
        step.command, cwd=ROOT, env=headless_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        for raw in process.stdout or ():
            line = raw.decode("utf-8", "replace").rstrip()
            print(line, flush=True)
            if CLOSING_LINE.match(line):
                closing = line.strip("= ")
    if process.returncode:
        print(f"FAILED: {step.name} — {step.hint}", flush=True)
    return Outcome(step, process.returncode, time.monotonic() - started, closing)


def summary(outcomes: list[Outcome]) -> int:
    """Print one line a step; return 1 when one of them failed."""
    print("\n── summary")
    for outcome in outcomes:
        verdict = "ok    " if outcome.code == 0 else "FAILED"
        print(f"{verdict} {outcome.step.name:<14} {outcome.seconds:6.1f} s  {outcome.closing}")
    failed = [outcome.step.name for outcome in outcomes if outcome.code]
    print(f"FAILED: {', '.join(failed)}" if failed else "Everything passed.")
    return 1 if failed else 0


def remove_coverage() -> None:
    """Forget the measures of an earlier run: two runs of pytest add up to one."""
    for file in ROOT.glob(".coverage*"):
        file.unlink()


# Setting up: every step looks first whether it has been done.


class CannotSetUpError(Exception):
    """The machine lacks something that this script may not install; the message says what to type."""


def set_up(lock_name: str, libraries: dict[str, str], programs: dict[str, str] | None = None) -> None:
    """Make the virtual environment, install the locked packages, the system's libraries and the texts."""
    if not WINDOWS:
        install_system_packages(missing_packages(libraries, programs or {}))
    make_environment()
    install_locked(lock_name)
    install_program()
    subprocess.run([PYTHON, ROOT / "installer" / "texts.py", "--stale"], check=True, env=child_environment())


def make_environment() -> None:
    """Make .venv with this Python, unless a working one is there."""
    if PYTHON.exists() and subprocess.call([PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_system_packages(["python3-venv"])
    say(f"making {VENV.name} with Python {sys.version.split()[0]}")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install_locked(lock_name: str) -> None:
    """Install the exact versions of a lock file, unless they are installed already."""
    locks = [ROOT / "installer" / name for name in {RUN_LOCK, lock_name}]
    stamp = VENV / f"installed-{lock_name}"
    if up_to_date(stamp, locks):
        return
    say(f"installing the packages of installer/{lock_name} (about 400 MB the first time)")
    pip("install", "-r", str(ROOT / "installer" / lock_name))
    write_stamp(stamp, locks)


def install_program() -> None:
    """Install this checkout in place, so that `adv` and `adv-desktop` run what is edited here."""
    sources = [ROOT / "pyproject.toml", ROOT / "installer" / "build_hook.py"]
    stamp = VENV / "installed-program"
    if up_to_date(stamp, sources):
        return
    say("installing ADV Desktop in place")
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    write_stamp(stamp, sources)


def pip(*arguments: str) -> None:
    """Run pip in the virtual environment."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([PYTHON, "-m", "pip", *arguments, *quiet], check=True, env=child_environment())


def up_to_date(stamp: Path, sources: Sequence[Path]) -> bool:
    """Tell whether a stamp was written for these very contents."""
    return stamp.exists() and stamp.read_text(encoding="ascii") == digest(sources)


def write_stamp(stamp: Path, sources: Sequence[Path]) -> None:
    """Remember that what these files ask for has been done."""
    stamp.write_text(digest(sources), encoding="ascii")


def digest(files: Sequence[Path]) -> str:
    """Return a fingerprint of the files, whatever the line ends git gave them."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def missing_packages(libraries: dict[str, str], programs: dict[str, str]) -> list[str]:
    """Return the Debian packages whose library does not load or whose program or file is not found."""
    unloaded = [package for package, library in libraries.items() if not loads(library)]
    unfound = [
        package for package, program in programs.items() if not Path(program).exists() and not shutil.which(program)
    ]
    return unloaded + unfound


def loads(library: str) -> bool:
    """Tell whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages when it is allowed here; else say which line does it."""
    if not packages:
        return
    if shutil.which("apt-get") is None:
        known = QT_LIBRARIES | TEST_PROGRAMS | TEST_FILES
        wanted = [known.get(package, package) for package in packages]
        raise CannotSetUpError("Please install with your system's package manager: " + " ".join(wanted))
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    before = privilege()
    if before is None:
        raise CannotSetUpError(f"Some system packages are missing. Please type:\n  sudo {' '.join(line)}")
    say("installing " + " ".join(packages))
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call([*before, "apt-get", "update", "-qq"], env=environment)
    subprocess.run([*before, *line, "-qq"], check=True, env=environment, stdout=subprocess.DEVNULL)


def privilege() -> list[str] | None:
    """Return what to write before a command of the administrator; None when that is not allowed."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def child_environment() -> dict[str, str]:
    """Return the environment of the programs that are started: UTF-8 everywhere."""
    return os.environ | {"PYTHONUTF8": "1"}


def headless_environment() -> dict[str, str]:
    """Return the environment of the tests: no screen, whatever the caller has."""
    return child_environment() | {"QT_QPA_PLATFORM": "offscreen"}


def say(message: str) -> None:
    """Tell what is being done, before it takes its time."""
    print(f"dev: {message}", flush=True)


def refuse(message: str) -> int:
    """Print why it cannot go on; return the exit code."""
    print(f"dev: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
