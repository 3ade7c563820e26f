"""Who this watch is, and the key it shares with the laptop: placed over USB at deployment."""

from machine import unique_id

from device import files
from loslaten_core.link import gatt

KEY_BYTES = 32


class Identity:
    """The watch's id, from the chip's own serial number, and the shared key in a file."""

    def __init__(self, key_path: str) -> None:
        self.watch_id = gatt.watch_id(unique_id())
        self._key_path = key_path
        key = files.read(key_path)
        self.key = key if key is not None and len(key) == KEY_BYTES else None

    def forget_key(self) -> None:
        """Erase the key; only a deployment over USB can place a new one."""
        files.remove(self._key_path)
        self.key = None
