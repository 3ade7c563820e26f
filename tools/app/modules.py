# SPDX-License-Identifier: MIT
"""Modules in the program of an app, which pyinstaller packs together."""

from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader


def carried(folder: Path) -> set[str]:
    """Return the modules and packages in the program of an app, without what is in them."""
    program = CArchiveReader(str(folder / folder.name))
    packed = [name for name in program.toc if name.endswith(".pyz")]
    return {
        module.partition(".")[0]
        for name in packed
        for module in program.open_embedded_archive(name).toc
    }
