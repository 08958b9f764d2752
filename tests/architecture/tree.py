"""The source as syntax trees, parsed once, for the tests of its structure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "adv_desktop"
PURE = ("models/values.py", "models/errors.py", "models/enums.py", "models/rules/")


@cache
def sources() -> dict[str, ast.Module]:
    """Return every module of the program by its path in the package ("models/values.py")."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def own_code() -> dict[str, ast.Module]:
    """Return the modules that people wrote: migrations are kept as they were generated."""
    return {name: tree for name, tree in sources().items() if "migrations/versions" not in name}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names that a module imports, lazily or not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the last word of what is called ("sentence" of `self.texts.sentence(…)`)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
