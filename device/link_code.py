# SPDX-License-Identifier: MIT
"""The link's code, which lies in memory while a radio window is open: a session needs none of it.

On a board that is some 20 KB. Its modules are loaded one at a time, so that a cue that is due
meanwhile is not late, and forgotten once nobody uses them; the next collection takes them.
"""

import bluetooth
from cryptolib import aes

from device import VERSION
from device.late import forget

_ECB = 1
_CBC = 2


class LinkCode:
    """Loads and forgets the link's code for `watch`, the parts that `app` puts together."""

    def __init__(self, watch, patience) -> None:
        self._watch = watch
        self._patience = patience
        self._ble = bluetooth.BLE()
        self._loaded: list[str] = []

    def load(self):
        """Load the code; a generator, which loads a module at each step."""
        for name in _modules():
            self._loaded.append(name)
            yield

    def radio(self):
        """Return a `Radio` for one window, once all is loaded."""
        from device.radio import Radio
        from device.services import WatchServices
        from loslaten_core.link.lockout import Lockout

        services = WatchServices(self._watch)
        model = self._watch.board.MODEL
        return Radio(
            *(self._ble, services, Lockout(), services.nonce, _cipher),
            *(model, VERSION, self._patience, self._watch.companion.button),
        )

    def forget(self) -> None:
        """Let go of the code, which no object of its classes may be left of."""
        while self._loaded:
            forget(self._loaded.pop())


def _cipher(key: bytes):
    """Return what seals and opens frames with a key."""
    from loslaten_core.link.ccm import Ccm

    return Ccm(aes(key, _ECB), aes(key, _CBC, bytes(16)))


def _modules():
    """Import one module after the other, each after those that it needs; give their names."""
    from loslaten_core.link import message

    yield message.__name__
    from loslaten_core.link import frame

    yield frame.__name__
    from loslaten_core.link import hkdf

    yield hkdf.__name__
    from loslaten_core.link import ccm

    yield ccm.__name__
    from loslaten_core.link import handshake

    yield handshake.__name__
    from loslaten_core.link import gatt

    yield gatt.__name__
    from loslaten_core.link import lockout

    yield lockout.__name__
    from device import requests

    yield requests.__name__
    from device import link

    yield link.__name__
    from device import services

    yield services.__name__
    from device import inbox

    yield inbox.__name__
    from device import radio

    yield radio.__name__
