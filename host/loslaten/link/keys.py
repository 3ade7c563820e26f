"""The keys this laptop shares with its watches: a file that only its owner may read, or a keyring.

A key is put on the watch over USB when it is deployed; who has the laptop's copy can read the
practice log off the watch. It is never printed or logged.
"""

import importlib
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from platformdirs import user_state_path

from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten_core.link.handshake import KEY_BYTES

_FILE_NAME = "keys.json"
_SERVICE = "loslaten"
# Changing the file takes a moment; whoever holds it for longer is stuck.
_LOCK_S = 10.0

_LOCKED = Text(
    "een ander programma is al {1} s bezig met {0}",
    "another loslaten has been changing {0} for {1} s",
)
_WAIT = Text(
    "wacht tot die klaar is, of beëindig die; probeer het dan opnieuw",
    "wait until it is done, or end it; then try again",
)
_CANNOT_READ = Text(
    "de sleutels van de horloges zijn niet te lezen: {}: {}",
    "the keys of the watches cannot be read: {}: {}",
)
_CANNOT_WRITE = Text(
    "de sleutels van de horloges zijn niet te schrijven: {}: {}",
    "the keys of the watches cannot be written: {}: {}",
)
_SEE_FILE = Text(
    "ga na of het bestand van u is en de schijf niet vol; een verloren sleutel komt terug met"
    " loslaten deploy",
    "see that the file is yours and the disk not full; a lost key comes back by deploying"
    " the watch again over USB",
)
_KEYRING = Text(
    "de sleutelbos van het systeem gaat niet open: {}", "the system's keyring does not open: {}"
)
_UNLOCK = Text(
    "ontgrendel hem: meld u aan op het bureaublad, of open de instellingen; probeer het dan"
    " opnieuw",
    "unlock it: log in to the desktop, or open its settings; then try again",
)
_DAMAGED = Text("een bewaarde sleutel is beschadigd", "a stored key is damaged")
_DEPLOY_AGAIN = Text(
    "geef het horloge via USB een nieuwe: loslaten deploy", "deploy the watch again over USB"
)


class KeyStoreError(LoslatenError):
    """The stored keys cannot be read or written."""


class Keyring(Protocol):
    """Part of the `keyring` package that is used."""

    def get_password(self, service: str, name: str) -> str | None:
        """Return a stored secret."""

    def set_password(self, service: str, name: str, secret: str) -> None:
        """Store a secret."""

    def delete_password(self, service: str, name: str) -> None:
        """Forget a secret."""


def new_key() -> bytes:
    """Return a fresh key."""
    return secrets.token_bytes(KEY_BYTES)


def system_keyring() -> Keyring | None:
    """Return the system's keyring if its package is installed and has a safe place, else None."""
    try:
        keyring: Any = importlib.import_module("keyring")
    except ImportError:
        return None
    # Its stand-in for "no safe place here" has priority 0 and below.
    with _keyring_errors():
        return keyring if keyring.get_keyring().priority > 0 else None


class KeyStore:
    """Keys by watch id. `get` is what `connect` takes in place of a key.

    path: their file, by default in the user's state folder. keyring: used instead of the file when
    given; the file then only lists which watches there are.
    """

    def __init__(self, path: Path | None = None, keyring: Keyring | None = None) -> None:
        self.path = path or user_state_path(_SERVICE) / _FILE_NAME
        self._keyring = keyring

    def watch_ids(self) -> list[bytes]:
        """Return the ids of the watches that there are keys for."""
        return [bytes.fromhex(name) for name in sorted(self._load())]

    def get(self, watch_id: bytes) -> bytes | None:
        """Return the key of a watch, or None."""
        text = self._load().get(watch_id.hex())
        if text == "" and self._keyring is not None:
            with _keyring_errors():
                text = self._keyring.get_password(_SERVICE, watch_id.hex())
        return _key(text) if text else None

    def put(self, watch_id: bytes, key: bytes) -> None:
        """Keep the key of a watch, in place of an earlier one."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        with self._locked():
            keys = self._load()
            if self._keyring is not None:
                with _keyring_errors():
                    self._keyring.set_password(_SERVICE, watch_id.hex(), key.hex())
                keys[watch_id.hex()] = ""
            else:
                keys[watch_id.hex()] = key.hex()
            self._save(keys)

    def forget(self, watch_id: bytes) -> None:
        """Forget the key of a watch, if there is one."""
        with self._locked():
            keys = self._load()
            if keys.pop(watch_id.hex(), None) == "" and self._keyring is not None:
                with _keyring_errors():
                    self._keyring.delete_password(_SERVICE, watch_id.hex())
            self._save(keys)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes from changing the keys: reading and writing is one step."""
        from filelock import FileLock, Timeout

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(self.path.with_suffix(".lock"), timeout=_LOCK_S, mode=0o600):
                yield
        except Timeout as error:
            raise KeyStoreError(_LOCKED.format(self.path, f"{_LOCK_S:g}"), _WAIT) from error
        except OSError as error:
            raise self._trouble(_CANNOT_WRITE, error) from error

    def _load(self) -> dict[str, str]:
        try:
            keys: dict[str, str] = json.loads(self.path.read_text(encoding="ascii"))
            for name, text in keys.items():
                bytes.fromhex(name)
                if not isinstance(text, str):
                    raise ValueError("not a list of keys")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError) as error:
            raise self._trouble(_CANNOT_READ, error) from error
        return keys

    def _save(self, keys: dict[str, str]) -> None:
        """Write the file anew beside the old one, readable by its owner alone from the start."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".keys-")
            try:
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    json.dump(keys, file, indent=1)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self.path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise self._trouble(_CANNOT_WRITE, error) from error

    def _trouble(self, what: Text, error: Exception) -> KeyStoreError:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return KeyStoreError(what.format(self.path, reason), _SEE_FILE)


@contextmanager
def _keyring_errors() -> Iterator[None]:
    """Turn whatever a keyring raises into words: each backend has errors of its own."""
    try:
        yield
    except Exception as error:
        raise KeyStoreError(
            _KEYRING.format(str(error) or type(error).__name__), _UNLOCK
        ) from error


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyStoreError(_DAMAGED, _DEPLOY_AGAIN)
    return key
