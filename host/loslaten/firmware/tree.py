# SPDX-License-Identifier: MIT
"""Trees of files as they go onto a simulated flash."""

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import loslaten
import loslaten_core

REPOSITORY: Final = Path(__file__).resolve().parents[3]
# A wheel carries the firmware's source; in a checkout it lies where it is written.
_CARRIED: Final = Path(loslaten.__file__).with_name("firmware_source") / "device"
DEVICE: Final = _CARRIED if _CARRIED.is_dir() else REPOSITORY / "device"
SHARED: Final = Path(loslaten_core.__file__).parent

Files = dict[str, bytes]


def read_tree(folder: Path, prefix: str) -> Files:
    """Return the Python files of a folder, as absolute paths below `prefix`."""
    paths = sorted(path for path in folder.rglob("*.py") if path.is_file())
    return {f"{prefix}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def core_tree() -> Files:
    """Return the shared core, as it lies on the flash."""
    return read_tree(SHARED, "/loslaten_core")


def firmware_tree() -> Files:
    """Return the firmware that ships, as it lies on the flash of a watch."""
    main = {"/main.py": (DEVICE / "main.py").read_bytes()}
    return core_tree() | read_tree(DEVICE, "/device") | main


def encoded(files: Files) -> dict[str, str]:
    """Return the tree as it travels to the engine."""
    return {path: base64.b64encode(data).decode() for path, data in files.items()}


def decoded(files: dict[str, str]) -> Files:
    """Return a tree that came from the engine."""
    return {path: base64.b64decode(data) for path, data in files.items()}


def name_of(files: Files) -> str:
    """Return a name that equal trees share."""
    digest = hashlib.sha256()
    for part in _parts(files):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()


def _parts(files: Files) -> Iterable[bytes]:
    for path, data in sorted(files.items()):
        yield path.encode()
        yield data
