# SPDX-License-Identifier: MIT
"""Reasons of failures in both languages: the commonest of the system's own, and our own.

The system words an error in the language that it was installed in, and Python often in English.
"""

import errno
from typing import Final

from loslaten.language.text import Text

_DUTCH: Final = {
    errno.ENOENT: "dat bestand of die map is er niet",
    errno.EACCES: "dat mag deze gebruiker niet",
    errno.EPERM: "dat mag deze gebruiker niet",
    errno.EEXIST: "dat is er al",
    errno.EISDIR: "dat is een map",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.ENOSPC: "er is geen ruimte meer",
    errno.EROFS: "die schijf is alleen te lezen",
    errno.EBUSY: "iets anders gebruikt het",
    errno.EADDRINUSE: "een ander programma gebruikt het",
    errno.EADDRNOTAVAIL: "dat adres is er hier niet",
    errno.ECONNREFUSED: "daar antwoordt niemand",
    errno.ECONNRESET: "de verbinding is verbroken",
    errno.EPIPE: "de verbinding is verbroken",
    errno.ENODEV: "dat apparaat is er niet",
    errno.ENXIO: "dat apparaat is er niet",
    errno.EIO: "het apparaat antwoordt niet zoals het hoort",
    errno.ENAMETOOLONG: "die naam is te lang",
    errno.ELOOP: "de koppelingen draaien rond",
    errno.EMFILE: "er zijn te veel bestanden open",
    errno.ENOLCK: "daar kan niets worden vergrendeld",
    errno.EOPNOTSUPP: "dat kan daar niet",
    errno.ENOEXEC: "dat is geen programma",
    errno.ETIMEDOUT: "er kwam geen antwoord",
}
_NUMBERED: Final = "fout {} van het systeem"


class ReasonError(ValueError):
    """A value that cannot be, with the reason in both languages."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def reason_of(error: Exception) -> Text:
    """Return the reason of an error; in Dutch a number where the system's words are not known."""
    if isinstance(error, ReasonError):
        return error.reason
    if not isinstance(error, OSError) or error.errno is None:
        return Text(str(error), str(error))
    dutch = _DUTCH.get(error.errno, _NUMBERED.format(error.errno))
    return Text(dutch, error.strerror or str(error))
