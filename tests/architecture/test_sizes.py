"""Small and flat: the sizes that the best code bases of this trade have in fact."""

import ast
import statistics

from tests.architecture.tree import PACKAGE, ROOT, functions, own_code

LONGEST_FUNCTION = 50
LONGEST_FILE = 400
MOST_METHODS = 25
LONGEST_MAIN_WINDOW = 250


def length(node):
    return node.end_lineno - node.lineno + 1


def test_no_function_is_over_fifty_lines():
    long = {
        f"{name}:{node.lineno} {node.name}": length(node)
        for name, tree in own_code().items()
        for node in functions(tree)
        if length(node) > LONGEST_FUNCTION
    }
    assert not long


def test_functions_are_short_as_a_rule():
    lengths = sorted(length(node) for tree in own_code().values() for node in functions(tree))
    assert statistics.median(lengths) <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25


def test_no_file_is_over_four_hundred_lines():
    files = [PACKAGE / name for name in own_code()] + list((ROOT / "installer").glob("*.py"))
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not {name: count for name, count in lines.items() if count > LONGEST_FILE}
    assert lines.get("adv_desktop/ui/main_window.py", 0) <= LONGEST_MAIN_WINDOW


def test_no_class_has_more_than_twenty_five_methods():
    large = {
        f"{name} {node.name}": count
        for name, tree in own_code().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        if (count := sum(isinstance(part, ast.FunctionDef) for part in node.body)) > MOST_METHODS
    }
    assert not large
