# SPDX-License-Identifier: MIT
"""Records of an installation, which tell of the computer that the app was made on."""

import shutil
from pathlib import Path

# Where a package came from, and hashes of programs that name this computer's Python.
_RECORDS = ("direct_url.json", "RECORD")


def leave_out(folder: Path) -> None:
    """Take the records out of a folder; no package is asked for them when it runs.

    Bytecode beside the firmware's source is one, too: it names the folder in which it was run.
    """
    for name in _RECORDS:
        for path in folder.rglob(f"*.dist-info/{name}"):
            path.unlink()
    for path in folder.rglob("__pycache__"):
        shutil.rmtree(path)


def telling(folder: Path, place: Path) -> list[Path]:
    """Return the files of a folder that tell where it was made."""
    said = str(place).encode()
    return [
        path for path in sorted(folder.rglob("*")) if path.is_file() and said in path.read_bytes()
    ]
