# SPDX-License-Identifier: MIT
"""Boards for the tests of the bench itself: simulated, with the firmware that ships deployed."""

import pytest

from loslaten.deploy import image
from loslaten.sim.bedroom import KEY


@pytest.fixture(scope="session")
def deployed():
    """Files on a board's flash after a deployment, by the board's name."""

    def flash_of(name):
        built = image.build(image.board_named(name))
        files = {f"/a/{path}": data for path, data in built.files.items()}
        return files | {"/main.py": built.chooser, "/slot": b"a", "/data/key": KEY}

    return flash_of
