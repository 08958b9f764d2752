"""Where the program's own files and the user's data are."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of a shipped file ("fonts/Inter-Regular.ttf"): in the package, else beside it.

    A wheel carries the resources inside the package; an editable checkout has them beside it.
    """
    inside = PACKAGE / "resources"
    return (inside if inside.is_dir() else PACKAGE.parent / "resources") / name


def user_data_dir() -> Path:
    """Return the folder of this user's company files, made when it is not there yet."""
    from platformdirs import user_data_path

    return user_data_path("adv-desktop", appauthor=False, ensure_exists=True)
