"""The keys this laptop shares with its watches: a file that only its owner may read, or a keyring.

A key is put on the watch over USB when it is deployed; who has the laptop's copy can read the
practice log off the watch. It is never printed or logged.
"""

import secrets
from pathlib import Path

from platformdirs import user_state_path

from loslaten.keychain import SERVICE, Keychain, Keyring, KeyStoreError, system_keyring
from loslaten.language.text import Text
from loslaten_core.link.message import KEY_BYTES

__all__ = ["KeyStore", "KeyStoreError", "Keyring", "new_key", "system_keyring"]

_FILE_NAME = "keys.json"
_DAMAGED = Text("een bewaarde sleutel is beschadigd", "a stored key is damaged")
_DEPLOY_AGAIN = Text(
    "geef het horloge via USB een nieuwe: loslaten deploy", "deploy the watch again over USB"
)


def new_key() -> bytes:
    """Return a fresh key."""
    return secrets.token_bytes(KEY_BYTES)


class KeyStore(Keychain):
    """Keys by watch id. `get` is what `connect` takes in place of a key.

    path: their file, by default in the user's state folder.
    """

    def __init__(self, path: Path | None = None, keyring: Keyring | None = None) -> None:
        super().__init__(path or user_state_path(SERVICE) / _FILE_NAME, keyring)

    def watch_ids(self) -> list[bytes]:
        """Return the ids of the watches that there are keys for."""
        return [bytes.fromhex(name) for name in self.names()]

    def get(self, watch_id: bytes) -> bytes | None:
        """Return the key of a watch, or None."""
        text = self.secret(watch_id.hex())
        return None if text is None else _key(text)

    def put(self, watch_id: bytes, key: bytes) -> None:
        """Keep the key of a watch, in place of an earlier one."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self.keep(watch_id.hex(), key.hex())

    def forget(self, watch_id: bytes) -> None:
        """Forget the key of a watch, if there is one."""
        self.drop(watch_id.hex())

    def _check_name(self, name: str) -> None:
        bytes.fromhex(name)


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyStoreError(_DAMAGED, _DEPLOY_AGAIN)
    return key
