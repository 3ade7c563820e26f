# SPDX-License-Identifier: MIT
"""Boards as the files of `device/boards` describe them, which the laptop cannot import."""

import ast
from typing import Final

from loslaten.errors import LoslatenError
from loslaten.firmware.tree import DEVICE
from loslaten.language.text import Text

FOLDER: Final = DEVICE / "boards"


def names() -> list[str]:
    """Return the boards that there is firmware for."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


def constants(name: str) -> dict[str, object]:
    """Return the constants in a board's file that are written out there.

    Raises:
        LoslatenError: there is no such board.
    """
    if name not in names():
        raise LoslatenError(
            Text("geen bord heet {}", "no board is called {}").format(name),
            Text("er is: {}", "there is: {}").format(", ".join(names())),
        )
    values: dict[str, object] = {}
    for node in ast.parse((FOLDER / f"{name}.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                values[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return values
