# SPDX-License-Identifier: MIT
"""Extras of the tool: packages that some commands need, and how to have them here."""

import sys
from importlib import util
from pathlib import Path

from loslaten.language.text import Text

_ROOT = Path(__file__).parents[2]
_NOT_IN_THE_APP = Text(
    "de app heeft dit niet: het is voor wie met de broncode werkt",
    "the app does not carry it: it is for those who work with the source",
)
_SET_UP = Text("in de map {}: make setup", "in the folder {}: make setup")
_INSTALL = Text("doe: {}", "run: {}")


def how_to_install(extra: str) -> Text:
    """Return what to do to have an extra: in the app, in a checkout, or where it is installed."""
    if getattr(sys, "frozen", False):
        return _NOT_IN_THE_APP
    if (_ROOT / "Makefile").exists():
        return _SET_UP.format(_ROOT)
    from importlib import metadata  # no start needs it

    parts = [one.partition(";") for one in metadata.requires("loslaten") or ()]
    needed = [requirement for requirement, _, marker in parts if extra in marker]
    python = f'"{sys.executable}"'
    # What uv made has no pip of its own.
    has_pip = util.find_spec("pip") is not None
    install = f"{python} -m pip install" if has_pip else f"uv pip install --python {python}"
    return _INSTALL.format(f"{install} {' '.join(needed)}")
