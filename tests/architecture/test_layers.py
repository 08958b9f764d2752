"""What may import what."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import PACKAGE, PURE, ROOT, imported, sources

FEATURES = {path.parent.name for path in PACKAGE.glob("ui/*/page.py")}


def test_the_contracts_of_import_linter_are_kept():
    lint = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_pure_part_imports_the_standard_library_and_itself_only():
    allowed = {"adv_desktop.models." + name.removeprefix("models/").removesuffix(".py").rstrip("/") for name in PURE}
    foreign = {
        (name, module)
        for name, tree in sources().items()
        if name.startswith(PURE)
        for module in imported(tree)
        if module.partition(".")[0] not in sys.stdlib_module_names
        if not any(module == own or module.startswith(own + ".") for own in allowed) and module != "adv_desktop.models"
    }
    assert not foreign


def test_the_features_of_the_window_do_not_know_each_other():
    meetings = {
        (name, module)
        for name, tree in sources().items()
        if name.startswith("ui/") and name.split("/")[1] in FEATURES
        for module in imported(tree)
        if module.startswith("adv_desktop.ui.") and module.split(".")[2] in FEATURES - {name.split("/")[1]}
    }
    assert not meetings, "features meet in the main window, by open_document(kind, id)"


def test_the_set_up_script_needs_nothing_but_the_standard_library():
    tree = ast.parse((ROOT / "installer" / "dev.py").read_text(encoding="utf-8"))
    assert {module.partition(".")[0] for module in imported(tree)} <= sys.stdlib_module_names
