"""What was typed of « Ma société », kept between two starts until the company exists."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adv_desktop.paths import user_data_dir

log = logging.getLogger(__name__)
NAME = "new-company.json"


class CompanyDraft:
    """A small file in the user's folder."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or user_data_dir() / NAME

    def read(self) -> dict[str, Any]:
        """Return what was typed; nothing when there is none or it cannot be read."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def keep(self, typed: Mapping[str, Any]) -> None:
        """Keep what is typed; a folder that cannot be written only loses this comfort."""
        try:
            self._path.write_text(json.dumps(dict(typed), ensure_ascii=False), encoding="utf-8")
        except OSError:
            log.info("the draft of the company was not kept", exc_info=True)

    def forget(self) -> None:
        """Forget it: the company exists."""
        self._path.unlink(missing_ok=True)
