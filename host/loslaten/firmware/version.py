# SPDX-License-Identifier: MIT
"""The firmware that this version of the tool carries."""

import re

from loslaten.firmware.tree import DEVICE


def version() -> str:
    """Return its version, as a watch tells its own."""
    found = re.search(r'^VERSION = "(.+)"$', (DEVICE / "__init__.py").read_text("utf-8"), re.M)
    assert found is not None
    return found[1]
