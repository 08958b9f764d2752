"""The program finds its files both ways it is installed."""

import subprocess
import sys
import zipfile

import pytest

from adv_desktop.paths import resource
from tests.architecture.tree import ROOT

SHIPPED = ["fonts/Inter-Regular.ttf", "fonts/documents/Inter-Bold.ttf", "icc/sRGB.icc", "i18n/fr.mo"]
ASK = """
import sys
sys.path.insert(0, sys.argv[1])
from adv_desktop import __file__ as package
from adv_desktop.paths import resource
from adv_desktop.services import texts
assert package.startswith(sys.argv[1]), package
assert texts.of("fr").gettext("The amount cannot be shared: there is nothing to share it on.").startswith("Le montant")
missing = [name for name in sys.argv[2:] if not resource(name).is_file()]
assert not missing, missing
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_a_checkout_has_its_resources_beside_the_package(name):
    assert resource(name).is_file()
    assert resource(name).is_relative_to(ROOT / "resources")


@pytest.mark.slow
def test_a_wheel_has_its_resources_inside_the_package(tmp_path):
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run([*build, "--disable-pip-version-check", "-w", tmp_path, ROOT], check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
        names = set(wheel.namelist())
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert {f"adv_desktop/{name}" for name in shipped} <= names
    subprocess.run([sys.executable, "-I", "-c", ASK, tmp_path / "site", *SHIPPED], check=True, cwd=tmp_path)
