# SPDX-License-Identifier: MIT
"""htmx as a wheel carries it: its scripts and its licence, beside the page while it is built."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "node_modules" / "htmx.org"
PLACE = ROOT / "host" / "loslaten" / "page" / "htmx"
FILES = ("dist/htmx.min.js", "dist/ext/hx-sse.min.js", "LICENSE")


@contextmanager
def staged() -> Iterator[None]:
    """Have htmx's files in the room of the page within the block."""
    PLACE.mkdir(exist_ok=True)
    try:
        for name in FILES:
            shutil.copyfile(PACKAGE / name, PLACE / Path(name).name)
        yield
    finally:
        shutil.rmtree(PLACE)
