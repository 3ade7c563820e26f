# SPDX-License-Identifier: MIT
"""Secrets of this computer: in a file that only its owner may read, or in the system's keyring.

A secret is a text under a name. It is never printed or logged.
"""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from loslaten import files
from loslaten.errors import LoslatenError
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text
from loslaten.waiting import within

T = TypeVar("T")

SERVICE = "loslaten"
# A keyring may ask its owner for a password first; its service may also hang.
_KEYRING_S = 30.0
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
    "de sleutels van deze computer zijn niet te lezen: {}: {}",
    "the keys of this computer cannot be read: {}: {}",
)
_CANNOT_WRITE = Text(
    "de sleutels van deze computer zijn niet te schrijven: {}: {}",
    "the keys of this computer cannot be written: {}: {}",
)
_SEE_FILE = Text(
    "ga na of het bestand van u is en de schijf niet vol; de sleutel van een horloge komt terug "
    "met loslaten deploy",
    "see that the file is yours and the disk not full; the key of a watch comes back by deploying "
    "it again over USB",
)
_KEYRING = Text(
    "de sleutelbos van het systeem gaat niet open: {}", "the system's keyring does not open: {}"
)
_SILENT = Text(
    "de sleutelbos van het systeem antwoordt niet binnen {} s",
    "the system's keyring does not answer within {} s",
)
_UNLOCK = Text(
    "ontgrendel hem: meld u aan op het bureaublad, of open de instellingen; probeer het dan"
    " opnieuw",
    "unlock it: log in to the desktop, or open its settings; then try again",
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


def system_keyring() -> Keyring | None:
    """Return the system's keyring if its package is installed and has a safe place, else None."""
    try:
        keyring: Any = importlib.import_module("keyring")
    except ImportError:
        return None
    # Its stand-in for "no safe place here" has priority 0 and below.
    is_safe = _asked(lambda: keyring.get_keyring().priority > 0)
    return keyring if is_safe else None


class Keychain:
    """Secrets by name, in the file at `path`.

    keyring: used instead of the file when given; the file then only lists the names.
    """

    def __init__(self, path: Path, keyring: Keyring | None = None) -> None:
        self.path = path
        self._keyring = keyring

    def names(self) -> list[str]:
        """Return the names of the secrets that there are."""
        return sorted(self._load())

    def secret(self, name: str) -> str | None:
        """Return a secret, or None."""
        text = self._load().get(name)
        keyring = self._keyring
        if text == "" and keyring is not None:
            text = _asked(lambda: keyring.get_password(SERVICE, name))
        return text or None

    def keep(self, name: str, secret: str) -> None:
        """Keep a secret, in place of an earlier one of its name."""
        with self._locked():
            self._put(name, secret)

    def change(self, name: str, new: Callable[[str | None], str | None]) -> None:
        """Keep what `new` makes of a secret, of None where there is none; None changes nothing."""
        with self._locked():
            secret = new(self.secret(name))
            if secret is not None:
                self._put(name, secret)

    def keep_first(self, name: str, secret: str) -> str:
        """Keep a secret unless there is one of its name; return the one that is there then."""
        with self._locked():
            present = self.secret(name)
            if present is not None:
                return present
            self._put(name, secret)
            return secret

    def drop(self, name: str) -> None:
        """Forget a secret, if there is one."""
        with self._locked():
            kept = self._load()
            keyring = self._keyring
            if kept.pop(name, None) == "" and keyring is not None:
                _asked(lambda: keyring.delete_password(SERVICE, name))
            self._save(kept)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes from changing the keys: reading and writing is one step."""
        try:
            with files.changing(self.path, _LOCK_S):
                yield
        except TimeoutError as error:
            raise KeyStoreError(_LOCKED.format(self.path, f"{_LOCK_S:g}"), _WAIT) from error
        except OSError as error:
            raise self._trouble(_CANNOT_WRITE, error) from error

    def _load(self) -> dict[str, str]:
        try:
            kept: dict[str, str] = json.loads(self.path.read_text(encoding="ascii"))
            for name, text in kept.items():
                self._check_name(name)
                if not isinstance(text, str):
                    raise ValueError("not a list of keys")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError) as error:
            raise self._trouble(_CANNOT_READ, error) from error
        return kept

    def _put(self, name: str, secret: str) -> None:
        kept = self._load()
        keyring = self._keyring
        if keyring is not None:
            _asked(lambda: keyring.set_password(SERVICE, name, secret))
            kept[name] = ""
        else:
            kept[name] = secret
        self._save(kept)

    def _check_name(self, name: str) -> None:
        """Raise ValueError for what is no name here."""

    def _save(self, kept: dict[str, str]) -> None:
        try:
            files.write(self.path, [json.dumps(kept, indent=1)], replace=True)
        except files.UnwritableError as error:
            raise self._trouble(_CANNOT_WRITE, error.reason) from error

    def _trouble(self, what: Text, error: Exception) -> KeyStoreError:
        return KeyStoreError(what.format(self.path, reason_of(error)), _SEE_FILE)


def _asked(ask: Callable[[], T]) -> T:
    """Return what the keyring answers. Raises KeyStoreError for an error and for silence.

    Whatever it raises becomes words: each backend has errors of its own, and none has a limit.
    """
    try:
        return within(_KEYRING_S, ask)
    except TimeoutError:
        raise KeyStoreError(_SILENT.format(f"{_KEYRING_S:g}"), _UNLOCK) from None
    except Exception as error:
        raise KeyStoreError(
            _KEYRING.format(str(error) or type(error).__name__), _UNLOCK
        ) from error
