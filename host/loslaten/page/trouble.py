# SPDX-License-Identifier: MIT
"""Troubles in the reader's words: what happened, and what to do about it."""

from dataclasses import dataclass

from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.link import errors as link
from loslaten.page.words import every
from loslaten.practice_log.database import GoneError, NoSpaceError, StoreError

# The class of an error, and the texts for it: `trouble.KEY` and `trouble.KEY_advice`.
_KEYS: tuple[tuple[type[Exception], str], ...] = (
    (link.NotFoundError, "not_heard"),
    (link.NoConnectionError, "no_connection"),
    (link.LinkLostError, "lost"),
    (link.LinkTimeoutError, "silent"),
    (link.BadPeerError, "nonsense"),
    (link.VersionError, "version"),
    (link.KeyMismatchError, "key"),
    (link.LockedOutError, "locked_out"),
    (link.DeviceRefusedError, "refused"),
    (link.BluetoothError, "bluetooth"),
    (NoSpaceError, "full"),
    (GoneError, "gone"),
    (StoreError, "log"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A trouble and its remedy; `field` names what it is about, "" where that is nothing."""

    message: Text
    advice: Text | None = None
    details: tuple[Text | str, ...] = ()
    field: str = ""


def trouble_of(error: Exception) -> Trouble:
    """Return an error in words."""
    for kind, key in _KEYS:
        if isinstance(error, kind):
            words = every()
            is_told = kind in (link.BluetoothError, StoreError)
            return Trouble(
                message=words[f"trouble.{key}"],
                advice=words.get(f"trouble.{key}_advice"),
                details=(str(error),) if is_told else (),
            )
    if isinstance(error, LoslatenError):
        told = error.in_both()
        return Trouble(message=told.message, advice=told.advice, details=told.details)
    words = every()
    return Trouble(
        message=words["trouble.ours"],
        advice=words["trouble.ours_advice"],
        details=(f"{type(error).__name__}: {error}",),
    )
