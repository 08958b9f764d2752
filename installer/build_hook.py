"""Compile the texts before a wheel or an editable install is built: the program itself only reads .mo files."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTexts(BuildHookInterface[Any]):
    """Compile every catalogue into resources/, which the wheel then takes as a whole."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run installer/texts.py on the tree that is being built."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        texts = runpy.run_path(str(root / "installer" / "texts.py"))
        for language in texts["languages"](root):
            texts["compile_catalogue"](language, root)
