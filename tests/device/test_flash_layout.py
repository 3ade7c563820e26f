# SPDX-License-Identifier: MIT
"""Paths on the flash are spelled in one place; the chooser's own are the same."""

import ast

from loslaten.firmware.tree import DEVICE
from loslaten_core import flash_layout


def constants(path):
    """The module-level texts of a file, by name."""
    return {
        node.targets[0].id: node.value.value
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def test_the_chooser_spells_the_same_paths():
    own = constants(DEVICE / "main.py")
    assert own == {name: getattr(flash_layout, name) for name in own}
    assert set(own) == {"SLOT", "TRIAL", "SAFE_MODE", "FAILED"}


def test_no_other_file_of_the_firmware_spells_one():
    paths = {value for name, value in vars(flash_layout).items() if name.isupper()}
    for file in DEVICE.rglob("*.py"):
        if file.name != "main.py":
            assert not paths & set(constants(file).values()), file
