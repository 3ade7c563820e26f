# SPDX-License-Identifier: MIT
"""Programs of a benchmark's on a board, beside the firmware."""

from tests.board import deployed
from tests.board.flash import Files, Flash
from tests.board.hardware import Board

_PATIENCE_MS = 4 * 3_600_000
_PATH = "import sys\nsys.path.insert(0, '/a')\n"


def printed(source: str, files: Files | None = None) -> str:
    """Run `source` as /main.py of a board with the firmware in slot a; return what it printed.

    Raises:
        RuntimeError: it raised, or came to no end.
    """
    source = deployed.fitted(_PATH + source)
    board = Board(
        flash=Flash(files=deployed.firmware("pico_w") | (files or {}) | {"/main.py": b""})
    )
    board.flash.files["/main.py"] = source.encode()
    ended = board.run(_PATIENCE_MS)
    if ended != "main.py ended" or "Traceback" in board.printed:
        raise RuntimeError(f"{ended or 'no end'}: {board.printed}")
    return board.printed
