"""Compile the texts before a wheel or an editable install is built: the program itself only reads .mo files."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTexts(BuildHookInterface[Any]):
    """Compile every catalogue and put it into the wheel, although git ignores it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run installer/texts.py on the tree that is being built."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        texts = runpy.run_path(str(root / "installer" / "texts.py"))
        for language in texts["languages"](root):
            compiled = texts["compile_catalogue"](language, root)
            if version != "editable":
                build_data["force_include"][str(compiled)] = f"adv_desktop/resources/i18n/{compiled.name}"
