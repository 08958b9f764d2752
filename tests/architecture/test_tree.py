"""The tree that is published: declared dependencies, licences, nothing of the machine it was written on."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement

from tests.architecture.tree import ROOT, imported, sources

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BINARY = {".png", ".ttf", ".icc", ".xlsx", ".pdf", ".db", ".jpg", ".ico"}
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:root|home|work|mnt)/\w|[A-Z]:\\Users\\"
    r"|(?<![\w.=])(?!127\.0\.0\.1)(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"
)


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def published():
    """The files that git knows or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def locked(name):
    lines = (ROOT / "installer" / name).read_text(encoding="utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := re.match(r"([\w-]+)==([^ ;]+)", line))}


def test_every_imported_package_is_a_declared_dependency():
    declared = {normal(Requirement(text).name) for text in PROJECT["dependencies"]}
    optional = {normal(Requirement(text).name) for text in PROJECT["optional-dependencies"]["einvoice"]}
    # They come with a declared package that could not work without them.
    declared |= optional | {"shiboken6", "numpy", "pillow"}
    owners = packages_distributions()
    undeclared = {
        (name, package)
        for name, tree in sources().items()
        for module in imported(tree)
        if (package := module.partition(".")[0]) not in sys.stdlib_module_names | {"adv_desktop"}
        if not {normal(owner) for owner in owners.get(package, [package])} & declared
    }
    assert not undeclared


def test_the_lock_files_hold_every_dependency_inside_its_range():
    versions = locked("requirements.lock") | locked("requirements-test.lock")
    asked = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]
    wrong = [str(item) for item in asked if versions.get(normal(item.name), "") not in item.specifier]
    assert not wrong, "run installer/dev.py lock"


def test_nothing_names_the_machine_it_was_written_on():
    named = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in published()
        if path.suffix not in BINARY and "tests/data" not in path.as_posix()
        for match in OF_A_MACHINE.finditer(path.read_text(encoding="utf-8", errors="replace"))  # samples: cp1252
    }
    assert not named


def test_every_shipped_folder_names_its_licence():
    table = (ROOT / "resources" / "LICENSES.md").read_text(encoding="utf-8")
    folders = {path.relative_to(ROOT / "resources").parts[0] for path in published() if path.parts[-2] != "resources"
               and path.is_relative_to(ROOT / "resources")}  # fmt: skip
    assert not [folder for folder in folders if f"`{folder}/" not in table]
