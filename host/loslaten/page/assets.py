# SPDX-License-Identifier: MIT
"""The files that a page loads: our own, and htmx, which npm has put into place.

htmx lies in `node_modules` in a checkout and in the room itself in a wheel. Where it is in neither
the pages are plain forms, which do the same.
"""

from functools import cache
from pathlib import Path

from loslaten.firmware.tree import REPOSITORY

OWN = Path(__file__).with_name("static")
_CARRIED = Path(__file__).with_name("htmx")
_INSTALLED = REPOSITORY / "node_modules" / "htmx.org"
_SCRIPTS = {"htmx.js": "dist/htmx.min.js", "hx-sse.js": "dist/ext/hx-sse.min.js"}


@cache
def scripts() -> tuple[str, ...]:
    """Return the names of htmx's scripts, none where it is not there."""
    found = tuple(name for name in _SCRIPTS if script(name) is not None)
    return found if len(found) == len(_SCRIPTS) else ()


def script(name: str) -> Path | None:
    """Return where one of htmx's scripts lies, None where it does not."""
    inside = _SCRIPTS.get(name, name)
    for path in (_CARRIED / Path(inside).name, _INSTALLED / inside):
        if path.is_file():
            return path
    return None
