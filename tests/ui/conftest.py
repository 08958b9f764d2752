from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adv_desktop.bootstrap import Services
from tests.support.company import new_company


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """The services of a small company; a page that needs more documents writes its own."""
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()
