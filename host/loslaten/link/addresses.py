# SPDX-License-Identifier: MIT
"""The Bluetooth addresses at which watches have proved their keys.

An address is a hint only, about whom to try first where several devices claim to be one watch:
that it is the watch is for the key to prove. So a file that cannot be read or written costs
nothing.
"""

import contextlib
import json
from pathlib import Path
from typing import Self

from loslaten import files
from loslaten.errors import LoslatenError
from loslaten_core.link import gatt

FILE_NAME = "addresses.json"
# A hint is worth no longer wait for another process.
_LOCK_S = 1.0


class Addresses:
    """Addresses by watch id, kept in the file at `path`; None: for as long as this object lives.

    On macOS they are the system's own names for devices, as valid a hint.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known = {} if path is None else _read(path)

    @classmethod
    def beside(cls, keys: Path) -> Self:
        """Return the addresses that are kept beside a file of keys."""
        return cls(keys.with_name(FILE_NAME))

    def get(self, watch_id: bytes) -> str | None:
        """Return where a watch was last, given its id or the beginning that is advertised."""
        return self._known.get(gatt.short_id(watch_id).hex())

    def remember(self, watch_id: bytes, address: str) -> None:
        """Keep that a watch has proved its key at an address."""
        if self.get(watch_id) != address:
            self._keep(gatt.short_id(watch_id).hex(), address)

    def forget(self, watch_id: bytes) -> None:
        """Keep no address of a watch any more."""
        if self.get(watch_id) is not None:
            self._keep(gatt.short_id(watch_id).hex(), None)

    def _keep(self, name: str, address: str | None) -> None:
        """Keep an address, None for none, beside those that others have kept meanwhile."""
        _put(self._known, name, address)
        if self._path is None:
            return
        with contextlib.suppress(LoslatenError, OSError), files.changing(self._path, _LOCK_S):
            known = _read(self._path)
            _put(known, name, address)
            files.write(self._path, [json.dumps(known, indent=1)], replace=True)


def _put(known: dict[str, str], name: str, address: str | None) -> None:
    known.pop(name, None)
    if address is not None:
        known[name] = address


def _read(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {name: address for name, address in content.items() if isinstance(address, str)}
