# SPDX-License-Identifier: MIT
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

__all__ = [
    "DEPLOY",
    "NO_WATCH_KNOWN",
    "KeyStore",
    "KeyStoreError",
    "Keyring",
    "NoWatchKnownError",
    "new_key",
    "system_keyring",
]

_FILE_NAME = "keys.json"
# Between the key of a watch and the one that it was offered.
_OR = " or "
_DAMAGED = Text("een bewaarde sleutel is beschadigd", "a stored key is damaged")
NO_WATCH_KNOWN = Text("er is hier geen horloge bekend", "no watch is known here")
DEPLOY = Text(
    "sluit het horloge aan via USB: loslaten deploy",
    "connect the watch by USB and run: loslaten deploy",
)
_DEPLOY_AGAIN = Text(
    "geef het horloge via USB een nieuwe: loslaten deploy", "deploy the watch again over USB"
)


class NoWatchKnownError(KeyStoreError):
    """This computer has no key of any watch."""

    def __init__(self) -> None:
        super().__init__(NO_WATCH_KNOWN, DEPLOY)


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
        return self._keys(watch_id)[0]

    def offered(self, watch_id: bytes) -> bytes | None:
        """Return the key that a watch may have by now in place of its key, or None."""
        return self._keys(watch_id)[1]

    def put(self, watch_id: bytes, key: bytes) -> None:
        """Keep the key of a watch, in place of an earlier one."""
        _require_size(key)
        self.keep(watch_id.hex(), key.hex())

    def offer(self, watch_id: bytes, key: bytes) -> None:
        """Keep a key that the watch is about to be given, beside the one that it has.

        Which of them it has is not certain until it has proved one; then `settle` ends it.
        """
        _require_size(key)

        def beside(secret: str | None) -> str:
            present = _pair(secret)[0]
            return f"{'' if present is None else present.hex()}{_OR}{key.hex()}"

        self.change(watch_id.hex(), beside)

    def settle(self, watch_id: bytes, key: bytes) -> None:
        """Keep only the one of both keys that the watch has.

        Nothing changes where another process has kept or forgotten one since: it knows better.
        """

        def only(secret: str | None) -> str | None:
            return key.hex() if key in _pair(secret) else None

        self.change(watch_id.hex(), only)

    def forget(self, watch_id: bytes) -> None:
        """Forget the key of a watch, if there is one."""
        self.drop(watch_id.hex())

    def _keys(self, watch_id: bytes) -> tuple[bytes | None, bytes | None]:
        return _pair(self.secret(watch_id.hex()))

    def _check_name(self, name: str) -> None:
        bytes.fromhex(name)


def _require_size(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")


def _pair(secret: str | None) -> tuple[bytes | None, bytes | None]:
    """Return the key of a watch and the one that it was offered, of what is kept."""
    present, _, offered = (secret or "").partition(_OR)
    return _key(present) if present else None, _key(offered) if offered else None


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyStoreError(_DAMAGED, _DEPLOY_AGAIN)
    return key
