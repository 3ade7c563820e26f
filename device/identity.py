# SPDX-License-Identifier: MIT
"""Identity of this watch, and the key it shares with the laptop: placed over USB at deployment."""

from machine import unique_id

from device import files
from loslaten_core.link.message import KEY_BYTES

# LittleFS keeps what was removed until the log of its folder was written anew, twice: in so many
# small writes on every board (tests/device/test_forgotten_key.py).
BURY_WRITES = 72
_FILLER = bytes(96)


class Identity:
    """The chip's own serial number, and the shared key in a file.

    `connections` counts those since the start, over all radio windows.
    """

    def __init__(self, key_path: str) -> None:
        self.serial = unique_id()
        self.connections = 0
        self._key_path = key_path
        key = files.read(key_path)
        self.key = key if key is not None and len(key) == KEY_BYTES else None

    def forget_key(self) -> None:
        """Erase the key; only a deployment over USB can place a new one."""
        files.remove(self._key_path)
        self.key = None

    def bury(self, writes: int) -> None:
        """Let the flash forget the bytes of a removed key; BURY_WRITES are needed in all."""
        path = self._key_path + ".gone"
        try:
            for _ in range(writes):
                with open(path, "wb") as file:
                    file.write(_FILLER)
            files.remove(path)
        except OSError:
            return  # a full or failing flash: the key is removed all the same
