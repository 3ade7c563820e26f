# SPDX-License-Identifier: MIT
"""The Bluetooth addresses at which watches have proved their keys.

An address is a hint only, about whom to try first where several devices claim to be one watch:
that it is the watch is for the key to prove. So a file that cannot be read or written costs
nothing.
"""

import contextlib
import json
from pathlib import Path

from loslaten import files
from loslaten.errors import LoslatenError
from loslaten_core.link import gatt

FILE_NAME = "addresses.json"


class Addresses:
    """Addresses by watch id, kept in the file at `path`; None: for as long as this object lives.

    On macOS they are the system's own names for devices, as valid a hint.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known = {} if path is None else _read(path)

    def get(self, watch_id: bytes) -> str | None:
        """Return where a watch was last, given its id or the beginning that is advertised."""
        return self._known.get(gatt.short_id(watch_id).hex())

    def remember(self, watch_id: bytes, address: str) -> None:
        """Keep that a watch has proved its key at an address."""
        name = gatt.short_id(watch_id).hex()
        if self._known.get(name) != address:
            self._known[name] = address
            self._save()

    def forget(self, watch_id: bytes) -> None:
        """Keep no address of a watch any more."""
        if self._known.pop(gatt.short_id(watch_id).hex(), None) is not None:
            self._save()

    def _save(self) -> None:
        if self._path is not None:
            with contextlib.suppress(LoslatenError):
                files.write(self._path, [json.dumps(self._known, indent=1)], replace=True)


def _read(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {name: address for name, address in content.items() if isinstance(address, str)}
